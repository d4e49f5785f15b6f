"""The tables `[[subscribed_workteams]]` of the configuration file: vendors' work teams, one table each.

A key that is none, or a value that is none, is refused with the file, the table and what would do.
"""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from simulator.cli.words import known
from simulator.domain.subscriptions import Subscription

SUBSCRIPTIONS_KEY = "subscribed_workteams"
_LISTS = {"accounts", "regions"}
_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
_ACCOUNT = re.compile(r"[0-9]{12}")
_LONGEST = {"title": 200, "description": 200}


def read_subscriptions(path: Path, given: object) -> tuple[Subscription, ...]:
    """The work teams that the tables name."""
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        raise click.UsageError(
            f"{path}: {SUBSCRIPTIONS_KEY} must be tables: write [[{SUBSCRIPTIONS_KEY}]] before each team."
        )
    teams = tuple(_team(f"{path}: {SUBSCRIPTIONS_KEY}[{number}]", table) for number, table in enumerate(given, 1))
    for number, team in enumerate(teams, 1):
        if any(team.name == other.name for other in teams[: number - 1]):
            raise click.UsageError(f"{path}: {SUBSCRIPTIONS_KEY}[{number}]: the name {team.name!r} is taken already.")
    return teams


def _team(place: str, table: dict[str, object]) -> Subscription:
    names = [field.name for field in fields(Subscription)]
    read: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in names:
            raise click.UsageError(f"{place}: there is no key {key!r}.{known(name, names)}")
        read[name] = _texts(place, key, value) if name in _LISTS else _text(place, key, value)
    if not _NAME.fullmatch(read.get("name", "")):
        raise click.UsageError(f"{place}: name must be given: up to 63 letters, digits and hyphens.")
    accounts = [*read.get("accounts", ()), read.get("seller_account", "0" * 12)]
    wrong = [account for account in accounts if not _ACCOUNT.fullmatch(account)]
    if wrong:
        raise click.UsageError(f"{place}: {wrong[0]!r} is not an AWS account: it has 12 digits.")
    return Subscription(**read)


def _text(place: str, key: str, value: object) -> str:
    longest = _LONGEST.get(key, 1024)
    if isinstance(value, str) and 0 < len(value) <= longest:
        return value
    raise click.UsageError(f"{place}: {key} must be a text of 1 to {longest} characters.")


def _texts(place: str, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise click.UsageError(f"{place}: {key} must be a list of texts.")
