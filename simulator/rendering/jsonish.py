"""Attribute values that mean JSON but are not quite JSON.

Half of all templates write them (A2I_FACTS K.2 [O]): single quotes, unquoted keys, bare words, trailing commas,
Python's True, False and None, an apostrophe inside single quotes; comments between the values, as in the reference's
initial values of crowd-line and crowd-polyline [D]. The browser's reader of the crowd elements follows the same laws.

Strict JSON is tried first and is never read differently. A quotation mark closes its string only where a value may end
(before a comma, a closing bracket, a colon or the end), so `['Can't say', 'Yes']` has two elements.
"""

import json
import re

_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None, "undefined": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_QUOTES = {"'": "'", '"': '"', "`": "`", "\u2018": "\u2019", "\u201c": "\u201d"}
_COMMENT = r"(?://[^\n]{0,199}+\n|/\*(?:[^*]|\*(?!/)){0,199}+\*/)"
_FILLER = re.compile(rf"\s*+(?:{_COMMENT}\s*+)*+")
_AFTER_VALUE = re.compile(rf"\s*+(?:{_COMMENT}\s*+){{0,9}}+(?:[,:\]}}]|$)")
_REMARK = re.compile(rf"\s{_COMMENT}")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DEPTH_LIMIT = 100
_EXACT_DIGITS = 1e21


class JsonishError(ValueError):
    """The attribute is no list and no object; the message names the place."""


def parse_jsonish(text: str) -> object:
    """The value of a text that is JSON, or nearly. Raises JsonishError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _Reader(text.strip()).whole()


def parse_list(text: str | None) -> list[object]:
    """A list as `categories` and `labels` carry it; brackets may be missing. Raises JsonishError."""
    trimmed = (text or "").strip()
    if not trimmed.startswith(("[", "{")):
        return _loose(trimmed) if trimmed else []
    value = parse_jsonish(trimmed)
    return value if isinstance(value, list) else [value]


def _loose(text: str) -> list[object]:
    try:
        value = parse_jsonish(f"[{text}]")
    except JsonishError:
        value = [part.strip() for part in text.split(",") if part.strip()]
    return value if isinstance(value, list) else [value]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> object:
        value = self.value()
        if self.peek():
            raise self.wrong("the end")
        return value

    def wrong(self, expected: str) -> JsonishError:
        near = self.text[max(0, self.at - 12) : self.at + 12]
        return JsonishError(f"expected {expected} at character {self.at + 1}, near {near!r}")

    def peek(self) -> str:
        filler = _FILLER.match(self.text, self.at)
        self.at = filler.end() if filler else self.at
        return self.text[self.at : self.at + 1]

    def accept(self, sign: str) -> bool:
        found = self.peek() == sign
        self.at += found
        return found

    def value(self) -> object:
        sign = self.peek()
        if sign in _QUOTES and sign:
            return self.string()
        if sign not in {"[", "{"}:
            return self.bare(",]}")
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise self.wrong("fewer brackets inside brackets")
        value = self.items() if sign == "[" else self.members()
        self.depth -= 1
        return value

    def items(self) -> list[object]:
        self.accept("[")
        found: list[object] = []
        while not self.accept("]"):
            if not self.peek():
                raise self.wrong("] to close the list")
            found.append(self.value())
            if not self.accept(",") and self.peek() != "]":
                raise self.wrong(", or ]")
        return found

    def members(self) -> dict[str, object]:
        self.accept("{")
        found: dict[str, object] = {}
        while not self.accept("}"):
            key = self.key()
            if not self.accept(":"):
                raise self.wrong(": after a key")
            found[key] = self.value()
            if not self.accept(",") and self.peek() != "}":
                raise self.wrong(", or }")
        return found

    def key(self) -> str:
        sign = self.peek()
        if not sign:
            raise self.wrong("} to close the object")
        return self.string() if sign in _QUOTES else str(self.bare(":,}"))

    def string(self) -> str:
        closing = _QUOTES[self.text[self.at]]
        parts: list[str] = []
        self.at += 1
        while self.at < len(self.text):
            sign = self.text[self.at]
            self.at += 1
            if sign == closing and _AFTER_VALUE.match(self.text, self.at):
                return "".join(parts)
            parts.append(self.escape() if sign == "\\" else sign)
        raise self.wrong(f"{closing} to close the text")

    def escape(self) -> str:
        code = re.compile(r"u([0-9a-fA-F]{4})").match(self.text, self.at)
        sign = self.text[self.at : self.at + 1]
        self.at += 5 if code else 1
        return chr(int(code[1], 16)) if code else _ESCAPES.get(sign, sign)

    def bare(self, enders: str) -> object:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in enders and not _REMARK.match(self.text, self.at):
            self.at += 1
        word = self.text[start : self.at].strip()
        if not word:
            raise self.wrong("a value")
        if word in _WORDS:
            return _WORDS[word]
        return _number(word) if _NUMBER.fullmatch(word) else word


def _number(word: str) -> int | float:
    value = float(word)
    return int(value) if value.is_integer() and abs(value) < _EXACT_DIGITS else value
