"""Live pages: a WebSocket says that something changed, and the page then fetches itself again.

A page is listened for before its line opens, so that it misses nothing from the moment in which it believes to be live.

A message is `{"type": "clock", "now_ms", "speed"}` or `{"type": "changed"}`. Hints are few: whatever is committed while
the last one is still fresh makes one more, not many. Time that was moved by hand commits no event, so each connection
also compares the clock with what it told last.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from simulator.clock import Clock, pause, wall_seconds
from simulator.domain.events import Event
from simulator.store.store import Store
from simulator.web.forms import is_foreign

MayListen = Callable[[WebSocket], Awaitable[bool]]

SIGNED_OUT = 4401
"""WebSocket close code: sign in first."""

FOREIGN = 4403
"""WebSocket close code: a page of another origin."""

_BEAT_SECONDS = 0.25
_DRIFT_MS = 100


class Hub:
    """Rings for every live page when anything is committed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._clock = clock
        self._listening: set[asyncio.Event] = set()
        store.listen(self._ring)

    async def serve(self, websocket: WebSocket, may_listen: MayListen) -> None:
        """Keep one page informed until it leaves."""
        with self._listen() as rung:
            await websocket.accept()
            if websocket.headers.get("origin") == "null" or is_foreign(websocket):
                await websocket.close(FOREIGN)
            elif not await may_listen(websocket):
                await websocket.close(SIGNED_OUT)
            else:
                await self._keep_informed(websocket, rung)

    async def _keep_informed(self, websocket: WebSocket, rung: asyncio.Event) -> None:
        telling = asyncio.ensure_future(self._tell(websocket, rung))
        leaving = asyncio.ensure_future(_leaves(websocket))
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (telling, leaving):
                each.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)

    async def _tell(self, websocket: WebSocket, rung: asyncio.Event) -> None:
        told = _Told()
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                if told.differs_from(self._clock):
                    await websocket.send_json({"type": "clock", **told.tell(self._clock)})
                if rung.is_set():
                    rung.clear()
                    await websocket.send_json({"type": "changed"})
                    await pause(_BEAT_SECONDS)
                await _wait(rung)

    @contextmanager
    def _listen(self) -> Iterator[asyncio.Event]:
        rung = asyncio.Event()
        self._listening.add(rung)
        try:
            yield rung
        finally:
            self._listening.discard(rung)

    def _ring(self, _events: Sequence[Event]) -> None:
        for rung in self._listening:
            rung.set()


@dataclass(slots=True)
class _Told:
    """What a page was told of the clock, and when by the wall."""

    now_ms: int = 0
    speed: float = -1.0
    at_seconds: float = field(default_factory=wall_seconds)

    def differs_from(self, clock: Clock) -> bool:
        if clock.pace.speed != self.speed:
            return True
        passed_ms = (wall_seconds() - self.at_seconds) * 1000 * self.speed
        return abs(clock.now_ms() - self.now_ms - passed_ms) > _DRIFT_MS * max(1.0, self.speed)

    def tell(self, clock: Clock) -> dict[str, float]:
        self.now_ms, self.speed, self.at_seconds = clock.now_ms(), clock.pace.speed, wall_seconds()
        return {"now_ms": self.now_ms, "speed": self.speed}


async def _wait(rung: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(rung.wait(), _BEAT_SECONDS)


async def _leaves(websocket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (await websocket.receive())["type"] != "websocket.disconnect":
            pass
