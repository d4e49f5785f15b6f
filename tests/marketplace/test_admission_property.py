"""What the store's one query offers is what the rules of the domain allow, in the fair order, whatever the rules."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.domain.admission import EVERYTHING, Block, Comparator, Requirement
from simulator.domain.errors import Conflict
from simulator.domain.human_loops import Rules
from simulator.entropy import Entropy
from simulator.marketplace import people
from simulator.marketplace.desk import Desk
from simulator.marketplace.pool import Pool
from simulator.store import admission, human_loops, tasks, workers

PREFIX = "arn:aws:sagemaker:us-east-1:123456789012:"
TEAMS = tuple(f"{PREFIX}workteam/private-crowd/{letter}" for letter in "abc")
FLOWS = tuple(f"{PREFIX}flow-definition/{letter}" for letter in "ab")
NOW = 1_000
loops = st.lists(
    st.builds(
        SimpleNamespace,
        team=st.sampled_from(TEAMS),
        flow=st.sampled_from(FLOWS),
        adult=st.booleans(),
        lifetime=st.integers(1, 4),
        met=st.booleans(),
    ),
    max_size=8,
)
blocks = st.sets(st.sampled_from([*TEAMS, *FLOWS]), max_size=2) | st.just({EVERYTHING})
cases = st.builds(
    SimpleNamespace,
    loops=loops,
    teams=st.none() | st.sets(st.sampled_from(TEAMS)),
    blocks=blocks,
    asked=st.dictionaries(st.sampled_from([*TEAMS, *FLOWS]), st.sampled_from(list(Comparator)[:6]), max_size=2),
    score=st.none() | st.integers(4, 6),
    adult=st.booleans(),
)


class Undo(Exception):
    """Ends a unit of work without a trace; carries what was found in it."""


@given(case=cases)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_offers_are_what_the_rules_allow_in_the_fair_order(world, case):
    desk = Desk(Pool(Entropy(1), Rules(tasks_per_worker=99)))
    with pytest.raises(Undo) as undone:
        await world.store.write(lambda uow: _look(uow, desk, case))
    offered, refused, told = undone.value.args
    allowed = [loop for loop in case.loops if not loop.met and _may_take(case, loop)]
    fair = sorted(allowed, key=lambda loop: (loop.lifetime, loop.number))
    assert offered == [loop.name for loop in fair]
    assert refused == {loop.name for loop in case.loops} - set(offered)
    assert bool(told) == bool(refused) or EVERYTHING in case.blocks


def _look(uow, desk, case):
    _build(uow, desk, case)
    raise Undo(*_ask(uow, desk))


def _may_take(case, loop):
    """The rules once more, in other words."""
    compare = {
        "LessThan": lambda score: score < 5, "LessThanOrEqualTo": lambda score: score <= 5,
        "GreaterThan": lambda score: score > 5, "GreaterThanOrEqualTo": lambda score: score >= 5,
        "EqualTo": lambda score: score == 5, "NotEqualTo": lambda score: score != 5,
    }  # fmt: skip
    scopes = {loop.team, loop.flow, EVERYTHING}
    unmet = [
        scope
        for scope, asked in case.asked.items()
        if scope in scopes and not (asked == "NotEqualTo" if case.score is None else compare[asked.value](case.score))
    ]
    in_team = case.teams is None or loop.team in case.teams
    return in_team and not unmet and not scopes & case.blocks and (case.adult or not loop.adult)


def _build(uow, desk, case):
    wanted = people.NewWorker("ann", takes_adult_content=True)
    ann = people.create(uow, Entropy(1), wanted, NOW)
    for number, loop in enumerate(case.loops):
        loop.number, loop.name = number, f"loop-{number}"
        desk.pool.offer(uow, human_loops.add(uow, _row(loop)), NOW)
        if loop.met:
            task = tasks.of_loop(uow, human_loops.named(uow, loop.name)[0].id)[0]
            desk.decline(uow, ann, desk.claim(uow, ann, NOW, task.id).assignment.id, NOW)
    people.accept_adult_content(uow, ann, NOW, accepts=case.adult)
    people.join(uow, ann, None if case.teams is None else sorted(case.teams), NOW)
    for scope in case.blocks:
        admission.block(uow, ann.id, Block(scope, "so"), "operator", NOW)
    for scope, comparator in case.asked.items():
        admission.require(uow, Requirement(scope, "skill", comparator, (5,)))
    if case.score is not None:
        admission.set_score(uow, ann.id, "skill", case.score, NOW)


def _ask(uow, desk):
    ann = workers.named(uow, "ann")
    offered = [row.name for row in desk.browse(uow, ann, NOW)]
    refused = set()
    told = desk.why_nothing(uow, ann, NOW)
    for task in [task for loop in _every_loop(uow) for task in tasks.of_loop(uow, loop.id)[1:2]]:
        try:
            desk.claim(uow, ann, NOW, task.id)
        except Conflict:
            refused.add(human_loops.by_id(uow, task.loop_id).name)
    return offered, refused, told


def _every_loop(uow):
    return [loop for number in range(8) for loop in human_loops.named(uow, f"loop-{number}")]


def _row(loop):
    until = NOW + loop.lifetime * 1000
    return {
        "account": "123456789012", "region": "us-east-1", "name": loop.name, "arn": f"arn:{loop.name}",
        "flow_arn": loop.flow, "workteam_arn": loop.team, "template_sha256": "", "title": "t", "description": "d",
        "status": "InProgress", "task_count": 3, "time_limit_seconds": 60, "input_content": "{}",
        "for_adults": loop.adult, "output_uri": "s3://b/o", "created_ms": NOW, "available_until_ms": until,
        "expires_ms": until,
    }  # fmt: skip
