"""What several ask for at the same time, made once. They go on in the order in which they asked."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Makes things by their keys. It keeps nothing: that is for whoever makes them."""

    def __init__(self) -> None:
        self._making: dict[Hashable, asyncio.Future[T]] = {}

    def is_making(self, key: Hashable) -> bool:
        """Whether somebody waits for that one, who comes before anybody who asks now."""
        return key in self._making

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` makes, or is making already; raises what it raises. Who stops waiting does not stop it."""
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.ensure_future(make())
            making.add_done_callback(lambda _: self._making.pop(key))
        return await asyncio.shield(making)
