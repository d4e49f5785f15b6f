"""The ledger: what workers earned, row by row. Rows are added, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select

from simulator.domain.reviews import EntryKind, Review
from simulator.store.tables import assignments, human_loops, ledger
from simulator.store.unit_of_work import UnitOfWork

_ADD = insert(ledger)


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount in tenths of a cent, and what it is for."""

    kind: EntryKind
    amount_tenths: int
    reason: str | None = None
    answer_id: str | None = None
    human_loop_name: str | None = None


def add(uow: UnitOfWork, worker_id: int, entry: Entry, at_ms: int) -> int:
    """Book an entry; its number."""
    values = {
        "worker_id": worker_id,
        "at_ms": at_ms,
        "kind": entry.kind.value,
        "amount_tenths": entry.amount_tenths,
        "reason": entry.reason,
        "answer_id": entry.answer_id,
        "human_loop_name": entry.human_loop_name,
    }
    return uow.add(_ADD, values)


def entry(uow: UnitOfWork, number: int) -> Row[Any]:
    """The entry of that number, which must be there."""
    return uow.all(select(ledger).where(ledger.c.id == number))[0]


def page(uow: UnitOfWork, worker_id: int, limit: int, after: int | None) -> Sequence[Row[Any]]:
    """Entries of a worker in the order in which they were booked, with one more than asked for where there are more."""
    query = select(ledger).where(ledger.c.worker_id == worker_id).order_by(ledger.c.id).limit(limit + 1)
    return uow.all(query.where(ledger.c.id > after) if after is not None else query)


def newest(uow: UnitOfWork, worker_id: int, limit: int) -> Sequence[Row[Any]]:
    """The newest entries of a worker, newest first."""
    query = select(ledger).where(ledger.c.worker_id == worker_id)
    return uow.all(query.order_by(ledger.c.id.desc()).limit(limit))


def sums(uow: UnitOfWork, worker_id: int) -> Mapping[EntryKind, int]:
    """What a worker earned by each kind of entry."""
    query = select(ledger.c.kind, func.sum(ledger.c.amount_tenths).label("tenths"))
    rows = uow.all(query.where(ledger.c.worker_id == worker_id).group_by(ledger.c.kind))
    return dict.fromkeys(EntryKind, 0) | {EntryKind(row.kind): int(row.tenths) for row in rows}


def pending(uow: UnitOfWork, worker_id: int) -> int:
    """The rewards of a worker's answers that wait to be approved."""
    query = select(func.coalesce(func.sum(human_loops.c.reward_tenths), 0)).select_from(assignments)
    query = query.join(human_loops, human_loops.c.id == assignments.c.loop_id)
    wanted = (assignments.c.worker_id == worker_id, assignments.c.review == Review.PENDING.value)
    return int(uow.scalar(query.where(*wanted)))


def balances(uow: UnitOfWork, worker_ids: Sequence[int]) -> dict[int, int]:
    """What each of those workers earned in all."""
    query = select(ledger.c.worker_id, func.sum(ledger.c.amount_tenths).label("tenths"))
    rows = uow.all(query.where(ledger.c.worker_id.in_(worker_ids)).group_by(ledger.c.worker_id))
    return dict.fromkeys(worker_ids, 0) | {row.worker_id: int(row.tenths) for row in rows}
