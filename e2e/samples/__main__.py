"""Tries every template of AWS's public sample collection: `python -m e2e.samples [--from FOLDER] [--write] [NAME ...]`.

Prints a line for each; `--write` writes docs/sample-templates.md as well. Ends with 1 if something is not well.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from e2e.samples.check import check
from e2e.samples.collection import samples_of
from e2e.samples.media import RECORD_VIDEO
from e2e.samples.outside import route_outside
from e2e.samples.report import page_of
from e2e.samples.site import running
from tools.browser import LAUNCH_ARGUMENTS, chosen_chromium

DOCS = Path(__file__).resolve().parents[2] / "docs"


async def _try_all(samples):
    findings = []
    with running() as simulator:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chosen_chromium(), args=list(LAUNCH_ARGUMENTS))
            context = await browser.new_context(viewport={"width": 1400, "height": 1000}, reduced_motion="reduce")
            await route_outside(context)
            await _record_video(context, simulator)
            for sample in samples:
                finding = await check(sample, simulator, context)
                print(_line(finding), flush=True)  # noqa: T201
                findings.append(finding)
            await browser.close()
    return findings


async def _record_video(context, simulator):
    page = await context.new_page()
    await page.goto(f"{simulator.url}/portal")
    simulator.keep("video.webm", bytes(await page.evaluate(RECORD_VIDEO)), "video/webm")
    await page.close()


def _line(finding):
    parts = {name: getattr(finding, name) for name in ("renders", "loads", "completed", "answer")}
    marks = "".join("F" if problem else "." for problem in parts.values())
    wrong = [f"{name}: {problem}" for name, problem in parts.items() if problem]
    details = [*wrong, *(f"({note})" for note in finding.notes)]
    return "\n       ".join([f"{marks} {finding.name}", *details])


def main():
    """Run the check. Answers the exit status."""
    parser = argparse.ArgumentParser(prog="python -m e2e.samples", description=__doc__)
    parser.add_argument("--from", dest="folder", help="the collection, already fetched")
    parser.add_argument("--write", action="store_true", help="write docs/sample-templates.md")
    parser.add_argument("names", nargs="*", help="only those whose name contains one of these")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        samples = samples_of(given.folder or scratch)
    wanted = [sample for sample in samples if not given.names or any(name in sample.name for name in given.names)]
    findings = asyncio.run(_try_all(wanted))
    well = sum(finding.is_well for finding in findings)
    print(f"{well} of {len(findings)} are well")  # noqa: T201
    if given.write:
        (DOCS / "sample-templates.md").write_text(page_of(findings), encoding="utf-8")
    return 0 if well == len(findings) else 1


sys.exit(main())
