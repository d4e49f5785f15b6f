"""moto as one application, made fit to stand in for AWS: services, accounts, errors.

Loads moto; to be imported in the background. Differences from moto's own server: the account comes from the access
key, the CORS rules of S3 are the bucket's own, the control paths of moto are not served, S3 goes its own way
(`s3_app`), and whatever goes wrong has the shape of an AWS error.
"""

import logging
from functools import cache, lru_cache
from typing import Any

from moto import __version__ as moto_version
from moto.backend_index import backend_url_patterns
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from simulator.wire.fallback import s3_app
from simulator.wire.fallback.addressing import access_key_of, account_of, presigned_scope
from simulator.wire.fallback.answers import Answer, Refusal
from simulator.wire.fallback.bridge import ACCOUNT, Environ, call, put_header
from simulator.wire.fallback.operations import operation_of, protocol_of
from simulator.wire.fallback.s3_app import neither

_log = logging.getLogger(__name__)

_FIRST_FAULT, _FORBIDDEN, _NOT_FOUND, _LENGTH_REQUIRED, _SERVER_FAULT = 400, 403, 404, 411, 500
_NAMED_DIRECTLY = frozenset({"dynamodb", "dynamodb_v20111205", "dynamodbstreams", "s3control", "sesv2"})
_UNEXPLAINED = {
    _FORBIDDEN: Refusal(_FORBIDDEN, "AccessDenied", "Access Denied"),
    _LENGTH_REQUIRED: Refusal(
        _LENGTH_REQUIRED, "MissingContentLength", "You must provide the Content-Length HTTP header."
    ),
}


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

    def answer(self, environ: Environ) -> Answer:
        """The answer to one request, whatever happens."""
        service = "s3"
        try:
            service = self._router.service_of(environ)
            refusal = s3_app.made_plain(environ) if service == "s3" else None
            return refusal.shaped(protocol_of(environ, service)) if refusal else self._asked(environ, service)
        except _Unreadable as error:
            return Refusal(400, "AuthorizationHeaderMalformed", str(error)).shaped(protocol_of(environ, service))
        except _UnknownService as error:
            return neither(operation_of(environ, error.service), error.service).shaped(
                protocol_of(environ, error.service)
            )
        except (NotImplementedError, ModuleNotFoundError) as error:
            return _unimplemented(environ, service, error).shaped(protocol_of(environ, service))
        except Exception as error:  # noqa: BLE001
            operation = operation_of(environ, service)
            _log.exception("moto failed at %s of %s", operation, service)
            message = f"moto {moto_version} failed at {operation} of {service} ({type(error).__name__}: {error})."
            return Refusal(500, "InternalError", message).shaped(protocol_of(environ, service))

    def _asked(self, environ: Environ, service: str) -> Answer:
        account = environ.get(ACCOUNT) or account_of(access_key_of(environ), self._default_account, _holder_of)
        put_header(environ, "x-moto-account-id", account)
        answer = s3_app.ask(environ) if service == "s3" else call(_app_of(service), environ)
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
    return create_backend_app(service)  # type: ignore[arg-type]


def _holder_of(access_key: str) -> str | None:
    for account, partitions in list(iam_backends.items()):
        if any(access_key in backend.access_keys for backend in list(partitions.values())):
            return str(account)
    return None


def _is_page(answer: Answer) -> bool:
    kind = {name.lower(): value for name, value in answer.headers}.get("content-type", "text/html")
    start = answer.body[:64].lstrip().lower()
    return kind.startswith("text/html") and (not start or start.startswith((b"<!doctype html", b"<html")))


def _unexplained(environ: Environ, service: str, answer: Answer) -> Refusal:
    operation = operation_of(environ, service)
    if answer.status == _NOT_FOUND or answer.status >= _SERVER_FAULT:
        return neither(operation, service)
    return Refusal(answer.status, "InvalidRequest", f"The request for {operation} of {service} is not valid.")


def _unimplemented(environ: Environ, service: str, error: Exception) -> Refusal:
    if isinstance(error, ModuleNotFoundError):
        message = f"moto {moto_version} needs the Python package {error.name} for {service}; it is not installed."
        return Refusal(501, "NotImplemented", message)
    return neither(operation_of(environ, service), service, str(error))
