"""Bytes to JSON values and back, with the refusals that AWS's parser makes.

Only texts that can be stored and sent again are let in: valid UTF-8, no NaN or Infinity, no half of a surrogate pair.
"""

import json
from typing import NoReturn

from simulator.wire.refusals import Refusal, serialization

_LONE_SURROGATE_HINTS = (b"\\ud", b"\\uD")


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def read_json(body: bytes) -> object:
    """The value of a JSON text; raises the SerializationException that says what is wrong and where."""
    try:
        value: object = _DECODER.decode(body.decode())
        if any(hint in body for hint in _LONE_SURROGATE_HINTS):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _malformed(error) from None
    return value


def write_json(value: object) -> bytes:
    """The JSON text of a value: compact, ASCII."""
    return _ENCODER.encode(value).encode("ascii")


def _malformed(error: ValueError | RecursionError) -> Refusal:
    match error:
        case json.JSONDecodeError():
            what = f"{error.msg} at line {error.lineno} column {error.colno}"
        case UnicodeDecodeError():
            what = f"byte {error.start} is not UTF-8"
        case UnicodeEncodeError():
            what = "a text holds half of a surrogate pair"
        case RecursionError():
            what = "it is nested too deeply"
        case _:
            what = str(error)
    return serialization(f"The request body is not valid JSON: {what}.")
