"""The life of a task: one of the answers that a human loop asks for.

Laws:

1. A human loop has TaskCount tasks; each wants one answer, and no two answers come from the same worker (A2I_FACTS B
   [D]).
2. A task moves only along the rows of `MOVES`. A move without a row is refused; nothing is skipped in silence.
3. Whoever accepts a task gets a lease until TaskTimeLimitInSeconds later. The lease has a token of its own (the
   assignment's id), so that an answer from a lapsed lease can never land on the task of the next worker.
4. At the lease's deadline the task goes back to the pool, not before and not later (A2I_FACTS B, H [D]).
5. A task is settled once it is submitted, expired or withdrawn; no move leads out of those.

AWS publishes the same internal states as EventBridge detail-types: Created, Accepted, Submitted, Returned, Declined,
Expired (A2I_FACTS B [O]). Ours are named after what happened to the task.
"""

from collections.abc import Mapping
from enum import StrEnum

from simulator.domain.errors import IllegalMove


class TaskStatus(StrEnum):
    """Where a task stands."""

    AVAILABLE = "available"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can happen to a task; the value completes the sentence "the task was ..."."""

    ACCEPT = "accepted"
    SUBMIT = "submitted"
    RELEASE = "released"
    DECLINE = "declined"
    PAUSE = "paused"
    RESUME = "resumed"
    LAPSE = "lapsed"
    EXPIRE = "expired"
    WITHDRAW = "withdrawn"


MOVES: Mapping[tuple[TaskStatus, Move], TaskStatus] = {
    (TaskStatus.AVAILABLE, Move.ACCEPT): TaskStatus.ACCEPTED,
    (TaskStatus.AVAILABLE, Move.EXPIRE): TaskStatus.EXPIRED,
    (TaskStatus.AVAILABLE, Move.WITHDRAW): TaskStatus.WITHDRAWN,
    (TaskStatus.ACCEPTED, Move.SUBMIT): TaskStatus.SUBMITTED,
    (TaskStatus.ACCEPTED, Move.RELEASE): TaskStatus.AVAILABLE,
    (TaskStatus.ACCEPTED, Move.DECLINE): TaskStatus.AVAILABLE,
    (TaskStatus.ACCEPTED, Move.PAUSE): TaskStatus.PAUSED,
    (TaskStatus.ACCEPTED, Move.LAPSE): TaskStatus.AVAILABLE,
    (TaskStatus.PAUSED, Move.RESUME): TaskStatus.ACCEPTED,
    (TaskStatus.PAUSED, Move.RELEASE): TaskStatus.AVAILABLE,
    (TaskStatus.PAUSED, Move.DECLINE): TaskStatus.AVAILABLE,
    (TaskStatus.PAUSED, Move.LAPSE): TaskStatus.AVAILABLE,
}

HELD = frozenset({TaskStatus.ACCEPTED, TaskStatus.PAUSED})
"""A worker has the task; its lease runs."""

SETTLED = frozenset({TaskStatus.SUBMITTED, TaskStatus.EXPIRED, TaskStatus.WITHDRAWN})
"""Nothing more can happen to the task."""


class AssignmentStatus(StrEnum):
    """How far one worker came with a task that was accepted once."""

    WORKING = "working"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    RELEASED = "released"
    DECLINED = "declined"
    LAPSED = "lapsed"


ASSIGNMENT_MOVES: Mapping[tuple[AssignmentStatus, Move], AssignmentStatus] = {
    (AssignmentStatus.WORKING, Move.SUBMIT): AssignmentStatus.SUBMITTED,
    (AssignmentStatus.WORKING, Move.RELEASE): AssignmentStatus.RELEASED,
    (AssignmentStatus.WORKING, Move.DECLINE): AssignmentStatus.DECLINED,
    (AssignmentStatus.WORKING, Move.PAUSE): AssignmentStatus.PAUSED,
    (AssignmentStatus.WORKING, Move.LAPSE): AssignmentStatus.LAPSED,
    (AssignmentStatus.PAUSED, Move.RESUME): AssignmentStatus.WORKING,
    (AssignmentStatus.PAUSED, Move.RELEASE): AssignmentStatus.RELEASED,
    (AssignmentStatus.PAUSED, Move.DECLINE): AssignmentStatus.DECLINED,
    (AssignmentStatus.PAUSED, Move.LAPSE): AssignmentStatus.LAPSED,
}
"""An assignment begins as `working`, by the move `accepted` of its task; what it ends as is its record for good."""


HELD_AS: Mapping[AssignmentStatus, TaskStatus] = {
    AssignmentStatus.WORKING: TaskStatus.ACCEPTED,
    AssignmentStatus.PAUSED: TaskStatus.PAUSED,
}
"""How the task of a lease stands while the lease does so; there is no task in the hands of any other assignment."""


def assignment_after(status: AssignmentStatus, move: Move) -> AssignmentStatus:
    """What an assignment becomes by `move`, or IllegalMove."""
    try:
        return ASSIGNMENT_MOVES[status, move]
    except KeyError:
        raise IllegalMove(status, move) from None


def after(status: TaskStatus, move: Move) -> TaskStatus:
    """The status that `move` leads to, or IllegalMove."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise IllegalMove(status, move) from None
