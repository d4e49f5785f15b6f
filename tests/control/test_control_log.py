"""Events and requests over the control API."""

import asyncio

import pytest


async def test_events_tell_what_happened_in_order(control):
    await control.start()
    await control.ask("POST", "/human-loops/loop/answers", {"answer": {"sentiment": {"label": "Good"}}}, 201)
    found = await control.ask("GET", "/events")
    assert [event["kind"] for event in found["events"]] == [
        "task-created",
        "worker-created",
        "task-accepted",
        "task-submitted",
        "output-written",
        "human-loop-completed",
    ]
    assert [event["seq"] for event in found["events"]] == list(range(1, 7))
    assert found["last"] == 6
    assert found["events"][0]["at"] == "2026-01-01T00:00:00.000Z"
    assert found["events"][0]["data"]["human_loop_name"] == "loop"


async def test_events_go_on_after_the_last_one_seen(control):
    await control.start(task_count=3)
    first = await control.ask("GET", "/events", limit=2)
    rest = await control.ask("GET", "/events", after=first["last"])
    assert [event["seq"] for event in rest["events"]] == [3]
    assert await control.ask("GET", "/events", after=rest["last"]) == {"events": [], "last": 3}


async def test_waiting_for_an_event_answers_when_it_comes(control):
    waiting = asyncio.create_task(control.ask("GET", "/events", after=0, wait=30))
    await control.ask("GET", "/health")
    assert not waiting.done()
    await control.start()
    assert [event["kind"] for event in (await waiting)["events"]] == ["task-created"]


async def test_waiting_ends_when_nothing_comes(control):
    assert await control.ask("GET", "/events", wait=0.01) == {"events": [], "last": 0}


@pytest.mark.parametrize("query", [{"after": -1}, {"after": 2**63}, {"limit": 0}, {"wait": 31}, {"wait": "nan"}])
async def test_a_question_for_events_that_makes_no_sense_is_refused(control, query):
    place, _ = await control.refused("GET", "/events", None, 400, **query)
    assert place == f"query.{next(iter(query))}"


async def test_requests_are_listed_newest_last(control):
    control.received.extend({"operation": f"Op{number}"} for number in range(3))
    assert [call["operation"] for call in (await control.ask("GET", "/requests"))["requests"]] == ["Op0", "Op1", "Op2"]
    assert (await control.ask("GET", "/requests", limit=1))["requests"] == [{"operation": "Op2"}]
