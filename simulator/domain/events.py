"""Facts about what happened, in order. An event says what, when and to what; it is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Every kind of fact."""

    DOCUMENT_CREATED = "document-created"
    DOCUMENT_UPDATED = "document-updated"
    DOCUMENT_DELETED = "document-deleted"
    WORKER_CREATED = "worker-created"
    WORKER_CHANGED = "worker-changed"
    WORKER_BLOCKED = "worker-blocked"
    WORKER_UNBLOCKED = "worker-unblocked"
    QUALIFICATION_GIVEN = "qualification-given"
    QUALIFICATION_TAKEN_AWAY = "qualification-taken-away"
    REQUIREMENT_SET = "requirement-set"
    REQUIREMENT_DROPPED = "requirement-dropped"
    WORKER_LEFT = "worker-left"
    HUMAN_LOOP_STARTED = "human-loop-started"
    HUMAN_LOOP_STOPPING = "human-loop-stopping"
    HUMAN_LOOP_COMPLETED = "human-loop-completed"
    HUMAN_LOOP_FAILED = "human-loop-failed"
    HUMAN_LOOP_STOPPED = "human-loop-stopped"
    HUMAN_LOOP_DELETED = "human-loop-deleted"
    TASK_CREATED = "task-created"
    TASK_ACCEPTED = "task-accepted"
    TASK_SUBMITTED = "task-submitted"
    TASK_RELEASED = "task-released"
    TASK_DECLINED = "task-declined"
    TASK_PAUSED = "task-paused"
    TASK_RESUMED = "task-resumed"
    TASK_LAPSED = "task-lapsed"
    TASK_EXPIRED = "task-expired"
    TASK_WITHDRAWN = "task-withdrawn"
    ANSWER_APPROVED = "answer-approved"
    ANSWER_REJECTED = "answer-rejected"
    GOLD_MARKED = "gold-marked"
    GOLD_UNMARKED = "gold-unmarked"
    GOLD_ANSWERED = "gold-answered"
    LEDGER_ENTRY_ADDED = "ledger-entry-added"
    ANSWER_FAILED = "answer-failed"
    OUTPUT_WRITTEN = "output-written"
    OUTPUT_WRITE_FAILED = "output-write-failed"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact. `data` holds JSON values only."""

    kind: Kind
    at_ms: int
    data: Mapping[str, object] = field(default_factory=dict)
