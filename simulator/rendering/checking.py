"""Does an answer fit the form? Sentences for what does not.

Lenient where a page's own script may have had a hand: names that the form does not know are left alone, and a field
that need not be filled in may be missing. As in a browser, characters are counted in UTF-16 units, and a native field
may keep a text of any length that it came with.
"""

import math
import re
from collections.abc import Callable, Mapping

import regex

from simulator.rendering.documents import document_problems
from simulator.rendering.drawn import shape_problems
from simulator.rendering.elements import number_of
from simulator.rendering.fields import Field, Form, Kind
from simulator.rendering.generative import questions_problems, ranking_problems
from simulator.rendering.moderation import moderation_problems
from simulator.rendering.passages import entities_problems
from simulator.rendering.segments import segments_problems

_PATTERN_PATIENCE_SECONDS = 0.2
_ONE_LEVEL = {
    *(Kind.FLAGS, Kind.RADIO, Kind.LABEL, Kind.LABELS),
    *(Kind.ENTITIES, Kind.MODERATION, Kind.BLOCKS),
}
_TYPED = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "an e-mail address"),
    "url": (re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:\S+"), "an address that begins with a scheme such as https:"),
    "date": (re.compile(r"\d{4,6}-\d\d-\d\d"), "a date such as 2024-05-31"),
    "time": (re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?"), "a time such as 14:30"),
    "datetime-local": (re.compile(r"\d{4,6}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?"), "a date and time"),
    "month": (re.compile(r"\d{4,6}-\d\d"), "a month such as 2024-05"),
    "week": (re.compile(r"\d{4,6}-W\d\d"), "a week such as 2024-W22"),
    "color": (re.compile(r"#[0-9a-fA-F]{6}"), "a colour such as #1a2b3c"),
}


def check_answer(form: Form, answer: object) -> list[str]:
    """What is wrong with an answerContent object; empty when nothing is."""
    if not isinstance(answer, Mapping):
        return ["The answer must be an object with one member for each field."]
    given = unflattened(form, answer) if form.flat else answer
    found = [
        f'"{field.name}" {problem}.'
        for field in form.fields
        for problem in field_problems(field, given.get(field.name))
    ]
    return found + _group_problems(form, given)


def field_problems(field: Field, value: object) -> list[str]:
    """What is wrong with one field's value, as ends of sentences; None stands for a value that is missing."""
    if value is None:
        return ["is required"] if field.required else []
    return _CHECKS[field.kind](field, value)


def unflattened(form: Form, answer: Mapping[str, object]) -> dict[str, object]:
    """An answer keyed `name.value` as it would be without `flatten-objects`."""
    given: dict[str, object] = {}
    for field in form.fields:
        prefix = f"{field.name}."
        members = {key.removeprefix(prefix): value for key, value in answer.items() if key.startswith(prefix)}
        if members and field.kind in _ONE_LEVEL:
            given[field.name] = members
        elif field.name in answer:
            given[field.name] = answer[field.name]
    return given


def _text(field: Field, value: object) -> list[str]:
    if not isinstance(value, str):
        return ["must be text"]
    if not value.strip():
        return ["is required"] if field.required else []
    return _length(field, value) + _form_of_text(field, value)


def _length(field: Field, value: str) -> list[str]:
    if value == field.initial and not field.element.startswith("crowd-"):
        return []
    units = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if field.max_length is not None and units > field.max_length:
        return [f"has {units} characters; at most {field.max_length} are allowed"]
    return [f"has {units} characters; at least {field.min_length} are needed"] if units < field.min_length else []


def _form_of_text(field: Field, value: str) -> list[str]:
    if field.pattern is not None and not _matches(field, field.pattern, value):
        return [f"does not match the pattern {field.pattern}"]
    if field.input_type in {"number", "range"}:
        number = number_of(value)
        return ["must be a number"] if number is None else _range(field, number)
    form, name = _TYPED.get(field.input_type, (None, ""))
    if form is not None and not form.fullmatch(value):
        return [f"must be {name}"]
    return _order(field, value) if form is not None else []


def _matches(field: Field, pattern: str, value: str) -> bool:
    try:
        if field.each_character:
            signs = {sign for sign in value if sign != "\n"}
            return all(regex.search(pattern, sign, timeout=_PATTERN_PATIENCE_SECONDS) for sign in signs)
        return regex.fullmatch(f"(?:{pattern})", value, timeout=_PATTERN_PATIENCE_SECONDS) is not None
    except (TimeoutError, regex.error):
        return True


def _order(field: Field, value: str) -> list[str]:
    if isinstance(field.minimum, str) and value < field.minimum:
        return [f"must not be before {field.minimum}"]
    if isinstance(field.maximum, str) and value > field.maximum:
        return [f"must not be after {field.maximum}"]
    return []


def _range(field: Field, number: float) -> list[str]:
    if isinstance(field.minimum, float) and number < field.minimum:
        return [f"must be at least {field.minimum:g}"]
    if isinstance(field.maximum, float) and number > field.maximum:
        return [f"must be at most {field.maximum:g}"]
    return []


def _number(field: Field, value: object) -> list[str]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return ["must be a number"]
    return _range(field, float(value))


def _select(field: Field, value: object) -> list[str]:
    if field.multiple:
        return _labels_in(field, value if isinstance(value, list) else [value])
    if not isinstance(value, str):
        return ["must be text"]
    if value == "":
        return ["is required"] if field.required else []
    return [] if value == field.initial else _unknown(field, [value])


def _label(field: Field, value: object) -> list[str]:
    if not isinstance(value, Mapping) or not isinstance(value.get("label"), str):
        return ['must be an object with a text "label"']
    return _unknown(field, [value["label"]])


def _labels(field: Field, value: object) -> list[str]:
    if not isinstance(value, Mapping) or not isinstance(value.get("labels"), list):
        return ['must be an object with a list "labels"']
    return _labels_in(field, value["labels"])


def _labels_in(field: Field, labels: list[object]) -> list[str]:
    if not all(isinstance(label, str) for label in labels):
        return ["must hold texts only"]
    if field.required and not labels and not field.exclusion:
        return ["is required"]
    return _unknown(field, [str(label) for label in labels])


def _flags(field: Field, value: object) -> list[str]:
    if not isinstance(value, Mapping) or not all(isinstance(state, bool) for state in value.values()):
        return ["must be an object of true and false"]
    missing = [choice for choice in field.demanded if not value.get(choice)]
    return _unknown(field, list(value)) + [f'needs "{choice}" to be true' for choice in missing]


def _radio(field: Field, value: object) -> list[str]:
    problems = _flags(field, value)
    if problems or not isinstance(value, Mapping):
        return problems
    on = sum(state is True for state in value.values())
    if on > 1 and (field.group or field.element != "crowd-radio-button"):
        return ["has more than one choice that is true"]
    return ["is required"] if field.required and not on else []


def _unknown(field: Field, values: list[str]) -> list[str]:
    known = ", ".join(field.choices[:20])
    return [f'has no choice "{value}" (there are: {known})' for value in values if value not in field.choices]


def _group_problems(form: Form, given: Mapping[str, object]) -> list[str]:
    chosen: dict[str, list[str]] = {}
    for field in form.fields:
        value = given.get(field.name)
        if field.group and isinstance(value, Mapping) and any(state is True for state in value.values()):
            chosen.setdefault(field.group, []).append(f'"{field.name}"')
    return [f"Only one of {' and '.join(names)} may be true." for names in chosen.values() if len(names) > 1]


_CHECKS: Mapping[Kind, Callable[[Field, object], list[str]]] = {
    Kind.TEXT: _text,
    Kind.HIDDEN: lambda _, value: [] if isinstance(value, str) else ["must be text"],
    Kind.SELECT: _select,
    Kind.NUMBER: _number,
    Kind.FLAGS: _flags,
    Kind.RADIO: _radio,
    Kind.LABEL: _label,
    Kind.LABELS: _labels,
    Kind.RANKING: ranking_problems,
    Kind.QUESTIONS: questions_problems,
    Kind.SHAPES: shape_problems,
    Kind.ENTITIES: entities_problems,
    Kind.MODERATION: moderation_problems,
    Kind.BLOCKS: document_problems,
    Kind.SEMANTIC: segments_problems,
    Kind.INSTANCES: segments_problems,
}
