"""The dispatcher: what is due, done in its order; and the one loop that waits for the next deadline.

1. A deadline happens at its own instant, not when it was noticed: what is overdue is run in the order of deadlines
   (`duties.py`), each at the time of its own.
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
from functools import partial
from typing import Any

from simulator.clock import Clock, pause
from simulator.domain.errors import Conflict
from simulator.domain.pace import Pace
from simulator.marketplace.course import Course, Outside
from simulator.marketplace.duties import Duties
from simulator.store import human_loops, meta
from simulator.store.store import Store
from simulator.store.unit_of_work import UnitOfWork

_AFTER_A_FAULT_SECONDS = 1.0
_CLOCK_KEY = "clock_ms"
_IN_CIRCLES = (
    "The work goes round in circles: {} things fell due and settled no task. Look at GET /_simulator/events; "
    "a crew that gives every task back never ends. Advance by seconds instead, or let some worker answer."
)
_log = logging.getLogger(__name__)


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
        self._stirred = False
        await self._outside.drain()
        course = Course(self._duties, self._outside, self._clock.move_to, until_ms)
        while not course.is_over:
            await self._store.write_in_turns(course.step, course.next_step)
            if course.goes_in_circles:
                await self._keep_time()
                raise Conflict(_IN_CIRCLES.format(course.vanity.things))
            await course.let_effects_happen()
        return course.fired

    async def _keep_time(self) -> None:
        now_ms = self._clock.now_ms()
        await self._store.write(lambda uow: meta.put(uow, _CLOCK_KEY, str(now_ms)))


def kept_time_ms(uow: UnitOfWork) -> int | None:
    """The latest instant that the database knows of; time starts no earlier."""
    kept, latest = meta.get(uow, _CLOCK_KEY), meta.latest_fact_ms(uow)
    return max((at for at in (int(kept) if kept else None, latest) if at is not None), default=None)
