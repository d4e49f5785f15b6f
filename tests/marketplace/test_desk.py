"""The worker's side: leases, who may take what, and what becomes of tasks."""

import json

import pytest

from simulator.domain.errors import Conflict, Forbidden, IllegalMove, NotFound

OTHER_TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/others"


async def test_a_submitted_answer_ends_a_loop_of_one_task(world):
    await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.submit, ann, held.assignment.id, {"b": 1, "a": 2})
    loop = await world.loop()
    assert (loop.status, json.loads(loop.ending)["status"]) == ("InProgress", "Completed")
    assert await world.statuses() == ["submitted"]


async def test_a_loop_wants_task_count_different_workers(world):
    await world.start(task_count=2)
    ann, bob = await world.worker("ann"), await world.worker("bob")
    first = await world.claim(ann)
    await world.do(world.desk.submit, ann, first.assignment.id, {})
    with pytest.raises(Conflict, match="There is no task for you"):
        await world.claim(ann)
    other = next(row for row in await _tasks(world) if row.status == "available")
    with pytest.raises(Conflict, match="another worker must do this task"):
        await world.claim(ann, other.id)
    second = await world.claim(bob)
    await world.do(world.desk.submit, bob, second.assignment.id, {})
    assert (await world.loop()).ending is not None


async def test_a_worker_has_one_task_at_a_time(world):
    await world.start("one")
    await world.start("two")
    ann = await world.worker()
    await world.claim(ann)
    with pytest.raises(Conflict, match="You already have a task"):
        await world.claim(ann)


async def test_two_workers_cannot_have_the_same_task(world):
    await world.start()
    ann, bob = await world.worker("ann"), await world.worker("bob")
    held = await world.claim(ann)
    with pytest.raises(Conflict, match="The task is accepted"):
        await world.claim(bob, held.task_id)


async def test_a_lapsed_lease_returns_the_task_and_another_worker_can_take_it(world):
    await world.start(limit=60)
    ann, bob = await world.worker("ann"), await world.worker("bob")
    held = await world.claim(ann)
    await world.dispatcher.advance(world.clock.now_ms() + 59_999)
    assert await world.statuses() == ["accepted"]
    await world.dispatcher.advance(world.clock.now_ms() + 1)
    assert await world.statuses() == ["available"]
    with pytest.raises(Conflict, match="The time limit of this task has passed"):
        await world.do(world.desk.submit, ann, held.assignment.id, {})
    with pytest.raises(Conflict, match="There is no task for you"):
        await world.claim(ann)
    assert (await world.claim(bob)).task_id == held.task_id


async def test_an_answer_at_the_deadline_is_too_late_even_before_the_lapse_was_run(world):
    await world.start(limit=60)
    ann = await world.worker()
    held = await world.claim(ann)
    world.clock.move_to(held.assignment.deadline_ms)
    with pytest.raises(Conflict, match="The time limit of this task has passed"):
        await world.do(world.desk.submit, ann, held.assignment.id, {})


async def test_an_answer_one_millisecond_before_the_deadline_counts(world):
    await world.start(limit=60)
    ann = await world.worker()
    held = await world.claim(ann)
    world.clock.move_to(held.assignment.deadline_ms - 1)
    await world.do(world.desk.submit, ann, held.assignment.id, {})
    assert await world.statuses() == ["submitted"]


async def test_a_lease_is_good_for_its_own_worker_only(world):
    await world.start()
    ann, bob = await world.worker("ann"), await world.worker("bob")
    held = await world.claim(ann)
    with pytest.raises(Forbidden, match="Another worker holds this task"):
        await world.do(world.desk.submit, bob, held.assignment.id, {})
    with pytest.raises(NotFound):
        await world.do(world.desk.submit, bob, "no-such-token", {})


async def test_an_answer_is_taken_once(world):
    await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.submit, ann, held.assignment.id, {})
    with pytest.raises(Conflict, match="This task was already submitted"):
        await world.do(world.desk.submit, ann, held.assignment.id, {})


async def test_a_released_task_is_available_at_once_to_its_worker_too(world):
    await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.release, ann, held.assignment.id)
    assert await world.statuses() == ["available"]
    assert (await world.claim(ann)).task_id == held.task_id


async def test_a_released_task_is_for_others_where_the_rule_says_so(world):
    world.play_by(retake_after_release=False)
    await world.start()
    ann, bob = await world.worker("ann"), await world.worker("bob")
    held = await world.claim(ann)
    await world.do(world.desk.release, ann, held.assignment.id)
    with pytest.raises(Conflict):
        await world.claim(ann)
    await world.claim(bob)


async def test_a_declined_task_never_comes_back_to_that_worker(world):
    await world.start(task_count=2)
    ann, bob = await world.worker("ann"), await world.worker("bob")
    held = await world.claim(ann)
    await world.do(world.desk.decline, ann, held.assignment.id)
    with pytest.raises(Conflict, match="There is no task for you"):
        await world.claim(ann)
    await world.claim(bob)


async def test_a_loop_that_as_many_declined_as_it_wants_answers_expires(world):
    await world.start(task_count=1)
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.decline, ann, held.assignment.id)
    assert await world.statuses() == ["expired"]
    assert json.loads((await world.loop()).ending)["failure_code"] == "Expired"


async def test_a_pause_stops_the_active_time_but_not_the_time_limit(world):
    await world.start(limit=60)
    ann = await world.worker()
    held = await world.claim(ann)
    world.clock.move_to(world.clock.now_ms() + 10_000)
    await world.do(world.desk.pause, ann, held.assignment.id)
    world.clock.move_to(world.clock.now_ms() + 30_000)
    await world.do(world.desk.resume, ann, held.assignment.id)
    world.clock.move_to(world.clock.now_ms() + 5_000)
    await world.do(world.desk.submit, ann, held.assignment.id, {})
    answer = await world.store.read(lambda uow: _assignment(uow, held.assignment.id))
    assert (answer.active_ms, answer.ended_ms - answer.accepted_ms) == (15_000, 45_000)


async def test_a_paused_task_lapses_too(world):
    await world.start(limit=60)
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.pause, ann, held.assignment.id)
    await world.dispatcher.advance(held.assignment.deadline_ms)
    assert await world.statuses() == ["available"]


async def test_a_paused_task_cannot_be_submitted_before_it_is_resumed(world):
    await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.pause, ann, held.assignment.id)
    with pytest.raises(IllegalMove):
        await world.do(world.desk.submit, ann, held.assignment.id, {})


async def test_while_one_task_is_paused_another_can_be_taken(world):
    await world.start("one")
    await world.start("two")
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.pause, ann, held.assignment.id)
    assert (await world.claim(ann)).loop.name == "two"


async def test_a_worker_sees_the_tasks_of_the_own_team_only(world):
    await world.start(team=OTHER_TEAM)
    ann, freelancer = await world.worker("ann"), await world.worker("freelancer", team=None)
    assert not await world.do(world.desk.browse, ann)
    assert len(await world.do(world.desk.browse, freelancer)) == 1


async def test_the_pool_offers_one_task_of_each_loop_soonest_end_first(world):
    await world.start("late", task_count=3, lifetime=7200)
    await world.start("soon", task_count=3, lifetime=60)
    ann = await world.worker()
    assert [row.name for row in await world.do(world.desk.browse, ann)] == ["soon", "late"]


async def _tasks(world):
    from simulator.store import tasks

    loop = await world.loop()
    return await world.store.read(lambda uow: tasks.of_loop(uow, loop.id))


def _assignment(uow, token):
    from simulator.store import tasks

    return tasks.assignment(uow, token)
