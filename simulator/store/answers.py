"""Submitted answers as the marketplace sees them: their reviews, their golds, what they say about a worker."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, case, delete, func, insert, or_, select, update

from simulator.domain.reviews import Review
from simulator.domain.tasks import AssignmentStatus
from simulator.store.memory import GOLDS
from simulator.store.tables import assignments, golds, human_loops, workers
from simulator.store.unit_of_work import UnitOfWork

_SUBMITTED = assignments.c.status == AssignmentStatus.SUBMITTED.value
_RIGHT = func.coalesce(func.sum(case((assignments.c.gold_right, 1), else_=0)), 0)
_ANSWERS = (
    select(
        assignments,
        workers.c.name.label("worker_name"),
        human_loops.c.name.label("human_loop_name"),
        human_loops.c.arn.label("human_loop_arn"),
        human_loops.c.flow_arn,
        human_loops.c.reward_tenths,
        human_loops.c.input_content,
    )
    .join(workers, workers.c.id == assignments.c.worker_id)
    .join(human_loops, human_loops.c.id == assignments.c.loop_id)
    .where(_SUBMITTED)
)
_DUE = _ANSWERS.where(assignments.c.review_due_ms <= bindparam("at_ms")).order_by(
    assignments.c.review_due_ms, assignments.c.ended_ms, assignments.c.id
)
_GOLD = (
    select(golds)
    .where(
        or_(
            golds.c.human_loop_name == bindparam("human_loop_name"),
            and_(
                golds.c.flow_arn == bindparam("flow_arn"),
                or_(golds.c.input_sha256.is_(None), golds.c.input_sha256 == bindparam("input_sha256")),
            ),
        )
    )
    .order_by(golds.c.human_loop_name.is_(None), golds.c.input_sha256.is_(None), golds.c.name)
    .limit(1)
)
_ANY_GOLD = select(golds.c.name).limit(1)


class GoldTally(NamedTuple):
    """How many answers there are to gold questions, and how many of them are right."""

    answered: int
    right: int


def by_id(uow: UnitOfWork, answer_id: str) -> Row[Any] | None:
    """A submitted answer with `worker_name`, `human_loop_name`, `human_loop_arn`, `flow_arn`, `reward_tenths`."""
    return uow.first(_ANSWERS.where(assignments.c.id == answer_id))


def of_loop(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """The answers to a loop as in `by_id`, in the order of submission."""
    return uow.all(_in_order(_ANSWERS.where(assignments.c.loop_id == loop_id)))


def of_flow(uow: UnitOfWork, flow_arn: str) -> Sequence[Row[Any]]:
    """The answers to every loop of a flow definition as in `by_id`, in the order of submission."""
    return uow.all(_in_order(_ANSWERS.where(human_loops.c.flow_arn == flow_arn)))


def newest_of_worker(uow: UnitOfWork, worker_id: int, limit: int) -> Sequence[Row[Any]]:
    """A worker's newest answers as in `by_id`, newest first."""
    query = _ANSWERS.where(assignments.c.worker_id == worker_id)
    return uow.all(query.order_by(assignments.c.ended_ms.desc(), assignments.c.id).limit(limit))


def due(uow: UnitOfWork, at_ms: int) -> Sequence[Row[Any]]:
    """Answers that approve themselves at `at_ms`, earliest first."""
    return uow.all(_DUE, {"at_ms": at_ms})


def unpaid_of_loop(uow: UnitOfWork, loop_id: int) -> Sequence[Row[Any]]:
    """The answers to a loop whose reward waits for their approval."""
    query = _ANSWERS.where(assignments.c.loop_id == loop_id, assignments.c.review_due_ms.is_not(None))
    return uow.all(_in_order(query))


def set_gold(uow: UnitOfWork, answer_id: str, gold: str | None, right: bool | None) -> None:  # noqa: FBT001
    """Note which gold question an answer is for, and whether it is right; None and None: for none any more."""
    uow.run(update(assignments).where(assignments.c.id == answer_id).values(gold=gold, gold_right=right))


def of_gold(uow: UnitOfWork, gold: str) -> Sequence[Row[Any]]:
    """The answers to a gold question, in the order of submission."""
    return uow.all(_in_order(_ANSWERS.where(assignments.c.gold == gold)))


def gold_counts(uow: UnitOfWork) -> dict[str, GoldTally]:
    """How often each gold question was answered, and how often rightly."""
    query = select(assignments.c.gold, func.count().label("answered"), _RIGHT.label("right"))
    rows = uow.all(query.where(assignments.c.gold.is_not(None)).group_by(assignments.c.gold))
    return {row.gold: GoldTally(row.answered, row.right) for row in rows}


def gold_tally(uow: UnitOfWork, worker_id: int, flow_arn: str) -> GoldTally:
    """How a worker did at the gold questions of a flow definition."""
    query = select(func.count(assignments.c.gold_right).label("answered"), _RIGHT.label("right"))
    query = query.join(human_loops, human_loops.c.id == assignments.c.loop_id)
    row = uow.first(query.where(assignments.c.worker_id == worker_id, human_loops.c.flow_arn == flow_arn))
    return GoldTally(row.answered, row.right) if row else GoldTally(0, 0)


def keep_gold(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Mark a question as gold, in place of an earlier one of that name."""
    remove_gold(uow, values["name"])
    uow.run(insert(golds), dict(values))


def remove_gold(uow: UnitOfWork, name: str) -> bool:
    """Forget a gold question; whether there was one."""
    return uow.run(delete(golds).where(golds.c.name == name)) == 1


def every_gold(uow: UnitOfWork) -> Sequence[Row[Any]]:
    """Every gold question by name."""
    return uow.all(select(golds).order_by(golds.c.name))


def gold_named(uow: UnitOfWork, name: str) -> Row[Any] | None:
    """The gold question of that name, or None."""
    return uow.first(select(golds).where(golds.c.name == name))


def gold_for(uow: UnitOfWork, human_loop_name: str, flow_arn: str, input_sha256: str) -> Row[Any] | None:
    """The gold question that a loop is: the most exact one, a loop's own name before its input before its flow."""
    if not uow.remembered(GOLDS, "any", lambda: bool(uow.column(_ANY_GOLD))):
        return None
    values = {"human_loop_name": human_loop_name, "flow_arn": flow_arn, "input_sha256": input_sha256}
    return uow.first(_GOLD, values)


def touched_by_gold(uow: UnitOfWork, gold: Row[Any]) -> Sequence[Row[Any]]:
    """The answers so far that may be answers to a gold question."""
    if gold.human_loop_name is not None:
        return uow.all(_in_order(_ANSWERS.where(human_loops.c.name == gold.human_loop_name)))
    return of_flow(uow, gold.flow_arn)


def tally_of_worker(uow: UnitOfWork, worker_id: int) -> Row[Any]:
    """How far a worker came with all that was taken, as one row of counts and sums of milliseconds."""
    lease = assignments.c
    counts = [_count(lease.status, status.value) for status in AssignmentStatus]
    reviews = [_count(lease.review, review.value) for review in Review]
    active = func.coalesce(func.sum(case((_SUBMITTED, lease.active_ms), else_=0)), 0).label("active_ms")
    golds_answered = func.count(lease.gold_right).label("golds")
    query = select(*counts, *reviews, active, golds_answered, _RIGHT.label("golds_right"))
    return uow.all(query.where(lease.worker_id == worker_id))[0]


def median_ms_of_worker(uow: UnitOfWork, worker_id: int, answers: int) -> float | None:
    """The middle of the times that a worker needed for so many answers, or None without answers."""
    if not answers:
        return None
    query = select(assignments.c.active_ms).where(assignments.c.worker_id == worker_id, _SUBMITTED)
    middle = uow.all(
        query.order_by(assignments.c.active_ms).offset((answers - 1) // 2).limit(2 - answers % 2),
    )
    return float(sum(row.active_ms for row in middle) / len(middle))


def _count(column: Any, value: str) -> Any:  # noqa: ANN401
    return func.count(case((column == value, 1))).label(value)


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(assignments.c.ended_ms, assignments.c.accepted_ms, assignments.c.id)
