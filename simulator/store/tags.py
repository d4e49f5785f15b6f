"""Tags of documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from simulator.store.tables import tags
from simulator.store.unit_of_work import UnitOfWork


def of_document(uow: UnitOfWork, document_id: int) -> Mapping[str, str]:
    """The tags of a document, in the order in which their keys were added."""
    rows = uow.all(select(tags).where(tags.c.document_id == document_id).order_by(tags.c.id))
    return {row.key: row.value for row in rows}


def put(uow: UnitOfWork, document_id: int, given: Mapping[str, str]) -> None:
    """Add tags; a key that is there keeps its place and gets the new value."""
    for key, value in given.items():
        known = (tags.c.document_id == document_id, tags.c.key == key)
        if not uow.run(update(tags).where(*known).values(value=value)):
            uow.run(insert(tags), {"document_id": document_id, "key": key, "value": value})


def remove(uow: UnitOfWork, document_id: int, keys: Iterable[str]) -> None:
    """Take tags away; a key that is not there is nothing to take away."""
    uow.run(delete(tags).where(tags.c.document_id == document_id, tags.c.key.in_(list(keys))))


def page(uow: UnitOfWork, document_id: int, limit: int, after: int | None) -> Sequence[Row[Any]]:
    """One page of tags; one row more than `limit` tells that there are more. `after` is the id of the last before."""
    query = select(tags).where(tags.c.document_id == document_id)
    if after is not None:
        query = query.where(tags.c.id > after)
    return uow.all(query.order_by(tags.c.id).limit(limit + 1))
