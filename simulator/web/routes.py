"""The pages: portal, console, static files, live updates."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator import assets
from simulator.web.context import WebContext
from simulator.web.live import Hub
from simulator.web.pages import open_pages
from simulator.web.portal import portal_routes
from simulator.web.static import static_routes


def routes(context: WebContext) -> list[BaseRoute]:
    """Every route of the pages."""
    pages, hub = open_pages(assets.templates(), context.clock), Hub(context.store, context.clock)
    return [
        Route("/", home),
        *portal_routes(context, pages, hub),
        *static_routes(context, assets.worker_ui()),
    ]


async def home(_request: Request) -> Response:
    """A person who opens the bare address is an operator."""
    return RedirectResponse("/console", 303)
