"""aiobotocore's requests, sent to an ASGI application in this process instead of over a socket.

aiobotocore takes the class that sends its requests from its configuration. The class made here hands each request to
the application and gives back what it answered, so the embedded store is used through the same client, with the same
retries and errors, as one that is far away.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, Self
from urllib.parse import unquote_to_bytes, urlsplit

from aiobotocore.awsrequest import AioAWSResponse
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import HTTPClientError, ReadTimeoutError

Message = MutableMapping[str, Any]
AsgiApp = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]

_HTTP_PORT = 80


class AsgiTransport:
    """Sends requests to `app`. A subclass names the application, since aiobotocore makes the instances itself."""

    app: AsgiApp

    def __init__(self, timeout: float | tuple[float, float] = 60, **_ignored: object) -> None:
        self._timeout_seconds = timeout[1] if isinstance(timeout, tuple) else timeout

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        return

    async def close(self) -> None:
        """Nothing is held open."""

    async def send(self, request: AWSPreparedRequest) -> AioAWSResponse:
        """The application's answer. Raises botocore's ReadTimeoutError and HTTPClientError, as a socket would."""
        exchange = _Exchange(await _body_of(request))
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await type(self).app(_scope_of(request), exchange.receive, exchange.send)
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except Exception as error:
            raise HTTPClientError(error=error) from error
        if exchange.status is None:
            raise HTTPClientError(error=RuntimeError("The application did not answer."))
        return AioAWSResponse(request.url, exchange.status, exchange.headers, _Raw(request.url, bytes(exchange.body)))


def transport_to(app: AsgiApp) -> type[AsgiTransport]:
    """The class of transports that send to `app`."""
    return type("AsgiTransportToApp", (AsgiTransport,), {"app": staticmethod(app)})


class _Exchange:
    def __init__(self, body: bytes) -> None:
        self._unsent: list[bytes] = [body]
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.body = bytearray()

    async def receive(self) -> Message:
        if not self._unsent:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": self._unsent.pop(), "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")


class _Raw:
    """The body of an answer, in the two shapes in which aiobotocore reads it."""

    def __init__(self, url: str, body: bytes) -> None:
        self.url = url
        self._left = memoryview(body)

    @property
    def content(self) -> "_Raw":
        return self

    async def read(self, size: int = -1) -> bytes:
        size = len(self._left) if size < 0 else size
        piece, self._left = self._left[:size], self._left[size:]
        return bytes(piece)

    def at_eof(self) -> bool:
        return not self._left

    def close(self) -> None:
        self._left = memoryview(b"")


def _scope_of(request: AWSPreparedRequest) -> MutableMapping[str, Any]:
    url = urlsplit(request.url)
    headers = [(_raw(name).lower(), _raw(value)) for name, value in request.headers.items()]
    if not any(name == b"host" for name, _ in headers):
        headers.append((b"host", url.netloc.encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote_to_bytes(url.path).decode("utf-8", "replace"),
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": headers,
        "server": (url.hostname, url.port or _HTTP_PORT),
        "client": None,
    }


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


async def _body_of(request: AWSPreparedRequest) -> bytes:
    body: Any = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray)):
        return bytes(body)
    return b"".join([piece async for piece in _pieces(body)])


async def _pieces(body: Any) -> AsyncIterator[bytes]:  # noqa: ANN401
    while True:
        read = body.read(65536)
        piece = await read if asyncio.iscoroutine(read) else read
        if not piece:
            return
        yield piece
