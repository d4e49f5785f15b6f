"""The worker portal: sign in, see what there is to do, take a task, work on it, hand it in.

Every change is one unit of work that reads the session, the worker and the lease anew: nothing that a page shows is
trusted when it comes back.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from simulator.domain import json_values
from simulator.domain.errors import Conflict, NotFound
from simulator.marketplace import people
from simulator.marketplace.desk import Held
from simulator.rendering.answers import answer_content
from simulator.store import drafts
from simulator.store.unit_of_work import UnitOfWork
from simulator.web import forms, portal_board, portal_frame, portal_sign_in
from simulator.web.context import WebContext
from simulator.web.control_reading import Body, Query, read_body, read_query
from simulator.web.errors import Guard, SignedOut, wants_json
from simulator.web.live import Hub
from simulator.web.pages import SAFE_HEADERS, Pages
from simulator.web.standing import Standing, State, standing

_STATUS = {
    State.OTHER_TEAM: 403,
    State.UNKNOWN: 404,
    State.BLOCKED: 403,
    State.UNQUALIFIED: 403,
    State.ADULT_CONTENT: 403,
    State.MET_BEFORE: 403,
    State.WITH_ANOTHER: 409,
    State.ANSWERED: 409,
    State.EXPIRED: 410,
    State.WITHDRAWN: 410,
}


class BoardQuery(Query):
    """What the board may be told: what has just happened."""

    notice: str | None = None


class DraftQuery(Query):
    """Whose draft is wanted."""

    lease: str


class DraftSaving(Body):
    """What a task's page has to keep."""

    draft: dict[str, Any] = Field(description="the state of the page's fields, as the frame sent it")
    lease: str = Field(description="the lease's token")


class Submission(Body):
    """What a task's page hands in."""

    answers: Any = Field(description="the answers, as the frame sent them")
    lease: str = Field(description="the lease's token")


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal's pages and what their forms do."""

    context: WebContext
    pages: Pages

    async def board(self, request: Request) -> Response:
        """The list of tasks."""
        notice = portal_board.notice(read_query(request, BoardQuery).notice)
        secret, now_ms = _session(request), self.context.clock.now_ms()

        def look(uow: UnitOfWork) -> dict[str, Any]:
            worker = self._worker(uow, request, now_ms)
            return portal_board.board(uow, self.context.desk, worker, now_ms)

        board = await self.context.store.read(look)
        return self.pages.show("portal/board.html", csrf=forms.csrf_of(secret), notice=notice, **board)

    async def task(self, request: Request) -> Response:
        """The page of one task, whatever its state."""
        read_query(request, Query)
        found, worker = await self._look(request)
        if found.state is State.UNKNOWN:
            raise NotFound("There is no such task, or it is gone with its human loop.")
        values = portal_board.task_values(found, worker, forms.csrf_of(_session(request)))
        name = "portal/work.html" if found.state is State.WORKING else "portal/task.html"
        return self.pages.show(name, _STATUS.get(found.state, 200), **values)

    async def state(self, request: Request) -> Response:
        """How the task stands, for the page's script."""
        found, _worker = await self._look(request)
        return self._json(found.document())

    async def frame(self, request: Request) -> Response:
        """The task itself, for the sandboxed frame; only for who holds it."""
        try:
            found, _worker = await self._look(request)
        except SignedOut as error:
            return portal_frame.refusal(401, error.message)
        if found.state is not State.WORKING:
            return portal_frame.refusal(403, "Only the worker who holds this task can see it.")
        return await portal_frame.frame(self.context, found)

    async def start(self, request: Request) -> Response:
        """Take the next task, or the one that is named."""
        fields = await self._form(request)
        task_id, now_ms = fields.get("task") or None, self.context.clock.now_ms()

        def work(uow: UnitOfWork) -> str:
            worker = self._worker(uow, request, now_ms)
            return str(self.context.desk.claim(uow, worker, now_ms, task_id).task_id)

        url = f"/portal/tasks/{await self.context.store.write(work)}"
        return self._json({"url": url}) if wants_json(request) else _go(url)

    async def move(self, request: Request, name: str) -> Response:
        """Release, decline, pause or resume."""
        fields, now_ms = await self._form(request), self.context.clock.now_ms()
        act = getattr(self.context.desk, name)
        token, task_id = fields.get("lease", ""), request.path_params["task_id"]

        def work(uow: UnitOfWork) -> Standing:
            worker = self._worker(uow, request, now_ms)
            _check_lease(self.context.desk.held(uow, worker, token, now_ms), task_id)
            act(uow, worker, token, now_ms)
            return standing(uow, self.context.desk, worker, task_id, now_ms)

        found = await self.context.store.write(work)
        if wants_json(request):
            return self._json(found.document())
        return _go(f"/portal/tasks/{task_id}" if name == "resume" else f"/portal?notice={name}")

    async def submit(self, request: Request) -> Response:
        """Hand in the answer."""
        forms.check_proof(request, _session(request), request.headers.get("x-csrf-token", ""))
        given = await read_body(request, Submission, self.context.settings.body_limit_bytes)
        answer, now_ms = answer_content(given.answers), self.context.clock.now_ms()

        def work(uow: UnitOfWork) -> dict[str, Any]:
            self._held(uow, request, given.lease, now_ms)
            worker = self._worker(uow, request, now_ms)
            self.context.desk.submit(uow, worker, given.lease, answer, now_ms)
            return {"state": "submitted", "more": bool(self.context.desk.browse(uow, worker, now_ms, 1))}

        return self._json(await self.context.store.write(work))

    async def draft(self, request: Request) -> Response:
        """What was entered before, for the page's script; null if nothing was."""
        _session(request)
        lease, now_ms = read_query(request, DraftQuery).lease, self.context.clock.now_ms()

        def look(uow: UnitOfWork) -> str | None:
            return drafts.of(uow, self._held(uow, request, lease, now_ms).assignment.id)

        kept = await self.context.store.read(look)
        return self._json({"draft": kept and json_values.parse(kept, "draft")})

    async def save_draft(self, request: Request) -> Response:
        """Keep what is entered so far, under the lease."""
        forms.check_proof(request, _session(request), request.headers.get("x-csrf-token", ""))
        given = await read_body(request, DraftSaving, self.context.settings.body_limit_bytes)
        now_ms = self.context.clock.now_ms()

        def work(uow: UnitOfWork) -> None:
            held = self._held(uow, request, given.lease, now_ms)
            drafts.keep(uow, held.assignment.id, json_values.dump(given.draft), now_ms)

        await self.context.store.write(work)
        return self._json({"saved": True})

    async def may_listen(self, websocket: WebSocket) -> bool:
        """Whether a live connection is signed in."""
        token, now_ms = forms.session_of(websocket), self.context.clock.now_ms()
        if token is None:
            return False
        return await self.context.store.read(lambda uow: people.signed_in(uow, token, now_ms)) is not None

    async def _look(self, request: Request) -> tuple[Standing, Row[Any]]:
        _session(request)
        return await self.context.store.read(partial(self._standing, request=request))

    def _standing(self, uow: UnitOfWork, request: Request) -> tuple[Standing, Row[Any]]:
        now_ms = self.context.clock.now_ms()
        worker = self._worker(uow, request, now_ms)
        return standing(uow, self.context.desk, worker, request.path_params["task_id"], now_ms), worker

    def _worker(self, uow: UnitOfWork, connection: HTTPConnection, now_ms: int) -> Row[Any]:
        worker = people.signed_in(uow, forms.session_of(connection), now_ms)
        if worker is None:
            raise SignedOut(portal_sign_in.url_for(connection.path_params.get("task_id")))
        return worker

    def _held(self, uow: UnitOfWork, request: Request, lease: str, now_ms: int) -> Held:
        held = self.context.desk.held(uow, self._worker(uow, request, now_ms), lease, now_ms)
        _check_lease(held, request.path_params["task_id"])
        return held

    async def _form(self, request: Request) -> dict[str, str]:
        fields = await forms.read_form(request)
        forms.check_proof(request, _session(request), fields.get("csrf", ""))
        return fields

    def _json(self, document: dict[str, Any]) -> Response:
        clock = {"now_ms": self.context.clock.now_ms(), "speed": self.context.clock.pace.speed}
        return JSONResponse(document | clock, headers=dict(SAFE_HEADERS))


def portal_routes(context: WebContext, pages: Pages, hub: Hub) -> list[BaseRoute]:
    """The routes of the portal."""
    guard, portal = Guard(pages, "portal/problem.html"), Portal(context, pages)
    task = "/portal/tasks/{task_id}"
    moves = [
        Route(f"{task}/{name}", guard(partial(portal.move, name=name)), methods=["POST"])
        for name in ("release", "decline", "pause", "resume")
    ]
    return [
        Route("/portal", guard(portal.board)),
        *portal_sign_in.routes(context, pages, guard),
        WebSocketRoute("/portal/live", lambda websocket: hub.serve(websocket, portal.may_listen)),
        Route("/portal/start", guard(portal.start), methods=["POST"]),
        Route(task, guard(portal.task)),
        Route(f"{task}/state", guard(portal.state)),
        Route(f"{task}/frame", guard(portal.frame)),
        Route(f"{task}/submit", guard(portal.submit), methods=["POST"]),
        Route(f"{task}/draft", guard(portal.draft)),
        Route(f"{task}/draft", guard(portal.save_draft), methods=["PUT"]),
        *moves,
        Route("/portal/{rest:path}", guard.missing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def _session(connection: HTTPConnection) -> str:
    """The session's token; SignedOut where there is none, before the store is asked anything."""
    token = forms.session_of(connection)
    if token is None:
        raise SignedOut(portal_sign_in.url_for(connection.path_params.get("task_id")))
    return token


def _check_lease(held: Held, task_id: str) -> None:
    if held.task_id != task_id:
        raise Conflict("This lease belongs to another task. Go back to the task list.")


def _go(url: str) -> Response:
    return RedirectResponse(url, 303, headers=dict(SAFE_HEADERS))
