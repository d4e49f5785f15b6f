"""A plausible answer to a form, as A2I serialises it (A2I_FACTS J2): what a simulated worker submits.

The same form, truth, skill and random stream give the same answer. Where the truth names a field, the worker finds it
with probability `skill`; otherwise the answer is a wrong one that a person could give. Where the truth says nothing,
the answer is any that the form accepts: a text that already stands in a field is mostly kept, sometimes lightly
corrected. `Habits` say what else keeps the worker from the truth.

A kind of field is a row in `_MADE`; one that can be wrong in a way of its own is a row in `_MISTAKEN`, too; one that is
never given quite exactly a row in `_FOUND`; one whose truth can be said shortly a row in `_SPELLED_OUT`; one whose
labels can be confused a row in `habits.RELABEL`.
"""

import random
from collections.abc import Callable, Mapping

from simulator.rendering.checking import field_problems, unflattened
from simulator.rendering.documents import document_answer, document_mistaken, document_spelled_out
from simulator.rendering.drawn import found_shapes, mistaken_shapes, shapes_answer, spelled_out
from simulator.rendering.fields import Field, Form, Kind
from simulator.rendering.generative import questions_answer, ranking_answer
from simulator.rendering.habits import Habits, confused, leaning, weight_of
from simulator.rendering.moderation import moderation_answer, moderation_mistaken, moderation_spelled_out
from simulator.rendering.passages import entities_answer, entities_mistaken, entities_spelled_out
from simulator.rendering.patterns import sample
from simulator.rendering.phrases import COMMENT, day_between, phrase_for, slipped, tidied
from simulator.rendering.segments import segments_answer

_KEEPS_INITIAL = 0.85
_ADDS_A_COMMENT = 0.4
_CHECKS_A_BOX = 0.3
_TRIES = 12
_NO_HABITS = Habits()


def answer_for(
    form: Form,
    choose: random.Random,
    truth: Mapping[str, object] | None = None,
    skill: float = 1.0,
    habits: Habits = _NO_HABITS,
) -> dict[str, object]:
    """An answerContent object for the form.

    `truth` holds true values by field name, as answerContent has them, or shortly: a label for a classifier, a choice
    or a list of choices for boxes. `skill` from 0 to 1 is the chance, for each field, of giving the true value.
    """
    if habits.guesses and choose.random() < habits.guesses:
        truth = None
    choose = leaning(choose, habits)
    known = dict(truth or {}) if not form.flat else {**(truth or {}), **unflattened(form, truth or {})}
    answer = _grouped(form, choose, known, skill)
    for field in form.fields:
        if field.name in answer:
            continue
        true = true_value(field, known.get(field.name))
        value = _MADE[field.kind](field, choose) if true is None else _skilled(field, true, choose, skill, habits)
        if value is not None and not (value == "" and _empty(field) is None):
            answer[field.name] = value
    return dict(sorted((_flat(answer) if form.flat else answer).items()))


def true_value(field: Field, value: object) -> object:
    """A truth in the form that answerContent has; None when it does not fit the field."""
    if value is None:
        return None
    full = _spelled_out(field, value)
    return full if not field_problems(field, full) else None


def _spelled_out(field: Field, value: object) -> object:
    if field.kind in _SPELLED_OUT:
        return _SPELLED_OUT[field.kind](field, value)
    if field.kind in {Kind.TEXT, Kind.SELECT} and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if field.kind is Kind.LABEL and isinstance(value, str):
        return {"label": value}
    if field.kind is Kind.LABELS and isinstance(value, str | list):
        given = [value] if isinstance(value, str) else value
        return {"labels": [] if field.exclusion and given == [field.exclusion] else given}
    return _states(field, value) if field.kind in {Kind.FLAGS, Kind.RADIO} else value


def _states(field: Field, value: object) -> object:
    if isinstance(value, bool) and len(field.choices) == 1:
        return {field.choices[0]: value}
    if isinstance(value, str | list):
        on = [value] if isinstance(value, str) else value
        return _on(field, on) if all(choice in field.choices for choice in on) else value
    return {**_on(field, ()), **value} if isinstance(value, dict) else value


def _skilled(field: Field, true: object, choose: random.Random, skill: float, habits: Habits) -> object:
    taken = confused(field.kind, field.choices, true, choose, habits)
    if taken is not None and not field_problems(field, taken):
        return taken
    if choose.random() < skill:
        return _FOUND.get(field.kind, _as_it_is)(field, true, choose, skill)
    mistake = _MISTAKEN.get(field.kind, _remade)
    for _ in range(_TRIES):
        wrong = mistake(field, true, choose)
        if wrong != true and not field_problems(field, wrong):
            return wrong
    return true


def _as_it_is(_field: Field, true: object, _choose: random.Random, _skill: float) -> object:
    return true


def _remade(field: Field, _true: object, choose: random.Random) -> object:
    return _MADE[field.kind](field, choose)


def _misread(field: Field, true: object, choose: random.Random) -> object:
    overlooked = field.initial is not None and field.initial != true
    return field.initial if overlooked else slipped(str(true), choose)


def _another(field: Field, true: object, choose: random.Random) -> object:
    if field.kind is Kind.SELECT and field.multiple:
        return _remade(field, true, choose)
    others = [choice for choice in field.choices if choice and not _is_true(true, choice)]
    if not others:
        return true
    choice = choose.choice(others)
    return {Kind.LABEL: {"label": choice}, Kind.RADIO: _on(field, [choice])}.get(field.kind, choice)


def _is_true(true: object, choice: str) -> bool:
    return choice == true or (isinstance(true, dict) and (true.get("label") == choice or true.get(choice) is True))


def _flipped(field: Field, true: object, choose: random.Random) -> object:
    if not isinstance(true, dict):
        return _remade(field, true, choose)
    choice = choose.choice(field.choices)
    return {**true, choice: not true.get(choice, False)}


def _text(field: Field, choose: random.Random) -> str | None:
    if field.initial and not field_problems(field, field.initial):
        neat = tidied(field.initial)
        keeps = choose.random() < _KEEPS_INITIAL or field_problems(field, neat)
        return field.initial if keeps or not neat else neat
    extra = COMMENT.search(f"{field.name} {field.title}".lower()) or field.name.startswith("_")
    fills = field.required or not extra or choose.random() < _ADDS_A_COMMENT
    return (_fitting_text(field, choose) if fills else None) or _empty(field)


def _empty(field: Field) -> str | None:
    return None if field.element.startswith("crowd-") else ""


def _fitting_text(field: Field, choose: random.Random) -> str | None:
    for attempt in range(_TRIES):
        for candidate in _candidates(field, choose, attempt):
            if candidate.strip() and not field_problems(field, candidate):
                return candidate
    return None


def _candidates(field: Field, choose: random.Random, attempt: int) -> list[str]:
    text = phrase_for(field, choose)
    while len(text) < field.min_length:
        text = f"{text} {phrase_for(field, choose)}"
    found = [text, text[: field.max_length].rstrip()]
    if field.input_type in {"number", "range"}:
        found.append(f"{_in_range(field, choose):g}")
    earliest, latest = (bound if isinstance(bound, str) else None for bound in (field.minimum, field.maximum))
    day = day_between(earliest, latest, choose) if field.input_type == "date" else None
    found += [bound for bound in (day, earliest, latest) if bound]
    if field.pattern is not None:
        made = sample(f"(?:{field.pattern})+" if field.each_character else field.pattern, choose)
        found += [made, made * (1 + attempt)] if made else []
    if field.max_length == 0:
        return []
    letters = "".join(choose.choice("aeinorst") for _ in range(max(field.min_length, 1)))
    return [*found, letters]


def _in_range(field: Field, choose: random.Random) -> float:
    low = field.minimum if isinstance(field.minimum, float) else None
    high = field.maximum if isinstance(field.maximum, float) else None
    least = low if low is not None else min(0.0, high - 100 if high is not None else 0.0)
    most = high if high is not None else least + 100
    step = field.step or 1.0
    steps = int(min(max((most - least) / step, 0), 1e9))
    value = round(least + choose.randint(0, steps) * step, 9)
    return min(max(value, least), max(most, least))


def _number(field: Field, choose: random.Random) -> float:
    value = _in_range(field, choose)
    return int(value) if value.is_integer() else value


def _select(field: Field, choose: random.Random) -> object:
    offered = [choice for choice in field.choices if choice]
    if field.multiple:
        return [choice for choice in offered if _ticks(choice, choose)] or offered[:1]
    return choose.choice(offered) if offered else "" if field.choices else None


def _ticks(choice: str, choose: random.Random) -> bool:
    return choose.random() < _CHECKS_A_BOX * weight_of(choose, choice)


def _label(field: Field, choose: random.Random) -> object:
    return {"label": choose.choice(field.choices)} if field.choices else None


def _labels(field: Field, choose: random.Random) -> object:
    if not field.choices:
        return None
    picked = [choice for choice in field.choices if _ticks(choice, choose)]
    return {"labels": picked if picked or field.exclusion else [choose.choice(field.choices)]}


def _flags(field: Field, choose: random.Random) -> object:
    on = [choice for choice in field.choices if _ticks(choice, choose) or choice in field.checked]
    return _on(field, [*on, *field.demanded])


def _radio(field: Field, choose: random.Random) -> object:
    return _on(field, [choose.choice(field.choices)])


def _on(field: Field, on: list[str] | tuple[str, ...]) -> dict[str, bool]:
    return {choice: choice in on for choice in sorted(field.choices)}


def _grouped(form: Form, choose: random.Random, known: Mapping[str, object], skill: float) -> dict[str, object]:
    groups: dict[str, list[Field]] = {}
    for field in form.fields:
        if field.group:
            groups.setdefault(field.group, []).append(field)
    answer: dict[str, object] = {}
    for fields in groups.values():
        winner, choice = _winner(fields, choose, known, skill)
        answer |= {field.name: _on(field, [choice] if field is winner else []) for field in fields}
    return answer


def _winner(fields: list[Field], choose: random.Random, known: Mapping[str, object], skill: float) -> tuple[Field, str]:
    buttons = [(field, choice) for field in fields for choice in field.choices]
    true = [(field, choice) for field, choice in buttons if _is_on(true_value(field, known.get(field.name)), choice)]
    if len(true) != 1:
        return choose.choice(buttons)
    others = [button for button in buttons if button not in true]
    return true[0] if choose.random() < skill or not others else choose.choice(others)


def _is_on(states: object, choice: str) -> bool:
    return isinstance(states, dict) and states.get(choice) is True


def _flat(answer: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in answer.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{key}": inner for key, inner in value.items()})
        else:
            flat[name] = value
    return flat


_MADE: Mapping[Kind, Callable[[Field, random.Random], object]] = {
    Kind.TEXT: _text,
    Kind.HIDDEN: lambda field, _: field.initial,
    Kind.SELECT: _select,
    Kind.NUMBER: _number,
    Kind.FLAGS: _flags,
    Kind.RADIO: _radio,
    Kind.LABEL: _label,
    Kind.LABELS: _labels,
    Kind.RANKING: ranking_answer,
    Kind.QUESTIONS: questions_answer,
    Kind.SHAPES: shapes_answer,
    Kind.ENTITIES: entities_answer,
    Kind.MODERATION: moderation_answer,
    Kind.BLOCKS: document_answer,
    Kind.SEMANTIC: segments_answer,
    Kind.INSTANCES: segments_answer,
}

_MISTAKEN: Mapping[Kind, Callable[[Field, object, random.Random], object]] = {
    Kind.TEXT: _misread,
    Kind.FLAGS: _flipped,
    Kind.SHAPES: mistaken_shapes,
    Kind.ENTITIES: entities_mistaken,
    Kind.MODERATION: moderation_mistaken,
    Kind.BLOCKS: document_mistaken,
    Kind.LABEL: _another,
    Kind.RADIO: _another,
    Kind.SELECT: _another,
}

_SPELLED_OUT: Mapping[Kind, Callable[[Field, object], object]] = {
    Kind.SHAPES: spelled_out,
    Kind.ENTITIES: entities_spelled_out,
    Kind.MODERATION: moderation_spelled_out,
    Kind.BLOCKS: document_spelled_out,
}

_FOUND: Mapping[Kind, Callable[[Field, object, random.Random, float], object]] = {Kind.SHAPES: found_shapes}
