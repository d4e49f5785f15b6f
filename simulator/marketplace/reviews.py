"""Reviews: answers are approved or rejected, and rewards, bonuses and adjustments are booked. See `domain.reviews`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.domain import money
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.events import Event, Kind
from simulator.domain.reviews import EntryKind, Review, Verdict, after
from simulator.store import answers, ledger, tasks
from simulator.store.ledger import Entry
from simulator.store.unit_of_work import UnitOfWork

BY_ITSELF = "Approved by itself."
LOOP_DELETED = "Approved with the deletion of its human loop."
_LONGEST_REASON = 1024


@dataclass(frozen=True, slots=True)
class Opening:
    """The columns of an answer that nobody has judged yet."""

    review: str
    review_due_ms: int | None


@dataclass(frozen=True, slots=True)
class Bonus:
    """Something extra for a worker, for one answer or for its own sake."""

    amount_tenths: int
    reason: str
    answer_id: str | None = None


def opening(reward_tenths: int, auto_approval_seconds: int, at_ms: int) -> Opening:
    """How a new answer stands: one that earns a reward approves itself after a delay."""
    return Opening(Review.PENDING.value, at_ms + auto_approval_seconds * 1000 if reward_tenths else None)


def answer(uow: UnitOfWork, answer_id: str) -> Row[Any]:
    """The submitted answer with that id, or NotFound."""
    found = answers.by_id(uow, answer_id)
    if found is None:
        raise NotFound(
            f"There is no answer with the id {answer_id!r}. GET /_simulator/human-loops/NAME lists a loop's."
        )
    return found


def judge(uow: UnitOfWork, given: Row[Any], verdict: Verdict, at_ms: int, reason: str | None = None) -> None:
    """Approve or reject an answer; the reward of an approved one is booked."""
    becomes = after(Review(given.review), verdict)
    checked_reason(reason)
    tasks.change_assignment(
        uow, given.id, review=becomes.value, review_reason=reason, review_due_ms=None, reviewed_ms=at_ms
    )
    kind = Kind.ANSWER_APPROVED if becomes is Review.APPROVED else Kind.ANSWER_REJECTED
    data = {"answer_id": given.id, "task_id": given.task_id, "worker": given.worker_name, "reason": reason}
    loop = {"human_loop_name": given.human_loop_name, "human_loop_arn": given.human_loop_arn}
    uow.emit(Event(kind, at_ms, loop | data))
    if becomes is Review.APPROVED and given.reward_tenths:
        entry = Entry(EntryKind.REWARD, given.reward_tenths, None, given.id, given.human_loop_name)
        _book(uow, given.worker_id, given.worker_name, entry, at_ms)


def pay_bonus(uow: UnitOfWork, worker: Row[Any], bonus: Bonus, at_ms: int) -> int:
    """Pay a worker something extra; the number of the entry."""
    if bonus.amount_tenths <= 0:
        raise Invalid("A bonus must be more than nothing. An adjustment can take money back.")
    given = answer(uow, bonus.answer_id) if bonus.answer_id is not None else None
    if given is not None and given.worker_id != worker.id:
        raise Invalid(f"The answer {bonus.answer_id!r} is not one of {worker.name!r}.")
    loop_name = given.human_loop_name if given is not None else None
    reason = checked_reason(bonus.reason)
    entry = Entry(EntryKind.BONUS, bonus.amount_tenths, reason, bonus.answer_id, loop_name)
    return _book(uow, worker.id, worker.name, entry, at_ms)


def adjust(uow: UnitOfWork, worker: Row[Any], amount_tenths: int, reason: str, at_ms: int) -> int:
    """Correct what a worker earned, up or down; the number of the entry."""
    if amount_tenths == 0:
        raise Invalid("An adjustment of nothing adjusts nothing.")
    return _book(uow, worker.id, worker.name, Entry(EntryKind.ADJUSTMENT, amount_tenths, checked_reason(reason)), at_ms)


def checked_reason(reason: str | None) -> str | None:
    """A reason as it is kept; Invalid if it is empty or too long."""
    if reason is not None and not 0 < len(reason.strip()) <= _LONGEST_REASON:
        raise Invalid(f"A reason has 1 to {_LONGEST_REASON} characters.")
    return reason


def _book(uow: UnitOfWork, worker_id: int, worker_name: str, entry: Entry, at_ms: int) -> int:
    number = ledger.add(uow, worker_id, entry, at_ms)
    data = {
        "entry": number,
        "worker": worker_name,
        "kind": entry.kind.value,
        "usd": money.usd(entry.amount_tenths),
        "reason": entry.reason,
        "answer_id": entry.answer_id,
        "human_loop_name": entry.human_loop_name,
    }
    uow.emit(Event(Kind.LEDGER_ENTRY_ADDED, at_ms, {key: value for key, value in data.items() if value is not None}))
    return number
