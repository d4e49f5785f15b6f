"""The control API judges answers: approve and reject, which pays or does not pay, and never touches the output."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from starlette.requests import Request

from simulator.domain.reviews import Verdict
from simulator.marketplace import reviews
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_gates import at_place
from simulator.web.control_loops import answer_document
from simulator.web.control_reading import Body, Misread, Query, read_body, read_query


class Judgement(Body):
    """Why an answer is judged so."""

    reason: str | None = None


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about single answers."""
    return (
        Call("GET", "/answers/{id}", "one answer with its review", partial(_show, context)),
        Call(
            "POST",
            "/answers/{id}/approve",
            'approve an answer, which books its reward: {"reason"?}',
            partial(_judge, context, verdict=Verdict.APPROVE),
        ),
        Call(
            "POST",
            "/answers/{id}/reject",
            'reject an answer, which earns nothing then: {"reason"}',
            partial(_judge, context, verdict=Verdict.REJECT),
        ),
    )


async def _show(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    answer_id = request.path_params["id"]
    return await context.store.read(lambda uow: answer_document(reviews.answer(uow, answer_id)))


async def _judge(context: WebContext, request: Request, verdict: Verdict) -> Mapping[str, Any]:
    body = await read_body(request, Judgement, context.settings.body_limit_bytes)
    answer_id, now_ms = request.path_params["id"], context.clock.now_ms()
    if verdict is Verdict.REJECT and body.reason is None:
        raise Misread("body.reason", "body.reason is missing. Give the worker a reason for the rejection.")
    at_place("body.reason", lambda: reviews.checked_reason(body.reason))

    def work(uow: UnitOfWork) -> dict[str, Any]:
        reviews.judge(uow, reviews.answer(uow, answer_id), verdict, now_ms, body.reason)
        return answer_document(reviews.answer(uow, answer_id))

    return await context.store.write(work)
