"""How a loop's row ends: at once, or after its output document was written."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from simulator.domain import human_loops as loops
from simulator.domain import json_values
from simulator.domain.events import Event, Kind
from simulator.domain.human_loops import Ending, FailureCode, HumanLoopStatus
from simulator.store import human_loops, statuses
from simulator.store.unit_of_work import UnitOfWork

_KIND = {
    HumanLoopStatus.COMPLETED: Kind.HUMAN_LOOP_COMPLETED,
    HumanLoopStatus.FAILED: Kind.HUMAN_LOOP_FAILED,
    HumanLoopStatus.STOPPED: Kind.HUMAN_LOOP_STOPPED,
}


def decide(uow: UnitOfWork, loop: Row[Any], ending: Ending, at_ms: int) -> None:
    """Settle how the loop ends; its final status shows once the output, where one is due, is written."""
    human_loops.change(uow, loop.id, expires_ms=None, ended_ms=at_ms, ending=_text(ending))
    if ending.writes_output:
        human_loops.queue_output(uow, loop.id, at_ms)
    else:
        finish(uow, loop, ending, at_ms)


def decided(loop: Row[Any]) -> Ending:
    """The ending that was decided for a loop whose output is being written."""
    value: Any = json_values.parse(loop.ending, "ending")
    code = value["failure_code"]
    return Ending(
        HumanLoopStatus(value["status"]),
        FailureCode(code) if code else None,
        value["failure_reason"],
        value["writes_output"],
    )


def finish(uow: UnitOfWork, loop: Row[Any], ending: Ending, at_ms: int) -> None:
    """Show the loop's final status, and say so; a flow definition that is `Deleting` goes with its last open loop."""
    becomes = loops.after(HumanLoopStatus(loop.status), loops.ENDS_BY[ending.status])
    human_loops.change(
        uow,
        loop.id,
        status=becomes.value,
        ending=None,
        failure_code=ending.failure_code.value if ending.failure_code else None,
        failure_reason=ending.failure_reason,
    )
    uow.emit(Event(_KIND[ending.status], at_ms, _facts(loop, ending)))
    statuses.release(uow, loop.flow_arn, at_ms)


def _facts(loop: Row[Any], ending: Ending) -> dict[str, object]:
    facts: dict[str, object] = {"human_loop_name": loop.name, "human_loop_arn": loop.arn, "status": ending.status.value}
    if ending.failure_code:
        facts |= {"failure_code": ending.failure_code.value, "failure_reason": ending.failure_reason}
    return facts


def _text(ending: Ending) -> str:
    return json_values.dump(asdict(ending))
