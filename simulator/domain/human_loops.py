"""The life of a human loop, and how it ends.

A loop is open while answers can still come: `InProgress`, or `Stopping` while workers finish what they hold. When
nothing more can come, `ending` says how it shall end; the output document is written, and only then does the loop show
its final status, so that whoever sees `Completed` finds the document (A2I_FACTS A3: Describe shows the URI before,
[O]).

A loop's status moves only along the rows of `MOVES`; a loop that has ended can only be deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from simulator.domain.errors import IllegalMove, Invalid
from simulator.domain.tasks import Move


class HumanLoopStatus(StrEnum):
    """AWS's own five (A2I_FACTS B [D])."""

    IN_PROGRESS = "InProgress"
    FAILED = "Failed"
    COMPLETED = "Completed"
    STOPPED = "Stopped"
    STOPPING = "Stopping"


OPEN = frozenset({HumanLoopStatus.IN_PROGRESS, HumanLoopStatus.STOPPING})


class LoopMove(StrEnum):
    """What can happen to a human loop; the value completes the sentence "the human loop was ..."."""

    STOP = "stopped"
    COMPLETE = "completed"
    FAIL = "failed"
    END_STOPPING = "ended"


MOVES: Mapping[tuple[HumanLoopStatus, LoopMove], HumanLoopStatus] = {
    (HumanLoopStatus.IN_PROGRESS, LoopMove.COMPLETE): HumanLoopStatus.COMPLETED,
    (HumanLoopStatus.IN_PROGRESS, LoopMove.FAIL): HumanLoopStatus.FAILED,
    (HumanLoopStatus.IN_PROGRESS, LoopMove.STOP): HumanLoopStatus.STOPPING,
    (HumanLoopStatus.STOPPING, LoopMove.END_STOPPING): HumanLoopStatus.STOPPED,
    (HumanLoopStatus.STOPPING, LoopMove.FAIL): HumanLoopStatus.FAILED,
}
ENDS_BY: Mapping[HumanLoopStatus, LoopMove] = {
    HumanLoopStatus.COMPLETED: LoopMove.COMPLETE,
    HumanLoopStatus.FAILED: LoopMove.FAIL,
    HumanLoopStatus.STOPPED: LoopMove.END_STOPPING,
}
"""The move that leads to each final status."""


def after(status: HumanLoopStatus, move: LoopMove) -> HumanLoopStatus:
    """The status that `move` leads to, or IllegalMove."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise IllegalMove(status, move, f"A human loop that is {status} cannot be {move}.") from None


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
    `humanAnswers: []` [I, strong]. `tasks_per_worker`: how many tasks one worker works on at a time, paused ones not
    counted [G]. `public_adult_content_rule`: content for the public workforce that is not declared free of adult
    content is for workers who accept that [I]. `auto_approval_seconds`: when an answer that earns a reward is approved
    by itself [D for MTurk's default, G for A2I]. `gold_minimum_accuracy`: a worker with a smaller share of right
    answers to a flow's gold questions is blocked from the flow, after `gold_minimum_answers` of them; 0 blocks nobody
    (ours).
    """

    partial_answers_at_expiry: Literal["completed", "failed"] = "completed"
    expire_after_declines: bool = True
    retake_after_release: bool = True
    empty_output: bool = True
    tasks_per_worker: int = 1
    public_adult_content_rule: bool = True
    auto_approval_seconds: int = 30 * 24 * 3600
    gold_minimum_accuracy: float = 0.0
    gold_minimum_answers: int = 5

    def __post_init__(self) -> None:
        for name, least in (("tasks_per_worker", 1), ("auto_approval_seconds", 0), ("gold_minimum_answers", 1)):
            if getattr(self, name) < least:
                raise Invalid(f"{name} must be at least {least}.")
        if not 0 <= self.gold_minimum_accuracy <= 1:
            raise Invalid("gold_minimum_accuracy must be a number from 0 to 1.")


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


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a loop's standing leads to: what becomes of tasks that nobody holds, and how the loop ends.

    `closing` None: they stay on offer. `ending` None: an answer can still come.
    """

    closing: Move | None
    ending: Ending | None


def settlement(status: HumanLoopStatus, task_count: int, tally: Tally, *, expired: bool, rules: Rules) -> Settlement:
    """What follows from how the tasks of an open loop stand."""
    closing = None
    if tally.available and closes_pool(status, task_count, tally, expired=expired, rules=rules):
        closing = Move.WITHDRAW if status is HumanLoopStatus.STOPPING else Move.EXPIRE
        tally = replace(tally, available=0)
    return Settlement(closing, ending(status, task_count, tally, rules))


def unrenderable(reason: str) -> Ending:
    """How a loop ends, as it starts, whose content is refused or whose template fails to render (A2I_FACTS K [O])."""
    return Ending(HumanLoopStatus.FAILED, FailureCode.VALIDATION_ERROR, reason, writes_output=False)


def unwritable(reason: str) -> Ending:
    """How a loop ends whose output document could not be written after as many attempts as the setting allows."""
    text = f"The output could not be written: {reason}"
    return Ending(HumanLoopStatus.FAILED, FailureCode.INTERNAL_ERROR, text, writes_output=False)


def goes_with_its_flow(tally: Tally) -> bool:
    """Whether an open loop is deleted with its flow definition; one that somebody began is stopped instead."""
    return not tally.held and not tally.submitted


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
