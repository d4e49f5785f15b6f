"""How far workers agree, field by field.

Two figures for each field of the answers: the share of pairs of workers who gave the same value to the same loop, and
Krippendorff's alpha, which allows for chance, for missing answers and for any number of workers (1: they agree wholly,
0: no more than by chance, below: less). Alpha comes from NLTK, an optional part of the installation. It needs two
loops with two answers each, and values that differ somewhere.

How far apart two values are depends on the field: sets of labels by Jaccard's distance, numbers by their square
distance, shapes on an image by `domain.shapes` (their percent agreement is their mean likeness), everything else is the
same or not. A field that a worker left out is a missing answer.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from itertools import combinations
from typing import Any, NamedTuple

from simulator.domain import json_values, shapes
from simulator.domain.shapes import Drawing

EXTRA = "agreement"
_FEWEST = 2
_ABSENT = (
    f"Krippendorff's alpha needs NLTK, which is not installed: pip install 'a2i-simulator[{EXTRA}]'. "
    "The percent agreement does without."
)


class Given(NamedTuple):
    """One worker's answer to one loop."""

    worker: str
    loop: Hashable
    answer: Mapping[str, object]


class Scale(StrEnum):
    """What kind of values a field has."""

    NOMINAL = "nominal"
    INTERVAL = "interval"
    SETS = "sets"
    SHAPES = "shapes"


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far workers agree on one field; a figure is None where there is too little to tell."""

    scale: Scale
    answers: int
    loops: int
    workers: int
    percent: float | None
    alpha: float | None

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "scale": self.scale.value,
            "answers": self.answers,
            "human_loops": self.loops,
            "workers": self.workers,
            "percent_agreement": self.percent,
            "krippendorff_alpha": self.alpha,
        }


def by_field(given: Sequence[Given]) -> dict[str, FieldAgreement]:
    """The agreement of each field that any answer has, by name."""
    names = sorted({name for each in given for name in each.answer})
    return {name: _field([each for each in given if name in each.answer], name) for name in names}


def note() -> str | None:
    """What keeps alpha from being computed here, or None."""
    return _ABSENT if _nltk() is None else None


def _field(given: Sequence[Given], name: str) -> FieldAgreement:
    values = [_plain(each.answer[name]) for each in given]
    scale = _scale(values)
    rows = [(each.worker, each.loop, _label(value, scale)) for each, value in zip(given, values, strict=True)]
    return FieldAgreement(
        scale=scale,
        answers=len(rows),
        loops=len({loop for _, loop, _ in rows}),
        workers=len({worker for worker, _, _ in rows}),
        percent=_percent(rows),
        alpha=_alpha(rows, scale),
    )


def _plain(value: object) -> object:
    """The label within `{"label": x}` and the labels within `{"labels": [...]}`; any other value as it is."""
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        if name in {"label", "labels"}:
            return inner
    return value


def _scale(values: Iterable[object]) -> Scale:
    kinds = {_kind(value) for value in values}
    return kinds.pop() if len(kinds) == 1 else Scale.NOMINAL


def _kind(value: object) -> Scale:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Scale.INTERVAL
    if shapes.drawing_in(value) is not None:
        return Scale.SHAPES
    return Scale.SETS if isinstance(value, list) and all(isinstance(each, str) for each in value) else Scale.NOMINAL


def _label(value: Any, scale: Scale) -> Hashable:  # noqa: ANN401
    if scale is Scale.SETS:
        return frozenset(value)
    if scale is Scale.SHAPES:
        return shapes.drawing_in(value)
    return float(value) if scale is Scale.INTERVAL else json_values.dump(value)


def _by_loop(rows: Iterable[tuple[str, Hashable, Hashable]]) -> list[list[Hashable]]:
    found: dict[Hashable, list[Hashable]] = defaultdict(list)
    for _, loop, label in rows:
        found[loop].append(label)
    return [labels for labels in found.values() if len(labels) >= _FEWEST]


def _percent(rows: Iterable[tuple[str, Hashable, Hashable]]) -> float | None:
    pairs = [_likeness(one, other) for labels in _by_loop(rows) for one, other in combinations(labels, 2)]
    return round(100 * sum(pairs) / len(pairs), 2) if pairs else None


def _likeness(one: Hashable, other: Hashable) -> float:
    if isinstance(one, Drawing) and isinstance(other, Drawing):
        return shapes.likeness(one, other)
    return float(one == other)


def _alpha(rows: Sequence[tuple[str, Hashable, Hashable]], scale: Scale) -> float | None:
    nltk, comparable = _nltk(), _by_loop(rows)
    differ = len({label for labels in comparable for label in labels}) > 1
    if nltk is None or len(comparable) < _FEWEST or not differ:
        return None
    measures = import_module("nltk.metrics.distance")
    distance = {
        Scale.NOMINAL: measures.binary_distance,
        Scale.INTERVAL: measures.interval_distance,
        Scale.SETS: _jaccard,
        Scale.SHAPES: lambda one, other: 1 - shapes.likeness(one, other),
    }[scale]
    return round(float(nltk.AnnotationTask(data=list(rows), distance=distance).alpha()), 6)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    whole = one | other
    return len(one ^ other) / len(whole) if whole else 0.0


def _nltk() -> Any:  # noqa: ANN401
    try:
        return import_module("nltk.metrics.agreement")
    except ImportError:
        return None
