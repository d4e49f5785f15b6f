"""A task as its sandboxed frame shows it: the customer's template, in an origin of its own.

The sandbox is in the response's header, so it holds even where the address is opened by itself. Other sites may not
embed it; nothing is kept in caches.
"""

import html

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from simulator.domain import instants, json_values
from simulator.rendering.errors import RenderError
from simulator.rendering.page import CONTENT_SECURITY_POLICY, document
from simulator.store import documents
from simulator.web.context import WebContext
from simulator.web.standing import Standing

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_REFUSAL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Task not shown</title><link rel="stylesheet" href="/worker_ui/styles/tokens.css">
<link rel="stylesheet" href="/worker_ui/styles/frame.css"></head>
<body><main><h1>This task cannot be shown</h1><p>{message}</p></main></body></html>
"""


async def frame(context: WebContext, found: Standing) -> Response:
    """The page of a task that is being worked on."""
    loop, lease = found.loop, found.lease
    if loop is None or lease is None:
        return refusal(404, "The task is gone.")
    template = await context.store.read(lambda uow: documents.template(uow, loop.template_sha256))
    task_input = json_values.parse(loop.input_content, "inputContent")
    return await rendered(context, template or "", task_input, lease.accepted_ms, loop.account)


async def rendered(
    context: WebContext, template: str, task_input: object, at_ms: int, account: str | None = None
) -> Response:
    """A template with an input, or why it cannot be rendered; addresses in it are presigned for `account`."""
    now = instants.as_datetime(at_ms)
    try:
        page = await run_in_threadpool(context.renderer.render, template, task_input, now, account)
    except RenderError as error:
        place = f" (line {error.line}, column {error.column})" if error.line else ""
        return refusal(422, f"The worker task template could not be rendered: {error.message}{place}")
    return HTMLResponse(document(page), headers=_HEADERS)


def refusal(status: int, message: str) -> Response:
    """What the frame shows instead of a task."""
    return HTMLResponse(_REFUSAL.format(message=html.escape(message)), status, headers=_HEADERS)
