"""Gold questions: marked by an operator, scored as answers come, and what follows for a worker who gets them wrong.

A loop is gold by its own name, by its flow definition and input, or by its flow definition alone; the most exact mark
counts. Marking a question scores the answers that are there already; dropping the mark forgets the scores. A worker
who falls short on a flow's gold questions is blocked from that flow (`Rules.gold_minimum_accuracy`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row

from simulator.domain import gold, json_values
from simulator.domain.admission import Block
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.events import Event, Kind
from simulator.domain.gold import Question
from simulator.domain.human_loops import Rules
from simulator.marketplace import gates
from simulator.store import answers
from simulator.store.unit_of_work import UnitOfWork

CAUSE = "gold"


@dataclass(frozen=True, slots=True)
class NewGold:
    """A question to be gold: a loop's name, or a flow definition's ARN with or without one input."""

    name: str
    answer: Mapping[str, object]
    human_loop_name: str | None = None
    flow_arn: str | None = None
    input: object = None


def mark(uow: UnitOfWork, wanted: NewGold, at_ms: int, rules: Rules) -> Row[Any]:
    """Mark a question as gold, in place of an earlier one of that name, and score the answers so far."""
    if (wanted.human_loop_name is None) == (wanted.flow_arn is None):
        raise Invalid("A gold question is either a human loop by its name or a flow definition's: give one of the two.")
    if not wanted.answer:
        raise Invalid("The known answer of a gold question must have at least one field.")
    earlier = answers.gold_named(uow, wanted.name)
    answers.keep_gold(uow, _row(wanted, at_ms))
    found = named(uow, wanted.name)
    uow.emit(Event(Kind.GOLD_MARKED, at_ms, {"gold": wanted.name}))
    for touched in [earlier, found]:
        if touched is not None:
            _score_again(uow, touched, at_ms, rules)
    return found


def unmark(uow: UnitOfWork, name: str, at_ms: int, rules: Rules) -> None:
    """Forget a gold question and the scores that it gave."""
    found = named(uow, name)
    answers.remove_gold(uow, name)
    uow.emit(Event(Kind.GOLD_UNMARKED, at_ms, {"gold": name}))
    _score_again(uow, found, at_ms, rules)


def named(uow: UnitOfWork, name: str) -> Row[Any]:
    """The gold question of that name, or NotFound."""
    found = answers.gold_named(uow, name)
    if found is None:
        raise NotFound(f"There is no gold question called {name!r}. GET /_simulator/gold lists those there are.")
    return found


class Scored(NamedTuple):
    """Which gold question was answered, and whether rightly; None and None where it is none."""

    gold: str | None
    right: bool | None


def score(uow: UnitOfWork, loop: Row[Any], answer: Mapping[str, object]) -> Scored:
    """Whether an answer to a loop is right if the loop is a gold question."""
    found = answers.gold_for(uow, loop.name, loop.flow_arn, digest(loop.input_content))
    return _scored([_question(found)] if found else [], loop.name, loop.flow_arn, loop.input_content, answer)


def follow(uow: UnitOfWork, given: Row[Any], *, right: bool, at_ms: int, rules: Rules) -> None:
    """Say how a gold question was answered, and block a worker who falls short. `given`: as from `answers.by_id`."""
    loop = {"human_loop_name": given.human_loop_name, "human_loop_arn": given.human_loop_arn}
    data = {"answer_id": given.id, "task_id": given.task_id, "worker": given.worker_name, "right": right}
    uow.emit(Event(Kind.GOLD_ANSWERED, at_ms, loop | data))
    tally = answers.gold_tally(uow, given.worker_id, given.flow_arn)
    if gold.falls_short(tally.right, tally.answered, rules.gold_minimum_accuracy, rules.gold_minimum_answers):
        reason = f"{tally.right} of {tally.answered} gold questions were answered rightly."
        if not gates.is_blocked_by_operator(uow, given.worker_id, given.flow_arn):
            gates.block(uow, given.worker_id, given.worker_name, Block(given.flow_arn, reason), CAUSE, at_ms)


def digest(input_text: str) -> str:
    """What identifies an input, from its JSON text as it is kept."""
    return hashlib.sha256(input_text.encode()).hexdigest()


def _score_again(uow: UnitOfWork, touched: Row[Any], at_ms: int, rules: Rules) -> None:
    questions = [_question(row) for row in answers.every_gold(uow)]
    for given in answers.touched_by_gold(uow, touched):
        content = _object(given.answer)
        found = _scored(questions, given.human_loop_name, given.flow_arn, given.input_content, content)
        if found == (given.gold, given.gold_right):
            continue
        answers.set_gold(uow, given.id, *found)
        if found.right is not None:
            follow(uow, given, right=found.right, at_ms=at_ms, rules=rules)


def _scored(
    questions: Sequence[Question], loop_name: str, flow_arn: str, input_text: str, answer: Mapping[str, object]
) -> Scored:
    found = gold.question_of(questions, loop_name, flow_arn, digest(input_text))
    return Scored(found.name, gold.is_right(found.answer, answer)) if found else Scored(None, None)


def _question(row: Row[Any]) -> Question:
    return Question(row.name, _object(row.answer), row.human_loop_name, row.flow_arn, row.input_sha256)


def _row(wanted: NewGold, at_ms: int) -> dict[str, Any]:
    text = None if wanted.input is None else json_values.dump(wanted.input)
    return {
        "name": wanted.name,
        "human_loop_name": wanted.human_loop_name,
        "flow_arn": wanted.flow_arn,
        "input": text,
        "input_sha256": None if text is None else digest(text),
        "answer": json_values.dump(dict(wanted.answer)),
        "at_ms": at_ms,
    }


def _object(text: str) -> Mapping[str, object]:
    value: Any = json_values.parse(text, "answer")
    return value if isinstance(value, dict) else {}
