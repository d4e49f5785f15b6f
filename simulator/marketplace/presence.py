"""When simulated workers are there, remembered from one question to the next.

What is remembered follows from the worker's name, profile and seed alone, which never change, as no id comes twice; so
remembering changes no answer.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Row

from simulator.domain import json_values
from simulator.domain.attendance import Attendance
from simulator.domain.profiles import Profile, read_profile
from simulator.entropy import Entropy

Who = Callable[[int], Row[Any]]
"""The worker of an id: at least `id`, `name` and `profile`."""

_KEPT = 20_000


class Presence:
    """Profiles, and who is there when. Used by the one thread that writes."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy
        self._profiles: dict[str, tuple[Profile, Attendance, bool]] = {}
        self._people: dict[int, tuple[int, str]] = {}
        self._spans: dict[tuple[str, str], tuple[int, tuple[int, int] | None]] = {}

    def profile(self, worker: Row[Any]) -> Profile:
        """How a simulated worker behaves."""
        return self._known(worker.profile)[0]

    def first_ms(self, worker: Row[Any], at_ms: int) -> int | None:
        """The first instant from `at_ms` on at which the worker is there; None if it never comes again."""
        if self._known(worker.profile)[2]:
            return at_ms
        span = self._span(worker, at_ms)
        return None if span is None else max(span[0], at_ms)

    def hours_since_begin(self, worker: Row[Any], at_ms: int) -> float:
        """For how long the worker has been there at a stretch; 0 for one who is always there."""
        span = None if self._known(worker.profile)[2] else self._span(worker, at_ms)
        return 0.0 if span is None else max(at_ms - span[0], 0) / 3_600_000

    def notices(self, idle: Sequence[int], who: Who, occasion: int, at_ms: int) -> Iterator[tuple[int, int]]:
        """When idle workers notice what appears at `at_ms`, quickest first; each with the worker's id.

        `idle` are ids. `occasion` is the key of what appears: with the worker's own it draws the reaction time. Those
        who never come are left out.
        """
        people = [self._people.get(worker_id) or self._person(who(worker_id)) for worker_id in idle]
        drawn = sorted(zip(self._entropy.shares([key for key, _ in people], occasion), idle, strict=True))
        alike: dict[str, list[tuple[float, int]]] = {profile: [] for _, profile in people}
        if len(alike) == 1:
            return iter(self._of_profile(people[0][1], drawn, who, at_ms))
        of_profile = dict(zip(idle, (profile for _, profile in people), strict=True))
        for each in drawn:
            alike[of_profile[each[1]]].append(each)
        return heapq.merge(*(self._of_profile(*group, who, at_ms) for group in alike.items()), key=itemgetter(0))

    def _of_profile(
        self, text: str, drawn: Iterable[tuple[float, int]], who: Who, at_ms: int
    ) -> Iterable[tuple[int, int]]:
        """Workers of one profile: the smaller the share, the sooner each notices, unless it is not there then."""
        profile, _, is_constant = self._known(text)
        seconds = profile.reaction_seconds.seconds
        noticing = ((at_ms + round(seconds(share) * 1000), worker_id) for share, worker_id in drawn)
        if is_constant:
            return noticing
        coming = ((self.first_ms(who(worker_id), notice_ms), worker_id) for notice_ms, worker_id in noticing)
        return sorted((there_ms, worker_id) for there_ms, worker_id in coming if there_ms is not None)

    def _person(self, worker: Row[Any]) -> tuple[int, str]:
        """A worker's key for drawing reaction times, and its profile."""
        _make_room(self._people)
        person = self._people[worker.id] = (self._entropy.key("reaction", worker.name), worker.profile)
        return person

    def _known(self, text: str) -> tuple[Profile, Attendance, bool]:
        found = self._profiles.get(text)
        if found is None:
            document: Any = json_values.parse(text, "profile")
            profile = read_profile(document)
            _make_room(self._profiles)
            found = self._profiles[text] = (profile, profile.attendance, profile.attendance.is_constant)
        return found

    def _span(self, worker: Row[Any], at_ms: int) -> tuple[int, int] | None:
        key = (worker.name, worker.profile)
        known_from_ms, span = self._spans.get(key, (at_ms + 1, None))
        if at_ms < known_from_ms or (span is not None and at_ms >= span[1]):
            share = partial(self._entropy.share, "attendance", worker.name)
            span = self._known(worker.profile)[1].span_after(at_ms, share)
            _make_room(self._spans)
            self._spans[key] = (at_ms, span)
        return span


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
