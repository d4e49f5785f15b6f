"""The browser of the tests in a browser: the Chromium that tools/browser.py chose.

A module starts its own and stops it at its end, because Playwright's synchronous API keeps an event loop running in the
thread for as long as it is open, and asynchronous tests of other modules want that thread's loop for themselves.
"""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, sync_playwright

from tools.browser import LAUNCH_ARGUMENTS, chosen_chromium

pytest.register_assert_rewrite("e2e.doors.aws", "e2e.doors.scenario", "e2e.doors.scenarios")


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async (rules) => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().filter(({effect}) => effect.getTiming().iterations === 1)
    .map(({finished}) => finished));
  const found = await axe.run(document, {runOnly: rules, iframes: false, resultTypes: ['violations']});
  return found.violations.filter(({impact}) => impact === 'serious' || impact === 'critical')
    .flatMap(({id, help, nodes}) => nodes.map(({target, failureSummary}) =>
      `${id}: ${help} at ${target.flat().join(' > ')}: ${failureSummary.split('\\n').slice(1, 3).join(' ')}`));
}"""


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


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe-core, as the package carries it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def check(axe_source) -> Callable[[Page], list[str]]:
    """Serious and critical findings in a page as it is now."""

    def findings(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_source)
        found: list[str] = page.evaluate(AXE, RULES)
        return found

    return findings
