"""The console's page of one worker: what was done, how well, what was earned; and what an operator can do about it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.domain import money
from simulator.domain.admission import EVERYTHING, Block
from simulator.domain.errors import Invalid, NotFound
from simulator.marketplace import gates, people, reviews, standings
from simulator.marketplace.reviews import Bonus
from simulator.store import admission, answers, documents, ledger, overview
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.console_desk import ConsoleDesk
from simulator.web.control_reading import Query, read_query
from simulator.web.errors import Guard
from simulator.web.pages import SAFE_HEADERS

_ANSWERS, _ENTRIES = 10, 20
_ONE = "/console/workers/{name}"

Act = Callable[[UnitOfWork, Row[Any], Mapping[str, str], int], object]


def routes(desk: ConsoleDesk, guard: Guard) -> list[BaseRoute]:
    """The routes of one worker."""
    acts: Mapping[str, Act] = {
        "bonus": _pay_bonus,
        "adjustment": _adjust,
        "qualification": _qualify,
        "disqualification": _disqualify,
        "block": _block,
        "unblock": _unblock,
    }
    changes = [
        Route(f"{_ONE}/{path}", guard(partial(_change, desk, act=act)), methods=["POST"]) for path, act in acts.items()
    ]
    return [Route(_ONE, guard(partial(_show, desk))), *changes]


async def _show(desk: ConsoleDesk, request: Request) -> Response:
    read_query(request, Query)
    name, now_ms = request.path_params["name"], desk.context.clock.now_ms()

    def look(uow: UnitOfWork) -> dict[str, Any]:
        worker = overview.worker(uow, name)
        if worker is None:
            raise NotFound(f"There is no worker called {name!r}.")
        return _whole(uow, worker) | {"reasons": desk.context.desk.why_nothing(uow, worker, now_ms)}

    values = await desk.context.store.read(look)
    return await desk.show(request, "console/worker.html", "workers", everything=EVERYTHING, **values)


def _whole(uow: UnitOfWork, worker: Row[Any]) -> dict[str, Any]:
    return {
        "worker": worker,
        "teams": admission.teams_of(uow, [worker.id])[worker.id],
        "statistics": standings.statistics(uow, worker.id),
        "earnings": standings.earnings(uow, worker.id),
        "entries": ledger.newest(uow, worker.id, _ENTRIES),
        "answers": answers.newest_of_worker(uow, worker.id, _ANSWERS),
        "qualifications": admission.scores(uow, worker.id),
        "blocks": admission.blocks_of(uow, worker.id),
        "scopes": [*documents.of_kind(uow, "flow-definition"), *documents.of_kind(uow, "workteam")],
    }


async def _change(desk: ConsoleDesk, request: Request, act: Act) -> Response:
    fields, now_ms = await desk.form(request), desk.context.clock.now_ms()
    name = request.path_params["name"]
    await desk.context.store.write(lambda uow: act(uow, people.named(uow, name), fields, now_ms))
    return RedirectResponse(f"/console/workers/{quote(name, safe='')}", 303, headers=dict(SAFE_HEADERS))


def _pay_bonus(uow: UnitOfWork, worker: Row[Any], fields: Mapping[str, str], now_ms: int) -> None:
    reviews.pay_bonus(uow, worker, Bonus(_tenths(fields), fields.get("reason", "")), now_ms)


def _adjust(uow: UnitOfWork, worker: Row[Any], fields: Mapping[str, str], now_ms: int) -> None:
    reviews.adjust(uow, worker, _tenths(fields), fields.get("reason", ""), now_ms)


def _qualify(uow: UnitOfWork, worker: Row[Any], fields: Mapping[str, str], now_ms: int) -> None:
    try:
        score = int(fields.get("score", ""))
    except ValueError:
        raise Invalid("A score is a whole number.") from None
    gates.qualify(uow, worker, fields.get("qualification", "").strip(), score, now_ms)


def _disqualify(uow: UnitOfWork, worker: Row[Any], fields: Mapping[str, str], now_ms: int) -> None:
    gates.disqualify(uow, worker, fields.get("qualification", ""), now_ms)


def _block(uow: UnitOfWork, worker: Row[Any], fields: Mapping[str, str], now_ms: int) -> None:
    reason = fields.get("reason", "")
    reviews.checked_reason(reason)
    block = Block(gates.block_scope(uow, fields.get("scope", EVERYTHING)), reason)
    gates.block(uow, worker.id, worker.name, block, gates.BY_OPERATOR, now_ms)


def _unblock(uow: UnitOfWork, worker: Row[Any], fields: Mapping[str, str], now_ms: int) -> None:
    gates.unblock(uow, worker, fields.get("scope", EVERYTHING), now_ms)


def _tenths(fields: Mapping[str, str]) -> int:
    return money.parse(fields.get("usd", "").strip(), "The amount")
