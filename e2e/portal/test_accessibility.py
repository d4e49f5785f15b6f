"""Portal and console, held to axe-core: nothing serious, in light and in the dark, with and without something to do."""

import pytest
from playwright.sync_api import expect

from e2e.portal.conftest import opened_task


@pytest.fixture(params=["light", "dark"])
def tab(page, request):
    """A page in either scheme."""
    page.emulate_media(color_scheme=request.param, reduced_motion="reduce")
    return page


def test_the_portals_pages_are_open_to_everybody(simulator, tab, check):
    tab.goto(f"{simulator.url}/portal")
    assert check(tab) == []
    simulator.sign_in(tab)
    tab.get_by_text("Nothing for you to take right now").wait_for()
    assert check(tab) == []
    simulator.start("loop")
    tab.get_by_role("button", name="Start working").click()
    opened_task(tab).get_by_label("Word").fill("half")
    tab.get_by_text("Draft saved").wait_for()
    assert check(tab) == []
    tab.get_by_role("button", name="Stop and resume later").click()
    tab.get_by_role("dialog").wait_for()
    assert check(tab) == []
    tab.get_by_role("dialog").get_by_role("button", name="Stop task").click()
    tab.get_by_role("heading", name="This task is stopped").wait_for()
    assert check(tab) == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/human-loops",
        "/human-loops/123456789012/us-east-1/loop",
        "/workers/ann",
        "/workers",
        "/requests",
        "/flow-definitions",
    ],
)
def test_the_consoles_pages_are_open_to_everybody(simulator, tab, check, path):
    simulator.start("loop")
    simulator.ask("/workers", name="ann")
    tab.goto(f"{simulator.url}/console{path}")
    expect(tab.locator("h1")).to_have_count(1)
    assert check(tab) == []
