"""A text that a regular expression matches: what a worker types into a field that insists on a form.

Understands what input patterns are made of: characters, classes, escapes, groups, alternatives, repetitions. Anchors
and lookarounds are passed over; whoever asks checks the result against the pattern itself.
"""

import math
import random
import re
import string
from dataclasses import dataclass

_SETS = {
    "d": string.digits,
    "w": string.ascii_lowercase + string.digits,
    "s": " ",
    "D": string.ascii_lowercase,
    "W": "-./ ",
    "S": string.ascii_lowercase + string.digits,
    "n": "\n",
    "t": "\t",
}
_ANY = string.ascii_lowercase + string.digits
_VISIBLE = string.ascii_letters + string.digits + " -_./,:;@#&+()'"
_NOTHING = frozenset("bBAZz")
_COUNT = re.compile(r"\{(\d{1,6})(?:(,)(\d{1,6})?)?\}")
_GROUP = re.compile(r"\((?:\?(?:(?P<look><?[=!])|P?<[A-Za-z_]\w*>|:))?")
_MORE = 4
_LENGTH_LIMIT = 400
_PATTERN_LIMIT = 2_000
_SIZE_LIMIT = 20_000
_DEPTH_LIMIT = 30


@dataclass(frozen=True, slots=True)
class _Piece:
    signs: str
    branches: tuple[tuple["_Piece", ...], ...]
    least: int
    most: int


def sample(pattern: str, choose: random.Random) -> str | None:
    """A text made after the pattern; None when the pattern cannot be understood."""
    try:
        branches = _Parser(pattern).branches(0)
    except (IndexError, ValueError):
        return None
    if _size(branches) > _SIZE_LIMIT:
        return None
    text = _made(branches, choose)
    return text if len(text) <= _LENGTH_LIMIT else None


def is_modest(pattern: str) -> bool:
    """Whether a pattern, its counted repetitions written out, is of a size that a field can reasonably have."""
    if len(pattern) > _PATTERN_LIMIT:
        return False
    try:
        return _size(_Parser(pattern).branches(0)) <= _SIZE_LIMIT
    except (IndexError, ValueError):
        counts = [int(count[3] or count[1]) for count in _COUNT.finditer(pattern)]
        return math.prod(max(count, 1) for count in counts) * (1 + len(pattern)) <= _SIZE_LIMIT


def _size(branches: tuple[tuple[_Piece, ...], ...]) -> int:
    return sum(max(piece.most, 1) * (1 + _size(piece.branches)) for branch in branches for piece in branch)


def _made(branches: tuple[tuple[_Piece, ...], ...], choose: random.Random) -> str:
    parts: list[str] = []
    length = 0
    for piece in choose.choice(branches):
        for _ in range(choose.randint(piece.least, piece.most)):
            part = _made(piece.branches, choose) if piece.branches else choose.choice(piece.signs)
            parts.append(part)
            length += len(part)
            if length > _LENGTH_LIMIT:
                return "".join(parts)
    return "".join(parts)


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def branches(self, depth: int) -> tuple[tuple[_Piece, ...], ...]:
        if depth > _DEPTH_LIMIT:
            raise ValueError(depth)
        found: list[list[_Piece]] = [[]]
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                found.append([])
            else:
                found[-1].extend(self.piece(depth))
        return tuple(tuple(branch) for branch in found)

    def piece(self, depth: int) -> list[_Piece]:
        sign = self.pattern[self.at]
        if sign in "^$":
            self.at += 1
            return []
        if sign == "(":
            return self.group(depth)
        signs = self.signs(sign)
        least, most = self.count()
        return [_Piece(signs, (), least, most)] if signs else []

    def group(self, depth: int) -> list[_Piece]:
        opening = _GROUP.match(self.pattern, self.at)
        if opening is None:
            raise ValueError(self.at)
        self.at = opening.end()
        branches = self.branches(depth + 1)
        if self.pattern[self.at] != ")":
            raise ValueError(self.at)
        self.at += 1
        least, most = self.count()
        return [] if opening["look"] else [_Piece("", branches, least, most)]

    def signs(self, sign: str) -> str:
        self.at += 1
        if sign == "[":
            return self.bracket()
        if sign == ".":
            return _ANY
        return self.escape() if sign == "\\" else sign

    def escape(self) -> str:
        sign = self.pattern[self.at]
        self.at += 1
        if sign in _NOTHING:
            return ""
        if sign.isdecimal():
            raise ValueError(sign)
        return _SETS.get(sign, sign)

    def bracket(self) -> str:
        negated = self.pattern[self.at] == "^"
        self.at += negated
        signs = ""
        first = True
        while first or self.pattern[self.at] != "]":
            signs += self.member()
            first = False
        self.at += 1
        return "".join(sign for sign in _VISIBLE if sign not in signs) if negated else signs

    def member(self) -> str:
        sign = self.pattern[self.at]
        self.at += 1
        signs = self.escape() if sign == "\\" else sign
        if len(signs) == 1 and self.pattern[self.at] == "-" and self.pattern[self.at + 1] != "]":
            last = self.pattern[self.at + 1]
            self.at += 2
            return "".join(chr(code) for code in range(ord(signs), min(ord(last), ord(signs) + 500) + 1))
        return signs

    def count(self) -> tuple[int, int]:
        rest = self.pattern[self.at : self.at + 1]
        exact = _COUNT.match(self.pattern, self.at)
        if exact:
            self.at = exact.end()
            least = int(exact[1])
            most = int(exact[3]) if exact[3] else least + _MORE if exact[2] else least
        elif rest and rest in "*+?":
            self.at += 1
            least, most = (1 if rest == "+" else 0), (1 if rest == "?" else _MORE + 2)
        else:
            return 1, 1
        self.at += self.pattern[self.at : self.at + 1] in {"?", "+"}
        return least, max(least, most)
