"""The control API's tasks: where each stands, who holds it, until when, and where a person can open it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants
from simulator.domain.tasks import HELD, TaskStatus
from simulator.store import overview
from simulator.store.overview import TaskPage
from simulator.web.context import WebContext
from simulator.web.control_calls import Call, Paged, cursor_numbers, page
from simulator.web.control_reading import Misread, near, read_query


class TaskQuery(Paged):
    """Which tasks to list."""

    human_loop_name: str | None = None
    worker: str | None = None
    status: str | None = None
    account: str | None = None
    region: str | None = None


def calls(context: WebContext) -> Sequence[Call]:
    """The call about tasks."""
    does = "tasks with their lease and portal URL (?human_loop_name=&worker=&status=&account=&region=&limit=&after=)"
    return (Call("GET", "/tasks", does, partial(_list, context)),)


def task_document(row: Row[Any], now_ms: int, base_url: str) -> dict[str, Any]:
    """A task as JSON, from a row of `store.overview`; `lease` is null while nobody holds it."""
    return {
        "id": row.id,
        "human_loop_name": row.human_loop_name,
        "human_loop_arn": row.human_loop_arn,
        "title": row.title,
        "workteam_arn": row.workteam_arn,
        "status": row.status,
        "worker": row.worker,
        "lease": _lease(row, now_ms) if TaskStatus(row.status) in HELD else None,
        "created_at": instants.iso_millis(row.created_ms),
        "available_until": instants.iso_millis(row.available_until_ms),
        "portal_url": f"{base_url}/portal/tasks/{row.id}",
    }


def check_status(status: str | None, known: Sequence[str]) -> None:
    """Refuse a status to filter by that nothing can have."""
    if status is not None and status not in known:
        raise Misread("query.status", f"status must be one of {', '.join(known)}.{near(status, known)}")


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, TaskQuery)
    wanted = _wanted(query)
    rows = await context.store.read(lambda uow: overview.page_of_tasks(uow, wanted))
    shown, following = page(rows, query.limit, lambda row: f"{row.loop_id}.{row.ordinal}")
    now_ms, base_url = context.clock.now_ms(), context.base_url()
    return {"tasks": [task_document(row, now_ms, base_url) for row in shown], "next": following}


def _wanted(query: TaskQuery) -> TaskPage:
    check_status(query.status, [status.value for status in TaskStatus])
    after = cursor_numbers(query.after, 2)
    return TaskPage(
        limit=query.limit,
        human_loop_name=query.human_loop_name,
        worker=query.worker,
        status=query.status,
        account=query.account,
        region=query.region,
        after=(after[0], after[1]) if after else None,
    )


def _lease(row: Row[Any], now_ms: int) -> dict[str, Any]:
    return {
        "accepted_at": instants.iso_millis(row.accepted_ms),
        "deadline": instants.iso_millis(row.deadline_ms),
        "seconds_left": max(0, row.deadline_ms - now_ms) / 1000,
    }
