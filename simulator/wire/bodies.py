"""Reading a request's body whole, within limits, undoing its gzip, and letting pass what nobody wants to read."""

import zlib
from collections.abc import Mapping

from starlette.types import Message, Receive

from simulator.wire.refusals import ClientGone, Refusal, serialization

_GZIP_WINDOW_BITS = 31
_MOST_DRAINED_BYTES = 64 * 1024 * 1024


class Inlet:
    """Where a request's body comes from; knows whether all of it has come."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_empty = False

    async def receive(self) -> Message:
        """The next message from the client."""
        message = await self._receive()
        self._is_empty = not message.get("more_body", False)
        return message

    async def drain(self, headers: Mapping[str, str]) -> bool:
        """Let the rest pass unread, so that the client hears its answer; whether the connection is usable after it.

        A client that asked for leave (`Expect: 100-continue`) is not given it and sends nothing.
        """
        if not self._is_empty and headers.get("expect", "").lower() == "100-continue":
            return False
        room = _MOST_DRAINED_BYTES
        while not self._is_empty and room > 0:
            room -= len((await self.receive()).get("body", b""))
        return self._is_empty


async def emptied(receive: Receive) -> None:
    """Return when the whole body has come; nothing of it is kept."""
    while (await receive()).get("more_body", False):
        pass


async def read_body(headers: Mapping[str, str], receive: Receive, limit_bytes: int) -> bytes:
    """The body as it was sent, no longer than the limit.

    Raises the Refusal `RequestEntityTooLargeException` (413), or ClientGone.
    """
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise _too_large(limit_bytes)
    return await read_whole(receive, limit_bytes)


def inflated(headers: Mapping[str, str], body: bytes, limit_bytes: int) -> bytes:
    """The body with its gzip undone if it was sent so.

    Raises the Refusal `RequestEntityTooLargeException` (413) or `SerializationException` (400).
    """
    encoding = headers.get("content-encoding", "identity").strip().lower()
    match encoding:
        case "identity" | "":
            return body
        case "gzip" | "x-gzip":
            return inflate(body, limit_bytes)
    raise serialization(f"The content encoding {encoding!r} is not supported: send the body as it is, or as gzip.")


def inflate(body: bytes, limit_bytes: int) -> bytes:
    """The content of a gzip file of one or more members; as `inflated` where it is broken or too large."""
    parts: list[bytes] = []
    room = limit_bytes
    while body:
        inflater = zlib.decompressobj(_GZIP_WINDOW_BITS)
        part = _inflate_member(inflater, body, room + 1)
        room -= len(part)
        if room < 0:
            raise _too_large(limit_bytes)
        parts.append(part)
        body = inflater.unused_data
    return b"".join(parts)


def _inflate_member(inflater: "zlib._Decompress", body: bytes, most_bytes: int) -> bytes:
    try:
        part = inflater.decompress(body, most_bytes)
    except zlib.error as error:
        raise serialization(f"The request body is not valid gzip: {error}.") from None
    if not inflater.eof and len(part) < most_bytes:
        raise serialization("The request body is not valid gzip: it is cut short.")
    return part


async def read_whole(receive: Receive, limit_bytes: int) -> bytes:
    """Every byte that comes; as `read_body` where that is too much."""
    parts: list[bytes] = []
    room = limit_bytes
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        room -= len(part)
        if room < 0:
            raise _too_large(limit_bytes)
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large(limit_bytes: int) -> Refusal:
    return Refusal("RequestEntityTooLargeException", f"The request body is larger than {limit_bytes} bytes.", 413)
