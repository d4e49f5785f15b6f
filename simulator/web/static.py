"""Files for browsers: the crowd elements, joined into one module, and what our own pages need.

Readable from everywhere: a task's sandboxed frame has an opaque origin and must ask for modules with CORS.
"""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from simulator.web.bundle import Bundle, bundle

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
ENTRY = "crowd-html-elements.js"
"""The classic script that templates load."""

LIVE_PAGE = "/worker_ui/elements/index.html"
"""Every element live, with its answer beside it; `/docs/elements` leads there."""

BUNDLE = "worker_ui/crowd.js"
"""All elements in one module: what the entry loads."""

_SERVED = {
    '"crowd/index.js"': f'"{BUNDLE}"',
    '"styles/tokens.css"': '"worker_ui/styles/tokens.css"',
    '"styles/crowd.css"': '"worker_ui/styles/crowd.css"',
}


class Assets(StaticFiles):
    """The files of a folder, each with its type, an ETag, and leave to be read from anywhere."""

    def file_response(self, full_path: Any, *arguments: Any, **named: Any) -> Response:  # noqa: ANN401
        """One file."""
        response = super().file_response(full_path, *arguments, **named)
        response.headers.update(_HEADERS)
        kind = _TYPES.get(Path(full_path).suffix)
        if kind and "content-type" in response.headers:
            response.headers["content-type"] = kind
        return response


def static_routes(worker_ui: Path) -> list[BaseRoute]:
    """The routes of the files."""
    entry = _entry(worker_ui)
    joined = cache(partial(bundle, worker_ui / "crowd"))

    async def elements(request: Request) -> Response:
        return _joined(request, await run_in_threadpool(joined))

    return [
        Route(f"/{ENTRY}", lambda request: _unless_known(request, entry)),
        Route(f"/{BUNDLE}", elements),
        Route("/docs/elements", lambda _: RedirectResponse(LIVE_PAGE)),
        Mount("/worker_ui", app=Assets(directory=worker_ui)),
    ]


def _entry(worker_ui: Path) -> bytes:
    """The entry of the crowd elements as seen from the root, where its modules are a folder further down."""
    text = (worker_ui / ENTRY).read_text(encoding="utf-8")
    for named, served in _SERVED.items():
        if text.count(named) != 1:
            message = f"{ENTRY} must name {named} once."
            raise ValueError(message)
        text = text.replace(named, served)
    return text.encode()


def _joined(request: Request, elements: Bundle) -> Response:
    headers = _HEADERS | {"ETag": elements.etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == elements.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(elements.plain, media_type=_TYPES[".js"], headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(elements.compressed, media_type=_TYPES[".js"], headers=headers)


def _unless_known(request: Request, body: bytes) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = _HEADERS | {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_TYPES[".js"], headers=headers)
