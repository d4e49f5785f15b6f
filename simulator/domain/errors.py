"""Everything that can be refused, by kind. An edge turns a kind into its own code."""


class DomainError(Exception):
    """A request that was understood and is refused; `message` is written for the person who sent it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(DomainError):
    """The request breaks a rule of content."""


class Elsewhere(Invalid):
    """The request is about a thing of a kind that is kept elsewhere, if at all; the message is for where it is not."""


class NotFound(DomainError):
    """The thing that the request names is not there."""


class Conflict(DomainError):
    """The request contradicts what is there."""


class InUse(DomainError):
    """The name is taken, or the thing is needed by another."""


class LimitExceeded(DomainError):
    """One more would be too many."""


class Forbidden(DomainError):
    """The one who asks may not."""


class IllegalMove(DomainError):
    """A state has no such move; `state` and `move` say which."""

    def __init__(self, state: str, move: str, message: str | None = None) -> None:
        super().__init__(message or f"A task that is {state} cannot be {move}.")
        self.state = state
        self.move = move
