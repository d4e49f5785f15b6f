"""Members of rest-json operations that do not live in the body: path labels, query, headers, status, payload.

Values there are texts, so each is first brought to the JSON value that the body would have held, and then read by the
same decoders. A member's `location` in the model is one of `uri`, `querystring`, `header` (one header), `headers` (all
headers with a prefix) and `statusCode`; members without one are in the body.
"""

import base64
import binascii
import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from botocore.model import ListShape, Shape, StructureShape

from simulator.wire.decoding import Decoder, Decoders
from simulator.wire.parts import Request
from simulator.wire.refusals import Mismatch, lower_camel
from simulator.wire.timestamps import read_timestamp, write_timestamp

Finder = Callable[[Request, Mapping[str, str]], object]
"""Finds a member's raw value in a request and its path labels; None where it is absent."""

_NUMBERS = frozenset({"integer", "long", "float", "double"})
_FORMAT_IN = {"header": "rfc822", "querystring": "iso8601", "uri": "iso8601"}


@dataclass(frozen=True, slots=True)
class Located:
    """One member outside the body: its name, how to find its text and how to read it."""

    name: str
    find: Finder
    decode: Decoder


def located_members(shape: StructureShape) -> tuple[Located, ...]:
    """The request members of a shape that live outside the body."""
    members = ((name, member) for name, member in shape.members.items() if "location" in member.serialization)
    return tuple(Located(name, _finder(name, member), _reader(member)) for name, member in members)


def read_located(members: tuple[Located, ...], request: Request, labels: Mapping[str, str]) -> dict[str, Any]:
    """The parameters outside the body; raises Mismatch."""
    found = ((member, member.find(request, labels)) for member in members)
    return {member.name: _read(member, raw) for member, raw in found if raw is not None}


def write_headers(shape: StructureShape, result: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a response that carry members of its result."""
    headers: dict[str, str] = {}
    for name, member in shape.members.items():
        value, key = result.get(name), member.serialization.get("name", name)
        match member.serialization.get("location"):
            case "header" if value is not None:
                headers[key.lower()] = _header_text(value, member)
            case "headers" if value is not None:
                headers |= {f"{key}{part}".lower(): str(text) for part, text in value.items()}
    return headers


def status_of(shape: StructureShape, result: Mapping[str, Any]) -> int | None:
    """The HTTP status that a result asks for, if its shape has a member for it."""
    names = (name for name, member in shape.members.items() if member.serialization.get("location") == "statusCode")
    return next((result[name] for name in names if name in result), None)


def _read(member: Located, raw: object) -> object:
    try:
        return member.decode(raw)
    except Mismatch as error:
        raise error.inside(lower_camel(member.name)) from None


def _finder(name: str, member: Shape) -> Finder:
    key = member.serialization.get("name", name)
    match member.serialization["location"]:
        case "uri":
            return lambda _request, labels: labels.get(key)
        case "querystring" if member.type_name == "map":
            return lambda request, _labels: {name: values[0] for name, values in request.query.items()}
        case "querystring" if member.type_name == "list":
            return lambda request, _labels: request.query.get(key)
        case "querystring":
            return lambda request, _labels: request.query.get(key, [None])[0]
        case "headers":
            return lambda request, _labels: _with_prefix(request.headers, key.lower())
        case _:
            return lambda request, _labels: request.headers.get(key.lower())


def _with_prefix(headers: Mapping[str, str], prefix: str) -> dict[str, str] | None:
    return {name[len(prefix) :]: value for name, value in headers.items() if name.startswith(prefix)} or None


def _reader(member: Shape) -> Decoder:
    location = member.serialization["location"]
    decoders = Decoders(_FORMAT_IN.get(location, "iso8601"))
    decode = decoders.compile(member)
    if location == "header" and member.serialization.get("jsonvalue"):
        return _read_json_header
    if member.type_name == "list":
        split = _split_list if location == "header" else list
        item = cast("ListShape", member).member.type_name
        return lambda raw: decode([_typed(text, item) for text in split(cast("str", raw))])
    if member.type_name == "timestamp":
        timestamp_format = member.serialization.get("timestampFormat", _FORMAT_IN[location]).lower()
        return lambda raw: _read_instant(cast("str", raw), timestamp_format)
    return lambda raw: decode(_typed(raw, member.type_name))


def _typed(raw: object, type_name: str) -> object:
    if type_name == "boolean" and raw in {"true", "false"}:
        return raw == "true"
    if type_name in _NUMBERS:
        return _number(cast("str", raw))
    return raw


def _number(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _read_instant(text: str, timestamp_format: str) -> datetime:
    return read_timestamp(_number(text) if timestamp_format == "unixtimestamp" else text, timestamp_format)


def _read_json_header(raw: object) -> object:
    try:
        return json.loads(base64.b64decode(cast("str", raw), validate=True))
    except (binascii.Error, ValueError):
        raise Mismatch("The header is not base64 of a JSON text") from None


def _split_list(text: str) -> list[str]:
    return next(csv.reader([text], skipinitialspace=True, escapechar="\\"), [])


def _header_text(value: object, member: Shape) -> str:
    if member.serialization.get("jsonvalue"):
        return base64.b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return str(write_timestamp(value, member.serialization.get("timestampFormat", "rfc822").lower()))
        case list():
            return ",".join(_header_text(item, cast("ListShape", member).member) for item in value)
        case _:
            return str(value)
