"""What simulated workers are told to do with a task: the first rule that matches says it.

A rule matches by the names of flow definition, human loop and worker (`*` stands for any text), and by members of the
task's input (`"customer.tier": "gold"`). It gives exactly one thing: an `answer` as it stands; a `truth`, which a
worker finds as often as its skill lets it; a `move` (decline, release, lapse); a `url` or a `function` to ask.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from simulator.domain.errors import Invalid

_NAMES = ("flow", "loop", "worker")


class Gives(StrEnum):
    """What a rule can give."""

    ANSWER = "answer"
    TRUTH = "truth"
    MOVE = "move"
    URL = "url"
    FUNCTION = "function"


ASKED = frozenset({Gives.URL, Gives.FUNCTION})
"""Answers that come from outside the simulator."""

MOVES = ("decline", "release", "lapse")
_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule is held against: names, and the task's input as a JSON value."""

    flow: str
    loop: str
    worker: str
    input: object


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a name that is None matches every name."""

    gives: Gives
    value: object
    flow: str | None = None
    loop: str | None = None
    worker: str | None = None
    input: Mapping[str, object] = field(default_factory=dict)

    def matches(self, subject: Subject) -> bool:
        """Whether the rule concerns that worker with that task."""
        named = all(_like(getattr(self, name), getattr(subject, name)) for name in _NAMES)
        return named and all(_holds(subject.input, path, wanted) for path, wanted in self.input.items())

    def document(self) -> dict[str, object]:
        """The rule as JSON; `read_rule` reads it back."""
        names = {name: getattr(self, name) for name in _NAMES if getattr(self, name) is not None}
        return names | ({"input": dict(self.input)} if self.input else {}) | {self.gives.value: self.value}


def first_match(rules: Iterable[Rule], subject: Subject) -> Rule | None:
    """The rule that decides, or None."""
    return next((rule for rule in rules if rule.matches(subject)), None)


def read_rule(document: object, place: str) -> Rule:
    """A rule from JSON; what is none is Invalid with a sentence that begins with the place."""
    if not isinstance(document, Mapping):
        raise Invalid(f"{place} must be an object such as {_EXAMPLE}.")
    given = [kind for kind in Gives if kind.value in document]
    unknown = sorted(set(document) - {*_NAMES, "input", *(kind.value for kind in Gives)})
    if unknown:
        raise Invalid(f"{place} has no member {unknown[0]!r}. It has flow, loop, worker, input, and what it gives.")
    if len(given) != 1:
        kinds = ", ".join(kind.value for kind in Gives)
        raise Invalid(f"{place} must give exactly one of {kinds}, such as {_EXAMPLE}.")
    names = {name: _glob(document.get(name), f"{place}.{name}") for name in _NAMES}
    value = document[given[0].value]
    _check_value(given[0], value, f"{place}.{given[0].value}")
    return Rule(given[0], value, **names, input=_members(document.get("input", {}), f"{place}.input"))


_EXAMPLE = '{"flow": "reviews-*", "input": {"language": "de"}, "answer": {"sentiment": {"label": "Positive"}}}'


def rule_of(source: str) -> Rule:
    """The rule that sends every task to a URL or a function `module:name`, or Invalid."""
    gives = Gives.URL if "://" in source else Gives.FUNCTION
    _check_value(gives, source, "The source of answers")
    return Rule(gives, source)


def _check_value(gives: Gives, value: object, place: str) -> None:
    if gives in {Gives.ANSWER, Gives.TRUTH} and not isinstance(value, Mapping):
        raise Invalid(f"{place} must be an object with the answers by name.")
    if gives is Gives.MOVE and value not in MOVES:
        raise Invalid(f"{place} must be one of {', '.join(MOVES)}.")
    if gives is Gives.URL and not (isinstance(value, str) and re.match(r"https?://[^\s/]", value)):
        raise Invalid(f"{place} must be a URL that begins with http:// or https://.")
    if gives is Gives.FUNCTION and not (isinstance(value, str) and _FUNCTION.fullmatch(value)):
        raise Invalid(f"{place} must name a Python function as module:function.")


def _glob(value: object, place: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise Invalid(f"{place} must be a name, in which * stands for any text.")


def _members(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Invalid(f'{place} must be an object of members and their values, such as {{"language": "de"}}.')
    return dict(value)


def _holds(value: object, path: str, wanted: object) -> bool:
    found = value
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return False
        found = found[part]
    if isinstance(wanted, str) and "*" in wanted:
        return isinstance(found, str) and _like(wanted, found)
    return type(found) is type(wanted) and found == wanted


def _like(glob: str | None, name: str) -> bool:
    return glob is None or glob == name or ("*" in glob and _pattern(glob).fullmatch(name) is not None)


@lru_cache(maxsize=1024)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in glob.split("*")), re.DOTALL)
