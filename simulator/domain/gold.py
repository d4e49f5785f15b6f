"""Gold questions: tasks whose right answer is known, to measure workers by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.domain import shapes

Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """A gold question: a loop by its name, or the loops of a flow definition, all or of one input (its hash)."""

    name: str
    answer: Answer
    human_loop_name: str | None = None
    flow_arn: str | None = None
    input_sha256: str | None = None

    def asks(self, human_loop_name: str, flow_arn: str, input_sha256: str) -> bool:
        """Whether a loop is this question."""
        if self.human_loop_name is not None:
            return self.human_loop_name == human_loop_name
        return self.flow_arn == flow_arn and self.input_sha256 in {None, input_sha256}

    def rank(self) -> tuple[bool, bool, str]:
        """The smaller, the more exact: a loop's own name before its input before its flow."""
        return self.human_loop_name is None, self.input_sha256 is None, self.name


def question_of(
    questions: Sequence[Question], human_loop_name: str, flow_arn: str, input_sha256: str
) -> Question | None:
    """The gold question that a loop is, the most exact one; or None."""
    asked = [each for each in questions if each.asks(human_loop_name, flow_arn, input_sha256)]
    return min(asked, key=Question.rank, default=None)


def is_right(known: Answer, answer: Answer) -> bool:
    """Whether an answer has every field of the known one with the known value; what it has besides does not matter.

    Shapes on an image need not be the known ones to the pixel: `shapes.agree` tells.
    """
    return all(name in answer and _is_same(value, answer[name]) for name, value in known.items())


def _is_same(known: object, given: object) -> bool:
    one, other = shapes.drawing_in(known), shapes.drawing_in(given)
    return shapes.agree(one, other) if one and other else known == given


def falls_short(right: int, answered: int, minimum_accuracy: float, minimum_answers: int) -> bool:
    """Whether a worker's accuracy is below what is demanded, after enough gold questions to tell."""
    return answered >= minimum_answers and right / answered < minimum_accuracy
