"""The control API's agreement between workers: of one human loop, or of all loops of a flow definition."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import json_values
from simulator.marketplace import agreement, gates
from simulator.marketplace.agreement import Given
from simulator.store import answers
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_gates import at_place
from simulator.web.control_loops import Owner, the_loop
from simulator.web.control_reading import Misread, read_query


class Whose(Owner):
    """Which answers to compare: those of a flow definition or those of one loop."""

    flow_definition: str | None = None
    human_loop_name: str | None = None


def calls(context: WebContext) -> Sequence[Call]:
    """The call about agreement."""
    does = "how far workers agree, by field (?flow_definition= name or ARN, or ?human_loop_name=&account=&region=)"
    return (Call("GET", "/agreement", does, partial(_show, context)),)


def fields_document(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """The agreement of answers as JSON, from rows of `store.answers`."""
    given = [Given(row.worker_name, row.loop_id, _object(row.answer)) for row in rows]
    fields = {name: field.document() for name, field in agreement.by_field(given).items()}
    return {"answers": len(given), "fields": fields, "note": agreement.note()}


async def _show(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, Whose)
    if (query.flow_definition is None) == (query.human_loop_name is None):
        raise Misread("query", "Give either flow_definition or human_loop_name: whose answers shall be compared?")
    about, rows = await context.store.read(partial(_answers, query=query))
    return about | fields_document(rows)


def _answers(uow: UnitOfWork, query: Whose) -> tuple[dict[str, str], Sequence[Row[Any]]]:
    if query.human_loop_name is not None:
        loop = the_loop(uow, query.human_loop_name, query)
        return {"human_loop_name": loop.name}, answers.of_loop(uow, loop.id)
    flow = query.flow_definition or ""
    arn = at_place("query.flow_definition", lambda: gates.scope_arn(uow, flow))
    return {"flow_definition_arn": arn}, answers.of_flow(uow, arn)


def _object(text: str) -> Mapping[str, object]:
    value: Any = json_values.parse(text, "answer")
    return value if isinstance(value, dict) else {}
