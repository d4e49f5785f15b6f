"""What keeps a worker from the truth, whatever the kind of field: guessing, confusing labels, favouring some.

A kind of field plugs in with at most three entries in `answering.py`: how any answer of it is made, how a true one goes
wrong, and where the labels stand in it that can be confused. Who draws a label with `choose.choice` gets the bias for
nothing: a worker with a bias draws from a stream that leans.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from simulator.rendering.drawn import relabelled
from simulator.rendering.fields import Kind
from simulator.rendering.moderation import moderation_relabelled
from simulator.rendering.passages import entities_relabelled
from simulator.rendering.segments import instances_relabelled

T = TypeVar("T")
Confuse = Callable[[str], str]
"""The label that the worker takes a true label for."""


@dataclass(frozen=True, slots=True)
class Habits:
    """`guesses`: the chance of answering without looking. `confusion`: true label, answered label, weight.

    `bias`: the weight of a label where it is drawn by chance; 1 for those that are not named.
    """

    guesses: float = 0.0
    confusion: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    bias: Mapping[str, float] = field(default_factory=dict)


class Leaning(random.Random):
    """A stream whose choices lean towards some labels; it draws from another, which goes on."""

    def __init__(self, stream: random.Random, bias: Mapping[str, float]) -> None:
        super().__init__(0)
        self._stream = stream
        self.bias = bias

    def random(self) -> float:
        """The other's next number."""
        return self._stream.random()

    def getrandbits(self, k: int, /) -> int:
        """The other's next bits."""
        return self._stream.getrandbits(k)

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        """One of the things, by their weights."""
        weights = [self.weight(each) for each in seq]
        return self.choices(seq, weights)[0] if sum(weights) > 0 else super().choice(seq)

    def weight(self, thing: object) -> float:
        """How much a label is favoured; of a pair, its last part is the label."""
        label = thing[-1] if isinstance(thing, tuple) and thing else thing
        return self.bias.get(label, 1.0) if isinstance(label, str) else 1.0


def leaning(stream: random.Random, habits: Habits) -> random.Random:
    """The stream that a worker of these habits draws from."""
    return Leaning(stream, habits.bias) if habits.bias else stream


def weight_of(choose: random.Random, label: str) -> float:
    """How much the stream leans towards a label."""
    return choose.weight(label) if isinstance(choose, Leaning) else 1.0


def confused(kind: Kind, choices: Sequence[str], true: object, choose: random.Random, habits: Habits) -> object:
    """The true value with its labels as the worker takes them for; None where no row of the confusion concerns it."""
    relabel = RELABEL.get(kind)
    if relabel is None or not habits.confusion:
        return None
    rows = {label: _usable(row, choices) for label, row in habits.confusion.items()}
    met: set[str] = set()

    def take_for(label: str) -> str:
        row = rows.get(label)
        if not row:
            return label
        met.add(label)
        return choose.choices(list(row), list(row.values()))[0]

    taken = relabel(true, take_for)
    return taken if met else None


def _usable(row: Mapping[str, float], choices: Sequence[str]) -> Mapping[str, float]:
    found = {label: weight for label, weight in row.items() if label in choices}
    return found if sum(found.values()) > 0 else {}


def _label(true: Any, take_for: Confuse) -> object:  # noqa: ANN401
    return {**true, "label": take_for(true["label"])}


def _labels(true: Any, take_for: Confuse) -> object:  # noqa: ANN401
    return {**true, "labels": _distinct(take_for(label) for label in true["labels"])}


def _states(true: Any, take_for: Confuse) -> object:  # noqa: ANN401
    on = {take_for(choice) for choice, state in true.items() if state}
    return {choice: choice in on for choice in true}


def _select(true: Any, take_for: Confuse) -> object:  # noqa: ANN401
    return _distinct(take_for(each) for each in true) if isinstance(true, list) else take_for(true)


def _distinct(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(labels))


RELABEL: dict[Kind, Callable[[Any, Confuse], object]] = {
    Kind.LABEL: _label,
    Kind.LABELS: _labels,
    Kind.FLAGS: _states,
    Kind.RADIO: _states,
    Kind.SELECT: _select,
    Kind.SHAPES: relabelled,
    Kind.ENTITIES: entities_relabelled,
    Kind.MODERATION: moderation_relabelled,
    Kind.INSTANCES: instances_relabelled,
}
