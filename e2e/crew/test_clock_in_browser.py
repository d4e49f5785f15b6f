"""A task's countdown follows the simulator's clock, not the browser's."""

import re

import pytest


@pytest.fixture
def ticking(simulator, page):
    simulator.start("loop")
    simulator.sign_in(page)
    page.get_by_role("button", name="Start working").click()
    page.frame_locator("iframe").get_by_label("Word").wait_for()
    yield simulator
    simulator.ask("/clock", mode="manual")


def used_seconds(page):
    text = page.locator("[data-timer]").inner_text()
    minutes, seconds = re.search(r"(\d+):(\d\d) of 5 min", re.sub(r"\s+", " ", text)).groups()
    return int(minutes) * 60 + int(seconds)


def test_the_countdown_runs_as_fast_as_scaled_time_and_stops_with_it(ticking, page):
    assert used_seconds(page) == 0
    ticking.ask("/clock", mode="scaled", speed=60)
    page.get_by_text(re.compile("Time runs 60.")).first.wait_for()
    page.get_by_text(re.compile(r"Task time: [12]:\d\d of 5 min")).wait_for()
    stood = ticking.ask("/clock", mode="manual")
    page.get_by_text("Time stands still").first.wait_for()
    [task] = ticking.control.get("/tasks", params={"status": "accepted"}).json()["tasks"]
    left = task["lease"]["seconds_left"]
    assert stood["mode"] == "manual"
    assert abs(used_seconds(page) - (300 - left)) <= 1


def test_moving_time_moves_an_open_page_and_its_deadline(ticking, page):
    ticking.ask("/clock/advance", seconds=240)
    page.get_by_text("Task time: 4:00 of 5 min").wait_for()
    ticking.ask("/clock", mode="scaled", speed=120)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    assert ticking.statuses("loop") == ["available"]


def test_the_browsers_own_clock_does_not_matter(simulator, browser):
    simulator.start("loop")
    context = browser.new_context()
    context.clock.install(time="2031-01-01T00:00:00Z")
    page = context.new_page()
    simulator.sign_in(page)
    page.get_by_role("button", name="Start working").click()
    page.frame_locator("iframe").get_by_label("Word").wait_for()
    simulator.ask("/clock/advance", seconds=30)
    page.get_by_text("Task time: 0:30 of 5 min").wait_for()
    context.close()
