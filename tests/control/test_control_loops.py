"""Human loops, tasks and truths over the control API."""

import pytest

from simulator.domain import json_values
from simulator.store import workers

GOOD = {"sentiment": {"label": "Good"}}


async def test_a_task_is_listed_with_its_loop_and_portal_url(control):
    await control.start()
    task = (await control.ask("GET", "/tasks"))["tasks"][0]
    assert (task["human_loop_name"], task["status"], task["worker"], task["lease"]) == ("loop", "available", None, None)
    assert task["available_until"] == "2026-01-01T01:00:00.000Z"
    assert task["portal_url"] == f"http://simulator.test/portal/tasks/{task['id']}"


async def test_a_held_task_shows_its_lease(control):
    await control.start()
    await control.ask(
        "POST", "/workers", {"name": "sim", "kind": "simulated", "profile": {"work_seconds": [90, 90]}}, 201
    )
    await control.ask("POST", "/clock/advance", {"seconds": 60})
    task = (await control.ask("GET", "/tasks", worker="sim", status="accepted"))["tasks"][0]
    assert task["worker"] == "sim"
    assert task["lease"] == {
        "accepted_at": "2026-01-01T00:00:00.000Z",
        "deadline": "2026-01-01T00:10:00.000Z",
        "seconds_left": 540,
    }
    assert (await control.ask("GET", "/workers"))["workers"][0]["working_on"] == task["id"]


async def test_tasks_are_filtered_and_come_in_pages(control):
    await control.start("one", task_count=3)
    await control.start("two", task_count=2)
    first = await control.ask("GET", "/tasks", limit=2)
    second = await control.ask("GET", "/tasks", limit=2, after=first["next"])
    third = await control.ask("GET", "/tasks", limit=2, after=second["next"])
    names = [task["human_loop_name"] for page in (first, second, third) for task in page["tasks"]]
    assert names == ["one", "one", "one", "two", "two"]
    assert third["next"] is None
    assert len((await control.ask("GET", "/tasks", human_loop_name="two"))["tasks"]) == 2
    assert (await control.ask("GET", "/tasks", status="submitted"))["tasks"] == []


@pytest.mark.parametrize("path, near", [("/tasks", "available"), ("/human-loops", "InProgress")])
async def test_a_status_that_nothing_can_have_is_refused(control, path, near):
    place, message = await control.refused("GET", path, None, 400, status=near[:-1])
    assert place == "query.status"
    assert f"Did you mean '{near}'?" in message


async def test_loops_are_listed_by_status_in_pages(control):
    for name in ("a", "b", "c"):
        await control.start(name)
    await control.ask("POST", "/human-loops/b/answers", {"answer": GOOD}, 201)
    running = await control.ask("GET", "/human-loops", status="InProgress")
    assert [loop["name"] for loop in running["human_loops"]] == ["a", "c"]
    page = await control.ask("GET", "/human-loops", limit=2)
    rest = await control.ask("GET", "/human-loops", limit=2, after=page["next"])
    assert [loop["name"] for loop in page["human_loops"] + rest["human_loops"]] == ["a", "b", "c"]


async def test_one_loop_shows_input_tasks_answers_and_output(control):
    await control.start(task_count=2)
    await control.ask("POST", "/human-loops/loop/answers", {"answer": GOOD}, 201)
    loop = await control.ask("GET", "/human-loops/loop")
    assert loop["input_content"] == {"text": "lovely"}
    assert [task["status"] for task in loop["tasks"]] == ["submitted", "available"]
    assert [(answer["worker"], answer["answer"]) for answer in loop["answers"]] == [("answers-1", GOOD)]
    assert (loop["status"], loop["pending_output"]) == ("InProgress", None)
    assert loop["output_uri"] == "s3://bucket/loop/output.json"


async def test_a_loop_whose_output_cannot_be_written_says_why(control):
    control.objects.broken = "The bucket 'bucket' does not exist."
    await control.start()
    await control.ask("POST", "/human-loops/loop/answers", {"answer": GOOD}, 201)
    pending = (await control.ask("GET", "/human-loops/loop"))["pending_output"]
    assert (pending["becomes"], pending["attempts"]) == ("Completed", 1)
    assert pending["error"] == "The bucket 'bucket' does not exist."


async def test_an_unknown_loop_is_not_found(control):
    _, message = await control.refused("GET", "/human-loops/nowhere", None, 404)
    assert "'nowhere'" in message
    await control.start()
    _, message = await control.refused("GET", "/human-loops/loop", None, 404, region="eu-west-1")
    assert "in region eu-west-1" in message


async def test_a_name_in_two_regions_must_be_picked(control):
    await control.start()
    await control.start(region="eu-west-1")
    _, message = await control.refused("GET", "/human-loops/loop", None, 409)
    assert "?account=123456789012&region=us-east-1" in message
    assert "?account=123456789012&region=eu-west-1" in message
    picked = await control.ask("GET", "/human-loops/loop", region="eu-west-1")
    assert picked["region"] == "eu-west-1"


async def test_a_truth_may_come_before_its_loop(control):
    await control.ask("PUT", "/human-loops/later/truth", {"answer": {"a": 1}})
    await control.ask("PUT", "/human-loops/later/truth", {"answer": GOOD})
    kept = await control.store.read(lambda uow: workers.truth(uow, "later"))
    assert json_values.parse(kept, "truth") == GOOD
    await control.start("later")
    assert (await control.ask("GET", "/human-loops/later"))["truth"] == GOOD


@pytest.mark.parametrize(
    "name, body, place",
    [("loop", {}, "body.answer"), ("loop", {"answer": [1]}, "body.answer"), ("x" * 64, {"answer": {}}, "path.name")],
)
async def test_a_truth_that_is_none_is_refused(control, name, body, place):
    found, _ = await control.refused("PUT", f"/human-loops/{name}/truth", body, 400)
    assert found == place
