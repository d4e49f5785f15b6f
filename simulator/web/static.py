"""Files for browsers: the crowd elements, joined into one script, and what our own pages need.

Readable from everywhere: a task's sandboxed frame has an opaque origin and must ask for modules with CORS.
"""

from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from simulator.web.bundle import FRAME, Bundle, bundle

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

LIVE_PAGE = "/worker_ui/elements/index.html"
"""Every element live, with its answer beside it; `/docs/elements` leads there."""


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

    async def elements(request: Request) -> Response:
        return _sent(request, await run_in_threadpool(crowd_elements, worker_ui))

    return [
        Route(f"/{FRAME}", elements),
        Route("/docs/elements", lambda _: RedirectResponse(LIVE_PAGE)),
        Mount("/worker_ui", app=Assets(directory=worker_ui)),
    ]


@cache
def crowd_elements(worker_ui: Path) -> Bundle:
    """The script of the crowd elements, joined once; that takes some fifty milliseconds."""
    return bundle(worker_ui)


def _sent(request: Request, elements: Bundle) -> Response:
    headers = _HEADERS | {"ETag": elements.etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == elements.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(elements.plain, media_type=_TYPES[".js"], headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(elements.compressed, media_type=_TYPES[".js"], headers=headers)
