"""The control API: `/_simulator`, for tests and for people at a shell. JSON in, JSON out.

Each call is a row of a table made by the `control_*` modules: method, path, what it does, who answers. The list at
`/_simulator`, the routes and the hints at unknown paths all come from that table.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send

from simulator import __version__
from simulator.store import overview
from simulator.web import (
    control_agreement,
    control_answers,
    control_clock,
    control_crew,
    control_faults,
    control_gates,
    control_gold,
    control_ledger,
    control_log,
    control_loops,
    control_reviews,
    control_tasks,
    control_workers,
)
from simulator.web.context import WebContext
from simulator.web.control_calls import PREFIX, Call, problem, refused, refused_by_router
from simulator.web.control_reading import Body, Query, read_body, read_query

_METHOD_NOT_ALLOWED = 405


class Nothing(Body):
    """A body without members."""


def control_routes(context: WebContext) -> list[BaseRoute]:
    """The routes of the control API, for a Starlette application."""
    table = _calls(context)
    paths = dict.fromkeys(call.path for call in table)
    application = Starlette(
        routes=[_route(path, [call for call in table if call.path == path]) for path in paths],
        exception_handlers={_METHOD_NOT_ALLOWED: refused_by_router},
    )
    application.router.default = _Unknown(table)
    application.router.redirect_slashes = False
    return [Route(PREFIX, _Bare(application)), Mount(PREFIX, app=application)]


def _calls(context: WebContext) -> Sequence[Call]:
    table = [
        Call("GET", "/", "this list", lambda request: _index(table, request)),
        Call("GET", "/health", "whether the simulator runs, and what it is", partial(_health, context)),
        Call("POST", "/reset", "everything gone but configuration; time goes on", partial(_reset, context)),
        *control_clock.calls(context),
        *control_workers.calls(context),
        *control_crew.calls(context),
        *control_gates.calls(context),
        *control_ledger.calls(context),
        *control_tasks.calls(context),
        *control_loops.calls(context),
        *control_answers.calls(context),
        *control_reviews.calls(context),
        *control_gold.calls(context),
        *control_agreement.calls(context),
        *control_log.calls(context),
        *control_faults.calls(context),
    ]
    return table


def _route(path: str, calls: Sequence[Call]) -> Route:
    by_method = {call.method: call for call in calls}
    if "GET" in by_method:
        by_method["HEAD"] = by_method["GET"]

    async def endpoint(request: Request) -> Response:
        try:
            return await by_method[request.method].answer(request)
        except Exception as error:  # noqa: BLE001
            return refused(request, error)

    return Route(path, endpoint, methods=list(by_method))


class _Bare:
    """The prefix alone, without a slash: the same as with one."""

    def __init__(self, application: Starlette) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = f"{scope.get('root_path', '')}{PREFIX}"
        await self._application({**scope, "root_path": whole, "path": f"{whole}/"}, receive, send)


class _Unknown:
    """What answers a path that is no call: an error with the calls that are like it."""

    def __init__(self, table: Iterable[Call]) -> None:
        self._paths = sorted({PREFIX + call.path for call in table})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        path = request.url.path
        like = difflib.get_close_matches(path, self._paths, n=3, cutoff=0.5)
        hint = f" Like it: {', '.join(like)}." if like else ""
        message = f"The control API has no path {path}.{hint} GET {PREFIX} lists every call."
        await problem(404, message, f"{request.method} {path}")(scope, receive, send)


async def _index(table: Iterable[Call], request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    return {"calls": [{"method": call.method, "path": PREFIX + call.path, "does": call.does} for call in table]}


async def _health(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    pending, failing = await context.store.read(overview.waiting_outputs)
    base_url = context.base_url()
    return {
        "status": "running",
        "version": __version__,
        "endpoint_url": base_url,
        "portal_url": f"{base_url}/portal",
        "console_url": f"{base_url}/console",
        "account": context.settings.account,
        "region": context.settings.region,
        "seed": context.entropy.seed,
        "clock": await control_clock.clock_document(context),
        "outputs": {"pending": pending, "failing": failing},
    }


async def _reset(context: WebContext, request: Request) -> Mapping[str, Any]:
    await read_body(request, Nothing, context.settings.body_limit_bytes)
    await context.reset()
    return {"status": "reset", "clock": await control_clock.clock_document(context)}
