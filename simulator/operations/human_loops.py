"""The runtime: StartHumanLoop, DescribeHumanLoop, ListHumanLoops, StopHumanLoop, DeleteHumanLoop."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import instants
from simulator.domain.calls import Call
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.human_loops import OPEN, HumanLoopStatus
from simulator.domain.sentences import LOOP_ENDED, LOOP_MISSING, LOOP_OPEN, LOOPS_OF_MISSING_FLOW
from simulator.operations import paging
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.operations.start import start_handler
from simulator.store import documents, human_loops
from simulator.store.human_loops import Page
from simulator.store.unit_of_work import UnitOfWork

_DEFAULT_PAGE = 10
_LONGEST_REASON = 1024
"""Of a FailureReason in a list (A2I_FACTS C2 [D]); DescribeHumanLoop has no such limit."""


def handlers(service: Service) -> Mapping[str, Handler]:
    """The five runtime operations by name."""
    return {
        "StartHumanLoop": start_handler(service),
        "DescribeHumanLoop": partial(_describe, service),
        "ListHumanLoops": partial(_list, service),
        "StopHumanLoop": partial(_stop, service),
        "DeleteHumanLoop": partial(_delete, service),
    }


async def _describe(service: Service, call: Call, parameters: Parameters) -> Result:
    loop = await service.store.read(lambda uow: _present(uow, call, parameters["HumanLoopName"]))
    return {
        **_status(loop),
        "HumanLoopArn": loop.arn,
        "FlowDefinitionArn": loop.flow_arn,
        "HumanLoopOutput": {"OutputS3Uri": loop.output_uri},
        **({"FailureCode": loop.failure_code} if loop.failure_code else {}),
    }


async def _stop(service: Service, call: Call, parameters: Parameters) -> Result:
    def work(uow: UnitOfWork) -> None:
        loop = _present(uow, call, parameters["HumanLoopName"])
        if loop.status == HumanLoopStatus.STOPPING.value:
            return
        if loop.status != HumanLoopStatus.IN_PROGRESS.value:
            if service.rules.stop_after_end == "ignored":
                return
            raise Invalid(LOOP_ENDED(name=loop.name, status=loop.status))
        service.pool.stop(uow, loop, call.now_ms)

    await service.store.write(work)
    return {}


async def _delete(service: Service, call: Call, parameters: Parameters) -> Result:
    def work(uow: UnitOfWork) -> None:
        loop = _present(uow, call, parameters["HumanLoopName"])
        if HumanLoopStatus(loop.status) in OPEN:
            raise Invalid(LOOP_OPEN(name=loop.name, status=loop.status))
        service.pool.remove(uow, loop, call.now_ms)

    await service.store.write(work)
    return {}


async def _list(service: Service, call: Call, parameters: Parameters) -> Result:
    flow_arn = parameters["FlowDefinitionArn"]
    descending = parameters.get("SortOrder", "Descending") == "Descending"
    which = ("HumanLoop", flow_arn, descending)
    wanted = Page(
        flow_arn=flow_arn,
        limit=parameters.get("MaxResults", _DEFAULT_PAGE),
        descending=descending,
        created_after_ms=paging.instant(parameters.get("CreationTimeAfter")),
        created_before_ms=paging.instant(parameters.get("CreationTimeBefore")),
        after=paging.position(service.entropy, which, parameters.get("NextToken")),
    )

    def query(uow: UnitOfWork) -> Result:
        _check_flow(uow, call, flow_arn)
        sign = partial(paging.token, service.entropy, which)
        rows, more = paging.cut(human_loops.page(uow, wanted), wanted.limit, _last, sign)
        return {"HumanLoopSummaries": [_summary(row) for row in rows], **more}

    return await service.store.read(query)


def _check_flow(uow: UnitOfWork, call: Call, arn: str) -> None:
    flow = documents.by_arn(uow, arn)
    if flow is None or (flow.account, flow.region) != (call.account, call.region):
        raise NotFound(LOOPS_OF_MISSING_FLOW(arn=arn))


def _present(uow: UnitOfWork, call: Call, name: str) -> Row[Any]:
    loop = human_loops.find(uow, call.account, call.region, name)
    if loop is None:
        raise NotFound(LOOP_MISSING(name=name))
    return loop


def _status(loop: Row[Any]) -> Result:
    reason = {"FailureReason": loop.failure_reason} if loop.failure_reason else {}
    return {
        "HumanLoopName": loop.name,
        "HumanLoopStatus": loop.status,
        "CreationTime": instants.as_datetime(loop.created_ms),
        **reason,
    }


def _summary(loop: Row[Any]) -> Result:
    reason = {"FailureReason": loop.failure_reason[:_LONGEST_REASON]} if loop.failure_reason else {}
    return {**_status(loop), **reason, "FlowDefinitionArn": loop.flow_arn}


def _last(loop: Row[Any]) -> tuple[int, int]:
    return loop.created_ms, loop.id
