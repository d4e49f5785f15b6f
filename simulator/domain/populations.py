"""A population in one line: `50 careful, 10 hasty, 2 spammers`, `20 careful @reviewers, 3`.

Each part is a number, a preset in the singular or plural, and `@` with a work team for those who belong to only one. A
bare number means workers of the preset `quick`, called `crew-1` and so on; the others are called after their preset.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from simulator.domain.errors import Invalid

MOST_WORKERS = 10_000
_PART = re.compile(r"(\d{1,9})(?:\s+([^\s@,]+))?(?:\s*@\s*(\S+))?")
_BARE_NAME = "crew"


@dataclass(frozen=True, slots=True)
class Group:
    """So many workers of one preset (None: of a bare number), in one work team or in all."""

    count: int
    preset: str | None = None
    workteam: str | None = None

    @property
    def name(self) -> str:
        """What its workers are called, without their number."""
        return self.preset or _BARE_NAME

    def names(self, is_taken: Callable[[str], bool]) -> Iterator[str]:
        """A name for each worker: the preset with the next free number."""
        number = 0
        for _ in range(self.count):
            number += 1
            while is_taken(f"{self.name}-{number}"):
                number += 1
            yield f"{self.name}-{number}"


Population = tuple[Group, ...]


def parse_population(text: str) -> Population:
    """The groups of a line; what is no population is Invalid."""
    parts = [part.strip() for part in text.split(",")]
    groups = tuple(_group(part, text) for part in parts if part or len(parts) > 1)
    if sum(group.count for group in groups) > MOST_WORKERS:
        raise Invalid(f"{text!r} has more than {MOST_WORKERS} workers. Ask for fewer.")
    return groups


def resolved(population: Population, presets: Collection[str]) -> Population:
    """The population with each preset by its exact name; an unknown one is Invalid."""
    return tuple(Group(group.count, _preset(group.preset, presets), group.workteam) for group in population)


def _group(part: str, text: str) -> Group:
    match = _PART.fullmatch(part)
    if match is None:
        example = "50 careful, 10 hasty, 2 spammers @reviewers"
        raise Invalid(f"{text!r} is no population: {part!r} is not a number and a preset. Write it as {example!r}.")
    return Group(int(match[1]), match[2], match[3])


def _preset(name: str | None, presets: Collection[str]) -> str | None:
    if name is None:
        return None
    for candidate in (name, name.removesuffix("s")):
        if candidate in presets:
            return candidate
    like = difflib.get_close_matches(name, presets, n=1)
    hint = f" Did you mean {like[0]!r}?" if like else f" There are: {', '.join(presets)}."
    raise Invalid(f"There is no preset {name!r}.{hint}")
