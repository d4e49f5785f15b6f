"""The relay: effects that follow a commit, at least once, in order, retried with back-off.

1. An effect is a row. It goes only in the unit of work that records its success, so a crash between doing and recording
   does it again: every effect must bear repetition. The output document does: same key, same bytes. So it does where a
   loss of power takes back steps of moved time (law 5 of `unit_of_work.py`) whose documents S3 has.
2. A loop shows its final status in the same unit in which the row goes.
3. The world outside lives in wall time: back-off between attempts is wall time, whatever the simulator's clock does,
   and a restart tries again at once. A failure is an event and shows on the loop until it is mended.
4. Effects are carried out side by side, or one after another in the thread that writes where that is quicker, and
   recorded in their order, so the event log does not depend on which was faster.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.clock import pause, wall_seconds
from simulator.domain.errors import DomainError
from simulator.domain.events import Event, Kind
from simulator.domain.human_loops import unwritable
from simulator.outbox.object_store import ObjectStoreError
from simulator.outbox.output_writer import Output, OutputWriter, Written
from simulator.store import effects, endings, human_loops
from simulator.store.store import Store
from simulator.store.unit_of_work import UnitOfWork

_AT_ONCE = 16
_BACK_OFF_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed."""

    reason: str


Batch = Sequence[tuple[Row[Any], Output | Failure | None]]
"""Effects, each with what it shall write."""


@dataclass(slots=True)
class Relay:
    """Carries effects out. `attempts_limit` 0 never gives up."""

    store: Store
    writer: OutputWriter
    attempts_limit: int
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _retry_at: dict[int, float] = field(default_factory=dict)

    def wake(self) -> None:
        """Look again for effects: something was committed."""
        self._woken.set()

    async def run(self) -> None:
        """Carry out effects, for ever."""
        while True:
            self._woken.clear()
            try:
                await self.drain()
            except Exception:  # noqa: BLE001
                _log.exception("effects could not be carried out; trying again")
                await pause(_BACK_OFF_SECONDS[0])
            await self._wait()

    async def drain(self, *, durable: bool = True) -> None:
        """Carry out every effect that is not waiting for its next attempt.

        The documents and what is recorded of them wait for the disk, unless they are steps on the way of moved time.
        """
        async with self._turn:
            more = True
            while more and (batch := await self.store.read(self.due)):
                more = await self.store.write(await self.carry_out(batch, durable=durable), durable=durable)

    def due(self, uow: UnitOfWork) -> Batch:
        """The effects that are not waiting for their next attempt, oldest first, with what they shall write."""
        return [(effect, self._prepared(uow, effect)) for effect in self._pending(uow, _AT_ONCE)]

    async def carry_out(self, batch: Batch, *, durable: bool = True) -> Callable[[UnitOfWork], bool]:
        """Carry effects out, side by side. A unit of work must record it; it says whether more effects wait."""
        attempts = [self._attempt(prepared, durable=durable) for _, prepared in batch]
        outcomes = [await attempts[0]] if len(attempts) == 1 else await asyncio.gather(*attempts)
        return partial(self._record_all, batch=[effect for effect, _ in batch], outcomes=outcomes)

    def carry_out_here(self, batch: Batch) -> Callable[[UnitOfWork], bool] | None:
        """The same one after another in this thread, without waiting for the disk; None where that cannot be.

        Some may have been carried out even then. They are carried out again (law 1).
        """
        outcomes: list[Written | Failure | None] = []
        for _, prepared in batch:
            outcome = self._attempt_here(prepared) if isinstance(prepared, Output) else prepared
            if outcome is None and prepared is not None:
                return None
            outcomes.append(outcome)
        return partial(self._record_all, batch=[effect for effect, _ in batch], outcomes=outcomes)

    def forget(self) -> None:
        """Forget about back-off: everything was reset."""
        self._retry_at.clear()

    def _pending(self, uow: UnitOfWork, limit: int) -> Sequence[Row[Any]]:
        waiting = [effect_id for effect_id, at in list(self._retry_at.items()) if at > wall_seconds()]
        return effects.pending(uow, human_loops.OUTPUT, waiting, limit)

    def _prepared(self, uow: UnitOfWork, effect: Row[Any]) -> Output | Failure | None:
        try:
            return self.writer.prepare(uow, effect.loop_id)
        except DomainError as error:
            return Failure(str(error))

    async def _wait(self) -> None:
        soonest = min(self._retry_at.values(), default=None)
        timeout = None if soonest is None else max(0.0, soonest - wall_seconds())
        try:
            await asyncio.wait_for(self._woken.wait(), timeout)
        except TimeoutError:
            return

    async def _attempt(self, prepared: Output | Failure | None, *, durable: bool) -> Written | Failure | None:
        if not isinstance(prepared, Output):
            return prepared
        try:
            return await self.writer.write(prepared, durable=durable)
        except ObjectStoreError as error:
            return Failure(str(error))

    def _attempt_here(self, prepared: Output) -> Written | Failure | None:
        try:
            return self.writer.write_here(prepared)
        except ObjectStoreError as error:
            return Failure(str(error))

    def _record_all(
        self, uow: UnitOfWork, batch: Sequence[Row[Any]], outcomes: Sequence[Written | Failure | None]
    ) -> bool:
        for effect, outcome in zip(batch, outcomes, strict=True):
            self._record(uow, effect, outcome)
        return len(batch) == _AT_ONCE and bool(self._pending(uow, 1))

    def _record(self, uow: UnitOfWork, effect: Row[Any], outcome: Written | Failure | None) -> None:
        if not isinstance(outcome, Failure):
            self._retry_at.pop(effect.id, None)
            _done(uow, effect, outcome)
        elif self.attempts_limit and effect.attempts + 1 >= self.attempts_limit:
            self._retry_at.pop(effect.id, None)
            _given_up(uow, effect, outcome.reason)
        else:
            self._retry_at[effect.id] = (
                wall_seconds() + _BACK_OFF_SECONDS[min(effect.attempts, len(_BACK_OFF_SECONDS) - 1)]
            )
            _retry_later(uow, effect, outcome.reason)


def _done(uow: UnitOfWork, effect: Row[Any], written: Written | None) -> None:
    if not effects.remove(uow, effect.id) or written is None:
        return
    loop = human_loops.by_id(uow, effect.loop_id)
    data = {"human_loop_name": loop.name, "human_loop_arn": loop.arn, "uri": written.uri, "bytes": written.size_bytes}
    uow.emit(Event(Kind.OUTPUT_WRITTEN, effect.at_ms, data))
    endings.finish(uow, loop, endings.decided(loop), effect.at_ms)


def _retry_later(uow: UnitOfWork, effect: Row[Any], reason: str) -> None:
    _log.warning(
        "attempt %d to write the output of human loop %d failed: %s", effect.attempts + 1, effect.loop_id, reason
    )
    if effects.record_failure(uow, effect.id, effect.attempts + 1, reason):
        uow.emit(_failure(uow, effect, reason))


def _given_up(uow: UnitOfWork, effect: Row[Any], reason: str) -> None:
    if effects.remove(uow, effect.id):
        uow.emit(_failure(uow, effect, reason))
        endings.finish(uow, human_loops.by_id(uow, effect.loop_id), unwritable(reason), effect.at_ms)


def _failure(uow: UnitOfWork, effect: Row[Any], reason: str) -> Event:
    loop = human_loops.by_id(uow, effect.loop_id)
    data = {"human_loop_name": loop.name, "human_loop_arn": loop.arn, "attempt": effect.attempts + 1, "error": reason}
    return Event(Kind.OUTPUT_WRITE_FAILED, effect.at_ms, data)
