"""The life of a human loop, and how it ends.

A loop is open while answers can still come: `InProgress`, or `Stopping` while workers finish what they hold. When
nothing more can come, `ending` says how it shall end; the output document is written, and only then does the loop show
its final status, so that whoever sees `Completed` finds the document (A2I_FACTS A3: Describe shows the URI before,
[O]).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class HumanLoopStatus(StrEnum):
    """AWS's own five (A2I_FACTS B [D])."""

    IN_PROGRESS = "InProgress"
    FAILED = "Failed"
    COMPLETED = "Completed"
    STOPPED = "Stopped"
    STOPPING = "Stopping"


OPEN = frozenset({HumanLoopStatus.IN_PROGRESS, HumanLoopStatus.STOPPING})


class FailureCode(StrEnum):
    """Why a loop failed (A2I_FACTS B [D])."""

    VALIDATION_ERROR = "ValidationError"
    EXPIRED = "Expired"
    INTERNAL_ERROR = "InternalError"


@dataclass(frozen=True, slots=True)
class Rules:
    """Behaviour that AWS does not publish; each default is a guess from A2I_FACTS B unless it says otherwise.

    `partial_answers_at_expiry`: how a loop ends whose lifetime lapses with some answers [G, analogue of Ground Truth].
    `expire_after_declines`: a loop that as many workers declined as it wants answers is offered to nobody else [G,
    Ground Truth]. `retake_after_release`: a worker who released a task may take it again while it is available [D for
    Ground Truth's portal]. `empty_output`: an expired or stopped loop without answers still gets a document with
    `humanAnswers: []` [I, strong].
    """

    partial_answers_at_expiry: Literal["completed", "failed"] = "completed"
    expire_after_declines: bool = True
    retake_after_release: bool = True
    empty_output: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How the tasks of a loop stand."""

    submitted: int = 0
    available: int = 0
    held: int = 0
    declines: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a loop shall end, and whether an output document is due first."""

    status: HumanLoopStatus
    failure_code: FailureCode | None = None
    failure_reason: str | None = None
    writes_output: bool = True


def closes_pool(status: HumanLoopStatus, task_count: int, tally: Tally, *, expired: bool, rules: Rules) -> bool:
    """Whether tasks that nobody holds are no longer offered."""
    declined = rules.expire_after_declines and tally.declines >= task_count
    return expired or declined or status is HumanLoopStatus.STOPPING


def ending(status: HumanLoopStatus, task_count: int, tally: Tally, rules: Rules) -> Ending | None:
    """How the loop ends now, or None while an answer can still come."""
    if tally.held or tally.available:
        return None
    has_output = bool(tally.submitted) or rules.empty_output
    if status is HumanLoopStatus.STOPPING:
        return Ending(HumanLoopStatus.STOPPED, writes_output=has_output)
    if tally.submitted == task_count:
        return Ending(HumanLoopStatus.COMPLETED)
    if tally.submitted and rules.partial_answers_at_expiry == "completed":
        return Ending(HumanLoopStatus.COMPLETED)
    return Ending(HumanLoopStatus.FAILED, FailureCode.EXPIRED, _expired(task_count, tally), has_output)


def _expired(task_count: int, tally: Tally) -> str:
    return (
        f"The task expired: {tally.submitted} of {task_count} workers completed it before it was no longer available."
    )
