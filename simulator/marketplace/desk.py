"""The worker's side of the marketplace: browse, claim, submit, release, decline, pause, resume.

Laws, beside those of `domain.tasks`:

1. A claim is a fenced lease: the assignment's id is its token, and only the worker who holds it can use it, before its
   deadline.
2. One worker, one task at a time, or as many as `Rules.tasks_per_worker` says; a paused task does not count.
3. A worker meets a loop once: who submitted, declined or let lapse gets no other task of the same loop. Who released
   may return while `Rules.retake_after_release` says so.
4. The pool's order is fair: the task whose availability ends first, then the oldest loop, one task of each loop.
5. Who may take what is decided by `domain.admission`; whoever gets nothing is told why.
6. A submitted answer is scored if its question is gold, and is open to review (`domain.reviews`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.domain import json_values
from simulator.domain.admission import EVERYTHING, MET_BEFORE, Barred, why_nothing
from simulator.domain.errors import Conflict, Forbidden, NotFound
from simulator.domain.events import Kind
from simulator.domain.tasks import AssignmentStatus, Move, TaskStatus, after, assignment_after
from simulator.marketplace import golds, reviews
from simulator.marketplace.calling import barring
from simulator.marketplace.pool import Pool, active_ms, end_assignment, move_held, task_event
from simulator.store import admission, human_loops, tasks
from simulator.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Held:
    """A lease that is good at this instant, with its loop."""

    assignment: Row[Any]
    loop: Row[Any]

    @property
    def task_id(self) -> str:
        """The task that is held."""
        return str(self.assignment.task_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where workers take tasks and hand in answers."""

    pool: Pool

    def browse(self, uow: UnitOfWork, worker: Row[Any], at_ms: int, limit: int = 100) -> Sequence[Row[Any]]:
        """The tasks that the worker may take now, in the order to do them; see `store.tasks.offers`."""
        return tasks.offers(uow, worker, admission.of_worker(uow, worker), at_ms, self._barring(), limit)

    def claim(self, uow: UnitOfWork, worker: Row[Any], at_ms: int, task_id: str | None = None) -> Held:
        """Take that task, or the next one; Conflict says why there is none for this worker."""
        working = self.working(uow, worker)
        if working >= self.pool.rules.tasks_per_worker:
            have, one = ("a task", "it") if working == 1 else (f"{working} tasks", "one of them")
            raise Conflict(f"You already have {have}. Submit, release or pause {one} before you take another.")
        if task_id is not None:
            return self._lease(uow, worker, self._wanted(uow, worker, at_ms, task_id), at_ms)
        held = self.take_next(uow, worker, at_ms)
        if held is None:
            reasons = ["There is no task for you at the moment.", *self.why_nothing(uow, worker, at_ms)]
            raise Conflict(" ".join(reasons))
        return held

    def working(self, uow: UnitOfWork, worker: Row[Any]) -> int:
        """How many tasks the worker is at work on."""
        return sum(row.status == AssignmentStatus.WORKING.value for row in tasks.held_by(uow, worker.id))

    def why_not(self, uow: UnitOfWork, worker: Row[Any], task: Row[Any], at_ms: int) -> Barred | None:
        """What bars the worker from an available task, or None if nothing does."""
        admitted, loop = admission.of_worker(uow, worker), human_loops.by_id(uow, task.loop_id)
        barred = admitted.why_not(loop.workteam_arn, loop.flow_arn, for_adults=loop.for_adults)
        if barred or tasks.offer(uow, worker, admitted, task.id, at_ms, self._barring()):
            return barred
        return MET_BEFORE

    def why_nothing(self, uow: UnitOfWork, worker: Row[Any], at_ms: int) -> list[str]:
        """Why there is no task for the worker, in sentences; none if there is just nothing to do."""
        admitted, waiting = admission.of_worker(uow, worker), Counter[Barred]()
        for row in tasks.on_offer(uow, worker, at_ms, self._barring()):
            barred = admitted.why_not(row.workteam_arn, row.flow_arn, for_adults=row.for_adults)
            if barred or row.met:
                waiting[barred or MET_BEFORE] += row.loops
        blocked = admitted.scopes.get(EVERYTHING)
        told = why_nothing(waiting, tasks.held_by_others(uow, worker, admitted))
        return [blocked.sentence] if blocked else told

    def take_next(self, uow: UnitOfWork, worker: Row[Any], at_ms: int) -> Held | None:
        """The next task for a worker who holds none, or None if there is none."""
        found = self.browse(uow, worker, at_ms, limit=1)
        return self._lease(uow, worker, found[0], at_ms) if found else None

    def submit(self, uow: UnitOfWork, worker: Row[Any], token: str, answer: Mapping[str, object], at_ms: int) -> None:
        """Hand in the answer to the task held under `token`."""
        self.submit_held(uow, worker, self.held(uow, worker, token, at_ms), answer, at_ms)

    def submit_held(
        self, uow: UnitOfWork, worker: Row[Any], held: Held, answer: Mapping[str, object], at_ms: int
    ) -> None:
        """Hand in the answer to a task that was found held at this instant."""
        loop, rules = held.loop, self.pool.rules
        move_held(uow, held.assignment, Move.SUBMIT)
        scored = golds.score(uow, loop, answer)
        review = reviews.opening(loop.reward_tenths, rules.auto_approval_seconds, at_ms)
        uow.will_be_due(review.review_due_ms)
        values = {"review": review.review, "review_due_ms": review.review_due_ms}
        values |= {"answer": json_values.dump(answer), "gold": scored.gold, "gold_right": scored.right}
        end_assignment(uow, held.assignment, Move.SUBMIT, at_ms, **values)
        uow.emit(task_event(Kind.TASK_SUBMITTED, loop, held.task_id, at_ms, worker.name))
        self._follow_up(uow, held.assignment.id, scored.right, at_ms)
        self.pool.settle(uow, loop, at_ms)

    def release(self, uow: UnitOfWork, worker: Row[Any], token: str, at_ms: int) -> None:
        """Give the task back; the work on it is lost, and it is available at once."""
        self.pool.give_back(uow, self.held(uow, worker, token, at_ms).assignment, Move.RELEASE, at_ms)

    def decline(self, uow: UnitOfWork, worker: Row[Any], token: str, at_ms: int) -> None:
        """Give the task back for good: this worker does not get the loop again."""
        self.pool.give_back(uow, self.held(uow, worker, token, at_ms).assignment, Move.DECLINE, at_ms)

    def pause(self, uow: UnitOfWork, worker: Row[Any], token: str, at_ms: int) -> None:
        """Stop and resume later: the time limit keeps running, the active time does not (A2I_FACTS B, I [D])."""
        held = self.held(uow, worker, token, at_ms)
        self._shift(uow, held, Move.PAUSE, active_ms=active_ms(held.assignment, at_ms), active_since_ms=None)
        uow.emit(task_event(Kind.TASK_PAUSED, held.loop, held.task_id, at_ms, worker.name))

    def resume(self, uow: UnitOfWork, worker: Row[Any], token: str, at_ms: int) -> None:
        """Go on with a paused task."""
        held = self.held(uow, worker, token, at_ms)
        self._shift(uow, held, Move.RESUME, active_since_ms=at_ms)
        uow.emit(task_event(Kind.TASK_RESUMED, held.loop, held.task_id, at_ms, worker.name))

    def held(self, uow: UnitOfWork, worker: Row[Any], token: str, at_ms: int) -> Held:
        """The lease of that token if the worker holds it and it still runs."""
        assignment = tasks.assignment(uow, token)
        if assignment is None:
            message = "There is no such task in your hands."
            raise NotFound(message)
        return self.hold_of(uow, worker, assignment, at_ms)

    def hold_of(self, uow: UnitOfWork, worker: Row[Any], assignment: Row[Any], at_ms: int) -> Held:
        """The lease that an assignment is, if the worker holds it and it still runs."""
        if assignment.worker_id != worker.id:
            message = "Another worker holds this task."
            raise Forbidden(message)
        if assignment.deadline_ms is None or at_ms >= assignment.deadline_ms:
            raise Conflict(_over(assignment))
        return Held(assignment, human_loops.by_id(uow, assignment.loop_id))

    def _follow_up(self, uow: UnitOfWork, answer_id: str, right: bool | None, at_ms: int) -> None:  # noqa: FBT001
        if right is not None:
            golds.follow(uow, reviews.answer(uow, answer_id), right=right, at_ms=at_ms, rules=self.pool.rules)

    def _wanted(self, uow: UnitOfWork, worker: Row[Any], at_ms: int, task_id: str) -> Row[Any]:
        admitted = admission.of_worker(uow, worker)
        task = tasks.offer(uow, worker, admitted, task_id, at_ms, self._barring())
        if task is None:
            raise Conflict(self._refusal(uow, worker, task_id, at_ms))
        return task

    def _refusal(self, uow: UnitOfWork, worker: Row[Any], task_id: str, at_ms: int) -> str:
        task = tasks.by_id(uow, task_id)
        if task is None:
            return "There is no task with that id."
        if task.status != TaskStatus.AVAILABLE.value:
            return f"The task is {task.status}, so it cannot be taken."
        if at_ms >= task.available_until_ms:
            return "The task has expired."
        barred = self.why_not(uow, worker, task, at_ms) or MET_BEFORE
        return barred.sentence

    def _lease(self, uow: UnitOfWork, worker: Row[Any], task: Row[Any], at_ms: int) -> Held:
        loop = human_loops.by_id(uow, task.loop_id)
        starts_ms = max(at_ms, task.created_ms)
        earlier = tasks.leases(uow, loop.id, worker.id)
        token = self.pool.entropy.uuid_at(starts_ms, "assignment", loop.arn, loop.created_ms, earlier.of_loop)
        was = TaskStatus(task.status)
        if not tasks.set_status(uow, task.id, was, after(was, Move.ACCEPT), token):
            message = "Another worker was faster."
            raise Conflict(message)
        started = _started(loop, starts_ms) | {"visit": earlier.of_worker + 1}
        values = {"id": token, "task_id": task.id, "loop_id": loop.id, "worker_id": worker.id, **started}
        lease = tasks.add_assignment(uow, values)
        uow.emit(task_event(Kind.TASK_ACCEPTED, loop, task.id, starts_ms, worker.name))
        return Held(lease, loop)

    def _shift(self, uow: UnitOfWork, held: Held, move: Move, **values: object) -> None:
        move_held(uow, held.assignment, move)
        status = assignment_after(AssignmentStatus(held.assignment.status), move)
        tasks.change_assignment(uow, held.assignment.id, status=status.value, **values)

    def _barring(self) -> tuple[AssignmentStatus, ...]:
        return barring(self.pool.rules)


def _started(loop: Row[Any], at_ms: int) -> dict[str, Any]:
    return {
        "status": AssignmentStatus.WORKING.value,
        "accepted_ms": at_ms,
        "deadline_ms": at_ms + loop.time_limit_seconds * 1000,
        "active_ms": 0,
        "active_since_ms": at_ms,
    }


def _over(assignment: Row[Any]) -> str:
    if assignment.deadline_ms is None and assignment.status != AssignmentStatus.LAPSED.value:
        return f"This task was already {assignment.status}."
    return "The time limit of this task has passed, so it went back to the other workers."
