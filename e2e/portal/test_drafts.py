"""A half-filled task in the portal: kept while a worker types, there again after a reload, a pause, another browser."""

import json

from playwright.sync_api import expect

from e2e.portal.conftest import opened_task

FIELDS = """<crowd-form><label>Word <input name="word"></label>
  <crowd-slider name="mood" min="0" max="10"></crowd-slider>
  <crowd-classifier name="kind" categories="['Praise', 'Complaint']"></crowd-classifier></crowd-form>"""


def fill(page, frame):
    """What is filled in last is in the draft that is waited for, and so is all else; a slow hand makes several."""
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "Complaint" in answer.request.post_data
    ):
        frame.get_by_label("Word").fill("half")
        frame.get_by_role("slider").fill("7")
        frame.get_by_role("radio", name="Complaint").check()
    page.get_by_text("Draft saved").wait_for()


def is_filled(frame):
    expect(frame.get_by_role("radio", name="Complaint")).to_be_checked()
    expect(frame.get_by_label("Word")).to_have_value("half")
    expect(frame.get_by_role("slider")).to_have_value("7")
    return True


def open_task(simulator, page, name="loop"):
    simulator.flow("fields", FIELDS)
    simulator.start(name, flow="fields")
    simulator.sign_in(page)
    page.get_by_role("button", name="Start working").click()
    return opened_task(page)


def pause(page):
    page.get_by_role("button", name="Stop and resume later").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("What you have entered is saved with the task")
    dialog.get_by_role("button", name="Stop task").click()
    page.get_by_role("heading", name="This task is stopped").wait_for()


def test_a_reload_loses_nothing(simulator, page):
    frame = open_task(simulator, page)
    fill(page, frame)
    page.reload()
    assert is_filled(opened_task(page))
    frame.get_by_role("button", name="Submit").click()
    page.get_by_role("heading", name="Submitted").wait_for()
    assert simulator.answers("loop") == [{"kind": {"label": "Complaint"}, "mood": 7, "word": "half"}]


def test_a_stopped_task_goes_on_in_another_browser_and_its_pause_is_not_worked(simulator, page, browser):
    """timeSpentInSeconds leaves pauses out (A2I_FACTS A1 [D]), by the simulator's clock."""
    frame = open_task(simulator, page)
    simulator.ask("/clock/advance", seconds=20)
    frame.get_by_label("Word").fill("half")
    frame.get_by_role("slider").fill("7")
    frame.get_by_role("radio", name="Complaint").check()
    pause(page)
    simulator.ask("/clock/advance", seconds=100)
    context = browser.new_context()
    other = context.new_page()
    simulator.sign_in(other)
    other.get_by_role("link", name="Open to resume").click()
    other.get_by_role("button", name="Resume task").click()
    frame = opened_task(other)
    assert is_filled(frame)
    simulator.ask("/clock/advance", seconds=10)
    frame.get_by_role("button", name="Submit").click()
    other.get_by_role("heading", name="Submitted").wait_for()
    context.close()
    simulator.ask("/clock/advance", until="idle")
    uri = simulator.a2i.describe_human_loop(HumanLoopName="loop")["HumanLoopOutput"]["OutputS3Uri"]
    bucket, key = uri.removeprefix("s3://").split("/", 1)
    [answer] = json.loads(simulator.s3.get_object(Bucket=bucket, Key=key)["Body"].read())["humanAnswers"]
    assert answer["timeSpentInSeconds"] == 30


def test_a_released_task_comes_back_empty(simulator, page):
    frame = open_task(simulator, page)
    fill(page, frame)
    page.get_by_role("button", name="Release task").click()
    page.get_by_role("dialog").get_by_role("button", name="Release task").click()
    with page.expect_response(lambda answer: answer.request.method == "GET" and "/draft?" in answer.url) as kept:
        page.get_by_role("button", name="Take task").click()
    assert kept.value.json()["draft"] is None
    expect(opened_task(page).get_by_label("Word")).to_have_value("")


def test_a_draft_that_cannot_be_saved_is_told(simulator, working, page):
    frame = working()
    page.route("**/draft", lambda route: route.abort())
    frame.get_by_label("Word").fill("half")
    page.get_by_text("Draft not saved: There is no connection").wait_for()
