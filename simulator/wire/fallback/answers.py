"""What is sent back: an answer, and a refusal in the shape that the protocol of the caller wants.

AWS has six ways to say no. Which one a client can read depends on the protocol of its service, not on what went
wrong, so a refusal is a plain value (status, code, message) and its shape is chosen last. The code travels in the
body and, for the JSON protocols, in `x-amzn-errortype` too, where the newer SDKs look first.
"""

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

Protocol = Literal["s3", "rest-xml", "query", "ec2", "json", "rest-json", "cbor"]

_FIRST_SERVER_FAULT = 500
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CBOR_SHORT, _CBOR_BYTE = 24, 256

_serial = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response: its headers as pairs of text, its body whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """An AWS error before it has a shape: HTTP status, error code, and a sentence for the caller."""

    status: int
    code: str
    message: str
    details: tuple[tuple[str, str], ...] = ()
    """What S3 tells besides, as names and values of XML elements."""

    def shaped(self, protocol: Protocol) -> Answer:
        """This refusal as a client of `protocol` reads it."""
        request_id = f"{next(_serial):016X}"
        content_type, body = _SHAPES[protocol](self, request_id)
        headers = [("content-type", content_type), ("content-length", str(len(body))), ("x-amzn-requestid", request_id)]
        if protocol in {"s3", "rest-xml"}:
            headers.append(("x-amz-request-id", request_id))
        if protocol in {"json", "rest-json", "cbor"}:
            headers.append(("x-amzn-errortype", self.code))
        if protocol == "cbor":
            headers.append(("smithy-protocol", "rpc-v2-cbor"))
        return Answer(self.status, tuple(headers), body)


def _s3(refusal: Refusal, request_id: str) -> tuple[str, bytes]:
    details = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in refusal.details)
    inner = f"{_code_and_message(refusal)}{details}<RequestId>{request_id}</RequestId><HostId>{request_id}</HostId>"
    return _xml(f"<Error>{inner}</Error>")


def _query(refusal: Refusal, request_id: str) -> tuple[str, bytes]:
    at_fault = "Receiver" if refusal.status >= _FIRST_SERVER_FAULT else "Sender"
    error = f"<Error><Type>{at_fault}</Type>{_code_and_message(refusal)}</Error>"
    return _xml(f"<ErrorResponse>{error}<RequestId>{request_id}</RequestId></ErrorResponse>")


def _ec2(refusal: Refusal, request_id: str) -> tuple[str, bytes]:
    errors = f"<Errors><Error>{_code_and_message(refusal)}</Error></Errors>"
    return _xml(f"<Response>{errors}<RequestID>{request_id}</RequestID></Response>")


def _json(refusal: Refusal, _request_id: str) -> tuple[str, bytes]:
    body = {"__type": refusal.code, "message": refusal.message}
    return "application/x-amz-json-1.1", json.dumps(body).encode()


def _rest_json(refusal: Refusal, _request_id: str) -> tuple[str, bytes]:
    body = {"code": refusal.code, "message": refusal.message}
    return "application/json", json.dumps(body).encode()


def _cbor(refusal: Refusal, _request_id: str) -> tuple[str, bytes]:
    texts = ("__type", refusal.code, "message", refusal.message)
    return "application/cbor", b"\xa2" + b"".join(map(_cbor_text, texts))


def _cbor_text(text: str) -> bytes:
    raw = text.encode()
    if len(raw) < _CBOR_SHORT:
        return bytes([0x60 | len(raw)]) + raw
    if len(raw) < _CBOR_BYTE:
        return bytes([0x78, len(raw)]) + raw
    return b"\x79" + len(raw[:0xFFFF]).to_bytes(2, "big") + raw[:0xFFFF]


def _code_and_message(refusal: Refusal) -> str:
    return f"<Code>{escape(refusal.code)}</Code><Message>{_text(refusal.message)}</Message>"


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def _xml(inner: str) -> tuple[str, bytes]:
    return "application/xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{inner}'.encode()


_SHAPES: dict[Protocol, Callable[[Refusal, str], tuple[str, bytes]]] = {
    "s3": _s3,
    "rest-xml": _query,
    "query": _query,
    "ec2": _ec2,
    "json": _json,
    "rest-json": _rest_json,
    "cbor": _cbor,
}
