"""Drafts: what a worker has entered so far, kept with the assignment until it ends."""

from sqlalchemy import bindparam, delete, insert, select

from simulator.store.memory import DRAFTS
from simulator.store.tables import drafts
from simulator.store.unit_of_work import UnitOfWork

_OF = select(drafts.c.body).where(drafts.c.assignment_id == bindparam("assignment_id"))
_DROP = delete(drafts).where(drafts.c.assignment_id == bindparam("assignment_id"))
_ANY = select(drafts.c.assignment_id).limit(1)
_ADD = insert(drafts)


def keep(uow: UnitOfWork, assignment_id: str, body: str, at_ms: int) -> None:
    """Keep a draft in the place of an earlier one."""
    drop(uow, assignment_id)
    uow.run(_ADD, {"assignment_id": assignment_id, "body": body, "saved_ms": at_ms})


def of(uow: UnitOfWork, assignment_id: str) -> str | None:
    """The draft as JSON text, None if there is none."""
    found = uow.first(_OF, {"assignment_id": assignment_id})
    return None if found is None else str(found.body)


def drop(uow: UnitOfWork, assignment_id: str) -> None:
    """Forget the draft, if there is one."""
    if uow.remembered(DRAFTS, "any", lambda: bool(uow.column(_ANY))):
        uow.run(_DROP, {"assignment_id": assignment_id})
