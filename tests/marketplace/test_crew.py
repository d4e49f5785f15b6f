"""Simulated workers: they notice, work, answer, go on; nobody else is disturbed."""

import json

import pytest

from simulator.store import tasks

OTHER_TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/others"


async def answers(world, name="loop"):
    loop = await world.loop(name)
    return await world.store.read(lambda uow: tasks.answers(uow, loop.id))


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
    await world.worker(simulated=True, reaction_seconds=[5, 5], work_seconds=[7, 7])
    await world.dispatcher.advance(world.clock.now_ms())
    loop = await world.start()
    await world.dispatcher.advance(None)
    [answer] = await answers(world)
    assert (answer.accepted_ms - loop.created_ms, answer.ended_ms - answer.accepted_ms) == (5000, 7000)
    assert json.loads(answer.answer) == {"by": "ann"}


async def test_a_worker_who_is_too_slow_loses_the_task(world):
    await world.worker(simulated=True, work_seconds=[100, 100])
    await world.start(limit=60, lifetime=3600)
    await world.dispatcher.advance(None)
    assert "task-lapsed" in await world.facts()
    assert await world.statuses() == ["expired"]


@pytest.mark.parametrize("others", [(), ("else",), ("aaa", "zzz")])
async def test_adding_workers_to_another_team_does_not_disturb_a_worker(world, others):
    await world.worker(simulated=True)
    for other in others:
        await world.worker(other, simulated=True, team=OTHER_TEAM)
    loop = await world.start()
    await world.dispatcher.advance(None)
    [answer] = await answers(world)
    what_seed_1_draws_for_ann = 274
    assert answer.ended_ms - loop.created_ms == what_seed_1_draws_for_ann
