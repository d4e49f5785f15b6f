"""The dispatcher: what is due, done in its order; and the one loop that waits for the next deadline.

1. A deadline happens at its own instant, not when it was noticed: what is overdue is run in the order of deadlines,
   each at the time of its own. At one instant passing statuses end first, then leases lapse, then lifetimes end, then
   answers approve themselves, then simulated workers act.
2. One loop for everything: run what is due; wait until the next deadline or until woken. A commit that sets an earlier
   deadline wakes it.
3. `advance` is the same loop with the waiting left out: to the next deadline, run it, let its effects (S3 writes,
   answers from outside) happen, repeat. So the order of events never depends on the machine. What became of an effect
   is recorded at the beginning of the next step. Steps do not wait for the disk one by one; the last, which keeps the
   time, does, and everything before it is on the disk with it.
4. Time that stands still does nothing behind anybody's back: what a request made due at this very instant, effects
   included, happens before the request is answered (`settle`). So the next request of the same client finds it done,
   and two runs of one client see the same order, however fast the machine.
5. The end of all work is where no passing status, no lease, no lifetime and no worker who could do something is left. A
   worker who comes on Monday counts only if there is a task for it by then. It does not wait for answers that approve
   themselves later: that moves money, not work. Work that goes round in circles (a task that is taken and released for
   ever) is given up with an error, after so many acts that settle nothing, and sooner where so many of them give back
   one loop: each makes the loop's record longer.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from simulator.clock import Clock, pause
from simulator.domain import instants
from simulator.domain.errors import Conflict
from simulator.domain.events import Kind
from simulator.domain.pace import Pace
from simulator.domain.reviews import Verdict
from simulator.domain.tasks import Move
from simulator.marketplace import reviews
from simulator.marketplace.crew import Crew
from simulator.marketplace.pool import Pool
from simulator.store import answers, documents, human_loops, meta, statuses, tasks, workers
from simulator.store.human_loops import Deadlines
from simulator.store.store import Store
from simulator.store.unit_of_work import UnitOfWork

Batch = TypeVar("Batch")
_INSTANTS_A_UNIT = 64
_WORKERS_AT_A_TIME = 64
_PATIENCE = 100_000
_GIVEN_BACK_AT_MOST = 2_000
_GIVING_BACK = frozenset({Kind.TASK_RELEASED, Kind.TASK_LAPSED})
_SETTLING = frozenset({Kind.TASK_SUBMITTED, Kind.TASK_EXPIRED, Kind.TASK_WITHDRAWN})
_AFTER_A_FAULT_SECONDS = 1.0
_CLOCK_KEY = "clock_ms"
_IN_CIRCLES = (
    "The work goes round in circles: {} things fell due and settled no task. Look at GET /_simulator/events; "
    "a crew that gives every task back never ends. Advance by seconds instead, or let some worker answer."
)
_log = logging.getLogger(__name__)


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


@dataclass(slots=True)
class Vanity:
    """What fell due since a task was settled, and how often which loop was given back among it."""

    things: int = 0
    given_back: Counter[object] = field(default_factory=Counter)

    def goes_on(self, ran: Ran) -> bool:
        """Count a turn; whether it has been too much."""
        if ran.settled:
            self.things = 0
            self.given_back.clear()
            return False
        self.things += ran.count
        self.given_back.update(ran.given_back)
        most = max((self.given_back[loop] for loop in ran.given_back), default=0)
        return self.things > _PATIENCE or most > _GIVEN_BACK_AT_MOST


Recording = Callable[[UnitOfWork], bool]
"""Records, as a part of a unit of work, what became of effects; whether more of them wait."""


class Outside(Protocol[Batch]):
    """The world, where the effects of what happened happen."""

    async def drain(self) -> None:
        """Let everything happen that was asked for."""

    def due(self, uow: UnitOfWork) -> Batch | None:
        """What this unit of work asked for, ready to happen once it is committed; None leaves it to `drain`."""

    async def carry_out(self, batch: Batch) -> Recording:
        """Let it happen; what is to be recorded of it."""


class Dispatcher:
    """Runs the duties in simulator time. The effects of what happened happen `outside`."""

    def __init__(self, store: Store, clock: Clock, duties: Duties, outside: Outside[Any]) -> None:
        self._store = store
        self._clock = clock
        self._duties = duties
        self._outside = outside
        self._woken = asyncio.Event()
        self._turn = asyncio.Lock()
        self._waits_for_ms: int | None = None
        self._stirred = True

    def wake(self) -> None:
        """Look again at what is due: something changed."""
        self._woken.set()

    def wake_for(self, at_ms: int) -> None:
        """Look again if that deadline is earlier than the one waited for."""
        self._stirred = self._stirred or at_ms <= self._clock.now_ms()
        if self._waits_for_ms is None or at_ms < self._waits_for_ms:
            self._woken.set()

    def stir(self) -> None:
        """Something was asked for that must happen at this instant."""
        self._stirred = True

    async def settle(self) -> None:
        """Where time stands still, let everything happen that is due now, unless somebody sees to it already."""
        if not self._stirred or self._clock.pace.speed or self._turn.locked():
            return
        try:
            await self.advance(self._clock.now_ms())
        except Exception:  # noqa: BLE001
            _log.exception("what is due now could not be run; the next request tries again")

    async def run(self) -> None:
        """Run what is due in time that runs by itself, for ever."""
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
            while self._stirred:
                fired += await self._jump(self._clock.now_ms())
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
        if self._clock.pace.speed == 0:
            await self._clock.wait(None, self._woken)
            return
        async with self._turn:
            now_ms = self._clock.now_ms()
            ran = await self._store.write(partial(self._duties.run_due, until_ms=now_ms))
        if not ran.more:
            self._waits_for_ms = await self.next_deadline_ms()
            await self._clock.wait(self._waits_for_ms, self._woken)

    async def _jump(self, until_ms: int | None) -> int:
        fired, vanity = 0, Vanity()
        self._stirred = False
        await self._outside.drain()
        recording: Recording | None = None
        more = True
        while more or recording:
            step = partial(self._step, until_ms=until_ms, recording=recording)
            ran, batch = await self._store.write(step, durable=False)
            fired += ran.count
            if vanity.goes_on(ran) and until_ms is None:
                await self._keep_time()
                raise Conflict(_IN_CIRCLES.format(vanity.things))
            recording = await self._outside.carry_out(batch) if batch else None
            if ran.has_effects and not batch:
                await self._outside.drain()
            more = ran.more
        return fired

    def _step(self, uow: UnitOfWork, until_ms: int | None, recording: Recording | None) -> tuple[Ran, Any]:
        """Record the effects of the step before, and unless more of them wait, run what is due next."""
        if recording and recording(uow):
            return Ran(0, more=True, has_effects=True), None
        ran = self._duties.run_due(uow, until_ms, self._clock.move_to)
        return ran, self._outside.due(uow) if ran.has_effects else None

    async def _keep_time(self) -> None:
        now_ms = self._clock.now_ms()
        await self._store.write(lambda uow: meta.put(uow, _CLOCK_KEY, str(now_ms)))


def kept_time_ms(uow: UnitOfWork) -> int | None:
    """The latest instant that the database knows of; time starts no earlier."""
    kept, latest = meta.get(uow, _CLOCK_KEY), meta.latest_fact_ms(uow)
    return max((at for at in (int(kept) if kept else None, latest) if at is not None), default=None)
