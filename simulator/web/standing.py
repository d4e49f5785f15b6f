"""How one task stands for one worker: what the task's page shows, and what can be done there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

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
_SETTLED = {
    TaskStatus.SUBMITTED: State.ANSWERED,
    TaskStatus.EXPIRED: State.EXPIRED,
    TaskStatus.WITHDRAWN: State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A task as a worker finds it. `lease` is the worker's last hold of it; `task` and `loop` are None if unknown."""

    state: State
    task: Row[Any] | None = None
    loop: Row[Any] | None = None
    lease: Row[Any] | None = None

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
    return Standing(_state(uow, desk, worker, task, lease, at_ms), task, loop, lease)


def _state(uow: UnitOfWork, desk: Desk, worker: Row[Any], task: Row[Any], lease: Row[Any] | None, at_ms: int) -> State:
    if lease is not None and lease.deadline_ms is not None and at_ms >= lease.deadline_ms:
        return State.LAPSED
    if lease is not None and lease.status != AssignmentStatus.RELEASED.value:
        return _OWN[AssignmentStatus(lease.status)]
    if tasks.offer(uow, worker, task.id, at_ms, desk._barring()):  # noqa: SLF001
        return State.OFFERED
    if worker.workteam_arn and worker.workteam_arn != task.workteam_arn:
        return State.OTHER_TEAM
    return _not_offered(uow, worker, task, lease, at_ms)


def _not_offered(uow: UnitOfWork, worker: Row[Any], task: Row[Any], lease: Row[Any] | None, at_ms: int) -> State:
    status = TaskStatus(task.status)
    if status in _SETTLED:
        return _SETTLED[status]
    if at_ms >= task.available_until_ms:
        return State.EXPIRED
    if status in HELD:
        return State.WITH_ANOTHER
    if lease is not None:
        return State.RELEASED
    return State.MET_BEFORE if portal_queries.has_met(uow, worker, task.loop_id) else State.WITH_ANOTHER
