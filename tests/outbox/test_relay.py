"""What becomes of a loop whose output document cannot be written."""

import json

import pytest

from simulator.domain.human_loops import Ending, HumanLoopStatus
from simulator.entropy import Entropy
from simulator.outbox.object_store import ObjectStoreError
from simulator.outbox.output_writer import OutputWriter
from simulator.outbox.relay import Relay
from simulator.store import endings, human_loops, meta
from simulator.store.store import open_store

LOOP = {
    "account": "123456789012", "region": "us-east-1", "name": "loop", "arn": "arn:loop", "flow_arn": "arn:flow",
    "workteam_arn": "arn:team", "template_sha256": "", "title": "Title", "description": "What to do",
    "status": "InProgress", "task_count": 1, "time_limit_seconds": 60, "input_content": "{}",
    "output_uri": "s3://gone/output.json", "created_ms": 0, "available_until_ms": 1000, "expires_ms": 1000,
}  # fmt: skip


class Gone:
    """An object store whose bucket is gone, until it is there."""

    def __init__(self):
        self.bodies = []
        self.there = False

    async def put(self, _uri, body, _content_type, *, account, region, durable):
        if not self.there:
            raise ObjectStoreError("The specified bucket does not exist", retryable=False)
        self.bodies.append(json.loads(body))


@pytest.fixture
async def store():
    store = open_store("sqlite://")

    def work(uow):
        loop = human_loops.add(uow, LOOP)
        endings.decide(uow, loop, Ending(HumanLoopStatus.COMPLETED), 500)

    await store.write(work)
    yield store
    await store.close()


async def attempt(store, objects, limit):
    """Every attempt is made by a relay that knows of no back-off, as after a restart."""
    await Relay(store, OutputWriter(objects, Entropy(1)), limit).drain()
    return (await store.read(lambda uow: human_loops.named(uow, "loop")))[0]


async def test_the_loop_fails_with_internal_error_after_as_many_attempts_as_the_setting_allows(store):
    objects = Gone()
    statuses = [(await attempt(store, objects, 3)).status for _ in range(3)]
    assert statuses == ["InProgress", "InProgress", "Failed"]
    loop = (await store.read(lambda uow: human_loops.named(uow, "loop")))[0]
    assert loop.failure_code == "InternalError"
    assert loop.failure_reason == "The output could not be written: The specified bucket does not exist"
    kinds = [row.kind for row in await store.read(lambda uow: meta.facts_after(uow, 0, 100))]
    assert kinds == ["output-write-failed"] * 3 + ["human-loop-failed"]


async def test_without_a_limit_it_is_tried_until_the_bucket_is_there(store):
    objects = Gone()
    statuses = [(await attempt(store, objects, 0)).status for _ in range(20)]
    assert set(statuses) == {"InProgress"}
    objects.there = True
    assert (await attempt(store, objects, 0)).status == "Completed"
    assert objects.bodies[0]["humanLoopName"] == "loop"
