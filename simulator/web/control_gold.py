"""The control API's gold questions: known answers to measure workers by. The workers never see them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, json_values
from simulator.domain.errors import Invalid
from simulator.marketplace import gates, golds
from simulator.store import answers
from simulator.store.answers import GoldTally
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_gates import at_place
from simulator.web.control_loops import checked_content
from simulator.web.control_reading import Body, Misread, Query, read_body, read_query

_LONGEST_NAME = 128
_LONGEST_LOOP_NAME = 63


class Question(Body):
    """A question with its known answer."""

    answer: dict[str, Any] = Field(description="the known answer as an object, field by field")
    human_loop_name: str | None = Field(default=None, min_length=1, max_length=_LONGEST_LOOP_NAME)
    flow_definition: str | None = None
    input: Any = None


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about gold questions."""
    one = "/gold/{gold}"
    return (
        Call("GET", "/gold", "the gold questions and how they were answered", partial(_list, context)),
        Call("GET", one, "one gold question with every answer to it", partial(_show, context)),
        Call(
            "PUT",
            one,
            'mark a question as gold: {"answer": {…}, and "human_loop_name", or "flow_definition" with "input"?}',
            partial(_mark, context),
        ),
        Call("DELETE", one, "forget a gold question and the scores it gave", partial(_unmark, context)),
    )


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    return await context.store.read(lambda uow: {"gold": _documents(uow, answers.every_gold(uow))})


async def _show(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    name = request.path_params["gold"]

    def look(uow: UnitOfWork) -> dict[str, Any]:
        gold = golds.named(uow, name)
        return _documents(uow, [gold])[0] | {"answers": [_result(row) for row in answers.of_gold(uow, gold.name)]}

    return await context.store.read(look)


async def _mark(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Question, context.settings.body_limit_bytes)
    name, now_ms = request.path_params["gold"], context.clock.now_ms()
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise Misread("path.gold", f"A gold question's name has 1 to {_LONGEST_NAME} characters.")
    if body.input is not None and body.flow_definition is None:
        raise Misread("body.input", "body.input goes with body.flow_definition: the loops of a flow with that input.")
    answer = checked_content("body.answer", body.answer)

    def work(uow: UnitOfWork) -> dict[str, Any]:
        flow = body.flow_definition
        arn = None if flow is None else at_place("body.flow_definition", lambda: gates.scope_arn(uow, flow))
        wanted = golds.NewGold(name, answer, body.human_loop_name, arn, body.input)
        try:
            return _documents(uow, [golds.mark(uow, wanted, now_ms, context.desk.pool.rules)])[0]
        except Invalid as error:
            raise Misread("body", error.message) from None

    return await context.store.write(work)


async def _unmark(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    name, now_ms = request.path_params["gold"], context.clock.now_ms()
    await context.store.write(lambda uow: golds.unmark(uow, name, now_ms, context.desk.pool.rules))
    return {"name": name, "status": "forgotten"}


def _documents(uow: UnitOfWork, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    counts, none = answers.gold_counts(uow), GoldTally(0, 0)
    return [_document(row, counts.get(row.name, none)) for row in rows]


def _document(gold: Row[Any], tally: GoldTally) -> dict[str, Any]:
    return {
        "name": gold.name,
        "human_loop_name": gold.human_loop_name,
        "flow_definition_arn": gold.flow_arn,
        "input": None if gold.input is None else json_values.parse(gold.input, "input"),
        "answer": json_values.parse(gold.answer, "answer"),
        "marked_at": instants.iso_millis(gold.at_ms),
        "answered": tally.answered,
        "right": tally.right,
    }


def _result(row: Row[Any]) -> dict[str, Any]:
    return {
        "answer_id": row.id,
        "human_loop_name": row.human_loop_name,
        "worker": row.worker_name,
        "answer": json_values.parse(row.answer, "answer"),
        "right": row.gold_right,
    }
