"""Errors on demand: what AWS does under load or on a bad day, made to happen when a test wants it.

A fault waits for calls of one service, or of one operation of it, and answers so many of them with an error. The oldest
one that fits is used first. Faults are kept in memory: they end with the process and with a reset.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """An error to come. `operation` None fits every one; `status` None is the code's usual; `left` None is no end.

    `signing_name` is another name by which calls of the service may be known.
    """

    service: str
    operation: str | None
    code: str
    message: str
    status: int | None
    left: int | None
    signing_name: str | None = None


class FaultBook:
    """The faults that wait."""

    def __init__(self, complete: Callable[[Fault], Fault]) -> None:
        """`complete` adds the signing name, and raises Invalid for a fault that could never happen."""
        self._complete = complete
        self._waiting: list[Fault] = []

    def waiting(self) -> Sequence[Fault]:
        """Every fault that has not happened as often as it shall, oldest first."""
        return tuple(self._waiting)

    def add(self, fault: Fault) -> None:
        """Let a fault wait. Raises Invalid."""
        self._waiting.append(self._complete(fault))

    def clear(self) -> None:
        """Forget them all."""
        self._waiting.clear()

    def take(self, service: str, operation: str | None) -> Fault | None:
        """The fault that happens to this call, if any."""
        for index, fault in enumerate(self._waiting):
            if service in {fault.service, fault.signing_name} and fault.operation in {None, operation}:
                self._use(index, fault)
                return fault
        return None

    def _use(self, index: int, fault: Fault) -> None:
        if fault.left is None:
            return
        if fault.left == 1:
            del self._waiting[index]
        else:
            self._waiting[index] = replace(fault, left=fault.left - 1)
