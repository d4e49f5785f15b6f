"""How long something takes: a distribution with one draw.

A draw is a share from 0 to 1 that the caller takes from a named stream, so the same share always gives the same time,
and a distribution that changes moves a worker's times without disturbing any other draw.

Three ways to write one in JSON: `7` (always), `[2, 8]` (evenly between), `{"median": 20, "spread": 1.5}` (lognormal:
two thirds of all draws lie between median / spread and median x spread; `"most"` cuts the long tail).
"""

from dataclasses import dataclass
from statistics import NormalDist

from simulator.domain.errors import Invalid

_LONGEST_SECONDS = 1e9
_WIDEST_SPREAD = 100.0
_EDGE = 1e-9
_NORMAL = NormalDist()
_FORMS = '7, [2, 8] or {"median": 20, "spread": 1.5}'


@dataclass(frozen=True, slots=True)
class Even:
    """Any time between two is as likely as any other, in seconds."""

    low: float
    high: float

    def seconds(self, share: float) -> float:
        """The time at that share of the distribution."""
        return self.low + (self.high - self.low) * share

    def document(self) -> object:
        """The distribution as JSON."""
        return [self.low, self.high]


@dataclass(frozen=True, slots=True)
class Skewed:
    """Lognormal, in seconds; `spread` is the geometric standard deviation, `most` an upper limit."""

    median: float
    spread: float
    most: float | None = None

    def seconds(self, share: float) -> float:
        """The time at that share of the distribution."""
        found: float = self.median * self.spread ** _NORMAL.inv_cdf(min(max(share, _EDGE), 1 - _EDGE))
        return found if self.most is None else min(found, self.most)

    def document(self) -> object:
        """The distribution as JSON."""
        found = {"median": self.median, "spread": self.spread}
        return found if self.most is None else found | {"most": self.most}


Duration = Even | Skewed


def read_duration(value: object, place: str) -> Duration:
    """A distribution from JSON; what is none is Invalid with a sentence that begins with `place`."""
    if _is_seconds(value):
        return Even(float(value), float(value))  # type: ignore[arg-type]
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(_is_seconds(part) for part in value):  # noqa: PLR2004
        low, high = float(value[0]), float(value[1])
        if low <= high:
            return Even(low, high)
    if isinstance(value, dict):
        return _skewed(value, place)
    raise Invalid(f"{place} must be seconds, or two numbers of seconds with the smaller first: {_FORMS}.")


def _skewed(value: dict[str, object], place: str) -> Skewed:
    unknown = sorted(set(value) - {"median", "spread", "most"})
    if unknown:
        raise Invalid(f"{place} has no member {unknown[0]!r}. It has median, spread and most.")
    median, spread, most = value.get("median"), value.get("spread", 1.0), value.get("most")
    if not _is_seconds(median):
        raise Invalid(f"{place}.median must be a number of seconds, such as 20.")
    if not _is_number(spread) or not 1 <= spread <= _WIDEST_SPREAD:  # type: ignore[operator]
        raise Invalid(f"{place}.spread must be a number from 1 (always the median) to 100, such as 1.5.")
    if most is not None and not _is_seconds(most):
        raise Invalid(f"{place}.most must be a number of seconds, such as 600.")
    return Skewed(float(median), float(spread), None if most is None else float(most))  # type: ignore[arg-type]


def _is_seconds(value: object) -> bool:
    return _is_number(value) and 0 <= value < _LONGEST_SECONDS  # type: ignore[operator]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
