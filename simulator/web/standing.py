"""How one task stands for one worker: what the task's page shows, and what can be done there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from simulator.domain.admission import Bar, Barred
from simulator.domain.tasks import HELD, AssignmentStatus, TaskStatus
from simulator.marketplace.desk import Desk
from simulator.store import human_loops, tasks
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import portal_queries


class State(StrEnum):
    """Every way in which a task can stand for a worker."""

    WORKING = "working"
    PAUSED = "paused"
    OFFERED = "offered"
    SUBMITTED = "submitted"
    LAPSED = "lapsed"
    DECLINED = "declined"
    RELEASED = "released"
    OTHER_TEAM = "other-team"
    BLOCKED = "blocked"
    UNQUALIFIED = "unqualified"
    ADULT_CONTENT = "adult-content"
    MET_BEFORE = "met-before"
    WITH_ANOTHER = "with-another"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


_OWN = {
    AssignmentStatus.WORKING: State.WORKING,
    AssignmentStatus.PAUSED: State.PAUSED,
    AssignmentStatus.SUBMITTED: State.SUBMITTED,
    AssignmentStatus.LAPSED: State.LAPSED,
    AssignmentStatus.DECLINED: State.DECLINED,
}
_BARRED = {
    Bar.OTHER_TEAM: State.OTHER_TEAM,
    Bar.BLOCKED: State.BLOCKED,
    Bar.UNQUALIFIED: State.UNQUALIFIED,
    Bar.ADULT_CONTENT: State.ADULT_CONTENT,
}
_EXPLAINED = frozenset({State.BLOCKED, State.UNQUALIFIED})
_SETTLED = {
    TaskStatus.SUBMITTED: State.ANSWERED,
    TaskStatus.EXPIRED: State.EXPIRED,
    TaskStatus.WITHDRAWN: State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A task as a worker finds it. `lease` is the worker's last hold of it; `task` and `loop` are None if unknown.

    `sentence` says what bars this worker, where that is more than the state itself.
    """

    state: State
    task: Row[Any] | None = None
    loop: Row[Any] | None = None
    lease: Row[Any] | None = None
    sentence: str | None = None

    def document(self) -> dict[str, object]:
        """What the page's script needs."""
        holds = self.state in {State.WORKING, State.PAUSED} and self.lease is not None
        return {
            "state": self.state.value,
            "lease": self.lease.id if self.lease and holds else None,
            "accepted_ms": self.lease.accepted_ms if self.lease and holds else None,
            "deadline_ms": self.lease.deadline_ms if self.lease and holds else None,
        }


def standing(uow: UnitOfWork, desk: Desk, worker: Row[Any], task_id: str, at_ms: int) -> Standing:
    """How the task stands for the worker at that instant."""
    task = tasks.by_id(uow, task_id)
    if task is None:
        return Standing(State.UNKNOWN)
    lease, loop = portal_queries.latest_assignment(uow, worker, task_id), human_loops.by_id(uow, task.loop_id)
    own = _own(lease, at_ms)
    barred = None if own else desk.why_not(uow, worker, task, at_ms)
    state = own or _state(task, lease, barred, at_ms)
    sentence = barred.sentence if barred and state in _EXPLAINED else None
    return Standing(state, task, loop, lease, sentence)


def _own(lease: Row[Any] | None, at_ms: int) -> State | None:
    if lease is None or lease.status == AssignmentStatus.RELEASED.value:
        return None
    if lease.deadline_ms is not None and at_ms >= lease.deadline_ms:
        return State.LAPSED
    return _OWN[AssignmentStatus(lease.status)]


def _state(task: Row[Any], lease: Row[Any] | None, barred: Barred | None, at_ms: int) -> State:
    if barred is not None and barred.bar is not Bar.MET_BEFORE:
        return _BARRED[barred.bar]
    gone = _gone(task, at_ms)
    if gone or barred is None:
        return gone or State.OFFERED
    return State.RELEASED if lease is not None else State.MET_BEFORE


def _gone(task: Row[Any], at_ms: int) -> State | None:
    status = TaskStatus(task.status)
    if status in _SETTLED:
        return _SETTLED[status]
    if at_ms >= task.available_until_ms:
        return State.EXPIRED
    return State.WITH_ANOTHER if status in HELD else None
