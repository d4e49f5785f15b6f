"""What the console asks of the store, across every account and region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from simulator.domain.tasks import AssignmentStatus
from simulator.store.tables import assignments, documents, effects, facts, human_loops, tasks, workers
from simulator.store.unit_of_work import UnitOfWork

_MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class LoopFilter:
    """Which human loops; None lets everything pass. `before` is the id of the last row of the page before."""

    limit: int
    status: str | None = None
    name_contains: str | None = None
    flow_arn: str | None = None
    before: int | None = None


def loops_by_status(uow: UnitOfWork) -> dict[str, int]:
    """How many human loops have which status."""
    query = select(human_loops.c.status, func.count().label("number")).group_by(human_loops.c.status)
    return {row.status: row.number for row in uow.all(query)}


def tasks_by_status(uow: UnitOfWork) -> dict[str, int]:
    """How many tasks have which status."""
    query = select(tasks.c.status, func.count().label("number")).group_by(tasks.c.status)
    return {row.status: row.number for row in uow.all(query)}


def workers_by_kind(uow: UnitOfWork) -> dict[str, int]:
    """How many workers there are of which kind, and under `working` how many have a task in hand."""
    query = select(workers.c.kind, func.count().label("number")).group_by(workers.c.kind)
    working = select(func.count(func.distinct(assignments.c.worker_id))).where(
        assignments.c.deadline_ms.is_not(None), assignments.c.status == AssignmentStatus.WORKING.value
    )
    return {row.kind: row.number for row in uow.all(query)} | {"working": uow.scalar(working)}


def failing_outputs(uow: UnitOfWork, limit: int) -> Sequence[Row[Any]]:
    """Output documents whose last writing failed, with their loop's name, account, region and URI."""
    loop = human_loops.c
    query = (
        select(effects, loop.name, loop.account, loop.region, loop.output_uri)
        .join(human_loops, loop.id == effects.c.loop_id)
        .where(effects.c.last_error.is_not(None))
    )
    return uow.all(query.order_by(effects.c.id).limit(limit))


def loops(uow: UnitOfWork, wanted: LoopFilter) -> Sequence[Row[Any]]:
    """A page of human loops, newest first, with one more than asked for where there are more."""
    loop = human_loops.c
    query = select(human_loops).order_by(loop.id.desc()).limit(wanted.limit + 1)
    if wanted.status:
        query = query.where(loop.status == wanted.status)
    if wanted.name_contains:
        query = query.where(loop.name.icontains(wanted.name_contains, autoescape=True))
    if wanted.flow_arn:
        query = query.where(loop.flow_arn == wanted.flow_arn)
    if wanted.before:
        query = query.where(loop.id < wanted.before)
    return uow.all(query)


def recent_events(uow: UnitOfWork, limit: int) -> Sequence[Row[Any]]:
    """The newest events, newest first."""
    return uow.all(select(facts).order_by(facts.c.seq.desc()).limit(limit))


def events_of_loop(uow: UnitOfWork, loop: Row[Any]) -> Sequence[Row[Any]]:
    """What happened to a human loop, oldest first."""
    mention = f'"human_loop_arn":"{loop.arn}"'
    query = select(facts).where(facts.c.at_ms >= loop.created_ms, facts.c.data.contains(mention, autoescape=True))
    return uow.all(query.order_by(facts.c.seq).limit(_MOST_EVENTS))


def done_by_worker(uow: UnitOfWork) -> dict[int, int]:
    """How many answers each worker submitted."""
    query = select(assignments.c.worker_id, func.count().label("number")).group_by(assignments.c.worker_id)
    query = query.where(assignments.c.status == AssignmentStatus.SUBMITTED.value)
    return {row.worker_id: row.number for row in uow.all(query)}


def documents_of(uow: UnitOfWork, kind: str, limit: int, before: int | None) -> Sequence[Row[Any]]:
    """A page of named documents of a kind, newest first, with one more than asked for where there are more."""
    query = select(documents).where(documents.c.kind == kind).order_by(documents.c.id.desc()).limit(limit + 1)
    return uow.all(query.where(documents.c.id < before) if before else query)


def newest_input(uow: UnitOfWork, template_sha256: str) -> str | None:
    """The input of the newest human loop that uses a template, or None."""
    query = select(human_loops.c.input_content).where(human_loops.c.template_sha256 == template_sha256)
    found: str | None = uow.scalar(query.order_by(human_loops.c.id.desc()).limit(1))
    return found
