"""The control API over ASGI: a store in memory, real desk and dispatcher, a clock that stands still, S3 in a dict."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import Row
from starlette.applications import Starlette

from simulator.clock import Clock
from simulator.domain import instants, json_values
from simulator.domain.faults import FaultBook
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.entropy import Entropy
from simulator.marketplace.crew import Answer, Crew, Visit
from simulator.marketplace.desk import Desk
from simulator.marketplace.dispatcher import Dispatcher
from simulator.marketplace.duties import Duties
from simulator.marketplace.pool import Pool
from simulator.outbox.object_store import ObjectStoreError
from simulator.outbox.output_writer import OutputWriter
from simulator.outbox.relay import Relay
from simulator.rendering.liquid import TemplateRenderer
from simulator.settings import Settings
from simulator.store import documents, human_loops
from simulator.store.store import Store, open_store
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control import control_routes

BASE_URL = "http://simulator.test"
START_MS = instants.parse_iso("2026-01-01T00:00:00Z")
TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/reviewers"
TEMPLATE = """<crowd-form><crowd-classifier name="sentiment" categories="['Good', 'Bad']" header="How?">
<classification-target>{{ task.input.text }}</classification-target></crowd-classifier></crowd-form>"""
BODY_LIMIT_BYTES = 200_000


@dataclass
class Objects:
    """An object store that keeps a dict, or fails with `broken`."""

    kept: dict[str, bytes] = field(default_factory=dict)
    broken: str | None = None

    async def put(
        self, uri: str, body: bytes, _content_type: str, *, account: str, region: str, durable: bool = True
    ) -> None:
        if self.broken:
            raise ObjectStoreError(self.broken, retryable=True)
        self.kept[uri] = body

    def put_here(self, *_given: object, **_more: object) -> bool:
        return False


class FixedAnswers:
    """A source that answers every task alike."""

    def __init__(self, make: Callable[[str], dict[str, object]]) -> None:
        self.make = make

    def begin(self, _uow: UnitOfWork, _visit: Visit, _at_ms: int) -> None:
        """Nobody is asked."""

    def told(self, _uow: UnitOfWork, _visit: Visit) -> None:
        """No rule wants anything."""

    def fields(self, _uow: UnitOfWork, _loop: Row[Any]) -> int:
        """The form asks one thing."""
        return 1

    def end(self, _uow: UnitOfWork, visit: Visit, _at_ms: int) -> Answer:
        """The answer."""
        return Answer(self.make(visit.worker.name))


@dataclass
class Control:
    """What a test of the control API moves: calls by HTTP, loops made straight in the store."""

    store: Store
    client: httpx.AsyncClient
    context: WebContext
    objects: Objects
    received: list[dict[str, Any]]

    async def ask(self, method: str, path: str, body: Any = None, status: int = 200, /, **query: Any) -> Any:
        """The JSON that a call answers with that status."""
        content = None if body is None else json_values.dump(body)
        response = await self.client.request(method, f"/_simulator{path}", content=content, params=query)
        assert response.status_code == status, response.text
        return response.json()

    async def refused(self, method: str, path: str, body: Any, status: int, /, **query: Any) -> tuple[str, str]:
        """Place and sentence of a refusal."""
        error = (await self.ask(method, path, body, status, **query))["error"]
        return error["place"], error["message"]

    async def exists(self, name: str) -> bool:
        """Whether there is a loop of that name."""
        return bool(await self.store.read(lambda uow: human_loops.named(uow, name)))

    async def start(
        self, name: str = "loop", task_count: int = 1, region: str = "us-east-1", **values: Any
    ) -> Row[Any]:
        """A human loop on offer."""
        now_ms = self.context.clock.now_ms()
        row = _loop(name, task_count, region, now_ms) | values

        def work(uow: UnitOfWork) -> Row[Any]:
            documents.keep_template(uow, "hash", TEMPLATE)
            loop = human_loops.add(uow, row)
            self.context.desk.pool.offer(uow, loop, now_ms)
            return loop

        return await self.store.write(work)


def _loop(name: str, task_count: int, region: str, now_ms: int) -> dict[str, Any]:
    return {
        "account": "123456789012",
        "region": region,
        "name": name,
        "arn": f"arn:aws:sagemaker:{region}:123456789012:human-loop/{name}",
        "flow_arn": "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/flow",
        "workteam_arn": TEAM,
        "template_sha256": "hash",
        "title": "How does it sound?",
        "description": "Read and choose.",
        "status": "InProgress",
        "task_count": task_count,
        "time_limit_seconds": 600,
        "input_content": '{"text":"lovely"}',
        "output_uri": f"s3://bucket/{name}/output.json",
        "created_ms": now_ms,
        "available_until_ms": now_ms + 3_600_000,
        "expires_ms": now_ms + 3_600_000,
    }


def _context(store: Store, objects: Objects, received: list[dict[str, Any]]) -> WebContext:
    clock, entropy = Clock(Pace(0.0), START_MS), Entropy(1)
    desk = Desk(Pool(entropy, Rules()))
    source = FixedAnswers(lambda _name: {"sentiment": {"label": "Good"}})
    relay = Relay(store, OutputWriter(objects, entropy), 0)
    return WebContext(
        settings=Settings(body_limit_bytes=BODY_LIMIT_BYTES),
        store=store,
        clock=clock,
        entropy=entropy,
        desk=desk,
        timekeeper=Dispatcher(store, clock, Duties(desk.pool, Crew(desk, source)), relay),
        renderer=TemplateRenderer(lambda uri, _account: uri),
        objects=objects,
        reset=store.clear,
        requests=lambda: received,
        base_url=lambda: BASE_URL,
        faults=FaultBook(lambda fault: fault),
    )


@asynccontextmanager
async def _running() -> AsyncIterator[Control]:
    store, objects, received = open_store("sqlite://"), Objects(), []
    context = _context(store, objects, received)
    transport = httpx.ASGITransport(Starlette(routes=control_routes(context)))
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        yield Control(store, client, context, objects, received)
    await store.close()


@pytest.fixture
async def control() -> AsyncIterator[Control]:
    """An empty simulator on 1 January 2026, its clock standing still."""
    async with _running() as control:
        yield control


@pytest.fixture
async def another() -> AsyncIterator[Control]:
    """A second one that is just the same."""
    async with _running() as control:
        yield control
