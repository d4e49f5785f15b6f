"""The three ways AWS writes an instant, to and from aware datetimes in UTC.

`unixtimestamp`: seconds since 1970 as a number, the default of json-1.1. `iso8601`: `2021-02-17T19:20:52.563Z`, the
default of query strings and what the A2I runtime asks for. `rfc822`: `Wed, 17 Feb 2021 19:20:52 GMT`, the default of
headers. AWS answers in milliseconds; anything finer is cut off.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from simulator.wire.refusals import Mismatch

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDS = 1_000_000


def read_timestamp(value: object, timestamp_format: str) -> datetime:
    """The instant that a JSON value or a text from path, query or header stands for; raises Mismatch."""
    try:
        return _READERS[timestamp_format](value)
    except (ValueError, OverflowError, TypeError, IndexError):
        raise Mismatch(f"{value!r:.80} is not a timestamp of the format {timestamp_format}") from None


def write_timestamp(when: datetime, timestamp_format: str) -> float | str:
    """An aware datetime as AWS writes it: a number for `unixtimestamp`, else a text."""
    if when.tzinfo is None:
        raise Mismatch("A timestamp must be an aware datetime")
    return _WRITERS[timestamp_format](when.astimezone(UTC))


def _read_unix(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError
    return EPOCH + timedelta(microseconds=round(value * _MICROSECONDS))


def _read_iso(value: object) -> datetime:
    if not isinstance(value, str):
        raise TypeError
    when = datetime.fromisoformat(value.strip())
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _read_rfc(value: object) -> datetime:
    if not isinstance(value, str):
        raise TypeError
    return parsedate_to_datetime(value).astimezone(UTC)


def _write_unix(when: datetime) -> float:
    return (when - EPOCH) // timedelta(milliseconds=1) / 1000


def _write_iso(when: datetime) -> str:
    return f"{when.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _write_rfc(when: datetime) -> str:
    return format_datetime(when, usegmt=True)


_READERS: dict[str, Callable[[object], datetime]] = {
    "unixtimestamp": _read_unix,
    "iso8601": _read_iso,
    "rfc822": _read_rfc,
}
_WRITERS: dict[str, Callable[[datetime], float | str]] = {
    "unixtimestamp": _write_unix,
    "iso8601": _write_iso,
    "rfc822": _write_rfc,
}
