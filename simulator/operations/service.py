"""What every operation works with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.domain.calls import Call
from simulator.entropy import Entropy
from simulator.marketplace.pool import Pool
from simulator.rendering.liquid import TemplateRenderer
from simulator.store.store import Store

Parameters = Mapping[str, Any]
Result = dict[str, Any]
Handler = Callable[[Call, Parameters], Awaitable[Result | None]]


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the simulator that operations use; `base_url` is where the server listens, once it does."""

    store: Store
    entropy: Entropy
    pool: Pool
    renderer: TemplateRenderer
    base_url: Callable[[], str]
