"""Who may take what, at the desk: offers, refusals, and the reasons of whoever gets nothing."""

from dataclasses import replace

import pytest

from simulator.domain.admission import EVERYTHING, Block, Comparator, Requirement
from simulator.domain.errors import Conflict, Invalid, NotFound
from simulator.marketplace import gates, people
from simulator.store import admission, tasks, workers

PREFIX = "arn:aws:sagemaker:us-east-1:123456789012:"
TEAM, OTHER, THIRD = (f"{PREFIX}workteam/private-crowd/{name}" for name in ("reviewers", "others", "third"))
PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
VENDOR = "arn:aws:sagemaker:us-east-1:888888888888:workteam/vendor-crowd/labels"
FLOW, HARD = f"{PREFIX}flow-definition/flow", f"{PREFIX}flow-definition/hard"


async def names(world, worker):
    fresh = await world.store.read(lambda uow: workers.by_id(uow, worker.id))
    return [row.name for row in await world.do(world.desk.browse, fresh)]


async def task_of(world, name):
    loop = await world.loop(name)
    return (await world.store.read(lambda uow: tasks.of_loop(uow, loop.id)))[0].id


async def test_a_member_of_several_teams_sees_the_tasks_of_all_in_one_fair_order(world):
    await world.start("third", team=THIRD, lifetime=10)
    await world.start("late", team=TEAM, lifetime=500)
    await world.start("soon", team=OTHER, lifetime=100)
    await world.start("middle", team=TEAM, lifetime=300)
    ann = await world.worker(teams=[TEAM, OTHER])
    assert await names(world, ann) == ["soon", "middle", "late"]
    assert [row.name for row in await world.do(world.desk.browse, ann, limit=2)] == ["soon", "middle"]


async def test_teams_can_be_changed_and_left(world):
    await world.start("one", team=TEAM)
    await world.start("two", team=OTHER)
    ann = await world.worker(team=TEAM)
    await world.do(people.join, ann, [OTHER])
    assert await names(world, ann) == ["two"]
    await world.do(people.join, ann, None)
    assert await names(world, ann) == ["one", "two"]
    await world.do(people.join, ann, [])
    assert await names(world, ann) == []
    with pytest.raises(Invalid, match="no work team is called 'nobodies'"):
        await world.do(people.join, ann, ["nobodies"])


async def test_vendor_and_public_teams_have_members_as_private_ones_have(world):
    await world.start("vendor", team=VENDOR)
    await world.start("public", team=PUBLIC)
    vera, paul = await world.worker("vera", team=VENDOR), await world.worker("paul", team=PUBLIC)
    assert await names(world, vera) == ["vendor"]
    assert await names(world, paul) == ["public"]


@pytest.mark.parametrize("scope", [TEAM, FLOW, EVERYTHING])
async def test_a_blocked_worker_is_offered_nothing_of_the_scope_and_told_why(world, scope):
    await world.start("easy", flow_arn=FLOW)
    await world.start("hard", flow_arn=HARD)
    ann = await world.worker()
    await world.do(gates.block, ann.id, "ann", wanted=Block(scope, "Too hasty."), cause="operator")
    assert await names(world, ann) == (["hard"] if scope == FLOW else [])
    with pytest.raises(Conflict, match=r"You are blocked from .*: Too hasty\."):
        await world.claim(ann, await task_of(world, "easy"))
    await world.do(gates.unblock, ann, scope)
    assert await names(world, ann) == ["easy", "hard"]
    with pytest.raises(NotFound, match="is not blocked"):
        await world.do(gates.unblock, ann, scope)


async def test_a_block_lets_a_worker_finish_what_is_in_hand(world):
    await world.start()
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(gates.block, ann.id, "ann", wanted=Block(EVERYTHING, "Enough."), cause="operator")
    await world.do(world.desk.submit, ann, held.assignment.id, {})
    assert await world.statuses() == ["submitted"]


async def test_a_requirement_keeps_out_whoever_lacks_the_score_until_it_is_given(world):
    await world.start("easy", flow_arn=FLOW)
    await world.start("hard", flow_arn=HARD)
    ann, tim = await world.worker("ann"), await world.worker("tim", simulated=True)
    asked = Requirement(HARD, "medical", Comparator.GREATER_THAN_OR_EQUAL_TO, (80,))
    await world.do(gates.require, asked)
    await world.do(gates.qualify, ann, "medical", 79)
    assert await names(world, ann) == ["easy"]
    with pytest.raises(Conflict, match="need a score of at least 80 in the qualification 'medical'"):
        await world.claim(ann, await task_of(world, "hard"))
    await world.dispatcher.advance(world.clock.now_ms() + 60_000)
    assert await world.statuses("hard") == ["available"]
    await world.do(gates.qualify, ann, "medical", 80)
    assert await names(world, ann) == ["hard"]
    await world.do(gates.qualify, tim, "medical", 90)
    await world.dispatcher.advance(world.clock.now_ms() + 5_000)
    assert await world.statuses("hard") == ["submitted"]
    await world.do(gates.drop_requirement, HARD, "medical")
    with pytest.raises(NotFound, match="does not ask for"):
        await world.do(gates.drop_requirement, HARD, "medical")


async def test_adult_content_is_for_workers_who_accept_it(world):
    await world.start("adult", for_adults=True)
    await world.start("plain")
    ann, bob = await world.worker("ann", adult=False), await world.worker("bob")
    assert await names(world, ann) == ["plain"]
    assert await names(world, bob) == ["adult", "plain"]
    with pytest.raises(Conflict, match="may show adult content"):
        await world.claim(ann, await task_of(world, "adult"))
    await world.do(people.accept_adult_content, ann, accepts=True)
    assert await names(world, ann) == ["adult", "plain"]


async def test_a_worker_may_work_on_as_many_tasks_as_the_rule_says(world):
    world.play_by(tasks_per_worker=2)
    for name in ("one", "two", "three"):
        await world.start(name)
    ann = await world.worker()
    first = await world.claim(ann)
    await world.claim(ann)
    with pytest.raises(Conflict, match="You already have 2 tasks"):
        await world.claim(ann)
    await world.do(world.desk.pause, ann, first.assignment.id)
    assert (await world.claim(ann)).loop.name == "three"


async def test_whoever_asks_for_a_task_in_vain_is_told_why(world):
    await world.start("met", task_count=2)
    await world.start("foreign", team=OTHER)
    await world.start("hard", flow_arn=HARD)
    await world.do(gates.require, Requirement(HARD, "medical", Comparator.EXISTS))
    ann = await world.worker()
    await world.answer(ann, {})
    with pytest.raises(Conflict) as told:
        await world.claim(ann)
    assert told.value.message == (
        "There is no task for you at the moment. "
        "1 task is available to others. These tasks need the qualification 'medical'. "
        "1 task is available to others. You have worked on this item before; another worker must do this task. "
        "1 task is available to other work teams."
    )


async def test_why_not_is_nothing_for_a_task_that_may_be_taken(world):
    loop = await world.start()
    ann = await world.worker()
    task = (await world.store.read(lambda uow: tasks.of_loop(uow, loop.id)))[0]
    assert await world.do(world.desk.why_not, ann, task) is None


async def test_what_bars_a_worker_is_read_in_one_query_and_what_is_offered_in_another(world):
    from sqlalchemy import event

    for number in range(20):
        await world.start(f"loop-{number}", task_count=3, flow_arn=FLOW)
    await world.do(gates.require, Requirement(FLOW, "medical", Comparator.DOES_NOT_EXIST))
    ann = await world.worker(teams=[TEAM, OTHER])
    seen = []

    def look(uow):
        event.listen(uow.connection, "before_cursor_execute", lambda *args: seen.append(args[2]))
        return world.desk.browse(uow, ann, world.clock.now_ms(), 100)

    assert len(await world.store.write(look)) == 20
    assert len(seen) == 2


async def test_qualifications_and_scopes_have_names_that_can_be_told(world):
    ann = await world.worker()
    for name in ("", "a/b", "x" * 65):
        with pytest.raises(Invalid, match="A qualification's name has 1 to 64 characters and no '/'"):
            await world.do(gates.qualify, ann, name, 1)
    with pytest.raises(Invalid, match="A score is a whole number from"):
        await world.do(gates.qualify, ann, "medical", 2**31)
    assert await world.store.read(lambda uow: admission.scores(uow, ann.id)) == []
    with pytest.raises(Invalid, match="'nothing' should name a flow definition or work team"):
        await world.store.read(lambda uow: gates.scope_arn(uow, "nothing"))
    assert await world.store.read(lambda uow: gates.scope_arn(uow, VENDOR)) == VENDOR


def test_rules_out_of_range_are_refused():
    from simulator.domain.human_loops import Rules

    with pytest.raises(Invalid, match="tasks_per_worker must be at least 1"):
        replace(Rules(), tasks_per_worker=0)
    with pytest.raises(Invalid, match="gold_minimum_accuracy must be a number from 0 to 1"):
        Rules(gold_minimum_accuracy=1.5)
