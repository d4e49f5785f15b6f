"""Work teams: groups of the workforce's people, vendors' teams, and the public one."""

from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns, members
from simulator.domain.calls import Call
from simulator.domain.errors import InUse, Invalid, LimitExceeded
from simulator.domain.sentences import WORKTEAM_IN_USE, WORKTEAM_MISSING, WORKTEAMS_TOO_MANY
from simulator.domain.workforce import Crowd
from simulator.operations.documents import DocumentKind, New, add, body_of, picked, present, remove, scope, timestamps
from simulator.operations.documents import update as keep
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.operations.subscriptions import is_subscribed
from simulator.operations.workforces import WORKFORCE, no_workforce, only_workforce, sub_domain
from simulator.store import documents
from simulator.store.documents import Scope
from simulator.store.unit_of_work import UnitOfWork

MOST = 25
"""Work teams in an account and region (A2I_FACTS C2 [D])."""

_PUBLIC = "394669845002"
"""The account of AWS's public team (A2I_FACTS D [O])."""
_KEPT = (
    "WorkforceName",
    "MemberDefinitions",
    "Description",
    "NotificationConfiguration",
    "WorkerAccessConfiguration",
)
_CHANGEABLE = _KEPT[1:]


def create_handler(service: Service) -> Handler:
    """CreateWorkteam."""
    return partial(_create, service)


def update_handler(service: Service) -> Handler:
    """UpdateWorkteam: what is not given stays; a NotificationConfiguration without a topic takes it away [I]."""
    return partial(_update, service)


async def _create(service: Service, call: Call, parameters: Parameters) -> Result:
    members.check(parameters["MemberDefinitions"])

    def work(uow: UnitOfWork) -> str:
        wanted = parameters.get("WorkforceName")
        if wanted and not documents.find(uow, scope(WORKFORCE, call), wanted):
            raise no_workforce(wanted)
        _check_members(service, uow, call, parameters)
        new = New(parameters["WorkteamName"], picked(parameters, *_KEPT), parameters.get("Tags", ()))
        arn = add(WORKTEAM, uow, call, new)
        if documents.count(uow, scope(WORKTEAM, call)) > MOST:
            raise LimitExceeded(WORKTEAMS_TOO_MANY(most=MOST))
        return arn

    return {"WorkteamArn": await service.store.write(work)}


async def _update(service: Service, call: Call, parameters: Parameters) -> Result:
    members.check(parameters.get("MemberDefinitions", ()))

    def work(uow: UnitOfWork) -> Result:
        row = present(WORKTEAM, uow, call, parameters["WorkteamName"])
        _check_members(service, uow, call, parameters)
        keep(uow, row, body_of(row) | picked(parameters, *_CHANGEABLE), call)
        return {"Workteam": _describe(service, uow, present(WORKTEAM, uow, call, row.name))}

    return await service.store.write(work)


def _check_members(service: Service, uow: UnitOfWork, call: Call, parameters: Parameters) -> None:
    if service.rules.members_of_workforce:
        workforce = only_workforce(uow, call.account, call.region)
        body = body_of(workforce) if workforce else None
        members.check_workforce(parameters.get("MemberDefinitions", ()), body)


def _describe(service: Service, uow: UnitOfWork, row: Row[Any]) -> Result:
    body = body_of(row)
    result: Result = {"WorkteamName": row.name, "WorkteamArn": row.arn, **timestamps(row)}
    result |= picked(body, "MemberDefinitions", "Description", "WorkerAccessConfiguration")
    result |= {"SubDomain": sub_domain(service)}
    result |= {"NotificationConfiguration": body.get("NotificationConfiguration", {})}
    workforce = only_workforce(uow, row.account, row.region)
    return result | ({"WorkforceArn": workforce.arn} if workforce else {})


def _missing(name: str) -> Invalid:
    return Invalid(WORKTEAM_MISSING(name=name))


def _remove(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    if service.rules.delete_workteam_in_use == "refused":
        for flow in documents.all_of(uow, Scope("flow-definition", call.account, call.region)):
            if body_of(flow)["HumanLoopConfig"]["WorkteamArn"] == row.arn:
                raise InUse(WORKTEAM_IN_USE(arn=row.arn, flow_arn=flow.arn))
    remove(service, uow, row, call)


def workteam_exists(service: Service, uow: UnitOfWork, call: Call, arn: str) -> bool:
    """Whether that is a team the caller may use: one of its own, a vendor's it is subscribed to, or the public one."""
    parts = arns.parse(arn)
    if parts is None or (parts.partition, parts.region) != (call.partition, call.region):
        return False
    if parts.kind == f"workteam/{Crowd.PUBLIC.value}":
        return (parts.account, parts.name) == (_PUBLIC, "default")
    if parts.kind == f"workteam/{Crowd.VENDOR.value}":
        return is_subscribed(service, call, arn)
    return parts.account == call.account and documents.by_arn(uow, arn) is not None


WORKTEAM = DocumentKind(
    noun="Workteam",
    resource="workteam/private-crowd",
    describe=_describe,
    summary=_describe,
    missing=_missing,
    remove=_remove,
    summaries="Workteams",
    oldest_first=True,
    wrapper="Workteam",
    deleted={"Success": True},
)
