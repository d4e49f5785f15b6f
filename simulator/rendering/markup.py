"""Where in an HTML text one is: in running text, inside a tag, or inside a script or style sheet.

Works on templates too: Liquid's marks are blanked out first, so `{% if a > b %}` ends no tag. One pass, in linear time;
a tag or script that is never closed reaches to the end.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_START = re.compile(r"<!--|<(?P<name>[a-zA-Z][^\s/>]*)|</[a-zA-Z]")
_REST_OF_TAG = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_RAW_TEXT = frozenset({"script", "style"})


class Place(Enum):
    """What a character belongs to."""

    TEXT = "text"
    TAG = "tag"
    SCRIPT = "script"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to, but not including, `end`."""

    start: int
    end: int
    place: Place
    name: str


@lru_cache(maxsize=16)
def spans(html: str) -> tuple[Span, ...]:
    """Everything in the text that is not running text, in order. `name` is the tag's, in lower case."""
    return tuple(_walk(_LIQUID.sub(lambda mark: "x" * len(mark.group()), html)))


def place_of(html: str, index: int) -> Place:
    """What the character at `index` belongs to."""
    found = spans(html)
    span = bisect.bisect_right(found, index, key=lambda each: each.start) - 1
    return found[span].place if span >= 0 and index < found[span].end else Place.TEXT


def _walk(html: str) -> Iterator[Span]:
    index = 0
    while opening := _START.search(html, index):
        start = opening.start()
        if opening.group() == "<!--":
            index = _after(html, "-->", start)
            yield Span(start, index, Place.COMMENT, "")
            continue
        name = (opening.group("name") or "").lower()
        rest = _REST_OF_TAG.match(html, opening.end())
        index = rest.end() if rest else len(html)
        yield Span(start, index, Place.TAG, name)
        if name in _RAW_TEXT and index < len(html):
            ending = re.compile(f"</{name}", re.IGNORECASE).search(html, index)
            end = ending.start() if ending else len(html)
            yield Span(index, end, Place.SCRIPT, name)
            index = end


def _after(html: str, mark: str, start: int) -> int:
    end = html.find(mark, start)
    return len(html) if end < 0 else end + len(mark)
