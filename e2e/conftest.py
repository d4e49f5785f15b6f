"""The browser of the tests in a browser: the Chromium that tools/browser.py chose.

A module starts its own and stops it at its end, because Playwright's synchronous API keeps an event loop running in the
thread for as long as it is open, and asynchronous tests of other modules want that thread's loop for themselves.
"""

import pytest
from playwright.sync_api import sync_playwright

from tools.browser import LAUNCH_ARGUMENTS, chosen_chromium

pytest.register_assert_rewrite("e2e.doors.aws", "e2e.doors.scenario", "e2e.doors.scenarios")


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium, one for each test module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chosen_chromium(), args=list(LAUNCH_ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def page(browser):
    """An empty page in a profile of its own; an error that its scripts do not catch fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    opened = context.new_page()
    uncaught = []
    opened.on("pageerror", lambda error: uncaught.append(str(error)))
    yield opened
    context.close()
    assert uncaught == []
