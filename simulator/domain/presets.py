"""Named kinds of simulated workers. The numbers are made up to be told apart, not measured on people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.domain.errors import Invalid
from simulator.domain.profiles import Profile, read_profile

_OFFICE = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:30"}
_NIGHT = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "22:00", "to": "06:00"}
_STEADY_PACE = {"reaction_seconds": {"median": 15, "spread": 2}, "break_seconds": [1, 6]}


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of worker: what it is for, and the members of its profile that are not usual."""

    says: str
    document: Mapping[str, object]


PRESETS: Mapping[str, Preset] = {
    "quick": Preset("the worker of a bare number: there at once, done within a second, mostly right", {}),
    "careful": Preset(
        "reads everything, takes time, is nearly always right",
        _STEADY_PACE
        | {"work_seconds": {"median": 45, "spread": 1.5}, "seconds_per_field": 4, "skill": 0.96, "pause": 0.03},
    ),
    "hasty": Preset(
        "fast, and often wrong for it",
        {
            "reaction_seconds": {"median": 4, "spread": 2},
            "work_seconds": {"median": 8, "spread": 1.6},
            "skill": 0.75,
            "guesses": 0.05,
        },
    ),
    "spammer": Preset(
        "takes whatever there is and answers without looking",
        {"reaction_seconds": [0.5, 2], "work_seconds": [1, 3], "skill": 0, "guesses": 1},
    ),
    "expert": Preset(
        "knows the matter, declines what is not worth it",
        _STEADY_PACE | {"work_seconds": {"median": 25, "spread": 1.3}, "skill": 0.99, "decline": 0.02},
    ),
    "novice": Preset(
        "slow, unsure, gives up now and then",
        {
            "reaction_seconds": {"median": 30, "spread": 2},
            "work_seconds": {"median": 75, "spread": 1.8},
            "break_seconds": [5, 30],
            "skill": 0.7,
            "release": 0.08,
            "decline": 0.04,
            "lapse": 0.02,
            "pause": 0.1,
        },
    ),
    "distracted": Preset(
        "means well, but stops in the middle and forgets tasks",
        _STEADY_PACE
        | {"work_seconds": {"median": 40, "spread": 1.8}, "skill": 0.88, "pause": 0.3, "lapse": 0.1, "release": 0.05},
    ),
    "quitter": Preset(
        "starts well and is gone soon, task in hand",
        _STEADY_PACE | {"work_seconds": {"median": 30, "spread": 1.5}, "skill": 0.85, "release": 0.1, "vanish": 0.1},
    ),
    "office": Preset(
        "works from nine to half past five, Monday to Friday, slower towards the evening",
        _STEADY_PACE
        | {
            "shifts": [_OFFICE],
            "work_seconds": {"median": 40, "spread": 1.5},
            "fatigue_per_hour": 0.03,
            "skill": 0.93,
        },
    ),
    "night-shift": Preset(
        "works from ten in the evening to six in the morning, Monday to Friday",
        _STEADY_PACE
        | {"shifts": [_NIGHT], "work_seconds": {"median": 45, "spread": 1.6}, "fatigue_per_hour": 0.05, "skill": 0.9},
    ),
    "drop-in": Preset(
        "comes by when it suits: three sessions a day on average, at any hour",
        {
            "sessions_per_day": 3,
            "session_seconds": {"median": 2400, "spread": 1.7, "most": 14400},
            "reaction_seconds": {"median": 8, "spread": 2},
            "work_seconds": {"median": 30, "spread": 1.6},
            "skill": 0.88,
        },
    ),
}


def built_in() -> dict[str, Profile]:
    """The profile of every preset of ours by its name."""
    return with_custom({})


def with_custom(custom: Mapping[str, Mapping[str, object]]) -> dict[str, Profile]:
    """Our presets and a user's own, which may stand on ours or on those before them. Invalid names the preset."""
    found = {name: replace(read_profile(preset.document), preset=name) for name, preset in PRESETS.items()}
    for name, document in custom.items():
        try:
            found[name] = replace(read_profile(document, found), preset=name)
        except Invalid as error:
            raise Invalid(f"presets.{name}: {error.message}") from None
    return found
