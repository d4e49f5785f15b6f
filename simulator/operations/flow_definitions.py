"""Flow definitions: who reviews, with which template, how many workers, how long, where the output goes."""

from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import instants
from simulator.domain.calls import Call
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.events import Event, Kind
from simulator.marketplace.pool import loop_event
from simulator.operations.documents import DocumentKind, add, body_of, picked, remove
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.operations.workforces import workteam_exists
from simulator.store import documents, human_loops, tasks
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
        message = "HumanLoopConfig must be given: it names the work team, the task UI and the task."
        raise Invalid(message)
    _check_output(parameters["OutputConfig"]["S3OutputPath"])

    def work(uow: UnitOfWork) -> str:
        if not workteam_exists(uow, call, config["WorkteamArn"]):
            message = (
                f"The specified Workteam '{config['WorkteamArn']}' does not exist or you do not have access to it."
            )
            raise Invalid(message)
        body = picked(parameters, *_ECHOED) | {TEMPLATE_SHA256: _template(uow, config["HumanTaskUiArn"], call)}
        return add(FLOW_DEFINITION, uow, call, parameters["FlowDefinitionName"], body)

    return {"FlowDefinitionArn": await service.store.write(work)}


def _check_output(path: str) -> None:
    bucket = path.removeprefix("s3://").partition("/")[0]
    if not path.startswith("s3://") or not bucket:
        message = f"OutputConfig.S3OutputPath '{path}' must be an S3 URI such as s3://bucket/prefix."
        raise Invalid(message)


def _template(uow: UnitOfWork, arn: str, call: Call) -> str:
    row = documents.by_arn(uow, arn)
    if row is None or (row.account, row.region) != (call.account, call.region):
        message = f"The specified HumanTaskUi '{arn}' does not exist or you do not have access to it."
        raise Invalid(message)
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
    return NotFound(f"The flow definition '{name}' does not exist.")


def _remove(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    """Stop and delete what nobody began, let who works finish (A2I_FACTS B [D])."""
    for loop in human_loops.open_of_flow(uow, row.arn):
        tally = tasks.tally(uow, loop.id)
        if tally.held or tally.submitted:
            _stop(service, uow, loop, call)
        else:
            human_loops.remove(uow, loop.id)
            uow.emit(loop_event(Kind.HUMAN_LOOP_DELETED, loop, call.now_ms))
    if human_loops.open_of_flow(uow, row.arn):
        documents.change(uow, row.id, status="Deleting", updated_ms=call.now_ms)
        uow.emit(Event(Kind.DOCUMENT_UPDATED, call.now_ms, {"kind": row.kind, "arn": row.arn, "status": "Deleting"}))
    else:
        remove(service, uow, row, call)


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
