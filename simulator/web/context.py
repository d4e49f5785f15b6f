"""What the pages and the control API work with; the composition root fills it in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.clock import Clock
from simulator.domain.faults import FaultBook
from simulator.domain.pace import Pace
from simulator.entropy import Entropy
from simulator.marketplace.desk import Desk
from simulator.outbox.object_store import ObjectStore
from simulator.rendering.liquid import TemplateRenderer
from simulator.settings import Settings
from simulator.store.store import Store


class Timekeeper(Protocol):
    """Moves simulator time and runs what falls due on the way."""

    async def advance(self, until_ms: int | None) -> int:
        """Move to `until_ms`, or with None to the end of all work; how many things happened on the way."""

    async def set_pace(self, pace: Pace, now_ms: int | None = None) -> None:
        """Run time differently from now on, after moving forward to `now_ms` if it is given."""

    async def next_deadline_ms(self) -> int | None:
        """When the next thing falls due, or None."""


@dataclass(frozen=True, slots=True)
class WebContext:
    """The parts that web routes use.

    `reset` empties everything but configuration. `requests` lists the AWS calls received, newest last, as JSON objects.
    `base_url` is where the server listens, without a trailing slash, once it does.
    `faults` are the errors that AWS calls are to be answered with.
    """

    settings: Settings
    store: Store
    clock: Clock
    entropy: Entropy
    desk: Desk
    timekeeper: Timekeeper
    renderer: TemplateRenderer
    objects: ObjectStore
    reset: Callable[[], Awaitable[None]]
    requests: Callable[[], Sequence[dict[str, Any]]]
    base_url: Callable[[], str]
    faults: FaultBook
