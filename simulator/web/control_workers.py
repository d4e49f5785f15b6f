"""The control API's workers: who is there, new ones, links that sign them in."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, json_values
from simulator.domain.errors import Conflict, Invalid, NotFound
from simulator.domain.profiles import read_profile
from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy
from simulator.marketplace import gates, people, standings
from simulator.store import admission, overview, tasks, workers
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import control_gates
from simulator.web.context import WebContext
from simulator.web.control_calls import Call, Paged, cursor_numbers, page
from simulator.web.control_reading import Body, Misread, Query, near, read_body, read_query


class NewWorker(Body):
    """A worker to be."""

    name: str = Field(description='a name such as "alice"')
    kind: str = Field(default=WorkerKind.BROWSER.value)
    workteam: str | None = None
    workteams: list[str] = Field(default_factory=list, max_length=100)
    takes_adult_content: bool = True
    qualifications: dict[str, int] = Field(default_factory=dict, max_length=100)
    profile: dict[str, Any] | None = None
    password: str | None = Field(default=None, min_length=1, max_length=1024)


class Change(Body):
    """What shall be different about a worker; what is left out stays. `workteams` null: a member of every team."""

    workteams: list[str] | None = Field(default=None, max_length=100)
    takes_adult_content: bool | None = None


class SignIn(Body):
    """Which task the link opens, if any."""

    task: str | None = None


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about workers."""
    return (
        Call("GET", "/workers", "the workers (?limit=&after=)", partial(_list, context)),
        Call(
            "POST",
            "/workers",
            'a new worker: {"name", "kind"?: "browser" or "simulated", "workteam"?, "workteams"?, '
            '"takes_adult_content"?, "qualifications"?: {NAME: SCORE}, "profile"?, "password"?}',
            partial(_create, context),
            201,
        ),
        Call(
            "GET",
            "/workers/{name}",
            "one worker with qualifications, blocks, statistics and earnings",
            partial(_show, context),
        ),
        Call(
            "PATCH",
            "/workers/{name}",
            'change a worker: {"workteams"?: […] or null for every team, "takes_adult_content"?}',
            partial(_change, context),
        ),
        Call(
            "POST",
            "/workers/{name}/sign-in",
            'a link that opens the portal once, signed in as that worker: {"task"?: ID} opens that task',
            partial(_sign_in, context),
        ),
    )


def worker_document(entropy: Entropy, row: Row[Any], teams: Sequence[str]) -> dict[str, Any]:
    """A worker as JSON, from a row of `store.overview`; of a password only whether there is one.

    `workteam_arn` is the first of the teams; it is null for a member of every team, and so are `workteam_arns`.
    """
    simulated = row.kind == WorkerKind.SIMULATED.value
    return {
        "name": row.name,
        "kind": row.kind,
        "worker_id": workers.public_id(entropy, row.name),
        "workteam_arn": next(iter(teams), None),
        "workteam_arns": None if row.in_every_team else list(teams),
        "takes_adult_content": row.takes_adult_content,
        "profile": json_values.parse(row.profile, "profile") if simulated else None,
        "has_password": row.password_hash is not None,
        "working_on": row.task_id,
        "next_act": None if row.wake_ms is None else instants.iso_millis(row.wake_ms),
        "created_at": instants.iso_millis(row.created_ms),
        "left_at": None if row.gone_ms is None else instants.iso_millis(row.gone_ms),
    }


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, Paged)
    after = cursor_numbers(query.after, 1)
    look = partial(_page, limit=query.limit, after=after[0] if after else None)
    rows, teams = await context.store.read(look)
    shown, following = page(rows, query.limit, lambda row: str(row.id))
    return {"workers": [worker_document(context.entropy, row, teams[row.id]) for row in shown], "next": following}


def _page(uow: UnitOfWork, limit: int, after: int | None) -> tuple[Sequence[Row[Any]], dict[int, list[str]]]:
    rows = overview.page_of_workers(uow, limit, after)
    return rows, admission.teams_of(uow, [row.id for row in rows])


async def _create(context: WebContext, request: Request) -> Mapping[str, Any]:
    wanted = _wanted(context, await read_body(request, NewWorker, context.settings.body_limit_bytes))
    try:
        await people.hire(context.store, context.entropy, wanted, context.clock.now_ms())
    except Invalid as error:
        raise Misread("body.workteams" if wanted.workteams else "body.workteam", error.message) from None
    return await context.store.read(partial(_document, context.entropy, name=wanted.name))


async def _show(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    name, now_ms = request.path_params["name"], context.clock.now_ms()
    return await context.store.read(partial(_whole, context, name=name, now_ms=now_ms))


async def _change(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, Change, context.settings.body_limit_bytes)
    name, now_ms = request.path_params["name"], context.clock.now_ms()

    def work(uow: UnitOfWork) -> dict[str, Any]:
        worker = people.named(uow, name)
        if "workteams" in body.model_fields_set:
            control_gates.at_place("body.workteams", lambda: people.join(uow, worker, body.workteams, now_ms))
        if body.takes_adult_content is not None:
            people.accept_adult_content(uow, worker, now_ms, accepts=body.takes_adult_content)
        return _document(context.entropy, uow, name)

    return await context.store.write(work)


def _document(entropy: Entropy, uow: UnitOfWork, name: str) -> dict[str, Any]:
    row = _shown(uow, name)
    return worker_document(entropy, row, admission.teams_of(uow, [row.id])[row.id])


def _whole(context: WebContext, uow: UnitOfWork, name: str, now_ms: int) -> dict[str, Any]:
    row = _shown(uow, name)
    return {
        **_document(context.entropy, uow, name),
        "qualifications": [control_gates.score_document(each) for each in admission.scores(uow, row.id)],
        "blocks": [control_gates.block_document(each) for each in admission.blocks_of(uow, row.id)],
        "statistics": standings.statistics(uow, row.id),
        "earnings": standings.earnings(uow, row.id),
        "why_nothing": context.desk.why_nothing(uow, row, now_ms),
    }


def _wanted(context: WebContext, body: NewWorker) -> people.NewWorker:
    kinds = [kind.value for kind in WorkerKind]
    if body.kind not in kinds:
        raise Misread("body.kind", f"body.kind must be 'browser' or 'simulated'.{near(body.kind, kinds)}")
    kind = WorkerKind(body.kind)
    if kind is WorkerKind.BROWSER and body.profile is not None:
        raise Misread("body.profile", "body.profile is for simulated workers: a person in a browser has none.")
    if kind is WorkerKind.SIMULATED and body.password is not None:
        raise Misread("body.password", "body.password is for browser workers: a simulated worker never signs in.")
    control_gates.at_place("body.name", partial(people.check_name, body.name))
    _check_qualifications(body.qualifications)
    return people.NewWorker(
        name=body.name,
        kind=kind,
        workteam=body.workteam,
        profile=_profile(context, body.profile),
        password=body.password,
        workteams=body.workteams,
        takes_adult_content=body.takes_adult_content,
        qualifications=body.qualifications,
    )


def _profile(context: WebContext, given: Mapping[str, Any] | None) -> Mapping[str, object] | None:
    if given is None:
        return None
    return control_gates.at_place("body.profile", lambda: read_profile(given, context.settings.presets).document())


def _check_qualifications(given: Mapping[str, int]) -> None:
    for name, score in given.items():
        place = f"body.qualifications.{name}"
        control_gates.at_place(place, partial(gates.check_qualification, name))
        control_gates.at_place(place, partial(gates.check_score, score))


def _shown(uow: UnitOfWork, name: str) -> Row[Any]:
    row = overview.worker(uow, name)
    if row is None:
        raise NotFound(f"There is no worker called {name!r}.")
    return row


async def _sign_in(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, SignIn, context.settings.body_limit_bytes)
    name, now_ms = request.path_params["name"], context.clock.now_ms()
    token = await context.store.write(partial(_link, name=name, task_id=body.task, now_ms=now_ms))
    task = f"&task={body.task}" if body.task else ""
    return {"url": f"{context.base_url()}/portal/sign-in?token={token}{task}"}


def _link(uow: UnitOfWork, name: str, task_id: str | None, now_ms: int) -> str:
    worker = people.named(uow, name)
    if worker.kind != WorkerKind.BROWSER.value:
        raise Conflict(f"{name!r} is a simulated worker, who never signs in. Create one of kind 'browser'.")
    if task_id is not None and tasks.by_id(uow, task_id) is None:
        raise NotFound(f"body.task: there is no task {task_id!r}. GET /_simulator/tasks lists those there are.")
    return people.sign_in_link(uow, worker, now_ms)
