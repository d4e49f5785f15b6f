"""AddTags, ListTags, DeleteTags: on every kind of document; other resources are left to who keeps them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns
from simulator.domain import tags as rules
from simulator.domain.calls import Call
from simulator.domain.errors import Elsewhere, Invalid
from simulator.domain.sentences import TAGGED_MISSING
from simulator.operations import paging
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.store import documents, tags
from simulator.store.unit_of_work import UnitOfWork

_DEFAULT_PAGE = 50
_OURS = {"flow-definition", "human-task-ui", "human-loop", "workteam", "workforce"}


def handlers(service: Service) -> Mapping[str, Handler]:
    """The three operations by name."""
    return {
        "AddTags": partial(_add, service),
        "ListTags": partial(_list, service),
        "DeleteTags": partial(_delete, service),
    }


async def _add(service: Service, call: Call, parameters: Parameters) -> Result:
    arn, given = _ours(parameters), rules.read(parameters["Tags"])

    def work(uow: UnitOfWork) -> Result:
        row = _present(uow, call, arn)
        rules.check_room(arn, tags.of_document(uow, row.id), given)
        tags.put(uow, row.id, given)
        return {"Tags": rules.as_list(tags.of_document(uow, row.id))}

    return await service.store.write(work)


async def _list(service: Service, call: Call, parameters: Parameters) -> Result:
    arn, limit = _ours(parameters), parameters.get("MaxResults", _DEFAULT_PAGE)
    which = ("Tags", arn)
    after = paging.position(service.entropy, which, parameters.get("NextToken"))

    def query(uow: UnitOfWork) -> Result:
        row = _present(uow, call, arn)
        found = tags.page(uow, row.id, limit, after[1] if after else None)
        rows, more = paging.cut(found, limit, _last, partial(paging.token, service.entropy, which))
        return {"Tags": [{"Key": tag.key, "Value": tag.value} for tag in rows], **more}

    return await service.store.read(query)


async def _delete(service: Service, call: Call, parameters: Parameters) -> Result:
    arn = _ours(parameters)

    def work(uow: UnitOfWork) -> None:
        tags.remove(uow, _present(uow, call, arn).id, parameters["TagKeys"])

    await service.store.write(work)
    return {}


def _ours(parameters: Parameters) -> str:
    arn: str = parameters["ResourceArn"]
    parts = arns.parse(arn)
    if parts is None or parts.resource.partition("/")[0] not in _OURS:
        raise Elsewhere(TAGGED_MISSING(arn=arn))
    return arn


def _present(uow: UnitOfWork, call: Call, arn: str) -> Row[Any]:
    row = documents.by_arn(uow, arn)
    if row is None or (row.account, row.region) != (call.account, call.region):
        raise Invalid(TAGGED_MISSING(arn=arn))
    return row


def _last(tag: Row[Any]) -> tuple[str, int]:
    return tag.key, tag.id
