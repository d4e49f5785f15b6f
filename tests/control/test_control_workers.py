"""Workers over the control API."""

import pytest

from simulator.marketplace import people
from simulator.outbox.output_writer import OutputWriter


async def test_a_new_worker_is_listed_without_a_trace_of_the_password(control):
    created = await control.ask("POST", "/workers", {"name": "ann", "kind": "browser", "password": "open sesame"}, 201)
    assert created["has_password"] is True
    response = await control.client.get("/_simulator/workers")
    assert [worker["name"] for worker in response.json()["workers"]] == ["ann"]
    for secret in ("sesame", "hash", "$"):
        assert secret not in response.text.replace("has_password", "")


async def test_a_simulated_worker_shows_its_profile_and_next_act(control):
    profile = {"reaction_seconds": [1, 2], "work_seconds": [3, 4], "skill": 0.5}
    await control.ask("POST", "/workers", {"name": "sim", "kind": "simulated", "profile": profile}, 201)
    worker = (await control.ask("GET", "/workers"))["workers"][0]
    assert worker["profile"] == profile
    assert worker["next_act"] == "2026-01-01T00:00:00.000Z"


async def test_a_taken_name_conflicts(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    _, message = await control.refused("POST", "/workers", {"name": "ann"}, 409)
    assert message == "There is a worker called 'ann' already."


async def test_an_unknown_work_team_and_a_bad_profile_are_refused(control):
    _, message = await control.refused("POST", "/workers", {"name": "ann", "workteam": "nowhere"}, 400)
    assert "CreateWorkteam" in message
    bad = {"name": "sim", "kind": "simulated", "profile": {"skill": 2}}
    _, message = await control.refused("POST", "/workers", bad, 400)
    assert "profile.skill" in message
    assert (await control.ask("GET", "/workers"))["workers"] == []


async def test_the_worker_id_is_that_of_the_output_document(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    loop = await control.start()
    answer = {"answer": {"sentiment": {"label": "Good"}}, "worker": "ann"}
    await control.ask("POST", "/human-loops/loop/answers", answer, 201)
    writer = OutputWriter(control.objects, control.context.entropy)
    prepared = await control.store.read(lambda uow: writer.prepare(uow, loop.id))
    worker = (await control.ask("GET", "/workers"))["workers"][0]
    assert f'"workerId":"{worker["worker_id"]}"' in prepared.body.decode()


async def test_workers_come_in_pages(control):
    for number in range(5):
        await control.ask("POST", "/workers", {"name": f"w{number}"}, 201)
    first = await control.ask("GET", "/workers", limit=3)
    rest = await control.ask("GET", "/workers", limit=3, after=first["next"])
    assert [worker["name"] for worker in first["workers"] + rest["workers"]] == ["w0", "w1", "w2", "w3", "w4"]
    assert rest["next"] is None


async def test_a_sign_in_link_signs_that_worker_in_once(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    url = (await control.ask("POST", "/workers/ann/sign-in"))["url"]
    link, _, token = url.partition("?token=")
    assert link == "http://simulator.test/portal/sign-in"
    session = await control.store.write(lambda uow: people.follow_link(uow, token, 0))
    worker = await control.store.read(lambda uow: people.signed_in(uow, session, 0))
    assert worker.name == "ann"


async def test_a_sign_in_link_can_open_a_task(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    await control.start()
    task = (await control.ask("GET", "/tasks"))["tasks"][0]["id"]
    url = (await control.ask("POST", "/workers/ann/sign-in", {"task": task}))["url"]
    assert url.endswith(f"&task={task}")


@pytest.mark.parametrize(
    "name, body, status, said",
    [
        ("nobody", {}, 404, "There is no worker called 'nobody'"),
        ("sim", {}, 409, "simulated worker, who never signs in"),
        ("ann", {"task": "gone"}, 404, "there is no task 'gone'"),
        ("ann", {"task": 5}, 400, "must be a text"),
    ],
)
async def test_a_sign_in_that_cannot_be_is_refused(control, name, body, status, said):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    await control.ask("POST", "/workers", {"name": "sim", "kind": "simulated"}, 201)
    _, message = await control.refused("POST", f"/workers/{name}/sign-in", body, status)
    assert said in message
