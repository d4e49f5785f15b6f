"""The dispatcher: what is due, done in its order; and the one loop that waits for the next deadline.

1. A deadline happens at its own instant, not when it was noticed: what is overdue is run in the order of deadlines,
   each at the time of its own. At one instant passing statuses end first, then leases lapse, then lifetimes end, then
   answers approve themselves, then simulated workers act.
2. One loop for everything: run what is due; wait until the next deadline or until woken. A commit that sets an earlier
   deadline wakes it.
3. `advance` is the same loop with the waiting left out: to the next deadline, run it, let its effects (S3 writes)
   happen, repeat. So the order of events never depends on the machine. Advancing to the end of all work does not wait
   for answers that approve themselves later: that moves money, not work.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from simulator.clock import Clock, pause
from simulator.domain.pace import Pace
from simulator.domain.reviews import Verdict
from simulator.domain.tasks import Move
from simulator.marketplace import reviews
from simulator.marketplace.crew import Crew
from simulator.marketplace.pool import Pool
from simulator.store import answers, documents, human_loops, meta, statuses, tasks, workers
from simulator.store.store import Store
from simulator.store.unit_of_work import UnitOfWork

_INSTANTS_A_UNIT = 64
_AFTER_A_FAULT_SECONDS = 1.0
_CLOCK_KEY = "clock_ms"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one turn did: how many things were due, the last instant among them, and whether more is due."""

    count: int
    at_ms: int | None
    more: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """Everything that falls due, as parts of a unit of work."""

    pool: Pool
    crew: Crew

    def run_due(self, uow: UnitOfWork, until_ms: int) -> Ran:
        """Run the deadlines up to `until_ms` in order, a bounded number of instants at a time."""
        count, last = 0, None
        for _ in range(_INSTANTS_A_UNIT):
            at_ms = human_loops.next_deadline_ms(uow)
            if at_ms is None or at_ms > until_ms:
                return Ran(count, last, more=False)
            count += self._run_instant(uow, at_ms)
            last = at_ms
        return Ran(count, last, more=True)

    def _run_instant(self, uow: UnitOfWork, at_ms: int) -> int:
        passed = documents.due(uow, at_ms)
        for document in passed:
            statuses.end(uow, document, at_ms)
        lapsed, expired = tasks.lapsed(uow, at_ms), human_loops.expired(uow, at_ms)
        for assignment in lapsed:
            self.pool.give_back(uow, assignment, Move.LAPSE, at_ms)
        for loop in expired:
            self.pool.expire(uow, loop, at_ms)
        due = answers.due(uow, at_ms)
        for answer in due:
            reviews.judge(uow, answer, Verdict.APPROVE, at_ms, reviews.BY_ITSELF)
        awake = workers.awake(uow, at_ms)
        for worker in awake:
            self.crew.act(uow, worker, at_ms)
        return len(passed) + len(lapsed) + len(expired) + len(due) + len(awake)


class Dispatcher:
    """Runs the duties in simulator time. `drain` lets the effects of what happened happen."""

    def __init__(self, store: Store, clock: Clock, duties: Duties, drain: Callable[[], Awaitable[None]]) -> None:
        self._store = store
        self._clock = clock
        self._duties = duties
        self._drain = drain
        self._woken = asyncio.Event()
        self._turn = asyncio.Lock()
        self._waits_for_ms: int | None = None

    def wake(self) -> None:
        """Look again at what is due: something changed."""
        self._woken.set()

    def wake_for(self, at_ms: int) -> None:
        """Look again if that deadline is earlier than the one waited for."""
        if self._waits_for_ms is None or at_ms < self._waits_for_ms:
            self._woken.set()

    async def run(self) -> None:
        """Run what is due, for ever."""
        while True:
            try:
                await self._run_once()
            except Exception:  # noqa: BLE001
                _log.exception("what was due could not be run; trying again")
                await pause(_AFTER_A_FAULT_SECONDS)

    async def advance(self, until_ms: int | None) -> int:
        """Move to `until_ms`, or with None to the end of all work; how many things fell due on the way."""
        async with self._turn:
            fired = await self._jump(until_ms)
            if until_ms is not None:
                self._clock.move_to(until_ms)
            await self._keep_time()
        self.wake()
        return fired

    async def set_pace(self, pace: Pace, now_ms: int | None = None) -> None:
        """Run time differently from now on, after moving forward to `now_ms` if it is given."""
        if now_ms is not None:
            self._clock.set_pace(Pace(0.0))
            await self.advance(now_ms)
        self._clock.set_pace(pace)
        await self._keep_time()
        self.wake()

    async def next_deadline_ms(self) -> int | None:
        """When the next thing falls due, or None."""
        return await self._store.read(human_loops.next_deadline_ms)

    async def _run_once(self) -> None:
        self._woken.clear()
        self._waits_for_ms = None
        async with self._turn:
            ran = await self._store.write(lambda uow: self._duties.run_due(uow, self._clock.now_ms()))
        if not ran.more:
            self._waits_for_ms = await self.next_deadline_ms()
            await self._clock.wait(self._waits_for_ms, self._woken)

    async def _jump(self, until_ms: int | None) -> int:
        fired = 0
        next_ms = human_loops.next_work_ms if until_ms is None else human_loops.next_deadline_ms
        await self._drain()
        while (at_ms := await self._store.read(next_ms)) is not None and (until_ms is None or at_ms <= until_ms):
            self._clock.move_to(at_ms)
            fired += (await self._store.write(partial(self._duties.run_due, until_ms=at_ms))).count
            await self._drain()
        return fired

    async def _keep_time(self) -> None:
        now_ms = self._clock.now_ms()
        await self._store.write(lambda uow: meta.put(uow, _CLOCK_KEY, str(now_ms)))


def kept_time_ms(uow: UnitOfWork) -> int | None:
    """The latest instant that the database knows of; time starts no earlier."""
    kept, latest = meta.get(uow, _CLOCK_KEY), meta.latest_fact_ms(uow)
    return max((at for at in (int(kept) if kept else None, latest) if at is not None), default=None)
