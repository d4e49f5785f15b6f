"""The console's named documents: flow definitions, task UIs, work teams; and previews of worker task templates.

A preview is the customer's template in a sandboxed frame, with an input that the operator may change. Its default input
is that of the newest human loop which uses the template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from simulator.domain import json_values
from simulator.domain.errors import DomainError, NotFound
from simulator.store import admission, answers, documents, workers
from simulator.store.documents import Scope
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import console_queries, control_agreement, portal_frame
from simulator.web.console_desk import ConsoleDesk
from simulator.web.console_queries import LoopFilter
from simulator.web.control_reading import Query, read_query
from simulator.web.errors import Guard

_PAGE = 50
_LOOPS = 8
_PREVIEW_LIMIT_BYTES = 4 * 1024 * 1024


class DocumentsQuery(Query):
    """Which documents to list; `before` is where the page before ended."""

    before: int | None = Field(default=None, ge=1, lt=2**63)


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of document: its folder in the console, what the store calls it, and how people do.

    `hash_member` is where a document's body keeps the hash of its template, if it has one.
    """

    path: str
    noun: str
    one: str
    several: str
    operation: str
    hash_member: str | None = None


SECTIONS = (
    Section(
        "flow-definitions",
        "flow-definition",
        "Flow definition",
        "Flow definitions",
        "CreateFlowDefinition",
        "TemplateSha256",
    ),
    Section("task-uis", "human-task-ui", "Task UI", "Task UIs", "CreateHumanTaskUi", "ContentSha256"),
    Section("work-teams", "workteam", "Work team", "Work teams", "CreateWorkteam"),
)


def routes(desk: ConsoleDesk, guard: Guard) -> list[BaseRoute]:
    """The routes of documents."""
    return [route for section in SECTIONS for route in _routes(section, desk, guard)]


def _routes(section: Section, desk: ConsoleDesk, guard: Guard) -> list[BaseRoute]:
    one = f"/console/{section.path}/{{account}}/{{region}}/{{name}}"
    found: list[BaseRoute] = [
        Route(f"/console/{section.path}", guard(partial(_list, section, desk))),
        Route(one, guard(partial(_show, section, desk))),
    ]
    if section.hash_member:
        found.append(Route(f"{one}/preview", guard(partial(_preview, section, desk)), methods=["GET", "POST"]))
    return found


async def _list(section: Section, desk: ConsoleDesk, request: Request) -> Response:
    query = read_query(request, DocumentsQuery)
    found = await desk.context.store.read(
        lambda uow: console_queries.documents_of(uow, section.noun, _PAGE, query.before)
    )
    return await desk.show(
        request,
        "console/documents.html",
        section.path,
        kind=section,
        documents=[{"row": row, "body": json_values.parse(row.body, "body")} for row in found[:_PAGE]],
        more=found[_PAGE - 1].id if len(found) > _PAGE else None,
        query=query,
    )


async def _show(section: Section, desk: ConsoleDesk, request: Request) -> Response:
    read_query(request, Query)

    def look(uow: UnitOfWork) -> dict[str, Any]:
        row = _document(uow, section, request)
        body: Any = json_values.parse(row.body, "body")
        return {"row": row, "body": body, **_template(uow, section, body), **_around(uow, section, row)}

    values = await desk.context.store.read(look)
    return await desk.show(request, "console/document.html", section.path, kind=section, **values)


async def _preview(section: Section, desk: ConsoleDesk, request: Request) -> Response:
    given = (await desk.form(request, _PREVIEW_LIMIT_BYTES)).get("input") if request.method == "POST" else None

    def look(uow: UnitOfWork) -> dict[str, Any]:
        body: Any = json_values.parse(_document(uow, section, request).body, "body")
        return _template(uow, section, body)

    found = await desk.context.store.read(look)
    try:
        task_input = json_values.parse(given if given is not None else found["sample"], "The sample input")
    except DomainError as error:
        return portal_frame.refusal(400, error.message)
    return await portal_frame.rendered(desk.context, found["template"] or "", task_input, desk.context.clock.now_ms())


def _document(uow: UnitOfWork, section: Section, request: Request) -> Row[Any]:
    at = request.path_params
    row = documents.find(uow, Scope(section.noun, at["account"], at["region"]), at["name"])
    if row is None:
        raise NotFound(
            f"There is no {section.one.lower()} called {at['name']!r} in account {at['account']}, {at['region']}."
        )
    return row


def _template(uow: UnitOfWork, section: Section, body: Mapping[str, Any]) -> dict[str, Any]:
    sha256 = body.get(section.hash_member or "")
    if sha256 is None:
        return {"template": None, "sample": "{}"}
    return {"template": documents.template(uow, sha256), "sample": console_queries.newest_input(uow, sha256) or "{}"}


def _around(uow: UnitOfWork, section: Section, row: Row[Any]) -> dict[str, Any]:
    is_flow, is_team = section.path == "flow-definitions", section.path == "work-teams"
    wanted = LoopFilter(_LOOPS, flow_arn=row.arn)
    return {
        "recent_loops": console_queries.loops(uow, wanted)[:_LOOPS] if is_flow else [],
        "members": workers.of_team(uow, row.arn) if is_team else [],
        "agreement": control_agreement.fields_document(answers.of_flow(uow, row.arn)) if is_flow else None,
        "required": admission.required(uow, row.arn),
    }
