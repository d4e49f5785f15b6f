"""A course: time moved from one instant to another, step by step.

A step is a unit of work: it records what became of the effects of the step before and runs what is due next, until an
effect is asked for. Effects happen once the step is committed, and before the next one. Where they can happen in the
thread that writes, the next step follows at once; else the course comes back, and goes on when they have happened. So
the order of events is the same either way.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from simulator.marketplace.duties import Duties, Ran
from simulator.store.unit_of_work import UnitOfWork

Batch = TypeVar("Batch")
_PATIENCE = 100_000
_GIVEN_BACK_AT_MOST = 2_000

Recording = Callable[[UnitOfWork], bool]
"""Records, as a part of a unit of work, what became of effects; whether more of them wait."""


class Outside(Protocol[Batch]):
    """The world, where the effects of what happened happen."""

    async def drain(self) -> None:
        """Let everything happen that was asked for."""

    def due(self, uow: UnitOfWork) -> Batch | None:
        """What this unit of work asked for, ready to happen once it is committed; None leaves it to `drain`."""

    def carry_out_here(self, batch: Batch) -> Recording | None:
        """Let it happen in this thread; what is to be recorded of it, or None where it cannot happen here."""

    async def carry_out(self, batch: Batch) -> Recording:
        """Let it happen; what is to be recorded of it."""


@dataclass(slots=True)
class Vanity:
    """What fell due since a task was settled, and how often which loop was given back among it."""

    things: int = 0
    given_back: Counter[object] = field(default_factory=Counter)

    def is_too_much(self, ran: Ran) -> bool:
        """Count a turn; whether it has been too much."""
        if ran.settled:
            self.things = 0
            self.given_back.clear()
            return False
        self.things += ran.count
        self.given_back.update(ran.given_back)
        most = max((self.given_back[loop] for loop in ran.given_back), default=0)
        return self.things > _PATIENCE or most > _GIVEN_BACK_AT_MOST


@dataclass(slots=True)
class Course:
    """Everything up to `until_ms`, or with None to the end of all work. `moved` is told each instant before it is run.

    `fired`: how many things fell due so far. `step` and `next_step` belong to the thread that writes.
    """

    duties: Duties
    outside: Outside[Any]
    moved: Callable[[int], None]
    until_ms: int | None
    fired: int = 0
    is_over: bool = False
    goes_in_circles: bool = False
    vanity: Vanity = field(default_factory=Vanity)
    _batch: Any = None
    _recording: Recording | None = None
    _has_effects: bool = False

    def step(self, uow: UnitOfWork) -> Ran:
        """Record the effects of the step before, and unless more of them wait, run what is due next."""
        recording, self._recording, self._batch = self._recording, None, None
        if recording and recording(uow):
            return Ran(0, more=True, has_effects=True)
        ran = self.duties.run_due(uow, self.until_ms, self.moved)
        self._batch = self.outside.due(uow) if ran.has_effects else None
        return ran

    def next_step(self, ran: Ran) -> Callable[[UnitOfWork], Ran] | None:
        """What follows the step that ran so: the next one, or None where the course comes back."""
        self.fired += ran.count
        self._has_effects = ran.has_effects
        if self.vanity.is_too_much(ran) and self.until_ms is None:
            self.goes_in_circles = True
            return None
        if self._batch is not None:
            self._recording = self.outside.carry_out_here(self._batch)
        self.is_over = not ran.more
        return None if self.is_over or (ran.has_effects and not self._recording) else self.step

    async def let_effects_happen(self) -> None:
        """Let happen what the course came back for."""
        if self._batch is not None:
            self._recording = await self.outside.carry_out(self._batch)
        elif self._has_effects:
            await self.outside.drain()
