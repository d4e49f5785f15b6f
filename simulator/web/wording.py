"""How times, numbers and JSON read on a page.

The pages' scripts word durations in the same way (`worker_ui/portal/wording.js`).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from simulator.domain import arns, instants, json_values, money
from simulator.domain.errors import Invalid

_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000


def duration(milliseconds: int) -> str:
    """`45 s`, `12 min`, `5 h 12 min`, `3 d 4 h`: the two largest units."""
    if milliseconds < _MINUTE:
        return f"{max(0, milliseconds) // _SECOND} s"
    if milliseconds < _HOUR:
        return f"{milliseconds // _MINUTE} min"
    if milliseconds < _DAY:
        return _pair(milliseconds, _HOUR, "h", _MINUTE, "min")
    return _pair(milliseconds, _DAY, "d", _HOUR, "h")


def stopwatch(milliseconds: int) -> str:
    """`4:05`, or `1:04:05` from an hour on."""
    seconds = max(0, milliseconds) // _SECOND
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"


def limit(seconds: int) -> str:
    """A time limit as a worker reads it: `5 min`, `1 min 30 s`, `1 h`."""
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def count(number: int, one: str, several: str | None = None) -> str:
    """`1 task`, `12 tasks`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def dollars(tenths: int) -> str:
    """`$0.036`, `-$1.200`: money with its tenths of a cent."""
    return f"{'-' if tenths < 0 else ''}${money.usd(abs(tenths))}"


def name_of(arn: str) -> str:
    """What its owner called the thing behind an ARN."""
    parsed = arns.parse(arn)
    return parsed.name if parsed else arn


def pretty(text: str) -> str:
    """A JSON text, indented; what is no JSON is shown as it is."""
    try:
        return pretty_value(json_values.parse(text, "text"))
    except Invalid:
        return text


def pretty_value(value: object) -> str:
    """A JSON value, indented."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)


def sentence(kind: str) -> str:
    """An event's kind as words: `task-accepted` is `Task accepted`."""
    return kind.replace("-", " ").capitalize()


def spaced(status: str) -> str:
    """AWS's `InProgress` as `In progress`."""
    return "In progress" if status == "InProgress" else status.capitalize()


def _pair(milliseconds: int, large_ms: int, large: str, small_ms: int, small: str) -> str:
    whole, rest = divmod(milliseconds, large_ms)
    return f"{whole} {large} {rest // small_ms} {small}" if rest >= small_ms else f"{whole} {large}"


def _clock_time(at_ms: int) -> str:
    return f"{instants.as_datetime(at_ms):%d %b %Y, %H:%M:%S}"


def _json_text(value: Any) -> str:  # noqa: ANN401
    return json_values.dump(value)


FILTERS: Mapping[str, Callable[..., str]] = {
    "clock_time": _clock_time,
    "dollars": dollars,
    "duration": duration,
    "iso": instants.iso_millis,
    "json_text": _json_text,
    "limit": limit,
    "name_of": name_of,
    "number": lambda value: f"{value:,}",
    "count": count,
    "pretty": pretty,
    "pretty_value": pretty_value,
    "sentence": sentence,
    "spaced": spaced,
    "stopwatch": stopwatch,
}
