"""Lists in pages.

A token is opaque, stays good when things are added, and is refused when it was not given out for this list.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from simulator.domain import instants, json_values
from simulator.domain.errors import Invalid
from simulator.domain.sentences import TOKEN_INVALID
from simulator.entropy import Entropy

_MAC_DIGITS = 32


def token(entropy: Entropy, scope: Sequence[object], last: tuple[Any, int]) -> str:
    """A token for what follows the row with that sort value and id."""
    payload = json_values.dump(list(last))
    text = entropy.hex(_MAC_DIGITS, "token", *scope, payload) + payload
    return base64.urlsafe_b64encode(text.encode()).decode()


def position(entropy: Entropy, scope: Sequence[object], given: str | None) -> tuple[Any, int] | None:
    """The sort value and id that a token stands for; None for no token."""
    if given is None:
        return None
    try:
        text = base64.urlsafe_b64decode(given.encode()).decode()
    except (binascii.Error, ValueError):
        raise Invalid(TOKEN_INVALID()) from None
    mac, payload = text[:_MAC_DIGITS], text[_MAC_DIGITS:]
    if mac != entropy.hex(_MAC_DIGITS, "token", *scope, payload):
        raise Invalid(TOKEN_INVALID())
    value: Any = json_values.parse(payload, "NextToken")
    return value[0], value[1]


def cut(
    rows: Sequence[Row[Any]],
    limit: int,
    last: Callable[[Row[Any]], tuple[Any, int]],
    sign: Callable[[tuple[Any, int]], str],
) -> tuple[Sequence[Row[Any]], dict[str, str]]:
    """The rows of the page, and `{"NextToken": …}` if there are more."""
    if len(rows) <= limit:
        return rows, {}
    return rows[:limit], {"NextToken": sign(last(rows[limit - 1]))}


def instant(value: datetime | None) -> int | None:
    """Epoch milliseconds of a timestamp parameter."""
    return None if value is None else instants.from_datetime(value)
