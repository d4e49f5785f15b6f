"""What the two segmentation elements ask, check and could be answered (A2I_FACTS J2 [D]).

Nothing on this side opens the image: its size comes from the attributes `data-image-width` and `data-image-height`,
which are ours; without them a made answer is about a small image [G]. It has a rectangle for each region. Colours are
those that the browser's elements give, in the same order.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from simulator.rendering.details import Regions
from simulator.rendering.fields import Field, Kind
from simulator.rendering.jsonish import JsonishError, parse_list
from simulator.rendering.png import Colour, PngError, Run, size_of, written

ASSUMED_SIZE = (48, 36)
_LARGEST_AREA = 64_000_000
_MOST = 3
Span = tuple[int, int]
_BACKGROUND: Colour = (255, 255, 255, 0)
_COLOURS = (
    "#1f77b4",
    "#ff7f0e",
    "#2ca02c",
    "#d62728",
    "#9467bd",
    "#8c564b",
    "#e377c2",
    "#7f7f7f",
    "#bcbd22",
    "#17becf",
)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def segments_field(attributes: Mapping[str, str], *, by_instance: bool) -> Field:
    """The field of a crowd-semantic-segmentation or a crowd-instance-segmentation."""
    try:
        labels = dict.fromkeys(_label(item) for item in parse_list(attributes.get("labels")))
    except JsonishError:
        labels = {}
    return Field(
        attributes["name"],
        Kind.INSTANCES if by_instance else Kind.SEMANTIC,
        choices=tuple(labels),
        required="required" in attributes,
        detail=Regions(_known_size(attributes), adjusts=bool(attributes.get("initial-value", "").strip())),
    )


def segments_problems(field: Field, value: object) -> list[str]:
    """What is wrong with a painted image, as ends of sentences."""
    if not isinstance(value, Mapping):
        return ["must be an object"]
    size, image = value.get("inputImageProperties"), value.get("labeledImage")
    if not isinstance(size, Mapping) or not all(_is_length(size.get(name)) for name in ("height", "width")):
        return ['needs "inputImageProperties" with "height" and "width"']
    data = image.get("pngImageData") if isinstance(image, Mapping) else None
    if not isinstance(data, str):
        return ['needs "labeledImage" with a text "pngImageData"']
    return _image_problems(size, data) + _region_problems(field, value)


def segments_answer(field: Field, choose: random.Random) -> object:
    """A painted image that a person could give: up to three rectangles."""
    if not field.choices:
        return None
    count = choose.randint(1, min(_MOST, max(len(field.choices), 2)))
    labels = [choose.choice(field.choices) for _ in range(count)]
    by_instance = field.kind is Kind.INSTANCES
    tones = [_tone(at if by_instance else field.choices.index(label)) for at, label in enumerate(labels)]
    width, height = _detail(field).size or ASSUMED_SIZE
    boxes = [(_span(width, choose), _span(height, choose), _rgba(tone)) for tone in tones]
    answer: dict[str, object] = {
        "inputImageProperties": {"height": height, "width": width},
        "labeledImage": {"pngImageData": written(width, height, (_row(y, width, boxes) for y in range(height)))},
    }
    return answer | _regions(field, list(zip(labels, tones, strict=True)))


def instances_relabelled(true: Mapping[str, object], take_for: Callable[[str], str]) -> object:
    """True instances with their labels as the worker takes them for."""
    listed = true.get("instances")
    instances = listed if isinstance(listed, list) else []
    return {**true, "instances": [{**each, "label": take_for(each["label"])} for each in instances]}


def _regions(field: Field, painted: list[tuple[str, str]]) -> dict[str, object]:
    if field.kind is Kind.INSTANCES:
        return {"instances": [{"color": tone, "label": label} for label, tone in painted]}
    mappings = {label: {"color": _tone(at)} for at, label in enumerate(field.choices)}
    return {"labelMappings": mappings} | ({"initialValueModified": True} if _detail(field).adjusts else {})


def _span(length: int, choose: random.Random) -> Span:
    start = choose.randrange(max(1, length * 3 // 4))
    return start, choose.randint(min(length, start + max(1, length // 8)), length)


def _row(y: int, width: int, boxes: Sequence[tuple[Span, Span, Colour]]) -> Iterator[Run]:
    covering = [(across, colour) for across, (top, bottom), colour in boxes if top <= y < bottom]
    edges = sorted({0, width, *(edge for across, _ in covering for edge in across)})
    for start, end in pairwise(edges):
        over = [colour for (left, right), colour in covering if left <= start < right]
        yield (over[-1] if over else _BACKGROUND), end - start


def _known_size(attributes: Mapping[str, str]) -> tuple[int, int] | None:
    texts = [attributes.get(name, "").strip() for name in ("data-image-width", "data-image-height")]
    if not all(re.fullmatch(r"[1-9][0-9]{0,5}", text) for text in texts):
        return None
    width, height = map(int, texts)
    return (width, height) if width * height <= _LARGEST_AREA else None


def _detail(field: Field) -> Regions:
    return field.detail if isinstance(field.detail, Regions) else Regions()


def _image_problems(size: Mapping[str, object], data: str) -> list[str]:
    try:
        width, height = size_of(data)
    except PngError as error:
        return [f"has a labeledImage whose pngImageData {error}"]
    if (width, height) == (size["width"], size["height"]):
        return []
    return [f"has a labeledImage of {width} by {height} pixels for an image of {size['width']} by {size['height']}"]


def _region_problems(field: Field, value: Mapping[str, object]) -> list[str]:
    if field.kind is Kind.INSTANCES:
        listed = value.get("instances")
        if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
            return ['needs a list "instances" of objects']
        named = [(each.get("label"), each.get("color")) for each in listed]
    else:
        mappings = value.get("labelMappings")
        if not isinstance(mappings, Mapping) or not all(isinstance(each, Mapping) for each in mappings.values()):
            return ['needs an object "labelMappings" of objects']
        named = [(label, each.get("color")) for label, each in mappings.items()]
    return [problem for label, tone in named for problem in _name_problems(field, label, tone)]


def _name_problems(field: Field, label: object, tone: object) -> list[str]:
    if not isinstance(tone, str) or not _HEX.fullmatch(tone):
        return [f'has no colour such as #1f77b4 for "{label}"']
    if not field.choices or label in field.choices:
        return []
    return [f'has no label "{label}" (there are: {", ".join(field.choices[:20])})']


def _tone(at: int) -> str:
    return _COLOURS[at] if at < len(_COLOURS) else f"#{(at * 2_654_435_761) % 0xFFFFFF:06x}"


def _rgba(tone: str) -> Colour:
    red, green, blue = bytes.fromhex(tone[1:])
    return red, green, blue, 255


def _is_length(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _label(item: object) -> str:
    if isinstance(item, Mapping):
        return str(next((item[key] for key in ("label", "text", "value") if item.get(key) is not None), dict(item)))
    return str(item)
