"""What can be wrong with a worker task template, and the sentences that say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """Something wrong with a template whatever its input; `line` and `column` count from 1, or are None."""

    code: str
    message: str
    line: int | None = None
    column: int | None = None


class RenderError(Invalid):
    """A template that cannot be rendered with the input given; `line` and `column` count from 1, or are None."""

    def __init__(self, code: str, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column

    @classmethod
    def of(cls, problem: TemplateProblem) -> "RenderError":
        """The error that a problem of the template causes when it is rendered all the same."""
        return cls(problem.code, problem.message, problem.line, problem.column)


def failure_reason(errors: RenderError | Sequence[RenderError]) -> str:
    """The FailureReason of a human loop whose template failed (A2I_FACTS K [O] for one error; several: [G])."""
    several = [errors] if isinstance(errors, RenderError) else errors
    return f"Task failed to render: [ {', '.join(_entry(error) for error in several)} ]."


def position(source: str, index: int) -> tuple[int, int]:
    """Line and column of a character, both counted from 1."""
    return source.count("\n", 0, index) + 1, index - source.rfind("\n", 0, index)


def _entry(error: RenderError) -> str:
    known = error.code == "InvalidParameters" or error.line is None
    place = "" if known else f" (line {error.line}, column {error.column})"
    return f"{error.code}: '{error.message}{place}'"
