"""Simulator time: real, scaled or manual. The only reader of wall time and the only sleeper.

One law covers all three: `now = base + elapsed wall time x speed`. Real time has speed 1, scaled time any other
positive speed, manual time speed 0, so it moves only when it is moved. Time never runs backwards. All instants are
whole epoch milliseconds, UTC.
"""

import asyncio
import time

from simulator.domain.pace import Pace

_LONGEST_WAIT_SECONDS = 3600.0


class Clock:
    """The time of one simulator."""

    def __init__(self, pace: Pace, start_ms: int | None = None) -> None:
        """Start at `start_ms`, or at the wall's time where none is given."""
        self._pace = pace
        self._from = (wall_ms() if start_ms is None else start_ms, time.monotonic())

    @property
    def pace(self) -> Pace:
        """How time runs at this moment."""
        return self._pace

    def now_ms(self) -> int:
        """Simulator time in epoch milliseconds."""
        base_ms, anchor = self._from
        return base_ms + int((time.monotonic() - anchor) * 1000 * self._pace.speed)

    def move_to(self, at_ms: int) -> None:
        """Jump forward to `at_ms`; an instant already passed changes nothing. Any thread may call it."""
        self._rebase(max(at_ms, self.now_ms()))

    def set_pace(self, pace: Pace) -> None:
        """Run differently from this instant on."""
        self._rebase(self.now_ms())
        self._pace = pace

    async def wait(self, until_ms: int | None, woken: asyncio.Event) -> None:
        """Return when simulator time has reached `until_ms` or `woken` is set, whichever comes first."""
        try:
            await asyncio.wait_for(woken.wait(), self._seconds_until(until_ms))
        except TimeoutError:
            return

    def _seconds_until(self, until_ms: int | None) -> float | None:
        if until_ms is None or self._pace.speed == 0:
            return None
        seconds = (until_ms - self.now_ms()) / 1000 / self._pace.speed
        return min(max(seconds, 0.0), _LONGEST_WAIT_SECONDS)

    def _rebase(self, at_ms: int) -> None:
        self._from = (at_ms, time.monotonic())


def wall_ms() -> int:
    """The wall's time in epoch milliseconds, whatever the simulator's clock says."""
    return time.time_ns() // 1_000_000


def wall_seconds() -> float:
    """A monotonic reading of wall time in seconds, for measuring how long something took."""
    return time.perf_counter()


async def pause(wall_seconds: float) -> None:
    """Wait in wall time: for the world outside the simulator, such as a store that is down."""
    await asyncio.sleep(wall_seconds)
