"""A static server and a watched tab for the crowd elements.

The pages are written by the tests; the library is served as the product serves it, in one script, with its files beside
it: with CORS open, because a sandboxed frame asks for modules from an opaque origin. A request that leaves the site
fails the test.
"""

from __future__ import annotations

import json
import mimetypes
import threading
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from simulator.web.bundle import bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKER_UI = Path(__file__).parents[2] / "worker_ui"
library = cache(partial(bundle, WORKER_UI))
LIBRARY = '<script src="/crowd-html-elements.js"></script>\n'
PORTAL = """<!doctype html><title>portal</title><body>
<script>
  window.messages = [];
  window.answering = {accepted: true};
  window.addEventListener('message', (event) => {
    window.messages.push({...event.data, isFromFrame: event.source === frames[0], origin: event.origin});
    if (event.data.type === 'a2i:submit' && window.answering)
      frames[0].postMessage({type: 'a2i:submit-result', ...window.answering}, '*');
  });
</script>
<iframe sandbox="allow-scripts" src="FRAME" style="width: 100%; height: 600px; border: 0"></iframe>"""


@dataclass
class Site:
    """The test's own web site: pages by path, and the address it is served at."""

    url: str
    pages: dict[str, str] = field(default_factory=dict)

    def put(self, html: str, path: str = "/task.html") -> str:
        """Serve a page. Returns its address."""
        self.pages[path] = html
        return self.url + path


def _handler(pages: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            status, kind, body = self._find()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Cache-Control", "no-store" if self.path in pages else "max-age=3600")
            self.end_headers()
            self.wfile.write(body)

        def _find(self) -> tuple[int, str, bytes]:
            if self.path in pages:
                return 200, "text/html; charset=utf-8", pages[self.path].encode()
            if self.path == "/crowd-html-elements.js":
                return 200, "text/javascript; charset=utf-8", library().plain
            file = WORKER_UI / self.path.removeprefix("/worker_ui/")
            if not self.path.startswith("/worker_ui/") or not file.is_file():
                return 404, "text/plain", b"not here"
            return 200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()

        def log_message(self, *_arguments: object) -> None:
            """Stay silent."""

    return Handler


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A static server on a free port."""
    pages: dict[str, str] = {"/favicon.ico": ""}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(pages))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", pages)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A module's tests share a tab, so that the library is fetched once."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@dataclass
class Task:
    """A task page in the browser."""

    page: Page
    site: Site
    problems: list[str]
    library: str = LIBRARY

    def open(self, body: str, *, library: str | None = None) -> Page:
        """Show a template and wait until its elements are ready."""
        html = f"<!doctype html><meta charset=utf-8><title>task</title>{READY_PROBE}{library or self.library}{body}"
        self.page.goto(self.site.put(html))
        self.page.wait_for_function("window.isCrowdReady && !document.querySelector('style[data-crowd=veil]')")
        return self.page

    def form(self, markup: str) -> Page:
        """Show a crowd-form with this inside."""
        return self.open(f"<crowd-form>{markup}</crowd-form>")

    def box(self, selector: str) -> FloatRect:
        """Where an element is drawn, in CSS pixels of the window."""
        box = self.page.locator(selector).bounding_box()
        assert box is not None, f"{selector} is not drawn"
        return box

    def submit(self) -> dict[str, Any] | None:
        """Press the submit button. Returns the answers that the page shows, None if it shows none."""
        self.page.locator("crowd-button[form-action=submit]").last.click()
        return self.shown_answers()

    def shown_answers(self) -> dict[str, Any] | None:
        """The answers in the answers box once the press has been worked off."""
        self.page.evaluate("() => new Promise((resolve) => setTimeout(() => setTimeout(resolve)))")
        text = self.page.locator("#answers-box pre").text_content()
        return json.loads(text)[0] if text else None

    def answers(self) -> dict[str, Any]:
        """What the form would submit now, checked or not."""
        serialised = self.page.evaluate("document.querySelector('crowd-form')._serializeForm()")
        answers: dict[str, Any] = json.loads(serialised["taskAnswers"])[0]
        return answers


READY_PROBE = """<script>
  document.addEventListener('all-crowd-elements-ready', () => { window.isCrowdReady = true; });
</script>"""


@pytest.fixture
def task(tab: Page, site: Site) -> Iterator[Task]:
    """A blank tab, watched: an uncaught error, a console error or a request that leaves the site fails the test."""
    problems: list[str] = []
    listeners: dict[str, Callable[[Any], object]] = {
        "pageerror": lambda error: problems.append(f"uncaught: {error}"),
        "console": lambda message: problems.append(message.text) if message.type == "error" else None,
        "request": lambda request: _is_inside(request.url, site) or problems.append(f"left the site: {request.url}"),
    }
    tab.goto("about:blank")
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    for event, listener in listeners.items():
        tab.on(event, listener)  # type: ignore[call-overload]
    yield Task(tab, site, problems)
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    tab.unroute_all()
    assert problems == []


def _is_inside(url: str, site: Site) -> bool:
    return url.startswith((site.url, "data:", "about:", "blob:"))


@dataclass
class Portal:
    """A stand-in for the worker portal: it embeds a task in a sandboxed frame and keeps what the frame says."""

    task: Task

    def embed(self, body: str, *, accepts: dict[str, Any] | None = None) -> None:
        """Show a template in the frame and wait until it says that it is ready.

        accepts: what to answer to a submit; None answers nothing.
        """
        self.task.site.put(f"<!doctype html><meta charset=utf-8>{LIBRARY}{body}", "/framed.html")
        self.task.page.goto(self.task.site.put(PORTAL.replace("FRAME", "/framed.html"), "/portal.html"))
        self.task.page.evaluate("(answer) => { window.answering = answer; }", accepts)
        self.wait_for("a2i:ready")

    @property
    def frame(self) -> Any:
        """A locator for the task's frame."""
        return self.task.page.frame_locator("iframe")

    def wait_for(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait for messages of a type. Returns all of that type."""
        script = "([type, count]) => messages.filter((m) => m.type === type).length >= count"
        self.task.page.wait_for_function(script, arg=[kind, count])
        return self.heard(kind)

    def heard(self, kind: str) -> list[dict[str, Any]]:
        """The messages of a type so far."""
        heard: list[dict[str, Any]] = self.task.page.evaluate("(type) => messages.filter((m) => m.type === type)", kind)
        return heard

    def say(self, message: dict[str, Any]) -> None:
        """Send a message to the frame."""
        self.task.page.evaluate("(message) => frames[0].postMessage(message, '*')", message)


@pytest.fixture
def portal(task: Task) -> Portal:
    """A portal page, nothing embedded yet."""
    return Portal(task)
