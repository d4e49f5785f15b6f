"""The console of the whole simulator, and what every page and file of it carries."""

import posixpath
import re

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOOP = "/console/human-loops/123456789012/us-east-1"
FILES = {
    "/crowd-html-elements.js": "text/javascript",
    "/worker_ui/crowd/index.js": "text/javascript",
    "/worker_ui/crowd/form.js": "text/javascript",
    "/worker_ui/portal/work.js": "text/javascript",
    "/worker_ui/styles/tokens.css": "text/css",
    "/worker_ui/portal/icon.svg": "image/svg+xml",
}


@pytest.mark.parametrize(
    "path",
    [
        "/portal",
        "/portal/nowhere",
        "/portal/tasks/unknown",
        "/console",
        "/console/human-loops",
        f"{LOOP}/loop",
        f"{LOOP}/loop/output",
        "/console/workers",
        "/console/flow-definitions",
        "/console/flow-definitions/123456789012/us-east-1/reviews",
        "/console/task-uis/123456789012/us-east-1/reviews",
        "/console/work-teams/123456789012/us-east-1/team",
        "/console/requests",
        "/console/nowhere",
        "/console?wrong=1",
    ],
)
async def test_every_page_of_ours_carries_the_strict_headers(whole, path):
    await whole.loop("loop")
    headers = (await (await whole.signed_in()).get(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


async def test_a_redirect_to_sign_in_carries_the_strict_headers_too(whole):
    headers = (await whole.browser().get("/portal")).headers
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize(("path", "kind"), FILES.items())
async def test_a_file_may_be_read_from_every_origin_and_has_its_type(whole, path, kind):
    answer = await whole.nobody.get(path, headers={"origin": "null"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_every_module_that_the_crowd_elements_import_is_there(whole):
    seen, left = set(), ["/worker_ui/crowd/index.js"]
    while left:
        path = left.pop()
        answer = await whole.nobody.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["access-control-allow-origin"] == "*"
        seen.add(path)
        named = re.findall(r'^(?:import|export)\b[^;]*?["\'](\.\.?/[^"\']+)["\']', answer.text, re.MULTILINE)
        left += [found for name in named if (found := posixpath.normpath(f"{path}/../{name}")) not in seen]
    assert len(seen) > 10


async def test_loops_are_listed_and_filtered_by_status_name_and_flow(whole):
    await whole.flow("others")
    for name, flow in (("red-1", "reviews"), ("red-2", "reviews"), ("blue-1", "others")):
        await whole.loop(name, flow=flow)
    await whole.stop("red-2")
    await whole.control("/clock/advance", seconds=1)
    arn = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/others"
    wanted = {
        "": {"red-1", "red-2", "blue-1"},
        "?status=InProgress": {"red-1", "blue-1"},
        "?status=Stopped": {"red-2"},
        "?q=red": {"red-1", "red-2"},
        "?q=red&status=InProgress": {"red-1"},
        f"?flow={arn}": {"blue-1"},
        "?q=green": set(),
    }
    for query, names in wanted.items():
        page = (await whole.nobody.get(f"/console/human-loops{query}")).text
        assert set(re.findall(f'href="{LOOP}/([^"/]+)"', page)) == names, query


async def test_a_loop_is_shown_with_its_answer_and_its_output_document(whole):
    await whole.loop("loop", {"text": "Hello"})
    before = (await whole.nobody.get(f"{LOOP}/loop")).text
    assert ("Nobody has answered yet." in before, "output.json</a>" in before) == (True, False)
    ann = await whole.signed_in()
    await ann.submit(*await ann.take(), "splendid")
    await whole.control("/clock/advance", seconds=1)
    after = (await whole.nobody.get(f"{LOOP}/loop")).text
    for shown in ("Completed", "splendid", "Output written", f'href="{LOOP}/loop/output.json"'):
        assert shown in after
    document = (await whole.nobody.get(f"{LOOP}/loop/output.json")).json()
    assert document["humanAnswers"][0]["answerContent"] == {"word": "splendid"}
    assert document["inputContent"] == {"text": "Hello"}


async def test_a_loop_that_failed_before_it_had_tasks_says_so(whole):
    await whole.flow("broken", "<crowd-form>{{ 1 | divided_by: task.input.zero }}</crowd-form>")
    await whole.loop("loop", {"zero": 0}, flow="broken")
    page = (await whole.nobody.get(f"{LOOP}/loop")).text
    assert "the loop failed before a task could be offered" in page
    assert "Nobody answered." in page
    assert '<th scope="col">Lease</th>' not in page


@pytest.mark.parametrize(
    "path",
    [
        f"{LOOP}/absent",
        f"{LOOP}/absent/output.json",
        "/console/human-loops/1/nowhere/loop",
        "/console/flow-definitions/123456789012/us-east-1/absent",
        "/console/task-uis/123456789012/us-east-1/absent/preview",
        "/console/nowhere",
    ],
)
async def test_what_is_not_there_is_a_friendly_page(whole, path):
    answer = await whole.nobody.get(path)
    assert (answer.status_code, "There is nothing here" in answer.text) == (404, True)
    assert 'href="/console"' in answer.text


async def test_a_worker_is_created_and_the_portal_opens_as_that_worker(whole):
    operator, page = whole.browser(), "/console/workers"
    created = await operator.send(page, page, name="zoe", kind="browser")
    assert created.headers["location"] == "/console/workers?created=zoe"
    assert "zoe is there." in (await operator.get(created.headers["location"])).text
    link = await operator.send("/console/workers/zoe/portal", page)
    assert link.headers["location"].startswith("/portal/sign-in?token=")
    await operator.get(link.headers["location"])
    assert "Hello, zoe" in (await operator.get("/portal")).text
    assert (await whole.browser().get(link.headers["location"])).status_code == 403


@pytest.mark.parametrize("name", ["", "zoe", "<script>alert(1)</script>", "x" * 65])
async def test_a_worker_that_cannot_be_created_leaves_the_form_with_the_reason(whole, name):
    operator, page = whole.browser(), "/console/workers"
    await operator.send(page, page, name="zoe", kind="browser")
    answer = await operator.send(page, page, name=name, kind="browser")
    assert answer.status_code == 400
    assert 'class="notice is-danger" role="alert"' in answer.text
    assert "<script>alert" not in answer.text
    assert len((await whole.nobody.get("/_simulator/workers")).json()["workers"]) == 1


async def test_an_unknown_worker_has_no_portal(whole):
    answer = await whole.browser().send("/console/workers/nobody/portal", "/console/workers")
    assert (answer.status_code, "nobody" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/console?x=1", "query.x"),
        ("/console/human-loops?status=Running", "status"),
        ("/console/human-loops?before=yesterday", "before"),
        ("/console/human-loops?before=0", "before"),
        ("/console/human-loops?before=9223372036854775808", "before"),
        (f"/console/human-loops?q={'x' * 64}", "query.q"),
        ("/console/human-loops?stat=Failed", "Did you mean"),
        ("/console/workers?after=-1", "after"),
        ("/console/task-uis?before=%00", "before"),
        ("/console/requests?errors=perhaps", "errors"),
        (f"{LOOP}/loop?x=1", "query.x"),
    ],
)
async def test_a_wrong_parameter_is_refused_with_a_sentence_that_names_it(whole, path, names):
    await whole.loop("loop")
    answer = await whole.nobody.get(path)
    assert (answer.status_code, "This request cannot be read" in answer.text) == (400, True)
    assert names in answer.text


async def test_hostile_input_and_answers_are_text_on_every_page_of_the_console(whole):
    attack = "<script>alert(1)</script>"
    await whole.flow("hostile", title=attack)
    await whole.loop("loop", {"text": attack, attack: ["</code></pre>", attack]}, "hostile")
    ann = await whole.signed_in()
    await ann.submit(*await ann.take(), attack)
    await whole.control("/clock/advance", seconds=1)
    await whole.nobody.get(f"/{attack}", headers={"x-amz-target": f"SageMaker.{attack}"})
    one = "/123456789012/us-east-1"
    pages = ["", "/human-loops", f"/human-loops{one}/loop", f"/flow-definitions{one}/hostile", "/flow-definitions"]
    for path in [*pages, f"/task-uis{one}/hostile", f"/human-loops?q={attack}", "/requests", f"/{attack}"]:
        answer = await whole.nobody.get(f"/console{path}")
        assert answer.status_code in {200, 404}, answer.text
        assert "<script>alert" not in answer.text, path
    shown = (await whole.nobody.get(f"/console/human-loops{one}/loop")).text
    assert shown.count("&lt;script&gt;alert(1)") >= 4


async def test_a_hostile_document_is_shown_as_text_and_never_as_a_page(whole):
    await whole.loop("loop", {"text": "<script>alert(1)</script>"})
    ann = await whole.signed_in()
    await ann.submit(*await ann.take(), "<script>alert(1)</script>")
    await whole.control("/clock/advance", seconds=1)
    for path, kind in (("output", "text/plain"), ("output.json", "application/json")):
        answer = await whole.nobody.get(f"{LOOP}/loop/{path}")
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_preview_renders_in_the_sandbox_and_needs_the_proof_for_other_inputs(whole):
    await whole.loop("loop", {"text": "newest input"})
    operator, page = whole.browser(), "/console/task-uis/123456789012/us-east-1/reviews"
    shown = await operator.get(f"{page}/preview")
    assert (shown.status_code, "<p>newest input</p>" in shown.text) == (200, True)
    assert "allow-same-origin" not in shown.headers["content-security-policy"]
    assert shown.headers["content-security-policy"].startswith("sandbox")
    assert (await operator.post(f"{page}/preview", data={"input": "{}"})).status_code == 403
    assert "<p>other</p>" in (await operator.send(f"{page}/preview", page, input='{"text": "other"}')).text


async def test_the_requests_that_came_are_shown_and_filtered(whole):
    await whole.loop("loop")
    await whole.nobody.post("/", content=b"{}", headers={"x-amz-target": "SageMaker.CreateUnicorn"})
    everything = (await whole.nobody.get("/console/requests")).text
    assert "CreateFlowDefinition" in everything
    assert "StartHumanLoop" in everything
    errors = (await whole.nobody.get("/console/requests?errors=true")).text
    assert ("UnknownOperationException" in errors, "CreateFlowDefinition" in errors) == (True, False)
