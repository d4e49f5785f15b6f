"""The tables of the configuration file that are not options: `[rules]`.

A key that is no rule, or a value that is none, is refused with the file, the key and what would do.
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import click

from simulator.cli.words import known
from simulator.domain.api_rules import ApiRules
from simulator.domain.errors import Invalid
from simulator.domain.human_loops import Rules

T = TypeVar("T", Rules, ApiRules)


def read_rules(path: Path, given: object) -> tuple[Rules, ApiRules]:
    """Both sets of rules from the table `[rules]`; what is left out has its default."""
    if not isinstance(given, dict):
        raise click.UsageError(f"{path}: rules must be a table: write [rules].")
    kinds = get_type_hints(Rules) | get_type_hints(ApiRules)
    read: dict[str, Any] = {}
    for key, value in given.items():
        name = key.replace("-", "_")
        if name not in kinds:
            raise click.UsageError(f"{path}: there is no rule {key!r}.{known(name, kinds)}")
        read[name] = _value(path, key, kinds[name], value)
    try:
        return _of(Rules, read), _of(ApiRules, read)
    except Invalid as error:
        raise click.UsageError(f"{path}: rules.{error.message}") from None


def _of(kind: type[T], read: Mapping[str, Any]) -> T:
    return kind(**{field.name: read[field.name] for field in fields(kind) if field.name in read})


def _value(path: Path, key: str, kind: object, value: object) -> object:
    if get_origin(kind) is Literal:
        fits, wanted = value in get_args(kind), " or ".join(map(repr, get_args(kind)))
    elif kind is bool:
        fits, wanted = isinstance(value, bool), "true or false"
    elif kind is int:
        fits, wanted = _is_number(value) and isinstance(value, int), "a whole number, 0 or more"
    else:
        fits, wanted = _is_number(value), "a number, 0 or more"
    if not fits:
        raise click.UsageError(f"{path}: rules.{key} must be {wanted}.")
    return float(value) if kind is float and isinstance(value, int) else value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
