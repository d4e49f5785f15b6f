"""Where in an HTML text one is: in running text, inside a tag, or inside a script or style sheet.

One pass, in linear time, whatever the text; a tag or script that is never closed reaches to the end. Tags and their
attributes end where the HTML standard's tokenizer ends them: a quotation mark means something only after `=`, a name
like `&copy` in an attribute only where nothing goes on. For templates, Liquid's marks are blanked out first, so that
`{% if a > b %}` ends no tag.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from html import unescape
from html.entities import html5

_LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_START = re.compile(r"<!--|<(?P<name>[a-zA-Z][^\s/>]*)|</(?P<ending>[a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*+)|(?=>))|(?!\s*+=))"""
)
_REST_OF_TAG = re.compile(rf"(?:[\s/]|{_ATTRIBUTE.pattern})*+>")
_SCRIPTS = frozenset({"script", "style"})
_UNDIVIDED = _SCRIPTS | {"iframe", "noembed", "noframes", "noscript", "textarea", "title", "xmp"}
_NAMED = re.compile(r"&([a-zA-Z][a-zA-Z0-9]*+)([;=]?)")


class Place(Enum):
    """What a character belongs to."""

    TEXT = "text"
    TAG = "tag"
    SCRIPT = "script"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to, not including, `end`; `name` is a tag's in lower case, `/name` at its end."""

    start: int
    end: int
    place: Place
    name: str


def spans(html: str) -> tuple[Span, ...]:
    """Everything in an HTML text that is not running text, in order."""
    return tuple(_walk(html))


@lru_cache(maxsize=4)
def template_spans(template: str) -> tuple[Span, ...]:
    """The same for the HTML of a template, before it is rendered."""
    return tuple(_walk(_LIQUID.sub(lambda mark: "x" * len(mark.group()), template)))


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag: names in lower case, character references read; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag.partition(tag_name(tag))[2]):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), unescape(_NAMED.sub(_reference, value)))
    return found


def tag_name(tag: str) -> str:
    """The name that a start tag begins with, as it is written."""
    match = _START.match(tag)
    return (match["name"] or "") if match else ""


def place_of(template: str, index: int) -> Place:
    """What the character at `index` of a template belongs to."""
    found = template_spans(template)
    span = bisect.bisect_right(found, index, key=lambda each: each.start) - 1
    return found[span].place if span >= 0 and index < found[span].end else Place.TEXT


def _reference(match: re.Match[str]) -> str:
    name, end = match.groups()
    is_one = f"{name};" in html5 if end == ";" else name in html5 and not end
    return match.group() if is_one else f"&amp;{match.group()[1:]}"


def _walk(html: str) -> Iterator[Span]:
    index = 0
    while opening := _START.search(html, index):
        start = opening.start()
        if opening.group() == "<!--":
            index = _after(html, "-->", start)
            yield Span(start, index, Place.COMMENT, "")
            continue
        name = (opening["name"] or f"/{opening['ending']}").lower()
        rest = _REST_OF_TAG.match(html, opening.end())
        index = rest.end() if rest else len(html)
        yield Span(start, index, Place.TAG, name)
        if name in _UNDIVIDED and index < len(html):
            ending = re.compile(f"</{name}", re.IGNORECASE).search(html, index)
            end = ending.start() if ending else len(html)
            if name in _SCRIPTS:
                yield Span(index, end, Place.SCRIPT, name)
            index = end


def _after(html: str, mark: str, start: int) -> int:
    end = html.find(mark, start)
    return len(html) if end < 0 else end + len(mark)
