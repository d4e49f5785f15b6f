"""One reader per element: from a tag's attributes to the field that it asks.

An element that is not here asks nothing that a simulated worker could answer; adding a reader is all it takes to add
one.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import regex

from simulator.rendering.documents import DOCUMENT_NAME, document_field
from simulator.rendering.drawn import TOOLS, drawing_reader
from simulator.rendering.fields import Field, Kind
from simulator.rendering.generative import questions_field, ranking_field
from simulator.rendering.jsonish import JsonishError, parse_jsonish, parse_list
from simulator.rendering.moderation import MODERATION_NAME, moderation_field
from simulator.rendering.passages import entities_field
from simulator.rendering.patterns import is_modest
from simulator.rendering.segments import segments_field

Attributes = Mapping[str, str]
Reader = Callable[[Attributes], Field | None]
USUAL_NAMES = {
    "crowd-rekognition-detect-moderation-labels": MODERATION_NAME,
    "crowd-textract-analyze-document": DOCUMENT_NAME,
}
"""What an element answers under when it has no name of its own (A2I_FACTS J2 [D])."""
_SILENT_TYPES = frozenset({"submit", "button", "reset", "image", "file"})
_PRINTABLE = [chr(code) for code in range(32, 127)] + ["é", "あ"]
_NUMERIC_TYPES = frozenset({"number", "range"})


def field_of(tag: str, attributes: Attributes) -> Field | None:
    """The field that an element asks; None when it asks nothing, has no name, or is disabled."""
    reader = READERS.get(tag)
    name = attributes.get("name") or USUAL_NAMES.get(tag)
    if reader is None or "disabled" in attributes or not name:
        return None
    field = reader({**attributes, "name": name})
    return field and replace(field, element=tag, title=_title(attributes))


@lru_cache(maxsize=256)
def labels_of(text: str | None) -> tuple[str, ...]:
    """The labels of a `categories` or `labels` attribute; none when it cannot be read."""
    try:
        found = [_label(item) for item in parse_list(text)]
    except JsonishError:
        return ()
    return tuple(dict.fromkeys(found))


def number_of(text: str | None) -> float | None:
    """A number as an attribute carries it; None when there is none."""
    match = re.fullmatch(r"\s*([-+]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:[eE][-+]?\d{1,2})?)\s*", text or "")
    return float(match[1]) if match else None


def _label(item: object) -> str:
    if isinstance(item, dict):
        item = next((item[key] for key in ("label", "text", "value") if item.get(key) is not None), item)
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def _title(attributes: Attributes) -> str:
    found = (attributes.get(name) for name in ("label", "header", "aria-label", "placeholder", "title"))
    return next((text.strip() for text in found if text and text.strip()), "")


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text.strip()) else None


def _input(attributes: Attributes) -> Field | None:
    kind = attributes.get("type", "text").strip().lower() or "text"
    if kind in _SILENT_TYPES:
        return None
    if kind in {"checkbox", "radio"}:
        return _choice(Kind.FLAGS if kind == "checkbox" else Kind.RADIO, attributes, enforced=True)
    if kind == "hidden":
        return Field(attributes["name"], Kind.HIDDEN, initial=attributes.get("value", ""))
    field = _text(attributes, kind, attributes.get("maxlength"), attributes.get("minlength"))
    return replace(field, pattern=_usable(attributes.get("pattern")))


def _text(attributes: Attributes, kind: str, max_length: str | None, min_length: str | None) -> Field:
    numeric = kind in _NUMERIC_TYPES
    low, high = attributes.get("min"), attributes.get("max")
    return Field(
        attributes["name"],
        Kind.TEXT,
        required="required" in attributes,
        minimum=number_of(low) if numeric else low or None,
        maximum=number_of(high) if numeric else high or None,
        step=number_of(attributes.get("step")),
        max_length=_whole(max_length),
        min_length=_whole(min_length) or 0,
        initial=_line(attributes.get("value", ""), kind) or None,
        input_type=kind,
    )


def _line(text: str, kind: str) -> str:
    line = re.sub(r"[\r\n]", "", text)
    return line.strip() if kind in {"email", "url"} else line


def _crowd_text(attributes: Attributes) -> Field:
    kind = attributes.get("type", "text").strip().lower() or "text"
    field = _text(attributes, kind, attributes.get("max-length"), attributes.get("min-length"))
    allowed = _usable(attributes.get("allowed-pattern"))
    if allowed is None:
        return replace(field, pattern=_usable(attributes.get("pattern")))
    return replace(field, pattern=allowed, each_character=_is_for_characters(allowed))


@lru_cache(maxsize=256)
def _is_for_characters(pattern: str) -> bool:
    return any(regex.search(pattern, sign) for sign in _PRINTABLE)


def _usable(pattern: str | None) -> str | None:
    if pattern and not is_modest(pattern):
        return None
    try:
        regex.compile(pattern or "")
    except (regex.error, OverflowError, RecursionError):
        return None
    return pattern or None


def _textarea(attributes: Attributes) -> Field:
    given = {name: value for name, value in attributes.items() if name in {"name", "required"}}
    return _text(given, "text", attributes.get("maxlength"), attributes.get("minlength"))


def _choice(kind: Kind, attributes: Attributes, *, enforced: bool) -> Field:
    value = attributes.get("value") or "on"
    required = enforced and "required" in attributes
    return Field(
        attributes["name"],
        kind,
        choices=(value,),
        required=required,
        checked=(value,) if "checked" in attributes else (),
        demanded=(value,) if required and kind is Kind.FLAGS else (),
        multiple=kind is Kind.FLAGS,
    )


def _slider(attributes: Attributes) -> Field:
    low, high, step = (number_of(attributes.get(name)) for name in ("min", "max", "step"))
    minimum = 0.0 if low is None else low
    return Field(
        attributes["name"],
        Kind.NUMBER,
        required="required" in attributes,
        minimum=minimum,
        maximum=max(100.0 if high is None else high, minimum),
        step=step if step and step > 0 else 1.0,
        initial=attributes.get("value") or None,
    )


def _classifier(attributes: Attributes) -> Field:
    return Field(attributes["name"], Kind.LABEL, choices=labels_of(attributes.get("categories")), required=True)


def _several(attributes: Attributes) -> Field:
    return Field(
        attributes["name"],
        Kind.LABELS,
        choices=labels_of(attributes.get("categories")),
        required=True,
        multiple=True,
        exclusion=_exclusion(attributes.get("exclusion-category", "").strip()),
    )


def _exclusion(text: str) -> str:
    try:
        return _label(parse_jsonish(text)) if text[:1] in set("{['\"") else text
    except JsonishError:
        return ""


READERS: Mapping[str, Reader] = {
    "input": _input,
    "textarea": _textarea,
    "select": lambda attributes: Field(
        attributes["name"], Kind.SELECT, required="required" in attributes, multiple="multiple" in attributes
    ),
    "crowd-input": _crowd_text,
    "crowd-text-area": lambda attributes: replace(_crowd_text(attributes), initial=attributes.get("value") or None),
    "crowd-checkbox": lambda attributes: _choice(Kind.FLAGS, attributes, enforced=True),
    "crowd-toggle-button": lambda attributes: _choice(Kind.FLAGS, attributes, enforced=True),
    "crowd-radio-button": lambda attributes: _choice(Kind.RADIO, attributes, enforced=False),
    "crowd-slider": _slider,
    "crowd-classifier": _classifier,
    "crowd-classifier-multi-select": _several,
    "crowd-image-classifier": lambda attributes: replace(_classifier(attributes), comment=True),
    "crowd-image-classifier-multi-select": lambda attributes: replace(_several(attributes), comment=True),
    "crowd-text-ranking": ranking_field,
    "crowd-question-answer-generation": questions_field,
    **{tag: drawing_reader(tag, labels_of) for tag in TOOLS},
    "crowd-entity-annotation": entities_field,
    "crowd-entity-annotator": entities_field,
    "crowd-instance-segmentation": lambda attributes: segments_field(attributes, by_instance=True),
    "crowd-rekognition-detect-moderation-labels": moderation_field,
    "crowd-semantic-segmentation": lambda attributes: segments_field(attributes, by_instance=False),
    "crowd-textract-analyze-document": document_field,
}
