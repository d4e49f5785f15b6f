"""What the portal's pages show: the board with its offers and leases, and one task's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from simulator.marketplace.desk import Desk
from simulator.store import admission, ledger
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import portal_queries
from simulator.web.control_reading import Misread, near
from simulator.web.portal_queries import Counts
from simulator.web.standing import Standing, State
from simulator.web.wording import count

_MOST_OFFERS = 50
_NOTICES = {
    "release": "You released the task. It is available to everyone again.",
    "decline": "You declined the task. It will not be offered to you again.",
    "pause": "The task is stopped. Its time limit keeps running until you resume and submit it.",
}
_STANDINGS: Mapping[State, tuple[str, str]] = {
    State.OFFERED: (
        "This task is available",
        "Nobody works on it yet. Its time limit starts when you take it.",
    ),
    State.PAUSED: (
        "You stopped this task",
        "It is kept for you, and its time limit keeps running. Resume it to finish.",
    ),
    State.SUBMITTED: ("You submitted this task", "Thank you. There is nothing left to do here."),
    State.LAPSED: (
        "The time for this task ran out",
        "Its time limit passed before an answer came, so it went back to the others. You will not be offered it again.",
    ),
    State.DECLINED: ("You declined this task", "You gave it up for good. It will not be offered to you again."),
    State.RELEASED: ("You released this task", "It went back to the other workers and is not available to you."),
    State.OTHER_TEAM: ("This task belongs to another team", "Only members of its work team can take it."),
    State.BLOCKED: ("You are blocked from this task", "Ask whoever runs this simulator."),
    State.UNQUALIFIED: ("You are not qualified for this task", "It asks for a qualification that you do not have."),
    State.ADULT_CONTENT: ("This task may show adult content", "It is for workers who accept that; you do not."),
    State.MET_BEFORE: (
        "You have worked on this item before",
        "Each answer to an item comes from a different worker, so this task is for somebody else.",
    ),
    State.WITH_ANOTHER: (
        "Another worker has this task",
        "If it is released or runs out of time, it is offered again.",
    ),
    State.ANSWERED: ("This task is done", "Another worker has submitted it."),
    State.EXPIRED: ("This task has expired", "It was not taken up in time and is no longer offered."),
    State.WITHDRAWN: ("This task was withdrawn", "Its human loop was stopped, so no more answers are needed."),
}


def board(uow: UnitOfWork, desk: Desk, worker: Row[Any], at_ms: int) -> dict[str, Any]:
    """Everything on a worker's board at an instant."""
    offers = desk.browse(uow, worker, at_ms, _MOST_OFFERS + 1)
    numbers = portal_queries.counts(uow, worker, at_ms)
    held = portal_queries.held(uow, worker, at_ms)
    return {
        "worker": worker,
        "held": held,
        "offers": offers[:_MOST_OFFERS],
        "has_more": len(offers) > _MOST_OFFERS,
        "numbers": numbers,
        "is_working": desk.working(uow, worker) >= desk.pool.rules.tasks_per_worker,
        "teams": _teams(uow, worker),
        "earnings": earnings(uow, worker),
        "reasons": [] if offers else _reasons(desk.why_nothing(uow, worker, at_ms), numbers),
    }


def earnings(uow: UnitOfWork, worker: Row[Any]) -> dict[str, Any]:
    """What a worker earned, by kind and in all, and what waits to be approved; in tenths of a cent."""
    sums = ledger.sums(uow, worker.id)
    return {"sums": sums, "total": sum(sums.values()), "pending": ledger.pending(uow, worker.id)}


def _teams(uow: UnitOfWork, worker: Row[Any]) -> list[str] | None:
    return None if worker.in_every_team else admission.teams_of(uow, [worker.id])[worker.id]


def notice(name: str | None) -> str | None:
    """The sentence about what has just happened."""
    if name is None or name in _NOTICES:
        return _NOTICES.get(name or "")
    known = ", ".join(_NOTICES)
    raise Misread("query.notice", f"notice must be one of {known}.{near(name, list(_NOTICES))}")


def task_values(found: Standing, worker: Row[Any], csrf: str) -> dict[str, Any]:
    """What a task's page shows."""
    heading, sentence = _STANDINGS.get(found.state, ("", ""))
    return {
        "worker": worker,
        "csrf": csrf,
        "standing": found,
        "state": found.state.value,
        "task": found.task,
        "loop": found.loop,
        "lease": found.lease,
        "document": found.document(),
        "heading": heading,
        "sentence": found.sentence or sentence,
    }


def _reasons(told: Sequence[str], numbers: Counts) -> list[str]:
    done = f"You have done everything there was for you: {count(numbers.done, 'task')} so far."
    reasons = [*told, *([done] if numbers.done else [])]
    return reasons or ["No human loop is waiting for your team. New tasks appear here by themselves."]
