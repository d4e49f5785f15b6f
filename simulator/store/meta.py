"""What belongs to the database as a whole, and the event log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select

from simulator.store.tables import facts, meta
from simulator.store.unit_of_work import UnitOfWork

_OF_KEY = meta.c.key == bindparam("key")
_GET = select(meta.c.value).where(_OF_KEY)
_FORGET = delete(meta).where(_OF_KEY)
_ADD = insert(meta)


def get(uow: UnitOfWork, key: str) -> str | None:
    """The value kept under a key, or None."""
    found: str | None = uow.scalar(_GET, {"key": key})
    return found


def put(uow: UnitOfWork, key: str, value: str) -> None:
    """Keep a value under a key."""
    uow.run(_FORGET, {"key": key})
    uow.run(_ADD, {"key": key, "value": value})


def facts_after(uow: UnitOfWork, seq: int, limit: int) -> Sequence[Row[Any]]:
    """Events with a sequence number above `seq`, in order."""
    return uow.all(select(facts).where(facts.c.seq > seq).order_by(facts.c.seq).limit(limit))


def latest_fact_ms(uow: UnitOfWork) -> int | None:
    """The latest instant at which anything was recorded."""
    found: int | None = uow.scalar(select(func.max(facts.c.at_ms)))
    return found
