"""The pages: portal, console, static files, live updates."""

from starlette.routing import BaseRoute, Route

from simulator import assets
from simulator.web.console import console_routes, home
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
        *console_routes(context, pages, hub),
        *static_routes(assets.worker_ui()),
    ]
