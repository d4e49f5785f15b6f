"""What simulated workers are told to answer: rules, and what those answered who were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select

from simulator.domain import json_values
from simulator.store.memory import ANSWER_RULES
from simulator.store.tables import answer_rules, asked_answers, effects
from simulator.store.unit_of_work import UnitOfWork

ASK = "ask"
"""The kind of effect that asks somebody outside for an answer."""

_RULES = select(answer_rules).order_by(answer_rules.c.id)
_QUESTIONS = select(effects).where(effects.c.kind == ASK).order_by(effects.c.id)
_ASKED = select(asked_answers).where(asked_answers.c.assignment_id == bindparam("assignment"))


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to ask for the answer to a task: `gives` is `url` or `function`, `source` where or which."""

    assignment_id: str
    gives: str
    source: str


def rules(uow: UnitOfWork) -> Sequence[Row[Any]]:
    """Every rule, first to last."""
    return uow.remembered(ANSWER_RULES, "all", lambda: uow.all(_RULES))


def add_rule(uow: UnitOfWork, rule: str) -> int:
    """Add a rule behind the others; its id."""
    return uow.add(insert(answer_rules), {"rule": rule})


def remove_rule(uow: UnitOfWork, rule_id: int) -> bool:
    """Forget a rule; whether there was one."""
    return uow.run(delete(answer_rules).where(answer_rules.c.id == rule_id)) == 1


def ask(uow: UnitOfWork, loop_id: int, question: Question, at_ms: int) -> None:
    """Let the question be asked after the commit."""
    uow.effects.add(ASK)
    detail = {"assignment": question.assignment_id, "gives": question.gives, "source": question.source}
    values = {"kind": ASK, "loop_id": loop_id, "at_ms": at_ms, "attempts": 0, "detail": json_values.dump(detail)}
    uow.run(insert(effects), values)


def questions(uow: UnitOfWork) -> Sequence[Row[Any]]:
    """Every question that waits for its answer, oldest first."""
    return uow.all(_QUESTIONS)


def question_of(effect: Row[Any]) -> Question:
    """The question of an effect of the kind `ASK`."""
    detail: Any = json_values.parse(effect.detail, "detail")
    return Question(detail["assignment"], detail["gives"], detail["source"])


def is_asked(uow: UnitOfWork, loop_id: int, assignment_id: str) -> bool:
    """Whether the question for an assignment is still on its way."""
    waiting = uow.all(select(effects).where(effects.c.loop_id == loop_id, effects.c.kind == ASK))
    return any(question_of(row).assignment_id == assignment_id for row in waiting)


def asked(uow: UnitOfWork, assignment_id: str) -> Row[Any] | None:
    """What was answered for an assignment, or None while nothing came back."""
    return uow.first(_ASKED, {"assignment": assignment_id})


def keep_asked(uow: UnitOfWork, loop_id: int, assignment_id: str, answer: str | None, error: str | None) -> None:
    """Keep what came back for an assignment."""
    forget_asked(uow, assignment_id)
    values = {"assignment_id": assignment_id, "loop_id": loop_id, "answer": answer, "error": error}
    uow.run(insert(asked_answers), values)


def forget_asked(uow: UnitOfWork, assignment_id: str) -> None:
    """Forget what came back for an assignment."""
    uow.run(delete(asked_answers).where(asked_answers.c.assignment_id == assignment_id))
