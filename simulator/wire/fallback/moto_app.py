"""moto as one WSGI application, made fit to stand in for AWS: accounts, addresses, errors.

Loads moto; to be imported in the background. Differences from moto's own server: the account comes from the access
key, a bucket in the host name is moved into the path, `aws-chunked` bodies are decoded, the CORS rules of S3 are the
bucket's own, the control paths of moto are not served, and whatever goes wrong has the shape of an AWS error.
"""

import logging
from functools import cache, lru_cache
from typing import Any

from moto import __version__ as moto_version
from moto.backend_index import backend_url_patterns
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends

from simulator.wire.fallback.addressing import access_key_of, account_of, bucket_in_host, presigned_scope
from simulator.wire.fallback.answers import Answer, Refusal
from simulator.wire.fallback.aws_chunked import STREAMING, Malformed, decode
from simulator.wire.fallback.bridge import Environ, call, put_body, put_header
from simulator.wire.fallback.operations import misread_by_moto, operation_of, protocol_of
from simulator.wire.fallback.s3_state import bucket_exists
from simulator.wire.fallback.witness import witnessed_backend

_log = logging.getLogger(__name__)

_FIRST_FAULT, _FORBIDDEN, _NOT_FOUND, _LENGTH_REQUIRED, _SERVER_FAULT = 400, 403, 404, 411, 500
_NAMED_DIRECTLY = frozenset({"dynamodb", "dynamodb_v20111205", "dynamodbstreams", "s3control", "sesv2"})
_NEITHER = "The operation {operation} of {service} is implemented neither by the simulator nor by moto {version}."
_ROOT_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNEXPLAINED = {
    _FORBIDDEN: Refusal(_FORBIDDEN, "AccessDenied", "Access Denied"),
    _LENGTH_REQUIRED: Refusal(
        _LENGTH_REQUIRED, "MissingContentLength", "You must provide the Content-Length HTTP header."
    ),
}

s3_backends.backend = witnessed_backend()


class _Unreadable(Exception):
    """Nobody can tell what the request is for."""


class _UnknownService(Exception):
    """The service of that name is none of moto's."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class MotoApp:
    """Answers AWS calls from moto's state. Not thread-safe: the caller holds moto."""

    def __init__(self, default_account: str) -> None:
        self._default_account = default_account
        self._router = _Router(create_backend_app)

    def warm_up(self) -> None:
        """Make S3 ready, so that its first request is as fast as the next."""
        _app_of("s3")

    def answer(self, environ: Environ) -> Answer:
        """The answer to one request, whatever happens."""
        service = "s3"
        try:
            service = self._router.service_of(environ)
            refusal = self._refusal_before_moto(environ, service)
            return refusal.shaped(protocol_of(environ, service)) if refusal else self._asked(environ, service)
        except _Unreadable as error:
            return Refusal(400, "AuthorizationHeaderMalformed", str(error)).shaped(protocol_of(environ, service))
        except _UnknownService as error:
            return _neither(operation_of(environ, error.service), error.service).shaped(
                protocol_of(environ, error.service)
            )
        except (NotImplementedError, ModuleNotFoundError) as error:
            return _unimplemented(environ, service, error).shaped(protocol_of(environ, service))
        except Exception as error:  # noqa: BLE001
            operation = operation_of(environ, service)
            _log.exception("moto failed at %s of %s", operation, service)
            message = f"moto {moto_version} failed at {operation} of {service} ({type(error).__name__}: {error})."
            return Refusal(500, "InternalError", message).shaped(protocol_of(environ, service))

    def _refusal_before_moto(self, environ: Environ, service: str) -> Refusal | None:
        if service != "s3":
            return None
        _move_bucket_into_path(environ)
        if environ["PATH_INFO"] == "/" and environ["REQUEST_METHOD"] not in _ROOT_METHODS:
            return Refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        try:
            _decode_body(environ)
        except Malformed as error:
            return Refusal(400, "IncompleteBody", f"The aws-chunked body is malformed. {error}")
        misread = misread_by_moto(environ)
        return _neither(misread, service) if misread else None

    def _asked(self, environ: Environ, service: str) -> Answer:
        access_key = access_key_of(environ)
        put_header(environ, "x-moto-account-id", account_of(access_key, self._default_account, _holder_of))
        answer = call(_app_of(service), environ)
        if answer.status < _FIRST_FAULT or environ["REQUEST_METHOD"] == "HEAD" or not _is_page(answer):
            return answer
        refusal = _UNEXPLAINED.get(answer.status) or _unexplained(environ, service, answer)
        return refusal.shaped(protocol_of(environ, service))


class _Router(DomainDispatcherApplication):
    """moto's own rules for finding the service, without its control paths."""

    def service_of(self, environ: Environ) -> str:
        """The name in moto of the service that a request is for. Raises _Unreadable and _UnknownService."""
        for_routing = {**environ, "HTTP_AUTHORIZATION": scope} if (scope := presigned_scope(environ)) else environ
        try:
            host = self.infer_service_region_host(for_routing, environ["PATH_INFO"])
        except (LookupError, ValueError) as error:
            raise _Unreadable("The Authorization or X-Amz-Target header is malformed.") from error
        environ["wsgi.input"] = for_routing["wsgi.input"]
        return _service_at(host or "s3.us-east-1.amazonaws.com")


@lru_cache(1024)
def _service_at(host: str) -> str:
    for service, pattern in backend_url_patterns:
        if pattern.match(f"http://{host}"):
            return str(service)
    if host in _NAMED_DIRECTLY:
        return host
    raise _UnknownService(host.split(".", 1)[0])


@cache
def _app_of(service: str) -> Any:  # noqa: ANN401
    app = create_backend_app(service)  # type: ignore[arg-type]
    if service == "s3":
        app.after_request_funcs.clear()
        app.url_map.merge_slashes = False
    return app


def _holder_of(access_key: str) -> str | None:
    for account, partitions in list(iam_backends.items()):
        if any(access_key in backend.access_keys for backend in list(partitions.values())):
            return str(account)
    return None


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
    body, trailers = decode(environ["wsgi.input"])
    put_body(environ, body)
    put_header(environ, "x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    for name, value in trailers.items():
        if name.startswith("x-amz-checksum-"):
            put_header(environ, name, value)
            environ.setdefault("HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM", name.removeprefix("x-amz-checksum-").upper())


def _is_page(answer: Answer) -> bool:
    kind = {name.lower(): value for name, value in answer.headers}.get("content-type", "text/html")
    start = answer.body[:64].lstrip().lower()
    return kind.startswith("text/html") and (not start or start.startswith((b"<!doctype html", b"<html")))


def _unexplained(environ: Environ, service: str, answer: Answer) -> Refusal:
    operation = operation_of(environ, service)
    if answer.status == _NOT_FOUND or answer.status >= _SERVER_FAULT:
        return _neither(operation, service)
    return Refusal(answer.status, "InvalidRequest", f"The request for {operation} of {service} is not valid.")


def _unimplemented(environ: Environ, service: str, error: Exception) -> Refusal:
    if isinstance(error, ModuleNotFoundError):
        message = f"moto {moto_version} needs the Python package {error.name} for {service}; it is not installed."
        return Refusal(501, "NotImplemented", message)
    return _neither(operation_of(environ, service), service, str(error))


def _neither(operation: str, service: str, detail: str = "") -> Refusal:
    message = _NEITHER.format(operation=operation, service=service, version=moto_version)
    return Refusal(501, "NotImplemented", f"{message} ({detail})" if detail else message)
