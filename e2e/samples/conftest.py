"""A simulator for the tests of a module, and a browser in which samples are tried."""

import pytest
from playwright.async_api import async_playwright

from e2e.samples.check import check
from e2e.samples.site import running
from tools.browser import LAUNCH_ARGUMENTS, chosen_chromium


@pytest.fixture(scope="module")
def simulator():
    """A simulator in a process of its own, with media to show."""
    with running() as started:
        yield started


@pytest.fixture
async def profile():
    """A fresh profile of a browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chosen_chromium(), args=list(LAUNCH_ARGUMENTS))
        yield await browser.new_context(viewport={"width": 1400, "height": 1000}, reduced_motion="reduce")
        await browser.close()


@pytest.fixture
def trying(simulator, profile):
    """Tries a sample in a fresh profile; answers the finding."""
    return lambda sample: check(sample, simulator, profile)
