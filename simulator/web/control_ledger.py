"""The control API's money: a worker's ledger, bonuses and adjustments. Amounts are dollars as text, exact."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, money
from simulator.domain.errors import Invalid
from simulator.marketplace import people, reviews, standings
from simulator.store import ledger
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call, Paged, cursor_numbers, page
from simulator.web.control_gates import at_place
from simulator.web.control_reading import Body, Misread, read_body, read_query

_WANTED = 'US dollars as text with at most three decimals, such as "0.036"'


class Adjustment(Body):
    """A correction of what a worker earned."""

    usd: str = Field(description=_WANTED)
    reason: str = Field(description="why, in words that the worker may read")


class Bonus(Body):
    """Something extra."""

    usd: str = Field(description=_WANTED)
    reason: str = Field(description="for what, in words that the worker may read")
    answer_id: str | None = None


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about money."""
    return (
        Call("GET", "/workers/{name}/ledger", "what a worker earned (?limit=&after=)", partial(_list, context)),
        Call(
            "POST",
            "/workers/{name}/ledger",
            'book an adjustment: {"usd": "-0.100", "reason"}',
            partial(_adjust, context),
            201,
        ),
        Call(
            "POST",
            "/workers/{name}/bonuses",
            'pay a bonus: {"usd": "0.500", "reason", "answer_id"?}',
            partial(_pay_bonus, context),
            201,
        ),
    )


def entry_document(row: Row[Any]) -> dict[str, Any]:
    """An entry of the ledger as JSON."""
    return {
        "entry": row.id,
        "at": instants.iso_millis(row.at_ms),
        "kind": row.kind,
        "usd": money.usd(row.amount_tenths),
        "reason": row.reason,
        "answer_id": row.answer_id,
        "human_loop_name": row.human_loop_name,
    }


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    query, name = read_query(request, Paged), request.path_params["name"]
    after = cursor_numbers(query.after, 1)

    def look(uow: UnitOfWork) -> dict[str, Any]:
        worker = people.named(uow, name)
        rows = ledger.page(uow, worker.id, query.limit, after[0] if after else None)
        shown, following = page(rows, query.limit, lambda row: str(row.id))
        earned = standings.earnings(uow, worker.id)
        return {"entries": [entry_document(row) for row in shown], "next": following, "earnings": earned}

    return await context.store.read(look)


async def _adjust(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Adjustment, context.settings.body_limit_bytes)
    now_ms = context.clock.now_ms()

    def book(uow: UnitOfWork, worker: Row[Any]) -> int:
        tenths = _tenths(body.usd)
        at_place("body.reason", lambda: reviews.checked_reason(body.reason))
        return at_place("body.usd", lambda: reviews.adjust(uow, worker, tenths, body.reason, now_ms))

    return await _booked(context, request.path_params["name"], book)


async def _pay_bonus(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Bonus, context.settings.body_limit_bytes)
    now_ms = context.clock.now_ms()

    def book(uow: UnitOfWork, worker: Row[Any]) -> int:
        tenths = _tenths(body.usd)
        at_place("body.reason", lambda: reviews.checked_reason(body.reason))
        bonus, place = reviews.Bonus(tenths, body.reason, body.answer_id), _place_of_bonus(tenths)
        return at_place(place, lambda: reviews.pay_bonus(uow, worker, bonus, now_ms))

    return await _booked(context, request.path_params["name"], book)


async def _booked(context: WebContext, name: str, book: Callable[[UnitOfWork, Row[Any]], int]) -> Mapping[str, Any]:
    def work(uow: UnitOfWork) -> dict[str, Any]:
        worker = people.named(uow, name)
        number = book(uow, worker)
        return {"entry": entry_document(ledger.entry(uow, number)), "earnings": standings.earnings(uow, worker.id)}

    return await context.store.write(work)


def _place_of_bonus(tenths: int) -> str:
    return "body.usd" if tenths <= 0 else "body.answer_id"


def _tenths(text: str) -> int:
    try:
        return money.parse(text, "body.usd")
    except Invalid as error:
        raise Misread("body.usd", error.message) from None
