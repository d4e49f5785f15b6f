"""The clock over the control API."""

import pytest

from simulator.clock import Clock
from simulator.domain.pace import Pace

START = "2026-01-01T00:00:00.000Z"


async def test_the_clock_tells_time_pace_and_next_deadline(control):
    assert await control.ask("GET", "/clock") == {"mode": "manual", "speed": 0.0, "now": START, "next_deadline": None}
    await control.start()
    assert (await control.ask("GET", "/clock"))["next_deadline"] == "2026-01-01T01:00:00.000Z"


async def test_advancing_by_seconds_moves_time_by_exactly_that(control):
    answer = await control.ask("POST", "/clock/advance", {"seconds": 1.5})
    assert answer == {"now": "2026-01-01T00:00:01.500Z", "fired": 0}


async def test_advancing_to_an_instant_runs_what_falls_due_on_the_way(control):
    await control.start()
    answer = await control.ask("POST", "/clock/advance", {"until": "2026-01-02T00:00:00Z"})
    assert answer == {"now": "2026-01-02T00:00:00.000Z", "fired": 1}
    loop = await control.ask("GET", "/human-loops/loop")
    assert (loop["status"], loop["failure_code"]) == ("Failed", "Expired")


async def test_advancing_until_idle_stops_at_the_last_thing_that_happens(control):
    await control.start()
    answer = await control.ask("POST", "/clock/advance", {"until": "idle"})
    assert answer == {"now": "2026-01-01T01:00:00.000Z", "fired": 1}


async def test_advancing_by_nothing_is_allowed(control):
    assert await control.ask("POST", "/clock/advance", {"seconds": 0}) == {"now": START, "fired": 0}


@pytest.mark.parametrize(
    "body, place, said",
    [
        ({}, "body", "neither is given"),
        ({"seconds": 1, "until": "idle"}, "body", "both are given"),
        ({"seconds": -1}, "body.seconds", "must be 0 or more"),
        ({"seconds": "1"}, "body.seconds", "must be a number"),
        ({"seconds": True}, "body.seconds", "must be a number"),
        ({"seconds": 1e300}, "body.seconds", "beyond"),
        ({"until": "soon"}, "body.until", "not an instant"),
        ({"until": "2025-12-31T23:59:59Z"}, "body.until", "Time never runs backwards"),
        ({"until": "0001-01-01T00:00:00+23:59"}, "body.until", "Time never runs backwards"),
        ({"until": "9999-01-01T00:00:00Z"}, "body.until", "beyond"),
    ],
)
async def test_an_advance_that_makes_no_sense_is_refused(control, body, place, said):
    found, message = await control.refused("POST", "/clock/advance", body, 400)
    assert found == place
    assert said in message
    assert (await control.ask("GET", "/clock"))["now"] == START


async def test_the_pace_is_set_by_its_mode(control):
    scaled = await control.ask("POST", "/clock", {"mode": "scaled", "speed": 60})
    assert (scaled["mode"], scaled["speed"]) == ("scaled", 60)
    assert (await control.ask("POST", "/clock", {"mode": "real"}))["mode"] == "real"
    assert (await control.ask("POST", "/clock", {"mode": "manual"}))["mode"] == "manual"


async def test_a_manual_clock_stands_at_exactly_the_instant_it_is_given(control):
    clock: Clock = control.context.clock
    clock.set_pace(Pace(1e6))
    answer = await control.ask("POST", "/clock", {"mode": "manual", "now": "2500-01-01T00:00:00Z"})
    assert answer["now"] == "2500-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    "body, place",
    [
        ({}, "body.mode"),
        ({"mode": "fast"}, "body.mode"),
        ({"mode": "scaled"}, "body.speed"),
        ({"mode": "scaled", "speed": 0}, "body.speed"),
        ({"mode": "scaled", "speed": 1e10}, "body.speed"),
        ({"mode": "real", "speed": 60}, "body.speed"),
        ({"mode": "real", "now": "2027-01-01T00:00:00Z"}, "body.now"),
        ({"mode": "manual", "now": "2025-01-01T00:00:00Z"}, "body.now"),
        ({"mode": "manual", "now": 5}, "body.now"),
    ],
)
async def test_a_pace_that_makes_no_sense_is_refused_and_changes_nothing(control, body, place):
    found, _ = await control.refused("POST", "/clock", body, 400)
    assert found == place
    assert (await control.ask("GET", "/clock"))["mode"] == "manual"
