"""Who may take what: the rules that stand between a worker and a task.

A worker may take a task that is available if none of the `Bar`s stands. They are asked in the order of `Bar`, and the
first that stands is what the worker is told. What bars a worker from a work team or flow definition is decided here
once, before any task is looked at (`Admission`), so that the store can offer tasks with one query.

Content rules are those of the public workforce (A2I_FACTS B [D]): a private or vendor team sees everything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from simulator.domain.errors import Invalid
from simulator.domain.workforce import Crowd

EVERYTHING = "*"
"""The scope of a block that keeps a worker from every task."""

FREE_OF_ADULT_CONTENT = "FreeOfAdultContent"


class Bar(StrEnum):
    """Why a worker may not take a task that others may."""

    OTHER_TEAM = "other-team"
    BLOCKED = "blocked"
    UNQUALIFIED = "unqualified"
    ADULT_CONTENT = "adult-content"
    MET_BEFORE = "met-before"


class Comparator(StrEnum):
    """How a qualification's score is compared: MTurk's own ten (A2I_FACTS H [D])."""

    LESS_THAN = "LessThan"
    LESS_THAN_OR_EQUAL_TO = "LessThanOrEqualTo"
    GREATER_THAN = "GreaterThan"
    GREATER_THAN_OR_EQUAL_TO = "GreaterThanOrEqualTo"
    EQUAL_TO = "EqualTo"
    NOT_EQUAL_TO = "NotEqualTo"
    EXISTS = "Exists"
    DOES_NOT_EXIST = "DoesNotExist"
    IN = "In"
    NOT_IN = "NotIn"


_UNARY = frozenset({Comparator.EXISTS, Comparator.DOES_NOT_EXIST})
_SEVERAL = frozenset({Comparator.IN, Comparator.NOT_IN})
_COMPARES: Mapping[Comparator, Callable[[int, Sequence[int]], bool]] = {
    Comparator.LESS_THAN: lambda score, numbers: score < numbers[0],
    Comparator.LESS_THAN_OR_EQUAL_TO: lambda score, numbers: score <= numbers[0],
    Comparator.GREATER_THAN: lambda score, numbers: score > numbers[0],
    Comparator.GREATER_THAN_OR_EQUAL_TO: lambda score, numbers: score >= numbers[0],
    Comparator.EQUAL_TO: lambda score, numbers: score == numbers[0],
    Comparator.NOT_EQUAL_TO: lambda score, numbers: score != numbers[0],
    Comparator.EXISTS: lambda _score, _numbers: True,
    Comparator.DOES_NOT_EXIST: lambda _score, _numbers: False,
    Comparator.IN: lambda score, numbers: score in numbers,
    Comparator.NOT_IN: lambda score, numbers: score not in numbers,
}
_IN_WORDS: Mapping[Comparator, str] = {
    Comparator.LESS_THAN: "below {}",
    Comparator.LESS_THAN_OR_EQUAL_TO: "of at most {}",
    Comparator.GREATER_THAN: "above {}",
    Comparator.GREATER_THAN_OR_EQUAL_TO: "of at least {}",
    Comparator.EQUAL_TO: "of {}",
    Comparator.NOT_EQUAL_TO: "other than {}",
    Comparator.IN: "that is one of {}",
    Comparator.NOT_IN: "that is none of {}",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the tasks of a work team or flow definition (`scope`, its ARN) ask of a worker's qualification."""

    scope: str
    qualification: str
    comparator: Comparator
    numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        wanted = 0 if self.comparator in _UNARY else 1
        if len(self.numbers) < wanted or (len(self.numbers) > wanted and self.comparator not in _SEVERAL):
            how_many = "numbers" if self.comparator in _SEVERAL else ("no number", "one number")[wanted]
            raise Invalid(f"{self.comparator.value} compares with {how_many}, not with {len(self.numbers)}.")

    def is_met(self, score: int | None) -> bool:
        """Whether a score satisfies it; without a score only DoesNotExist, NotEqualTo and NotIn are satisfied."""
        if score is None:
            return self.comparator in {Comparator.DOES_NOT_EXIST, Comparator.NOT_EQUAL_TO, Comparator.NOT_IN}
        return _COMPARES[self.comparator](score, self.numbers)

    def sentence(self) -> str:
        """What a worker who lacks it is told."""
        name = repr(self.qualification)
        if self.comparator is Comparator.DOES_NOT_EXIST:
            return f"These tasks are for workers without the qualification {name}."
        if self.comparator is Comparator.EXISTS:
            return f"These tasks need the qualification {name}."
        numbers = ", ".join(str(number) for number in self.numbers)
        return f"These tasks need a score {_IN_WORDS[self.comparator].format(numbers)} in the qualification {name}."


@dataclass(frozen=True, slots=True)
class Block:
    """A worker kept from a scope: the ARN of a work team or flow definition, or `EVERYTHING`."""

    scope: str
    reason: str

    def sentence(self) -> str:
        """What the worker is told."""
        whole = "every task" if self.scope == EVERYTHING else "these tasks"
        return f"You are blocked from {whole}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Barred:
    """A bar with the sentence that the worker is told."""

    bar: Bar
    sentence: str


OTHER_TEAM = Barred(Bar.OTHER_TEAM, "The task belongs to another work team.")
ADULT_CONTENT = Barred(Bar.ADULT_CONTENT, "The task may show adult content, which you do not accept.")
MET_BEFORE = Barred(Bar.MET_BEFORE, "You have worked on this item before; another worker must do this task.")


@dataclass(frozen=True, slots=True)
class Admission:
    """What one worker may take. `teams` None: of every team. `scopes`: what bars the worker, by ARN or `EVERYTHING`."""

    teams: frozenset[str] | None = None
    scopes: Mapping[str, Barred] = field(default_factory=dict)
    takes_adult_content: bool = True

    def why_not(self, workteam_arn: str, flow_arn: str, *, for_adults: bool) -> Barred | None:
        """What bars the worker from the tasks of that team and flow definition, or None."""
        if self.teams is not None and workteam_arn not in self.teams:
            return OTHER_TEAM
        for scope in (EVERYTHING, workteam_arn, flow_arn):
            if scope in self.scopes:
                return self.scopes[scope]
        return ADULT_CONTENT if for_adults and not self.takes_adult_content else None


def admission(
    teams: Iterable[str] | None,
    blocks: Iterable[Block],
    requirements: Iterable[tuple[Requirement, int | None]],
    *,
    takes_adult_content: bool,
) -> Admission:
    """What a worker may take. `requirements` are all there are, each with the worker's score or None."""
    scopes = {
        each.scope: Barred(Bar.UNQUALIFIED, each.sentence()) for each, score in requirements if not each.is_met(score)
    }
    scopes |= {block.scope: Barred(Bar.BLOCKED, block.sentence()) for block in blocks}
    return Admission(None if teams is None else frozenset(teams), scopes, takes_adult_content)


def why_nothing(waiting: Mapping[Barred, int], held_by_others: int) -> list[str]:
    """What a worker for whom there is no task is told. `waiting`: how many items wait for others, by what bars."""
    told = [_waits(barred, waiting[barred]) for barred in sorted(waiting, key=_nearest_first)]
    if held_by_others:
        are = "1 task is" if held_by_others == 1 else f"{held_by_others:,} tasks are"
        told.append(f"{are} in progress with other workers. What is released or runs out of time comes back here.")
    return told


def _nearest_first(barred: Barred) -> tuple[bool, int, str]:
    return barred.bar is Bar.OTHER_TEAM, list(Bar).index(barred.bar), barred.sentence


def _waits(barred: Barred, number: int) -> str:
    are = "1 task is" if number == 1 else f"{number:,} tasks are"
    if barred.bar is Bar.OTHER_TEAM:
        return f"{are} available to other work teams."
    why = barred.sentence if number == 1 else _OF_SEVERAL.get(barred.bar, barred.sentence)
    return f"{are} available to others. {why}"


_OF_SEVERAL: Mapping[Bar, str] = {
    Bar.ADULT_CONTENT: "They may show adult content, which you do not accept.",
    Bar.MET_BEFORE: "You have worked on these items, and each needs different people.",
}


def is_for_adults(crowd: Crowd, classifiers: Iterable[str], *, rule: bool) -> bool:
    """Whether only workers who accept adult content may take a loop with these ContentClassifiers."""
    return rule and crowd is Crowd.PUBLIC and FREE_OF_ADULT_CONTENT not in set(classifiers)
