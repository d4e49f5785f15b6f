"""What bears on who may take what: memberships, qualifications, what teams and flows ask for, blocks.

`of_worker` reads all of it in one query, however many tasks there are, and the writer remembers it (`memory.py`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, delete, insert, literal, null, select, union_all

from simulator.domain import json_values
from simulator.domain.admission import Admission, Block, Comparator, Requirement, admission
from simulator.store.memory import ADMISSIONS
from simulator.store.tables import blocks, memberships, qualifications, requirements
from simulator.store.unit_of_work import UnitOfWork

_WORKER: BindParameter[int] = bindparam("worker_id")
_ALL_OF_WORKER = union_all(
    select(
        literal("team").label("what"),
        memberships.c.workteam_arn.label("scope"),
        null().label("name"),
        null().label("comparator"),
        null().label("numbers"),
        null().label("score"),
    ).where(memberships.c.worker_id == _WORKER),
    select(literal("block"), blocks.c.scope, blocks.c.reason, null(), null(), null()).where(
        blocks.c.worker_id == _WORKER
    ),
    select(
        literal("requirement"),
        requirements.c.scope,
        requirements.c.qualification,
        requirements.c.comparator,
        requirements.c.numbers,
        qualifications.c.score,
    ).select_from(
        requirements.outerjoin(
            qualifications,
            and_(qualifications.c.worker_id == _WORKER, qualifications.c.name == requirements.c.qualification),
        )
    ),
)


def of_worker(uow: UnitOfWork, worker: Row[Any]) -> Admission:
    """What a worker may take."""
    key = (worker.id, worker.in_every_team, worker.takes_adult_content)
    return uow.remembered(ADMISSIONS, key, lambda: _read(uow, worker))


def _read(uow: UnitOfWork, worker: Row[Any]) -> Admission:
    found: dict[str, list[Row[Any]]] = {"team": [], "block": [], "requirement": []}
    for row in uow.all(_ALL_OF_WORKER, {"worker_id": worker.id}):
        found[row.what].append(row)
    return admission(
        None if worker.in_every_team else [row.scope for row in found["team"]],
        [Block(row.scope, row.name) for row in found["block"]],
        [(_requirement(row), row.score) for row in found["requirement"]],
        takes_adult_content=worker.takes_adult_content,
    )


def join_team(uow: UnitOfWork, worker_id: int, workteam_arns: Iterable[str]) -> None:
    """Make the worker a member of those teams and no others."""
    uow.run(delete(memberships).where(memberships.c.worker_id == worker_id))
    rows = [{"worker_id": worker_id, "workteam_arn": arn} for arn in dict.fromkeys(workteam_arns)]
    if rows:
        uow.run(insert(memberships), rows)


def teams_of(uow: UnitOfWork, worker_ids: Sequence[int]) -> dict[int, list[str]]:
    """The teams of each of those workers, by their ARNs in alphabetical order."""
    query = select(memberships).where(memberships.c.worker_id.in_(worker_ids))
    found: dict[int, list[str]] = {worker_id: [] for worker_id in worker_ids}
    for row in uow.all(query.order_by(memberships.c.workteam_arn)):
        found[row.worker_id].append(row.workteam_arn)
    return found


def set_score(uow: UnitOfWork, worker_id: int, name: str, score: int, at_ms: int) -> None:
    """Give the worker a qualification, in place of an earlier score."""
    remove_score(uow, worker_id, name)
    uow.run(insert(qualifications), {"worker_id": worker_id, "name": name, "score": score, "at_ms": at_ms})


def remove_score(uow: UnitOfWork, worker_id: int, name: str) -> bool:
    """Take a qualification away; whether there was one."""
    which = (qualifications.c.worker_id == worker_id, qualifications.c.name == name)
    return uow.run(delete(qualifications).where(*which)) == 1


def scores(uow: UnitOfWork, worker_id: int) -> Sequence[Row[Any]]:
    """The qualifications of a worker by name."""
    query = select(qualifications).where(qualifications.c.worker_id == worker_id)
    return uow.all(query.order_by(qualifications.c.name))


def require(uow: UnitOfWork, wanted: Requirement) -> None:
    """Ask for a qualification, in place of what was asked of it in that scope before."""
    remove_requirement(uow, wanted.scope, wanted.qualification)
    values = {
        "scope": wanted.scope,
        "qualification": wanted.qualification,
        "comparator": wanted.comparator.value,
        "numbers": json_values.dump(list(wanted.numbers)),
    }
    uow.run(insert(requirements), values)


def remove_requirement(uow: UnitOfWork, scope: str, qualification: str) -> bool:
    """Ask for it no more; whether it was asked for."""
    which = (requirements.c.scope == scope, requirements.c.qualification == qualification)
    return uow.run(delete(requirements).where(*which)) == 1


def required(uow: UnitOfWork, scope: str | None = None) -> list[Requirement]:
    """What is asked for, by scope and qualification; all of it or that of one scope."""
    query = select(requirements, requirements.c.qualification.label("name"))
    if scope is not None:
        query = query.where(requirements.c.scope == scope)
    return [_requirement(row) for row in uow.all(query.order_by(requirements.c.scope, requirements.c.qualification))]


def block(uow: UnitOfWork, worker_id: int, wanted: Block, cause: str, at_ms: int) -> None:
    """Keep the worker from a scope, in place of an earlier block of it."""
    unblock(uow, worker_id, wanted.scope)
    values = {
        "worker_id": worker_id, "scope": wanted.scope, "reason": wanted.reason, "cause": cause, "at_ms": at_ms,
    }  # fmt: skip
    uow.run(insert(blocks), values)


def unblock(uow: UnitOfWork, worker_id: int, scope: str) -> bool:
    """Let the worker in again; whether there was a block."""
    return uow.run(delete(blocks).where(blocks.c.worker_id == worker_id, blocks.c.scope == scope)) == 1


def blocks_of(uow: UnitOfWork, worker_id: int) -> Sequence[Row[Any]]:
    """The blocks of a worker, oldest first."""
    query = select(blocks).where(blocks.c.worker_id == worker_id)
    return uow.all(query.order_by(blocks.c.at_ms, blocks.c.scope))


def _requirement(row: Row[Any]) -> Requirement:
    numbers: Any = json_values.parse(row.numbers, "numbers")
    return Requirement(row.scope, row.name, Comparator(row.comparator), tuple(numbers))
