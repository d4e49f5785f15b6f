"""How alike two drawings are: the shapes that two workers drew on one image, in the form of answerContent.

Two shapes are compared only if they have the same label. Boxes and polygons are as alike as their intersection is to
their union; points, lines and polylines by how far they lie apart, beside `_FAR` of the image's longer side. Each shape
of one drawing is matched with at most one of the other, the most alike pairs first. The drawings are as alike as twice
the sum over the pairs is to the number of shapes (1: the same, two empty ones included); they agree when every shape
has a partner with which it shares at least half, the measure that is usual for boxes.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
KEYS = ("boundingBoxes", "keypoints", "lines", "polygons", "polylines")
"""The members of an answer that hold shapes."""

_ENOUGH = 0.5
_FAR = 0.05
_FALLBACK_SIDE = 1000.0
_SAMPLES = 24
_ROWS = 96


@dataclass(frozen=True, slots=True)
class Drawn:
    """One shape: the member that held it, its label, its corners; of a box all four."""

    key: str
    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes of one answer, and the longer side of their image."""

    shapes: tuple[Drawn, ...]
    side: float


def drawing_in(value: object) -> Drawing | None:
    """The drawing in a field's value; None if it is something else."""
    if not isinstance(value, Mapping):
        return None
    key = next((key for key in KEYS if isinstance(value.get(key), list)), None)
    if key is None:
        return None
    shapes = [_drawn(key, item) for item in value[key]]
    if any(shape is None for shape in shapes):
        return None
    return Drawing(tuple(shape for shape in shapes if shape), _side(value.get("inputImageProperties")))


def agree(one: Drawing, other: Drawing) -> bool:
    """Whether the drawings show the same, each shape at about the same place."""
    pairs = list(_pairs(one, other))
    return len(pairs) == len(one.shapes) == len(other.shapes) and all(share >= _ENOUGH for share in pairs)


def likeness(one: Drawing, other: Drawing) -> float:
    """How alike the drawings are, from 0 to 1."""
    count = len(one.shapes) + len(other.shapes)
    return 2 * sum(_pairs(one, other)) / count if count else 1.0


def _pairs(one: Drawing, other: Drawing) -> Iterator[float]:
    far = _FAR * max(one.side, other.side)
    shares = sorted(
        ((-_share(a, b, far), i, j) for i, a in enumerate(one.shapes) for j, b in enumerate(other.shapes)),
    )
    used_one: set[int] = set()
    used_other: set[int] = set()
    for share, i, j in shares:
        if share < 0 and i not in used_one and j not in used_other:
            used_one.add(i)
            used_other.add(j)
            yield -share


def _share(one: Drawn, other: Drawn, far: float) -> float:
    if (one.key, one.label) != (other.key, other.label):
        return 0.0
    if one.key in {"boundingBoxes", "polygons"}:
        return _overlap(one.points, other.points)
    apart = max(_distance(one.points, other.points), _distance(other.points, one.points))
    return max(0.0, 1 - apart / far)


def _overlap(one: Sequence[Point], other: Sequence[Point]) -> float:
    bottoms = [max(y for _, y in points) for points in (one, other)]
    tops = [min(y for _, y in points) for points in (one, other)]
    if min(bottoms) <= max(tops):
        return 0.0
    top, height = min(tops), max(bottoms) - min(tops)
    both = either = 0.0
    for row in range(_ROWS):
        y = top + height * (row + 0.5) / _ROWS
        first, second = _spans(one, y), _spans(other, y)
        shared = sum(max(0.0, min(b, d) - max(a, c)) for a, b in first for c, d in second)
        both += shared
        either += sum(b - a for a, b in [*first, *second]) - shared
    return both / either if either > 0 else 0.0


def _spans(points: Sequence[Point], y: float) -> list[tuple[float, float]]:
    crossings = sorted(
        x + (y - top) * (to - x) / (bottom - top)
        for (x, top), (to, bottom) in pairwise([*points, points[0]])
        if (top > y) != (bottom > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _distance(one: Sequence[Point], other: Sequence[Point]) -> float:
    """How far the points of one line lie from the other on average."""
    if len(one) == 1 or len(other) == 1:
        return math.dist(one[0], other[0])
    samples = list(_samples(one))
    edges = list(pairwise(other))
    return sum(min(_to_segment(point, start, end) for start, end in edges) for point in samples) / len(samples)


def _samples(points: Sequence[Point]) -> Iterator[Point]:
    for (x, y), (to_x, to_y) in pairwise(points):
        for step in range(_SAMPLES + 1):
            yield x + (to_x - x) * step / _SAMPLES, y + (to_y - y) * step / _SAMPLES


def _to_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    held = min(1.0, max(0.0, share))
    return math.dist(point, (start[0] + held * dx, start[1] + held * dy))


def _drawn(key: str, item: Any) -> Drawn | None:  # noqa: ANN401
    try:
        if key == "boundingBoxes":
            left, top = float(item["left"]), float(item["top"])
            right, bottom = left + float(item["width"]), top + float(item["height"])
            points = [(left, top), (right, top), (right, bottom), (left, bottom)]
        else:
            vertices = [item] if key == "keypoints" else item["vertices"]
            points = [(float(vertex["x"]), float(vertex["y"])) for vertex in vertices]
        label = str(item.get("label", ""))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return Drawn(key, label, tuple(points)) if points and all(map(math.isfinite, sum(points, ()))) else None


def _side(size: object) -> float:
    sides = [size.get(name) for name in ("width", "height")] if isinstance(size, Mapping) else []
    known = [float(side) for side in sides if isinstance(side, int | float) and side > 0]
    return max(known, default=_FALLBACK_SIDE)
