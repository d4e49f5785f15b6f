"""When a simulated worker is there: working hours, and sessions within them.

1. Working hours are shifts on days of the week in a zone with a fixed offset from UTC: no daylight saving, so that a
   run never depends on a machine's zone data. A shift that ends before it begins ends on the next day. No shifts means
   at any hour.
2. Sessions, where there are any, arrive as a Poisson process: a day has a Poisson number of them, each begins at any
   moment of the day with equal chance. A worker is there while a shift and a session overlap. No rate means
   throughout the shifts.
3. Everything is found from the day's own draws, so nothing is kept, nothing is lost in a restart, and looking ahead
   changes nothing.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from simulator.domain.durations import Duration, Skewed
from simulator.domain.errors import Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_DAY_MINUTES = 24 * 60
_EPOCH_WEEKDAY = 3
_HORIZON_DAYS = 2000
_LONGEST_SESSION_MS = DAY_MS
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")

Share = Callable[[int, int], float]
"""The n-th draw of a day: a share from 0 to 1."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of some days of the week; minutes since local midnight, `until` 1440 being the end of the day."""

    days: frozenset[int]
    begins: int
    ends: int

    def document(self) -> dict[str, object]:
        """The shift as JSON."""
        days = [DAYS[day] for day in sorted(self.days)]
        return {"days": days, "from": _clock(self.begins), "to": _clock(self.ends)}


@dataclass(frozen=True, slots=True)
class Attendance:
    """When one worker is there."""

    shifts: tuple[Shift, ...] = ()
    offset_minutes: int = 0
    sessions_per_day: float | None = None
    session_seconds: Duration = field(default_factory=lambda: Skewed(3600, 1.5))

    @property
    def is_constant(self) -> bool:
        """Whether the worker is always there."""
        return not self.shifts and self.sessions_per_day is None

    def span_after(self, at_ms: int, share: Share) -> Span | None:
        """The first stretch of presence that is not over at `at_ms`; None if there is none for years."""
        today = (at_ms + self.offset_minutes * _MINUTE_MS) // DAY_MS
        for day in range(today - 1, today + _HORIZON_DAYS):
            found = [span for span in self._spans(day, share) if span[1] > at_ms]
            if found:
                return min(found)
        return None

    def _spans(self, day: int, share: Share) -> Iterator[Span]:
        for begins, ends in self._shifts(day):
            if self.sessions_per_day is None:
                yield begins, ends
                continue
            for from_ms, to_ms in self._sessions_near(day, share):
                if from_ms < ends and to_ms > begins:
                    yield max(from_ms, begins), min(to_ms, ends)

    def _shifts(self, day: int) -> Iterator[Span]:
        midnight = day * DAY_MS - self.offset_minutes * _MINUTE_MS
        if not self.shifts:
            yield midnight, midnight + DAY_MS
        weekday = (day + _EPOCH_WEEKDAY) % len(DAYS)
        for shift in self.shifts:
            if weekday in shift.days:
                ends = shift.ends if shift.ends > shift.begins else shift.ends + _DAY_MINUTES
                yield midnight + shift.begins * _MINUTE_MS, midnight + ends * _MINUTE_MS

    def _sessions_near(self, day: int, share: Share) -> Iterator[Span]:
        for each in (day - 1, day, day + 1):
            midnight = each * DAY_MS - self.offset_minutes * _MINUTE_MS
            for number in range(poisson(self.sessions_per_day or 0.0, share(each, 0))):
                begins = midnight + int(share(each, 2 * number + 1) * DAY_MS)
                seconds = self.session_seconds.seconds(share(each, 2 * number + 2))
                yield begins, begins + max(1, min(round(seconds * 1000), _LONGEST_SESSION_MS))


def poisson(mean: float, share: float) -> int:
    """The number at that share of a Poisson distribution."""
    chance = math.exp(-mean)
    below, number = chance, 0
    while share >= below and chance > 0:
        number += 1
        chance *= mean / number
        below += chance
    return number


def read_shifts(value: object, place: str) -> tuple[Shift, ...]:
    """Shifts from JSON: `[{"days": ["mon", "tue"], "from": "09:00", "to": "17:30"}]`, or Invalid."""
    if not isinstance(value, (list, tuple)):
        raise Invalid(f'{place} must be a list of shifts such as {{"days": ["mon"], "from": "09:00", "to": "17:30"}}.')
    return tuple(_shift(each, f"{place}[{index}]") for index, each in enumerate(value))


def read_offset(value: object, place: str) -> int:
    """Minutes ahead of UTC from a text such as `+05:30`, or Invalid."""
    match = _OFFSET.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Invalid(f"{place} must be hours and minutes ahead of UTC, such as '+05:30' or '-08:00'.")
    minutes = int(match[2]) * 60 + int(match[3])
    return -minutes if match[1] == "-" else minutes


def offset_text(minutes: int) -> str:
    """The text that `read_offset` reads."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _shift(value: object, place: str) -> Shift:
    if not isinstance(value, Mapping) or set(value) - {"days", "from", "to"}:
        raise Invalid(f"{place} must be an object with days, from and to.")
    days = value.get("days", DAYS)
    if not isinstance(days, (list, tuple)) or not days or not all(day in DAYS for day in days):
        raise Invalid(f"{place}.days must be a list of days from {', '.join(DAYS)}.")
    begins, ends = (_minutes(value.get(name), f"{place}.{name}") for name in ("from", "to"))
    if begins in {ends, _DAY_MINUTES}:
        raise Invalid(f"{place}.from must be a time of the day other than {place}.to; leave shifts out for 'always'.")
    return Shift(frozenset(DAYS.index(str(day)) for day in days), begins, ends)


def _minutes(value: object, place: str) -> int:
    if value == "24:00":
        return _DAY_MINUTES
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Invalid(f"{place} must be a time of the day such as '09:00'.")
    return int(match[1]) * 60 + int(match[2])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
