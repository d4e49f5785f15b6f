"""The operator console: what stands, what happens, who works, what was asked for, and the clock.

Open to whoever reaches the port, as the AWS API and the control API are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from simulator.domain import json_values
from simulator.store import overview
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import (
    console_answers,
    console_documents,
    console_loops,
    console_queries,
    console_worker,
    console_workers,
)
from simulator.web.console_desk import ConsoleDesk
from simulator.web.console_queries import LoopFilter
from simulator.web.context import WebContext
from simulator.web.control_reading import Query, read_query
from simulator.web.errors import Guard
from simulator.web.live import Hub
from simulator.web.pages import Pages

_RECENT_LOOPS, _RECENT_EVENTS, _MOST_FAILING, _MOST_REQUESTS = 8, 12, 5, 200


class RequestsQuery(Query):
    """Which AWS requests to show."""

    service: str | None = None
    errors: bool = False


@dataclass(frozen=True, slots=True)
class Console:
    """The console's own pages; the others are in modules of their own."""

    desk: ConsoleDesk

    async def overview(self, request: Request) -> Response:
        """Everything at a glance."""
        read_query(request, Query)
        values = await self.desk.context.store.read(_glance)
        return await self.desk.show(
            request, "console/overview.html", "overview", endpoint=self.desk.context.base_url(), **values
        )

    async def requests(self, request: Request) -> Response:
        """The AWS requests received, newest first."""
        query, received = read_query(request, RequestsQuery), self.desk.context.requests()
        services = sorted({str(each["service"]) for each in received if each["service"]})
        found = [each for each in reversed(received) if _is_wanted(each, query)]
        return await self.desk.show(
            request,
            "console/requests.html",
            "requests",
            query=query,
            services=services,
            requests=found[:_MOST_REQUESTS],
            total=len(found),
            endpoint=self.desk.context.base_url(),
        )


def console_routes(context: WebContext, pages: Pages, hub: Hub) -> list[BaseRoute]:
    """The routes of the console."""
    guard, desk = Guard(pages, "console/problem.html"), ConsoleDesk(context, pages)
    console = Console(desk)
    return [
        Route("/console", guard(console.overview)),
        WebSocketRoute("/console/live", lambda websocket: hub.serve(websocket, _everyone)),
        Route("/console/requests", guard(console.requests)),
        *console_loops.routes(desk, guard),
        *console_workers.routes(desk, guard),
        *console_worker.routes(desk, guard),
        *console_answers.routes(desk, guard),
        *console_documents.routes(desk, guard),
        Route("/console/{rest:path}", guard.missing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


async def home(_request: Request) -> Response:
    """A person who opens the bare address is an operator."""
    return RedirectResponse("/console", 303)


def _glance(uow: UnitOfWork) -> dict[str, Any]:
    pending, failing = overview.waiting_outputs(uow)
    events = console_queries.recent_events(uow, _RECENT_EVENTS)
    return {
        "loops": console_queries.loops_by_status(uow),
        "tasks": console_queries.tasks_by_status(uow),
        "workers": console_queries.workers_by_kind(uow),
        "pending": pending,
        "failing": failing,
        "failures": console_queries.failing_outputs(uow, _MOST_FAILING),
        "recent_loops": console_queries.loops(uow, LoopFilter(_RECENT_LOOPS))[:_RECENT_LOOPS],
        "events": [{"row": row, "data": json_values.parse(row.data, "data")} for row in events],
    }


def _is_wanted(entry: Mapping[str, Any], query: RequestsQuery) -> bool:
    fails = bool(entry["error_code"]) or entry["status"] >= 400  # noqa: PLR2004
    return query.service in {None, "", entry["service"]} and (fails or not query.errors)


async def _everyone(_websocket: WebSocket) -> bool:
    return True
