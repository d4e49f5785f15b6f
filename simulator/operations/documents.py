"""Named documents in general: Describe, List and Delete of every kind come from one table row each.

What differs between kinds is a `DocumentKind`; only Create and Update are written by hand, in the module of its
noun.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns, instants, json_values
from simulator.domain import tags as tag_rules
from simulator.domain.calls import Call
from simulator.domain.errors import DomainError, InUse
from simulator.domain.events import Event, Kind
from simulator.domain.sentences import NAME_TAKEN
from simulator.operations import paging
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.store import documents, statuses, tags
from simulator.store.documents import Page, Scope
from simulator.store.unit_of_work import UnitOfWork

_DEFAULT_PAGE = 10
_SORT_COLUMNS = {None: "created_ms", "CreationTime": "created_ms", "CreateDate": "created_ms", "Name": "name"}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What differs between kinds of documents.

    `noun` is AWS's (`FlowDefinition`); `resource` the ARN's part before the name. `describe` and `summary` turn a row
    into members of the answer; `missing` is the refusal for a name that is not there; `remove` deletes and may refuse;
    `deleted` is Delete's answer;
    `oldest_first` is the order where the caller names none: documented for work teams [D], a guess for the others.
    """

    noun: str
    resource: str
    describe: Callable[[Service, UnitOfWork, Row[Any]], Result]
    summary: Callable[[Service, UnitOfWork, Row[Any]], Result]
    missing: Callable[[str], DomainError]
    remove: Callable[[Service, UnitOfWork, Row[Any], Call], None]
    summaries: str
    oldest_first: bool = False
    wrapper: str | None = None
    deleted: Result = field(default_factory=dict)

    @property
    def name_member(self) -> str:
        """The member that carries the name: `FlowDefinitionName`."""
        return f"{self.noun}Name"

    @property
    def arn_member(self) -> str:
        """The member that carries the ARN: `FlowDefinitionArn`."""
        return f"{self.noun}Arn"


def body_of(row: Row[Any]) -> dict[str, Any]:
    """What was sent when the document was created."""
    body: Any = json_values.parse(row.body, "body")
    return dict(body)


def picked(body: Mapping[str, Any], *members: str) -> Result:
    """Those members of a body that were sent."""
    return {member: body[member] for member in members if member in body}


def scope(kind: DocumentKind, call: Call) -> Scope:
    """Whose documents a call is about."""
    return Scope(kind.resource.partition("/")[0], call.account, call.region)


def present(kind: DocumentKind, uow: UnitOfWork, call: Call, name: str) -> Row[Any]:
    """The document of that name, or the kind's refusal."""
    row = documents.find(uow, scope(kind, call), name)
    if row is None:
        raise kind.missing(name)
    return row


@dataclass(frozen=True, slots=True)
class New:
    """A document to be kept: its name, its body, the tags given with it, and how long it is Initializing."""

    name: str
    body: Mapping[str, Any]
    tags: Sequence[Mapping[str, Any]] = ()
    initializing_seconds: float = 0.0


def add(kind: DocumentKind, uow: UnitOfWork, call: Call, new: New) -> str:
    """Keep a new document; its ARN. A name that is taken is InUse [G text, A2I_FACTS C4]."""
    arn = arns.sagemaker(call.partition, call.region, call.account, f"{kind.resource}/{new.name}")
    where, given = scope(kind, call), tag_rules.read(new.tags)
    if documents.find(uow, where, new.name):
        raise InUse(NAME_TAKEN(noun=kind.noun, arn=arn))
    due_ms = statuses.until(call.now_ms, new.initializing_seconds)
    status = statuses.ACTIVE if due_ms is None else statuses.INITIALIZING
    values = {"kind": where.kind, "account": call.account, "region": call.region, "name": new.name, "arn": arn}
    times = {"created_ms": call.now_ms, "updated_ms": call.now_ms, "due_ms": due_ms}
    document_id = documents.add(uow, {**values, **times, "status": status, "body": json_values.dump(new.body)})
    tags.put(uow, document_id, given)
    uow.emit(Event(Kind.DOCUMENT_CREATED, call.now_ms, {"kind": where.kind, "arn": arn}))
    return arn


def update(uow: UnitOfWork, row: Row[Any], body: Mapping[str, Any], call: Call) -> None:
    """Keep a new body of a document."""
    documents.change(uow, row.id, body=json_values.dump(body), updated_ms=call.now_ms)
    uow.emit(Event(Kind.DOCUMENT_UPDATED, call.now_ms, {"kind": row.kind, "arn": row.arn}))


def remove(_service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    """Delete a document that nothing hangs on, at once."""
    statuses.delete(uow, row, None, call.now_ms)


def remove_slowly(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    """Delete a document that is Deleting for as long as the rules say."""
    statuses.delete(uow, row, statuses.until(call.now_ms, service.rules.deleting_seconds), call.now_ms)


def timestamps(row: Row[Any]) -> Result:
    """`CreateDate` and `LastUpdatedDate` of a row."""
    return {
        "CreateDate": instants.as_datetime(row.created_ms),
        "LastUpdatedDate": instants.as_datetime(row.updated_ms),
    }


def handlers(service: Service, kind: DocumentKind) -> Mapping[str, Handler]:
    """Describe, List and Delete of a kind, by operation name."""
    return {
        f"Describe{kind.noun}": partial(_describe, service, kind),
        f"List{kind.noun}s": partial(_list, service, kind),
        f"Delete{kind.noun}": partial(_delete, service, kind),
    }


async def _describe(service: Service, kind: DocumentKind, call: Call, parameters: Parameters) -> Result:
    def query(uow: UnitOfWork) -> Result:
        return kind.describe(service, uow, present(kind, uow, call, parameters[kind.name_member]))

    result = await service.store.read(query)
    return {kind.wrapper: result} if kind.wrapper else result


async def _delete(service: Service, kind: DocumentKind, call: Call, parameters: Parameters) -> Result:
    def work(uow: UnitOfWork) -> None:
        kind.remove(service, uow, present(kind, uow, call, parameters[kind.name_member]), call)

    await service.store.write(work)
    return dict(kind.deleted)


async def _list(service: Service, kind: DocumentKind, call: Call, parameters: Parameters) -> Result:
    sort_by = _SORT_COLUMNS[parameters.get("SortBy")]
    descending = parameters.get("SortOrder", "Ascending" if kind.oldest_first else "Descending") == "Descending"
    which = (kind.noun, call.account, call.region, sort_by, descending)
    wanted = Page(
        limit=parameters.get("MaxResults", _DEFAULT_PAGE),
        sort_by=sort_by,
        descending=descending,
        name_contains=parameters.get("NameContains"),
        created_after_ms=paging.instant(parameters.get("CreationTimeAfter")),
        created_before_ms=paging.instant(parameters.get("CreationTimeBefore")),
        after=paging.position(service.entropy, which, parameters.get("NextToken")),
    )

    def query(uow: UnitOfWork) -> Result:
        sign = partial(paging.token, service.entropy, which)
        rows, more = paging.cut(documents.page(uow, scope(kind, call), wanted), wanted.limit, _last(sort_by), sign)
        return {kind.summaries: [kind.summary(service, uow, row) for row in rows], **more}

    return await service.store.read(query)


def _last(sort_by: str) -> Callable[[Row[Any]], tuple[Any, int]]:
    return lambda row: (getattr(row, sort_by), row.id)
