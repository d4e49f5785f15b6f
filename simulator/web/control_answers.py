"""The control API gives answers: one worker takes a task of a loop and hands the answer in, both in one unit of work.

Who answers: the worker who is named; else the first browser worker of the loop's team who may, because a simulated
worker has plans that a test should not disturb; else a new browser worker of that team, called `answers-1`,
`answers-2` and so on. A named worker who holds a task of the loop already hands in the answer to that one. Under the
manual clock the call answers once the output document, if this was the last answer, was written.

An answer that the task's form could not give is refused; `"check": false` lets it pass, for templates whose own scripts
make answers that the form does not show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from pydantic import Field
from sqlalchemy import Row
from starlette.requests import Request

from simulator.domain import instants, json_values
from simulator.domain.errors import Conflict
from simulator.domain.human_loops import OPEN, HumanLoopStatus
from simulator.domain.tasks import HELD, AssignmentStatus, TaskStatus
from simulator.domain.workforce import WorkerKind
from simulator.marketplace import people
from simulator.marketplace.desk import Desk, Held
from simulator.rendering.checking import check_answer
from simulator.rendering.form import read_form
from simulator.store import documents, human_loops, overview, tasks, workers
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_loops import Owner, checked_content, the_loop
from simulator.web.control_reading import Body, Misread, read_body, read_query


class NewAnswer(Body):
    """An answer to a loop, and who gives it."""

    answer: dict[str, Any] = Field(description="the answer as an object, field by field")
    worker: str | None = None
    check: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is to be given at an instant."""

    loop_name: str
    owner: Owner
    answer: Mapping[str, Any]
    worker: str | None
    now_ms: int


def calls(context: WebContext) -> Sequence[Call]:
    """The call that answers a loop."""
    does = (
        'one worker takes a task of the loop and answers it: {"answer": {…}, "worker"?, "check"?} (?account=&region=)'
    )
    return (Call("POST", "/human-loops/{name}/answers", does, partial(_give, context), 201),)


async def _give(context: WebContext, request: Request) -> Mapping[str, Any]:
    owner, name = read_query(request, Owner), request.path_params["name"]
    body = await read_body(request, NewAnswer, context.settings.body_limit_bytes)
    answer = checked_content("body.answer", body.answer)
    given = Given(name, owner, answer, body.worker, context.clock.now_ms())
    if body.check:
        await context.store.read(partial(_check, context, given=given))
    loop_id, worker, task_id = await context.store.write(partial(_hand_in, context, given=given))
    if context.clock.pace.mode == "manual":
        await context.timekeeper.advance(context.clock.now_ms())
    standing = await context.store.read(partial(_standing, loop_id=loop_id))
    return {"human_loop_name": name, "worker": worker, "task_id": task_id, **standing}


def _standing(uow: UnitOfWork, loop_id: int) -> dict[str, Any]:
    loop, tally = human_loops.find_by_id(uow, loop_id), tasks.tally(uow, loop_id)
    return {"status": loop.status if loop else None, "answers": tally.submitted, "task_count": loop and loop.task_count}


def _check(context: WebContext, uow: UnitOfWork, given: Given) -> None:
    loop = the_loop(uow, given.loop_name, given.owner)
    _check_open(loop)
    template = documents.template(uow, loop.template_sha256) or ""
    task_input = json_values.parse(loop.input_content, "inputContent")
    html = context.renderer.render(template, task_input, instants.as_datetime(given.now_ms), loop.account)
    problems = check_answer(read_form(html), given.answer)
    if problems:
        raise Misread("body.answer", f'{" ".join(problems)} "check": false beside "answer" takes it as it is.')


def _hand_in(context: WebContext, uow: UnitOfWork, given: Given) -> tuple[int, str, str]:
    loop = the_loop(uow, given.loop_name, given.owner)
    _check_open(loop)
    worker, held = _named(context.desk, uow, loop, given) if given.worker else _anybody(context, uow, loop, given)
    context.desk.submit(uow, worker, held.assignment.id, given.answer, max(given.now_ms, held.assignment.accepted_ms))
    return loop.id, worker.name, held.task_id


def _check_open(loop: Row[Any]) -> None:
    if HumanLoopStatus(loop.status) not in OPEN:
        raise Conflict(f"The human loop {loop.name!r} is {loop.status}, so it takes no more answers.")
    if loop.ending is not None:
        raise Conflict(f"The human loop {loop.name!r} takes no more answers: its output document is being written.")


def _named(desk: Desk, uow: UnitOfWork, loop: Row[Any], given: Given) -> tuple[Row[Any], Held]:
    worker = people.named(uow, given.worker or "")
    for assignment in tasks.held_by(uow, worker.id):
        if assignment.loop_id == loop.id:
            if assignment.status == AssignmentStatus.PAUSED.value:
                desk.resume(uow, worker, assignment.id, given.now_ms)
            return worker, desk.held(uow, worker, assignment.id, given.now_ms)
    task_id = _task_on_offer(uow, loop)
    try:
        return worker, desk.claim(uow, worker, given.now_ms, task_id)
    except Conflict as error:
        message = f"The worker {worker.name!r} cannot take a task of {loop.name!r} and is told: {error.message}"
        raise Conflict(message) from None


def _anybody(context: WebContext, uow: UnitOfWork, loop: Row[Any], given: Given) -> tuple[Row[Any], Held]:
    task_id = _task_on_offer(uow, loop)
    for worker in workers.of_team(uow, loop.workteam_arn):
        held = _try(context.desk, uow, worker, task_id, given.now_ms)
        if held:
            return worker, held
    worker = _newcomer(context, uow, loop, given.now_ms)
    return worker, context.desk.claim(uow, worker, given.now_ms, task_id)


def _try(desk: Desk, uow: UnitOfWork, worker: Row[Any], task_id: str, now_ms: int) -> Held | None:
    if worker.kind != WorkerKind.BROWSER.value:
        return None
    try:
        return desk.claim(uow, worker, now_ms, task_id)
    except Conflict:
        return None


def _newcomer(context: WebContext, uow: UnitOfWork, loop: Row[Any], now_ms: int) -> Row[Any]:
    name = next(name for number in count(1) if workers.named(uow, name := f"answers-{number}") is None)
    return people.create(uow, context.entropy, people.NewWorker(name, workteam=loop.workteam_arn), now_ms)


def _task_on_offer(uow: UnitOfWork, loop: Row[Any]) -> str:
    standing = overview.tasks_of_loop(uow, loop.id)
    for task in standing:
        if task.status == TaskStatus.AVAILABLE.value:
            return str(task.id)
    holders = [task.worker for task in standing if TaskStatus(task.status) in HELD]
    by = f" Held by: {', '.join(holders)}." if holders else ""
    raise Conflict(f"The human loop {loop.name!r} has no task left to take.{by}")
