"""Named documents in general: Describe, List and Delete of every kind come from one table row each.

What differs between kinds is a `DocumentKind`; only Create is written by hand, in the module of its noun.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns, instants, json_values
from simulator.domain.calls import Call
from simulator.domain.errors import DomainError, InUse
from simulator.domain.events import Event, Kind
from simulator.operations import paging
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.store import documents
from simulator.store.documents import Page, Scope
from simulator.store.unit_of_work import UnitOfWork

_DEFAULT_PAGE = 10
_SORT_COLUMNS = {None: "created_ms", "CreationTime": "created_ms", "CreateDate": "created_ms", "Name": "name"}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What differs between kinds of documents.

    `noun` is AWS's (`FlowDefinition`); `resource` the ARN's part before the name. `describe` and `summary` turn a row
    into members of the answer; `missing` is the refusal for a name that is not there; `remove` deletes and may refuse;
    `deleted` is Delete's answer.
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


def add(kind: DocumentKind, uow: UnitOfWork, call: Call, name: str, body: Mapping[str, Any]) -> str:
    """Keep a new document; its ARN. A name that is taken is InUse [G text, A2I_FACTS C4]."""
    arn = arns.sagemaker(call.partition, call.region, call.account, f"{kind.resource}/{name}")
    where = scope(kind, call)
    if documents.find(uow, where, name):
        message = f"{kind.noun} already exists: {arn}"
        raise InUse(message)
    values = {"kind": where.kind, "account": call.account, "region": call.region, "name": name, "arn": arn}
    times = {"created_ms": call.now_ms, "updated_ms": call.now_ms}
    documents.add(uow, {**values, **times, "status": "Active", "body": json_values.dump(body)})
    uow.emit(Event(Kind.DOCUMENT_CREATED, call.now_ms, {"kind": where.kind, "arn": arn}))
    return arn


def remove(_service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    """Delete a document that nothing hangs on."""
    documents.remove(uow, row.id)
    uow.emit(Event(Kind.DOCUMENT_DELETED, call.now_ms, {"kind": row.kind, "arn": row.arn}))


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
