"""What the portal asks of the store, beside what the desk offers."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, literal_column, select

from simulator.domain.tasks import AssignmentStatus
from simulator.store.tables import assignments, human_loops
from simulator.store.unit_of_work import UnitOfWork

_DAY_MS = 24 * 3600 * 1000
_LATEST: ColumnElement[Any] = literal_column("assignment.rowid").desc()
"""Of two that were accepted in the same millisecond, as happens while the clock stands still, the later one first."""


class Held(NamedTuple):
    """A lease that runs, with what the worker needs to know of it."""

    task_id: str
    title: str
    description: str
    is_paused: bool
    accepted_ms: int
    deadline_ms: int


class Counts(NamedTuple):
    """What the worker has done."""

    done_today: int
    done: int
    active_today_ms: int


def held(uow: UnitOfWork, worker: Row[Any], at_ms: int) -> list[Held]:
    """What the worker has in hand, the task being worked on first, then by deadline."""
    lease = assignments.c
    query = (
        select(lease.task_id, lease.status, lease.accepted_ms, lease.deadline_ms)
        .add_columns(human_loops.c.title, human_loops.c.description)
        .join(human_loops, human_loops.c.id == lease.loop_id)
        .where(lease.worker_id == worker.id, lease.deadline_ms > at_ms)
        .order_by(lease.deadline_ms)
    )
    found = [
        Held(
            row.task_id,
            row.title,
            row.description,
            row.status == AssignmentStatus.PAUSED.value,
            row.accepted_ms,
            row.deadline_ms,
        )
        for row in uow.all(query)
    ]
    return sorted(found, key=lambda each: each.is_paused)


def counts(uow: UnitOfWork, worker: Row[Any], at_ms: int) -> Counts:
    """The numbers of a worker's board at an instant; the day is the simulator's, in UTC."""
    done = _done(uow, worker, 0)
    today = _done(uow, worker, at_ms - at_ms % _DAY_MS)
    return Counts(today[0], done[0], today[1])


def latest_assignment(uow: UnitOfWork, worker: Row[Any], task_id: str) -> Row[Any] | None:
    """The worker's last hold of a task, or None."""
    query = select(assignments).where(assignments.c.worker_id == worker.id, assignments.c.task_id == task_id)
    return uow.first(query.order_by(assignments.c.accepted_ms.desc(), _LATEST))


def _done(uow: UnitOfWork, worker: Row[Any], since_ms: int) -> tuple[int, int]:
    active_ms = func.coalesce(func.sum(assignments.c.active_ms), 0).label("active_ms")
    query = select(func.count().label("number"), active_ms).where(
        assignments.c.worker_id == worker.id,
        assignments.c.status == AssignmentStatus.SUBMITTED.value,
        assignments.c.ended_ms >= since_ms,
    )
    row = uow.first(query)
    return (row.number, row.active_ms) if row else (0, 0)
