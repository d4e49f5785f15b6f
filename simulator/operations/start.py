"""StartHumanLoop: load the flow definition, decide, save the loop, its tasks and deadlines in one unit of work."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.domain import admission, arns, instants, json_values, output, prices
from simulator.domain.calls import Call
from simulator.domain.errors import Conflict, Invalid, LimitExceeded
from simulator.domain.events import Kind
from simulator.domain.human_loops import OPEN, HumanLoopStatus, Rules, unrenderable
from simulator.domain.sentences import (
    INPUT_NO_OBJECT,
    LOOP_NAME_ENDED,
    LOOP_NAME_TAKEN,
    LOOP_NEEDS_ACTIVE_FLOW,
    LOOP_NEEDS_FLOW,
    LOOPS_TOO_MANY,
    PII_UNDECLARED,
)
from simulator.domain.workforce import Crowd, crowd_of
from simulator.marketplace.pool import loop_event
from simulator.once import Once
from simulator.operations.documents import body_of
from simulator.operations.flow_definitions import TEMPLATE_SHA256, output_root
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.rendering.errors import RenderError, failure_reason
from simulator.store import documents, endings, human_loops
from simulator.store.unit_of_work import UnitOfWork

_DEFAULT_TIME_LIMIT_SECONDS = 3600
_DEFAULT_LIFETIME_SECONDS = 864_000
_FLOWS_KEPT = 128
_FREE_OF_PII = "FreeOfPersonallyIdentifiableInformation"
_LIFETIMES = {"public-crowd": 43_200}


@dataclass(frozen=True, slots=True)
class Request:
    """What StartHumanLoop was asked for. `content` is the input's value, `text` how it is kept."""

    name: str
    flow_arn: str
    content: object
    text: str
    classifiers: str | None

    def given_classifiers(self) -> list[str]:
        """The content classifiers of the request."""
        value: Any = json_values.parse(self.classifiers, "ContentClassifiers") if self.classifiers else []
        return value or []


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow definition as it was read, and the template of its tasks."""

    row: Row[Any]
    body: dict[str, Any]
    template: str


class Starter:
    """StartHumanLoop.

    Flow definitions never change, so what was read of one is kept; whether it is still there is looked at again.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._flows: OrderedDict[str, Flow] = OrderedDict()
        self._reading: Once[Flow] = Once()

    async def start(self, call: Call, parameters: Parameters) -> Result:
        """Start a human loop, or find the one that was started so."""
        request = _read(parameters)
        flow = await self._flow(request.flow_arn)
        _check_own(flow, call)
        self._check_content(flow, request)
        refusal = self._refusal(flow, request, call)
        return {
            "HumanLoopArn": await self._service.store.write(lambda uow: self._save(uow, call, request, flow, refusal))
        }

    async def _flow(self, arn: str) -> Flow:
        if arn in self._flows and not self._reading.is_making(arn):
            return self._flows[arn]
        return await self._reading.get(arn, lambda: self._service.store.read(lambda uow: self._load(uow, arn)))

    def _load(self, uow: UnitOfWork, arn: str) -> Flow:
        row = documents.by_arn(uow, arn)
        if row is None or row.kind != "flow-definition":
            raise _no_flow(arn)
        body = body_of(row)
        flow = Flow(row, body, documents.template(uow, body[TEMPLATE_SHA256]) or "")
        self._flows[arn] = flow
        if len(self._flows) > _FLOWS_KEPT:
            self._flows.popitem(last=False)
        return flow

    def _check_content(self, flow: Flow, request: Request) -> None:
        rules = self._service.rules
        if rules.input_object_required and not isinstance(request.content, dict):
            raise Invalid(INPUT_NO_OBJECT())
        if rules.undeclared_pii == "refused" and _may_show_pii(flow, request):
            raise Invalid(PII_UNDECLARED())

    def _refusal(self, flow: Flow, request: Request, call: Call) -> str | None:
        if _may_show_pii(flow, request):
            return PII_UNDECLARED()
        try:
            now = instants.as_datetime(call.now_ms)
            self._service.renderer.render(flow.template, request.content, now, call.account)
        except RenderError as error:
            return failure_reason(error)
        return None

    def _save(self, uow: UnitOfWork, call: Call, request: Request, flow: Flow, refusal: str | None) -> str:
        status = documents.status_now(uow, flow.row)
        if status is None:
            flow = self._load(uow, request.flow_arn)
            refusal, status = self._refusal(flow, request, call), flow.row.status
        _check_active(flow, status)
        earlier = human_loops.find(uow, call.account, call.region, request.name)
        if earlier and HumanLoopStatus(earlier.status) in OPEN:
            _check_same(earlier, request)
            return str(earlier.arn)
        if earlier and not self._service.rules.reuse_ended_names:
            raise Conflict(LOOP_NAME_ENDED(name=request.name, status=earlier.status))
        if earlier:
            self._service.pool.remove(uow, earlier, call.now_ms)
        self._check_quota(uow, call)
        loop = human_loops.add(uow, _row(call, request, flow) | _terms(request, flow, self._service.pool.rules))
        uow.emit(loop_event(Kind.HUMAN_LOOP_STARTED, loop, call.now_ms))
        if refusal is None:
            self._service.pool.offer(uow, loop, call.now_ms)
        else:
            endings.decide(uow, loop, unrenderable(refusal), call.now_ms)
        return str(loop.arn)

    def _check_quota(self, uow: UnitOfWork, call: Call) -> None:
        most = self._service.rules.most_open_human_loops
        if most and human_loops.count_open(uow, call.account, call.region) >= most:
            raise LimitExceeded(LOOPS_TOO_MANY(most=most))


def start_handler(service: Service) -> Handler:
    """StartHumanLoop."""
    return Starter(service).start


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


def _may_show_pii(flow: Flow, request: Request) -> bool:
    is_public = crowd_of(flow.body["HumanLoopConfig"]["WorkteamArn"]) is Crowd.PUBLIC
    return is_public and _FREE_OF_PII not in (request.classifiers or "")


def _check_active(flow: Flow, status: str) -> None:
    if status != "Active":
        raise Invalid(LOOP_NEEDS_ACTIVE_FLOW(arn=flow.row.arn, status=status))


def _check_own(flow: Flow, call: Call) -> None:
    if (flow.row.account, flow.row.region) != (call.account, call.region):
        raise _no_flow(flow.row.arn)


def _no_flow(arn: str) -> Invalid:
    return Invalid(LOOP_NEEDS_FLOW(arn=arn))


def _check_same(loop: Row[Any], request: Request) -> None:
    given = (request.flow_arn, request.text, request.classifiers)
    if (loop.flow_arn, loop.input_content, loop.content_classifiers) != given:
        raise Conflict(LOOP_NAME_TAKEN())


def _row(call: Call, request: Request, flow: Flow) -> dict[str, Any]:
    body, config = flow.body, flow.body["HumanLoopConfig"]
    until_ms = call.now_ms + _lifetime_seconds(config) * 1000
    root = output_root(body["OutputConfig"]["S3OutputPath"])
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
        "output_uri": output.uri(root, flow.row.name, call.now_ms, request.name),
        "created_ms": call.now_ms,
        "available_until_ms": until_ms,
        "expires_ms": until_ms,
    }


def _terms(request: Request, flow: Flow, rules: Rules) -> dict[str, Any]:
    config = flow.body["HumanLoopConfig"]
    crowd, rule = crowd_of(config["WorkteamArn"]), rules.public_adult_content_rule
    return {
        "reward_tenths": prices.thousandths(config.get("PublicWorkforceTaskPrice", {})),
        "for_adults": admission.is_for_adults(crowd, request.given_classifiers(), rule=rule),
    }


def _lifetime_seconds(config: dict[str, Any]) -> int:
    crowd = config["WorkteamArn"].rsplit("/", 2)[-2]
    usual = _LIFETIMES.get(crowd, _DEFAULT_LIFETIME_SECONDS)
    return int(config.get("TaskAvailabilityLifetimeInSeconds", usual))
