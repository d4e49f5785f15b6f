"""How fast the crowd elements arrive: a template in a sandboxed frame, nothing cached, Chromium on this machine.

Timed is what a worker waits for, from the start of the frame's navigation to `all-crowd-elements-ready`, beside a page
of the same size that loads nothing: the difference is the library's. The two are loaded in turn, each time in a fresh
context. Half a second passes before each load, because Chromium fills a new window with pages of its own, which would
be measured, too. The bytes are those on the wire.
"""

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.servers import options, simulator

chromium = import_module("tools.browser")

LOADS = 20
SETTLE_SECONDS = 0.5
PROBE = """<!doctype html><html lang="en"><title>load</title><script>
  const tell = () => parent.postMessage({ms: performance.now(), entries: performance.getEntriesByType("resource")
    .map(({name, transferSize, startTime, responseEnd}) => ({name, transferSize, startTime, responseEnd}))}, "*");
  WHEN
</script>"""
READY = PROBE.replace("WHEN", 'document.addEventListener("all-crowd-elements-ready", tell);')
EMPTY = PROBE.replace("WHEN", 'document.addEventListener("DOMContentLoaded", () => setTimeout(tell));')
TEMPLATE = """<crowd-form><crowd-classifier name="c" categories="['a', 'b']" header="Which?"></crowd-classifier>
<crowd-input name="i" label="Why?"></crowd-input></crowd-form>"""
HOST = """<!doctype html><script>window.told = new Promise((resolve) => addEventListener("message", ({data}) => {
  if (data.ms) resolve(data); }));</script><iframe sandbox="allow-scripts" src="/frame"></iframe>"""


def measured() -> Mapping[str, float]:
    """Milliseconds to ready and of an empty page (half of the loads are under), kilobytes and requests of a load."""
    with (
        tempfile.TemporaryDirectory() as folder,
        simulator(*options(Path(folder))) as ours,
        _site(f'{READY}<script src="http://127.0.0.1:{ours.port}/crowd-html-elements.js"></script>{TEMPLATE}') as site,
        _site(EMPTY + TEMPLATE) as bare,
        _browser() as browser,
    ):
        loads = [(_load(browser, site), _load(browser, bare)) for _ in range(LOADS)]
    full, empty = [[load["ms"] for load in column] for column in zip(*loads, strict=True)]
    return {
        "ready": median(full),
        "fastest": min(full),
        "empty": median(empty),
        "fastest_empty": min(empty),
        "kilobytes": loads[-1][0]["bytes"] / 1000,
        "requests": loads[-1][0]["requests"],
    }


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium.chosen_chromium(), args=list(chromium.LAUNCH_ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def _site(frame: str) -> Iterator[str]:
    """A page that embeds `frame` in a sandbox, served on loopback; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (frame if self.path == "/frame" else HOST).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def _load(browser: Browser, site: str) -> dict[str, float]:
    context = browser.new_context()
    page = context.new_page()
    time.sleep(SETTLE_SECONDS)
    page.goto(site)
    page.wait_for_function("window.told && told.then(() => true)", timeout=20_000)
    told = page.evaluate("told")
    context.close()
    entries = told["entries"]
    return {"ms": told["ms"], "bytes": sum(entry["transferSize"] for entry in entries), "requests": len(entries)}
