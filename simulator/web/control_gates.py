"""The control API's gates: qualifications of workers, what teams and flows ask for, and blocks."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants
from simulator.domain.admission import EVERYTHING, Block, Comparator, Requirement
from simulator.domain.errors import Invalid
from simulator.marketplace import gates, people, reviews
from simulator.store import admission
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_reading import Body, Misread, Query, near, read_body, read_query

T = TypeVar("T")


class Score(Body):
    """A qualification with its score."""

    name: str = Field(description='a name such as "medical"')
    score: int = Field(description="a whole number such as 80")


class NewBlock(Body):
    """From what a worker is kept, and why."""

    reason: str = Field(description="why, in words that the worker may read")
    scope: str = EVERYTHING


class Asked(Body):
    """What is asked of the workers of a flow definition or work team."""

    scope: str = Field(description="the name or ARN of a flow definition or work team")
    qualification: str = Field(description='a qualification\'s name such as "medical"')
    comparator: str = Field(description="one of MTurk's comparators, such as GreaterThanOrEqualTo")
    values: list[int] = Field(default_factory=list, max_length=100)


class ScopeQuery(Query):
    """One flow definition or work team."""

    scope: str | None = None


class BlockQuery(Query):
    """Which block."""

    scope: str = EVERYTHING


class RequirementQuery(Query):
    """Which requirement."""

    scope: str = Field(description="the name or ARN of a flow definition or work team")
    qualification: str = Field(description="the qualification that is asked for")


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about who may take what."""
    of_worker, one = "/workers/{name}/qualifications", "/workers/{name}/qualifications/{qualification}"
    return (
        Call("GET", of_worker, "a worker's qualifications", partial(_scores, context)),
        Call("POST", of_worker, 'give a qualification: {"name", "score"}', partial(_qualify, context)),
        Call("DELETE", one, "take a qualification away", partial(_disqualify, context)),
        Call("GET", "/workers/{name}/blocks", "what a worker is kept from", partial(_blocks, context)),
        Call(
            "POST",
            "/workers/{name}/blocks",
            'keep a worker from a flow definition, a work team, or everything: {"reason", "scope"?: name, ARN or "*"}',
            partial(_block, context),
        ),
        Call("DELETE", "/workers/{name}/blocks", "let a worker in again (?scope=, else *)", partial(_unblock, context)),
        Call("GET", "/requirements", "what flows and teams ask of workers (?scope=)", partial(_required, context)),
        Call(
            "PUT",
            "/requirements",
            'ask for a qualification: {"scope", "qualification", "comparator", "values"?}',
            partial(_require, context),
        ),
        Call(
            "DELETE",
            "/requirements",
            "ask no more for it (?scope=&qualification=)",
            partial(_drop, context),
        ),
    )


def score_document(row: Row[Any]) -> dict[str, Any]:
    """A qualification as JSON."""
    return {"name": row.name, "score": row.score, "given_at": instants.iso_millis(row.at_ms)}


def block_document(row: Row[Any]) -> dict[str, Any]:
    """A block as JSON; its cause is `operator` or `gold`."""
    return {
        "scope": row.scope,
        "reason": row.reason,
        "cause": row.cause,
        "blocked_at": instants.iso_millis(row.at_ms),
    }


def at_place(place: str, work: Callable[[], T]) -> T:
    """What `work` answers; what it finds Invalid is Misread at `place`."""
    try:
        return work()
    except Invalid as error:
        raise Misread(place, error.message) from None


async def _scores(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    return await context.store.read(partial(_scores_of, name=request.path_params["name"]))


def _scores_of(uow: UnitOfWork, name: str) -> dict[str, Any]:
    worker = people.named(uow, name)
    return {"qualifications": [score_document(row) for row in admission.scores(uow, worker.id)]}


async def _qualify(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Score, context.settings.body_limit_bytes)
    name, now_ms = request.path_params["name"], context.clock.now_ms()
    at_place("body.name", lambda: gates.check_qualification(body.name))
    at_place("body.score", lambda: gates.check_score(body.score))

    def work(uow: UnitOfWork) -> dict[str, Any]:
        gates.qualify(uow, people.named(uow, name), body.name, body.score, now_ms)
        return _scores_of(uow, name)

    return await context.store.write(work)


async def _disqualify(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    name, now_ms = request.path_params["name"], context.clock.now_ms()

    def work(uow: UnitOfWork) -> dict[str, Any]:
        gates.disqualify(uow, people.named(uow, name), request.path_params["qualification"], now_ms)
        return _scores_of(uow, name)

    return await context.store.write(work)


async def _blocks(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    return await context.store.read(partial(_blocks_of, name=request.path_params["name"]))


def _blocks_of(uow: UnitOfWork, name: str) -> dict[str, Any]:
    worker = people.named(uow, name)
    return {"blocks": [block_document(row) for row in admission.blocks_of(uow, worker.id)]}


async def _block(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, NewBlock, context.settings.body_limit_bytes)
    name, now_ms = request.path_params["name"], context.clock.now_ms()
    at_place("body.reason", lambda: reviews.checked_reason(body.reason))

    def work(uow: UnitOfWork) -> dict[str, Any]:
        worker = people.named(uow, name)
        scope = at_place("body.scope", lambda: gates.block_scope(uow, body.scope))
        gates.block(uow, worker.id, worker.name, Block(scope, body.reason), gates.BY_OPERATOR, now_ms)
        return _blocks_of(uow, name)

    return await context.store.write(work)


async def _unblock(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, BlockQuery)
    name, now_ms = request.path_params["name"], context.clock.now_ms()

    def work(uow: UnitOfWork) -> dict[str, Any]:
        scope = at_place("query.scope", lambda: gates.block_scope(uow, query.scope))
        gates.unblock(uow, people.named(uow, name), scope, now_ms)
        return _blocks_of(uow, name)

    return await context.store.write(work)


async def _required(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, ScopeQuery)
    return await context.store.read(partial(_all_required, scope=query.scope))


def _all_required(uow: UnitOfWork, scope: str | None = None) -> dict[str, Any]:
    arn = None if scope is None else at_place("query.scope", lambda: gates.scope_arn(uow, scope))
    return {"requirements": [_requirement_document(each) for each in admission.required(uow, arn)]}


def _requirement_document(each: Requirement) -> dict[str, Any]:
    return {
        "scope": each.scope,
        "qualification": each.qualification,
        "comparator": each.comparator.value,
        "values": list(each.numbers),
        "sentence": each.sentence(),
    }


async def _require(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Asked, context.settings.body_limit_bytes)
    now_ms, comparator = context.clock.now_ms(), _comparator(body.comparator)
    at_place("body.qualification", lambda: gates.check_qualification(body.qualification))

    def work(uow: UnitOfWork) -> dict[str, Any]:
        scope = at_place("body.scope", lambda: gates.scope_arn(uow, body.scope))
        wanted = at_place("body.values", lambda: Requirement(scope, body.qualification, comparator, tuple(body.values)))
        gates.require(uow, wanted, now_ms)
        return _all_required(uow)

    return await context.store.write(work)


def _comparator(name: str) -> Comparator:
    known = [each.value for each in Comparator]
    if name not in known:
        raise Misread("body.comparator", f"body.comparator must be one of {', '.join(known)}.{near(name, known)}")
    return Comparator(name)


async def _drop(context: WebContext, request: Request) -> Mapping[str, Any]:
    query, now_ms = read_query(request, RequirementQuery), context.clock.now_ms()

    def work(uow: UnitOfWork) -> dict[str, Any]:
        scope = at_place("query.scope", lambda: gates.scope_arn(uow, query.scope))
        gates.drop_requirement(uow, scope, query.qualification, now_ms)
        return _all_required(uow)

    return await context.store.write(work)
