"""Deadlines: in order, exactly on time, in milliseconds of wall time."""

import json

DAY_MS = 24 * 3600 * 1000


async def test_a_loop_whose_workers_never_come_fails_as_expired_after_its_lifetime(world):
    loop = await world.start(lifetime=864_000)
    await world.dispatcher.advance(loop.expires_ms - 1)
    assert (await world.loop()).ending is None
    await world.dispatcher.advance(loop.expires_ms)
    ended = await world.loop()
    assert json.loads(ended.ending)["failure_code"] == "Expired"
    assert ended.ended_ms == loop.expires_ms == loop.created_ms + 10 * DAY_MS
    assert await world.statuses() == ["expired"]


async def test_a_task_held_when_the_lifetime_ends_may_still_be_finished(world):
    loop = await world.start(task_count=2, lifetime=60, limit=120)
    ann = await world.worker()
    held = await world.claim(ann)
    await world.dispatcher.advance(loop.expires_ms)
    assert await world.statuses() == ["accepted", "expired"]
    await world.do(world.desk.submit, ann, held.assignment.id, {})
    assert json.loads((await world.loop()).ending)["status"] == "Completed"


async def test_a_lease_that_lapses_after_the_lifetime_expires_the_task(world):
    await world.start(lifetime=60, limit=120)
    ann = await world.worker()
    held = await world.claim(ann)
    await world.dispatcher.advance(held.assignment.deadline_ms)
    assert await world.statuses() == ["expired"]
    assert (await world.loop()).ended_ms == held.assignment.deadline_ms


async def test_a_stopped_loop_waits_for_the_worker_who_has_its_task(world):
    loop = await world.start(task_count=2)
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.pool.stop, loop)
    assert (await world.loop()).status == "Stopping"
    assert (await world.loop()).ending is None
    assert await world.statuses() == ["accepted", "withdrawn"]
    await world.do(world.desk.submit, ann, held.assignment.id, {})
    assert json.loads((await world.loop()).ending)["status"] == "Stopped"


async def test_who_leaves_a_stopping_loop_cannot_come_back(world):
    loop = await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(world.desk.pool.stop, loop)
    await world.do(world.desk.release, ann, held.assignment.id)
    assert await world.statuses() == ["withdrawn"]
    assert json.loads((await world.loop()).ending)["status"] == "Stopped"


async def test_a_loop_that_is_stopped_with_nobody_working_ends_at_once(world):
    loop = await world.start()
    await world.do(world.desk.pool.stop, loop)
    assert json.loads((await world.loop()).ending)["status"] == "Stopped"


async def test_overdue_deadlines_happen_in_their_order_at_their_own_instants(world):
    first = await world.start("first", lifetime=60)
    second = await world.start("second", lifetime=30)
    world.clock.move_to(world.clock.now_ms() + DAY_MS)
    await world.dispatcher.advance(world.clock.now_ms())
    ended = {row.name: row.ended_ms for row in (await world.loop("first"), await world.loop("second"))}
    assert ended == {"first": first.expires_ms, "second": second.expires_ms}
    assert (await world.facts())[-2:] == ["task-expired", "task-expired"]


async def test_until_idle_stops_when_nothing_more_can_happen(world):
    await world.start(lifetime=864_000)
    fired = await world.dispatcher.advance(None)
    assert (fired, await world.dispatcher.next_deadline_ms()) == (1, None)


async def test_effects_happen_between_two_deadlines(world):
    await world.start("one", lifetime=60)
    await world.start("two", lifetime=120)
    await world.dispatcher.advance(None)
    assert world.drained >= 3
