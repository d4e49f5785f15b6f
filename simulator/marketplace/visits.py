"""A visit: one simulated worker with one task, from taking it to whatever becomes of it.

Everything about a visit is drawn at its beginning from a stream named after the worker, the loop and how often the
worker has been at it before. Nobody else's doing is in that name: whoever else works for the loop, this worker takes
the same time, gives up at the same moment, and answers the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from simulator.domain.profiles import Profile
from simulator.entropy import Entropy


class Outcome(StrEnum):
    """What becomes of a task in a simulated worker's hands."""

    SUBMIT = "submit"
    DECLINE = "decline"
    RELEASE = "release"
    LAPSE = "lapse"
    VANISH = "vanish"


_GIVES_UP = (Outcome.DECLINE, Outcome.RELEASE)


@dataclass(frozen=True, slots=True)
class Work:
    """How much there is to do: fields of the form, characters of the input, hours at work before."""

    fields: int
    characters: int
    hours: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker means to do with a task.

    `work_ms` of active time lead to the outcome; after `pause_after_ms` of it, where it is set, comes a pause of
    `pause_ms`.
    """

    outcome: Outcome
    work_ms: int
    pause_after_ms: int | None
    pause_ms: int


def stream_name(worker: Row[Any], loop: Row[Any], visit: int) -> tuple[object, ...]:
    """What names the draws of a visit."""
    return (worker.name, loop.arn, loop.created_ms, visit)


def plan(entropy: Entropy, name: tuple[object, ...], profile: Profile, work: Work, told: Outcome | None) -> Plan:
    """What the worker means to do. `told` is the outcome that a rule wants."""
    chance, pace, part, pauses, pause_at, pause_share = entropy.draws(6, "visit", *name)
    outcome = told or _outcome(profile, chance)
    seconds = profile.work_seconds.seconds(pace) + profile.seconds_per_field * work.fields
    seconds += profile.seconds_per_character * work.characters
    seconds *= 1 + profile.fatigue_per_hour * work.hours
    work_ms = max(1, round(seconds * 1000 * (part if outcome in _GIVES_UP else 1)))
    pause_after_ms = round(work_ms * pause_at) if pauses < profile.pause else None
    pause_ms = max(1, round(profile.pause_seconds.seconds(pause_share) * 1000))
    return Plan(outcome, work_ms, pause_after_ms or None, pause_ms)


def _outcome(profile: Profile, chance: float) -> Outcome:
    below = 0.0
    for outcome in (Outcome.DECLINE, Outcome.RELEASE, Outcome.LAPSE, Outcome.VANISH):
        below += getattr(profile, outcome.value)
        if chance < below:
            return outcome
    return Outcome.SUBMIT
