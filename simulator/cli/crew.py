"""The crew among the options and in the configuration file: `crew`, `[presets.NAME]`, `[[answers]]`.

A preset or rule that is none is refused with the file, its place, and what would do.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator.domain import presets
from simulator.domain.answer_rules import Rule, read_rule, rule_of
from simulator.domain.errors import Invalid
from simulator.domain.populations import Population, parse_population, resolved
from simulator.domain.profiles import Profile

PRESETS_KEY = "presets"
ANSWERS_KEY = "answers"

T = TypeVar("T")


class CrewType(click.ParamType[int | Population]):
    """A number of workers, or a population."""

    name = "NUMBER|POPULATION"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | Population:  # noqa: ANN401
        """The number, or the groups of the population with their presets as they were written."""
        if isinstance(value, (int, tuple)):
            return value
        groups = _or_fail(self, lambda: parse_population(str(value)), param, ctx)
        whole = len(groups) == 1 and groups[0].preset is None and groups[0].workteam is None
        return groups[0].count if whole else groups


class SourceType(click.ParamType[Rule]):
    """A URL or a Python function that is asked for answers."""

    name = "URL|MODULE:FUNCTION"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Rule:  # noqa: ANN401
        """The rule that asks it about every task."""
        return value if isinstance(value, Rule) else _or_fail(self, lambda: rule_of(str(value)), param, ctx)


def read_presets(path: Path, given: object) -> Mapping[str, Profile]:
    """Our presets, and those of the tables `[presets.NAME]`."""
    if not isinstance(given, dict) or not all(isinstance(table, dict) for table in given.values()):
        raise click.UsageError(f"{path}: {PRESETS_KEY} must be tables: write [{PRESETS_KEY}.NAME] before each preset.")
    return _or_refuse(path, lambda: presets.with_custom(given))


def read_answer_rules(path: Path, given: object) -> tuple[Rule, ...]:
    """The rules of the tables `[[answers]]`, in their order."""
    if not isinstance(given, list):
        raise click.UsageError(f"{path}: {ANSWERS_KEY} must be tables: write [[{ANSWERS_KEY}]] before each rule.")
    return tuple(
        _or_refuse(path, lambda table=table, number=number: read_rule(table, f"{ANSWERS_KEY}[{number}]"))  # type: ignore[misc]
        for number, table in enumerate(given, 1)
    )


def with_known_presets(crew: int | Population, known: Mapping[str, Profile]) -> int | Population:
    """The crew with its presets by their exact names; one that is not known is a usage error."""
    try:
        return crew if isinstance(crew, int) else resolved(crew, known)
    except Invalid as error:
        raise click.UsageError(f"Invalid value for '--crew': {error.message}") from None


def _or_fail(
    kind: click.ParamType[Any], read: Callable[[], T], param: click.Parameter | None, ctx: click.Context | None
) -> T:
    try:
        return read()
    except Invalid as error:
        kind.fail(error.message, param, ctx)


def _or_refuse(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except Invalid as error:
        raise click.UsageError(f"{path}: {error.message}") from None
