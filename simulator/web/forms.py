"""Forms and cookies, and what proves that a form came from a page of ours.

1. A form's proof (`csrf`) is a hash of a cookie that scripts cannot read: the session's for a worker, a visitor's for
   whoever is not signed in. A page of another origin has neither.
2. A request that changes something must come from ours as far as the browser says: by Sec-Fetch-Site, else by Origin.
   The origin of a form on a page without referrers is `null`; where that is all there is, the proof alone decides.
3. Cookies are HttpOnly and SameSite=Lax. They are not Secure: the simulator is reached over http on one's own machine.
"""

import hashlib
import hmac
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from simulator.domain.errors import Forbidden
from simulator.entropy import unguessable
from simulator.web.control_reading import Misread, TooLarge

SESSION_COOKIE = "a2i_session"
VISITOR_COOKIE = "a2i_visitor"
FORM_LIMIT_BYTES = 64 * 1024
_MOST_FIELDS = 50
_SESSION_SECONDS = 30 * 24 * 3600
_PORTAL = "/portal"
_OURS = frozenset({"same-origin", "none"})


class Visitor(NamedTuple):
    """Somebody who is not signed in, known by a cookie; `is_new` where the cookie must still be set."""

    secret: str
    is_new: bool

    @property
    def csrf(self) -> str:
        """What this visitor's forms carry."""
        return csrf_of(self.secret)

    def remember(self, response: Response) -> Response:
        """Set the cookie where it is not set yet."""
        if self.is_new:
            response.set_cookie(VISITOR_COOKIE, self.secret, path="/", httponly=True, samesite="lax")
        return response


def visitor_of(request: Request) -> Visitor:
    """Who asks, as a visitor."""
    known = request.cookies.get(VISITOR_COOKIE)
    return Visitor(known, is_new=False) if known else Visitor(unguessable(), is_new=True)


def csrf_of(secret: str) -> str:
    """The proof that belongs to a cookie's secret."""
    return hashlib.sha256(f"csrf:{secret}".encode()).hexdigest()


def session_of(connection: HTTPConnection) -> str | None:
    """The session's token, if there is one."""
    return connection.cookies.get(SESSION_COOKIE)


def keep_session(response: Response, token: str) -> None:
    """Sign a browser in."""
    response.set_cookie(SESSION_COOKIE, token, max_age=_SESSION_SECONDS, path=_PORTAL, httponly=True, samesite="lax")


def drop_session(response: Response) -> None:
    """Sign a browser out."""
    response.delete_cookie(SESSION_COOKIE, path=_PORTAL, httponly=True, samesite="lax")


def check_proof(request: Request, secret: str | None, proof: str) -> None:
    """Forbidden unless the request comes from a page of ours that this browser was given."""
    if is_foreign(request):
        raise Forbidden("This request came from a page of another origin. Use the page itself.")
    if not secret or not hmac.compare_digest(csrf_of(secret).encode(), proof.encode()):
        raise Forbidden("This page is too old, or cookies are off. Reload it and try again.")


def is_foreign(connection: HTTPConnection) -> bool:
    """Whether the browser says that a page of another origin asks; the origin `null` says nothing."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OURS
    origin = connection.headers.get("origin")
    return origin not in {None, "null"} and urlsplit(origin).netloc != connection.headers.get("host", "")


async def read_form(request: Request, limit_bytes: int = FORM_LIMIT_BYTES) -> dict[str, str]:
    """The fields of a form; Misread or TooLarge say what is wrong with it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Misread("body", "A form is expected, sent as application/x-www-form-urlencoded.")
    received = b""
    async for chunk in request.stream():
        received += chunk
        if len(received) > limit_bytes:
            raise TooLarge(f"The form is longer than {limit_bytes} bytes. Send less.")
    try:
        fields = parse_qsl(received.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise Misread("body", "The form is not readable as UTF-8 fields.") from None
    return dict(fields)
