"""A first look at a template's Liquid marks, before the parser sees it.

It runs in linear time, names the place of a mark that is never closed, and refuses a mark so long that the parser's
regular expressions, which are quadratic in the length of one mark, would take seconds over it.
"""

import re

from simulator.rendering.errors import TemplateProblem, position

TEMPLATE_LIMIT = 128_000
MARK_LIMIT = 4_096
_OPENING = re.compile(r"\{\{|\{%")
_BLANKS = re.compile(r"\s{400}")
_OPAQUE = re.compile(r"\{%-?[ \t\r\n]{0,99}(raw|comment|doc)\b")


def first_problem(template: str) -> TemplateProblem | None:
    """The first thing that keeps the template from being parsed at all, or None."""
    if len(template) > TEMPLATE_LIMIT:
        return TemplateProblem(
            "TemplateTooLong",
            f"The template has {len(template)} characters; at most {TEMPLATE_LIMIT} are allowed.",
        )
    index = 0
    while opening := _OPENING.search(template, index):
        end = _end_of_mark(template, opening.start())
        if isinstance(end, TemplateProblem):
            return end
        index = end
    return None


def _end_of_mark(template: str, start: int) -> int | TemplateProblem:
    closing = "}}" if template.startswith("{{", start) else "%}"
    end = template.find(closing, start + 2, start + MARK_LIMIT)
    if end < 0:
        return _endless(template, start, closing)
    if _BLANKS.search(template, start, end):
        message = "More than 400 blanks in a row stand in one mark."
        return TemplateProblem("TemplateSyntaxError", message, *position(template, start))
    opaque = _OPAQUE.match(template, start)
    return _end_of_block(template, start, end + 2, opaque.group(1)) if opaque else end + 2


def _endless(template: str, start: int, closing: str) -> TemplateProblem:
    opening = template[start : start + 2]
    if template.find(closing, start + 2) < 0:
        message = f"'{opening}' is never closed; '{closing}' is missing."
    else:
        message = f"What stands between '{opening}' and '{closing}' is longer than {MARK_LIMIT} characters."
    return TemplateProblem("TemplateSyntaxError", message, *position(template, start))


def _end_of_block(template: str, start: int, inside: int, name: str) -> int | TemplateProblem:
    ending = re.compile(r"\{%-?\s{0,99}end" + name + r"\s{0,99}-?%\}").search(template, inside)
    if ending:
        return ending.end()
    message = f"'{{% {name} %}}' is never closed; '{{% end{name} %}}' is missing."
    return TemplateProblem("TemplateSyntaxError", message, *position(template, start))
