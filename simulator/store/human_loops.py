"""Human loops: rows, pages, and what falls due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, func, insert, or_, select

from simulator.store import changes
from simulator.store.memory import LOOPS
from simulator.store.tables import asked_answers, assignments, documents, effects, human_loops, tasks, workers
from simulator.store.unit_of_work import UnitOfWork

OUTPUT = "output"
"""The kind of effect that writes an output document."""

_ADD = insert(human_loops).returning(human_loops)
_ADD_EFFECT = insert(effects)
_FIND = select(human_loops).where(
    human_loops.c.account == bindparam("account"),
    human_loops.c.region == bindparam("region"),
    human_loops.c.name == bindparam("name"),
)
_BY_ID = select(human_loops).where(human_loops.c.id == bindparam("loop_id"))
_EXPIRED = (
    select(human_loops)
    .where(human_loops.c.expires_ms <= bindparam("at_ms"))
    .order_by(human_loops.c.expires_ms, human_loops.c.id)
)
_DEADLINES: Select[Any] = select(
    select(func.min(documents.c.due_ms)).where(documents.c.due_ms.is_not(None)).label("status_ms"),
    select(func.min(assignments.c.deadline_ms)).where(assignments.c.deadline_ms.is_not(None)).label("lapse_ms"),
    select(func.min(human_loops.c.expires_ms)).where(human_loops.c.expires_ms.is_not(None)).label("expiry_ms"),
    select(func.min(assignments.c.review_due_ms)).where(assignments.c.review_due_ms.is_not(None)).label("review_ms"),
    select(func.min(workers.c.wake_ms)).where(workers.c.wake_ms.is_not(None)).label("wake_ms"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What ListHumanLoops asks for; `after` is (created_ms, id) of the last row before."""

    flow_arn: str
    limit: int
    descending: bool = True
    created_after_ms: int | None = None
    created_before_ms: int | None = None
    after: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The earliest instant of each kind of deadline; None where there is none.

    A document's passing status ends, a lease lapses, a lifetime ends, an answer approves itself, a simulated worker
    acts.
    """

    status_ms: int | None = None
    lapse_ms: int | None = None
    expiry_ms: int | None = None
    review_ms: int | None = None
    wake_ms: int | None = None

    @property
    def next_ms(self) -> int | None:
        """The earliest of all."""
        return _earliest(self.status_ms, self.lapse_ms, self.expiry_ms, self.review_ms, self.wake_ms)

    @property
    def certain_ms(self) -> int | None:
        """The earliest that is work whoever comes: all but reviews, which move money, and simulated workers."""
        return _earliest(self.status_ms, self.lapse_ms, self.expiry_ms)


def _earliest(*instants: int | None) -> int | None:
    return min([at for at in instants if at is not None], default=None)


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> Row[Any]:
    """Insert a human loop; its row."""
    uow.will_be_due(values["expires_ms"])
    return uow.add_returning(_ADD, values)


def find(uow: UnitOfWork, account: str, region: str, name: str) -> Row[Any] | None:
    """The loop of that name, or None."""
    return uow.first(_FIND, {"account": account, "region": region, "name": name})


def named(uow: UnitOfWork, name: str) -> Sequence[Row[Any]]:
    """Every loop of that name, whatever its account and region."""
    return uow.all(select(human_loops).where(human_loops.c.name == name).order_by(human_loops.c.id))


def find_by_id(uow: UnitOfWork, loop_id: int) -> Row[Any] | None:
    """The loop with that id, or None."""
    return uow.remembered(LOOPS, loop_id, lambda: uow.first(_BY_ID, {"loop_id": loop_id}))


def by_id(uow: UnitOfWork, loop_id: int) -> Row[Any]:
    """The loop with that id, which must be there."""
    row = find_by_id(uow, loop_id)
    if row is None:
        message = f"human loop {loop_id} is gone"
        raise LookupError(message)
    return row


def open_of_flow(uow: UnitOfWork, flow_arn: str) -> Sequence[Row[Any]]:
    """The loops of a flow definition that have not ended, oldest first."""
    query = select(human_loops).where(
        human_loops.c.flow_arn == flow_arn, human_loops.c.status.in_(("InProgress", "Stopping"))
    )
    return uow.all(query.order_by(human_loops.c.id))


def count_open(uow: UnitOfWork, account: str, region: str) -> int:
    """How many loops of an account in a region have not ended."""
    mine = (human_loops.c.account == account) & (human_loops.c.region == region)
    query = select(func.count()).where(mine, human_loops.c.status.in_(("InProgress", "Stopping")))
    row = uow.first(query)
    return int(row[0]) if row else 0


def change(uow: UnitOfWork, loop_id: int, **values: object) -> None:
    """Set columns of a loop."""
    changes.change(uow, human_loops, loop_id, values)


def remove(uow: UnitOfWork, loop_id: int) -> None:
    """Delete a loop with its tasks and assignments."""
    for table in (effects, asked_answers, assignments, tasks):
        uow.run(delete(table).where(table.c.loop_id == loop_id))
    uow.run(delete(human_loops).where(human_loops.c.id == loop_id))


def page(uow: UnitOfWork, wanted: Page) -> Sequence[Row[Any]]:
    """One page of loops; one row more than `limit` tells that there are more."""
    created, tie = human_loops.c.created_ms, human_loops.c.id
    query = select(human_loops).where(human_loops.c.flow_arn == wanted.flow_arn, *_filters(wanted))
    order = (created.desc(), tie.desc()) if wanted.descending else (created, tie)
    return uow.all(query.order_by(*order).limit(wanted.limit + 1))


def queue_output(uow: UnitOfWork, loop_id: int, at_ms: int) -> None:
    """Ask for the loop's output document to be written after the commit."""
    uow.effects.add(OUTPUT)
    uow.run(_ADD_EFFECT, {"kind": OUTPUT, "loop_id": loop_id, "at_ms": at_ms, "attempts": 0, "last_error": None})


def expired(uow: UnitOfWork, at_ms: int) -> Sequence[Row[Any]]:
    """Loops whose availability lifetime has passed at `at_ms`, earliest first."""
    return uow.all(_EXPIRED, {"at_ms": at_ms})


def next_deadline_ms(uow: UnitOfWork) -> int | None:
    """The earliest instant at which anything falls due."""
    return deadlines(uow).next_ms


def deadlines(uow: UnitOfWork) -> Deadlines:
    """The earliest instants of each kind."""
    row = uow.first(_DEADLINES)
    return Deadlines(*row) if row else Deadlines()


def _filters(wanted: Page) -> list[Any]:
    created, tie = human_loops.c.created_ms, human_loops.c.id
    filters: list[Any] = []
    if wanted.created_after_ms is not None:
        filters.append(created >= wanted.created_after_ms)
    if wanted.created_before_ms is not None:
        filters.append(created < wanted.created_before_ms)
    if wanted.after and wanted.descending:
        filters.append(or_(created < wanted.after[0], and_(created == wanted.after[0], tie < wanted.after[1])))
    elif wanted.after:
        filters.append(or_(created > wanted.after[0], and_(created == wanted.after[0], tie > wanted.after[1])))
    return filters
