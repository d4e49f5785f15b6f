"""A task's countdown follows the simulator's clock, not the browser's."""

import re

import pytest
from playwright.sync_api import expect

from e2e.portal.conftest import opened_task


@pytest.fixture
def ticking(simulator, page):
    """Hands a worker a task with this time limit; the clock stands still again afterwards."""

    def take(limit_seconds):
        simulator.flow("timed", TaskTimeLimitInSeconds=limit_seconds)
        simulator.start("loop", flow="timed")
        simulator.sign_in(page)
        page.get_by_role("button", name="Start working").click()
        opened_task(page)
        return simulator

    yield take
    simulator.ask("/clock", mode="manual")


def used_seconds(page):
    used = 0
    for part in page.locator("[data-used]").inner_text().split(":"):
        used = used * 60 + int(part)
    return used


def test_the_countdown_runs_as_fast_as_scaled_time_and_stops_with_it(ticking, page):
    """The limit is eight minutes of real time, so that no machine is too slow to see the time run."""
    limit = 8 * 60 * 60
    simulator = ticking(limit)
    expect(page.locator("[data-used]")).to_have_text("0:00")
    simulator.ask("/clock", mode="scaled", speed=60)
    page.get_by_text(re.compile("Time runs 60.")).first.wait_for()
    expect(page.locator("[data-used]")).not_to_have_text(re.compile("^0:"))
    stood = simulator.ask("/clock", mode="manual")
    page.get_by_text("Time stands still").first.wait_for()
    [task] = simulator.control.get("/tasks", params={"status": "accepted"}).json()["tasks"]
    left = task["lease"]["seconds_left"]
    assert stood["mode"] == "manual"
    assert abs(used_seconds(page) - (limit - left)) <= 1


def test_moving_time_moves_an_open_page_and_its_deadline(ticking, page):
    simulator = ticking(300)
    simulator.ask("/clock/advance", seconds=240)
    page.get_by_text("Task time: 4:00 of 5 min").wait_for()
    simulator.ask("/clock", mode="scaled", speed=120)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    assert simulator.statuses("loop") == ["available"]


def test_the_browsers_own_clock_does_not_matter(simulator, browser):
    simulator.start("loop")
    context = browser.new_context()
    context.clock.install(time="2031-01-01T00:00:00Z")
    page = context.new_page()
    simulator.sign_in(page)
    page.get_by_role("button", name="Start working").click()
    opened_task(page)
    simulator.ask("/clock/advance", seconds=30)
    page.get_by_text("Task time: 0:30 of 5 min").wait_for()
    context.close()
