"""The loop's side of the marketplace: tasks are offered, come back, expire, are withdrawn; the loop ends.

Every function is a part of a unit of work and takes the instant at which it happens.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from simulator.domain import human_loops as loops
from simulator.domain.events import Event, Kind
from simulator.domain.human_loops import HumanLoopStatus, Rules
from simulator.domain.reviews import Verdict
from simulator.domain.tasks import HELD_AS, AssignmentStatus, Move, TaskStatus, after, assignment_after
from simulator.entropy import Entropy
from simulator.marketplace import reviews
from simulator.marketplace.calling import Calling
from simulator.marketplace.presence import Presence
from simulator.store import answers, drafts, endings, human_loops, tasks, workers
from simulator.store.unit_of_work import UnitOfWork

_CLOSED = {Move.EXPIRE: Kind.TASK_EXPIRED, Move.WITHDRAW: Kind.TASK_WITHDRAWN}
_GIVEN_BACK = {Move.RELEASE: Kind.TASK_RELEASED, Move.DECLINE: Kind.TASK_DECLINED, Move.LAPSE: Kind.TASK_LAPSED}


@dataclass(frozen=True, slots=True)
class Pool:
    """Tasks on offer, under one seed and one set of rules; `calling` gets simulated workers up for them."""

    entropy: Entropy
    rules: Rules
    calling: Calling = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calling", Calling(self.entropy, self.rules, Presence(self.entropy)))

    def offer(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """Create the tasks of a new loop and call idle workers of the crew for them."""
        rows = [self._task(loop, ordinal, at_ms) for ordinal in range(loop.task_count)]
        tasks.add(uow, rows)
        uow.emit(*(task_event(Kind.TASK_CREATED, loop, row["id"], at_ms) for row in rows))
        self.calling.call_for_new(uow, loop, at_ms)

    def give_back(self, uow: UnitOfWork, assignment: Row[Any], move: Move, at_ms: int) -> None:
        """End a lease without an answer: the task is on offer again, unless the loop is closing."""
        loop, worker = human_loops.by_id(uow, assignment.loop_id), workers.who(uow, assignment.worker_id)
        move_held(uow, assignment, move)
        end_assignment(uow, assignment, move, at_ms)
        uow.emit(task_event(_GIVEN_BACK[move], loop, assignment.task_id, at_ms, worker.name))
        self.settle(uow, loop, at_ms)
        self.calling.call(uow, loop, at_ms)

    def expire(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """The loop's availability lifetime is over: nobody can take its tasks any more."""
        human_loops.change(uow, loop.id, expires_ms=None)
        self.settle(uow, loop, at_ms)

    def stop(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """Offer the loop no more; who holds a task may finish it (A2I_FACTS B [D]). A loop that is ending goes on."""
        if loop.ending is not None:
            return
        becomes = loops.after(HumanLoopStatus(loop.status), loops.LoopMove.STOP)
        human_loops.change(uow, loop.id, status=becomes.value)
        uow.emit(loop_event(Kind.HUMAN_LOOP_STOPPING, loop, at_ms))
        self.settle(uow, human_loops.by_id(uow, loop.id), at_ms)

    def remove(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """Delete a loop with its tasks; rewards that wait are paid first, since nobody can reject the answers now."""
        if HumanLoopStatus(loop.status) in loops.OPEN:
            self._close(uow, loop, Move.WITHDRAW, at_ms)
        for answer in answers.unpaid_of_loop(uow, loop.id):
            reviews.judge(uow, answer, Verdict.APPROVE, at_ms, reviews.LOOP_DELETED)
        human_loops.remove(uow, loop.id)
        uow.emit(loop_event(Kind.HUMAN_LOOP_DELETED, loop, at_ms))

    def settle(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """Close the pool if it must be, and decide the ending if nothing more can come."""
        status, tally = HumanLoopStatus(loop.status), tasks.tally(uow, loop.id)
        expired = at_ms >= loop.available_until_ms
        found = loops.settlement(status, loop.task_count, tally, expired=expired, rules=self.rules)
        if found.closing:
            self._close(uow, loop, found.closing, at_ms)
        if found.ending and status in loops.OPEN and loop.ending is None:
            endings.decide(uow, loop, found.ending, at_ms)

    def _close(self, uow: UnitOfWork, loop: Row[Any], move: Move, at_ms: int) -> None:
        for task in tasks.of_loop(uow, loop.id):
            if task.status == TaskStatus.AVAILABLE.value:
                tasks.set_status(uow, task.id, TaskStatus.AVAILABLE, after(TaskStatus.AVAILABLE, move), None)
                uow.emit(task_event(_CLOSED[move], loop, task.id, at_ms))

    def _task(self, loop: Row[Any], ordinal: int, at_ms: int) -> dict[str, Any]:
        return {
            "id": self.entropy.uuid_at(at_ms, "task", loop.arn, loop.created_ms, ordinal),
            "loop_id": loop.id,
            "ordinal": ordinal,
            "workteam_arn": loop.workteam_arn,
            "status": TaskStatus.AVAILABLE.value,
            "assignment_id": None,
            "created_ms": at_ms,
            "available_until_ms": loop.available_until_ms,
        }


def move_held(uow: UnitOfWork, assignment: Row[Any], move: Move) -> None:
    """Move the task that is held under a lease."""
    was = HELD_AS[AssignmentStatus(assignment.status)]
    becomes = after(was, move)
    if not tasks.set_status(
        uow, assignment.task_id, was, becomes, None if becomes is TaskStatus.AVAILABLE else assignment.id
    ):
        message = f"task {assignment.task_id} is not {was.value}, as its assignment says"
        raise LookupError(message)


def end_assignment(uow: UnitOfWork, assignment: Row[Any], move: Move, at_ms: int, **values: object) -> None:
    """Turn a lease into a record, its draft gone; `values` are columns that it has besides."""
    drafts.drop(uow, assignment.id)
    tasks.change_assignment(
        uow,
        assignment.id,
        status=assignment_after(AssignmentStatus(assignment.status), move).value,
        deadline_ms=None,
        ended_ms=at_ms,
        active_ms=active_ms(assignment, at_ms),
        active_since_ms=None,
        **values,
    )


def active_ms(assignment: Row[Any], at_ms: int) -> int:
    """The time worked on a task up to `at_ms`, pauses left out."""
    running = at_ms - assignment.active_since_ms if assignment.active_since_ms is not None else 0
    return int(assignment.active_ms + running)


def loop_event(kind: Kind, loop: Row[Any], at_ms: int) -> Event:
    """A fact about a human loop."""
    return Event(kind, at_ms, {"human_loop_name": loop.name, "human_loop_arn": loop.arn})


def task_event(kind: Kind, loop: Row[Any], task_id: str, at_ms: int, worker: str | None = None) -> Event:
    """A fact about a task, and about the worker who had it."""
    data: dict[str, object] = {"human_loop_name": loop.name, "human_loop_arn": loop.arn, "task_id": task_id}
    return Event(kind, at_ms, data | ({"worker": worker} if worker else {}))
