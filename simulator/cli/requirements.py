"""The tables `[[requirements]]` of the configuration file: what flow definitions and work teams ask of workers.

Each names a `flow_definition` or a `workteam` (a name or an ARN), a `qualification`, a `comparator` of MTurk's, and the
`values` that it compares with. A key that is none, or a value that is none, is refused with the file and the table.
"""

from collections.abc import Mapping
from pathlib import Path

import click

from simulator.cli.words import known
from simulator.domain import arns
from simulator.domain.admission import Comparator, Requirement
from simulator.domain.errors import Invalid

REQUIREMENTS_KEY = "requirements"
_RESOURCES = {"flow_definition": "flow-definition", "workteam": "workteam/private-crowd"}
_KEYS = (*_RESOURCES, "qualification", "comparator", "values")


def read_requirements(path: Path, given: object) -> tuple[Requirement, ...]:
    """What the tables ask; a scope that is no ARN is a resource such as `flow-definition/reviews`."""
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        raise click.UsageError(f"{path}: {REQUIREMENTS_KEY} must be tables: write [[{REQUIREMENTS_KEY}]] before each.")
    return tuple(_requirement(f"{path}: {REQUIREMENTS_KEY}[{number}]", table) for number, table in enumerate(given, 1))


def _requirement(place: str, table: Mapping[str, object]) -> Requirement:
    read = {key.replace("-", "_"): value for key, value in table.items()}
    for key in read:
        if key not in _KEYS:
            raise click.UsageError(f"{place}: there is no key {key!r}.{known(key, _KEYS)}")
    comparator, names = _text(place, read, "comparator"), [each.value for each in Comparator]
    if comparator not in names:
        raise click.UsageError(f"{place}: comparator {comparator!r} is none.{known(comparator, names)}")
    qualification, numbers = _text(place, read, "qualification"), _numbers(place, read.get("values", []))
    try:
        return Requirement(_scope(place, read), qualification, Comparator(comparator), numbers)
    except Invalid as error:
        raise click.UsageError(f"{place}: {error.message}") from None


def _scope(place: str, read: Mapping[str, object]) -> str:
    given = [key for key in _RESOURCES if key in read]
    if len(given) != 1:
        raise click.UsageError(f"{place}: give either flow_definition or workteam.")
    name = _text(place, read, given[0])
    return name if arns.parse(name) else f"{_RESOURCES[given[0]]}/{name}"


def _text(place: str, read: Mapping[str, object], key: str) -> str:
    value = read.get(key)
    if isinstance(value, str) and value:
        return value
    raise click.UsageError(f"{place}: {key} must be given, as a text.")


def _numbers(place: str, value: object) -> tuple[int, ...]:
    if isinstance(value, list) and all(isinstance(each, int) and not isinstance(each, bool) for each in value):
        return tuple(value)
    raise click.UsageError(f"{place}: values must be a list of whole numbers.")
