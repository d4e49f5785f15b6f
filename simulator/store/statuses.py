"""Statuses of documents that pass: Initializing and Updating end in Active, Deleting ends in nothing.

A passing status lasts until its row's `due_ms`; 0 seconds leave it out. A flow definition that is Deleting stays as
long as a loop of it is open, whatever its deadline (A2I_FACTS B [D]).
"""

from typing import Any

from sqlalchemy import Row

from simulator.domain.events import Event, Kind
from simulator.store import documents, human_loops
from simulator.store.unit_of_work import UnitOfWork

ACTIVE = "Active"
INITIALIZING = "Initializing"
UPDATING = "Updating"
DELETING = "Deleting"


def until(at_ms: int, seconds: float) -> int | None:
    """When a status that lasts so many seconds ends; None for one that is left out."""
    return at_ms + round(seconds * 1000) if seconds > 0 else None


def begin(uow: UnitOfWork, row: Row[Any], status: str, due_ms: int | None, at_ms: int) -> None:
    """Show a status from now on; `due_ms` is when it ends, None where something else will end it."""
    documents.change(uow, row.id, status=status, due_ms=due_ms, updated_ms=at_ms)
    uow.will_be_due(due_ms)
    uow.emit(Event(Kind.DOCUMENT_UPDATED, at_ms, {"kind": row.kind, "arn": row.arn, "status": status}))


def delete(uow: UnitOfWork, row: Row[Any], due_ms: int | None, at_ms: int) -> None:
    """Delete a document once its time has come and nothing holds it up any more."""
    if due_ms is None and not human_loops.open_of_flow(uow, row.arn):
        _forget(uow, row, at_ms)
    else:
        begin(uow, row, DELETING, due_ms, at_ms)


def end(uow: UnitOfWork, row: Row[Any], at_ms: int) -> None:
    """A passing status is over."""
    if row.status != DELETING:
        documents.change(uow, row.id, status=ACTIVE, due_ms=None)
        uow.emit(Event(Kind.DOCUMENT_UPDATED, at_ms, {"kind": row.kind, "arn": row.arn, "status": ACTIVE}))
    elif human_loops.open_of_flow(uow, row.arn):
        documents.change(uow, row.id, due_ms=None)
    else:
        _forget(uow, row, at_ms)


def release(uow: UnitOfWork, flow_arn: str, at_ms: int) -> None:
    """A loop of a flow definition has ended: one that is Deleting goes with its last, unless its time is to come."""
    row = documents.by_arn(uow, flow_arn)
    waits = row is not None and row.status == DELETING and row.due_ms is None
    if row is not None and waits and not human_loops.open_of_flow(uow, flow_arn):
        _forget(uow, row, at_ms)


def _forget(uow: UnitOfWork, row: Row[Any], at_ms: int) -> None:
    documents.remove(uow, row.id)
    uow.emit(Event(Kind.DOCUMENT_DELETED, at_ms, {"kind": row.kind, "arn": row.arn}))
