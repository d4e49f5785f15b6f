"""What the elements ask that draw shapes on an image: crowd-bounding-box, -keypoint, -polygon, -polyline, -line.

Answers are in pixels of the image (A2I_FACTS J2 [D]). Nothing on this side opens the image, so its size comes from, in
this order: the truth's or the answer's own `inputImageProperties`; the attributes `data-image-width` and
`data-image-height`, which are ours; else `ASSUMED_SIZE` [G], made larger where an initial value needs more room.

The laws of a drawing worker:
1. Who finds the truth gives every shape of it with its label; a hand that is not perfect (`skill` below 1) misses each
   coordinate by a little, up to `_TREMBLE` of the image's longer side.
2. A mistake is one of four: a shape overlooked, one too many, a wrong label, one far out of place.
3. Without a truth, initial shapes are kept, some adjusted; without these, a few shapes stand anywhere, of points one
   for each label: labels of points are mostly parts of one thing. Polygons never cross themselves.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from simulator.rendering.fields import Drawing, Field, Kind
from simulator.rendering.jsonish import JsonishError, parse_jsonish

Point = tuple[float, float]
Size = tuple[int, int]
ASSUMED_SIZE: Size = (1280, 960)
"""Width and height of an image of which nothing is known [G]."""

TOOLS: Mapping[str, tuple[str, int, int | None]] = {
    "crowd-bounding-box": ("boundingBoxes", 2, 2),
    "crowd-keypoint": ("keypoints", 1, 1),
    "crowd-polygon": ("polygons", 3, None),
    "crowd-polyline": ("polylines", 2, None),
    "crowd-line": ("lines", 2, 2),
}
"""For each element: the member that holds the shapes, the fewest and the most points of a shape."""

_LARGEST_SIZE = 100_000
_TREMBLE = 0.012
_MOST_MADE = 4
_ADJUSTS = 0.3


def drawing_reader(tag: str, labels_of: Callable[[str | None], tuple[str, ...]]) -> Callable[..., Field]:
    """The reader of one of the elements in TOOLS."""
    key, fewest, most = TOOLS[tag]

    def read(attributes: Mapping[str, str]) -> Field:
        choices = labels_of(attributes.get("labels"))
        given = _initial(attributes.get("initial-value"), key)
        shapes = tuple(shape for shape in given or () if points_of(key, shape) and _label(shape) in (choices or ("",)))
        detail = Drawing(key, fewest, most, _declared(attributes), shapes, adjusts=bool(given))
        required = "required" in attributes
        return Field(attributes["name"], Kind.SHAPES, choices=choices, required=required, detail=detail)

    return read


def spelled_out(field: Field, value: object) -> object:
    """A truth that is just the list of shapes, or lacks the image's size, as answerContent has it."""
    detail = _detail(field)
    if isinstance(value, list):
        value = {detail.key: value}
    if not isinstance(value, dict) or not isinstance(value.get(detail.key), list):
        return value
    return _answer(field, [dict(each) if isinstance(each, dict) else each for each in value[detail.key]], value)


def shape_problems(field: Field, value: object) -> list[str]:
    """What is wrong with drawn shapes, as ends of sentences."""
    detail = _detail(field)
    shapes = value.get(detail.key) if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(shapes, list):
        return [f'must be an object with a list "{detail.key}"']
    if "inputImageProperties" in value and _size_in(value) is None:
        return ['needs a whole "height" and "width" above 0 in "inputImageProperties"']
    if field.required and not shapes:
        return ["is required"]
    size = _size_in(value) or detail.size
    return [problem for number, shape in enumerate(shapes, 1) for problem in _wrong(field, number, shape, size)]


def shapes_answer(field: Field, choose: random.Random) -> object:
    """Shapes that a person could have drawn."""
    detail = _detail(field)
    size = _size(field, {})
    if detail.given:
        made = [
            _shaken(detail, shape, size, choose, 4) if choose.random() < _ADJUSTS else shape for shape in detail.given
        ]
    else:
        made = [_made(detail, label, size, choose) for label in _labels_made(field, choose)]
    return _answer(field, made, {})


def found_shapes(field: Field, true: object, choose: random.Random, skill: float) -> object:
    """The truth as a hand of that skill draws it."""
    if skill >= 1 or not isinstance(true, dict):
        return true
    detail, size = _detail(field), _size(field, true)
    return _answer(field, [_shaken(detail, shape, size, choose, 1 - skill) for shape in true[detail.key]], true)


def mistaken_shapes(field: Field, true: object, choose: random.Random) -> object:
    """A wrong drawing that a person could give for a true one."""
    detail = _detail(field)
    if not isinstance(true, dict):
        return shapes_answer(field, choose)
    shapes, size = list(true[detail.key]), _size(field, true)
    mistake = choose.choice(_MISTAKES if shapes else (_one_too_many,))
    return _answer(field, mistake(field, shapes, size, choose), true)


def _overlooked(_field: Field, shapes: list[Any], _size: Size, choose: random.Random) -> list[Any]:
    shapes.pop(choose.randrange(len(shapes)))
    return shapes


def _one_too_many(field: Field, shapes: list[Any], size: Size, choose: random.Random) -> list[Any]:
    return [*shapes, _made(_detail(field), _chosen(field, choose), size, choose)]


def _mislabelled(field: Field, shapes: list[Any], _size: Size, choose: random.Random) -> list[Any]:
    at = choose.randrange(len(shapes))
    return [*shapes[:at], shapes[at] | {"label": _chosen(field, choose)}, *shapes[at + 1 :]]


def _misplaced(field: Field, shapes: list[Any], size: Size, choose: random.Random) -> list[Any]:
    at = choose.randrange(len(shapes))
    return [*shapes[:at], _made(_detail(field), _label(shapes[at]), size, choose), *shapes[at + 1 :]]


_MISTAKES = (_overlooked, _one_too_many, _mislabelled, _misplaced)


def fitted(value: Mapping[str, Any], size: Size) -> dict[str, Any]:
    """A drawing for an image of one size, in proportion on an image of another; whole pixels where that changes it."""
    before = _size_in(value) or size
    if before == size:
        return dict(value)
    across, down = size[0] / before[0], size[1] / before[1]
    found = dict(value)
    for key, _, _ in TOOLS.values():
        if isinstance(value.get(key), list):
            corners = ((shape, [(x * across, y * down) for x, y in points_of(key, shape)]) for shape in value[key])
            found[key] = [_shape(key, _label(shape), points, size) for shape, points in corners]
    return found | {"inputImageProperties": {"height": size[1], "width": size[0]}}


def relabelled(true: Any, take_for: Callable[[str], str]) -> object:  # noqa: ANN401
    """The shapes with their labels as the worker takes them for."""
    return {
        name: [shape | {"label": take_for(shape["label"])} for shape in member] if isinstance(member, list) else member
        for name, member in true.items()
    }


def _made(detail: Drawing, label: str, size: Size, choose: random.Random) -> dict[str, object]:
    width, height = size
    radius = min(size) * choose.uniform(0.06, 0.22)
    middle = (choose.uniform(radius, width - radius), choose.uniform(radius, height - radius))
    count = detail.fewest if detail.most else detail.fewest + choose.randint(1, 4)
    start = choose.uniform(0, math.tau)
    turns = [start + math.tau * (at + choose.uniform(0.1, 0.9)) / count for at in range(count)]
    points = [(middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn)) for turn in turns]
    if detail.key == "boundingBoxes":
        points = [(middle[0] - radius, middle[1] - radius * 0.8), (middle[0] + radius, middle[1] + radius * 0.8)]
    return _shape(detail.key, label, points if count > 1 else [middle], size)


def _shaken(
    detail: Drawing, shape: Mapping[str, Any], size: Size, choose: random.Random, much: float
) -> dict[str, object]:
    reach = max(size) * _TREMBLE * min(much, 1.0)
    points = [
        (x + choose.uniform(-reach, reach), y + choose.uniform(-reach, reach)) for x, y in points_of(detail.key, shape)
    ]
    shaken = _shape(detail.key, _label(shape), points, size)
    return shaken if _is_real(detail, points_of(detail.key, shaken)) else dict(shape)


def _shape(key: str, label: str, points: Sequence[Point], size: Size) -> dict[str, object]:
    width, height = size
    held = [(min(max(round(x), 0), width), min(max(round(y), 0), height)) for x, y in points]
    if key == "keypoints":
        return {"label": label, "x": held[0][0], "y": held[0][1]}
    if key != "boundingBoxes":
        return {"label": label, "vertices": [{"x": x, "y": y} for x, y in held]}
    left, right = _apart(held[0][0], held[1][0], width)
    top, bottom = _apart(held[0][1], held[1][1], height)
    return {"height": bottom - top, "label": label, "left": left, "top": top, "width": right - left}


def _apart(one: int, other: int, most: int) -> tuple[int, int]:
    low, high = min(one, other), max(one, other)
    if low < high:
        return low, high
    return (low, low + 1) if low < most else (low - 1, low)


def points_of(key: str, shape: object) -> list[Point]:
    """The corners of a shape; none if it is no shape of that kind."""
    if not isinstance(shape, Mapping):
        return []
    if key == "boundingBoxes":
        left, top, width, height = (_number(shape.get(name)) for name in ("left", "top", "width", "height"))
        if left is None or top is None or width is None or height is None:
            return []
        return [(left, top), (left + width, top + height)]
    vertices = [shape] if key == "keypoints" else shape.get("vertices")
    pairs = (
        [(_number(each.get("x")), _number(each.get("y"))) for each in vertices if isinstance(each, Mapping)]
        if isinstance(vertices, list)
        else []
    )
    found = [(x, y) for x, y in pairs if x is not None and y is not None]
    return found if isinstance(vertices, list) and len(found) == len(vertices) else []


def _is_real(detail: Drawing, points: Sequence[Point]) -> bool:
    if detail.key == "boundingBoxes":
        return len(points) == 2 and points[1][0] > points[0][0] and points[1][1] > points[0][1]  # noqa: PLR2004
    return detail.fewest <= len(points) <= (detail.most or len(points))


def _wrong(field: Field, number: int, shape: object, size: Size | None) -> Iterator[str]:
    detail = _detail(field)
    points = points_of(detail.key, shape)
    what = f'in item {number} of "{detail.key}"'
    if not isinstance(shape, Mapping) or not points:
        yield f"has no {_MEMBERS.get(detail.key, 'vertices with numbers x and y')} {what}"
        return
    label = shape.get("label")
    if not isinstance(label, str):
        yield f'has no text "label" {what}'
    elif field.choices and label not in field.choices:
        yield f'has no choice "{label}" {what} (there are: {", ".join(field.choices[:20])})'
    if not _is_real(detail, points):
        yield f"has {_too_few(detail)} {what}"
    elif size and not all(0 <= x <= size[0] and 0 <= y <= size[1] for x, y in points):
        yield f"leaves the image of {size[0]} x {size[1]} pixels {what}"


def _too_few(detail: Drawing) -> str:
    if detail.key == "boundingBoxes":
        return "a width or height that is not above 0"
    return f"not {detail.fewest} vertices" if detail.most else f"fewer than {detail.fewest} vertices"


_MEMBERS = {"boundingBoxes": "numbers left, top, width and height", "keypoints": "numbers x and y"}


def _answer(field: Field, shapes: Sequence[object], before: Mapping[str, object]) -> dict[str, object]:
    detail = _detail(field)
    width, height = _size(field, before)
    answer: dict[str, object] = {detail.key: list(shapes), "inputImageProperties": {"height": height, "width": width}}
    if detail.adjusts:
        answer["initialValueModified"] = list(shapes) != list(detail.given)
    return dict(sorted(answer.items()))


def _size(field: Field, answer: Mapping[str, object]) -> Size:
    detail = _detail(field)
    known = _size_in(answer) or detail.size
    if known:
        return known
    shapes = answer.get(detail.key)
    every = [*detail.given, *(shapes if isinstance(shapes, list) else ())]
    corners = [corner for shape in every for corner in points_of(detail.key, shape)]
    return (
        math.ceil(max([ASSUMED_SIZE[0], *(x for x, _ in corners)])),
        math.ceil(max([ASSUMED_SIZE[1], *(y for _, y in corners)])),
    )


def _size_in(answer: Mapping[str, object]) -> Size | None:
    found = answer.get("inputImageProperties")
    if not isinstance(found, Mapping):
        return None
    width, height = found.get("width"), found.get("height")
    if not _is_length(width) or not _is_length(height):
        return None
    return width, height


def _is_length(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _declared(attributes: Mapping[str, str]) -> Size | None:
    texts = [attributes.get(name, "").strip() for name in ("data-image-width", "data-image-height")]
    if not all(text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _LARGEST_SIZE for text in texts):
        return None
    return int(texts[0]), int(texts[1])


def _initial(text: str | None, key: str) -> list[dict[str, Any]] | None:
    try:
        value = parse_jsonish(text) if text and text.strip() else None
    except JsonishError:
        return None
    found = value.get(key) if isinstance(value, dict) else value
    return [dict(each) for each in found if isinstance(each, dict)] if isinstance(found, list) else None


def _labels_made(field: Field, choose: random.Random) -> Sequence[str]:
    if field.choices and _detail(field).key == "keypoints":
        return field.choices
    return [_chosen(field, choose) for _ in range(choose.randint(1, _MOST_MADE))]


def _chosen(field: Field, choose: random.Random) -> str:
    return choose.choice(field.choices) if field.choices else ""


def _label(shape: Mapping[str, Any]) -> str:
    return str(shape.get("label", ""))


def _number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if is_number and isinstance(value, int | float) else None


def _detail(field: Field) -> Drawing:
    return field.detail if isinstance(field.detail, Drawing) else Drawing("", 1, None, None, ())
