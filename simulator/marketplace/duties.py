"""What falls due, done in its order, each at its own instant.

At one instant passing statuses end first, then leases lapse, then lifetimes end, then answers approve themselves, then
simulated workers act.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.domain import instants
from simulator.domain.events import Kind
from simulator.domain.reviews import Verdict
from simulator.domain.tasks import Move
from simulator.marketplace import reviews
from simulator.marketplace.crew import Crew
from simulator.marketplace.pool import Pool
from simulator.store import answers, documents, human_loops, statuses, tasks, workers
from simulator.store.human_loops import Deadlines
from simulator.store.unit_of_work import UnitOfWork

_INSTANTS_A_UNIT = 64
_WORKERS_AT_A_TIME = 64
_GIVING_BACK = frozenset({Kind.TASK_RELEASED, Kind.TASK_LAPSED})
_SETTLING = frozenset({Kind.TASK_SUBMITTED, Kind.TASK_EXPIRED, Kind.TASK_WITHDRAWN})


def _stay(_at_ms: int) -> None:
    """Time that runs by itself is not moved."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one turn did: how many things were due, and whether more may be due.

    `settled`: whether a task was settled. `given_back`: the loop of each that was released or lapsed. `has_effects`:
    whether something must happen in the world before the rest.
    """

    count: int
    more: bool
    settled: bool = False
    given_back: Sequence[object] = ()
    has_effects: bool = False


@dataclass(frozen=True, slots=True)
class Duties:
    """Everything that falls due, as parts of a unit of work."""

    pool: Pool
    crew: Crew

    def run_due(self, uow: UnitOfWork, until_ms: int | None, moved: Callable[[int], None] = _stay) -> Ran:
        """Run the deadlines up to `until_ms` (None: to the end of all work) in order, a bounded number at a time.

        Ends where an effect is asked for. `moved` is told each instant before it is run.
        """
        count, work_ms = 0, until_ms
        for _ in range(_INSTANTS_A_UNIT):
            due = human_loops.deadlines(uow)
            next_ms = due.next_ms
            if until_ms is None and (work_ms is None or next_ms is None or next_ms > work_ms):
                work_ms = self.next_work_ms(uow)
            if next_ms is None or work_ms is None or next_ms > work_ms:
                return Ran(count, more=False, settled=_settles(uow), given_back=_given_back(uow))
            moved(next_ms)
            count += self._run_instant(uow, due, next_ms)
            if uow.effects:
                break
        given_back = _given_back(uow)
        return Ran(count, more=True, settled=_settles(uow), given_back=given_back, has_effects=bool(uow.effects))

    def next_work_ms(self, uow: UnitOfWork) -> int | None:
        """When the next thing falls due that can change anything; None at the end of all work."""
        due = human_loops.deadlines(uow)
        before_ms, skip = instants.LATEST_MS if due.certain_ms is None else due.certain_ms, 0
        while due.wake_ms is not None and (planned := workers.planned(uow, before_ms, skip, _WORKERS_AT_A_TIME)):
            for worker in planned:
                if self.crew.can_act(uow, worker):
                    return int(worker.wake_ms)
            skip += len(planned)
        return due.certain_ms

    def _run_instant(self, uow: UnitOfWork, due: Deadlines, at_ms: int) -> int:
        passed = documents.due(uow, at_ms) if due.status_ms == at_ms else ()
        for document in passed:
            statuses.end(uow, document, at_ms)
        lapsed = tasks.lapsed(uow, at_ms) if due.lapse_ms == at_ms else ()
        expired = human_loops.expired(uow, at_ms) if due.expiry_ms == at_ms else ()
        for assignment in lapsed:
            self.pool.give_back(uow, assignment, Move.LAPSE, at_ms)
        for loop in expired:
            self.pool.expire(uow, loop, at_ms)
        reviewed = answers.due(uow, at_ms) if due.review_ms == at_ms else ()
        for answer in reviewed:
            reviews.judge(uow, answer, Verdict.APPROVE, at_ms, reviews.BY_ITSELF)
        awake = workers.awake(uow, at_ms) if due.wake_ms == at_ms else ()
        for worker in awake:
            self.crew.act(uow, worker, at_ms)
        return len(passed) + len(lapsed) + len(expired) + len(reviewed) + len(awake)


def _settles(uow: UnitOfWork) -> bool:
    return any(event.kind in _SETTLING for event in uow.events)


def _given_back(uow: UnitOfWork) -> Sequence[object]:
    return [event.data["human_loop_arn"] for event in uow.events if event.kind in _GIVING_BACK]
