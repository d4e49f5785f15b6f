"""Qualifications, what teams and flows ask for, and blocks: changed with a word about it in the event log."""

from typing import Any

from sqlalchemy import Row

from simulator.domain import arns
from simulator.domain.admission import EVERYTHING, Block, Requirement
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.events import Event, Kind
from simulator.marketplace import people
from simulator.store import admission, documents, workers
from simulator.store.unit_of_work import UnitOfWork

BY_OPERATOR = "operator"
"""The cause of a block that somebody set by hand."""

_SCOPED = ("flow-definition", "workteam/private-crowd", "workteam/public-crowd", "workteam/vendor-crowd")
_LONGEST_NAME = 64
_HIGHEST_SCORE = 2**31 - 1


def block(uow: UnitOfWork, worker_id: int, worker_name: str, wanted: Block, cause: str, at_ms: int) -> None:
    """Keep a worker from a scope. What the worker holds there may still be finished."""
    admission.block(uow, worker_id, wanted, cause, at_ms)
    data = {"worker": worker_name, "scope": wanted.scope, "reason": wanted.reason, "cause": cause}
    uow.emit(Event(Kind.WORKER_BLOCKED, at_ms, data))


def is_blocked_by_operator(uow: UnitOfWork, worker_id: int, scope: str) -> bool:
    """Whether an operator keeps the worker from exactly that scope."""
    return any(row.scope == scope and row.cause == BY_OPERATOR for row in admission.blocks_of(uow, worker_id))


def unblock(uow: UnitOfWork, worker: Row[Any], scope: str, at_ms: int) -> None:
    """Let a worker in again; NotFound where there is no such block."""
    if not admission.unblock(uow, worker.id, scope):
        raise NotFound(f"{worker.name!r} is not blocked from {scope!r}.")
    uow.emit(Event(Kind.WORKER_UNBLOCKED, at_ms, {"worker": worker.name, "scope": scope}))
    people.look_again(uow, worker, at_ms)


def qualify(uow: UnitOfWork, worker: Row[Any], name: str, score: int, at_ms: int) -> None:
    """Give a worker a qualification's score."""
    check_qualification(name)
    check_score(score)
    admission.set_score(uow, worker.id, name, score, at_ms)
    uow.emit(Event(Kind.QUALIFICATION_GIVEN, at_ms, {"worker": worker.name, "qualification": name, "score": score}))
    people.look_again(uow, worker, at_ms)


def disqualify(uow: UnitOfWork, worker: Row[Any], name: str, at_ms: int) -> None:
    """Take a qualification away; NotFound where there is none."""
    if not admission.remove_score(uow, worker.id, name):
        raise NotFound(f"{worker.name!r} has no qualification {name!r}.")
    uow.emit(Event(Kind.QUALIFICATION_TAKEN_AWAY, at_ms, {"worker": worker.name, "qualification": name}))
    people.look_again(uow, worker, at_ms)


def require(uow: UnitOfWork, wanted: Requirement, at_ms: int) -> None:
    """Ask workers for a qualification in a scope."""
    check_qualification(wanted.qualification)
    admission.require(uow, wanted)
    data = {"scope": wanted.scope, "qualification": wanted.qualification, "comparator": wanted.comparator.value}
    uow.emit(Event(Kind.REQUIREMENT_SET, at_ms, data | {"values": list(wanted.numbers)}))
    _everyone_looks_again(uow, at_ms)


def drop_requirement(uow: UnitOfWork, scope: str, qualification: str, at_ms: int) -> None:
    """Ask for it no more; NotFound where it was not asked for."""
    if not admission.remove_requirement(uow, scope, qualification):
        raise NotFound(f"{scope!r} does not ask for the qualification {qualification!r}.")
    uow.emit(Event(Kind.REQUIREMENT_DROPPED, at_ms, {"scope": scope, "qualification": qualification}))
    _everyone_looks_again(uow, at_ms)


def scope_arn(uow: UnitOfWork, scope: str) -> str:
    """The ARN of a flow definition or work team given by name or ARN; a name must be there, and be one thing's."""
    parsed = arns.parse(scope)
    if parsed is not None and parsed.kind in _SCOPED:
        return scope
    rows = [*documents.of_kind(uow, "flow-definition"), *documents.of_kind(uow, "workteam")]
    found = [str(row.arn) for row in rows if row.name == scope]
    if len(found) == 1:
        return found[0]
    which = f"one of several: {', '.join(found)}" if found else "none that is there"
    raise Invalid(f"{scope!r} should name a flow definition or work team, or be the ARN of one; it is {which}.")


def block_scope(uow: UnitOfWork, scope: str) -> str:
    """`*` for everything, or as `scope_arn`."""
    return scope if scope == EVERYTHING else scope_arn(uow, scope)


def check_qualification(name: str) -> None:
    """Invalid unless a qualification can be called that."""
    if not 0 < len(name.strip()) <= _LONGEST_NAME or "/" in name:
        raise Invalid(f"A qualification's name has 1 to {_LONGEST_NAME} characters and no '/'.")


def check_score(score: int) -> None:
    """Invalid unless a qualification can have that score."""
    if not -_HIGHEST_SCORE <= score <= _HIGHEST_SCORE:
        raise Invalid(f"A score is a whole number from {-_HIGHEST_SCORE} to {_HIGHEST_SCORE}.")


def _everyone_looks_again(uow: UnitOfWork, at_ms: int) -> None:
    for worker in workers.everyone(uow):
        people.look_again(uow, worker, at_ms)
