"""Instants are whole epoch milliseconds, UTC; here are the ways the wire and the output write them."""

import re
from datetime import UTC, datetime, timedelta

from simulator.domain.errors import Invalid

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""


def as_datetime(at_ms: int) -> datetime:
    """The instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=at_ms)


def from_datetime(when: datetime) -> int:
    """Epoch milliseconds of a datetime; a naive one is taken as UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def iso_millis(at_ms: int) -> str:
    """`2021-02-17T19:20:52.563Z`: always three fractional digits (A2I_FACTS A1 [D])."""
    return f"{as_datetime(at_ms):%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}Z"


def iso_seconds(at_ms: int) -> str:
    """`2019-11-14T17:49:25Z`: the second precision of EventBridge (A2I_FACTS B [D])."""
    return f"{as_datetime(at_ms):%Y-%m-%dT%H:%M:%S}Z"


def folder(at_ms: int) -> str:
    """`2021/02/17/19/20/38`: the folder of an output document (A2I_FACTS A3 [D])."""
    return f"{as_datetime(at_ms):%Y/%m/%d/%H/%M/%S}"


def parse_iso(text: str) -> int:
    """Epoch milliseconds of an ISO 8601 instant; one without a zone is UTC."""
    try:
        return from_datetime(datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text.strip())))
    except ValueError:
        message = f"{text!r} is not an instant. Write it as 2026-01-31T09:30:00Z."
        raise Invalid(message) from None
