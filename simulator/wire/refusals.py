"""What the wire itself refuses, before any handler has seen the request."""


class Refusal(Exception):
    """An AWS error by its code on the wire; `status` is None where the service model knows it."""

    def __init__(self, code: str, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class ClientGone(Exception):
    """The client closed the connection before its request was complete; nobody is left to answer."""


class Mismatch(Exception):
    """A value that its shape cannot hold. `place` grows outwards while the error travels up the shapes."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place: tuple[str, ...] = ()

    def inside(self, *names: str) -> "Mismatch":
        """The same error, seen from one level further out."""
        self.place = (*names, *self.place)
        return self

    def __str__(self) -> str:
        return f"{self.problem} at '{'.'.join(self.place)}'" if self.place else self.problem


def serialization(problem: object) -> Refusal:
    """The error for bytes that do not become parameters; a Mismatch names its place itself."""
    return Refusal("SerializationException", str(problem), 400)


def unknown_operation(message: str, status: int) -> Refusal:
    """The error for an operation that the service does not have."""
    return Refusal("UnknownOperationException", message, status)


def lower_camel(member: str) -> str:
    """A member's name as AWS writes it in errors: `HumanLoopName` is `humanLoopName`."""
    return member[:1].lower() + member[1:]
