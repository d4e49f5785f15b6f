"""The portal of the whole simulator: who comes in, who sees a task, and whose answer counts."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("path", ["/portal", "/portal/tasks/any"])
async def test_a_signed_out_visitor_is_sent_to_sign_in(whole, path):
    answer = await whole.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/portal/sign-in")


async def test_a_session_that_is_made_up_is_sent_to_sign_in(whole):
    browser = whole.browser()
    browser.client.cookies.set("a2i_session", "made-up", path="/portal")
    assert (await browser.get("/portal")).headers["location"] == "/portal/sign-in"


async def test_a_one_time_link_works_once_and_is_then_refused_with_a_page_that_offers_the_form(whole):
    link, first, second = await whole.link("ann"), whole.browser(), whole.browser()
    assert (await first.get(link)).headers["location"] == "/portal"
    assert "Hello, ann" in (await first.get("/portal")).text
    refused = await second.get(link)
    assert refused.status_code == 403
    assert "used already" in refused.text
    assert '<form method="post" action="/portal/sign-in"' in refused.text
    assert "set-cookie" not in refused.headers or "a2i_session" not in refused.headers["set-cookie"]
    assert (await second.get("/portal")).status_code == 303


async def test_a_link_that_was_never_made_is_refused(whole):
    answer = await whole.browser().get("/portal/sign-in?token=made-up")
    assert (answer.status_code, 'role="alert"' in answer.text) == (403, True)


async def test_a_wrong_password_is_refused_and_the_right_one_opens_the_portal(whole):
    await whole.control("/workers", name="pam", password="right one")
    browser = whole.browser()
    sign_in = "/portal/sign-in"
    for password in ("wrong one", ""):
        refused = await browser.send(sign_in, sign_in, name="pam", password=password)
        assert (refused.status_code, "The name or the password is not right." in refused.text) == (403, True)
        assert (await browser.get("/portal")).status_code == 303
    assert (await browser.send(sign_in, sign_in, name="pam", password="right one")).headers["location"] == "/portal"
    assert "Hello, pam" in (await browser.get("/portal")).text


async def test_a_link_never_leads_to_another_site(whole):
    token = (await whole.link("ann")).partition("token=")[2]
    answer = await whole.browser().get("/portal/sign-in", params={"token": token, "task": "//evil.test/x"})
    assert answer.headers["location"] == "/portal/tasks/%2F%2Fevil.test%2Fx"


@pytest.mark.parametrize("path", ["/portal/start", "/portal/sign-in", "/portal/sign-out", "/console/workers"])
async def test_a_form_without_its_proof_is_refused(whole, path):
    browser = await whole.signed_in()
    answer = await browser.post(path, data={"name": "eve"})
    assert answer.status_code == 403
    assert "Reload it and try again." in answer.text
    assert "Hello, ann" in (await browser.get("/portal")).text
    assert "eve" not in (await browser.get("/console/workers")).text


@pytest.mark.parametrize("move", ["release", "decline", "pause", "resume", "submit"])
async def test_nothing_is_done_to_a_task_without_the_proof(whole, move):
    await whole.loop("loop")
    ann = await whole.signed_in()
    task_id, lease = await ann.take()
    sent = {"json": {"answers": [{"word": "x"}], "lease": lease}} if move == "submit" else {"data": {"lease": lease}}
    assert (await ann.post(f"/portal/tasks/{task_id}/{move}", **sent)).status_code == 403
    assert (await ann.get(f"/portal/tasks/{task_id}/state")).json()["state"] == "working"


async def test_the_proof_of_one_worker_is_none_for_another(whole):
    await whole.loop("loop")
    ann, bob = await whole.signed_in(), await whole.signed_in("bob")
    assert (await bob.post("/portal/start", data={"csrf": await ann.proof()})).status_code == 403


async def test_the_frame_is_served_to_the_holder_of_the_lease_only_and_in_a_sandbox(whole):
    await whole.loop("loop", {"text": "for the holder's eyes"})
    ann, bob = await whole.signed_in(), await whole.signed_in("bob")
    task_id, lease = await ann.take()
    address = f"/portal/tasks/{task_id}/frame"
    frame = await ann.get(address)
    assert (frame.status_code, "for the holder" in frame.text) == (200, True)
    for browser, status in ((bob, 403), (whole.browser(), 401)):
        refused = await browser.get(address)
        assert (refused.status_code, "for the holder" in refused.text) == (status, False)
        assert refused.headers["content-security-policy"].startswith("sandbox")
    await ann.send(f"/portal/tasks/{task_id}/release", lease=lease)
    assert (await ann.get(address)).status_code == 403


async def test_the_sandbox_of_the_frame_leaves_it_no_origin_and_no_way_out(whole):
    await whole.loop("loop")
    ann = await whole.signed_in()
    task_id, _lease = await ann.take()
    policy = (await ann.get(f"/portal/tasks/{task_id}/frame")).headers["content-security-policy"]
    sandbox = next(part.split() for part in policy.split(";") if part.split()[0] == "sandbox")
    assert "allow-scripts" in sandbox
    assert not {"allow-same-origin", "allow-top-navigation", "allow-top-navigation-by-user-activation"} & set(sandbox)


async def test_a_hostile_input_is_text_in_the_frame(whole):
    await whole.loop("loop", {"text": "<script>alert(1)</script>"})
    ann = await whole.signed_in()
    task_id, _lease = await ann.take()
    frame = (await ann.get(f"/portal/tasks/{task_id}/frame")).text
    assert ("<script>alert(1)" in frame, "&lt;script&gt;alert(1)" in frame) == (False, True)


async def test_a_hostile_title_is_text_on_board_and_task(whole):
    await whole.flow("hostile", title='"><script>alert(1)</script>')
    await whole.loop("loop", flow="hostile")
    ann = await whole.signed_in()
    board = (await ann.get("/portal")).text
    task_id, _lease = await ann.take()
    for page in (board, (await ann.get("/portal")).text, (await ann.get(f"/portal/tasks/{task_id}")).text):
        assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


async def test_another_worker_cannot_submit_with_somebody_elses_lease(whole):
    await whole.loop("loop")
    ann, bob = await whole.signed_in(), await whole.signed_in("bob")
    task_id, lease = await ann.take()
    stolen = await bob.submit(task_id, lease, "stolen")
    assert (stolen.status_code, "Another worker holds" in stolen.json()["error"]["message"]) == (403, True)
    for move in ("release", "decline", "pause"):
        assert (await bob.send(f"/portal/tasks/{task_id}/{move}", lease=lease)).status_code == 403
    assert (await ann.submit(task_id, lease)).json()["state"] == "submitted"


async def test_a_lease_that_was_made_up_submits_nothing(whole):
    await whole.loop("loop")
    ann = await whole.signed_in()
    task_id, _lease = await ann.take()
    answer = await ann.submit(task_id, "made-up")
    assert 400 <= answer.status_code < 500
    assert (await ann.get(f"/portal/tasks/{task_id}/state")).json()["state"] == "working"


async def test_submitting_after_the_time_limit_answers_with_the_reason(whole):
    await whole.loop("loop")
    ann = await whole.signed_in()
    task_id, lease = await ann.take()
    await whole.control("/clock/advance", seconds=300)
    answer = await ann.submit(task_id, lease)
    assert answer.status_code == 409
    assert "time limit" in answer.json()["error"]["message"]
    assert "The time for this task ran out" in (await ann.get(f"/portal/tasks/{task_id}")).text


async def test_an_answer_counts_once(whole):
    await whole.loop("loop")
    ann = await whole.signed_in()
    task_id, lease = await ann.take()
    assert (await ann.submit(task_id, lease, "first")).status_code == 200
    again = await ann.submit(task_id, lease, "second")
    assert (again.status_code, again.json()["error"]["message"] != "") == (409, True)
    found = (await whole.nobody.get("/_simulator/human-loops/loop")).json()["answers"]
    assert [each["answer"] for each in found] == [{"word": "first"}]


@pytest.mark.parametrize("path", ["/portal/nowhere", "/portal/tasks", "/portal/tasks/unknown"])
async def test_an_unknown_page_or_task_is_a_friendly_page(whole, path):
    ann = await whole.signed_in()
    answer = await ann.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert 'href="/portal"' in answer.text


async def test_stopping_a_loop_lets_its_worker_finish_and_withdraws_what_nobody_holds(whole):
    """A2I_FACTS, StopHumanLoop [D]: somebody working keeps the loop Stopping; nobody working ends it at once."""
    for name in ("held", "free"):
        await whole.loop(name)
    ann = await whole.signed_in()
    free = (await whole.nobody.get("/_simulator/tasks?human_loop_name=free")).json()["tasks"][0]["id"]
    held = (await whole.nobody.get("/_simulator/tasks?human_loop_name=held")).json()["tasks"][0]["id"]
    await ann.send("/portal/start", task=held)
    lease = (await ann.get(f"/portal/tasks/{held}/state")).json()["lease"]
    for name in ("held", "free"):
        await whole.stop(name)
    page = await ann.get(f"/portal/tasks/{free}")
    assert (page.status_code, "This task was withdrawn" in page.text) == (410, True)
    assert (await ann.submit(held, lease)).json()["state"] == "submitted"


@pytest.mark.parametrize("query", ["?notice=unknown", "?page=2"])
async def test_a_wrong_parameter_is_refused_with_a_sentence(whole, query):
    answer = await (await whole.signed_in()).get(f"/portal{query}")
    assert (answer.status_code, "This request cannot be read" in answer.text) == (400, True)
    assert query[1:].partition("=")[0] in answer.text


async def test_a_method_that_a_page_does_not_know_is_no_fault(whole):
    ann = await whole.signed_in()
    for answer in (await ann.client.delete("/portal"), await ann.get("/portal/start")):
        assert answer.status_code in {404, 405}
        assert "Traceback" not in answer.text
