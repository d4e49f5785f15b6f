"""Access keys in the configuration file and on the command line.

In the file each is a table: `[keys.AKIAEXAMPLE]` with `secret`, and, if wanted, `account` and `session-token`. One more
comes from `--access-key` and `--secret-key`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from simulator.settings import AccessKey, Auth

_NAMES = frozenset({"secret", "account", "session_token"})
_ACCOUNT = re.compile("[0-9]{12}")
_ACCESS_KEY = re.compile(r"[A-Za-z0-9_]{1,128}")


def keys_in(path: Path, tables: object) -> dict[str, dict[str, str]]:
    """The tables of `[keys]` in a configuration file, checked; raises a UsageError that names the place."""
    if not isinstance(tables, dict):
        raise click.UsageError(f"{path}: keys must be a table: write [keys.ACCESS_KEY_ID].")
    return {name: _table(f"{path}: keys.{name}", name, given) for name, given in tables.items()}


def access_keys(
    tables: Mapping[str, Mapping[str, str]], access_key: str | None, secret_key: str | None, account: str
) -> dict[str, AccessKey]:
    """Every configured key; `account` is that of keys which name none. Raises a UsageError for half a pair."""
    keys = {
        name: AccessKey(table["secret"], table.get("account", account), table.get("session_token"))
        for name, table in tables.items()
    }
    if (access_key is None) != (secret_key is None):
        raise click.UsageError("--access-key and --secret-key belong together; give both or neither.")
    if access_key is not None and secret_key is not None:
        _refuse_bad_name("--access-key", access_key)
        keys[access_key] = AccessKey(secret_key, account)
    return keys


def refuse_keyless(auth: Auth, keys: Mapping[str, AccessKey]) -> None:
    """Raises a UsageError where signatures count and nobody could sign."""
    if auth is not Auth.OFF and not keys:
        raise click.UsageError(
            f"--auth {auth} needs at least one key: give --access-key and --secret-key, or [keys.ACCESS_KEY_ID] with "
            "its secret in the file of --config."
        )


def _table(place: str, name: str, given: object) -> dict[str, str]:
    _refuse_bad_name(place, name)
    if not isinstance(given, dict):
        raise click.UsageError(f"{place} must be a table with a secret.")
    table: dict[str, Any] = {key.replace("-", "_"): value for key, value in given.items()}
    if unknown := sorted(table.keys() - _NAMES):
        raise click.UsageError(f"{place}: there is no {unknown[0]!r}; there are secret, account and session-token.")
    if wrong := [key for key, value in table.items() if not isinstance(value, str) or not value]:
        raise click.UsageError(f"{place}: {wrong[0].replace('_', '-')} must be a text.")
    if "secret" not in table:
        raise click.UsageError(f"{place} needs a secret.")
    if not _ACCOUNT.fullmatch(table.get("account", "0" * 12)):
        raise click.UsageError(f"{place}: {table['account']!r} is not an AWS account: it has 12 digits.")
    return table


def _refuse_bad_name(place: str, name: str) -> None:
    if not _ACCESS_KEY.fullmatch(name):
        raise click.UsageError(f"{place}: {name!r} is not an access key id: it has letters, digits and underscores.")
