"""What is refused becomes a page for people and JSON for scripts; never a traceback.

A script asks for JSON by its Accept header and gets `{"error": {"message", "place"}}`, as the control API answers.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulator.domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    IllegalMove,
    InUse,
    Invalid,
    LimitExceeded,
    NotFound,
)
from simulator.web.control_reading import TooLarge
from simulator.web.pages import SAFE_HEADERS, Pages

Handler = Callable[[Request], Awaitable[Response]]

_STATUS: Mapping[type[DomainError], int] = {
    Invalid: 400,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    InUse: 409,
    IllegalMove: 409,
    TooLarge: 413,
    LimitExceeded: 429,
    DomainError: 400,
}
_TITLES = {
    400: "This request cannot be read",
    401: "You are signed out",
    403: "This is not open to you",
    404: "There is nothing here",
    405: "This cannot be done here",
    409: "That is no longer possible",
    413: "This is too large",
    500: "The simulator failed",
}
_FAULT = "The simulator could not finish this. Its log says why. Nothing of what you asked for was kept."
_log = logging.getLogger(__name__)


class SignedOut(DomainError):
    """Nobody is signed in; `sign_in_url` is where to."""

    def __init__(self, sign_in_url: str) -> None:
        super().__init__("You are signed out. Sign in to go on.")
        self.sign_in_url = sign_in_url


def wants_json(request: Request) -> bool:
    """Whether a script asks."""
    return "application/json" in request.headers.get("accept", "")


@dataclass(frozen=True, slots=True)
class Guard:
    """Wraps handlers of one part of the site; `template` is its problem page."""

    pages: Pages
    template: str

    def __call__(self, handle: Handler) -> Handler:
        """The handler that answers every refusal in its way."""

        async def endpoint(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:  # noqa: BLE001
                return self._refused(request, error)

        return endpoint

    async def missing(self, request: Request) -> Response:
        """Answer an address that is none."""
        path = request.url.path
        if path != "/" and path.endswith("/") and request.method in {"GET", "HEAD"}:
            return RedirectResponse(path.rstrip("/") or "/", 308, headers=SAFE_HEADERS)
        return self._problem(request, 404, f"There is no page at {path}.")

    def _refused(self, request: Request, error: Exception) -> Response:
        if isinstance(error, SignedOut) and not wants_json(request):
            return RedirectResponse(error.sign_in_url, 303, headers=SAFE_HEADERS)
        if isinstance(error, DomainError):
            return self._problem(request, _status(error), error.message, getattr(error, "place", None))
        if isinstance(error, ClientDisconnect):
            return self._problem(request, 400, "The client left before it had sent everything.")
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return self._problem(request, 500, _FAULT)

    def _problem(self, request: Request, status: int, message: str, place: str | None = None) -> Response:
        if wants_json(request):
            where = place or f"{request.method} {request.url.path}"
            return JSONResponse({"error": {"message": message, "place": where}}, status, headers=SAFE_HEADERS)
        return self.pages.show(self.template, status, title=_TITLES.get(status, _TITLES[400]), message=message)


def _status(error: DomainError) -> int:
    if isinstance(error, SignedOut):
        return 401
    return next(status for kind, status in _STATUS.items() if isinstance(error, kind))
