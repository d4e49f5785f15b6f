"""Tasks and assignments: what a worker can take, who holds what, how a loop stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from simulator.domain.admission import EVERYTHING, Admission
from simulator.domain.human_loops import Tally
from simulator.domain.tasks import HELD, AssignmentStatus, TaskStatus
from simulator.store.changes import change
from simulator.store.tables import assignments, human_loops, tasks, workers
from simulator.store.unit_of_work import UnitOfWork

Barring = tuple[AssignmentStatus, ...]
_AVAILABLE: ColumnElement[str] = literal_column(f"'{TaskStatus.AVAILABLE.value}'")
"""Written out in the statement, or SQLite would not use the index of available tasks."""
_ADD = insert(tasks)
_ADD_ASSIGNMENT = insert(assignments).returning(assignments)
_BY_ID = select(tasks).where(tasks.c.id == bindparam("task_id"))
_OF_LOOP = select(tasks).where(tasks.c.loop_id == bindparam("loop_id")).order_by(tasks.c.ordinal)
_ASSIGNMENT = select(assignments).where(assignments.c.id == bindparam("assignment_id"))
_ASSIGNMENTS_OF_LOOP = (
    select(assignments)
    .where(assignments.c.loop_id == bindparam("loop_id"))
    .order_by(assignments.c.accepted_ms, assignments.c.id)
)
_LEASES = select(
    func.count().label("of_loop"),
    func.count().filter(assignments.c.worker_id == bindparam("worker_id")).label("of_worker"),
).where(assignments.c.loop_id == bindparam("loop_id"))
_HELD_BY = (
    select(assignments)
    .where(assignments.c.worker_id == bindparam("worker_id"), assignments.c.deadline_ms.is_not(None))
    .order_by(assignments.c.accepted_ms, assignments.c.id)
)
_AVAILABLE_OF_LOOP = select(func.count()).where(tasks.c.loop_id == bindparam("loop_id"), tasks.c.status == _AVAILABLE)
_CALLED = select(func.count()).where(workers.c.called_loop_id == bindparam("loop_id"))
_UNATTENDED = select(_AVAILABLE_OF_LOOP.scalar_subquery() - _CALLED.scalar_subquery())
_LAPSED = (
    select(assignments)
    .where(assignments.c.deadline_ms <= bindparam("at_ms"))
    .order_by(assignments.c.deadline_ms, assignments.c.accepted_ms, assignments.c.id)
)
_DECLINES = select(func.count(func.distinct(assignments.c.worker_id))).where(
    assignments.c.loop_id == bindparam("loop_id"), assignments.c.status == AssignmentStatus.DECLINED.value
)
_TALLY = select(
    func.count().filter(tasks.c.status == TaskStatus.SUBMITTED.value).label("submitted"),
    func.count().filter(tasks.c.status == TaskStatus.AVAILABLE.value).label("available"),
    func.count().filter(tasks.c.status.in_([status.value for status in HELD])).label("held"),
    _DECLINES.scalar_subquery().label("declines"),
).where(tasks.c.loop_id == bindparam("loop_id"))
_MOVE = (
    update(tasks)
    .where(tasks.c.id == bindparam("task_id"), tasks.c.status == bindparam("was"))
    .values(status=bindparam("becomes"), assignment_id=bindparam("lease"))
)
_ANSWERS = (
    select(assignments, workers.c.name.label("worker_name"), workers.c.sub.label("worker_sub"))
    .join(workers, workers.c.id == assignments.c.worker_id)
    .where(assignments.c.loop_id == bindparam("loop_id"), assignments.c.status == AssignmentStatus.SUBMITTED.value)
    .order_by(assignments.c.ended_ms, assignments.c.accepted_ms, assignments.c.id)
)


def add(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert tasks."""
    uow.run(_ADD, rows)


def by_id(uow: UnitOfWork, task_id: str) -> Row[Any] | None:
    """The task with that id, or None."""
    return uow.first(_BY_ID, {"task_id": task_id})


def of_loop(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """The tasks of a loop in their order."""
    return uow.all(_OF_LOOP, {"loop_id": loop_id})


def set_status(uow: UnitOfWork, task_id: str, was: TaskStatus, becomes: TaskStatus, lease: str | None) -> bool:
    """Move a task on if it is as it `was`; whether it was."""
    values = {"task_id": task_id, "was": was.value, "becomes": becomes.value, "lease": lease}
    return uow.run(_MOVE, values) == 1


def add_assignment(uow: UnitOfWork, values: Mapping[str, Any]) -> Row[Any]:
    """Insert an assignment; its row."""
    uow.will_be_due(values["deadline_ms"])
    return uow.add_returning(_ADD_ASSIGNMENT, values)


def assignment(uow: UnitOfWork, assignment_id: str) -> Row[Any] | None:
    """The assignment with that id, or None."""
    return uow.first(_ASSIGNMENT, {"assignment_id": assignment_id})


def change_assignment(uow: UnitOfWork, assignment_id: str, **values: object) -> None:
    """Set columns of an assignment."""
    change(uow, assignments, assignment_id, values)


def assignments_of_loop(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """Every assignment of a loop, oldest first."""
    return uow.all(_ASSIGNMENTS_OF_LOOP, {"loop_id": loop_id})


def leases(uow: UnitOfWork, loop_id: int, worker_id: int) -> Row[Any]:
    """How many assignments a loop has had, as `of_loop`, and how many of them that worker, as `of_worker`."""
    return uow.all(_LEASES, {"loop_id": loop_id, "worker_id": worker_id})[0]


def unattended(uow: UnitOfWork, loop_id: int) -> int:
    """How many tasks of a loop nobody holds, less the simulated workers who get up for the loop."""
    return int(uow.scalar(_UNATTENDED, {"loop_id": loop_id}))


def has_met(uow: UnitOfWork, loop_id: int, worker_id: int, barring: Barring) -> bool:
    """Whether a worker holds a task of a loop, or had one with an outcome in `barring`."""
    return bool(uow.column(_meetings(barring), {"loop_id": loop_id, "worker_id": worker_id}))


def held_by(uow: UnitOfWork, worker_id: int) -> Sequence[Row[Any]]:
    """The assignments whose lease a worker holds, paused ones included, oldest first."""
    return uow.all(_HELD_BY, {"worker_id": worker_id})


def lapsed(uow: UnitOfWork, at_ms: int) -> Sequence[Row[Any]]:
    """Assignments whose lease has passed at `at_ms`, earliest first."""
    return uow.all(_LAPSED, {"at_ms": at_ms})


def answers(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """The submitted assignments of a loop with `worker_name` and `worker_sub`, in the order of submission."""
    return uow.all(_ANSWERS, {"loop_id": loop_id})


def tally(uow: UnitOfWork, loop_id: int) -> Tally:
    """How the tasks of a loop stand."""
    return Tally(*uow.all(_TALLY, {"loop_id": loop_id})[0])


def offers(
    uow: UnitOfWork, worker: Row[Any], admitted: Admission, at_ms: int, barring: Barring, limit: int
) -> Sequence[Row[Any]]:
    """Tasks that a worker may take, one of each loop: earliest end of availability first, then oldest loop.

    Rows are tasks with the loop's `name`, `title`, `description`, `time_limit_seconds`, `reward_tenths`, `flow_arn`,
    `loop_created_ms`. After the outcomes in `barring` a worker does not meet the loop again.
    """
    reach = _reach(admitted)
    if reach is None:
        return ()
    values = reach.values() | {"worker_id": worker.id, "at_ms": at_ms, "most": limit}
    return uow.all(_offers(barring, reach.shape()), values)


def offer(
    uow: UnitOfWork, worker: Row[Any], admitted: Admission, task_id: str, at_ms: int, barring: Barring
) -> Row[Any] | None:
    """That task as in `offers` if it is available and new to the worker, whatever bars the worker's admission."""
    values = {"worker_id": worker.id, "at_ms": at_ms, "task_id": task_id}
    found = uow.first(_offer(barring), values)
    if found is None or admitted.why_not(found.workteam_arn, found.flow_arn, for_adults=found.for_adults):
        return None
    return found


def on_offer(uow: UnitOfWork, worker: Row[Any], at_ms: int, barring: Barring) -> Sequence[Row[Any]]:
    """How many loops have a task on offer: rows of `workteam_arn`, `flow_arn`, `for_adults`, `met`, `loops`.

    `met` says that the worker had a task of these loops and shall not have another.
    """
    return uow.all(_on_offer(barring), {"worker_id": worker.id, "at_ms": at_ms})


def held_by_others(uow: UnitOfWork, worker: Row[Any], admitted: Admission) -> int:
    """How many tasks of the worker's teams other workers have in hand."""
    lease = assignments.c
    query = select(func.count()).select_from(assignments).join(tasks, tasks.c.id == lease.task_id)
    query = query.where(lease.deadline_ms.is_not(None), lease.worker_id != worker.id)
    if admitted.teams is not None:
        query = query.where(tasks.c.workteam_arn.in_(sorted(admitted.teams)))
    return int(uow.scalar(query))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What distinguishes the statements of `offers`: a number of teams (None: all), and which filters there are."""

    teams: int | None
    without_teams: bool
    without_flows: bool
    with_adult_content: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    """The part of an admission that a query can use."""

    teams: tuple[str, ...] | None
    without: tuple[str, ...]
    with_adult_content: bool

    def shape(self) -> _Shape:
        some = bool(self.without)
        number = None if self.teams is None else len(self.teams)
        return _Shape(number, self.teams is None and some, some, self.with_adult_content)

    def values(self) -> dict[str, Any]:
        teams = {f"team_{number}": arn for number, arn in enumerate(self.teams or ())}
        return teams | ({"without": self.without} if self.without else {})


def _reach(admitted: Admission) -> _Reach | None:
    if EVERYTHING in admitted.scopes:
        return None
    teams = None if admitted.teams is None else tuple(sorted(admitted.teams - admitted.scopes.keys()))
    return None if teams == () else _Reach(teams, tuple(sorted(admitted.scopes)), admitted.takes_adult_content)


@cache
def _offers(barring: Barring, shape: _Shape) -> Select[Any] | CompoundSelect[Any]:
    if shape.teams is None:
        return _best(_reachable(barring, shape))
    parts = [
        _best(_reachable(barring, shape).where(tasks.c.workteam_arn == bindparam(f"team_{number}")))
        for number in range(shape.teams)
    ]
    if len(parts) == 1:
        return parts[0]
    merged = union_all(*(select(part.subquery()) for part in parts))
    return merged.order_by("available_until_ms", "loop_id").limit(bindparam("most"))


def _best(query: Select[Any]) -> Select[Any]:
    return query.order_by(tasks.c.available_until_ms, tasks.c.loop_id).limit(bindparam("most"))


def _reachable(barring: Barring, shape: _Shape) -> Select[Any]:
    query = _offered(barring).where(_first_of_loop())
    if shape.without_teams:
        query = query.where(tasks.c.workteam_arn.not_in(bindparam("without", expanding=True)))
    if shape.without_flows:
        query = query.where(human_loops.c.flow_arn.not_in(bindparam("without", expanding=True)))
    return query if shape.with_adult_content else query.where(human_loops.c.for_adults.is_(False))


@cache
def _offer(barring: Barring) -> Select[Any]:
    return _offered(barring).where(tasks.c.id == bindparam("task_id"))


@cache
def _on_offer(barring: Barring) -> Select[Any]:
    of_loop = (human_loops.c.workteam_arn, human_loops.c.flow_arn, human_loops.c.for_adults)
    met = _met_before(barring).label("met")
    query = select(*of_loop, met, func.count(func.distinct(tasks.c.loop_id)).label("loops"))
    query = query.join(human_loops, human_loops.c.id == tasks.c.loop_id)
    query = query.where(tasks.c.status == _AVAILABLE, tasks.c.available_until_ms > bindparam("at_ms"))
    return query.group_by(*of_loop, met)


def _offered(barring: Barring) -> Select[Any]:
    loop = human_loops.c
    of_loop = (loop.name, loop.title, loop.description, loop.time_limit_seconds, loop.reward_tenths, loop.flow_arn)
    query = select(tasks, *of_loop, loop.for_adults, loop.created_ms.label("loop_created_ms"))
    query = query.join(human_loops, loop.id == tasks.c.loop_id)
    return query.where(
        tasks.c.status == _AVAILABLE, tasks.c.available_until_ms > bindparam("at_ms"), ~_met_before(barring)
    )


def _met_before(barring: Barring) -> ColumnElement[bool]:
    return exists().where(assignments.c.loop_id == tasks.c.loop_id, *_meeting(barring))


@cache
def _meetings(barring: Barring) -> Select[Any]:
    return select(assignments.c.id).where(assignments.c.loop_id == bindparam("loop_id"), *_meeting(barring)).limit(1)


def _meeting(barring: Barring) -> tuple[ColumnElement[bool], ...]:
    over = assignments.c.status.in_([status.value for status in barring])
    return assignments.c.worker_id == bindparam("worker_id"), or_(assignments.c.deadline_ms.is_not(None), over)


def _first_of_loop() -> ColumnElement[bool]:
    other = tasks.alias("other")
    earlier = and_(other.c.loop_id == tasks.c.loop_id, other.c.ordinal < tasks.c.ordinal, other.c.status == _AVAILABLE)
    return ~exists().where(earlier)
