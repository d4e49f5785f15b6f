"""What is done or changes before a page's scripts have come, or while the page asks the server, is not lost.

A script that is held back on its way stands for a slow machine.
"""

import pytest
from playwright.sync_api import expect

HEAR = """(type) => { window.heard = new Promise((resolve) =>
  addEventListener("message", ({ data }) => data.type === type && resolve(true))); }"""

STATE = "fetch(`${location.pathname}/state`).then((answer) => answer.json())"


def holder():
    """A handler of requests that holds them back, and the list in which it puts them."""
    held = []

    def hold(route):
        held.append(route)

    return hold, held


@pytest.fixture
def early(simulator, page):
    """Ann on the page of her task, whose scripts have not come; a function that lets them come."""
    hold, held = holder()
    simulator.start("loop")
    simulator.sign_in(page)
    page.route("**/portal/main.js", hold)
    page.get_by_role("button", name="Start working").click()
    page.frame_locator("iframe").get_by_label("Word").wait_for()
    page.frame_locator("iframe").locator("html:not(:has(style[data-crowd=veil]))").wait_for()

    def let_come():
        for route in held:
            route.continue_()
        page.unroute("**/portal/main.js")

    return let_come


@pytest.mark.usefixtures("early")
def test_a_task_is_released_without_them(simulator, page):
    page.get_by_role("button", name="Release task").click()
    page.get_by_role("dialog").get_by_role("button", name="Release task").click()
    page.get_by_text("You released the task.").wait_for()
    assert simulator.statuses("loop") == ["available"]


def test_an_answer_that_was_sent_is_taken_when_they_come(simulator, page, early):
    frame = page.frame_locator("iframe")
    page.evaluate(HEAR, "a2i:submit")
    frame.get_by_label("Word").fill("soon")
    frame.get_by_label("Word").press("Enter")
    page.evaluate("window.heard")
    early()
    page.get_by_role("heading", name="Submitted").wait_for()
    assert simulator.answers("loop") == [{"word": "soon"}]


def test_what_was_typed_is_kept_when_they_come(page, early):
    frame = page.frame_locator("iframe")
    page.evaluate(HEAR, "a2i:draft")
    frame.get_by_label("Word").fill("half")
    page.evaluate("window.heard")
    early()
    page.get_by_text("Draft saved").wait_for()
    page.reload()
    expect(frame.get_by_label("Word")).to_have_value("half")


def test_a_task_that_was_given_back_elsewhere_is_told_when_they_come(page, early):
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Release task").click()
    other.get_by_role("dialog").get_by_role("button", name="Release task").click()
    other.get_by_text("You released the task.").wait_for()
    early()
    page.get_by_role("heading", name="This task is no longer yours").wait_for()


def test_an_answer_that_was_overtaken_by_time_is_asked_for_again(simulator, working, page):
    working()
    before, (hold, held) = page.evaluate(STATE), holder()
    page.route("**/state", hold, times=1)
    with page.expect_request("**/state"):
        simulator.start("another")
    simulator.ask("/clock/advance", seconds=300)
    page.get_by_text("Task time: 5:00 of 5 min").wait_for()
    held[0].fulfill(json=before)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    expect(page.locator("[data-used]")).to_have_text("5:00")
