"""Flow definitions: who reviews, with which template, how many workers, how long, where the output goes."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import conditions, instants, output, prices
from simulator.domain.calls import Call
from simulator.domain.errors import InUse, Invalid, NotFound
from simulator.domain.human_loops import goes_with_its_flow
from simulator.domain.sentences import (
    CONDITIONS_WITHOUT_SOURCE,
    CONFIG_MISSING,
    FLOW_MISSING,
    FLOW_NEEDS_TASK_UI,
    FLOW_NEEDS_WORKTEAM,
    FLOW_NOT_ACTIVE,
    OUTPUT_PATH_INVALID,
    PRICE_MISSING,
    PRICE_NOT_PUBLIC,
)
from simulator.domain.workforce import Crowd, crowd_of
from simulator.operations.documents import DocumentKind, New, add, body_of, picked, remove_slowly
from simulator.operations.roles import check_role
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.operations.workteams import workteam_exists
from simulator.rendering.s3_uris import s3_uri
from simulator.store import documents, human_loops, tasks
from simulator.store.statuses import ACTIVE
from simulator.store.unit_of_work import UnitOfWork

_ECHOED = (
    "HumanLoopRequestSource",
    "HumanLoopActivationConfig",
    "HumanLoopConfig",
    "OutputConfig",
    "RoleArn",
)
TEMPLATE_SHA256 = "TemplateSha256"
"""Where a flow definition's body keeps the hash of its template; Describe does not show it."""


def create_handler(service: Service) -> Handler:
    """CreateFlowDefinition."""
    return partial(_create, service)


async def _create(service: Service, call: Call, parameters: Parameters) -> Result:
    config = parameters.get("HumanLoopConfig")
    if config is None:
        raise Invalid(CONFIG_MISSING())
    source = parameters.get("HumanLoopRequestSource", {}).get("AwsManagedHumanLoopRequestSource")
    check_role(service.rules, call, parameters["RoleArn"])
    output_root(parameters["OutputConfig"]["S3OutputPath"])
    _check_conditions(parameters.get("HumanLoopActivationConfig"), source)
    _check_price(service, config, source)

    def work(uow: UnitOfWork) -> str:
        if not workteam_exists(service, uow, call, config["WorkteamArn"]):
            raise Invalid(FLOW_NEEDS_WORKTEAM(arn=config["WorkteamArn"]))
        body = picked(parameters, *_ECHOED) | {TEMPLATE_SHA256: _template(uow, config["HumanTaskUiArn"], call)}
        tags, wait = parameters.get("Tags", ()), service.rules.initializing_seconds
        return add(FLOW_DEFINITION, uow, call, New(parameters["FlowDefinitionName"], body, tags, wait))

    return {"FlowDefinitionArn": await service.store.write(work)}


def output_root(path: str) -> str:
    """Where outputs go, as `s3://bucket/prefix`, for either way of writing S3OutputPath: s3:// or https://.

    An s3:// path is taken as it is, whatever its bucket is called; whether there is such a bucket shows when the first
    output is written. Raises Invalid for an https:// address that is no place in S3.
    """
    if path.startswith("s3://"):
        return path
    found = s3_uri(f"{path.rstrip('/')}/{output.NAME}")
    if found is None:
        raise Invalid(OUTPUT_PATH_INVALID(path=path))
    return found.rpartition("/")[0]


def _check_conditions(config: Mapping[str, Any] | None, source: str | None) -> None:
    if config is None:
        return
    if source is None:
        raise Invalid(CONDITIONS_WITHOUT_SOURCE())
    given = config["HumanLoopActivationConditionsConfig"]["HumanLoopActivationConditions"]
    conditions.check(given, source)


def _check_price(service: Service, config: Mapping[str, Any], source: str | None) -> None:
    price, is_public = config.get("PublicWorkforceTaskPrice"), crowd_of(config["WorkteamArn"]) is Crowd.PUBLIC
    if price is not None and not is_public:
        raise Invalid(PRICE_NOT_PUBLIC())
    if price is not None:
        prices.check(price, source)
    elif is_public and service.rules.public_price_required:
        raise Invalid(PRICE_MISSING())


def _template(uow: UnitOfWork, arn: str, call: Call) -> str:
    row = documents.by_arn(uow, arn)
    if row is None or (row.account, row.region) != (call.account, call.region) or row.status != ACTIVE:
        raise Invalid(FLOW_NEEDS_TASK_UI(arn=arn))
    return str(body_of(row)["ContentSha256"])


def _describe(service: Service, uow: UnitOfWork, row: Row[Any]) -> Result:
    return {**_summary(service, uow, row), **picked(body_of(row), *_ECHOED)}


def _summary(_service: Service, _uow: UnitOfWork, row: Row[Any]) -> Result:
    return {
        "FlowDefinitionArn": row.arn,
        "FlowDefinitionName": row.name,
        "FlowDefinitionStatus": row.status,
        "CreationTime": instants.as_datetime(row.created_ms),
    }


def _missing(name: str) -> NotFound:
    return NotFound(FLOW_MISSING(name=name))


def _remove(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    """Stop and delete what nobody began, let who works finish (A2I_FACTS B [D])."""
    if row.status != ACTIVE:
        raise InUse(FLOW_NOT_ACTIVE(name=row.name, status=row.status))
    for loop in human_loops.open_of_flow(uow, row.arn):
        if goes_with_its_flow(tasks.tally(uow, loop.id)):
            service.pool.remove(uow, loop, call.now_ms)
        else:
            _stop(service, uow, loop, call)
    remove_slowly(service, uow, row, call)


def _stop(service: Service, uow: UnitOfWork, loop: Row[Any], call: Call) -> None:
    if loop.status == "InProgress":
        service.pool.stop(uow, loop, call.now_ms)


FLOW_DEFINITION = DocumentKind(
    noun="FlowDefinition",
    resource="flow-definition",
    describe=_describe,
    summary=_summary,
    missing=_missing,
    remove=_remove,
    summaries="FlowDefinitionSummaries",
)
