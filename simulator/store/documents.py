"""Named documents: flow definitions, human task UIs, work teams, workforces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, insert, or_, select

from simulator.store import changes
from simulator.store.tables import documents, tags, templates
from simulator.store.unit_of_work import UnitOfWork

_ADD = insert(documents)
_BY_ARN = select(documents).where(documents.c.arn == bindparam("arn"))
_NAMED = select(documents).where(
    documents.c.kind == bindparam("kind"),
    documents.c.account == bindparam("account"),
    documents.c.region == bindparam("region"),
    documents.c.name == bindparam("name"),
)
_STATUS = select(documents.c.status).where(documents.c.id == bindparam("document_id"))
_DUE = select(documents).where(documents.c.due_ms <= bindparam("at_ms")).order_by(documents.c.due_ms, documents.c.id)
_TEMPLATE = select(templates.c.content).where(templates.c.sha256 == bindparam("sha256"))
_ADD_TEMPLATE = insert(templates).prefix_with("OR IGNORE", dialect="sqlite")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose documents of which kind."""

    kind: str
    account: str
    region: str


@dataclass(frozen=True, slots=True)
class Page:
    """What to list: filters, order, and where the page before ended (sort value and id)."""

    limit: int
    sort_by: str = "created_ms"
    descending: bool = True
    name_contains: str | None = None
    created_after_ms: int | None = None
    created_before_ms: int | None = None
    after: tuple[Any, int] | None = None


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a document; its id."""
    uow.will_be_due(values.get("due_ms"))
    return uow.add(_ADD, values)


def find(uow: UnitOfWork, scope: Scope, name: str) -> Row[Any] | None:
    """The document of that name, or None."""
    return uow.first(_NAMED, {"kind": scope.kind, "account": scope.account, "region": scope.region, "name": name})


def by_arn(uow: UnitOfWork, arn: str) -> Row[Any] | None:
    """The document of that ARN, or None."""
    return uow.first(_BY_ARN, {"arn": arn})


def status_now(uow: UnitOfWork, row: Row[Any]) -> str | None:
    """The present status of a document that was read before; None if it is gone, even if its name was used again."""
    found: str | None = uow.scalar(_STATUS, {"document_id": row.id})
    return found


def of_kind(uow: UnitOfWork, kind: str) -> Sequence[Row[Any]]:
    """Every document of a kind, oldest first, whoever owns it."""
    return uow.all(select(documents).where(documents.c.kind == kind).order_by(documents.c.id))


def remove(uow: UnitOfWork, document_id: int) -> None:
    """Delete a document and its tags."""
    uow.run(delete(tags).where(tags.c.document_id == document_id))
    uow.run(delete(documents).where(documents.c.id == document_id))


def change(uow: UnitOfWork, document_id: int, **values: object) -> None:
    """Set columns of a document."""
    changes.change(uow, documents, document_id, values)


def all_of(uow: UnitOfWork, scope: Scope) -> Sequence[Row[Any]]:
    """Every document of a kind in an account and region, oldest first."""
    return uow.all(select(documents).where(_in(scope)).order_by(documents.c.id))


def count(uow: UnitOfWork, scope: Scope) -> int:
    """How many documents there are."""
    return int(uow.scalar(select(func.count(documents.c.id)).where(_in(scope))))


def due(uow: UnitOfWork, at_ms: int) -> Sequence[Row[Any]]:
    """Documents whose passing status ends at `at_ms` or ended before, earliest first."""
    return uow.all(_DUE, {"at_ms": at_ms})


def page(uow: UnitOfWork, scope: Scope, wanted: Page) -> Sequence[Row[Any]]:
    """One page of documents; one row more than `limit` tells that there are more."""
    column = documents.c[wanted.sort_by]
    query = select(documents).where(_in(scope), *_filters(wanted))
    if wanted.after:
        query = query.where(_beyond(column, documents.c.id, wanted.after, descending=wanted.descending))
    order = (column.desc(), documents.c.id.desc()) if wanted.descending else (column, documents.c.id)
    return uow.all(query.order_by(*order).limit(wanted.limit + 1))


def keep_template(uow: UnitOfWork, sha256: str, content: str) -> None:
    """Keep a template's content under its hash; keeping it twice is keeping it once."""
    uow.run(_ADD_TEMPLATE, {"sha256": sha256, "content": content})


def template(uow: UnitOfWork, sha256: str) -> str | None:
    """The content of a template by its hash."""
    found: str | None = uow.scalar(_TEMPLATE, {"sha256": sha256})
    return found


def _in(scope: Scope) -> Any:  # noqa: ANN401
    return and_(
        documents.c.kind == scope.kind, documents.c.account == scope.account, documents.c.region == scope.region
    )


def _filters(wanted: Page) -> list[Any]:
    filters: list[Any] = []
    if wanted.name_contains is not None:
        filters.append(documents.c.name.contains(wanted.name_contains, autoescape=True))
    if wanted.created_after_ms is not None:
        filters.append(documents.c.created_ms >= wanted.created_after_ms)
    if wanted.created_before_ms is not None:
        filters.append(documents.c.created_ms < wanted.created_before_ms)
    return filters


def _beyond(column: Any, tie: Any, after: tuple[Any, int], *, descending: bool) -> Any:  # noqa: ANN401
    value, last_id = after
    if descending:
        return or_(column < value, and_(column == value, tie < last_id))
    return or_(column > value, and_(column == value, tie > last_id))
