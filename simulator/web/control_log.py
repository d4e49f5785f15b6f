"""The control API's records: the events that happened, and the AWS calls that were received."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, json_values
from simulator.domain.events import Event
from simulator.store import meta
from simulator.store.store import Store
from simulator.web.context import WebContext
from simulator.web.control_calls import LIMIT, Call
from simulator.web.control_reading import Query, read_query

_LONGEST_WAIT_SECONDS = 30
_LARGEST_SEQ = 2**63 - 1


class EventQuery(Query):
    """Which events; `wait` is how many seconds of wall time to wait for one where there is none yet."""

    after: int = Field(default=0, ge=0, le=_LARGEST_SEQ)
    limit: int = LIMIT
    wait: float = Field(default=0, ge=0, le=_LONGEST_WAIT_SECONDS, allow_inf_nan=False)


class RequestQuery(Query):
    """How many of the newest requests."""

    limit: int | None = Field(default=None, ge=1)


class Doorbell:
    """Rings for whoever waits whenever events are committed."""

    def __init__(self, store: Store) -> None:
        self._waiting: set[asyncio.Event] = set()
        store.listen(self._ring)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set by the next commit."""
        rung = asyncio.Event()
        self._waiting.add(rung)
        try:
            yield rung
        finally:
            self._waiting.discard(rung)

    def _ring(self, _events: Sequence[Event]) -> None:
        for rung in self._waiting:
            rung.set()


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about what happened."""
    return (
        Call(
            "GET",
            "/events",
            "what happened, in order (?after=SEQ&limit=; &wait=SECONDS waits, up to 30 s, for the next event)",
            partial(_events, context, Doorbell(context.store)),
        ),
        Call("GET", "/requests", "the AWS calls received, newest last (?limit= newest)", partial(_requests, context)),
    )


async def _events(context: WebContext, doorbell: Doorbell, request: Request) -> Mapping[str, Any]:
    query = read_query(request, EventQuery)
    with doorbell.listening() as rung:
        rows = await _facts(context, query)
        if not rows and query.wait and await _rings(rung, query.wait):
            rows = await _facts(context, query)
    last = rows[-1].seq if rows else query.after
    return {"events": [_event_document(row) for row in rows], "last": last}


async def _facts(context: WebContext, query: EventQuery) -> Sequence[Row[Any]]:
    return await context.store.read(lambda uow: meta.facts_after(uow, query.after, query.limit))


async def _rings(rung: asyncio.Event, wall_seconds: float) -> bool:
    try:
        return await asyncio.wait_for(rung.wait(), wall_seconds)
    except TimeoutError:
        return False


def _event_document(row: Row[Any]) -> dict[str, Any]:
    data: Any = json_values.parse(row.data, "data")
    return {"seq": row.seq, "at": instants.iso_millis(row.at_ms), "kind": row.kind, "data": data}


async def _requests(context: WebContext, request: Request) -> Mapping[str, Any]:
    query = read_query(request, RequestQuery)
    received = list(context.requests())
    return {"requests": received[-query.limit :] if query.limit else received}
