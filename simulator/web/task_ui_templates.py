"""The address that DescribeHumanTaskUi gives: a template by its hash, as text and nothing that a browser would run."""

from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.store import documents
from simulator.web.context import WebContext

_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def template_routes(context: WebContext) -> list[BaseRoute]:
    """The one route of templates."""
    return [Route("/human-task-ui-templates/{sha256}", partial(_show, context))]


async def _show(context: WebContext, request: Request) -> Response:
    sha256 = request.path_params["sha256"]
    content = await context.store.read(lambda uow: documents.template(uow, sha256))
    if content is None:
        return PlainTextResponse("There is no template with this hash.", 404, _HEADERS)
    return PlainTextResponse(content, headers=_HEADERS)
