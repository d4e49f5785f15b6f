"""What crowd-rekognition-detect-moderation-labels asks, checks and could be answered.

`{"moderationLabels": […]}`, each category as it came: a text, or its whole object [D].
"""

import json
import random
from collections.abc import Callable, Mapping

from simulator.rendering.details import Items
from simulator.rendering.fields import Field, Kind
from simulator.rendering.jsonish import JsonishError, parse_jsonish, parse_list

MODERATION_NAME = "AWS/Rekognition/DetectModerationLabels/Image/V3"
_AGREES = 0.6
_TEXTS = ("name", "text", "label", "value")


def moderation_field(attributes: Mapping[str, str]) -> Field:
    """The field of a crowd-rekognition-detect-moderation-labels."""
    items = _categories(attributes.get("categories"))
    exclusion = attributes.get("exclusion-category", "").strip()
    return Field(
        attributes["name"],
        Kind.MODERATION,
        choices=tuple(items),
        multiple=True,
        detail=Items(tuple(items.values())),
        exclusion=_exclusion(exclusion) if exclusion else "",
    )


def moderation_problems(field: Field, value: object) -> list[str]:
    """What is wrong with chosen moderation labels, as ends of sentences."""
    given = value.get("moderationLabels") if isinstance(value, Mapping) else None
    if not isinstance(given, list):
        return ['must be an object with a list "moderationLabels"']
    offered = _items(field)
    unknown = [item for item in given if item not in offered.values()]
    if not field.choices or not unknown:
        return []
    known = ", ".join(field.choices[:20])
    names = [_name(item) for item in unknown]
    return [
        f'has "{name}" in another form than the category has'
        if name in offered
        else f'has no choice "{name}" (there are: {known})'
        for name in names
    ]


def moderation_answer(field: Field, choose: random.Random) -> object:
    """Labels that a person could choose: most of what the service found is there."""
    return _chosen(field, {name for name in field.choices if choose.random() < _AGREES})


def moderation_mistaken(field: Field, true: object, choose: random.Random) -> object:
    """True labels with one too many, or one overlooked."""
    return _chosen(field, set(_names(true)) ^ {choose.choice(field.choices)}) if field.choices else true


def moderation_relabelled(true: Mapping[str, object], take_for: Callable[[str], str]) -> object:
    """True labels as the worker takes them for; an object keeps what it says beside its name."""
    listed = true.get("moderationLabels")
    taken = [
        {**item, "name": take_for(item["name"])} if isinstance(item, Mapping) and "name" in item else item
        for item in (listed if isinstance(listed, list) else [])
    ]
    return {**true, "moderationLabels": [take_for(item) if isinstance(item, str) else item for item in taken]}


def moderation_spelled_out(field: Field, value: object) -> object:
    """A truth in full: names stand for their categories."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name in field.choices for name in names):
        return value
    return _chosen(field, set(names))


def _chosen(field: Field, names: set[str]) -> dict[str, object]:
    return {"moderationLabels": [item for name, item in _items(field).items() if name in names]}


def _items(field: Field) -> dict[str, object]:
    items = field.detail.parsed() if isinstance(field.detail, Items) else ()
    return dict(zip(field.choices, items, strict=False))


def _names(value: object) -> list[str]:
    listed = value.get("moderationLabels") if isinstance(value, Mapping) else None
    return [_name(item) for item in listed] if isinstance(listed, list) else []


def _categories(text: str | None) -> dict[str, str]:
    try:
        found = parse_list(text)
    except JsonishError:
        return {}
    items = [item if isinstance(item, dict) else _name(item) for item in found]
    return {_name(item): json.dumps(item, ensure_ascii=False) for item in items}


def _exclusion(text: str) -> str:
    try:
        return _name(parse_jsonish(text)) if text[:1] in set("{['\"") else text
    except JsonishError:
        return "None"


def _name(item: object) -> str:
    if isinstance(item, Mapping):
        item = next((item[key] for key in _TEXTS if item.get(key) is not None), dict(item))
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, separators=(",", ":"))
