"""What every operation works with."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.domain.api_rules import ApiRules
from simulator.domain.calls import Call
from simulator.domain.subscriptions import Subscription
from simulator.entropy import Entropy
from simulator.marketplace.pool import Pool
from simulator.rendering.liquid import TemplateRenderer
from simulator.store.store import Store

Parameters = Mapping[str, Any]
Result = dict[str, Any]
Handler = Callable[[Call, Parameters], Awaitable[Result | None]]


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the simulator that operations use, and the rules they go by.

    `base_url` is where the server listens, once it does. `subscriptions` are the vendors' work teams.
    """

    store: Store
    entropy: Entropy
    pool: Pool
    renderer: TemplateRenderer
    base_url: Callable[[], str]
    rules: ApiRules = field(default_factory=ApiRules)
    subscriptions: Sequence[Subscription] = ()
