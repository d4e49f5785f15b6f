"""The control API's workers: who is there, new ones, links that sign them in."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, json_values
from simulator.domain.errors import Conflict, NotFound
from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy
from simulator.marketplace import people
from simulator.store import overview, tasks, workers
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call, Paged, cursor_numbers, page
from simulator.web.control_reading import Body, Misread, near, read_body, read_query


class NewWorker(Body):
    """A worker to be."""

    name: str = Field(description='a name such as "alice"')
    kind: str = Field(default=WorkerKind.BROWSER.value)
    workteam: str | None = None
    profile: dict[str, Any] | None = None
    password: str | None = Field(default=None, min_length=1, max_length=1024)


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
            'a new worker: {"name", "kind"?: "browser" or "simulated", "workteam"?, "profile"?, "password"?}',
            partial(_create, context),
            201,
        ),
        Call(
            "POST",
            "/workers/{name}/sign-in",
            'a link that opens the portal once, signed in as that worker: {"task"?: ID} opens that task',
            partial(_sign_in, context),
        ),
    )


def worker_document(entropy: Entropy, row: Row[Any]) -> dict[str, Any]:
    """A worker as JSON, from a row of `store.overview`; of a password only whether there is one."""
    simulated = row.kind == WorkerKind.SIMULATED.value
    return {
        "name": row.name,
        "kind": row.kind,
        "worker_id": workers.public_id(entropy, row.name),
        "workteam_arn": row.workteam_arn,
        "profile": json_values.parse(row.profile, "profile") if simulated else None,
        "has_password": row.password_hash is not None,
        "working_on": row.task_id,
        "next_act": None if row.wake_ms is None else instants.iso_millis(row.wake_ms),
        "created_at": instants.iso_millis(row.created_ms),
    }


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, Paged)
    after = cursor_numbers(query.after, 1)
    rows = await context.store.read(
        lambda uow: overview.page_of_workers(uow, query.limit, after[0] if after else None),
    )
    shown, following = page(rows, query.limit, lambda row: str(row.id))
    return {"workers": [worker_document(context.entropy, row) for row in shown], "next": following}


async def _create(context: WebContext, request: Request) -> Mapping[str, Any]:
    wanted = _wanted(await read_body(request, NewWorker, context.settings.body_limit_bytes))
    await people.hire(context.store, context.entropy, wanted, context.clock.now_ms())
    return worker_document(context.entropy, await context.store.read(lambda uow: _shown(uow, wanted.name)))


def _wanted(body: NewWorker) -> people.NewWorker:
    kinds = [kind.value for kind in WorkerKind]
    if body.kind not in kinds:
        raise Misread("body.kind", f"body.kind must be 'browser' or 'simulated'.{near(body.kind, kinds)}")
    kind = WorkerKind(body.kind)
    if kind is WorkerKind.BROWSER and body.profile is not None:
        raise Misread("body.profile", "body.profile is for simulated workers: a person in a browser has none.")
    if kind is WorkerKind.SIMULATED and body.password is not None:
        raise Misread("body.password", "body.password is for browser workers: a simulated worker never signs in.")
    return people.NewWorker(body.name, kind, body.workteam, body.profile, body.password)


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
