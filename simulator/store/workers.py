"""Workers, their sessions, and the truths that skilled simulated workers know."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, insert, or_, select, update

from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy
from simulator.store import changes
from simulator.store.memory import TRUTHS, WHO
from simulator.store.tables import memberships, sessions, truths, workers
from simulator.store.unit_of_work import UnitOfWork

_ID_DIGITS = 16
_ADD = insert(workers)
_BY_ID = select(workers).where(workers.c.id == bindparam("worker_id"))
_NAMED = select(workers).where(workers.c.name == bindparam("name"))
_AWAKE = select(workers).where(workers.c.wake_ms <= bindparam("at_ms")).order_by(workers.c.wake_ms, workers.c.id)
_PLANNED = (
    select(workers)
    .where(workers.c.wake_ms < bindparam("before_ms"))
    .order_by(workers.c.wake_ms, workers.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_WAKE = (
    update(workers)
    .where(workers.c.id == bindparam("worker_id"))
    .values(wake_ms=bindparam("at_ms"), called_loop_id=bindparam("loop_id"))
)
_WAKE_IF_IDLE = _WAKE.where(workers.c.wake_ms.is_(None), workers.c.gone_ms.is_(None))
_LEAVE = (
    update(workers)
    .where(workers.c.id == bindparam("worker_id"))
    .values(wake_ms=None, called_loop_id=None, gone_ms=bindparam("at_ms"))
)
_TRUTH = select(truths.c.answer).where(truths.c.loop_name == bindparam("loop_name"))
_ANY_TRUTH = select(truths.c.loop_name).limit(1)
_BELONGS = or_(
    workers.c.in_every_team,
    exists().where(memberships.c.worker_id == workers.c.id, memberships.c.workteam_arn == bindparam("workteam_arn")),
)
_OF_TEAM = select(workers).where(_BELONGS).order_by(workers.c.id)
_CALLED_FOR = (
    select(workers.c.id, workers.c.wake_ms)
    .where(workers.c.called_loop_id == bindparam("loop_id"))
    .order_by(workers.c.wake_ms, workers.c.id)
)
_WHO = select(
    workers.c.id, workers.c.name, workers.c.profile, workers.c.in_every_team, workers.c.takes_adult_content
).where(workers.c.id == bindparam("worker_id"))
_IDLE = _OF_TEAM.with_only_columns(workers.c.id).where(
    workers.c.kind == WorkerKind.SIMULATED.value, workers.c.wake_ms.is_(None), workers.c.gone_ms.is_(None)
)


def public_id(entropy: Entropy, name: str) -> str:
    """The workerId that a worker has in output documents: 16 lower-case hexadecimal digits (A2I_FACTS A2 [O])."""
    return entropy.hex(_ID_DIGITS, "worker-id", name)


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a worker; its id."""
    uow.will_be_due(values["wake_ms"])
    return uow.add(_ADD, values)


def everyone(uow: UnitOfWork) -> Sequence[Row[Any]]:
    """Every worker, oldest first."""
    return uow.all(select(workers).order_by(workers.c.id))


def named(uow: UnitOfWork, name: str) -> Row[Any] | None:
    """The worker of that name, or None."""
    return uow.first(_NAMED, {"name": name})


def names_like(uow: UnitOfWork, beginning: str) -> frozenset[str]:
    """The names of workers that begin so."""
    query = select(workers.c.name).where(workers.c.name.startswith(beginning, autoescape=True))
    return frozenset(row.name for row in uow.all(query))


def by_id(uow: UnitOfWork, worker_id: int) -> Row[Any] | None:
    """The worker with that id, or None."""
    return uow.first(_BY_ID, {"worker_id": worker_id})


def who(uow: UnitOfWork, worker_id: int) -> Row[Any]:
    """What seldom changes of the worker with that id, which must be there.

    Columns: `id`, `name`, `profile`, `in_every_team`, `takes_adult_content`.
    """
    return uow.remembered(WHO, worker_id, lambda: uow.all(_WHO, {"worker_id": worker_id})[0])


def of_team(uow: UnitOfWork, workteam_arn: str) -> Sequence[Row[Any]]:
    """The workers of a work team, those of every team included, oldest first."""
    return uow.all(_OF_TEAM, {"workteam_arn": workteam_arn})


def idle(uow: UnitOfWork, workteam_arn: str) -> list[int]:
    """The ids of the simulated workers of a work team that wait for a task to appear, oldest first."""
    return uow.column(_IDLE, {"workteam_arn": workteam_arn})


def called_for(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """The simulated workers who get up for a loop, earliest first: `id` and `wake_ms`."""
    return uow.all(_CALLED_FOR, {"loop_id": loop_id})


def awake(uow: UnitOfWork, at_ms: int) -> Sequence[Row[Any]]:
    """The simulated workers whose next act is due at `at_ms`, earliest first."""
    return uow.all(_AWAKE, {"at_ms": at_ms})


def change(uow: UnitOfWork, worker_id: int, **values: object) -> None:
    """Set columns of a worker."""
    changes.change(uow, workers, worker_id, values)
    uow.forget((WHO,), worker_id)


def planned(uow: UnitOfWork, before_ms: int, skip: int, most: int) -> Sequence[Row[Any]]:
    """Simulated workers whose next act is due before an instant, earliest first."""
    return uow.all(_PLANNED, {"before_ms": before_ms, "skip": skip, "most": most})


def wake(uow: UnitOfWork, worker_id: int, at_ms: int | None, called_loop_id: int | None = None) -> None:
    """Set when a simulated worker acts next, and for which loop it gets up; None lets it wait."""
    uow.will_be_due(at_ms)
    uow.run(_WAKE, {"worker_id": worker_id, "at_ms": at_ms, "loop_id": called_loop_id})


def leave(uow: UnitOfWork, worker_id: int, at_ms: int) -> None:
    """A simulated worker is gone for good."""
    uow.run(_LEAVE, {"worker_id": worker_id, "at_ms": at_ms})


def wake_if_idle(uow: UnitOfWork, worker_id: int, at_ms: int) -> None:
    """Set when a simulated worker acts next, if it waits for a task to appear."""
    uow.will_be_due(at_ms)
    uow.run(_WAKE_IF_IDLE, {"worker_id": worker_id, "at_ms": at_ms, "loop_id": None})


def keep_truth(uow: UnitOfWork, loop_name: str, answer: str) -> None:
    """Keep the right answer to a loop, in place of an earlier one."""
    uow.run(delete(truths).where(truths.c.loop_name == loop_name))
    uow.run(insert(truths), {"loop_name": loop_name, "answer": answer})


def truth(uow: UnitOfWork, loop_name: str) -> str | None:
    """The right answer to a loop as JSON, if it is known."""
    if not uow.remembered(TRUTHS, "any", lambda: bool(uow.column(_ANY_TRUTH))):
        return None
    found: str | None = uow.scalar(_TRUTH, {"loop_name": loop_name})
    return found


def add_session(uow: UnitOfWork, token_sha256: str, worker_id: int, kind: str, created_ms: int) -> None:
    """Keep a sign-in link or a browser's session by its token's hash."""
    values = {"token_sha256": token_sha256, "worker_id": worker_id, "kind": kind, "created_ms": created_ms}
    uow.run(insert(sessions), values)


def session(uow: UnitOfWork, token_sha256: str, kind: str) -> Row[Any] | None:
    """The session with that token's hash, or None."""
    return uow.first(select(sessions).where(sessions.c.token_sha256 == token_sha256, sessions.c.kind == kind))


def remove_session(uow: UnitOfWork, token_sha256: str) -> bool:
    """End a session; whether there was one."""
    return uow.run(delete(sessions).where(sessions.c.token_sha256 == token_sha256)) == 1
