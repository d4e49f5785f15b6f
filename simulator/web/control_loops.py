"""The control API's human loops: which there are, everything about one, and the truth that skilled workers find."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, json_values, money
from simulator.domain.errors import Conflict, Invalid, NotFound
from simulator.domain.human_loops import HumanLoopStatus
from simulator.rendering.answers import answer_content
from simulator.store import answers, endings, human_loops, overview, workers
from simulator.store.overview import LoopPage
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call, Paged, cursor_numbers, page
from simulator.web.control_reading import Body, Misread, Query, read_body, read_query
from simulator.web.control_tasks import check_status, task_document

_LONGEST_NAME = 63


class LoopQuery(Paged):
    """Which human loops to list."""

    name: str | None = None
    status: str | None = None
    account: str | None = None
    region: str | None = None


class Owner(Query):
    """Whose loop, where several accounts or regions have one of that name."""

    account: str | None = None
    region: str | None = None


class Truth(Body):
    """The right answer to a loop."""

    answer: dict[str, Any] = Field(description="the answer as an object, field by field")


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about human loops but the giving of answers."""
    return (
        Call(
            "GET", "/human-loops", "the loops (?name=&status=&account=&region=&limit=&after=)", partial(_list, context)
        ),
        Call(
            "GET",
            "/human-loops/{name}",
            "one loop with its tasks, answers and output (?account=&region= pick one of several)",
            partial(_show, context),
        ),
        Call(
            "PUT",
            "/human-loops/{name}/truth",
            'the right answer, which skilled simulated workers find: {"answer": {…}}; may come before the loop',
            partial(_keep_truth, context),
        ),
    )


def the_loop(uow: UnitOfWork, name: str, owner: Owner) -> Row[Any]:
    """The loop of that name; NotFound where there is none, Conflict where `owner` leaves several."""
    found = [loop for loop in human_loops.named(uow, name) if _belongs(loop, owner)]
    if not found:
        raise NotFound(f"No human loop is called {name!r}{_whose(owner)}. GET /_simulator/human-loops lists them.")
    if len(found) > 1:
        several = ", ".join(f"?account={loop.account}&region={loop.region}" for loop in found)
        raise Conflict(f"Several human loops are called {name!r}. Pick one of {several}.")
    return found[0]


def checked_content(place: str, answer: object) -> dict[str, object]:
    """An answer as it is kept, or Misread at `place`."""
    try:
        return answer_content(answer)
    except Invalid as error:
        raise Misread(place, error.message) from None


def loop_document(loop: Row[Any]) -> dict[str, Any]:
    """What a list says of a loop."""
    return {
        "name": loop.name,
        "arn": loop.arn,
        "status": loop.status,
        "account": loop.account,
        "region": loop.region,
        "flow_definition_arn": loop.flow_arn,
        "workteam_arn": loop.workteam_arn,
        "task_count": loop.task_count,
        "created_at": instants.iso_millis(loop.created_ms),
        "available_until": instants.iso_millis(loop.available_until_ms),
        "ended_at": None if loop.ended_ms is None else instants.iso_millis(loop.ended_ms),
        "failure_code": loop.failure_code,
        "failure_reason": loop.failure_reason,
        "output_uri": loop.output_uri,
    }


def _belongs(loop: Row[Any], owner: Owner) -> bool:
    return owner.account in {None, loop.account} and owner.region in {None, loop.region}


def _whose(owner: Owner) -> str:
    given = [f"{key} {value}" for key, value in (("account", owner.account), ("region", owner.region)) if value]
    return f" in {' and '.join(given)}" if given else ""


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, LoopQuery)
    check_status(query.status, [status.value for status in HumanLoopStatus])
    after = cursor_numbers(query.after, 1)
    wanted = LoopPage(query.limit, query.name, query.status, query.account, query.region, after[0] if after else None)
    rows = await context.store.read(lambda uow: overview.page_of_loops(uow, wanted))
    shown, following = page(rows, query.limit, lambda row: str(row.id))
    return {"human_loops": [loop_document(row) for row in shown], "next": following}


async def _show(context: WebContext, request: Request) -> Mapping[str, Any]:
    owner, name = read_query(request, Owner), request.path_params["name"]
    now_ms, base_url = context.clock.now_ms(), context.base_url()

    def show(uow: UnitOfWork) -> dict[str, Any]:
        loop = the_loop(uow, name, owner)
        return loop_document(loop) | _whole(uow, loop, now_ms, base_url)

    return await context.store.read(show)


def _whole(uow: UnitOfWork, loop: Row[Any], now_ms: int, base_url: str) -> dict[str, Any]:
    truth = workers.truth(uow, loop.name)
    return {
        "title": loop.title,
        "description": loop.description,
        "time_limit_seconds": loop.time_limit_seconds,
        "reward_usd": money.usd(loop.reward_tenths),
        "for_adults": loop.for_adults,
        "input_content": json_values.parse(loop.input_content, "inputContent"),
        "tasks": [task_document(row, now_ms, base_url) for row in overview.tasks_of_loop(uow, loop.id)],
        "answers": [answer_document(row) for row in answers.of_loop(uow, loop.id)],
        "truth": None if truth is None else json_values.parse(truth, "truth"),
        "pending_output": _pending(uow, loop),
    }


def answer_document(row: Row[Any]) -> dict[str, Any]:
    """A submitted answer as JSON, from a row of `store.answers`."""
    return {
        "id": row.id,
        "human_loop_name": row.human_loop_name,
        "worker": row.worker_name,
        "task_id": row.task_id,
        "accepted_at": instants.iso_millis(row.accepted_ms),
        "submitted_at": instants.iso_millis(row.ended_ms),
        "active_seconds": row.active_ms / 1000,
        "answer": json_values.parse(row.answer, "answer"),
        "reward_usd": money.usd(row.reward_tenths),
        "review": _review(row),
        "gold_right": row.gold_right,
    }


def _review(row: Row[Any]) -> dict[str, Any]:
    return {
        "status": row.review,
        "reason": row.review_reason,
        "reviewed_at": None if row.reviewed_ms is None else instants.iso_millis(row.reviewed_ms),
        "approves_itself_at": None if row.review_due_ms is None else instants.iso_millis(row.review_due_ms),
    }


def _pending(uow: UnitOfWork, loop: Row[Any]) -> dict[str, Any] | None:
    effect = overview.pending_output(uow, loop.id)
    if effect is None:
        return None
    return {
        "becomes": endings.decided(loop).status.value,
        "since": instants.iso_millis(effect.at_ms),
        "attempts": effect.attempts,
        "error": effect.last_error,
    }


async def _keep_truth(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Truth, context.settings.body_limit_bytes)
    name = request.path_params["name"]
    if len(name) > _LONGEST_NAME:
        raise Misread("path.name", f"No human loop can be called that: a name has at most {_LONGEST_NAME} characters.")
    text = json_values.dump(checked_content("body.answer", body.answer))
    await context.store.write(lambda uow: workers.keep_truth(uow, name, text))
    return {"human_loop_name": name, "answer": body.answer}
