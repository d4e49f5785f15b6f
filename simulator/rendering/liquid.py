"""Customers' worker task templates to HTML, in a sandbox.

The theory is in three places: `values.py` (how a value becomes text, and what is escaped), `dialect.py` (Liquid as A2I
speaks it, and the limits), `scan.py` (what is refused before parsing). This module is what the other rooms use.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from liquid.exceptions import (
    LiquidError,
    LiquidSyntaxError,
    LiquidTypeError,
    ResourceLimitError,
    UnknownFilterError,
)

from simulator.rendering.dialect import FILTER_FAILURES, SandboxEnvironment, SandboxTemplate
from simulator.rendering.errors import RenderError, TemplateProblem, failure_reason, position
from simulator.rendering.filters import InvalidParameters, Presign
from simulator.rendering.page import may_submit
from simulator.rendering.scan import first_problem
from simulator.rendering.values import fit

__all__ = ["RenderError", "TemplateProblem", "TemplateRenderer", "failure_reason"]

_CACHED_TEMPLATES = 256
_CODES: tuple[tuple[type[LiquidError], str], ...] = (
    (InvalidParameters, "InvalidParameters"),
    (ResourceLimitError, "LimitExceeded"),
    (UnknownFilterError, "UnknownFilter"),
    (LiquidSyntaxError, "TemplateSyntaxError"),
)
_PYTHON_TYPE = re.compile(r"'(int|float|str|bool|list|dict|NoneType|range|Markup)'")
_IN_WORDS = {
    "int": "a number",
    "float": "a number",
    "str": "a text",
    "Markup": "a text",
    "bool": "a truth value",
    "list": "a list",
    "dict": "an object",
    "NoneType": "null",
    "range": "a range",
}
_NO_FORM = TemplateProblem(
    "MissingForm",
    "The template has no crowd-form element and no other element that submits an answer, so a worker could not finish "
    "the task. Put its content between <crowd-form> and </crowd-form>.",
)


class TemplateRenderer:
    """Renders templates. `presign` turns `s3://bucket/key` into an address that a browser can read for a while."""

    def __init__(self, presign: Presign) -> None:
        self._environment = SandboxEnvironment(presign)
        self._parsed = lru_cache(maxsize=_CACHED_TEMPLATES)(self._parse)

    def render(self, template: str, task_input: object, now: datetime | None = None, account: str | None = None) -> str:
        """The HTML of a template for a task's input, any JSON value.

        `now` is what the template's "now" and "today" mean, `account` for whom addresses are presigned. Raises
        RenderError with code, message and place.
        """
        template = fit(template)
        try:
            moment = now if now is None else now.astimezone(UTC)
            return self._parsed(template).shown(task_input, moment, account)
        except LiquidError as error:
            raise _render_error(error, template) from error

    def check(self, template: str) -> list[TemplateProblem]:
        """What is wrong with a template whatever its input: empty when nothing is."""
        try:
            parsed = self._parsed(fit(template))
        except RenderError as error:
            return [TemplateProblem(error.code, error.message, error.line, error.column)]
        problems = self._unknown_filters(parsed, template)
        return problems if may_submit(template) else [*problems, _NO_FORM]

    def _parse(self, template: str) -> SandboxTemplate:
        problem = first_problem(template)
        if problem:
            raise RenderError.of(problem)
        try:
            return self._environment.parsed(template)
        except LiquidError as error:
            raise self._unclosed(error, template) or _render_error(error, template) from error
        except FILTER_FAILURES as error:
            raise RenderError("TemplateSyntaxError", _unreadable(error)) from error

    def _unclosed(self, error: LiquidError, template: str) -> RenderError | None:
        found = self._environment.unclosed(template) if error.token is None or error.token.start_index < 0 else None
        if found is None:
            return None
        name, index = found
        message = f"'{{% {name} %}}' is never closed; '{{% end{name} %}}' is missing."
        return RenderError("TemplateSyntaxError", message, *position(template, index))

    def _unknown_filters(self, parsed: SandboxTemplate, template: str) -> list[TemplateProblem]:
        used = parsed.analyze(include_partials=False).filters
        return [
            TemplateProblem("UnknownFilter", f"There is no filter '{name}'.", *position(template, place.index))
            for name, places in used.items()
            if name not in self._environment.filters
            for place in places
        ]


def _render_error(error: LiquidError, template: str) -> RenderError:
    sentence = str(error.message).rstrip(".")
    if isinstance(error, LiquidTypeError):
        sentence = _PYTHON_TYPE.sub(lambda match: _IN_WORDS[match[1]], sentence)
    place: tuple[int, int] | tuple[None, None] = (None, None)
    if error.token is not None and 0 <= error.token.start_index <= len(template):
        place = position(template, error.token.start_index)
    return RenderError(_code(error), f"{sentence[:1].upper()}{sentence[1:]}.", *place)


def _unreadable(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "An expression is nested too deeply."
    return f"The template cannot be read: {error}."


def _code(error: LiquidError) -> str:
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    return "RenderingError"
