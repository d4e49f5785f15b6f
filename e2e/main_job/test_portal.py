"""A person in a real browser does a real task, and the answer is in output.json."""

import json

import pytest
from playwright.sync_api import expect


@pytest.fixture
def portal(page, server, app_of):
    """A worker who is signed in on a page, and the review app of the same simulator."""

    def open_portal(*options, **config):
        app = app_of(server(*options).url)
        flow_arn = app.flow(**config)
        app.worker("ann", kind="browser")
        link = app.control.post("/workers/ann/sign-in", json={}).raise_for_status().json()["url"]
        page.goto(link)
        return app, flow_arn

    return open_portal


def test_a_worker_signs_in_takes_a_task_answers_and_the_answer_is_in_output_json(portal, page):
    app, flow_arn = portal()
    app.start(flow_arn, "for-ann", '{"text": "Great <b>shoes</b>, slow post."}')
    page.get_by_role("button", name="Take task").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text("Great <b>shoes</b>, slow post.").wait_for()
    frame.get_by_role("radio", name="Positive").click()
    frame.get_by_label("Comment").fill("Mostly happy")
    frame.get_by_role("button", name="Submit").click()
    assert app.wait({"for-ann"}) == {"for-ann": "Completed"}
    [answer] = json.loads(app.output("for-ann"))["humanAnswers"]
    assert answer["answerContent"] == {"comment": "Mostly happy", "sentiment": {"label": "Positive"}}
    assert answer["timeSpentInSeconds"] > 0


def test_a_task_appears_by_itself_when_the_loop_starts(portal, page):
    app, flow_arn = portal()
    page.get_by_role("heading", name="Hello, ann").wait_for()
    expect(page.get_by_role("button", name="Take task")).to_have_count(0)
    app.start(flow_arn, "live")
    page.get_by_role("button", name="Take task").wait_for()


def test_nothing_is_submitted_before_the_form_is_valid(portal, page):
    app, flow_arn = portal()
    app.start(flow_arn, "strict")
    page.get_by_role("button", name="Take task").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Submit").click()
    frame.get_by_text("Please choose a category").first.wait_for()
    assert app.status("strict") == "InProgress"


def test_time_that_is_moved_takes_the_task_from_the_worker_before_her_eyes(portal, page):
    app, flow_arn = portal("--clock", "manual", TaskTimeLimitInSeconds=60)
    app.start(flow_arn, "slow")
    page.get_by_role("button", name="Take task").click()
    page.frame_locator("iframe").get_by_role("radio", name="Neutral").wait_for()
    app.advance(seconds=61)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    assert app.status("slow") == "InProgress"
