"""One codec for every operation of json-1.1 and rest-json: requests to parameters, results and errors to responses.

The laws. Shapes decide, never operation names: what differs between operations lives in the service model, and the
codec of an operation is compiled from its shapes when it is first called. Reading is the inverse of botocore's
serializer and writing the inverse of its parser; tests hold both over every operation of every service that we serve.
A request that does not fit is refused as AWS refuses it, naming the place; a result that does not fit raises Mismatch.

`decoding.py` and `encoding.py` walk bodies, `locations.py` has the members outside the body, `timestamps.py` the
formats of an instant. Start with `codec_of`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import Shape, StructureShape

from simulator.spec import ServiceSpec
from simulator.wire.decoding import Decoders
from simulator.wire.encoding import Encoders
from simulator.wire.json_text import read_json, write_json
from simulator.wire.locations import located_members, read_located, status_of, write_headers
from simulator.wire.parts import Request, Response
from simulator.wire.refusals import Mismatch, serialization

_TIMESTAMPS_IN_BODY = "unixtimestamp"
_RAW_TYPES = frozenset({"blob", "string"})


class OperationCodec(ABC):
    """Reads requests and writes responses of one operation."""

    @abstractmethod
    def decode(self, request: Request, labels: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """The parameters of a request; raises the Refusal `SerializationException`."""

    @abstractmethod
    def encode(self, result: Mapping[str, Any] | None) -> Response:
        """The response that carries a result; raises Mismatch where it does not fit the output shape."""


def codec_of(service: ServiceSpec, operation: str) -> OperationCodec:
    """The codec of an operation; raises UnknownOperation, or NotImplementedError for a protocol that is not ours."""
    model = service.operation(operation)
    match service.protocol:
        case "json":
            return JsonCodec(service.json_version, model.input_shape, model.output_shape)
        case "rest-json":
            return RestJsonCodec(model.http.get("responseCode", 200), model.input_shape, model.output_shape)
        case protocol:
            raise NotImplementedError(f"{service.name} speaks {protocol}, which is left to the fallback.")


def encode_error(
    service: ServiceSpec,
    code: str,
    message: str,
    *,
    status: int | None = None,
    members: Mapping[str, Any] | None = None,
) -> Response:
    """The response for an error, its message under the modelled member's name (json-1.1: and under `message`).

    `status` is needed only where the model must be overruled; `members` are modelled members besides the message.
    """
    shape = service.errors.get(code)
    status = status or service.error_status(code)
    named = next((name for name in ("Message", "message") if shape and name in shape.members), "message")
    content: dict[str, Any] = {named: message, **(members or {})}
    if shape is not None:
        extra = {name: value for name, value in content.items() if name in shape.members}
        content |= Encoders(_TIMESTAMPS_IN_BODY).compile(shape)(extra)
    if service.protocol == "json":
        body = {"__type": code, "message": message, **content}
        return Response(status, write_json(body), {"content-type": f"application/x-amz-json-{service.json_version}"})
    return Response(status, write_json(content), {"content-type": "application/json", "x-amzn-errortype": code})


class JsonCodec(OperationCodec):
    """json-1.0 and json-1.1: everything is in one JSON body."""

    def __init__(self, version: str, request: StructureShape | None, response: StructureShape | None) -> None:
        self._decode = None if request is None else Decoders(_TIMESTAMPS_IN_BODY).compile(request)
        self._encode = None if response is None else Encoders(_TIMESTAMPS_IN_BODY).compile(response)
        self._headers = {"content-type": f"application/x-amz-json-{version}"}

    def decode(self, request: Request, labels: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """As OperationCodec.decode; an empty body is an empty object."""
        del request, labels
        value, decode = read_json(body or b"{}"), self._decode
        return {} if decode is None else _refusing(lambda: decode(value))

    def encode(self, result: Mapping[str, Any] | None) -> Response:
        """As OperationCodec.encode; an operation without an output shape answers an empty body."""
        body = b"" if self._encode is None else write_json(self._encode(result or {}))
        return Response(200, body, self._headers)


class RestJsonCodec(OperationCodec):
    """rest-json: path labels, query, headers, and a JSON body or a payload."""

    def __init__(self, status: int, request: StructureShape | None, response: StructureShape | None) -> None:
        self._status = status
        self._reader = _RestReader(request) if request else None
        self._writer = _RestWriter(response) if response else None

    def decode(self, request: Request, labels: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """As OperationCodec.decode."""
        reader = self._reader
        if reader is None:
            return {}
        return _refusing(lambda: reader.read(request, labels, body))

    def encode(self, result: Mapping[str, Any] | None) -> Response:
        """As OperationCodec.encode."""
        if self._writer is None:
            return Response(self._status, b"", {})
        return self._writer.write(result or {}, self._status)


class _RestReader:
    def __init__(self, shape: StructureShape) -> None:
        self._located = located_members(shape)
        self._names = {member.name for member in self._located}
        self._has_body = len(self._names) < len(shape.members)
        self._payload = _Payload(shape)

    def read(self, request: Request, labels: Mapping[str, str], body: bytes) -> dict[str, Any]:
        parameters = self._payload.read(body) if self._has_body and body else {}
        if not self._located:
            return parameters
        inside = {name: value for name, value in parameters.items() if name not in self._names}
        return inside | read_located(self._located, request, labels)


class _RestWriter:
    def __init__(self, shape: StructureShape) -> None:
        self._shape = shape
        self._payload = _Payload(shape)
        self._located = {name for name, member in shape.members.items() if "location" in member.serialization}

    def write(self, result: Mapping[str, Any], status: int) -> Response:
        outside = self._located
        inside = {name: value for name, value in result.items() if name not in outside} if outside else result
        body, headers = self._payload.write(inside)
        if outside:
            headers |= write_headers(self._shape, result)
            status = status_of(self._shape, result) or status
        return Response(status, body, headers)


class _Payload:
    """The body of a rest-json message: a JSON object of members, or the one member that the model calls the payload."""

    def __init__(self, shape: StructureShape) -> None:
        self._member: str | None = shape.serialization.get("payload")
        body: Shape = shape if self._member is None else shape.members[self._member]
        self._raw_type = body.type_name if body.type_name in _RAW_TYPES else None
        self._decode = Decoders(_TIMESTAMPS_IN_BODY).compile(body)
        self._encode = Encoders(_TIMESTAMPS_IN_BODY).compile(body)

    def read(self, body: bytes) -> dict[str, Any]:
        if self._member is None:
            return dict(self._decode(read_json(body)))
        return {self._member: self._read_raw(body) if self._raw_type else self._decode(read_json(body))}

    def write(self, result: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        value: Any = result if self._member is None else result.get(self._member)
        if self._raw_type:
            return value.encode() if isinstance(value, str) else bytes(value or b""), {}
        return write_json(self._encode({} if value is None else value)), {"content-type": "application/json"}

    def _read_raw(self, body: bytes) -> bytes | str:
        return body if self._raw_type == "blob" else body.decode(errors="replace")


def _refusing(read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return read()
    except Mismatch as error:
        raise serialization(error) from None
    except RecursionError:
        raise serialization("The request body is nested too deeply.") from None
