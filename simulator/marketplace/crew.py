"""The crew: simulated workers. Each notices tasks, takes one, works for a while, hands in an answer, and goes on.

A worker's next act is a column (`worker.wake_ms`), so the crew needs no coroutine and survives a restart. What a worker
does is drawn from a stream named after the worker and the loop: adding a worker changes nothing for the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.marketplace.desk import Desk, Held
from simulator.marketplace.pool import profile_of
from simulator.store import tasks, workers
from simulator.store.unit_of_work import UnitOfWork

AnswerSource = Callable[[UnitOfWork, Held, Row[Any]], Mapping[str, object]]
"""What a simulated worker answers to a task it holds."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Simulated workers at one desk."""

    desk: Desk
    answer: AnswerSource

    def act(self, uow: UnitOfWork, worker: Row[Any], at_ms: int) -> None:
        """Do what the worker meant to do at this instant: hand in what it holds, then take the next task."""
        for assignment in tasks.held_by(uow, worker.id):
            held = self.desk.held(uow, worker, assignment.id, at_ms)
            self.desk.submit(uow, worker, assignment.id, self.answer(uow, held, worker), at_ms)
        self._take(uow, worker, at_ms)

    def _take(self, uow: UnitOfWork, worker: Row[Any], at_ms: int) -> None:
        held = self.desk.take_next(uow, worker, at_ms)
        done_ms = held.assignment.accepted_ms + self._work_ms(worker, held) if held else None
        workers.wake(uow, worker.id, done_ms)

    def _work_ms(self, worker: Row[Any], held: Held) -> int:
        stream = self.desk.pool.entropy.stream("work", worker.name, held.assignment.id)
        low, high = profile_of(worker).work_seconds
        return max(1, round(stream.uniform(low, high) * 1000))
