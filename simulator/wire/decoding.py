"""JSON values to parameters, by shape: the reading half of the codec.

A shape is compiled once into a plain function; a request then costs one call per value and nothing else. Parameters
come out as a boto3 user would have written them: blobs are bytes, timestamps aware datetimes, members named as in the
model, in the order in which they were sent. Unknown members are ignored and null members are absent, as on AWS; a null
in a list or map is kept, for the limits to refuse by name. `jsonvalue` members of a body stay texts, as in botocore,
which treats only those in headers apart.

A value of the wrong JSON type raises Mismatch in the wording of AWS's own parser ("STRING_VALUE can not be converted
to an Integer"), to which the place is added. AWS cuts a fractional number down to an integer in silence; here it is
refused, since it is always a mistake of the caller.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any, cast

from botocore.model import ListShape, MapShape, Shape, StructureShape

from simulator.wire.refusals import Mismatch, lower_camel
from simulator.wire.timestamps import read_timestamp

Decoder = Callable[[object], Any]

_LONGS = range(-(2**63), 2**63)
_SPECIAL_FLOATS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
_LIST_START = "Start of list found where not expected"
_MAP_START = "Start of structure or map found where not expected"


class Decoders:
    """Compiles shapes into decoders; `timestamp_format` is the protocol's default."""

    def __init__(self, timestamp_format: str) -> None:
        self._timestamp_format = timestamp_format
        self._structures: dict[str, Decoder] = {}

    def compile(self, shape: Shape) -> Decoder:
        """The function that turns a JSON value, never None, into a parameter; it raises Mismatch."""
        match shape.type_name:
            case "structure":
                return self._structure(cast("StructureShape", shape))
            case "list":
                return self._list(cast("ListShape", shape))
            case "map":
                return self._map(cast("MapShape", shape))
            case "timestamp":
                return _timestamp(shape.serialization.get("timestampFormat", self._timestamp_format).lower())
            case scalar:
                return _SCALARS.get(scalar, _string)

    def _structure(self, shape: StructureShape) -> Decoder:
        if shape.is_document_type:
            return _document
        known = self._structures.get(shape.name)
        if known is None:
            members: dict[str, tuple[str, Decoder]] = {}
            plain = _structure(members)
            known = self._structures[shape.name] = _union(shape, plain) if shape.is_tagged_union else plain
            for name, member in shape.members.items():
                members[member.serialization.get("name", name)] = (name, self.compile(member))
        return known

    def _list(self, shape: ListShape) -> Decoder:
        decode_item = self.compile(shape.member)

        def decode(value: object) -> list[Any]:
            if not isinstance(value, list):
                raise Mismatch(_MAP_START if isinstance(value, dict) else "Expected list or null")
            return [_item(decode_item, item, number) for number, item in enumerate(value, 1)]

        return decode

    def _map(self, shape: MapShape) -> Decoder:
        decode_value = self.compile(shape.value)

        def decode(value: object) -> dict[str, Any]:
            entries = _as_object(value)
            return {key: _entry(decode_value, entry, key) for key, entry in entries.items()}

        return decode


def _structure(members: dict[str, tuple[str, Decoder]]) -> Decoder:
    def decode(value: object) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for wire_name, raw in _as_object(value).items():
            member = members.get(wire_name)
            if member is not None and raw is not None:
                name, decode_member = member
                try:
                    result[name] = decode_member(raw)
                except Mismatch as error:
                    raise error.inside(lower_camel(name)) from None
        return result

    return decode


def _union(shape: StructureShape, decode_members: Decoder) -> Decoder:
    def decode(value: object) -> object:
        result = decode_members(value)
        if len(result) != 1:
            raise Mismatch(f"Expected exactly one of {', '.join(shape.members)}, found {len(result)}")
        return result

    return decode


def _item(decode: Decoder, value: object, number: int) -> object:
    try:
        return None if value is None else decode(value)
    except Mismatch as error:
        raise error.inside(str(number), "member") from None


def _entry(decode: Decoder, value: object, key: str) -> object:
    try:
        return None if value is None else decode(value)
    except Mismatch as error:
        raise error.inside(key, "member") from None


def _as_object(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise Mismatch(_LIST_START if isinstance(value, list) else "Expected null")


def _timestamp(timestamp_format: str) -> Decoder:
    return lambda value: read_timestamp(value, timestamp_format)


def _document(value: object) -> object:
    return value


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _unfit(value, "a String")


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit(value, "an Integer")
    if isinstance(value, float) and not value.is_integer():
        raise Mismatch(f"{value!r} can not be converted to an Integer")
    whole = int(value)
    if whole not in _LONGS:
        raise Mismatch("A number is too large for an Integer")
    return whole


def _float(value: object) -> float:
    if isinstance(value, str) and value in _SPECIAL_FLOATS:
        return _SPECIAL_FLOATS[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit(value, "a Float")
    try:
        return float(value)
    except OverflowError:
        raise Mismatch("A number is too large for a Float") from None


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _unfit(value, "a Boolean")


def _blob(value: object) -> bytes:
    if not isinstance(value, str):
        raise _unfit(value, "a Blob")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Mismatch("STRING_VALUE is not valid base64") from None


def _unfit(value: object, target: str) -> Mismatch:
    match value:
        case list():
            return Mismatch(_LIST_START)
        case dict():
            return Mismatch(_MAP_START)
        case bool():
            found = str(value).upper()
        case str():
            found = "STRING"
        case _:
            found = "NUMBER"
    return Mismatch(f"{found}_VALUE can not be converted to {target}")


_SCALARS: dict[str, Decoder] = {
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "blob": _blob,
}
