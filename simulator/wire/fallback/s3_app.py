"""moto's S3 without the web framework around it.

moto asks only whether a path names nothing, a bucket or an object, which needs no routing table; going around Flask
makes a request a third cheaper. Before moto sees a request, a bucket in the host name is moved into the path, an
`aws-chunked` body is decoded, and what moto would misread is refused.
"""

import re
from typing import Any

from moto import __version__ as moto_version
from moto.moto_server.werkzeug_app import BackendRequest
from moto.s3.models import s3_backends
from moto.s3.responses import S3Response
from werkzeug.exceptions import HTTPException

from simulator.wire.fallback.addressing import bucket_in_host
from simulator.wire.fallback.answers import Answer, Refusal
from simulator.wire.fallback.aws_chunked import STREAMING, Malformed, decode
from simulator.wire.fallback.bridge import CHUNK_SIGNATURES, Environ, call, put_body, put_header
from simulator.wire.fallback.checksums import damage_of
from simulator.wire.fallback.operations import misread_by_moto
from simulator.wire.fallback.s3_state import bucket_exists
from simulator.wire.fallback.witness import witnessed_backend
from simulator.wire.signatures.rejections import Rejected

_ONE_NAME = re.compile("/[^/]+/?")
_ROOT_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

s3_backends.backend = witnessed_backend()


def made_plain(environ: Environ) -> Refusal | None:
    """Bring a request into the one form that moto reads rightly; a refusal where it has none."""
    _move_bucket_into_path(environ)
    if environ["PATH_INFO"] == "/" and environ["REQUEST_METHOD"] not in _ROOT_METHODS:
        return Refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
    try:
        _decode_body(environ)
    except Malformed as error:
        return Refusal(400, "IncompleteBody", f"The aws-chunked body is malformed. {error}")
    except Rejected as error:
        return Refusal(*error.said("s3"), error.details)
    if (damaged := damage_of(environ)) is not None:
        return damaged
    misread = misread_by_moto(environ)
    return neither(misread, "s3") if misread else None


def ask(environ: Environ) -> Answer:
    """The answer of moto's S3 to a plain request."""
    request = BackendRequest(environ)
    try:
        answered = _handler(environ["PATH_INFO"])(request, request.raw_url, dict(request.headers))
    except HTTPException as error:
        return call(error.get_response(environ), environ)
    status, headers, body = answered if isinstance(answered, tuple) else (200, {}, answered)
    return _answer(int(status), headers, body.encode() if isinstance(body, str) else bytes(body))


def neither(operation: str, service: str, detail: str = "") -> Refusal:
    """The refusal of an operation that nobody here implements."""
    message = (
        f"The operation {operation} of {service} is implemented neither by the simulator nor by moto {moto_version}."
    )
    return Refusal(501, "NotImplemented", f"{message} ({detail})" if detail else message)


def _handler(path: str) -> Any:  # noqa: ANN401
    if path == "/":
        return S3Response.bucket_dispatch
    return S3Response.ambiguous_dispatch if _ONE_NAME.fullmatch(path) else S3Response.key_dispatch


def _answer(status: int, headers: dict[str, Any], body: bytes) -> Answer:
    texts = {str(name).lower(): str(value) for name, value in headers.items() if str(name).lower() != "status"}
    texts.setdefault("content-type", "text/html; charset=utf-8")
    texts.setdefault("content-length", str(len(body)))
    return Answer(status, tuple(texts.items()), body)


def _move_bucket_into_path(environ: Environ) -> None:
    host = environ.get("HTTP_HOST", "localhost")
    if ".amazonaws.com" in host:
        return
    bucket = bucket_in_host(host, environ["REQUEST_METHOD"], environ["PATH_INFO"], bucket_exists)
    environ["HTTP_HOST"] = f"localhost:{environ['SERVER_PORT']}"
    if bucket:
        environ["PATH_INFO"] = f"/{bucket}{environ['PATH_INFO']}"
        environ["RAW_URI"] = environ["REQUEST_URI"] = f"/{bucket}{environ['RAW_URI']}"


def _decode_body(environ: Environ) -> None:
    if not environ.get("HTTP_X_AMZ_CONTENT_SHA256", "").startswith(STREAMING):
        return
    body, trailers = decode(environ["wsgi.input"], environ.get(CHUNK_SIGNATURES))
    announced = environ.get("HTTP_X_AMZ_DECODED_CONTENT_LENGTH")
    put_body(environ, body)
    if announced is not None and announced != environ["CONTENT_LENGTH"]:
        raise Malformed(f"It carries {environ['CONTENT_LENGTH']} bytes, not {announced}.")
    put_header(environ, "x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    for name, value in trailers.items():
        if name.startswith("x-amz-checksum-"):
            put_header(environ, name, value)
            environ.setdefault("HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM", name.removeprefix("x-amz-checksum-").upper())
