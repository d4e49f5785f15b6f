"""How times and JSON read."""

import pytest

from simulator.web import wording


@pytest.mark.parametrize(
    ("milliseconds", "reads"),
    [
        (-5, "0 s"),
        (59_999, "59 s"),
        (60_000, "1 min"),
        (3_600_000, "1 h"),
        (18_720_000, "5 h 12 min"),
        (273_600_000, "3 d 4 h"),
    ],
)
def test_a_duration_reads_as_its_two_largest_units(milliseconds, reads):
    assert wording.duration(milliseconds) == reads


@pytest.mark.parametrize(
    ("milliseconds", "reads"), [(0, "0:00"), (245_999, "4:05"), (3_845_000, "1:04:05"), (-1, "0:00")]
)
def test_a_stopwatch_shows_hours_only_when_there_are_some(milliseconds, reads):
    assert wording.stopwatch(milliseconds) == reads


@pytest.mark.parametrize(("seconds", "reads"), [(30, "30 s"), (300, "5 min"), (3600, "1 h"), (5430, "1 h 30 min 30 s")])
def test_a_time_limit_names_every_unit_that_it_has(seconds, reads):
    assert wording.limit(seconds) == reads


def test_numbers_keep_every_digit_in_pretty_json():
    assert (
        wording.pretty('{"b":12345678901234567890,"a":[1]}')
        == '{\n  "a": [\n    1\n  ],\n  "b": 12345678901234567890\n}'
    )
    assert wording.pretty("no json") == "no json"
