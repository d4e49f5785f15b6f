"""What crowd-entity-annotation asks, checks and could be answered.

`{"entities": [{endOffset, label, startOffset}]}` (A2I_FACTS J2 [D]); offsets are code points [I], as Python counts.
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeGuard

from simulator.rendering.details import Passages
from simulator.rendering.fields import Field, Kind
from simulator.rendering.jsonish import JsonishError, parse_jsonish, parse_list

Entity = tuple[int, int, str]
_NAME = re.compile(r"\b[A-Z0-9][\w'.-]*\w(?:\s+[A-Z][\w'-]*\w)*")
_WORD = re.compile(r"\w[\w'-]*")
_MOST = 4
_KEEPS = 0.9


def entities_field(attributes: Mapping[str, str]) -> Field:
    """The field of a crowd-entity-annotation."""
    text = attributes.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    labels = dict.fromkeys(_label(item) for item in _list(attributes.get("labels")))
    detail = Passages(text, _read(_parsed(attributes.get("initial-value")), len(text)))
    return Field(attributes["name"], Kind.ENTITIES, choices=tuple(labels), detail=detail)


def entities_problems(field: Field, value: object) -> list[str]:
    """What is wrong with labelled passages, as ends of sentences."""
    entities = value.get("entities") if isinstance(value, Mapping) else None
    if not isinstance(entities, list):
        return ['must be an object with a list "entities"']
    return [problem for number, entity in enumerate(entities, 1) for problem in _problems(field, number, entity)]


def _problems(field: Field, number: int, entity: object) -> list[str]:
    if not isinstance(entity, Mapping) or not isinstance(entity.get("label"), str):
        return [f'has an entity {number} without a text "label"']
    start, end = entity.get("startOffset"), entity.get("endOffset")
    if not _is_whole(start) or not _is_whole(end):
        return [f'has an entity {number} whose "startOffset" and "endOffset" are no whole numbers']
    found = []
    text = _detail(field).text
    if not 0 <= start < end or (text and end > len(text)):
        found.append(f"has an entity {number} that is no passage of the text: {start} to {end} of {len(text)}")
    if field.choices and entity["label"] not in field.choices and entity["label"] not in _given_labels(field):
        found.append(f'has no label "{entity["label"]}" (there are: {", ".join(field.choices[:20])})')
    return found


def entities_answer(field: Field, choose: random.Random) -> object:
    """Labelled passages that a person could give: the earlier ones mostly kept, else names in the text."""
    detail = _detail(field)
    if detail.given:
        return _written(entity for entity in detail.given if choose.random() < _KEEPS)
    found = [match.span() for match in _NAME.finditer(detail.text)] or [
        match.span() for match in _WORD.finditer(detail.text)
    ]
    if not field.choices or not found:
        return {"entities": []}
    picked = sorted(choose.sample(found, choose.randint(1, min(_MOST, len(found)))))
    return _written((start, end, choose.choice(field.choices)) for start, end in picked)


def entities_mistaken(field: Field, true: object, choose: random.Random) -> object:
    """True passages with one gone wrong: overlooked, too long or short, or given another label."""
    entities = list(_read(true, len(_detail(field).text)))
    if not entities:
        return entities_answer(field, choose)
    at = choose.randrange(len(entities))
    start, end, label = entities.pop(at)
    slip = choose.choice(["overlooked", "moved", "mislabelled"])
    if slip == "moved":
        entities.insert(at, (*_moved(_detail(field).text, start, end, choose), label))
    elif slip == "mislabelled" and field.choices:
        entities.insert(at, (start, end, choose.choice(field.choices)))
    return _written(sorted(entities))


def entities_relabelled(true: Mapping[str, object], take_for: Callable[[str], str]) -> object:
    """True passages with their labels as the worker takes them for."""
    entities = true.get("entities")
    listed = entities if isinstance(entities, list) else []
    return {**true, "entities": [{**entity, "label": take_for(entity["label"])} for entity in listed]}


def entities_spelled_out(_field: Field, value: object) -> object:
    """A truth in full: a list stands for its entities."""
    return {"entities": value} if isinstance(value, list) else value


def _moved(text: str, start: int, end: int, choose: random.Random) -> tuple[int, int]:
    words = [match.span() for match in _WORD.finditer(text)]
    after = next((span for span in words if span[0] >= end), None)
    inside = [span for span in words if start < span[0] < end]
    if inside and (after is None or choose.random() < 1 / 2):
        return inside[-1][0], end
    return (start, after[1]) if after else (start, max(start + 1, end - 1))


def _detail(field: Field) -> Passages:
    return field.detail if isinstance(field.detail, Passages) else Passages("")


def _given_labels(field: Field) -> set[str]:
    return {label for _, _, label in _detail(field).given}


def _read(value: object, length: int) -> tuple[Entity, ...]:
    listed = value.get("entities") if isinstance(value, Mapping) else value
    found = []
    for item in listed if isinstance(listed, list) else []:
        start, end = (item.get(name) if isinstance(item, Mapping) else None for name in ("startOffset", "endOffset"))
        if _is_whole(start) and _is_whole(end) and 0 <= start < min(end, length):
            found.append((start, min(end, length), str(item.get("label"))))
    return tuple(sorted(found))


def _written(entities: Iterable[Entity]) -> dict[str, object]:
    return {"entities": [{"endOffset": end, "label": label, "startOffset": start} for start, end, label in entities]}


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _label(item: object) -> str:
    if isinstance(item, dict):
        return str(next((item[key] for key in ("label", "name", "value") if item.get(key) is not None), ""))
    return str(item)


def _list(text: str | None) -> list[object]:
    try:
        return parse_list(text)
    except JsonishError:
        return []


def _parsed(text: str | None) -> object:
    try:
        return parse_jsonish(text) if text and text.strip() else None
    except JsonishError:
        return None
