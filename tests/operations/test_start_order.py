"""Human loops begin in the order in which they were asked for, also before their flow definition was ever read."""

import asyncio

from simulator.operations.start import Starter
from tools.in_process import in_process

FORM = "<crowd-form><crowd-input name='word'></crowd-input></crowd-form>"


async def test_loops_that_are_started_at_once_wait_for_one_reading_of_their_flow_and_keep_their_order(monkeypatch):
    read, load = [], Starter._load
    monkeypatch.setattr(Starter, "_load", lambda self, uow, arn: read.append(arn) or load(self, uow, arn))
    names = [f"loop-{number}" for number in range(40)]
    async with in_process() as app:
        await app.prepare()
        await app.flow("reviews", FORM)
        await asyncio.gather(*(app.start(name, "reviews", {}) for name in names))
        events = await app.events()
    started = [event["data"]["human_loop_name"] for event in events if event["kind"] == "human-loop-started"]
    assert started == names
    assert len(read) == 1
