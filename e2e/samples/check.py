"""One sample from StartHumanLoop to output.json, with a worker who uses the visible page.

What is looked at: does the template render; does the page load without an error from our own code; can a person
complete it; is the answer in output.json the one that was entered.
"""

import asyncio
import json
import math
import random
import re
from dataclasses import dataclass, field

from playwright.async_api import Error

from e2e.samples.steps import STEPS, Step
from simulator.hands.entering import come, enter, submit
from simulator.rendering.drawn import fitted
from simulator.rendering.fields import Kind
from simulator.rendering.form import answer_for, check_answer, read_form
from simulator.rendering.liquid import RenderError, TemplateRenderer

PATIENCE_MS = 30_000
_OF_A_PAINTING = {"instances", "labelMappings"}
OUR_CODE = re.compile(r"/(worker_ui|crowd-html-elements)")


@dataclass
class Finding:
    """How a sample fared; each of the four is "" when it is well, else what was wrong."""

    name: str
    renders: str = ""
    loads: str = ""
    completed: str = ""
    answer: str = ""
    fields: int = 0
    notes: list = field(default_factory=list)

    @property
    def is_well(self):
        """Whether nothing was wrong."""
        return not (self.renders or self.loads or self.completed or self.answer)


@dataclass
class Watch:
    """What went wrong in a tab: errors by where they came from."""

    ours: list = field(default_factory=list)
    theirs: list = field(default_factory=list)

    def look_at(self, page):
        """Listen to a tab's console and uncaught errors."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._put(error.stack or str(error), str(error)))

    def _console(self, message):
        if message.type == "error":
            self._put(message.location.get("url", ""), message.text)

    def _put(self, place, text):
        (self.ours if OUR_CODE.search(place) else self.theirs).append(text)


async def check(sample, simulator, context):
    """Try one sample in a new tab of a browser context."""
    finding = Finding(sample.name)
    task_input = sample.input
    try:
        html = TemplateRenderer(lambda uri, _account: uri).render(sample.text, task_input)
    except RenderError as error:
        finding.renders = str(error)
        finding.loads = finding.completed = finding.answer = "not rendered"
        return finding
    form = read_form(html)
    finding.fields = len(form.fields)
    step = STEPS.get(sample.name, Step())
    fields = step.form(form)
    answer = step.answer(fields, answer_for(fields, random.Random(sample.name)))
    loop = re.sub(r"[^a-z0-9]+", "-", sample.name)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    try:
        await _work(Try(page, simulator, loop, sample), fields, answer, step, finding)
    finally:
        await page.close()
    return finding


@dataclass
class Try:
    """What a try needs: the tab, the simulator, the loop's name, the sample."""

    page: object
    simulator: object
    loop: str
    sample: object


async def _work(attempt, form, answer, step, finding):
    watch = Watch()
    watch.look_at(attempt.page)
    link = await asyncio.to_thread(attempt.simulator.start, attempt.loop, attempt.sample.text, attempt.sample.input)
    await attempt.page.goto(link)
    frame = await _frame(attempt.page)
    finding.loads = await when_ready(frame)
    try:
        if step.prepare:
            await step.prepare(frame)
        unseen = await enter(frame, form, answer)
        if step.finish:
            await step.finish(frame)
        await submit(frame)
        output = await _output(attempt)
        if output is None:
            finding.completed = f"not submitted: {await _complaints(frame)}"
    except Error as error:
        finding.completed = _shortly(error)
    if finding.completed:
        finding.answer = "not submitted"
    else:
        finding.notes += [f'"{name}" cannot be seen' for name in unseen]
        finding.answer = _compare(output, form, answer, step)
    finding.loads = finding.loads or "; ".join(watch.ours)
    finding.notes += watch.theirs


async def _frame(page):
    start = page.get_by_role("button", name=re.compile("Start|Accept|Take", re.IGNORECASE))
    frame = page.locator("iframe")
    await start.or_(frame).first.wait_for()
    if not await frame.count():
        await start.first.click()
    return await (await frame.element_handle()).content_frame()


async def when_ready(frame):
    """Wait until a task's page has come and nothing covers it; what is wrong with it, or ""."""
    try:
        await come(frame)
        await frame.wait_for_function("() => document.readyState === 'complete'")
    except Error as error:
        return _shortly(error)
    undefined = await frame.evaluate(
        "() => [...new Set([...document.querySelectorAll(':not(:defined)')].map((element) => element.localName))]"
        ".filter((name) => name.startsWith('crowd-'))"
    )
    return f"no element {', '.join(undefined)}" if undefined else ""


async def _output(attempt):
    for _ in range(PATIENCE_MS // 50):
        output = await asyncio.to_thread(attempt.simulator.output, attempt.loop)
        if output:
            return output
        await attempt.page.wait_for_timeout(50)
    return None


async def _complaints(frame):
    shown = [text.strip() for text in await frame.locator("[role=alert]:visible").all_text_contents()]
    return "; ".join(text for text in shown if text) or "nothing tells why"


def _compare(output, form, answer, step):
    given = output["humanAnswers"][0]["answerContent"]
    if not step.compares:
        return step.check(given)
    problems = check_answer(form, given)
    wanted = {asked.name: answer[asked.name] for asked in form.fields if _is_comparable(asked, answer)}
    problems += [
        f'"{name}" is {json.dumps(given.get(name))[:200]}, entered was {json.dumps(value)[:200]}'
        for name, value in wanted.items()
        if not _alike(_without_pixels(value), given.get(name))
    ]
    return "; ".join([*problems, *filter(None, [step.check(given)])])


def _is_comparable(asked, answer):
    return asked.name in answer and asked.kind is not Kind.HIDDEN


def _without_pixels(value):
    """A painted image is painted by hand: its labels and instances count, not its size or pixels."""
    painted = isinstance(value, dict) and "labeledImage" in value
    return {key: part for key, part in value.items() if key in _OF_A_PAINTING} if painted else value


def _alike(wanted, given):
    """Whether an answer is the one that was entered, for places within a few pixels."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        size = given.get("inputImageProperties")
        wanted = fitted(wanted, (size["width"], size["height"])) if size else wanted
        return all(key in given and _alike(value, given[key]) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(given, list):
        return len(wanted) == len(given) and all(map(_alike, wanted, given))
    if isinstance(wanted, int | float) and isinstance(given, int | float) and not isinstance(wanted, bool):
        return math.isclose(wanted, given, abs_tol=4)
    return wanted == given


def _shortly(error):
    return str(error).split("\n")[0][:200]
