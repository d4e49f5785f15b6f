"""What stands in the database, page by page, for whoever looks on: tasks, loops, workers, outputs that wait.

Every page takes one row more than asked for, so that the caller sees whether there are more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_

from simulator.domain.tasks import AssignmentStatus
from simulator.store.tables import assignments, effects, human_loops, tasks, workers
from simulator.store.unit_of_work import UnitOfWork

_TASKS = (
    select(
        tasks,
        human_loops.c.name.label("human_loop_name"),
        human_loops.c.arn.label("human_loop_arn"),
        human_loops.c.title,
        workers.c.name.label("worker"),
        assignments.c.accepted_ms,
        assignments.c.deadline_ms,
        assignments.c.ended_ms,
    )
    .join(human_loops, human_loops.c.id == tasks.c.loop_id)
    .outerjoin(assignments, assignments.c.id == tasks.c.assignment_id)
    .outerjoin(workers, workers.c.id == assignments.c.worker_id)
    .order_by(tasks.c.loop_id, tasks.c.ordinal)
)
_WORKING_ON = (
    select(assignments.c.task_id)
    .where(
        assignments.c.worker_id == workers.c.id,
        assignments.c.deadline_ms.is_not(None),
        assignments.c.status == AssignmentStatus.WORKING.value,
    )
    .order_by(assignments.c.accepted_ms, assignments.c.id)
    .limit(1)
    .scalar_subquery()
)
_WORKERS = select(workers, _WORKING_ON.label("task_id"))


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Which tasks; a filter that is None lets everything pass. `after` is (loop id, ordinal) of the last row before."""

    limit: int
    human_loop_name: str | None = None
    worker: str | None = None
    status: str | None = None
    account: str | None = None
    region: str | None = None
    after: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LoopPage:
    """Which human loops; a filter that is None lets everything pass. `after` is the id of the last row before."""

    limit: int
    name: str | None = None
    status: str | None = None
    account: str | None = None
    region: str | None = None
    after: int | None = None


def page_of_tasks(uow: UnitOfWork, wanted: TaskPage) -> Sequence[Row[Any]]:
    """Tasks, oldest loop first, with the loop's name, ARN and title, and who holds or settled them.

    Rows are tasks with `human_loop_name`, `human_loop_arn`, `title`, and `worker`, `accepted_ms`, `deadline_ms`,
    `ended_ms`, which are None while nobody has the task.
    """
    filters = (
        (human_loops.c.name, wanted.human_loop_name),
        (workers.c.name, wanted.worker),
        (tasks.c.status, wanted.status),
        (human_loops.c.account, wanted.account),
        (human_loops.c.region, wanted.region),
    )
    query = _matching(_TASKS, filters)
    if wanted.after is not None:
        query = query.where(tuple_(tasks.c.loop_id, tasks.c.ordinal) > tuple_(*wanted.after))
    return uow.all(query.limit(wanted.limit + 1))


def tasks_of_loop(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """The tasks of one loop, as in `page_of_tasks`."""
    return uow.all(_TASKS.where(tasks.c.loop_id == loop_id))


def page_of_loops(uow: UnitOfWork, wanted: LoopPage) -> Sequence[Row[Any]]:
    """Human loops, oldest first."""
    filters = (
        (human_loops.c.name, wanted.name),
        (human_loops.c.status, wanted.status),
        (human_loops.c.account, wanted.account),
        (human_loops.c.region, wanted.region),
    )
    query = _matching(select(human_loops), filters)
    if wanted.after is not None:
        query = query.where(human_loops.c.id > wanted.after)
    return uow.all(query.order_by(human_loops.c.id).limit(wanted.limit + 1))


def page_of_workers(uow: UnitOfWork, limit: int, after: int | None = None) -> Sequence[Row[Any]]:
    """Workers, oldest first, with the `task_id` that each works on, the longest first, or None.

    `after` is the id of the last row before.
    """
    query = _WORKERS if after is None else _WORKERS.where(workers.c.id > after)
    return uow.all(query.order_by(workers.c.id).limit(limit + 1))


def worker(uow: UnitOfWork, name: str) -> Row[Any] | None:
    """The worker of that name, as in `page_of_workers`, or None."""
    return uow.first(_WORKERS.where(workers.c.name == name))


def pending_output(uow: UnitOfWork, loop_id: int) -> Row[Any] | None:
    """The output document of a loop that waits to be written, with `attempts` and `last_error`, or None."""
    return uow.first(select(effects).where(effects.c.loop_id == loop_id, effects.c.kind == "output"))


def waiting_outputs(uow: UnitOfWork) -> tuple[int, int]:
    """How many output documents wait to be written, and how many of them failed at the last attempt."""
    counts = select(func.count(effects.c.id).label("waiting"), func.count(effects.c.last_error).label("failed"))
    row = uow.first(counts.where(effects.c.kind == "output"))
    return (row.waiting, row.failed) if row else (0, 0)


def _matching(query: Select[Any], filters: Sequence[tuple[ColumnElement[Any], str | None]]) -> Select[Any]:
    return query.where(*(column == value for column, value in filters if value is not None))
