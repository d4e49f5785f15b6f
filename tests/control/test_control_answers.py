"""Answers over the control API: who gives them, and when none can be given."""

import asyncio

import pytest

from simulator.domain import json_values
from simulator.marketplace import people
from simulator.store import human_loops, tasks

GOOD = {"sentiment": {"label": "Good"}}
OTHER_TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/others"
PATH = "/human-loops/loop/answers"


async def hire(control, name, kind="browser", **more):
    await control.ask("POST", "/workers", {"name": name, "kind": kind, **more}, 201)


async def hold(control, name):
    """Let a browser worker take the next task; the lease's token."""

    def claim(uow):
        return control.context.desk.claim(uow, people.named(uow, name), control.context.clock.now_ms())

    return (await control.store.write(claim)).assignment.id


async def test_the_last_answer_completes_the_loop_and_its_output_is_there(control):
    await control.start()
    given = await control.ask("POST", PATH, {"answer": GOOD}, 201)
    assert (given["worker"], given["status"], given["answers"], given["task_count"]) == ("answers-1", "Completed", 1, 1)
    document = json_values.parse(control.objects.kept["s3://bucket/loop/output.json"].decode(), "output")
    assert document["humanAnswers"][0]["answerContent"] == GOOD


async def test_each_answer_comes_from_another_worker(control):
    await control.start(task_count=3)
    names = [(await control.ask("POST", PATH, {"answer": GOOD}, 201))["worker"] for _ in range(3)]
    assert names == ["answers-1", "answers-2", "answers-3"]


async def test_workers_made_for_answers_serve_the_next_loop_too(control):
    await control.start("one")
    await control.start("two")
    for name in ("one", "two"):
        await control.ask("POST", f"/human-loops/{name}/answers", {"answer": GOOD}, 201)
    assert [worker["name"] for worker in (await control.ask("GET", "/workers"))["workers"]] == ["answers-1"]


async def test_a_browser_worker_of_the_team_answers_before_a_new_one(control):
    await hire(control, "other", workteam=OTHER_TEAM)
    await hire(control, "ann")
    await control.start(task_count=2)
    assert (await control.ask("POST", PATH, {"answer": GOOD}, 201))["worker"] == "ann"
    assert (await control.ask("POST", PATH, {"answer": GOOD}, 201))["worker"] == "answers-1"


async def test_a_worker_at_work_is_passed_over(control):
    await hire(control, "ann")
    await control.start("first")
    await hold(control, "ann")
    await control.start()
    assert (await control.ask("POST", PATH, {"answer": GOOD}, 201))["worker"] == "answers-1"


async def test_a_simulated_worker_answers_only_when_named(control):
    await hire(control, "sim", "simulated")
    await control.start(task_count=2)
    assert (await control.ask("POST", PATH, {"answer": GOOD}, 201))["worker"] == "answers-1"
    assert (await control.ask("POST", PATH, {"answer": GOOD, "worker": "sim"}, 201))["worker"] == "sim"


async def test_a_named_worker_hands_in_the_task_it_holds(control):
    await hire(control, "ann")
    await control.start()
    token = await hold(control, "ann")
    await control.ask("POST", PATH, {"answer": GOOD, "worker": "ann"}, 201)
    assert (await control.store.read(lambda uow: tasks.assignment(uow, token))).status == "submitted"


async def test_a_named_worker_resumes_a_paused_task_to_hand_it_in(control):
    await hire(control, "ann")
    await control.start()
    token = await hold(control, "ann")
    await control.store.write(
        lambda uow: control.context.desk.pause(uow, people.named(uow, "ann"), token, control.context.clock.now_ms())
    )
    assert (await control.ask("POST", PATH, {"answer": GOOD, "worker": "ann"}, 201))["status"] == "Completed"


async def test_a_named_worker_who_may_not_is_told_why(control):
    await hire(control, "ann")
    await hire(control, "other", workteam=OTHER_TEAM)
    await control.start(task_count=3)
    _, message = await control.refused("POST", PATH, {"answer": GOOD, "worker": "other"}, 409)
    assert "'other'" in message
    assert "another work team" in message
    await control.ask("POST", PATH, {"answer": GOOD, "worker": "ann"}, 201)
    _, message = await control.refused("POST", PATH, {"answer": GOOD, "worker": "ann"}, 409)
    assert "worked on this item before" in message
    _, message = await control.refused("POST", PATH, {"answer": GOOD, "worker": "nobody"}, 404)
    assert "'nobody'" in message


async def test_a_refused_answer_leaves_nothing_behind(control):
    await control.start()
    await control.refused("POST", PATH, {"answer": {"sentiment": {"label": "Ugly"}}}, 400)
    assert (await control.ask("GET", "/workers"))["workers"] == []
    assert (await control.ask("GET", "/tasks"))["tasks"][0]["status"] == "available"


async def test_an_answer_that_the_form_cannot_give_is_refused_unless_unchecked(control):
    await control.start()
    odd = {"sentiment": {"label": "Ugly"}}
    place, message = await control.refused("POST", PATH, {"answer": odd}, 400)
    assert place == "body.answer"
    assert '"sentiment" has no choice "Ugly" (there are: Good, Bad).' in message
    assert (await control.ask("POST", PATH, {"answer": odd, "check": False}, 201))["status"] == "Completed"


async def test_an_ended_loop_takes_no_more_answers(control):
    await control.start()
    await control.ask("POST", PATH, {"answer": GOOD}, 201)
    _, message = await control.refused("POST", PATH, {"answer": GOOD}, 409)
    assert message == "The human loop 'loop' is Completed, so it takes no more answers."


async def test_a_loop_whose_output_is_being_written_takes_no_more_answers(control):
    control.objects.broken = "down"
    await control.start()
    await control.ask("POST", PATH, {"answer": GOOD}, 201)
    _, message = await control.refused("POST", PATH, {"answer": GOOD}, 409)
    assert "output document is being written" in message


async def test_a_loop_whose_tasks_are_all_held_says_by_whom(control):
    await hire(control, "ann")
    await control.start()
    await hold(control, "ann")
    _, message = await control.refused("POST", PATH, {"answer": GOOD}, 409)
    assert message == "The human loop 'loop' has no task left to take. Held by: ann."


async def test_a_stopping_loop_still_takes_the_answer_of_who_holds_a_task(control):
    await hire(control, "ann")
    await control.start(task_count=2)
    await hold(control, "ann")

    def stop(uow):
        loop = human_loops.named(uow, "loop")[0]
        control.context.desk.pool.stop(uow, loop, control.context.clock.now_ms())

    await control.store.write(stop)
    await control.refused("POST", PATH, {"answer": GOOD}, 409)
    assert (await control.ask("POST", PATH, {"answer": GOOD, "worker": "ann"}, 201))["status"] == "Stopped"


async def test_a_name_in_two_regions_must_be_picked(control):
    await control.start()
    await control.start(region="eu-west-1")
    await control.refused("POST", PATH, {"answer": GOOD}, 409)
    await control.ask("POST", PATH, {"answer": GOOD}, 201, region="eu-west-1")
    statuses = {loop["region"]: loop["status"] for loop in (await control.ask("GET", "/human-loops"))["human_loops"]}
    assert statuses == {"us-east-1": "InProgress", "eu-west-1": "Completed"}


async def test_answers_at_the_same_time_never_exceed_the_task_count(control):
    await control.start(task_count=2)
    body = json_values.dump({"answer": GOOD})
    calls = (control.client.post(f"/_simulator{PATH}", content=body) for _ in range(6))
    statuses = sorted(response.status_code for response in await asyncio.gather(*calls))
    assert statuses == [201, 201, 409, 409, 409, 409]


@pytest.mark.parametrize("body", [{}, {"answer": "Good"}, {"answer": GOOD, "by": "ann"}, {"answer": GOOD, "worker": 1}])
async def test_an_answer_that_cannot_be_read_is_refused(control, body):
    await control.start()
    place, _ = await control.refused("POST", PATH, body, 400)
    assert place in {"body.answer", "body.by", "body.worker"}


async def test_an_answer_nested_too_deeply_is_refused(control):
    await control.start()
    nested: object = 1
    for _ in range(80):
        nested = [nested]
    place, message = await control.refused("POST", PATH, {"answer": {"a": nested}}, 400)
    assert place == "body.answer"
    assert "nested" in message
