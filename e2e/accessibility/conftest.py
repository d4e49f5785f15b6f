"""axe-core in the browser's pages: what it finds that is serious or critical, as sentences."""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page

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
