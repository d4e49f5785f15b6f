"""How workers come in, and what keeps others out."""

import pytest


async def test_a_link_signs_in_once_and_opens_the_named_task(site):
    await site.worker()
    await site.start()
    token, task_id = await site.link(), await site.task_id()
    answer = await site.client.get("/portal/sign-in", params={"token": token, "task": task_id})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/portal/tasks/{task_id}")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/portal" in cookie
    again = await site.client.get("/portal/sign-in", params={"token": token})
    assert again.status_code == 403
    assert "used already" in again.text


async def test_name_and_password_sign_in_and_a_wrong_one_says_no_more_than_that(site):
    await site.worker(password="correct horse")
    fields = {"csrf": await site.proof("/portal/sign-in"), "name": "ann", "password": "wrong"}
    refused = await site.client.post("/portal/sign-in", data=fields)
    unknown = await site.client.post("/portal/sign-in", data=fields | {"name": "nobody"})
    assert refused.status_code == unknown.status_code == 403
    assert "The name or the password is not right." in refused.text
    assert "The name or the password is not right." in unknown.text
    answer = await site.client.post("/portal/sign-in", data=fields | {"password": "correct horse"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/portal")
    assert "Hello, ann" in (await site.client.get("/portal")).text


async def test_who_signs_out_is_out(site):
    await site.worker()
    await site.sign_in()
    await site.client.post("/portal/sign-out", data={"csrf": await site.proof()})
    answer = await site.client.get("/portal")
    assert (answer.status_code, answer.headers["location"]) == (303, "/portal/sign-in")


async def test_a_signed_out_worker_comes_back_to_the_task(site):
    await site.start()
    task_id = await site.task_id()
    answer = await site.client.get(f"/portal/tasks/{task_id}")
    assert answer.headers["location"] == f"/portal/sign-in?task={task_id}"


async def test_a_script_that_is_signed_out_is_told_so_in_json(site):
    answer = await site.client.get("/portal/tasks/x/state", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "You are signed out. Sign in to go on."


async def test_a_form_without_its_proof_changes_nothing(site):
    await site.worker()
    await site.start()
    await site.sign_in()
    for fields in ({"csrf": ""}, {"csrf": "0" * 64}):
        answer = await site.client.post("/portal/start", data=fields)
        assert answer.status_code == 403
    assert (await site.state(await site.task_id()))["state"] == "offered"


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.test"}]
)
async def test_a_page_of_another_origin_changes_nothing_even_with_the_proof(site, headers):
    await site.worker()
    await site.start()
    await site.sign_in()
    answer = await site.client.post("/portal/start", data={"csrf": await site.proof()}, headers=headers)
    assert answer.status_code == 403
    assert "another origin" in answer.text


async def test_an_unknown_parameter_is_refused_by_name(site):
    answer = await site.client.get("/portal/sign-in?tokn=1")
    assert answer.status_code == 400
    assert "query.tokn is not known. Did you mean &#39;token&#39;?" in answer.text


async def test_a_form_that_is_too_long_or_no_form_is_refused(site):
    long = await site.client.post("/portal/sign-in", data={"name": "x" * 70_000})
    assert (long.status_code, "longer than 65536 bytes" in long.text) == (413, True)
    other = await site.client.post("/portal/sign-in", json={})
    assert (other.status_code, "A form is expected" in other.text) == (400, True)


async def test_the_sign_in_page_names_no_worker(site):
    await site.worker("secret-name")
    assert "secret-name" not in (await site.client.get("/portal/sign-in")).text
