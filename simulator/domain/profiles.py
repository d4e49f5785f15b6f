"""How a simulated worker behaves.

`Profile` is the one list of what can be said of a worker: each member carries its unit and its meaning, from which the
table in `docs/workers.md` is made. A profile is read from JSON, alone or on top of a preset (`{"preset": "careful",
"skill": 0.8}`); what is unknown or out of range is Invalid with a sentence that names the member.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from simulator.domain.attendance import Attendance, Shift, offset_text, read_offset, read_shifts
from simulator.domain.durations import Duration, Even, Skewed, read_duration
from simulator.domain.errors import Invalid

Reader = Callable[[object, str], Any]
_BUSIEST = 100.0
_LEAST_BUSY = 0.01
_ALWAYS_SHOWN = frozenset({"reaction_seconds", "work_seconds", "skill"})
_OUTCOMES = ("decline", "release", "lapse", "vanish")


def _share(value: object, place: str) -> float:
    if _is_number(value) and 0 <= value <= 1:  # type: ignore[operator]
        return float(value)  # type: ignore[arg-type]
    raise Invalid(f"{place} must be a number from 0 to 1.")


def _amount(value: object, place: str) -> float:
    if _is_number(value) and 0 <= value <= 1e6:  # type: ignore[operator]  # noqa: PLR2004
        return float(value)  # type: ignore[arg-type]
    raise Invalid(f"{place} must be a number from 0 to 1000000.")


def _rate(value: object, place: str) -> float | None:
    if value is None or (_is_number(value) and _LEAST_BUSY <= value <= _BUSIEST):  # type: ignore[operator]
        return None if value is None else float(value)  # type: ignore[arg-type]
    raise Invalid(f"{place} must be a number from {_LEAST_BUSY} to {_BUSIEST:g}, or null for none.")


def _weights(value: object, place: str) -> Mapping[str, float]:
    if not isinstance(value, Mapping) or not all(_is_number(each) and 0 <= each <= 1e6 for each in value.values()):  # noqa: PLR2004
        raise Invalid(f'{place} must be an object of labels and weights from 0 up, such as {{"Positive": 3}}.')
    return {str(label): float(weight) for label, weight in sorted(value.items())}


def _confusion(value: object, place: str) -> Mapping[str, Mapping[str, float]]:
    if not isinstance(value, Mapping):
        raise Invalid(f'{place} must be an object of true labels, such as {{"Cat": {{"Cat": 0.8, "Dog": 0.2}}}}.')
    rows = {str(label): _weights(row, f"{place}.{label}") for label, row in sorted(value.items())}
    for label, row in rows.items():
        if sum(row.values()) <= 0:
            raise Invalid(f"{place}.{label} must give some label a weight above 0.")
    return rows


def _name(value: object, place: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise Invalid(f"{place} must be the name of a preset.")


def _how(reads: Reader, unit: str, says: str) -> dict[str, object]:
    return {"reads": reads, "unit": unit, "says": says}


@dataclass(frozen=True, slots=True)
class Profile:
    """How a simulated worker behaves; see what each member `says`."""

    preset: str | None = field(default=None, metadata=_how(_name, "name", "the preset that the other members stand on"))
    arrives_after_seconds: Duration = field(
        default=Even(0, 0), metadata=_how(read_duration, "seconds", "from being hired to the first look for work")
    )
    shifts: tuple[Shift, ...] = field(
        default=(), metadata=_how(read_shifts, "list", "working hours: `days`, `from`, `to`; none is always")
    )
    utc_offset: int = field(
        default=0, metadata=_how(read_offset, "±HH:MM", "the zone of the shifts, ahead of UTC; without summer time")
    )
    sessions_per_day: float | None = field(
        default=None,
        metadata=_how(
            _rate, "per day", "sessions come as a Poisson process of this rate; null: present throughout the shifts"
        ),
    )
    session_seconds: Duration = field(
        default=Skewed(3600, 1.5), metadata=_how(read_duration, "seconds", "how long a session lasts")
    )
    reaction_seconds: Duration = field(
        default=Even(0.05, 0.3), metadata=_how(read_duration, "seconds", "from a task's appearance to reaching for it")
    )
    work_seconds: Duration = field(
        default=Even(0.2, 0.9), metadata=_how(read_duration, "seconds", "from taking a task to its end")
    )
    seconds_per_field: float = field(
        default=0.0, metadata=_how(_amount, "seconds", "work on top, for each field that the form asks")
    )
    seconds_per_character: float = field(
        default=0.0, metadata=_how(_amount, "seconds", "work on top, for each character of the task's input as JSON")
    )
    fatigue_per_hour: float = field(
        default=0.0,
        metadata=_how(_amount, "share", "how much longer work takes for each hour since the shift or session began"),
    )
    break_seconds: Duration = field(
        default=Even(0, 0), metadata=_how(read_duration, "seconds", "from the end of a task to looking for the next")
    )
    skill: float = field(
        default=0.9,
        metadata=_how(_share, "0 to 1", "the chance of the right answer, field by field, where one is known"),
    )
    guesses: float = field(
        default=0.0,
        metadata=_how(_share, "0 to 1", "the chance of answering without looking: anything that the form accepts"),
    )
    confusion: Mapping[str, Mapping[str, float]] = field(
        default_factory=dict,
        metadata=_how(
            _confusion, "weights", "what is answered for a true label, in place of `skill`: true label, answer, weight"
        ),
    )
    bias: Mapping[str, float] = field(
        default_factory=dict,
        metadata=_how(
            _weights, "weights", "how much a label is favoured when the worker guesses or errs; 1 where none is given"
        ),
    )
    decline: float = field(
        default=0.0, metadata=_how(_share, "0 to 1", "the chance, for each task taken, of declining it for good")
    )
    release: float = field(
        default=0.0, metadata=_how(_share, "0 to 1", "the chance of giving it back with the work lost")
    )
    lapse: float = field(
        default=0.0, metadata=_how(_share, "0 to 1", "the chance of forgetting it until its time limit has passed")
    )
    vanish: float = field(
        default=0.0, metadata=_how(_share, "0 to 1", "the chance of leaving for good with the task in hand")
    )
    pause: float = field(
        default=0.0, metadata=_how(_share, "0 to 1", "the chance of stopping once in the middle, to resume later")
    )
    pause_seconds: Duration = field(
        default=Skewed(300, 1.5), metadata=_how(read_duration, "seconds", "how long a pause lasts")
    )

    @property
    def attendance(self) -> Attendance:
        """When the worker is there."""
        return Attendance(self.shifts, self.utc_offset, self.sessions_per_day, self.session_seconds)

    def document(self) -> dict[str, object]:
        """The profile as JSON: what is not as usual, and always the pace and the skill; `read_profile` reads it."""
        return {
            each.name: _plain(each.name, getattr(self, each.name))
            for each in fields(self)
            if each.name in _ALWAYS_SHOWN or getattr(self, each.name) != getattr(_USUAL, each.name)
        }


_USUAL = Profile()


def read_profile(document: Mapping[str, object], presets: Mapping[str, Profile] | None = None) -> Profile:
    """A profile from JSON, on top of the preset that it names; what is left out has the preset's value or the usual.

    Without `presets` the name of a preset is only kept: that is how a whole document is read back.
    """
    known = {each.name: each for each in fields(Profile)}
    for name in document:
        if name not in known:
            raise Invalid(f"profile has no member {name!r}.{_like(name, known)}")
    base = _base(document, presets) if presets is not None else Profile()
    given = {name: known[name].metadata["reads"](value, f"profile.{name}") for name, value in document.items()}
    profile = replace(base, **given)
    _check(profile)
    return profile


def _base(document: Mapping[str, object], presets: Mapping[str, Profile]) -> Profile:
    name = _name(document.get("preset"), "profile.preset")
    if name is None:
        return Profile()
    if name not in presets:
        raise Invalid(f"profile.preset: there is no preset {name!r}.{_like(name, presets)}")
    return presets[name]


def _check(profile: Profile) -> None:
    total = sum(getattr(profile, name) for name in _OUTCOMES)
    if total > 1 + 1e-9:
        raise Invalid(f"profile: {', '.join(_OUTCOMES)} exclude each other, so their sum must not be above 1.")
    if profile.fatigue_per_hour and profile.attendance.is_constant:
        raise Invalid("profile.fatigue_per_hour needs shifts or sessions_per_day: who never rests never begins anew.")


def _plain(name: str, value: Any) -> object:  # noqa: ANN401
    if name == "utc_offset":
        return offset_text(value)
    if isinstance(value, Even | Skewed):
        return value.document()
    return [shift.document() for shift in value] if name == "shifts" else value


def _like(word: str, words: Mapping[str, object]) -> str:
    found = difflib.get_close_matches(word, list(words), n=1)
    return f" Did you mean {found[0]!r}?" if found else f" There are: {', '.join(words)}."


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
