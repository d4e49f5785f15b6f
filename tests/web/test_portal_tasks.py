"""The board and the tasks: what a worker sees and may do, in every state."""

import pytest

OTHERS = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/others"


@pytest.fixture
async def signed_in(site):
    """Ann, signed in."""
    await site.worker()
    await site.sign_in()
    return site


async def test_the_board_says_how_long_there_is_and_how_long_it_stays(signed_in):
    await signed_in.start("one", time_limit_seconds=90)
    page = (await signed_in.client.get("/portal")).text
    assert "Title of one" in page
    assert "<dd>1 min 30 s</dd>" in page
    assert ">1 h</time>" in page


async def test_a_title_cannot_bring_markup(signed_in):
    await signed_in.start("one", title="<script>alert(1)</script>")
    page = (await signed_in.client.get("/portal")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_an_empty_board_says_why(signed_in):
    assert "No human loop is waiting for your team" in (await signed_in.client.get("/portal")).text
    await signed_in.start("one", task_count=2)
    first = await signed_in.take()
    await signed_in.submit(first, (await signed_in.state(first))["lease"], [{"word": "x"}])
    await signed_in.start("two")
    await signed_in.worker("bob")
    async with signed_in.visitor() as bob:
        await signed_in.sign_in("bob", bob)
        second = await signed_in.task_id("two")
        proof = await signed_in.proof(client=bob)
        await bob.post("/portal/start", data={"csrf": proof, "task": second})
    page = (await signed_in.client.get("/portal")).text
    assert "1 task is available to others." in page
    assert "1 task is in progress with other workers." in page
    assert "You have done everything there was for you: 1 task so far." in page


async def test_taking_the_next_task_takes_the_most_urgent(signed_in):
    await signed_in.start("later")
    await signed_in.start("soon", available_until_ms=signed_in.context.clock.now_ms() + 60_000)
    assert await signed_in.take() == await signed_in.task_id("soon")


async def test_a_second_task_cannot_be_taken_while_one_is_in_hand(signed_in):
    await signed_in.start("one")
    await signed_in.start("two")
    await signed_in.take()
    answer = await signed_in.client.post("/portal/start", data={"csrf": await signed_in.proof()})
    assert answer.status_code == 409
    assert "You already have a task" in answer.text


async def test_an_answer_is_kept_as_one_object(signed_in):
    await signed_in.start()
    task_id = await signed_in.take()
    lease = (await signed_in.state(task_id))["lease"]
    answer = await signed_in.submit(task_id, lease, [{"word": "yes"}, {"more": 1}])
    assert (answer.status_code, answer.json()["state"], answer.json()["more"]) == (200, "submitted", False)
    await signed_in.advance(0)
    assert b'"answerContent":{"more":1,"word":"yes"}' in signed_in.objects.kept["s3://bucket/loop/output.json"]
    assert "You submitted this task" in (await signed_in.client.get(f"/portal/tasks/{task_id}")).text


@pytest.mark.parametrize(
    ("answers", "says"),
    [("text", "it is a text"), ([], "empty list"), ([1], "it is a number"), (None, "it is null")],
)
async def test_an_answer_that_is_none_is_refused_with_a_reason(signed_in, answers, says):
    await signed_in.start()
    task_id = await signed_in.take()
    answer = await signed_in.submit(task_id, (await signed_in.state(task_id))["lease"], answers)
    assert answer.status_code == 400
    assert says in answer.json()["error"]["message"]
    assert (await signed_in.state(task_id))["state"] == "working"


async def test_an_answer_beyond_the_limit_is_refused(signed_in):
    await signed_in.start()
    task_id = await signed_in.take()
    answer = await signed_in.submit(task_id, (await signed_in.state(task_id))["lease"], [{"word": "x" * 300_000}])
    assert answer.status_code == 413


async def test_a_lease_of_another_task_or_worker_is_refused(signed_in):
    await signed_in.start("one")
    await signed_in.start("two")
    task_id = await signed_in.take()
    lease = (await signed_in.state(task_id))["lease"]
    other = await signed_in.submit(await signed_in.task_id("two"), lease, [{"word": "x"}])
    assert (other.status_code, "belongs to another task" in other.text) == (409, True)
    await signed_in.worker("bob")
    await signed_in.sign_in("bob")
    foreign = await signed_in.submit(task_id, lease, [{"word": "x"}])
    assert (foreign.status_code, "Another worker holds" in foreign.text) == (403, True)


async def test_a_submission_without_the_proof_is_refused(signed_in):
    await signed_in.start()
    task_id = await signed_in.take()
    lease = (await signed_in.state(task_id))["lease"]
    answer = await signed_in.submit(task_id, lease, [{"word": "x"}], **{"x-csrf-token": "no"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("move", "state"), [("release", "offered"), ("decline", "declined"), ("pause", "paused")])
async def test_a_move_leads_back_to_the_board_with_a_word_about_it(signed_in, move, state):
    await signed_in.start()
    task_id = await signed_in.take()
    answer = await signed_in.move(task_id, move, (await signed_in.state(task_id))["lease"])
    assert (answer.status_code, answer.headers["location"]) == (303, f"/portal?notice={move}")
    assert (await signed_in.state(task_id))["state"] == state
    assert "data-passing" in (await signed_in.client.get(f"/portal?notice={move}")).text


async def test_a_paused_task_is_on_the_board_and_resumes(signed_in):
    await signed_in.start()
    task_id = await signed_in.take()
    lease = (await signed_in.state(task_id))["lease"]
    await signed_in.move(task_id, "pause", lease)
    await signed_in.advance(60)
    assert ">4:00</time> left" in (await signed_in.client.get("/portal")).text
    assert "Resume task" in (await signed_in.client.get(f"/portal/tasks/{task_id}")).text
    answer = await signed_in.move(task_id, "resume", lease)
    assert answer.headers["location"] == f"/portal/tasks/{task_id}"
    assert (await signed_in.state(task_id))["state"] == "working"


async def test_a_lapsed_lease_can_do_nothing_more(signed_in):
    await signed_in.start()
    task_id = await signed_in.take()
    lease = (await signed_in.state(task_id))["lease"]
    await signed_in.advance(300)
    assert (await signed_in.state(task_id))["state"] == "lapsed"
    answer = await signed_in.submit(task_id, lease, [{"word": "late"}])
    assert (answer.status_code, "time limit" in answer.json()["error"]["message"]) == (409, True)
    assert "The time for this task ran out" in (await signed_in.client.get(f"/portal/tasks/{task_id}")).text


async def test_the_countdown_is_the_simulators(signed_in):
    await signed_in.start()
    task_id = await signed_in.take()
    await signed_in.advance(42)
    page = (await signed_in.client.get(f"/portal/tasks/{task_id}")).text
    assert "<strong data-used>0:42</strong> of 5 min" in page
    assert f'data-now="{signed_in.context.clock.now_ms()}" data-speed="0.0"' in page


async def test_every_wrong_state_has_a_page_of_its_own(signed_in):
    now_ms = signed_in.context.clock.now_ms()
    await signed_in.start("other")
    await signed_in.start("brief", available_until_ms=now_ms + 1000, expires_ms=now_ms + 1000)
    await signed_in.worker("lena", workteam=OTHERS)
    async with signed_in.visitor() as lena:
        await signed_in.sign_in("lena", lena)
        page = await lena.get(f"/portal/tasks/{await signed_in.task_id('other')}")
        assert (page.status_code, "belongs to another team" in page.text) == (403, True)
    await signed_in.advance(2)
    page = await signed_in.client.get(f"/portal/tasks/{await signed_in.task_id('brief')}")
    assert (page.status_code, "This task has expired" in page.text) == (410, True)
    page = await signed_in.client.get("/portal/tasks/unknown")
    assert (page.status_code, "There is no such task" in page.text) == (404, True)
    await signed_in.worker("bob")
    async with signed_in.visitor() as bob:
        await signed_in.sign_in("bob", bob)
        await bob.post("/portal/start", data={"csrf": await signed_in.proof(client=bob)})
    page = await signed_in.client.get(f"/portal/tasks/{await signed_in.task_id('other')}")
    assert (page.status_code, "Another worker has this task" in page.text) == (409, True)


async def test_an_unknown_notice_is_refused(signed_in):
    answer = await signed_in.client.get("/portal?notice=relase")
    assert (answer.status_code, "release" in answer.text) == (400, True)
