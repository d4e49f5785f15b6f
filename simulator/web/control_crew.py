"""The control API's crew: presets, whole populations at once, and what simulated workers are told to answer."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from starlette.requests import Request

from simulator.domain import json_values
from simulator.domain.answer_rules import Rule, read_rule
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.populations import Group, Population, parse_population, resolved
from simulator.domain.presets import PRESETS
from simulator.marketplace import people
from simulator.store import answering
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_gates import at_place
from simulator.web.control_reading import Body, Misread, Query, read_body, read_query

_LONGEST_ID = 18


class NewPopulation(Body):
    """Who shall come; `workteam` is the team of the groups that name none, by name or ARN."""

    crew: str
    workteam: str | None = None


class NewRule(Body):
    """A rule, member by member; see `domain.answer_rules`."""

    flow: Any = None
    loop: Any = None
    worker: Any = None
    input: Any = None
    answer: Any = None
    truth: Any = None
    move: Any = None
    url: Any = None
    function: Any = None


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about the crew as a whole."""
    rule = '{"flow"?, "loop"?, "worker"?, "input"?: {MEMBER: value}} and one of "answer", "truth", "move", "url"'
    return (
        Call("GET", "/presets", "the kinds of simulated workers by name", partial(_presets, context)),
        Call(
            "POST",
            "/populations",
            'new simulated workers: {"crew": "50 careful, 10 hasty, 2 spammers @team", "workteam"?}',
            partial(_populate, context),
            201,
        ),
        Call("GET", "/answer-rules", "what simulated workers are told to answer, in order", partial(_rules, context)),
        Call(
            "POST",
            "/answer-rules",
            f'a rule behind the others: {rule}, "function"; the first that matches decides',
            partial(_add_rule, context),
            201,
        ),
        Call("DELETE", "/answer-rules/{id}", "forget a rule", partial(_remove_rule, context)),
    )


async def _presets(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    listed = [
        {"name": name, "says": PRESETS[name].says if name in PRESETS else None, "profile": profile.document()}
        for name, profile in context.settings.presets.items()
    ]
    return {"presets": listed}


async def _populate(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, NewPopulation, context.settings.body_limit_bytes)
    population, now_ms = _population(context, body), context.clock.now_ms()

    def work(uow: UnitOfWork) -> list[str]:
        place = "body.crew" if body.workteam is None else "body.workteam"
        hire = partial(people.hire_population, uow, context.entropy, population, context.settings.presets, now_ms)
        return at_place(place, hire)

    return {"created": await context.store.write(work)}


def _population(context: WebContext, body: NewPopulation) -> Population:
    try:
        groups = resolved(parse_population(body.crew), context.settings.presets)
    except Invalid as error:
        raise Misread("body.crew", f"body.crew: {error.message}") from None
    if not groups:
        raise Misread("body.crew", "body.crew names nobody. Write it as '50 careful, 10 hasty, 2 spammers'.")
    return tuple(Group(group.count, group.preset, group.workteam or body.workteam) for group in groups)


async def _rules(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    rows = await context.store.read(answering.rules)
    kept = [{"id": row.id, "rule": json_values.parse(row.rule, "rule")} for row in rows]
    return {"rules": kept + [{"id": None, "rule": rule.document()} for rule in context.settings.answer_rules]}


async def _add_rule(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, NewRule, context.settings.body_limit_bytes)
    rule = _rule(body.model_dump(exclude_unset=True))
    text = json_values.dump(rule.document())
    return {"id": await context.store.write(lambda uow: answering.add_rule(uow, text)), "rule": rule.document()}


def _rule(document: Mapping[str, object]) -> Rule:
    try:
        return read_rule(document, "body")
    except Invalid as error:
        raise Misread(error.message.split(maxsplit=1)[0], error.message) from None


async def _remove_rule(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    text = request.path_params["id"]
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID else 0
    if not await context.store.write(lambda uow: answering.remove_rule(uow, number)):
        raise NotFound(f"There is no answer rule {text!r}. GET /_simulator/answer-rules lists those there are.")
    return {"removed": number}
