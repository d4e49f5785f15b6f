"""What all of the console shares: its pages with the clock on each, and forms that prove where they come from."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.web import forms
from simulator.web.context import WebContext
from simulator.web.pages import Pages


@dataclass(frozen=True, slots=True)
class ConsoleDesk:
    """Shows the console's pages and reads its forms."""

    context: WebContext
    pages: Pages

    async def show(
        self,
        request: Request,
        template: str,
        section: str,
        status: int = 200,
        /,
        **values: Any,  # noqa: ANN401
    ) -> Response:
        """A page of a section of the navigation."""
        visitor, due_ms = forms.visitor_of(request), await self.context.timekeeper.next_deadline_ms()
        page = self.pages.show(template, status, section=section, csrf=visitor.csrf, next_deadline_ms=due_ms, **values)
        return visitor.remember(page)

    async def form(self, request: Request, limit_bytes: int = forms.FORM_LIMIT_BYTES) -> dict[str, str]:
        """The fields of a form of ours."""
        fields = await forms.read_form(request, limit_bytes)
        forms.check_proof(request, forms.visitor_of(request).secret, fields.get("csrf", ""))
        return fields
