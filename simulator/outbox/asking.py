"""Answers from outside: a URL or a Python function is asked what a simulated worker shall answer.

1. A question is an effect: it is asked after the commit in which the worker took the task, never in the writer's
   thread, and again after a crash. What comes back is kept until the worker hands it in, so `drain` returns only when
   every question is answered or has failed for good: time that is moved by hand waits for it.
2. A URL gets the question as a JSON body by POST, and answers `{"answer": {…}}`, or 204 for "as the worker would". It
   is tried a few times, each with a limit in wall time. A function gets the same document and returns the answer's
   object, or None; one that is no coroutine runs in a thread.
3. What fails, or does not fit the form, is kept as an error: the worker then declines the task and an event says why.
"""

import asyncio
import importlib
import inspect
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.clock import Clock, pause
from simulator.domain import instants, json_values
from simulator.domain.answer_rules import Gives
from simulator.domain.errors import DomainError
from simulator.entropy import Entropy
from simulator.rendering.answers import answer_content
from simulator.rendering.checking import check_answer
from simulator.rendering.errors import RenderError
from simulator.rendering.fields import Form
from simulator.rendering.reading import FormReader
from simulator.store import answering, documents, effects, human_loops, tasks, workers
from simulator.store.answering import Question
from simulator.store.store import Store
from simulator.store.unit_of_work import UnitOfWork

AnswerFunction = Callable[[Mapping[str, Any]], object]
"""Gets a question (see `question_document`), returns or awaits to an answerContent object, or None."""

_AT_ONCE = 64
_PAUSES_SECONDS = (0.2, 1.0)
_NOTHING = 204


class NoAnswer(Exception):
    """Why the one who was asked gave no answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that belongs to it, and the form that its answer must fit."""

    question: Question
    document: dict[str, Any]
    form: Form


@dataclass(slots=True)
class Asking:
    """Asks questions. `given` is the function behind the name `GIVEN`, if the simulator was made with one.

    The questions that wait are read again only after a commit that asked one, or after one could not be settled.
    """

    store: Store
    clock: Clock
    entropy: Entropy
    timeout_seconds: float = 10.0
    given: AnswerFunction | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _flying: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _limit: asyncio.Semaphore = field(default_factory=partial(asyncio.Semaphore, _AT_ONCE))
    _forms: FormReader = field(default_factory=FormReader)
    _unread: bool = True

    def __post_init__(self) -> None:
        self.store.when_effects(self._expect)

    def wake(self) -> None:
        """Look again for questions: something was committed."""
        self._woken.set()

    async def run(self) -> None:
        """Ask questions, for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self._launch()

    async def drain(self) -> None:
        """Return when every question was answered, or failed for good."""
        while await self._launch():
            await asyncio.wait(set(self._flying.values()), return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        """Leave what is under way; it is asked again after the next start."""
        flying = list(self._flying.values())
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    async def _launch(self) -> int:
        async with self._turn:
            if self._unread:
                self._unread = False
                await self._launch_waiting()
            return len(self._flying)

    async def _launch_waiting(self) -> None:
        try:
            waiting = await self.store.read(answering.questions)
        except BaseException:
            self._unread = True
            raise
        for effect in waiting:
            if effect.id not in self._flying:
                self._flying[effect.id] = asyncio.create_task(self._settle(effect))
                self._flying[effect.id].add_done_callback(partial(self._landed, effect.id))

    def _landed(self, effect_id: int, task: asyncio.Task[None]) -> None:
        self._flying.pop(effect_id, None)
        if task.cancelled() or task.exception() is not None:
            self._unread = True

    def _expect(self, kinds: frozenset[str]) -> None:
        self._unread = self._unread or answering.ASK in kinds

    async def _settle(self, effect: Row[Any]) -> None:
        question = answering.question_of(effect)
        async with self._limit:
            answer, error = await self._outcome(effect, question)
        await self.store.write(partial(_record, effect=effect, answer=answer, error=error, now_ms=self.clock.now_ms))

    async def _outcome(self, effect: Row[Any], question: Question) -> tuple[str | None, str | None]:
        try:
            asked = await self.store.read(partial(self._prepare, loop_id=effect.loop_id, question=question))
            given = None if asked is None else await self._ask(asked)
            if asked is None or given is None:
                return None, None
            content = answer_content(given)
            problems = check_answer(asked.form, content)
            return json_values.dump(content), None if not problems else _unfit(question, problems)
        except (NoAnswer, DomainError, RenderError) as error:
            return None, f"{question.source}: {error}"

    def _prepare(self, uow: UnitOfWork, loop_id: int, question: Question) -> Asked | None:
        loop, assignment = human_loops.find_by_id(uow, loop_id), tasks.assignment(uow, question.assignment_id)
        worker = workers.by_id(uow, assignment.worker_id) if assignment is not None else None
        if loop is None or assignment is None or worker is None:
            return None

        def template(sha256: str) -> str:
            return documents.template(uow, sha256) or ""

        form = self._forms.read(loop.template_sha256, template, loop.input_content, loop.created_ms)
        public_id = workers.public_id(self.entropy, worker.name)
        return Asked(question, question_document(loop, assignment, worker.name, public_id, form), form)

    async def _ask(self, asked: Asked) -> object:
        if asked.question.gives == Gives.URL.value:
            return await self._ask_url(asked.question.source, asked.document)
        return await self._ask_function(asked.question.source, asked.document)

    async def _ask_url(self, url: str, document: Mapping[str, Any]) -> object:
        import httpx  # noqa: PLC0415

        problem = ""
        for wait_seconds in (*_PAUSES_SECONDS, None):
            try:
                return await _post(url, document, self.timeout_seconds)
            except httpx.TimeoutException:
                problem = f"did not answer within {self.timeout_seconds:g} seconds"
            except httpx.HTTPStatusError as error:
                problem = f"answered with status {error.response.status_code}"
            except httpx.HTTPError as error:
                problem = f"could not be asked: {str(error) or type(error).__name__}"
            if wait_seconds is not None:
                await pause(wait_seconds)
        raise NoAnswer(f"it {problem}, {len(_PAUSES_SECONDS) + 1} times.")

    async def _ask_function(self, name: str, document: Mapping[str, Any]) -> object:
        try:
            function = self.given if name == GIVEN and self.given else await asyncio.to_thread(function_of, name)
            if inspect.iscoroutinefunction(function):
                return await function(document)
            found = await asyncio.to_thread(function, document)
            return await found if isinstance(found, Awaitable) else found
        except NoAnswer:
            raise
        except Exception as error:
            raise NoAnswer(f"it raised {type(error).__name__}: {error}") from error


GIVEN = "given:answer"
"""The name of the function that the simulator was made with."""


def question_document(loop: Row[Any], assignment: Row[Any], worker: str, worker_id: str, form: Form) -> dict[str, Any]:
    """What is asked: the task, its input, the fields of its form, and who shall answer."""
    return {
        "task": {
            "id": assignment.task_id,
            "human_loop_name": loop.name,
            "human_loop_arn": loop.arn,
            "flow_definition_arn": loop.flow_arn,
            "title": loop.title,
            "description": loop.description,
            "accepted_at": instants.iso_millis(assignment.accepted_ms),
            "deadline": instants.iso_millis(assignment.deadline_ms) if assignment.deadline_ms else None,
        },
        "input": json_values.parse(loop.input_content, "inputContent"),
        "fields": [
            {"name": each.name, "kind": each.kind.value, "choices": list(each.choices), "required": each.required}
            for each in form.fields
        ],
        "worker": {"name": worker, "worker_id": worker_id},
    }


async def _post(url: str, document: Mapping[str, Any], timeout_seconds: float) -> object:
    import httpx  # noqa: PLC0415

    async with httpx.AsyncClient(timeout=timeout_seconds, trust_env=False) as client:
        response = await client.post(url, json=document)
    if response.status_code == _NOTHING:
        return None
    response.raise_for_status()
    try:
        answered = json_values.parse(response.text, "The body")
    except DomainError as error:
        raise NoAnswer(error.message) from None
    if not isinstance(answered, dict) or not isinstance(answered.get("answer"), dict):
        raise NoAnswer('it must answer {"answer": {…}}, or with status 204.')
    return answered["answer"]


def function_of(name: str) -> AnswerFunction:
    """The function behind `module:name`, from the working directory too; NoAnswer where there is none."""
    module_name, _, attribute = name.partition(":")
    here = os.getcwd()  # noqa: PTH109
    if here not in sys.path:
        sys.path.append(here)
    try:
        found: Any = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise NoAnswer(f"there is no such function: {error}.") from None
    if not callable(found):
        raise NoAnswer("it is no function.")
    function: AnswerFunction = found
    return function


def _unfit(question: Question, problems: list[str]) -> str:
    return f"{question.source}: its answer does not fit the form. {' '.join(problems)}"


def _record(
    uow: UnitOfWork, effect: Row[Any], answer: str | None, error: str | None, now_ms: Callable[[], int]
) -> None:
    question = answering.question_of(effect)
    assignment = tasks.assignment(uow, question.assignment_id)
    if not effects.remove(uow, effect.id) or assignment is None or assignment.deadline_ms is None:
        return
    answering.keep_asked(uow, effect.loop_id, question.assignment_id, None if error else answer, error)
    worker = workers.by_id(uow, assignment.worker_id)
    if worker is not None and worker.wake_ms == assignment.deadline_ms:
        workers.wake(uow, worker.id, now_ms())
