"""Profiles: durations, hours, presets, populations; what is refused names the member and the mend."""

import pytest

from simulator.domain import instants, presets
from simulator.domain.attendance import Attendance, poisson, read_offset, read_shifts
from simulator.domain.durations import Even, Skewed, read_duration
from simulator.domain.errors import Invalid
from simulator.domain.populations import Group, parse_population, resolved
from simulator.domain.profiles import Profile, read_profile

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SUNDAY_MS = instants.parse_iso("2026-03-01T00:00:00Z")


def never(_day, _number):
    raise AssertionError("nothing is drawn for shifts")


def test_a_number_a_range_and_a_lognormal_are_durations():
    assert read_duration(7, "x").seconds(0.3) == 7
    assert read_duration([2, 8], "x").seconds(0.5) == 5
    skewed = read_duration({"median": 20, "spread": 2, "most": 90}, "x")
    assert [round(skewed.seconds(share), 2) for share in (0.5, 0.8413447, 0.1586553, 0.9999)] == [20, 40, 10, 90]
    assert [read_duration(each.document(), "x") for each in (Even(2, 8), skewed, Skewed(1, 1))] == [
        Even(2, 8), skewed, Skewed(1, 1),
    ]  # fmt: skip
    assert 0 < skewed.seconds(0.0) < skewed.seconds(1.0) == 90


def test_a_shift_is_worked_in_its_own_zone_and_may_end_on_the_next_day():
    shifts = read_shifts([{"days": ["mon"], "from": "22:00", "to": "06:00"}], "x")
    there = Attendance(shifts, read_offset("+02:00", "x"))
    begins = SUNDAY_MS + DAY_MS + 20 * HOUR_MS
    assert there.span_after(SUNDAY_MS, never) == (begins, begins + 8 * HOUR_MS)
    assert there.span_after(begins + 8 * HOUR_MS - 1, never) == (begins, begins + 8 * HOUR_MS)
    assert there.span_after(begins + 8 * HOUR_MS, never)[0] == begins + 7 * DAY_MS


def test_sessions_come_as_a_poisson_process_within_the_shifts():
    shares = {}

    def share(day, number):
        return shares.setdefault((day, number), hash((day, number, 7)) % 10_007 / 10_007)

    shifts = read_shifts([{"from": "08:00", "to": "20:00"}], "x")
    there, at_ms, spans = Attendance(shifts, 0, 4.0, Even(600, 600)), SUNDAY_MS, []
    while at_ms < SUNDAY_MS + 400 * DAY_MS:
        spans.append(there.span_after(at_ms, share))
        at_ms = spans[-1][1]
    assert all(8 <= begins % DAY_MS / HOUR_MS <= ends % DAY_MS / HOUR_MS <= 20 for begins, ends in spans)
    assert 650 < len(spans) < 950
    assert there.span_after(SUNDAY_MS, share) == spans[0]


def test_a_poisson_number_has_the_mean_that_it_is_given():
    assert sum(poisson(3.0, (step + 0.5) / 1000) for step in range(1000)) / 1000 == pytest.approx(3, abs=0.02)
    assert poisson(100.0, 1 - 2**-53) < 300


def test_every_preset_reads_back_as_itself_and_says_what_it_is_for():
    for name, profile in presets.built_in().items():
        assert read_profile(profile.document()) == profile
        assert profile.preset == name
        assert presets.PRESETS[name].says


def test_a_profile_stands_on_a_preset_and_a_users_preset_on_ours():
    ours = presets.with_custom({"slow": {"preset": "careful", "work_seconds": 90}})
    profile = read_profile({"preset": "slow", "skill": 0.5}, ours)
    assert (profile.preset, profile.skill, profile.work_seconds, profile.pause) == ("slow", 0.5, Even(90, 90), 0.03)


@pytest.mark.parametrize(
    "document,said",
    [
        ({"skil": 1}, "profile has no member 'skil'. Did you mean 'skill'?"),
        ({"skill": 2}, "profile.skill must be a number from 0 to 1."),
        ({"skill": True}, "profile.skill must be a number from 0 to 1."),
        ({"work_seconds": [8, 2]}, "profile.work_seconds must be seconds, or two numbers of seconds with the smaller"),
        ({"work_seconds": {"spread": 2}}, "profile.work_seconds.median must be a number of seconds, such as 20."),
        ({"work_seconds": {"median": 2, "sd": 1}}, "profile.work_seconds has no member 'sd'. It has median, spread"),
        ({"work_seconds": {"median": 2, "spread": 0.5}}, "profile.work_seconds.spread must be a number from 1"),
        ({"work_seconds": {"median": 2, "most": -1}}, "profile.work_seconds.most must be a number of seconds"),
        ({"decline": 0.6, "vanish": 0.6}, "decline, release, lapse, vanish exclude each other"),
        ({"fatigue_per_hour": 0.1}, "profile.fatigue_per_hour needs shifts or sessions_per_day"),
        ({"sessions_per_day": 0}, "profile.sessions_per_day must be a number from 0.01 to 100, or null"),
        ({"seconds_per_field": -1}, "profile.seconds_per_field must be a number from 0"),
        ({"utc_offset": "CET"}, "profile.utc_offset must be hours and minutes ahead of UTC, such as '+05:30'"),
        ({"shifts": {}}, "profile.shifts must be a list of shifts such as"),
        ({"shifts": [{"day": "mon"}]}, "profile.shifts[0] must be an object with days, from and to."),
        ({"shifts": [{"days": ["mo"], "from": "1", "to": "2"}]}, "profile.shifts[0].days must be a list of days from"),
        ({"shifts": [{"from": "9:00", "to": "17:00"}]}, "profile.shifts[0].from must be a time of the day such as"),
        ({"shifts": [{"from": "09:00", "to": "09:00"}]}, "leave shifts out for 'always'"),
        ({"bias": {"A": -1}}, "profile.bias must be an object of labels and weights"),
        ({"confusion": []}, "profile.confusion must be an object of true labels"),
        ({"confusion": {"A": {"B": 0}}}, "profile.confusion.A must give some label a weight above 0."),
        ({"preset": 3}, "profile.preset must be the name of a preset."),
        ({"preset": "carful"}, "there is no preset 'carful'. Did you mean 'careful'?"),
    ],
)
def test_a_profile_that_is_none_is_refused_by_its_member(document, said):
    with pytest.raises(Invalid) as refused:
        read_profile(document, presets.built_in())
    assert said in refused.value.message


def test_a_users_preset_that_is_none_is_refused_by_its_name():
    with pytest.raises(Invalid, match=r"presets\.mine: profile\.skill must be"):
        presets.with_custom({"mine": {"skill": 7}})


def test_a_profile_says_what_is_not_as_usual_and_always_pace_and_skill():
    assert set(Profile().document()) == {"reaction_seconds", "work_seconds", "skill"}
    assert Profile(guesses=0.5).document()["guesses"] == 0.5


def test_a_population_is_one_line():
    line = "50 careful, 10 hasty, 2 spammers @reviewers, 3, 4 @others"
    assert resolved(parse_population(line), presets.PRESETS) == (
        Group(50, "careful"), Group(10, "hasty"), Group(2, "spammer", "reviewers"), Group(3), Group(4, None, "others"),
    )  # fmt: skip
    assert resolved(parse_population("1 night-shift,2 drop-ins"), presets.PRESETS) == (
        Group(1, "night-shift"), Group(2, "drop-in"),
    )  # fmt: skip
    assert parse_population("7") == (Group(7),)


def test_workers_are_called_after_their_preset_with_the_next_free_number():
    assert list(Group(3, "hasty").names({"hasty-2"}.__contains__)) == ["hasty-1", "hasty-3", "hasty-4"]
    assert list(Group(2).names(set().__contains__)) == ["crew-1", "crew-2"]


@pytest.mark.parametrize(
    "line,said",
    [
        ("many careful", "'many careful' is not a number and a preset"),
        ("5 careful 3 hasty", "'5 careful 3 hasty' is not a number and a preset"),
        ("5 careful,", "'' is not a number and a preset"),
        ("-1", "'-1' is not a number and a preset"),
        ("9999 careful, 2 hasty", "has more than 10000 workers"),
        ("5 experrts", "There is no preset 'experrts'. Did you mean 'expert'?"),
        ("5 zz", "There is no preset 'zz'. There are: quick, careful"),
    ],
)
def test_a_line_that_is_no_population_is_refused(line, said):
    with pytest.raises(Invalid) as refused:
        resolved(parse_population(line), presets.PRESETS)
    assert said in refused.value.message
