"""How a value of a task's input becomes text on the worker's page.

The laws: text from the input is HTML-escaped (`'` becomes `&#39;`); an object or a list prints as JSON, never as
Python's repr (A2I_FACTS K [O]); a number prints as JavaScript would print it, so 996.0 is 996 and a whole number keeps
every digit; nothing prints for null and for what is not there. What a filter has already made safe is `Markup` and is
left alone, so nothing is escaped twice.

JSON from `to_json` and addresses from `grant_read_access` are `Machine` text: raw where they stand alone, as the guide
shows them [D], but escaped inside a tag, where a raw quotation mark would end the attribute (A2I_FACTS K, unresolved
there; a browser reads both the same).
"""

import json
import math
import re

from liquid import Markup, Undefined, escape

from simulator.rendering.markup import Place

_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAK = "<br />"
_EXACT_DIGITS = 1e21


class Machine(str):
    """Text made by a filter for a machine to read."""

    __slots__ = ()


class Broken(str):
    """Text of the input in which line breaks have become `<br />`."""

    __slots__ = ()


def shown(value: object, place: Place) -> str:
    """What `{{ value }}` puts into the page at that place; fit for UTF-8."""
    return fit(_safe(value, place))


def plain(value: object) -> str:
    """A value as text, not escaped: what a filter that works on text is given."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    return as_json(value) if isinstance(value, bool | dict | list | tuple) else str(value)


def as_json(value: object) -> str:
    """A value as compact JSON, its keys in the order in which they came."""
    return json.dumps(_whole(value), ensure_ascii=False, separators=(",", ":"), default=_other)


def fit(text: str) -> str:
    """The text with half characters (lone surrogates), which no encoding can carry, replaced."""
    return _SURROGATES.sub("\ufffd", text)


def _safe(value: object, place: Place) -> str:
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, Machine):
        return _machine(value, place)
    if isinstance(value, Broken):
        return str(escape(str(value))).replace(str(escape(_BREAK)), _BREAK)
    return str(escape(plain(value)))


def _machine(text: str, place: Place) -> str:
    if place is Place.TAG:
        return str(escape(str(text)))
    return text.replace("<", "\\u003c") if place is Place.SCRIPT else str(text)


def _whole(value: object) -> object:
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_DIGITS else value


def _decimal(value: float) -> str:
    if not math.isfinite(value):
        return "null"
    if value.is_integer() and abs(value) < _EXACT_DIGITS:
        return str(int(value))
    return re.sub(r"e([+-])0", r"e\1", repr(value))


def _other(value: object) -> object:
    return plain(value) if isinstance(value, range) else None
