"""Workforces: the identity provider that the people of an account come from. There is one in an account and region."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain.calls import Call
from simulator.domain.errors import Conflict, InUse, Invalid
from simulator.domain.sentences import (
    CIDRS_TOO_MANY,
    VPC_INCOMPLETE,
    WORKFORCE_EXISTS,
    WORKFORCE_HAS_TEAMS,
    WORKFORCE_MISSING,
    WORKFORCE_NOT_ACTIVE,
    WORKFORCE_NOT_OIDC,
    WORKFORCE_OIDC_LOCKED,
    WORKFORCE_ONE_PROVIDER,
)
from simulator.operations.documents import DocumentKind, New, add, body_of, picked, present, remove_slowly, timestamps
from simulator.operations.documents import update as keep
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.store import documents, statuses
from simulator.store.documents import Page, Scope
from simulator.store.unit_of_work import UnitOfWork

_MOST_CIDRS = 10
_VPC_ENDPOINT_DIGITS = 17
_VPC_MEMBERS = ("VpcId", "SecurityGroupIds", "Subnets")
_CHANGEABLE = ("SourceIpConfig", "OidcConfig", "WorkforceVpcConfig", "IpAddressType")
_KEPT = ("CognitoConfig", *_CHANGEABLE)


def create_handler(service: Service) -> Handler:
    """CreateWorkforce: one for each account and region (A2I_FACTS C1 [O])."""
    return partial(_create, service)


def update_handler(service: Service) -> Handler:
    """UpdateWorkforce: what is not given stays; an empty WorkforceVpcConfig takes the portal out of the VPC [O]."""
    return partial(_update, service)


async def _create(service: Service, call: Call, parameters: Parameters) -> Result:
    if ("CognitoConfig" in parameters) == ("OidcConfig" in parameters):
        raise Invalid(WORKFORCE_ONE_PROVIDER())
    _check_network(parameters)

    def work(uow: UnitOfWork) -> str:
        if only_workforce(uow, call.account, call.region):
            raise Invalid(WORKFORCE_EXISTS(account=call.account))
        tags, wait = parameters.get("Tags", ()), service.rules.initializing_seconds
        new = New(parameters["WorkforceName"], picked(parameters, *_KEPT), tags, wait)
        return add(WORKFORCE, uow, call, new)

    return {"WorkforceArn": await service.store.write(work)}


async def _update(service: Service, call: Call, parameters: Parameters) -> Result:
    _check_network(parameters)

    def work(uow: UnitOfWork) -> Result:
        row = present(WORKFORCE, uow, call, parameters["WorkforceName"])
        if row.status != statuses.ACTIVE:
            raise Conflict(WORKFORCE_NOT_ACTIVE(name=row.name, status=row.status))
        body = body_of(row)
        if "OidcConfig" in parameters:
            _check_provider(uow, row, body)
        keep(uow, row, body | picked(parameters, *_CHANGEABLE), call)
        due_ms = statuses.until(call.now_ms, service.rules.updating_seconds)
        if due_ms is not None:
            statuses.begin(uow, row, statuses.UPDATING, due_ms, call.now_ms)
        return {"Workforce": _describe(service, uow, present(WORKFORCE, uow, call, row.name))}

    return await service.store.write(work)


def _check_provider(uow: UnitOfWork, row: Row[Any], body: Mapping[str, Any]) -> None:
    if "OidcConfig" not in body:
        raise Invalid(WORKFORCE_NOT_OIDC())
    if _has_teams(uow, row):
        raise Conflict(WORKFORCE_OIDC_LOCKED())


def _check_network(parameters: Parameters) -> None:
    if len(parameters.get("SourceIpConfig", {}).get("Cidrs", ())) > _MOST_CIDRS:
        raise Invalid(CIDRS_TOO_MANY(most=_MOST_CIDRS))
    given = [member for member in _VPC_MEMBERS if parameters.get("WorkforceVpcConfig", {}).get(member)]
    if given and len(given) < len(_VPC_MEMBERS):
        raise Invalid(VPC_INCOMPLETE())


def _describe(service: Service, _uow: UnitOfWork, row: Row[Any]) -> Result:
    body = body_of(row)
    result: Result = {"WorkforceName": row.name, "WorkforceArn": row.arn, "Status": row.status, **timestamps(row)}
    result |= {"SubDomain": sub_domain(service), "SourceIpConfig": body.get("SourceIpConfig", {"Cidrs": []})}
    result |= picked(body, "CognitoConfig", "IpAddressType")
    if "OidcConfig" in body:
        result["OidcConfig"] = {key: value for key, value in body["OidcConfig"].items() if key != "ClientSecret"}
    vpc = body.get("WorkforceVpcConfig", {})
    if vpc.get("VpcId"):
        endpoint = service.entropy.hex(_VPC_ENDPOINT_DIGITS, "vpc-endpoint", row.arn, vpc["VpcId"])
        result["WorkforceVpcConfig"] = picked(vpc, *_VPC_MEMBERS) | {"VpcEndpointId": f"vpce-{endpoint}"}
    return result


def sub_domain(service: Service) -> str:
    """Where workers sign in, without a scheme as AWS gives it (A2I_FACTS I [O])."""
    return service.base_url().partition("://")[2] + "/portal"


def no_workforce(name: str) -> Invalid:
    """The refusal for a workforce that is not there."""
    return Invalid(WORKFORCE_MISSING(name=name))


def only_workforce(uow: UnitOfWork, account: str, region: str) -> Row[Any] | None:
    """The workforce of an account in a region, or None."""
    rows = documents.page(uow, Scope("workforce", account, region), Page(limit=1))
    return rows[0] if rows else None


def _has_teams(uow: UnitOfWork, row: Row[Any]) -> bool:
    return documents.count(uow, Scope("workteam", row.account, row.region)) > 0


def _remove(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    if _has_teams(uow, row):
        raise InUse(WORKFORCE_HAS_TEAMS(arn=row.arn))
    if row.status != statuses.ACTIVE:
        raise InUse(WORKFORCE_NOT_ACTIVE(name=row.name, status=row.status))
    remove_slowly(service, uow, row, call)


WORKFORCE = DocumentKind(
    noun="Workforce",
    resource="workforce",
    describe=_describe,
    summary=_describe,
    missing=no_workforce,
    remove=_remove,
    summaries="Workforces",
    wrapper="Workforce",
)
