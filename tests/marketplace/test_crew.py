"""Simulated workers: they notice, work, answer, give up, rest, go home; nobody else is disturbed."""

import json
from collections import Counter
from itertools import pairwise

import pytest

from simulator.domain import instants
from simulator.domain.errors import Conflict
from simulator.marketplace import course, crew, duties
from simulator.store import meta, tasks, workers

OTHER_TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/others"
FRIDAY_EVENING = instants.parse_iso("2026-03-06T18:00:00Z")
MONDAY_NINE = instants.parse_iso("2026-03-09T09:00:00Z")
OFFICE = [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:00"}]
NIGHT = [{"from": "22:00", "to": "06:00"}]


async def answers(world, name="loop"):
    loop = await world.loop(name)
    return await world.store.read(lambda uow: tasks.answers(uow, loop.id))


async def settle(world):
    await world.dispatcher.advance(world.clock.now_ms())


async def log(world):
    rows = await world.store.read(lambda uow: meta.facts_after(uow, 0, 100_000))
    return [(row.kind, row.at_ms, json.loads(row.data)) for row in rows]


async def doings(world, worker="ann"):
    start = (await world.loop()).created_ms
    return [
        (kind, (at_ms - start) / 1000)
        for kind, at_ms, data in await log(world)
        if data.get("worker") == worker and kind.startswith(("task-", "worker-left", "answer-"))
    ]


async def test_a_crew_answers_every_loop_with_task_count_different_workers(world):
    for number in range(3):
        await world.worker(f"sim-{number}", simulated=True)
    for number in range(10):
        await world.start(f"loop-{number}", task_count=1 + number % 3)
    await world.dispatcher.advance(None)
    for number in range(10):
        given = await answers(world, f"loop-{number}")
        assert len({row.worker_id for row in given}) == len(given) == 1 + number % 3


async def test_a_worker_takes_as_long_as_the_profile_says(world):
    await world.worker(
        simulated=True, reaction_seconds=5, work_seconds=7, seconds_per_field=2, seconds_per_character=0.5
    )
    await settle(world)
    loop = await world.start()
    await world.dispatcher.advance(None)
    [answer] = await answers(world)
    one_field_and_two_characters = 2 + 2 * 0.5
    assert answer.accepted_ms - loop.created_ms == 5000
    assert answer.ended_ms - answer.accepted_ms == (7 + one_field_and_two_characters) * 1000
    assert json.loads(answer.answer) == {"by": "ann"}


async def test_a_worker_who_is_too_slow_loses_the_task(world):
    await world.worker(simulated=True, work_seconds=[100, 100])
    await world.start(limit=60, lifetime=3600)
    await world.dispatcher.advance(None)
    assert "task-lapsed" in await world.facts()
    assert await world.statuses() == ["expired"]


@pytest.mark.parametrize("habit,move", [("decline", "task-declined"), ("release", "task-released")])
async def test_a_worker_gives_up_after_a_part_of_the_work(world, habit, move):
    await world.worker(simulated=True, work_seconds=100, reaction_seconds=2, **{habit: 1})
    await world.start(limit=600, lifetime=150)
    await world.dispatcher.advance(None)
    done = await doings(world)
    assert [kind for kind, _ in done][:2] == ["task-accepted", move]
    assert 0 < done[1][1] - done[0][1] < 100


async def test_who_released_a_task_comes_back_to_it_after_its_reaction_time(world):
    await world.worker(simulated=True, work_seconds=10, reaction_seconds=3, release=0.9)
    await world.start(limit=600)
    await world.dispatcher.advance(None)
    done = await doings(world)
    assert [kind for kind, _ in done][-2:] == ["task-accepted", "task-submitted"]
    back = [b - a for (kind, a), (_, b) in pairwise(done) if kind == "task-released"]
    assert back == [pytest.approx(3)] * len(back)
    assert back


async def test_a_forgotten_task_lapses_and_the_worker_goes_on_with_another_loop(world):
    await world.worker(simulated=True, reaction_seconds=1, lapse=1)
    await settle(world)
    await world.start(limit=60)
    await world.start("second", limit=60)
    await world.dispatcher.advance(world.clock.now_ms() + 130_000)
    assert [(kind, at) for kind, at in await doings(world) if kind != "task-released"] == [
        ("task-accepted", 1.0), ("task-lapsed", 61.0), ("task-accepted", 61.0), ("task-lapsed", 121.0),
    ]  # fmt: skip


async def test_who_vanishes_leaves_with_the_task_and_is_never_called_again(world):
    await world.worker(simulated=True, reaction_seconds=1, vanish=1)
    await settle(world)
    await world.start(limit=60, lifetime=300)
    await world.start("second", limit=60, lifetime=300)
    await world.dispatcher.advance(None)
    assert await doings(world) == [("task-accepted", 1.0), ("worker-left", 1.0), ("task-lapsed", 61.0)]
    [left] = await world.store.read(workers.everyone)
    assert (left.wake_ms, left.gone_ms) == (None, 1_001_000)


async def test_a_pause_takes_its_time_and_does_not_count_as_work(world):
    await world.worker(simulated=True, reaction_seconds=1, work_seconds=20, pause=1, pause_seconds=90)
    await settle(world)
    await world.start(limit=600)
    await world.dispatcher.advance(None)
    done = await doings(world)
    assert [kind for kind, _ in done] == ["task-accepted", "task-paused", "task-resumed", "task-submitted"]
    times = [at for _, at in done]
    assert (times[0], times[2] - times[1], times[3]) == (1.0, 90.0, 111.0)
    [answer] = await answers(world)
    assert answer.active_ms == 20_000


async def test_a_break_comes_before_the_next_look(world):
    await world.worker(simulated=True, reaction_seconds=1, work_seconds=10, break_seconds=4)
    await settle(world)
    await world.start()
    await world.start("second")
    await world.dispatcher.advance(None)
    assert [at for _, at in await doings(world)] == [1.0, 11.0, 15.0, 25.0]


async def test_a_worker_arrives_after_its_time_and_takes_what_waits(world):
    await world.start()
    await world.worker(simulated=True, arrives_after_seconds=120, work_seconds=10)
    await world.dispatcher.advance(None)
    assert [at for _, at in await doings(world)] == [120.0, 130.0]


async def test_a_task_waits_over_the_weekend_for_a_worker_with_working_hours(world):
    world.clock.move_to(FRIDAY_EVENING)
    await world.worker(simulated=True, shifts=OFFICE, reaction_seconds=30, work_seconds=60)
    await world.dispatcher.advance(None)
    assert world.clock.now_ms() == FRIDAY_EVENING
    await world.start(lifetime=864_000, limit=600)
    await world.dispatcher.advance(None)
    [answer] = await answers(world)
    assert (answer.accepted_ms, answer.ended_ms) == (MONDAY_NINE, MONDAY_NINE + 60_000)
    assert world.clock.now_ms() == answer.ended_ms


async def test_a_worker_who_sleeps_until_monday_is_no_work_where_nothing_waits_for_it(world):
    world.clock.move_to(FRIDAY_EVENING - 3_600_000 - 30_000)
    await world.worker("day", simulated=True, shifts=OFFICE, reaction_seconds=1, work_seconds=10)
    await world.worker("night", simulated=True, shifts=NIGHT, reaction_seconds=1, work_seconds=10)
    await world.start(task_count=2, lifetime=7200)
    await world.dispatcher.advance(None)
    assert [row.worker_name for row in await answers(world)] == ["day"]
    assert world.clock.now_ms() < MONDAY_NINE - 86_400_000
    await world.start("later", lifetime=864_000, task_count=2)
    await world.dispatcher.advance(None)
    assert [row.worker_name for row in await answers(world, "later")] == ["night", "day"]
    assert world.clock.now_ms() == MONDAY_NINE + 10_000


async def test_who_is_tired_takes_longer_and_is_fresh_again_in_the_next_shift(world):
    world.clock.move_to(MONDAY_NINE)
    await world.worker(simulated=True, shifts=OFFICE, reaction_seconds=0, work_seconds=100, fatigue_per_hour=0.1)
    for hour in (0, 4, 24):
        world.clock.move_to(MONDAY_NINE + hour * 3_600_000)
        await world.start(f"loop-{hour}", limit=600)
        await world.dispatcher.advance(None)
    took = [(await answers(world, f"loop-{hour}"))[0].active_ms / 1000 for hour in (0, 4, 24)]
    assert took == [100, pytest.approx(140, abs=0.1), 100]


async def test_only_as_many_workers_get_up_as_there_are_tasks_and_those_are_the_quickest(world):
    for number in range(40):
        await world.worker(f"sim-{number:02d}", simulated=True, reaction_seconds=number + 1, work_seconds=1)
    await settle(world)
    await world.start(task_count=3)
    awake = await world.store.read(lambda uow: [row.name for row in workers.everyone(uow) if row.wake_ms is not None])
    assert awake == ["sim-00", "sim-01", "sim-02"]
    assert await world.dispatcher.advance(None) == 6


async def taken_by_urgency(world, **third):
    """Who takes what when the worker called for a patient loop takes an urgent one, for which the third was called."""
    await world.worker("quick", simulated=True, team=None, reaction_seconds=5, work_seconds=1000)
    await world.worker("slow", simulated=True, reaction_seconds=9, work_seconds=1)
    if third:
        await world.worker("third", simulated=True, reaction_seconds=50, work_seconds=1, **third)
    await settle(world)
    await world.start("patient", lifetime=7200, limit=3600)
    await world.start("urgent", lifetime=60, limit=3600, team=OTHER_TEAM)
    await world.dispatcher.advance(world.clock.now_ms() + 55_000)
    return [
        (data["human_loop_name"], data["worker"], at_ms - 1_000_000)
        for kind, at_ms, data in await log(world)
        if kind == "task-accepted"
    ]


async def test_a_call_is_handed_on_when_the_worker_took_a_more_urgent_task(world):
    assert await taken_by_urgency(world) == [("urgent", "quick", 5000), ("patient", "slow", 14_000)]


async def test_a_call_goes_to_the_worker_whose_task_was_taken_rather_than_to_an_idle_one(world):
    assert await taken_by_urgency(world, team=None) == [("urgent", "quick", 5000), ("patient", "third", 50_000)]


async def test_a_call_does_not_go_to_a_worker_who_may_not_take_the_task(world):
    taken = await taken_by_urgency(world, team=OTHER_TEAM)
    assert taken == [("urgent", "quick", 5000), ("patient", "slow", 14_000)]


async def test_nobody_gets_up_in_vain_where_called_workers_take_each_other_s_tasks(world):
    for number in range(20):
        await world.worker(f"sim-{number:02}", simulated=True, reaction_seconds=[1, 100], work_seconds=500)
    await settle(world)
    for number in range(15):
        await world.start(f"loop-{number}", limit=3600)
    takings, ends = 15, 15
    assert await world.dispatcher.advance(None) == takings + ends


async def test_a_call_that_somebody_in_a_browser_made_vain_leaves_the_worker_idle(world):
    await world.worker("sim", simulated=True, reaction_seconds=5)
    await settle(world)
    await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    assert await world.dispatcher.advance(world.clock.now_ms() + 10_000) == 1
    await world.do(world.desk.release, ann, held.assignment.id)
    await world.dispatcher.advance(None)
    assert [row.worker_name for row in await answers(world)] == ["sim"]


async def test_a_worker_who_met_the_loop_before_is_not_called_for_it(world):
    await world.worker("sim", simulated=True, reaction_seconds=1, decline=1)
    await world.worker("other", simulated=True, reaction_seconds=60, work_seconds=1)
    await settle(world)
    await world.start(task_count=2)
    await world.dispatcher.advance(None)
    assert Counter(kind for kind, _ in await doings(world, "sim")) == {"task-accepted": 1, "task-declined": 1}
    assert [row.worker_name for row in await answers(world)] == ["other"]


async def test_work_that_goes_round_in_circles_ends_with_an_error_that_says_so(world, monkeypatch):
    monkeypatch.setattr(course, "_PATIENCE", 200)
    await world.worker(simulated=True, release=1, work_seconds=0.01, reaction_seconds=0.01)
    await world.start(lifetime=864_000)
    with pytest.raises(Conflict, match=r"goes round in circles: 2[0-9][0-9] things fell due and settled no task"):
        await world.dispatcher.advance(None)
    assert await world.dispatcher.advance(world.clock.now_ms() + 1000) > 0


async def test_tasks_that_are_given_back_without_end_are_given_up_sooner(world, monkeypatch):
    monkeypatch.setattr(course, "_GIVEN_BACK_AT_MOST", 20)
    await world.worker(simulated=True, release=1, work_seconds=0.01, reaction_seconds=0.01)
    await world.start(lifetime=864_000)
    with pytest.raises(Conflict, match="goes round in circles"):
        await world.dispatcher.advance(None)
    given_back = [kind for kind, _ in await doings(world) if kind == "task-released"]
    assert 20 < len(given_back) <= 20 + duties._INSTANTS_A_UNIT


HABITS = {
    "work_seconds": {"median": 30, "spread": 1.8},
    "reaction_seconds": {"median": 10, "spread": 2},
    "pause": 0.2,
    "pause_seconds": {"median": 60, "spread": 1.4},
    "release": 0.1,
    "decline": 0.05,
}


async def visits(world, others):
    for name in ("ann", "bob", "eve"):
        await world.worker(name, simulated=True, **HABITS)
    for name in others:
        await world.worker(name, simulated=True, **HABITS)
    for number in range(30):
        await world.start(f"loop-{number}", task_count=2, limit=3600)
        await world.dispatcher.advance(world.clock.now_ms() + 20_000)
    await world.dispatcher.advance(None)
    rows = await world.store.read(
        lambda uow: [row for number in range(30) for row in tasks.assignments_of_loop(uow, number + 1)]
    )
    people = {row.id: row.name for row in await world.store.read(workers.everyone)}
    found, seen = {}, Counter()
    for row in rows:
        key = (people[row.worker_id], row.loop_id)
        seen[key] += 1
        found[*key, seen[key]] = (row.status, row.active_ms, row.ended_ms - row.accepted_ms)
    return found


async def test_what_a_worker_does_with_a_loop_is_the_same_whoever_else_is_there(make_world):
    alone, together = await visits(make_world(), ()), await visits(make_world(), ("zoe", "abe"))
    in_both = alone.keys() & together.keys()
    assert len(in_both) > 20
    assert {key: alone[key] for key in in_both} == {key: together[key] for key in in_both}
    assert {status for status, *_ in alone.values()} >= {"submitted", "released"}
    assert alone.keys() != together.keys()


async def test_what_a_worker_does_is_the_same_where_no_plan_is_remembered(make_world, monkeypatch):
    remembered = await visits(make_world(), ("zoe", "abe"))
    monkeypatch.setattr(crew, "_PLANS_KEPT", 1)
    assert await visits(make_world(), ("zoe", "abe")) == remembered


@pytest.mark.parametrize("others", [(), ("else",), ("aaa", "zzz")])
async def test_adding_workers_to_another_team_does_not_disturb_a_worker(world, others):
    await world.worker(simulated=True)
    for other in others:
        await world.worker(other, simulated=True, team=OTHER_TEAM)
    loop = await world.start()
    await world.dispatcher.advance(None)
    [answer] = await answers(world)
    what_seed_1_draws_for_ann = 713
    assert answer.ended_ms - loop.created_ms == what_seed_1_draws_for_ann
