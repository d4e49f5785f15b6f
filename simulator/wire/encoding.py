"""Results to JSON values, by shape: the writing half of the codec.

Handlers answer as boto3 would show it: names of the model, aware datetimes, bytes. None is absent. A result that does
not fit its shape, an unknown member included, is an error of the handler and raises Mismatch with its place; the
gateway turns that into a 500 and tells the log. A `jsonvalue` member may be given as a text or as the value itself.
"""

import base64
import json
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from botocore.model import ListShape, MapShape, Shape, StructureShape

from simulator.wire.refusals import Mismatch
from simulator.wire.timestamps import write_timestamp

Encoder = Callable[[Any], Any]


class Encoders:
    """Compiles shapes into encoders; `timestamp_format` is the protocol's default."""

    def __init__(self, timestamp_format: str) -> None:
        self._timestamp_format = timestamp_format
        self._structures: dict[str, Encoder] = {}

    def compile(self, shape: Shape) -> Encoder:
        """The function that turns a result's value, never None, into a JSON value; it raises Mismatch."""
        match shape.type_name:
            case "structure":
                return self._structure(cast("StructureShape", shape))
            case "list":
                return self._list(cast("ListShape", shape))
            case "map":
                return self._map(cast("MapShape", shape))
            case "timestamp":
                return _timestamp(shape.serialization.get("timestampFormat", self._timestamp_format).lower())
            case "string" if shape.serialization.get("jsonvalue"):
                return _json_value
            case scalar:
                return _SCALARS.get(scalar, _string)

    def _structure(self, shape: StructureShape) -> Encoder:
        if shape.is_document_type:
            return _document
        known = self._structures.get(shape.name)
        if known is None:
            members: dict[str, tuple[str, Encoder]] = {}
            known = self._structures[shape.name] = _structure(shape.name, members)
            for name, member in shape.members.items():
                members[name] = (member.serialization.get("name", name), self.compile(member))
        return known

    def _list(self, shape: ListShape) -> Encoder:
        encode_item = self.compile(shape.member)

        def encode(value: object) -> list[Any]:
            if not isinstance(value, list | tuple):
                raise _unfit(value, "a list")
            return [_nested(encode_item, item, str(place)) for place, item in enumerate(value)]

        return encode

    def _map(self, shape: MapShape) -> Encoder:
        encode_value = self.compile(shape.value)

        def encode(value: object) -> dict[str, Any]:
            if not isinstance(value, Mapping):
                raise _unfit(value, "a mapping")
            return {key: _nested(encode_value, entry, key) for key, entry in value.items()}

        return encode


def _structure(shape_name: str, members: dict[str, tuple[str, Encoder]]) -> Encoder:
    def encode(value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise _unfit(value, f"a mapping ({shape_name})")
        result: dict[str, Any] = {}
        for name, item in value.items():
            if item is not None:
                if name not in members:
                    raise Mismatch(f"{shape_name} has no member {name}")
                wire_name, encode_member = members[name]
                result[wire_name] = _nested(encode_member, item, name)
        return result

    return encode


def _nested(encode: Encoder, value: object, place: str) -> object:
    try:
        return None if value is None else encode(value)
    except Mismatch as error:
        raise error.inside(place) from None


def _timestamp(timestamp_format: str) -> Encoder:
    def encode(value: object) -> float | str:
        if not isinstance(value, datetime):
            raise _unfit(value, "a datetime")
        return write_timestamp(value, timestamp_format)

    return encode


def _document(value: object) -> object:
    return value


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _unfit(value, "a string")


def _json_value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _unfit(value, "an integer")


def _float(value: object) -> float | str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit(value, "a number")
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _unfit(value, "a boolean")


def _blob(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    raise _unfit(value, "bytes")


def _unfit(value: object, due: str) -> Mismatch:
    return Mismatch(f"{type(value).__name__} where {due} is due")


_SCALARS: dict[str, Encoder] = {
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "blob": _blob,
}
