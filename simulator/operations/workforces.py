"""Workforces and work teams: where the people come from."""

from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns
from simulator.domain.calls import Call
from simulator.domain.errors import InUse, Invalid
from simulator.operations.documents import DocumentKind, add, body_of, picked, remove, scope, timestamps
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.store import documents
from simulator.store.documents import Page
from simulator.store.unit_of_work import UnitOfWork


def create_workforce_handler(service: Service) -> Handler:
    """CreateWorkforce: one for each account and region (A2I_FACTS C1 [O])."""
    return partial(_create_workforce, service)


def create_workteam_handler(service: Service) -> Handler:
    """CreateWorkteam."""
    return partial(_create_workteam, service)


async def _create_workforce(service: Service, call: Call, parameters: Parameters) -> Result:
    if ("CognitoConfig" in parameters) == ("OidcConfig" in parameters):
        message = "Exactly one of CognitoConfig and OidcConfig must be given."
        raise Invalid(message)

    def work(uow: UnitOfWork) -> str:
        if _any_workforce(uow, call):
            message = (
                f"Cannot create more than one workforce for account {call.account}. "
                "If you are trying to update existing workforce, please use UpdateWorkforce API"
            )
            raise Invalid(message)
        body = {key: value for key, value in parameters.items() if key not in {"WorkforceName", "Tags"}}
        return add(WORKFORCE, uow, call, parameters["WorkforceName"], body)

    return {"WorkforceArn": await service.store.write(work)}


async def _create_workteam(service: Service, call: Call, parameters: Parameters) -> Result:
    def work(uow: UnitOfWork) -> str:
        wanted = parameters.get("WorkforceName")
        if wanted and not documents.find(uow, scope(WORKFORCE, call), wanted):
            raise _no_workforce(wanted)
        body = {key: value for key, value in parameters.items() if key not in {"WorkteamName", "Tags"}}
        return add(WORKTEAM, uow, call, parameters["WorkteamName"], body)

    return {"WorkteamArn": await service.store.write(work)}


def _any_workforce(uow: UnitOfWork, call: Call) -> Row[Any] | None:
    rows = documents.page(uow, scope(WORKFORCE, call), Page(limit=1))
    return rows[0] if rows else None


def _workforce(service: Service, _uow: UnitOfWork, row: Row[Any]) -> Result:
    body = body_of(row)
    result: Result = {"WorkforceName": row.name, "WorkforceArn": row.arn, "Status": row.status, **timestamps(row)}
    result |= {"SubDomain": sub_domain(service), "SourceIpConfig": body.get("SourceIpConfig", {"Cidrs": []})}
    result |= picked(body, "CognitoConfig", "IpAddressType")
    if "OidcConfig" in body:
        result["OidcConfig"] = {key: value for key, value in body["OidcConfig"].items() if key != "ClientSecret"}
    if "WorkforceVpcConfig" in body:
        given = body["WorkforceVpcConfig"]
        usual = {"VpcId": "", "SecurityGroupIds": [], "Subnets": []}
        result["WorkforceVpcConfig"] = usual | given
    return result


def _workteam(service: Service, uow: UnitOfWork, row: Row[Any]) -> Result:
    body = body_of(row)
    result: Result = {"WorkteamName": row.name, "WorkteamArn": row.arn, **timestamps(row)}
    result |= picked(body, "MemberDefinitions", "Description", "WorkerAccessConfiguration")
    result |= {"SubDomain": sub_domain(service)}
    result |= {"NotificationConfiguration": body.get("NotificationConfiguration", {})}
    workforce = documents.page(uow, documents.Scope("workforce", row.account, row.region), Page(limit=1))
    return result | ({"WorkforceArn": workforce[0].arn} if workforce else {})


def sub_domain(service: Service) -> str:
    """Where workers sign in, without a scheme as AWS gives it (A2I_FACTS I [O])."""
    return service.base_url().partition("://")[2] + "/portal"


def _no_workteam(name: str) -> Invalid:
    return Invalid(f"The work team '{name}' does not exist or you do not have access to it.")


def _no_workforce(name: str) -> Invalid:
    return Invalid(f"No workforce found with name '{name}'.")


def _remove_workforce(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    if documents.page(uow, scope(WORKTEAM, call), Page(limit=1)):
        message = f"The workforce {row.arn} still has work teams. Delete them before you delete the workforce."
        raise InUse(message)
    remove(service, uow, row, call)


def workteam_exists(uow: UnitOfWork, call: Call, arn: str) -> bool:
    """Whether a flow definition may name that work team: one of the caller's own, a vendor's, or the public one."""
    parts = arns.parse(arn)
    if parts is None or parts.region != call.region:
        return False
    if parts.kind in {"workteam/public-crowd", "workteam/vendor-crowd"}:
        return True
    return documents.by_arn(uow, arn) is not None and parts.account == call.account


WORKFORCE = DocumentKind(
    noun="Workforce",
    resource="workforce",
    describe=_workforce,
    summary=_workforce,
    missing=_no_workforce,
    remove=_remove_workforce,
    summaries="Workforces",
    wrapper="Workforce",
)
WORKTEAM = DocumentKind(
    noun="Workteam",
    resource="workteam/private-crowd",
    describe=_workteam,
    summary=_workteam,
    missing=_no_workteam,
    remove=remove,
    summaries="Workteams",
    wrapper="Workteam",
    deleted={"Success": True},
)
