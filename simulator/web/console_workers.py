"""The console's workers: who there is, a new one, and the portal as one of them sees it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from pydantic import Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.domain.errors import Conflict, DomainError, Invalid
from simulator.domain.workforce import WorkerKind
from simulator.marketplace import people
from simulator.marketplace.people import NewWorker
from simulator.store import admission, documents, overview
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import console_queries
from simulator.web.console_desk import ConsoleDesk
from simulator.web.control_reading import Query, read_query
from simulator.web.errors import Guard
from simulator.web.pages import SAFE_HEADERS

_PAGE = 50
_RANGES = ("reaction_seconds", "work_seconds")
_USUAL = {"kind": "browser"}


class WorkersQuery(Query):
    """Which workers to list, and who was just created; `after` is where the page before ended."""

    after: int | None = Field(default=None, ge=1, lt=2**63)
    created: str | None = None


def routes(desk: ConsoleDesk, guard: Guard) -> list[BaseRoute]:
    """The routes of workers."""
    return [
        Route("/console/workers", guard(partial(_list, desk))),
        Route("/console/workers", guard(partial(_create, desk)), methods=["POST"]),
        Route("/console/workers/{name}/portal", guard(partial(_open_portal, desk)), methods=["POST"]),
    ]


async def _list(desk: ConsoleDesk, request: Request) -> Response:
    return await _page(desk, request, read_query(request, WorkersQuery), _USUAL)


async def _page(
    desk: ConsoleDesk,
    request: Request,
    query: WorkersQuery,
    entered: Mapping[str, str],
    error: str | None = None,
    status: int = 200,
) -> Response:
    def look(uow: UnitOfWork) -> dict[str, Any]:
        found = overview.page_of_workers(uow, _PAGE, query.after)
        return {
            "workers": found[:_PAGE],
            "more": found[_PAGE - 1].id if len(found) > _PAGE else None,
            "done": console_queries.done_by_worker(uow),
            "teams_of": admission.teams_of(uow, [row.id for row in found]),
            "teams": documents.of_kind(uow, "workteam"),
        }

    values = await desk.context.store.read(look)
    return await desk.show(
        request, "console/workers.html", "workers", status, query=query, entered=entered, error=error, **values
    )


async def _create(desk: ConsoleDesk, request: Request) -> Response:
    fields, now_ms = await desk.form(request), desk.context.clock.now_ms()
    try:
        wanted = _wanted(fields)
        await people.hire(desk.context.store, desk.context.entropy, wanted, now_ms)
    except DomainError as error:
        return await _page(desk, request, WorkersQuery(), _USUAL | fields, error.message, 400)
    return RedirectResponse(f"/console/workers?created={quote(wanted.name, safe='')}", 303, headers=dict(SAFE_HEADERS))


def _wanted(fields: Mapping[str, str]) -> NewWorker:
    name, team = fields.get("name", "").strip(), fields.get("workteam") or None
    if fields.get("kind") == WorkerKind.SIMULATED.value:
        return NewWorker(name, WorkerKind.SIMULATED, team, _profile(fields))
    return NewWorker(name, WorkerKind.BROWSER, team, password=fields.get("password") or None)


def _profile(fields: Mapping[str, str]) -> dict[str, object]:
    profile: dict[str, object] = {
        name: [_number(fields, f"{name}_low"), _number(fields, f"{name}_high")] for name in _RANGES
    }
    return profile | {"skill": _number(fields, "skill")}


def _number(fields: Mapping[str, str], name: str) -> float:
    try:
        return float(fields.get(name, ""))
    except ValueError:
        raise Invalid(f"{name.replace('_', ' ').capitalize()} must be a number.") from None


async def _open_portal(desk: ConsoleDesk, request: Request) -> Response:
    await desk.form(request)
    name, now_ms = request.path_params["name"], desk.context.clock.now_ms()

    def link(uow: UnitOfWork) -> str:
        worker = people.named(uow, name)
        if worker.kind != WorkerKind.BROWSER.value:
            raise Conflict(f"{name!r} is a simulated worker, who never signs in.")
        return people.sign_in_link(uow, worker, now_ms)

    token = await desk.context.store.write(link)
    return RedirectResponse(f"/portal/sign-in?token={token}", 303, headers=dict(SAFE_HEADERS))
