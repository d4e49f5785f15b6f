"""What the writer remembers is what the database says: it forgets by topic, by row, and whenever a unit is undone."""

import pytest

from simulator.domain.admission import Block
from simulator.domain.errors import Invalid
from simulator.store import admission, answering, drafts, human_loops, tables, workers
from simulator.store.memory import LOOPS, TOPICS, Memory
from simulator.store.store import open_store

WORKER = {
    "name": "ann", "kind": "simulated", "in_every_team": True, "takes_adult_content": True, "profile": "{}",
    "sub": "s", "created_ms": 0, "wake_ms": None,
}  # fmt: skip


def loop(name, **values):
    texts = dict.fromkeys(
        ("account", "region", "flow_arn", "workteam_arn", "template_sha256", "title", "description", "output_uri"), "x"
    )
    numbers = {"task_count": 1, "time_limit_seconds": 1, "created_ms": 0, "available_until_ms": 9, "expires_ms": 9}
    own = {"name": name, "arn": name, "status": "InProgress", "input_content": "{}", "content_classifiers": None}
    return {**texts, **numbers, **own, "reward_tenths": 0, "for_adults": False, **values}


@pytest.fixture
async def store(tmp_path):
    kept = open_store(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    yield kept
    await kept.close()


@pytest.fixture
def asked(monkeypatch):
    """The topics and keys that were not remembered, in order."""
    seen = []
    get = Memory.get
    monkeypatch.setattr(
        Memory, "get", lambda self, topic, key, make: get(self, topic, key, lambda: seen.append((topic, key)) or make())
    )
    return seen


async def test_a_loop_is_read_once_until_it_changes_and_others_stay_known(store, asked):
    first, second = [
        (await store.write(lambda uow, name=name: human_loops.add(uow, loop(name)))).id for name in ("a", "b")
    ]
    for _ in range(3):
        await store.write(lambda uow: [human_loops.by_id(uow, each) for each in (first, second)])
    assert asked == [(LOOPS, first), (LOOPS, second)]
    await store.write(lambda uow: human_loops.change(uow, first, status="Stopping"))
    found = await store.write(lambda uow: [human_loops.by_id(uow, each).status for each in (first, second)])
    assert found == ["Stopping", "InProgress"]
    assert asked == [(LOOPS, first), (LOOPS, second), (LOOPS, first)]


async def test_a_loop_that_was_removed_is_not_there(store):
    key = (await store.write(lambda uow: human_loops.add(uow, loop("a")))).id
    await store.write(lambda uow: human_loops.by_id(uow, key))
    await store.write(lambda uow: human_loops.remove(uow, key))
    assert await store.write(lambda uow: human_loops.find_by_id(uow, key)) is None


async def test_what_a_unit_saw_that_was_undone_is_forgotten(store):
    key = (await store.write(lambda uow: human_loops.add(uow, loop("a")))).id

    def change_and_fail(uow):
        human_loops.change(uow, key, status="Stopping")
        assert human_loops.by_id(uow, key).status == "Stopping"
        message = "no"
        raise Invalid(message)

    with pytest.raises(Invalid):
        await store.write(change_and_fail)
    assert (await store.write(lambda uow: human_loops.by_id(uow, key))).status == "InProgress"


async def test_a_loop_with_a_large_input_is_not_kept_in_memory(store, asked):
    key = (await store.write(lambda uow: human_loops.add(uow, loop("a", input_content="x" * 65_537)))).id
    for _ in range(2):
        await store.write(lambda uow: human_loops.by_id(uow, key))
    assert asked == [(LOOPS, key)] * 2


async def test_a_reset_leaves_nothing_remembered(store):
    key = (await store.write(lambda uow: human_loops.add(uow, loop("a")))).id
    await store.write(lambda uow: human_loops.by_id(uow, key))
    await store.clear()
    assert await store.write(lambda uow: human_loops.find_by_id(uow, key)) is None


async def test_who_a_worker_is_follows_what_is_changed_of_it(store):
    key = await store.write(lambda uow: workers.add(uow, WORKER))
    assert (await store.write(lambda uow: workers.who(uow, key))).takes_adult_content is True
    await store.write(lambda uow: workers.change(uow, key, takes_adult_content=False))
    assert (await store.write(lambda uow: workers.who(uow, key))).takes_adult_content is False


async def test_what_bars_a_worker_follows_blocks_teams_and_scores(store):
    key = await store.write(lambda uow: workers.add(uow, WORKER))

    def barred(uow):
        return admission.of_worker(uow, workers.who(uow, key)).why_not("team", "flow", for_adults=False) is not None

    assert await store.write(barred) is False
    await store.write(lambda uow: admission.block(uow, key, Block("flow", "why"), "operator", 0))
    assert await store.write(barred) is True
    await store.write(lambda uow: admission.unblock(uow, key, "flow"))
    assert await store.write(barred) is False


async def test_the_first_truth_rule_and_draft_are_seen_after_there_were_none(store):
    def seen(uow):
        return workers.truth(uow, "a"), len(answering.rules(uow))

    assert await store.write(seen) == (None, 0)
    await store.write(lambda uow: (workers.keep_truth(uow, "a", "{}"), answering.add_rule(uow, "{}")))
    assert await store.write(seen) == ("{}", 1)


async def test_a_draft_kept_after_others_were_dropped_in_vain_is_dropped_too(store):
    await store.write(lambda uow: drafts.drop(uow, "lease"))
    await store.write(_lease)
    await store.write(lambda uow: drafts.keep(uow, "lease", "{}", 0))
    await store.write(lambda uow: drafts.drop(uow, "lease"))
    assert await store.write(lambda uow: drafts.of(uow, "lease")) is None


def _lease(uow):
    worker_id, kept = workers.add(uow, WORKER), human_loops.add(uow, loop("a"))
    task = {"id": "task", "loop_id": kept.id, "ordinal": 0, "workteam_arn": "x", "status": "accepted"}
    uow.run(tables.tasks.insert(), {**task, "assignment_id": "lease", "created_ms": 0, "available_until_ms": 9})
    lease = {"id": "lease", "task_id": "task", "loop_id": kept.id, "worker_id": worker_id, "visit": 1}
    uow.run(tables.assignments.insert(), {**lease, "status": "working", "accepted_ms": 0, "active_ms": 0})


def test_a_topic_that_is_full_begins_anew():
    kept = Memory()
    for number in range(LOOPS.most + 1):
        kept.get(LOOPS, number, lambda: _Row("{}"))
    assert kept.get(LOOPS, LOOPS.most, lambda: None) is not None
    assert kept.get(LOOPS, 0, lambda: None) is None


def test_every_table_that_something_remembered_follows_from_belongs_to_one_topic():
    of_topics = [table for topic in TOPICS for table in topic.tables]
    assert len(of_topics) == len(set(of_topics))


class _Row:
    def __init__(self, input_content):
        self.input_content = input_content
