r"""Patterns of the service models, written for Java, as Python can match them.

Three things differ. A pattern must match the whole text. Java's `\w`, `\d` and `\s` are ASCII while `\p{L}` is Unicode.
And a range over surrogate pairs (`\uD800\uDC00-\uDBFF\uDFFF`) means characters beyond U+FFFF.

Some patterns backtrack without end on hostile texts: a match that takes longer than `LONGEST_MATCH_SECONDS` counts as
none. Watching the time costs several times the match itself, so it is left out where nothing can run away: a short
text and a pattern that repeats no group.
"""

from collections.abc import Callable
from functools import cache

import regex

LONGEST_MATCH_SECONDS = 0.25
_SHORT = 1024

_SURROGATE_PAIR = regex.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_REPEATED_GROUP = regex.compile(r"\)[*+{]")


@cache
def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """A function that tells whether a whole text matches a model's pattern."""
    flags = 0 if r"\p" in pattern else regex.ASCII
    compiled = regex.compile(_SURROGATE_PAIR.sub(_character, pattern), flags)
    repeats_groups = _REPEATED_GROUP.search(pattern) is not None

    def matches(text: str) -> bool:
        if len(text) <= _SHORT and not repeats_groups:
            return compiled.fullmatch(text) is not None
        try:
            return compiled.fullmatch(text, concurrent=False, timeout=LONGEST_MATCH_SECONDS) is not None
        except TimeoutError:
            return False

    return matches


def _character(pair: regex.Match[str]) -> str:
    high, low = (int(half, 16) for half in pair.groups())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
