"""StartHumanLoop: load the flow definition, decide, save the loop, its tasks and deadlines in one unit of work."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns, instants, json_values, output
from simulator.domain.calls import Call
from simulator.domain.errors import Conflict, Invalid
from simulator.domain.events import Kind
from simulator.domain.human_loops import OPEN, Ending, FailureCode, HumanLoopStatus
from simulator.marketplace.pool import loop_event
from simulator.operations.documents import body_of
from simulator.operations.flow_definitions import TEMPLATE_SHA256
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.rendering.errors import RenderError, failure_reason
from simulator.store import documents, endings, human_loops
from simulator.store.unit_of_work import UnitOfWork

_DEFAULT_TIME_LIMIT_SECONDS = 3600
_DEFAULT_LIFETIME_SECONDS = 864_000
_LIFETIMES = {"public-crowd": 43_200}


@dataclass(frozen=True, slots=True)
class Request:
    """What StartHumanLoop was asked for. `content` is the input's value, `text` how it is kept."""

    name: str
    flow_arn: str
    content: object
    text: str
    classifiers: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A request with the flow definition it names, and why its template cannot be rendered, if it cannot."""

    request: Request
    flow: Row[Any]
    refusal: str | None


def start_handler(service: Service) -> Handler:
    """StartHumanLoop."""
    return partial(_start, service)


async def _start(service: Service, call: Call, parameters: Parameters) -> Result:
    request = _read(parameters)
    plan = await service.store.read(lambda uow: _plan(service, uow, call, request))
    return {"HumanLoopArn": await service.store.write(lambda uow: _save(service, uow, call, plan))}


def _read(parameters: Parameters) -> Request:
    content = json_values.parse(parameters["HumanLoopInput"]["InputContent"], "HumanLoopInput.InputContent")
    classifiers = parameters.get("DataAttributes", {}).get("ContentClassifiers")
    return Request(
        name=parameters["HumanLoopName"],
        flow_arn=parameters["FlowDefinitionArn"],
        content=content,
        text=json_values.dump(content),
        classifiers=json_values.dump(classifiers) if classifiers is not None else None,
    )


def _plan(service: Service, uow: UnitOfWork, call: Call, request: Request) -> Plan:
    flow = _active_flow(uow, call, request.flow_arn)
    template = documents.template(uow, body_of(flow)[TEMPLATE_SHA256]) or ""
    try:
        service.renderer.render(template, request.content, instants.as_datetime(call.now_ms))
    except RenderError as error:
        return Plan(request, flow, failure_reason(error))
    return Plan(request, flow, None)


def _active_flow(uow: UnitOfWork, call: Call, arn: str) -> Row[Any]:
    parts = arns.parse(arn)
    flow = documents.by_arn(uow, arn)
    own = parts is not None and (parts.account, parts.region) == (call.account, call.region)
    if flow is None or not own:
        message = f"The specified FlowDefinition '{arn}' does not exist or you do not have access to it."
        raise Invalid(message)
    if flow.status != "Active":
        message = f"The flow definition '{arn}' is {flow.status}. Only an Active one can start human loops."
        raise Invalid(message)
    return flow


def _save(service: Service, uow: UnitOfWork, call: Call, plan: Plan) -> str:
    _active_flow(uow, call, plan.request.flow_arn)
    earlier = human_loops.find(uow, call.account, call.region, plan.request.name)
    if earlier and HumanLoopStatus(earlier.status) in OPEN:
        _check_same(earlier, plan.request)
        return str(earlier.arn)
    if earlier:
        human_loops.remove(uow, earlier.id)
    loop = human_loops.by_id(uow, human_loops.add(uow, _row(call, plan)))
    uow.emit(loop_event(Kind.HUMAN_LOOP_STARTED, loop, call.now_ms))
    if plan.refusal is None:
        service.pool.offer(uow, loop, call.now_ms)
    else:
        ending = Ending(HumanLoopStatus.FAILED, FailureCode.VALIDATION_ERROR, plan.refusal, writes_output=False)
        endings.decide(uow, loop, ending, call.now_ms)
    return str(loop.arn)


def _check_same(loop: Row[Any], request: Request) -> None:
    given = (request.flow_arn, request.text, request.classifiers)
    if (loop.flow_arn, loop.input_content, loop.content_classifiers) != given:
        message = (
            f"A human loop with the name '{request.name}' is active already and has different input data. "
            "You cannot start two human loops with the same name and different input data."
        )
        raise Conflict(message)


def _row(call: Call, plan: Plan) -> dict[str, Any]:
    request, body = plan.request, body_of(plan.flow)
    config = body["HumanLoopConfig"]
    until_ms = call.now_ms + _lifetime_seconds(config) * 1000
    return {
        "account": call.account,
        "region": call.region,
        "name": request.name,
        "arn": arns.sagemaker(call.partition, call.region, call.account, f"human-loop/{request.name}"),
        "flow_arn": request.flow_arn,
        "workteam_arn": config["WorkteamArn"],
        "template_sha256": body[TEMPLATE_SHA256],
        "title": config["TaskTitle"],
        "description": config["TaskDescription"],
        "status": HumanLoopStatus.IN_PROGRESS.value,
        "task_count": config["TaskCount"],
        "time_limit_seconds": config.get("TaskTimeLimitInSeconds", _DEFAULT_TIME_LIMIT_SECONDS),
        "input_content": request.text,
        "content_classifiers": request.classifiers,
        "output_uri": output.uri(body["OutputConfig"]["S3OutputPath"], plan.flow.name, call.now_ms, request.name),
        "created_ms": call.now_ms,
        "available_until_ms": until_ms,
        "expires_ms": until_ms,
    }


def _lifetime_seconds(config: dict[str, Any]) -> int:
    crowd = config["WorkteamArn"].rsplit("/", 2)[-2]
    usual = _LIFETIMES.get(crowd, _DEFAULT_LIFETIME_SECONDS)
    return int(config.get("TaskAvailabilityLifetimeInSeconds", usual))
