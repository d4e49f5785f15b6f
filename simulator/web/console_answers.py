"""The console's page of one answer: approve it, reject it, pay for it."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.domain import money
from simulator.domain.errors import Invalid
from simulator.domain.reviews import Verdict
from simulator.marketplace import people, reviews
from simulator.marketplace.reviews import Bonus
from simulator.store import answers, human_loops
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.console_desk import ConsoleDesk
from simulator.web.control_reading import Query, read_query
from simulator.web.errors import Guard
from simulator.web.pages import SAFE_HEADERS

_ONE = "/console/answers/{id}"
_VERDICTS = {"approve": Verdict.APPROVE, "reject": Verdict.REJECT}


def routes(desk: ConsoleDesk, guard: Guard) -> list[BaseRoute]:
    """The routes of answers."""
    judged = [
        Route(f"{_ONE}/{name}", guard(partial(_judge, desk, verdict=verdict)), methods=["POST"])
        for name, verdict in _VERDICTS.items()
    ]
    return [
        Route(_ONE, guard(partial(_show, desk))),
        *judged,
        Route(f"{_ONE}/bonus", guard(partial(_pay_bonus, desk)), methods=["POST"]),
    ]


async def _show(desk: ConsoleDesk, request: Request) -> Response:
    read_query(request, Query)
    answer_id = request.path_params["id"]

    def look(uow: UnitOfWork) -> dict[str, Any]:
        answer = reviews.answer(uow, answer_id)
        gold = answers.gold_named(uow, answer.gold) if answer.gold else None
        return {"answer": answer, "loop": human_loops.by_id(uow, answer.loop_id), "gold": gold}

    values = await desk.context.store.read(look)
    return await desk.show(request, "console/answer.html", "loops", **values)


async def _judge(desk: ConsoleDesk, request: Request, verdict: Verdict) -> Response:
    fields, now_ms = await desk.form(request), desk.context.clock.now_ms()
    answer_id, reason = request.path_params["id"], fields.get("reason", "").strip() or None
    if verdict is Verdict.REJECT and reason is None:
        raise Invalid("Give the worker a reason for the rejection.")
    await desk.context.store.write(
        lambda uow: reviews.judge(uow, reviews.answer(uow, answer_id), verdict, now_ms, reason)
    )
    return _back(answer_id)


async def _pay_bonus(desk: ConsoleDesk, request: Request) -> Response:
    fields, now_ms = await desk.form(request), desk.context.clock.now_ms()
    answer_id = request.path_params["id"]
    bonus = Bonus(money.parse(fields.get("usd", "").strip(), "The amount"), fields.get("reason", ""), answer_id)

    def work(uow: UnitOfWork) -> None:
        worker = people.named(uow, reviews.answer(uow, answer_id).worker_name)
        reviews.pay_bonus(uow, worker, bonus, now_ms)

    await desk.context.store.write(work)
    return _back(answer_id)


def _back(answer_id: str) -> Response:
    return RedirectResponse(f"/console/answers/{answer_id}", 303, headers=dict(SAFE_HEADERS))
