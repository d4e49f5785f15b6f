"""What a call of the control API is, and how refusals look: `{"error": {"message", "place"}}`, whatever went wrong.

A page of another origin may not change anything: browsers name the origin of what they send, and a customer's
template in its sandbox, or any web page that knows the port, would otherwise reach every call.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import Field
from sqlalchemy import Row
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

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
from simulator.web.control_reading import Misread, Query, TooLarge

PREFIX = "/_simulator"
LIMIT = Field(default=100, ge=1, le=1000, description="a number from 1 to 1000")

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Mapping[str, Any]]]
_READS = frozenset({"GET", "HEAD"})
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
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `path` below the prefix, what it `does` in a sentence, and the status of its success."""

    method: str
    path: str
    does: str
    handle: Handler
    status: int = 200

    async def answer(self, request: Request) -> Response:
        """Answer a request with JSON."""
        if self.method not in _READS:
            _check_origin(request)
        return JSONResponse(await self.handle(request), self.status)


class Paged(Query):
    """Parameters of a list: at most `limit` rows, beginning after the row whose `next` was answered before."""

    limit: int = LIMIT
    after: str | None = None


def page(
    rows: Sequence[Row[Any]], limit: int, cursor: Callable[[Row[Any]], str]
) -> tuple[Sequence[Row[Any]], str | None]:
    """The rows of a page that was read with one row too many, and what to give as `after` for the next page."""
    shown = rows[:limit]
    return shown, cursor(shown[-1]) if len(rows) > limit else None


def cursor_numbers(text: str | None, count: int) -> tuple[int, ...] | None:
    """The numbers of an `after` such as `12.0`; one that was made up is Misread."""
    if text is None:
        return None
    parts = text.split(".")
    if len(parts) != count or not all(part.isdecimal() and part.isascii() and len(part) < 19 for part in parts):  # noqa: PLR2004
        raise Misread("query.after", "after must be the `next` of the page before, as it was answered.")
    return tuple(int(part) for part in parts)


def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that was refused."""
    place = getattr(error, "place", f"{request.method} {request.url.path}")
    if isinstance(error, DomainError):
        status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
        return problem(status, error.message, place)
    if isinstance(error, ClientDisconnect):
        return problem(400, "The client left before it had sent the body.", place)
    _log.error("%s failed", place, exc_info=error)
    return problem(500, "The simulator failed at this call; its log says why.", place)


def refused_by_router(request: Request, error: Exception) -> Response:
    """The answer to a call with the wrong method."""
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    allowed = ", ".join(sorted(headers.get("Allow", "").split(", ")))
    place = f"{request.method} {request.url.path}"
    message = f"{request.url.path} is not called with {request.method}. Use {allowed}."
    return problem(405, message, place, {"Allow": allowed})


def problem(status: int, message: str, place: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error as JSON."""
    return JSONResponse({"error": {"message": message, "place": place}}, status, headers)


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Forbidden(
            f"A page of {origin} may not change this simulator: a browser must call it from its own pages, "
            "a program must not send an Origin header."
        )
