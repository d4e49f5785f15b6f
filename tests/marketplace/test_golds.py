"""Gold questions: what is scored, when, and what follows."""

import pytest

from simulator.domain.admission import Block
from simulator.domain.errors import Conflict, Invalid, NotFound
from simulator.domain.human_loops import Rules
from simulator.marketplace import gates, golds, standings
from simulator.marketplace.golds import NewGold
from simulator.store import admission, answers

FLOW = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/flow"


async def mark(world, rules=None, **wanted):
    return await world.do(golds.mark, NewGold(**wanted), rules=rules or world.desk.pool.rules)


async def said_of(world, worker):
    found = await world.store.read(lambda uow: standings.statistics(uow, worker.id))
    return found["gold_answers"], found["gold_right"], found["accuracy"]


async def test_an_answer_to_a_gold_question_is_scored_as_it_comes(world):
    await mark(world, name="first", answer={"label": "x"}, human_loop_name="one")
    for name in ("one", "two"):
        await world.start(name, task_count=2, flow_arn=FLOW)
    ann, bob = await world.worker("ann"), await world.worker("bob")
    await world.answer(ann, {"label": "x", "comment": "sure"})
    await world.answer(bob, {"label": "y"})
    assert await said_of(world, ann) == (1, 1, 1.0)
    assert await said_of(world, bob) == (1, 0, 0.0)
    assert (await world.facts()).count("gold-answered") == 2
    await world.answer(ann, {"label": "z"})
    assert await said_of(world, ann) == (1, 1, 1.0)


async def test_marking_scores_the_answers_so_far_and_unmarking_forgets_them(world):
    await world.start("one", flow_arn=FLOW, input_content='{"text":"hello"}')
    ann = await world.worker("ann")
    await world.answer(ann, {"label": "x"})
    await mark(world, name="hello", answer={"label": "y"}, flow_arn=FLOW, input={"text": "hello"})
    assert await said_of(world, ann) == (1, 0, 0.0)
    await mark(world, name="hello", answer={"label": "x"}, flow_arn=FLOW, input={"text": "hello"})
    assert await said_of(world, ann) == (1, 1, 1.0)
    assert (await world.store.read(answers.gold_counts))["hello"] == (1, 1)
    await mark(world, name="hello", answer={"label": "x"}, flow_arn=FLOW, input={"text": "another"})
    assert await said_of(world, ann) == (0, 0, None)
    await world.do(golds.unmark, "hello", rules=Rules())
    with pytest.raises(NotFound, match="no gold question called 'hello'"):
        await world.do(golds.unmark, "hello", rules=Rules())


async def test_a_worker_who_falls_short_is_blocked_from_the_flow_after_enough_questions(world):
    world.play_by(gold_minimum_accuracy=0.5, gold_minimum_answers=3)
    await mark(world, name="all", answer={"label": "x"}, flow_arn=FLOW)
    for number in range(4):
        await world.start(f"loop-{number}", flow_arn=FLOW)
    await world.start("elsewhere", flow_arn="arn:other", lifetime=7200)
    ann = await world.worker()
    for label in ("y", "x", "y"):
        assert await world.store.read(lambda uow: admission.blocks_of(uow, ann.id)) == []
        await world.answer(ann, {"label": label})
    block = (await world.store.read(lambda uow: admission.blocks_of(uow, ann.id)))[0]
    assert (block.scope, block.cause, block.reason) == (
        FLOW, "gold", "1 of 3 gold questions were answered rightly.",
    )  # fmt: skip
    assert (await world.claim(ann)).loop.name == "elsewhere"


async def test_by_default_nobody_is_blocked(world):
    await mark(world, name="all", answer={"label": "x"}, flow_arn=FLOW)
    for number in range(7):
        await world.start(f"loop-{number}", flow_arn=FLOW)
    ann = await world.worker()
    for _ in range(6):
        await world.answer(ann, {})
    assert await said_of(world, ann) == (6, 0, 0.0)
    await world.claim(ann)
    with pytest.raises(Conflict, match="You already have a task"):
        await world.claim(ann)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"answer": {"a": 1}}, "give one of the two"),
        ({"answer": {"a": 1}, "human_loop_name": "x", "flow_arn": FLOW}, "give one of the two"),
        ({"answer": {}, "human_loop_name": "x"}, "must have at least one field"),
    ],
)
async def test_a_gold_question_is_one_thing_and_has_an_answer(world, wanted, sentence):
    with pytest.raises(Invalid, match=sentence):
        await mark(world, name="wrong", **wanted)


async def test_a_block_by_an_operator_stays_the_operators(world):
    world.play_by(gold_minimum_accuracy=0.5, gold_minimum_answers=1)
    await mark(world, name="all", answer={"label": "x"}, flow_arn=FLOW)
    await world.start("one", flow_arn=FLOW)
    ann = await world.worker()
    held = await world.claim(ann)
    await world.do(gates.block, ann.id, ann.name, Block(FLOW, "Rude."), gates.BY_OPERATOR)
    await world.do(world.desk.submit, ann, held.assignment.id, {"label": "y"})
    kept = await world.store.read(lambda uow: admission.blocks_of(uow, ann.id))
    assert [(block.cause, block.reason) for block in kept] == [("operator", "Rude.")]
