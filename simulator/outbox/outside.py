"""Everything that effects reach outside: answers are asked for, output documents are written."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.outbox.asking import Asking
from simulator.outbox.relay import Batch, Relay
from simulator.store import human_loops
from simulator.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Outside:
    """Where the effects of moved time happen, before time moves on."""

    asking: Asking
    relay: Relay

    async def drain(self) -> None:
        """Return when every question is answered and every document written, or has failed for the time being."""
        await self.asking.drain()
        await self.relay.drain(durable=False)

    def due(self, uow: UnitOfWork) -> Batch | None:
        """The documents that a unit of work asked for, where it asked for nothing else."""
        return self.relay.due(uow) if uow.effects == {human_loops.OUTPUT} else None

    def carry_out_here(self, batch: Batch) -> Callable[[UnitOfWork], bool] | None:
        """Write documents in this thread; what is to be recorded of it, or None where they cannot be written here."""
        return self.relay.carry_out_here(batch)

    async def carry_out(self, batch: Batch) -> Callable[[UnitOfWork], bool]:
        """Write documents; what is to be recorded of it."""
        return await self.relay.carry_out(batch, durable=False)
