"""From ASGI to WSGI and back, one request at a time.

A WSGI application reads its body as a file and may block, so the body is gathered first (in memory while it is small,
in a temporary file when it is not) and the call itself belongs to a thread. The path travels twice: decoded, as WSGI
wants it, and raw, because an S3 key may hold an encoded slash that decoding would destroy. Names of S3 metadata
headers keep their underscores, which WSGI alone would turn into dashes.
"""

import io
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import IO, Any
from urllib.parse import quote, unquote_to_bytes

from simulator.wire.fallback.answers import Answer
from simulator.wire.fallback.aws_chunked import IN_MEMORY_BYTES
from simulator.wire.refusals import ClientGone

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

ORIGINAL_HEADER_NAMES = "moto.preserved_header_names"
ACCOUNT = "simulator.account"
"""Where scope and environment hold the account that a request speaks for, once that is settled."""
CHUNK_SIGNATURES = "simulator.chunk_signatures"
"""Where they hold the ChunkSignatures that the body has to satisfy."""

_PIECE_BYTES = 256 * 1024
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


async def read_body(receive: Receive) -> IO[bytes]:
    """The whole request body as a file at its beginning. Raises ClientGone."""
    message = await _next_part(receive)
    if not message.get("more_body", False):
        return io.BytesIO(message.get("body", b""))
    body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115
    body.write(message.get("body", b""))
    while message.get("more_body", False):
        message = await _next_part(receive)
        body.write(message.get("body", b""))
    body.seek(0)
    return body


async def _next_part(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message


def environ_of(scope: Scope, body: IO[bytes]) -> Environ:
    """The WSGI environment of an ASGI request whose body has been read."""
    raw_path = scope.get("raw_path") or quote(scope["path"]).encode()
    query = scope.get("query_string", b"").decode("latin-1")
    raw_uri = raw_path.decode("latin-1") + (f"?{query}" if query else "")
    server = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": raw_uri,
        "REQUEST_URI": raw_uri,
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("127.0.0.1", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    environ |= {name: scope[name] for name in (ACCOUNT, CHUNK_SIGNATURES) if name in scope}
    _put_headers(environ, scope["headers"])
    put_body(environ, body)
    return environ


def put_body(environ: Environ, body: IO[bytes]) -> None:
    """Make `body` the body of the request, and its size the length that is announced."""
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    environ["wsgi.input"] = body
    environ["wsgi.input_terminated"] = True
    environ["CONTENT_LENGTH"] = str(size)
    environ.pop("HTTP_TRANSFER_ENCODING", None)


def put_header(environ: Environ, name: str, value: str) -> None:
    """Set one request header."""
    environ[_key(name)] = value


def _put_headers(environ: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    dashed = {_key(name) for name, _ in pairs if "_" not in name}
    originals: dict[str, str] = {}
    for name, value in pairs:
        key = _key(name)
        if "_" in name and (key in dashed or not name.lower().startswith("x-amz-meta-")):
            continue
        if "_" in name:
            originals[key] = name
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    environ[ORIGINAL_HEADER_NAMES] = originals


def _key(name: str) -> str:
    return _PLAIN.get(name.lower()) or "HTTP_" + name.upper().replace("-", "_")


def call(app: WsgiApp, environ: Environ) -> Answer:
    """What `app` answers; its exceptions are the caller's. Blocks."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: object = None
    ) -> Callable[[bytes], None]:
        started[:] = [(status, headers)]
        return lambda _data: None

    pieces = app(environ, start_response)
    try:
        body = b"".join(pieces)
    finally:
        getattr(pieces, "close", lambda: None)()
    status, headers = started[0]
    return Answer(int(status.split(" ", 1)[0]), tuple(headers), body)


async def send_answer(send: Send, answer: Answer, *, head: bool) -> None:
    """Send `answer` in pieces; `head` leaves the body out, as the answer to a HEAD request must."""
    headers = [(_raw(name).lower(), _raw(value)) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if head:
        await send({"type": "http.response.body", "body": b""})
        return
    for start in range(0, max(len(answer.body), 1), _PIECE_BYTES):
        piece = answer.body[start : start + _PIECE_BYTES]
        more = start + _PIECE_BYTES < len(answer.body)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


def _raw(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()
