"""How each operation is served: its handler, codec and checks, compiled when it is first called and kept."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.domain.calls import Call
from simulator.once import Once
from simulator.spec import ServiceSpec, Spec
from simulator.wire.codec import OperationCodec, codec_of
from simulator.wire.limits import Check, Limits, Violation

Handler = Callable[[Call, dict[str, Any]], Awaitable[dict[str, Any] | None]]
"""Call and valid parameters, as boto3 takes them, to the result, as boto3 shows it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about one operation that is the same for all its calls."""

    handler: Handler
    codec: OperationCodec
    check: Check


class PlanBook:
    """The plans of all operations that have a handler. Compiling happens in a thread, since it may read a model."""

    def __init__(
        self, spec: Spec, handlers: Mapping[tuple[str, str], Handler], name_patterns: Mapping[str, str]
    ) -> None:
        self._handlers = handlers
        self._services = {name: spec.service(name) for name, _ in handlers}
        self._limits = {name: Limits(name_patterns) for name in self._services}
        self._plans: dict[tuple[str, str], Plan] = {}
        self._lock = threading.Lock()
        self._compiling: Once[Plan] = Once()

    @property
    def services(self) -> tuple[ServiceSpec, ...]:
        """The services that have at least one handler."""
        return tuple(self._services.values())

    async def find(self, service: str, operation: str) -> Plan | None:
        """The plan of an operation; None if it has no handler."""
        key = (service, operation)
        if key not in self._handlers:
            return None
        if key in self._plans and not self._compiling.is_making(key):
            return self._plans[key]
        return await self._compiling.get(key, lambda: asyncio.to_thread(self.compile, service, operation))

    def compile(self, service: str, operation: str) -> Plan:
        """The plan, made now if need be; raises UnknownOperation where the model has no such operation."""
        with self._lock:
            known = self._plans.get((service, operation))
            if known is None:
                known = self._plans[service, operation] = self._made(service, operation)
            return known

    def compile_all(self) -> None:
        """Make the plans of all operations, as `compile` does."""
        for service, operation in self._handlers:
            self.compile(service, operation)

    def _made(self, service: str, operation: str) -> Plan:
        shape = self._services[service].operation(operation).input_shape
        check = _no_violations if shape is None else self._limits[service].compile(shape)
        return Plan(self._handlers[service, operation], codec_of(self._services[service], operation), check)


def _no_violations(parameters: object) -> Sequence[Violation]:
    del parameters
    return ()
