"""Jinja pages: every value is escaped, an undefined one is an error, and each page leaves with strict headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from simulator import __version__
from simulator.clock import Clock
from simulator.web import wording

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SAFE_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer of portal and console carries, but the task's own frame."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Shows templates; every one knows the simulator's time (`now_ms`, `speed`) and the `version`."""

    environment: Environment
    clock: Clock

    def show(self, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
        """The page of a template such as `portal/board.html`."""
        return HTMLResponse(self.text(template, **values), status, headers=dict(SAFE_HEADERS))

    def text(self, template: str, /, **values: object) -> str:
        """The HTML of a template."""
        pace = self.clock.pace
        common = {
            "now_ms": self.clock.now_ms(),
            "speed": pace.speed,
            "clock_mode": pace.mode,
            "version": __version__,
        }
        return self.environment.get_template(template).render(**common | values)


def open_pages(templates: Path, clock: Clock) -> Pages:
    """The pages of the folder that holds `portal/` and `console/`."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= wording.FILTERS
    return Pages(environment, clock)
