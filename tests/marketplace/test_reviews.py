"""Approvals, rejections and money."""

import pytest

from simulator.domain.errors import IllegalMove, Invalid, NotFound
from simulator.domain.reviews import EntryKind, Verdict
from simulator.marketplace import reviews, standings
from simulator.store import ledger

DAY_MS = 24 * 3600 * 1000


async def judge(world, answer_id, verdict, reason=None):
    def work(uow):
        reviews.judge(uow, reviews.answer(uow, answer_id), verdict, world.clock.now_ms(), reason)

    await world.store.write(work)


async def review_of(world, answer_id):
    return (await world.store.read(lambda uow: reviews.answer(uow, answer_id))).review


async def earned(world, worker):
    return await world.store.read(lambda uow: standings.earnings(uow, worker.id))


async def test_an_approved_answer_earns_its_reward_once(world):
    await world.start(reward_tenths=36)
    ann = await world.worker()
    answer_id = await world.answer(ann, {})
    assert (await earned(world, ann))["pending_usd"] == "0.036"
    await judge(world, answer_id, Verdict.APPROVE)
    money = await earned(world, ann)
    assert (money["rewards_usd"], money["total_usd"], money["pending_usd"]) == ("0.036", "0.036", "0.000")
    with pytest.raises(IllegalMove, match="An answer that is approved cannot be approved"):
        await judge(world, answer_id, Verdict.APPROVE)
    assert len(await world.store.read(lambda uow: ledger.page(uow, ann.id, 10, None))) == 1


async def test_a_rejected_answer_earns_nothing_until_it_is_approved_after_all(world):
    await world.start(reward_tenths=36)
    ann = await world.worker()
    answer_id = await world.answer(ann, {})
    await judge(world, answer_id, Verdict.REJECT, "Left empty.")
    await world.dispatcher.advance(world.clock.now_ms() + 60 * DAY_MS)
    money = await earned(world, ann)
    assert (money["total_usd"], money["pending_usd"]) == ("0.000", "0.000")
    await judge(world, answer_id, Verdict.APPROVE, "It was right.")
    assert (await earned(world, ann))["total_usd"] == "0.036"
    with pytest.raises(IllegalMove, match="Book an adjustment to take money back"):
        await judge(world, answer_id, Verdict.REJECT, "Changed my mind.")


async def test_an_answer_approves_itself_to_the_millisecond_after_the_delay(world):
    world.play_by(auto_approval_seconds=100)
    await world.start(reward_tenths=12)
    ann = await world.worker()
    answer_id = await world.answer(ann, {})
    await world.dispatcher.advance(world.clock.now_ms() + 99_999)
    assert await review_of(world, answer_id) == "pending"
    await world.dispatcher.advance(world.clock.now_ms() + 1)
    assert await review_of(world, answer_id) == "approved"
    assert (await world.facts())[-2:] == ["answer-approved", "ledger-entry-added"]


async def test_the_end_of_all_work_does_not_wait_for_approvals(world):
    await world.start(reward_tenths=12)
    ann = await world.worker()
    await world.answer(ann, {})
    before = world.clock.now_ms()
    await world.dispatcher.advance(None)
    assert world.clock.now_ms() - before < 2 * 3600 * 1000
    assert await world.dispatcher.next_deadline_ms() == before + 30 * DAY_MS


async def test_without_a_reward_an_answer_waits_for_a_review_for_ever(world):
    await world.start()
    answer_id = await world.answer(await world.worker(), {})
    await world.dispatcher.advance(world.clock.now_ms() + 365 * DAY_MS)
    assert await review_of(world, answer_id) == "pending"


async def test_deleting_a_loop_pays_what_waits_and_the_ledger_outlives_it(world):
    loop = await world.start(reward_tenths=36)
    ann = await world.worker()
    await world.answer(ann, {})
    await world.do(world.desk.pool.remove, loop)
    assert (await earned(world, ann))["total_usd"] == "0.036"
    entry = (await world.store.read(lambda uow: ledger.page(uow, ann.id, 10, None)))[0]
    assert (entry.human_loop_name, entry.kind) == ("loop", "reward")


async def test_deleting_an_open_loop_withdraws_its_tasks(world):
    loop = await world.start(task_count=2)
    await world.do(world.desk.pool.remove, loop)
    assert (await world.facts())[-3:] == ["task-withdrawn", "task-withdrawn", "human-loop-deleted"]


async def test_bonuses_and_adjustments_are_entries_of_their_own(world):
    await world.start()
    ann, bob = await world.worker("ann"), await world.worker("bob")
    answer_id = await world.answer(ann, {})
    await world.do(reviews.pay_bonus, ann, bonus=reviews.Bonus(500, "Well done.", answer_id))
    await world.do(reviews.adjust, ann, -120, "Paid too much.")
    sums = await world.store.read(lambda uow: ledger.sums(uow, ann.id))
    assert sums == {EntryKind.REWARD: 0, EntryKind.BONUS: 500, EntryKind.ADJUSTMENT: -120}
    assert await world.store.read(lambda uow: ledger.balances(uow, [ann.id, bob.id])) == {ann.id: 380, bob.id: 0}
    with pytest.raises(Invalid, match="is not one of 'bob'"):
        await world.do(reviews.pay_bonus, bob, bonus=reviews.Bonus(500, "Well done.", answer_id))
    with pytest.raises(Invalid, match="must be more than nothing"):
        await world.do(reviews.pay_bonus, ann, bonus=reviews.Bonus(0, "Well done."))
    with pytest.raises(NotFound, match="There is no answer with the id 'gone'"):
        await world.do(reviews.pay_bonus, ann, bonus=reviews.Bonus(1, "Well done.", "gone"))
    with pytest.raises(Invalid, match="A reason has 1 to 1024 characters"):
        await world.do(reviews.adjust, ann, 1, " ")


async def test_what_a_worker_did_is_counted_and_timed(world):
    for name in ("one", "two", "three", "four"):
        await world.start(name)
    ann = await world.worker()
    for seconds in (10, 20, 60):
        held = await world.claim(ann)
        world.clock.move_to(world.clock.now_ms() + seconds * 1000 - (seconds == 60))
        await world.do(world.desk.submit, ann, held.assignment.id, {})
    await world.do(world.desk.decline, ann, (await world.claim(ann)).assignment.id)
    said = await world.store.read(lambda uow: standings.statistics(uow, ann.id))
    assert (said["answers"], said["declined"], said["pending"]) == (3, 1, 3)
    assert (said["mean_seconds"], said["median_seconds"], said["accuracy"]) == (29.999667, 20.0, None)
