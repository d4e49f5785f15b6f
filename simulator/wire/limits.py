"""The constraints of the service model, checked on decoded parameters, with AWS's own sentences.

Every broken constraint is listed, in one message: `2 validation errors detected: Value '...' at 'humanLoopName' failed
to satisfy constraint: Member must have length less than or equal to 63; Value ...` (A2I_FACTS C1 [O]). Places are
lower-camel and dotted; a list element is `tags.1.member.key`. A missing member is `Value null at 'x'`. A secret is not
repeated: `Value at 'x'`. Scalars in a list or map are not named one by one; AWS shows the whole (`Value '[a, b]' at
'keywords' failed to satisfy constraint: Member must satisfy constraint: [...]`).

A pattern must match the whole text, as Java's `matches` does. `name_patterns` replaces the pattern of shapes, by shape
name, where the real service is known to accept more (or less) than its model says; the sentence keeps AWS's pattern.

A check is compiled once per shape and answers the violations it found, places relative to the value that it was given.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from botocore.model import ListShape, MapShape, Shape, StructureShape

from simulator.wire.patterns import compile_pattern
from simulator.wire.refusals import Refusal, lower_camel

MOST_LISTED = 100
"""Violations that one message lists at most; the count at its head is of all."""
LONGEST_VALUE = 1024
"""Characters of a value that a message repeats at most."""

NOT_NULL = "Member must not be null"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken constraint: where, by which value, which sentence."""

    place: tuple[str, ...]
    value: object
    constraint: str
    secret: bool = False

    def inside(self, *names: str) -> "Violation":
        """The same violation, seen from one level further out."""
        return replace(self, place=(*names, *self.place))

    def __str__(self) -> str:
        shown = "" if self.secret else " null" if self.value is None else f" '{_text(self.value):.{LONGEST_VALUE}}'"
        return f"Value{shown} at '{'.'.join(self.place)}' failed to satisfy constraint: {self.constraint}"


Check = Callable[[Any], Sequence[Violation]]
Rule = tuple[Callable[[Any], bool], str]
"""A test that a good value passes, and AWS's sentence about it."""


def refuse_violations(violations: Sequence[Violation]) -> None:
    """Raises the Refusal `ValidationException` that tells all violations, if there are any."""
    if violations:
        noun = "error" if len(violations) == 1 else "errors"
        told = "; ".join(str(violation) for violation in itertools.islice(violations, MOST_LISTED))
        raise Refusal("ValidationException", f"{len(violations)} validation {noun} detected: {told}", 400)


class Limits:
    """Compiles shapes into checks; `name_patterns` maps shape names to the pattern that counts instead."""

    def __init__(self, name_patterns: Mapping[str, str] | None = None) -> None:
        self._name_patterns = name_patterns or {}
        self._structures: dict[str, Check] = {}

    def compile(self, shape: Shape) -> Check:
        """The function that lists what is wrong with a parameter of this shape, never None."""
        match shape.type_name:
            case "structure":
                return self._structure(cast("StructureShape", shape))
            case "list":
                return self._list(cast("ListShape", shape))
            case "map":
                return self._map(cast("MapShape", shape))
            case _:
                return _checking(self._rules(shape), secret=_is_secret(shape))

    def _structure(self, shape: StructureShape) -> Check:
        known = self._structures.get(shape.name)
        if known is None:
            members: list[tuple[str, str, Check, bool]] = []
            known = self._structures[shape.name] = _structure_check(members)
            for name, member in shape.members.items():
                members.append((name, lower_camel(name), self.compile(member), name in shape.required_members))
        return known

    def _list(self, shape: ListShape) -> Check:
        check_size = _checking(_size_rules(shape), secret=_holds_secret(shape))
        if _is_scalar(shape.member):
            return _both(check_size, self._scalars(shape.member, "Member must satisfy constraint", list))
        check_item = self.compile(shape.member)

        def check(value: list[Any]) -> Sequence[Violation]:
            numbered = ((str(number), item) for number, item in enumerate(value, 1))
            return [*check_size(value), *_nested(check_item, numbered)]

        return check

    def _map(self, shape: MapShape) -> Check:
        check_size = _checking(_size_rules(shape), secret=_holds_secret(shape))
        check_keys = self._scalars(shape.key, "Map keys must satisfy constraint", dict.keys)
        if _is_scalar(shape.value):
            check_values = self._scalars(shape.value, "Map value must satisfy constraint", dict.values)
            return _both(check_size, _both(check_keys, check_values))
        check_value = self.compile(shape.value)

        def check(value: dict[str, Any]) -> Sequence[Violation]:
            return [*check_size(value), *check_keys(value), *_nested(check_value, value.items())]

        return check

    def _scalars(self, shape: Shape, head: str, members: Callable[[Any], Iterable[Any]]) -> Check:
        rules = self._rules(shape)
        sentence = f"{head}: [{', '.join([*(text for _, text in rules), NOT_NULL])}]"
        secret = _is_secret(shape)

        def check(value: Any) -> Sequence[Violation]:  # noqa: ANN401
            for item in members(value):
                if item is None or not all(holds(item) for holds, _ in rules):
                    return [Violation((), value, sentence, secret)]
            return ()

        return check

    def _rules(self, shape: Shape) -> list[Rule]:
        match shape.type_name:
            case "integer" | "long" | "float" | "double":
                return _range_rules(shape, "value", lambda value: value)
            case "string":
                return [*_size_rules(shape), *_enum_rules(shape), *self._pattern_rules(shape)]
            case "blob":
                return _size_rules(shape)
            case _:
                return []

    def _pattern_rules(self, shape: Shape) -> list[Rule]:
        modelled = shape.metadata.get("pattern")
        if modelled is None:
            return []
        matches = compile_pattern(self._name_patterns.get(shape.name, modelled))
        return [(matches, f"Member must satisfy regular expression pattern: {modelled}")]


def _structure_check(members: list[tuple[str, str, Check, bool]]) -> Check:
    def check(value: dict[str, Any]) -> Sequence[Violation]:
        found: list[Violation] = []
        for name, place, check_member, is_required in members:
            item = value.get(name)
            if item is not None:
                wrong = check_member(item)
                if wrong:
                    found.extend(violation.inside(place) for violation in wrong)
            elif is_required:
                found.append(Violation((place,), None, NOT_NULL))
        return found

    return check


def _checking(rules: list[Rule], *, secret: bool) -> Check:
    def check(value: object) -> Sequence[Violation]:
        broken = [sentence for holds, sentence in rules if not holds(value)]
        return [Violation((), value, sentence, secret) for sentence in broken] if broken else ()

    return check if rules else _anything


def _anything(value: object) -> Sequence[Violation]:
    del value
    return ()


def _both(first: Check, second: Check) -> Check:
    return lambda value: [*first(value), *second(value)]


def _nested(check: Check, items: Iterable[tuple[str, Any]]) -> Iterable[Violation]:
    for place, item in items:
        wrong = [Violation((), None, NOT_NULL)] if item is None else check(item)
        yield from (violation.inside(place, "member") for violation in wrong)


def _size_rules(shape: Shape) -> list[Rule]:
    return _range_rules(shape, "length", len)


def _range_rules(shape: Shape, noun: str, measure: Callable[[Any], float]) -> list[Rule]:
    rules: list[Rule] = []
    most, least = shape.metadata.get("max"), shape.metadata.get("min")
    head = f"Member must have {noun}"
    if most is not None:
        rules.append((lambda value: measure(value) <= most, f"{head} less than or equal to {most}"))
    if least is not None:
        rules.append((lambda value: measure(value) >= least, f"{head} greater than or equal to {least}"))
    return rules


def _enum_rules(shape: Shape) -> list[Rule]:
    values = shape.metadata.get("enum")
    if not values:
        return []
    allowed = frozenset(values)
    return [(lambda value: value in allowed, f"Member must satisfy enum value set: [{', '.join(values)}]")]


def _is_scalar(shape: Shape) -> bool:
    return shape.type_name not in {"structure", "list", "map"}


def _is_secret(shape: Shape) -> bool:
    return bool(shape.metadata.get("sensitive"))


def _holds_secret(shape: Shape, seen: frozenset[str] = frozenset()) -> bool:
    if _is_secret(shape):
        return True
    if shape.name in seen:
        return False
    parts: Iterable[Shape] = ()
    match shape:
        case StructureShape():
            parts = shape.members.values()
        case ListShape():
            parts = (shape.member,)
        case MapShape():
            parts = (shape.key, shape.value)
    return any(_holds_secret(part, seen | {shape.name}) for part in parts)


def _text(value: object) -> str:
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case list():
            return f"[{', '.join(map(_text, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}={_text(item)}' for key, item in value.items())}}}"
        case bytes():
            return f"java.nio.HeapByteBuffer[pos=0 lim={len(value)} cap={len(value)}]"
        case _:
            return str(value)
