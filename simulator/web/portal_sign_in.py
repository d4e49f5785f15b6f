"""How a worker comes in and goes out: name and password, or a one-time link."""

from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.domain.errors import Forbidden
from simulator.marketplace import people
from simulator.web import forms
from simulator.web.context import WebContext
from simulator.web.control_reading import Query, read_query
from simulator.web.errors import Guard
from simulator.web.pages import SAFE_HEADERS, Pages


class SignInQuery(Query):
    """A one-time link's token, and the task to open afterwards."""

    token: str | None = None
    task: str | None = None


def routes(context: WebContext, pages: Pages, guard: Guard) -> list[BaseRoute]:
    """The routes of signing in and out."""
    return [
        Route("/portal/sign-in", guard(partial(_show, context, pages))),
        Route("/portal/sign-in", guard(partial(_sign_in, context, pages)), methods=["POST"]),
        Route("/portal/sign-out", guard(partial(_sign_out, context)), methods=["POST"]),
    ]


def url_for(task_id: str | None) -> str:
    """Where to sign in, and to come back to a task."""
    return f"/portal/sign-in?task={quote(task_id, safe='')}" if task_id else "/portal/sign-in"


async def _show(context: WebContext, pages: Pages, request: Request) -> Response:
    query = read_query(request, SignInQuery)
    if query.token is None:
        return _form(pages, request, query.task)
    token, now_ms = query.token, context.clock.now_ms()
    try:
        session = await context.store.write(lambda uow: people.follow_link(uow, token, now_ms))
    except Forbidden as error:
        return _form(pages, request, query.task, error.message, 403)
    return _come_in(session, query.task)


async def _sign_in(context: WebContext, pages: Pages, request: Request) -> Response:
    fields, visitor = await forms.read_form(request), forms.visitor_of(request)
    forms.check_proof(request, visitor.secret, fields.get("csrf", ""))
    name, password, now_ms = fields.get("name", "").strip(), fields.get("password", ""), context.clock.now_ms()
    task_id = fields.get("task") or None
    try:
        session = await people.sign_in(context.store, name, password, now_ms)
    except Forbidden as error:
        return _form(pages, request, task_id, error.message, 403, name)
    return _come_in(session, task_id)


async def _sign_out(context: WebContext, request: Request) -> Response:
    fields, session = await forms.read_form(request), forms.session_of(request)
    if session:
        forms.check_proof(request, session, fields.get("csrf", ""))
        await context.store.write(lambda uow: people.sign_out(uow, session))
    response = _go("/portal/sign-in")
    forms.drop_session(response)
    return response


def _form(
    pages: Pages, request: Request, task_id: str | None, error: str | None = None, status: int = 200, name: str = ""
) -> Response:
    visitor = forms.visitor_of(request)
    page = pages.show("portal/sign-in.html", status, csrf=visitor.csrf, task=task_id, error=error, name=name)
    return visitor.remember(page)


def _come_in(session: str, task_id: str | None) -> Response:
    response = _go(f"/portal/tasks/{quote(task_id, safe='')}" if task_id else "/portal")
    forms.keep_session(response, session)
    return response


def _go(url: str) -> Response:
    return RedirectResponse(url, 303, headers=dict(SAFE_HEADERS))
