"""The crew: simulated workers. Each notices tasks, takes one, works for a while, does something with it, and goes on.

1. A worker's next act is a column (`worker.wake_ms`), so the crew needs no coroutine and survives a restart. What an
   act is follows from what the worker holds: nothing, so it looks for a task; a paused task, so it resumes; a task, so
   it pauses or comes to the end that was planned.
2. A plan is not in the database: it can be drawn again at any time from the same stream (`visits.py`), and is
   remembered only to be quick. So what a worker does with a loop depends on the seed, the worker's name and the loop,
   and adding a worker changes nothing of it; only who gets which task can change.
3. An answer from outside (a URL, a function) is asked for as soon as the task is taken, as an effect. Time that is
   moved waits for effects, so the answer is there when the worker comes to its end; in time that runs by itself the
   worker goes on working until it is, at most until the lease lapses: who waits is known by waking at that instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Row

from simulator.domain.events import Event, Kind
from simulator.domain.tasks import AssignmentStatus
from simulator.marketplace.calling import Calling
from simulator.marketplace.desk import Desk, Held
from simulator.marketplace.pool import task_event
from simulator.marketplace.visits import Outcome, Plan, Work, plan, stream_name
from simulator.store import tasks, workers
from simulator.store.unit_of_work import UnitOfWork

PlanKey = tuple[str, int, int, Outcome | None]
"""What a plan follows from: lease, worker, instant of acceptance, and what a rule wants."""

_PLANS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Visit:
    """A worker with a task in hand."""

    worker: Row[Any]
    held: Held

    @property
    def name(self) -> tuple[object, ...]:
        """What names the visit's draws."""
        return stream_name(self.worker, self.held.loop, self.held.assignment.visit)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker hands in."""

    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is none; the worker declines the task."""

    reason: str


class Waiting:
    """The answer is still to come, and the worker wakes when it does."""


class AnswerSource(Protocol):
    """Where the answers of simulated workers come from."""

    def begin(self, uow: UnitOfWork, visit: Visit, at_ms: int) -> None:
        """A task was taken that shall be answered: ask for its answer where that comes from outside."""

    def told(self, uow: UnitOfWork, visit: Visit) -> Outcome | None:
        """What a rule wants to become of the task, or None where the worker's own ways decide."""

    def fields(self, uow: UnitOfWork, loop: Row[Any]) -> int:
        """How many fields the loop's form asks."""

    def end(self, uow: UnitOfWork, visit: Visit, at_ms: int) -> Answer | NoAnswer | Waiting:
        """What to hand in now."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Simulated workers at one desk."""

    desk: Desk
    source: AnswerSource
    _plans: dict[PlanKey, Plan] = field(default_factory=dict)

    @property
    def calling(self) -> Calling:
        """Who calls them."""
        return self.desk.pool.calling

    def act(self, uow: UnitOfWork, worker: Row[Any], at_ms: int) -> None:
        """Do what the worker meant to do at this instant."""
        held = tasks.held_by(uow, worker.id)
        if held:
            self._go_on(uow, worker, held[0], at_ms)
            return
        taken = self._look(uow, worker, at_ms)
        if worker.called_loop_id is not None and taken != worker.called_loop_id:
            is_here = self.calling.presence.first_ms(worker, at_ms) == at_ms
            self.calling.hand_on(uow, worker.called_loop_id, taken if is_here else None, at_ms)

    def can_act(self, uow: UnitOfWork, worker: Row[Any]) -> bool:
        """Whether the worker's next act can do anything, as things stand."""
        if tasks.held_by(uow, worker.id):
            return True
        at_ms = self.calling.presence.first_ms(worker, worker.wake_ms)
        return at_ms is not None and bool(self.desk.browse(uow, worker, at_ms, 1))

    def _go_on(self, uow: UnitOfWork, worker: Row[Any], assignment: Row[Any], at_ms: int) -> None:
        visit = Visit(worker, self.desk.hold_of(uow, worker, assignment, at_ms))
        if assignment.status == AssignmentStatus.PAUSED.value:
            self.desk.resume(uow, worker, assignment.id, at_ms)
            workers.wake(uow, worker.id, at_ms + max(1, self._plan(uow, visit).work_ms - assignment.active_ms))
            return
        planned = self._plan(uow, visit)
        if planned.pause_after_ms and not assignment.active_ms:
            self.desk.pause(uow, worker, assignment.id, at_ms)
            workers.wake(uow, worker.id, at_ms + planned.pause_ms)
        elif self._end(uow, visit, planned.outcome, at_ms):
            self._rest(uow, visit, planned.outcome, at_ms)

    def _end(self, uow: UnitOfWork, visit: Visit, outcome: Outcome, at_ms: int) -> bool:
        worker, token = visit.worker, visit.held.assignment.id
        if outcome is Outcome.RELEASE:
            self.desk.release(uow, worker, token, at_ms)
            return True
        if outcome is Outcome.DECLINE:
            self.desk.decline(uow, worker, token, at_ms)
            return True
        return self._hand_in(uow, visit, at_ms)

    def _hand_in(self, uow: UnitOfWork, visit: Visit, at_ms: int) -> bool:
        worker, held = visit.worker, visit.held
        answer = self.source.end(uow, visit, at_ms)
        if isinstance(answer, Waiting):
            workers.wake(uow, worker.id, held.assignment.deadline_ms)
            return False
        if isinstance(answer, Answer):
            self.desk.submit_held(uow, worker, held, answer.content, at_ms)
            return True
        fact = task_event(Kind.ANSWER_FAILED, held.loop, held.task_id, at_ms, worker.name)
        uow.emit(Event(fact.kind, at_ms, {**fact.data, "error": answer.reason}))
        self.desk.decline(uow, worker, held.assignment.id, at_ms)
        return True

    def _rest(self, uow: UnitOfWork, visit: Visit, outcome: Outcome, at_ms: int) -> None:
        entropy, profile = self.desk.pool.entropy, self.calling.presence.profile(visit.worker)
        seconds = profile.break_seconds.seconds(entropy.share("break", *visit.name))
        if outcome is Outcome.RELEASE:
            seconds += profile.reaction_seconds.seconds(entropy.share("reaction", *visit.name))
        rest_ms = round(seconds * 1000)
        if rest_ms:
            workers.wake(uow, visit.worker.id, at_ms + rest_ms)
        else:
            self._look(uow, visit.worker, at_ms)

    def _look(self, uow: UnitOfWork, worker: Row[Any], at_ms: int) -> int | None:
        there_ms = self.calling.presence.first_ms(worker, at_ms)
        if there_ms is None or there_ms > at_ms:
            return self._come_later(uow, worker, there_ms)
        held = self.desk.take_next(uow, worker, at_ms)
        if held is None:
            workers.wake(uow, worker.id, None)
            return None
        self._begin(uow, Visit(worker, held))
        return int(held.loop.id)

    def _come_later(self, uow: UnitOfWork, worker: Row[Any], at_ms: int | None) -> int | None:
        offers = self.desk.browse(uow, worker, at_ms, 1) if at_ms is not None else ()
        loop_id = int(offers[0].loop_id) if offers else None
        workers.wake(uow, worker.id, at_ms if offers else None, loop_id)
        return loop_id

    def _begin(self, uow: UnitOfWork, visit: Visit) -> None:
        worker, assignment = visit.worker, visit.held.assignment
        planned = self._plan(uow, visit)
        if planned.outcome is Outcome.SUBMIT:
            self.source.begin(uow, visit, assignment.accepted_ms)
        if planned.outcome is Outcome.VANISH:
            workers.leave(uow, worker.id, assignment.accepted_ms)
            uow.emit(Event(Kind.WORKER_LEFT, assignment.accepted_ms, {"worker": worker.name}))
        elif planned.outcome is Outcome.LAPSE:
            workers.wake(uow, worker.id, assignment.deadline_ms)
        else:
            workers.wake(uow, worker.id, assignment.accepted_ms + (planned.pause_after_ms or planned.work_ms))

    def _plan(self, uow: UnitOfWork, visit: Visit) -> Plan:
        told, lease = self.source.told(uow, visit), visit.held.assignment
        key = (lease.id, visit.worker.id, lease.accepted_ms, told)
        found = self._plans.get(key)
        if found is None:
            if len(self._plans) >= _PLANS_KEPT:
                self._plans.clear()
            found = self._plans[key] = self._drawn(uow, visit, told)
        return found

    def _drawn(self, uow: UnitOfWork, visit: Visit, told: Outcome | None) -> Plan:
        presence, loop = self.calling.presence, visit.held.loop
        profile, accepted_ms = presence.profile(visit.worker), visit.held.assignment.accepted_ms
        work = Work(
            fields=self.source.fields(uow, loop) if profile.seconds_per_field else 0,
            characters=len(loop.input_content),
            hours=presence.hours_since_begin(visit.worker, accepted_ms) if profile.fatigue_per_hour else 0.0,
        )
        return plan(self.desk.pool.entropy, visit.name, profile, work, told)
