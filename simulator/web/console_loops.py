"""The console's human loops: the list, one with everything about it, and its output document."""

from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.domain import json_values
from simulator.domain.errors import NotFound
from simulator.domain.human_loops import HumanLoopStatus
from simulator.outbox.object_store import ObjectStoreError
from simulator.store import answers, human_loops, overview, workers
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import console_queries, control_agreement, wording
from simulator.web.console_desk import ConsoleDesk
from simulator.web.console_queries import LoopFilter
from simulator.web.control_reading import Query, read_query
from simulator.web.control_tasks import check_status
from simulator.web.errors import Guard
from simulator.web.pages import SAFE_HEADERS

_PAGE = 25
_LOOP = "/console/human-loops/{account}/{region}/{name}"


class LoopsQuery(Query):
    """Which human loops to list; `before` is where the page before ended."""

    status: str | None = None
    q: str | None = Field(default=None, max_length=63)
    flow: str | None = None
    before: int | None = Field(default=None, ge=1, lt=2**63)


def routes(desk: ConsoleDesk, guard: Guard) -> list[BaseRoute]:
    """The routes of human loops."""
    return [
        Route("/console/human-loops", guard(partial(_list, desk))),
        Route(_LOOP, guard(partial(_show, desk))),
        Route(f"{_LOOP}/output", guard(partial(_output, desk))),
        Route(f"{_LOOP}/output.json", guard(partial(_raw_output, desk))),
    ]


async def _list(desk: ConsoleDesk, request: Request) -> Response:
    query = read_query(request, LoopsQuery)
    status = query.status or None
    check_status(status, [each.value for each in HumanLoopStatus])
    wanted = LoopFilter(_PAGE, status, query.q or None, query.flow or None, query.before)

    def look(uow: UnitOfWork) -> dict[str, Any]:
        found = console_queries.loops(uow, wanted)
        more = found[_PAGE - 1].id if len(found) > _PAGE else None
        return {"loops": found[:_PAGE], "more": more, "numbers": console_queries.loops_by_status(uow)}

    values = await desk.context.store.read(look)
    statuses = [each.value for each in HumanLoopStatus]
    return await desk.show(request, "console/loops.html", "loops", query=query, statuses=statuses, **values)


async def _show(desk: ConsoleDesk, request: Request) -> Response:
    read_query(request, Query)
    values = await desk.context.store.read(lambda uow: _whole(uow, _loop(uow, request)))
    return await desk.show(request, "console/loop.html", "loops", **values)


async def _output(desk: ConsoleDesk, request: Request) -> Response:
    try:
        body = await _document(desk, request)
        text = wording.pretty(body.decode("utf-8", "replace"))
    except ObjectStoreError as error:
        return PlainTextResponse(error.message, 502, headers=dict(SAFE_HEADERS))
    return PlainTextResponse(text, headers=dict(SAFE_HEADERS))


async def _raw_output(desk: ConsoleDesk, request: Request) -> Response:
    try:
        body = await _document(desk, request)
    except ObjectStoreError as error:
        raise NotFound(f"The output document cannot be read. {error.message}") from None
    return Response(body, media_type="application/json", headers=dict(SAFE_HEADERS))


async def _document(desk: ConsoleDesk, request: Request) -> bytes:
    loop = await desk.context.store.read(lambda uow: _loop(uow, request))
    return await desk.context.objects.get(loop.output_uri, account=loop.account, region=loop.region)


def _loop(uow: UnitOfWork, request: Request) -> Row[Any]:
    at = request.path_params
    loop = human_loops.find(uow, at["account"], at["region"], at["name"])
    if loop is None:
        raise NotFound(f"There is no human loop called {at['name']!r} in account {at['account']}, {at['region']}.")
    return loop


def _whole(uow: UnitOfWork, loop: Row[Any]) -> dict[str, Any]:
    events = console_queries.events_of_loop(uow, loop)
    given = answers.of_loop(uow, loop.id)
    return {
        "loop": loop,
        "tasks": overview.tasks_of_loop(uow, loop.id),
        "answers": given,
        "agreement": control_agreement.fields_document(given),
        "truth": workers.truth(uow, loop.name),
        "waiting": overview.pending_output(uow, loop.id),
        "events": [{"row": row, "data": json_values.parse(row.data, "data")} for row in events],
        "is_written": any(row.kind == "output-written" for row in events),
    }
