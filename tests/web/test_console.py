"""The console: what it shows, and that its forms do what they say."""

import pytest

from simulator.domain.workforce import WorkerKind

LOOP = "/console/human-loops/123456789012/us-east-1"


async def answered(site, name="loop"):
    """A loop that ann answered."""
    await site.worker()
    await site.start(name)
    await site.sign_in()
    task_id = await site.take()
    await site.submit(task_id, (await site.state(task_id))["lease"], [{"word": "splendid"}])
    await site.advance(0)


async def test_an_empty_console_says_how_to_begin(site):
    assert "AWS_ENDPOINT_URL=http://simulator.test" in (await site.client.get("/console")).text


async def test_the_overview_counts_and_names_outputs_that_fail(site):
    site.objects.broken = "the bucket is gone"
    await answered(site)
    await site.start("second")
    page = (await site.client.get("/console")).text
    assert "1 failing" in page
    assert "the bucket is gone" in page
    assert "In progress" in page


async def test_a_loop_shows_input_answers_output_and_what_happened(site):
    await answered(site)
    page = (await site.client.get(f"{LOOP}/loop")).text
    for shown in ("Completed", "splendid", "lovely", "s3://bucket/loop/output.json", "Task accepted", "by ann"):
        assert shown in page
    assert "<b>lovely" not in page
    pretty = await site.client.get(f"{LOOP}/loop/output")
    assert '\n  "humanLoopName": "loop"' in pretty.text
    raw = await site.client.get(f"{LOOP}/loop/output.json")
    assert raw.json()["humanAnswers"][0]["answerContent"] == {"word": "splendid"}


async def test_an_output_that_is_not_there_is_said_to_be_missing(site):
    await site.start()
    answer = await site.client.get(f"{LOOP}/loop/output")
    assert (answer.status_code, answer.text) == (502, "there is no s3://bucket/loop/output.json")
    assert (await site.client.get(f"{LOOP}/loop/output.json")).status_code == 404
    assert (await site.client.get(f"{LOOP}/other")).status_code == 404


async def test_loops_are_found_by_status_and_name_page_by_page(site):
    for number in range(30):
        await site.start(f"review-{number:02d}")
    page = (await site.client.get("/console/human-loops")).text
    assert ("review-29" in page, "review-04" in page) == (True, False)
    older = page.split('href="/console/human-loops?before=')[1].split('"')[0]
    assert "review-04" in (await site.client.get(f"/console/human-loops?before={older}")).text
    found = (await site.client.get("/console/human-loops?q=W-07&status=InProgress")).text
    assert ("review-07" in found, "review-08" in found) == (True, False)
    assert "No such human loop" in (await site.client.get("/console/human-loops?status=Failed")).text


@pytest.mark.parametrize("query", ["status=Done", "before=x", "before=0", "nothing=1"])
async def test_a_wrong_parameter_is_named(site, query):
    answer = await site.client.get(f"/console/human-loops?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.text


async def test_a_worker_is_created_and_the_portal_opens_as_that_worker(site):
    proof = await site.proof("/console/workers")
    fields = {"csrf": proof, "name": "zoë & co", "kind": "browser", "workteam": "", "password": ""}
    created = await site.client.post("/console/workers", data=fields)
    assert created.status_code == 303
    page = (await site.client.get(created.headers["location"])).text
    assert "zoë &amp; co is there." in page
    opened = await site.client.post("/console/workers/zo%C3%AB%20&%20co/portal", data={"csrf": proof})
    assert opened.status_code == 303
    await site.client.get(opened.headers["location"])
    assert "Hello, zoë &amp; co" in (await site.client.get("/portal")).text


async def test_a_simulated_worker_gets_its_profile_and_a_wrong_one_is_refused_with_the_form_as_it_was(site):
    await site.proof("/console/workers")
    fields = {
        "csrf": await site.proof("/console/workers"),
        "name": "sim",
        "kind": WorkerKind.SIMULATED.value,
        "reaction_seconds_low": "1",
        "reaction_seconds_high": "2",
        "work_seconds_low": "9",
        "work_seconds_high": "3",
        "skill": "0.5",
    }
    refused = await site.client.post("/console/workers", data=fields)
    assert refused.status_code == 400
    assert "profile.work_seconds must be seconds, or two numbers" in refused.text
    assert 'value="sim"' in refused.text
    unread = await site.client.post("/console/workers", data=fields | {"skill": "high"})
    assert "Skill must be a number." in unread.text
    made = await site.client.post("/console/workers", data=fields | {"work_seconds_high": "30"})
    assert made.status_code == 303


async def test_a_simulated_worker_has_no_portal(site):
    await site.worker("sim", kind=WorkerKind.SIMULATED)
    proof = await site.proof("/console/workers")
    answer = await site.client.post("/console/workers/sim/portal", data={"csrf": proof})
    assert (answer.status_code, "never signs in" in answer.text) == (409, True)


async def test_console_forms_need_their_proof(site):
    answer = await site.client.post("/console/workers", data={"name": "x"})
    assert answer.status_code == 403


async def test_documents_are_listed_and_shown_with_a_preview_in_its_sandbox(site, document):
    await site.start()
    await document(site, "human-task-ui", "sentiment", {"ContentSha256": "hash"})
    await document(site, "workteam", "reviewers", {"Description": "People"})
    config = {
        "TaskTitle": "Judge",
        "TaskCount": 1,
        "HumanTaskUiArn": "arn:x/sentiment",
        "WorkteamArn": "arn:x/reviewers",
    }
    body = {"HumanLoopConfig": config, "OutputConfig": {"S3OutputPath": "s3://b/"}, "TemplateSha256": "hash"}
    await document(site, "flow-definition", "reviews", body)
    for section, name in (("task-uis", "sentiment"), ("work-teams", "reviewers"), ("flow-definitions", "reviews")):
        assert name in (await site.client.get(f"/console/{section}")).text
        page = await site.client.get(f"/console/{section}/123456789012/us-east-1/{name}")
        assert page.status_code == 200, page.text
    address = "/console/task-uis/123456789012/us-east-1/sentiment/preview"
    preview = await site.client.get(address)
    assert preview.headers["content-security-policy"].startswith("sandbox")
    assert "&lt;b&gt;lovely" in preview.text
    proof = await site.proof("/console/workers")
    given = await site.client.post(address, data={"csrf": proof, "input": '{"text": "other"}'})
    assert "<p>other</p>" in given.text
    wrong = await site.client.post(address, data={"csrf": proof, "input": "{"})
    assert (wrong.status_code, "The sample input must be valid JSON" in wrong.text) == (400, True)


async def test_the_journal_shows_errors_by_themselves(site):
    entry = {"at_ms": 0, "service": "sagemaker", "operation": "ListWorkteams", "account": "1", "region": "r"}
    entry |= {"method": "POST", "path": "/", "status": 200, "error_code": None, "request_id": "q"}
    site.received += [entry, entry | {"operation": "CreateWorkteam", "status": 400, "error_code": "ResourceInUse"}]
    everything = (await site.client.get("/console/requests")).text
    assert everything.index("CreateWorkteam") < everything.index("ListWorkteams")
    errors = (await site.client.get("/console/requests?errors=true&service=sagemaker")).text
    assert ("ResourceInUse" in errors, "ListWorkteams" in errors) == (True, False)
