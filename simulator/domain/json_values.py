"""JSON as A2I reads and writes it: strict, whole, value for value.

Read back, `996.0` is `996` (A2I_FACTS A2 [O]); whole numbers keep all their digits; keys come out in alphabetical order
(A2I_FACTS A2 [O]).
"""

import json
from collections.abc import Mapping
from typing import NoReturn

from simulator.domain.errors import Invalid
from simulator.domain.sentences import JSON_INVALID

type_names: Mapping[type, str] = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
_EXACT_FLOAT = 2.0**53


def parse(text: str, place: str) -> object:
    """The value of a JSON text. `place` names where it stands, for the error's sentence."""
    try:
        return _read(text)
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at line {error.lineno} column {error.colno}"
    except ValueError as error:
        problem = str(error)
    except RecursionError:
        problem = "it is nested too deeply"
    raise Invalid(JSON_INVALID(place=place, problem=problem))


def dump(value: object) -> str:
    """The text of a JSON value: compact, keys in alphabetical order, characters as they are."""
    return _write(value)


def _number(text: str) -> int | float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        message = f"the number {text} is out of range"
        raise ValueError(message)
    return int(value) if value.is_integer() and abs(value) < _EXACT_FLOAT else value


def _refuse(text: str) -> NoReturn:
    message = f"{text} is not a JSON value"
    raise ValueError(message)


_read = json.JSONDecoder(parse_float=_number, parse_constant=_refuse).decode
_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
