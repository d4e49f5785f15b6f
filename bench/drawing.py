"""Frame times of an annotation tool with a thousand boxes on an image of 4,000 x 3,000 pixels, beside an empty one.

The frame rate is not limited, so that the time from one frame to the next is all that a frame costs: the script, the
drawing and the browser's composition, on the processor alone (no GPU). Under 16.7 ms a screen of 60 Hz is kept full.
The processor's time for a frame, of all processes of the browser together, tells the same where other programs keep
the machine busy. Every frame gets one movement of the pointer, as a hand gives it.
"""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

chromium = import_module("tools.browser")

SITE = "http://bench.invalid"
WORKER_UI = Path(__file__).parents[1] / "worker_ui"
BOXES = 1000
FRAMES = 240
WARM_UP = 20
BUDGET_MS = 1000 / 60
UNLIMITED = ("--disable-frame-rate-limit", "--disable-gpu-vsync")
PAGE = """<!doctype html><meta charset="utf-8"><title>drawing</title>
<script src="/crowd-html-elements.js"></script>
<crowd-form><crowd-bounding-box name="b" header="Draw boxes" labels="['Cat', 'Dog', 'Bird', 'Fish']">
</crowd-bounding-box></crowd-form>"""
PREPARE = """async (count) => {
  const canvas = new OffscreenCanvas(4000, 3000);
  const context = canvas.getContext("2d");
  for (let at = 0; at < 6000; at += 1) {
    context.fillStyle = `hsl(${(at * 47) % 360} 45% ${30 + (at % 40)}%)`;
    context.fillRect((at * 7919) % 4000, (at * 6101) % 3000, 40 + (at % 160), 40 + ((at * 3) % 160));
  }
  const element = document.querySelector("crowd-bounding-box");
  element.src = URL.createObjectURL(await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 }));
  const labels = element.labels;
  const box = (_, at) => ({
    label: labels[at % labels.length], left: ((at % 40) * 99) % 3900 + 5, top: Math.floor(at / 40) * 118 + 6,
    width: 60 + (at * 13) % 60, height: 60 + (at * 29) % 60,
  });
  element.value = Array.from({ length: count }, box);
  while (!element.stage.picture || element.stage.picture.copies.length < 4)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 300));
}"""
MEASURE = """async ([what, frames, warmUp]) => {
  const element = document.querySelector("crowd-bounding-box");
  const { stage } = element;
  const { view, viewport } = stage;
  const frame = () => new Promise(requestAnimationFrame);
  const place = view.getBoundingClientRect();
  const fire = (type, x, y, more = {}) => view.dispatchEvent(new PointerEvent(type, {
    bubbles: true, composed: true, cancelable: true, pointerId: 1, pointerType: "mouse", isPrimary: true,
    buttons: type === "pointerup" ? 0 : 1, clientX: place.left + x, clientY: place.top + y, ...more }));
  const [middleX, middleY] = [place.width / 2, place.height / 2];
  const swing = (at, wide) => wide * Math.sin(at / 9);
  const ways = {
    pan: {
      begin: () => { stage.zoomBy(2.5); fire("pointerdown", middleX, middleY, { button: 1 }); },
      step: (at) => fire("pointermove", middleX + swing(at, 150), middleY + swing(at * 0.7, 120), { button: -1 }),
      end: () => fire("pointerup", middleX, middleY, { button: 1 }),
    },
    zoom: {
      begin: () => {},
      step: (at) => view.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true,
        deltaY: Math.sin(at / 40) > 0 ? -40 : 40, clientX: place.left + middleX + 40, clientY: place.top + middleY })),
      end: () => {},
    },
    drag: {
      begin: () => {
        const at = viewport.toView({ x: 5, y: 40 });
        fire("pointerdown", at.x + 1, at.y + 1, { button: 0 });
      },
      step: (at) => fire("pointermove", 200 + swing(at, 150), 200 + swing(at * 0.7, 120), { button: -1 }),
      end: () => fire("pointerup", 200, 200, { button: 0 }),
    },
    draw: {
      begin: () => fire("pointerdown", 60.3, 60.7, { button: 0, altKey: true }),
      step: (at) => fire("pointermove", 250 + swing(at, 150), 220 + swing(at * 0.7, 120), { button: -1 }),
      end: () => fire("pointerup", 250, 220, { button: 0 }),
    },
    point: {
      begin: () => {},
      step: (at) => fire("pointermove", 250 + swing(at, 200), 220 + swing(at * 0.7, 150), { button: -1, buttons: 0 }),
      end: () => {},
    },
  };
  stage.fit();
  element.select(null);
  await frame();
  ways[what].begin();
  for (let at = 0; at < warmUp; at += 1) { ways[what].step(at); await frame(); }
  const times = [];
  let last = await frame();
  for (let at = 0; at < frames; at += 1) {
    ways[what].step(at);
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  ways[what].end();
  await frame();
  return times;
}"""
DEEDS: Mapping[str, str] = {
    "pan": "pan at 2.5 times the fitting size",
    "zoom": "zoom in and out",
    "drag": "drag one box, all in sight",
    "draw": "draw a box, all in sight",
    "point": "move the pointer over them",
}


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds from frame to frame, and the processor's milliseconds for a frame."""

    frames: Sequence[float]
    cpu: float

    def share(self, share: float) -> float:
        """What this share of the frames did not exceed."""
        return sorted(self.frames)[min(len(self.frames) - 1, int(share * len(self.frames)))]


def main() -> None:
    """Measure and report."""
    with sync_playwright() as playwright:
        arguments = [*chromium.LAUNCH_ARGUMENTS, *UNLIMITED]
        browser = playwright.chromium.launch(executable_path=chromium.chosen_chromium(), args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.route(f"{SITE}/**", _serve)
        crowded, empty = _measured(browser, page, BOXES), _measured(browser, page, 0)
        browser.close()
    print(f"frame times with {BOXES} boxes on 4,000 x 3,000 pixels, in ms; empty: the same with no box")
    heads = f"{'p50':>7}{'p95':>7}{'worst':>7}{'over 16.7':>11}{'cpu':>7}   {'empty p50':>10}{'p95':>7}{'cpu':>7}"
    print(f"{'':<36}{heads}")
    for deed, title in DEEDS.items():
        print(_line(title, crowded[deed], empty[deed]))


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(f"{SITE}/")
    file = WORKER_UI / path
    if not path:
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")
    elif file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "")
    else:
        route.fulfill(status=404)


def _measured(browser: Browser, page: Page, boxes: int) -> dict[str, Times]:
    page.goto(f"{SITE}/")
    page.wait_for_function("customElements.get('crowd-form') !== undefined")
    page.evaluate(PREPARE, boxes)
    return {deed: _timed(browser, page, deed) for deed in DEEDS}


def _timed(browser: Browser, page: Page, deed: str) -> Times:
    before = _cpu_seconds(browser)
    frames = page.evaluate(MEASURE, [deed, FRAMES, WARM_UP])
    return Times(frames, (_cpu_seconds(browser) - before) * 1000 / (FRAMES + WARM_UP))


def _cpu_seconds(browser: Browser) -> float:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return float(sum(process["cpuTime"] for process in processes))


def _line(title: str, ours: Times, empty: Times) -> str:
    late = sum(time > BUDGET_MS for time in ours.frames) / len(ours.frames)
    figures = f"{ours.share(0.5):>7.1f}{ours.share(0.95):>7.1f}{max(ours.frames):>7.1f}{late:>11.0%}{ours.cpu:>7.1f}"
    return f"{title:<36}{figures}   {empty.share(0.5):>10.1f}{empty.share(0.95):>7.1f}{empty.cpu:>7.1f}"


if __name__ == "__main__":
    main()
