"""The outbox: effects that wait to be carried out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from simulator.store.tables import effects
from simulator.store.unit_of_work import UnitOfWork

_PENDING = select(effects).where(effects.c.kind == bindparam("kind")).order_by(effects.c.id).limit(bindparam("most"))
_REMOVE = delete(effects).where(effects.c.id == bindparam("effect_id"))


def pending(uow: UnitOfWork, kind: str, waiting: Sequence[int], limit: int) -> Sequence[Row[Any]]:
    """Effects of a kind in order, without those of the ids in `waiting`."""
    values = {"kind": kind, "most": limit}
    return uow.all(_PENDING.where(effects.c.id.not_in(waiting)) if waiting else _PENDING, values)


def remove(uow: UnitOfWork, effect_id: int) -> bool:
    """Forget an effect that is done; whether it was still there."""
    return uow.run(_REMOVE, {"effect_id": effect_id}) == 1


def record_failure(uow: UnitOfWork, effect_id: int, attempts: int, error: str) -> bool:
    """Note a failed attempt; whether the effect was still there."""
    return uow.run(update(effects).where(effects.c.id == effect_id).values(attempts=attempts, last_error=error)) == 1


def failing(uow: UnitOfWork) -> Sequence[Row[Any]]:
    """Effects whose last attempt failed, in order."""
    return uow.all(select(effects).where(effects.c.last_error.is_not(None)).order_by(effects.c.id))
