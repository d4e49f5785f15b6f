"""The pages over ASGI: a store in memory, the real desk and dispatcher, a clock that stands still, S3 as a dict."""

import re
from collections.abc import AsyncIterator
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
from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy
from simulator.marketplace import people
from simulator.marketplace.answers import Answers
from simulator.marketplace.crew import Crew
from simulator.marketplace.desk import Desk
from simulator.marketplace.dispatcher import Dispatcher
from simulator.marketplace.duties import Duties
from simulator.marketplace.pool import Pool
from simulator.outbox.object_store import ObjectStoreError
from simulator.outbox.output_writer import OutputWriter
from simulator.outbox.relay import Relay
from simulator.rendering.liquid import TemplateRenderer
from simulator.settings import Settings
from simulator.store import documents, human_loops, tasks
from simulator.store.store import Store, open_store
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.routes import routes

BASE_URL = "http://simulator.test"
START_MS = instants.parse_iso("2026-03-01T10:00:00Z")
ACCOUNT, REGION = "123456789012", "us-east-1"
TEAM = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:workteam/private-crowd/reviewers"
FLOW = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:flow-definition/reviews"
TEMPLATE = "<crowd-form><p>{{ task.input.text }}</p><input name='word' required></crowd-form>"


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

    async def get(self, uri: str, *, account: str, region: str) -> bytes:
        if uri not in self.kept:
            raise ObjectStoreError(f"there is no {uri}", retryable=False)
        return self.kept[uri]


@dataclass
class Site:
    """The pages, a browser's client, and a hand on the store."""

    context: WebContext
    client: httpx.AsyncClient
    objects: Objects
    received: list[dict[str, Any]]

    @property
    def store(self) -> Store:
        return self.context.store

    def visitor(self) -> httpx.AsyncClient:
        """Another browser, with cookies of its own."""
        return httpx.AsyncClient(transport=self.client._transport, base_url=BASE_URL)

    async def start(self, name: str = "loop", **values: Any) -> Row[Any]:
        """A human loop on offer."""
        now_ms = self.context.clock.now_ms()

        def work(uow: UnitOfWork) -> Row[Any]:
            documents.keep_template(uow, "hash", TEMPLATE)
            loop = human_loops.add(uow, _loop(name, now_ms) | values)
            self.context.desk.pool.offer(uow, loop, now_ms)
            return loop

        return await self.store.write(work)

    async def worker(self, name: str = "ann", **values: Any) -> Row[Any]:
        """A worker."""
        wanted = people.NewWorker(name, values.pop("kind", WorkerKind.BROWSER), **values)
        return await people.hire(self.store, self.context.entropy, wanted, self.context.clock.now_ms())

    async def link(self, name: str = "ann") -> str:
        """A one-time link's token."""
        now_ms = self.context.clock.now_ms()
        return await self.store.write(lambda uow: people.sign_in_link(uow, people.named(uow, name), now_ms))

    async def sign_in(self, name: str = "ann", client: httpx.AsyncClient | None = None) -> None:
        """Sign the browser in as that worker."""
        token = await self.link(name)
        answer = await (client or self.client).get("/portal/sign-in", params={"token": token})
        assert answer.status_code == 303, answer.text

    async def proof(self, path: str = "/portal", client: httpx.AsyncClient | None = None) -> str:
        """The form proof on a page."""
        page = (await (client or self.client).get(path)).text
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert found, page
        return found[1]

    async def take(self, task_id: str | None = None) -> str:
        """Take a task through its form; its id."""
        fields = {"csrf": await self.proof()} | ({"task": task_id} if task_id else {})
        answer = await self.client.post("/portal/start", data=fields)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].rsplit("/", 1)[-1]

    async def answer(self, name: str = "ann") -> str:
        """The worker takes the next task and answers it; the answer's id."""
        now_ms = self.context.clock.now_ms()

        def work(uow: UnitOfWork) -> str:
            worker = people.named(uow, name)
            held = self.context.desk.claim(uow, worker, now_ms)
            self.context.desk.submit(uow, worker, held.assignment.id, {"word": "fine"}, now_ms)
            return str(held.assignment.id)

        return await self.store.write(work)

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of the console."""
        return await self.client.post(path, data=fields | {"csrf": await self.proof("/console/workers")})

    async def state(self, task_id: str) -> dict[str, Any]:
        """How the task stands for whoever is signed in."""
        return (await self.client.get(f"/portal/tasks/{task_id}/state")).json()

    async def move(self, task_id: str, name: str, lease: str) -> httpx.Response:
        """Release, decline, pause or resume through the form."""
        fields = {"csrf": await self.proof(), "lease": lease}
        return await self.client.post(f"/portal/tasks/{task_id}/{name}", data=fields)

    async def submit(self, task_id: str, lease: str, answers: Any, **headers: str) -> httpx.Response:
        """Hand answers in as the page's script does."""
        sent = {"x-csrf-token": await self.proof(), "accept": "application/json"} | headers
        body = {"answers": answers, "lease": lease}
        return await self.client.post(f"/portal/tasks/{task_id}/submit", json=body, headers=sent)

    async def task_id(self, name: str = "loop") -> str:
        """The first task of a loop."""
        loop = await self.loop(name)
        return (await self.store.read(lambda uow: tasks.of_loop(uow, loop.id)))[0].id

    async def loop(self, name: str = "loop") -> Row[Any]:
        """A loop as it is now."""
        found = await self.store.read(lambda uow: human_loops.find(uow, ACCOUNT, REGION, name))
        assert found is not None
        return found

    async def advance(self, seconds: float) -> None:
        """Move time."""
        await self.context.timekeeper.advance(self.context.clock.now_ms() + round(seconds * 1000))


def _loop(name: str, now_ms: int) -> dict[str, Any]:
    return {
        "account": ACCOUNT,
        "region": REGION,
        "name": name,
        "arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:human-loop/{name}",
        "flow_arn": FLOW,
        "workteam_arn": TEAM,
        "template_sha256": "hash",
        "title": f"Title of {name}",
        "description": "Read and answer.",
        "status": "InProgress",
        "task_count": 1,
        "time_limit_seconds": 300,
        "input_content": '{"text":"<b>lovely</b>"}',
        "output_uri": f"s3://bucket/{name}/output.json",
        "created_ms": now_ms,
        "available_until_ms": now_ms + 3_600_000,
        "expires_ms": now_ms + 3_600_000,
    }


def _context(store: Store, objects: Objects, received: list[dict[str, Any]]) -> WebContext:
    clock, entropy = Clock(Pace(0.0), START_MS), Entropy(1)
    desk = Desk(Pool(entropy, Rules()))
    crew = Crew(desk, Answers(entropy, desk.pool.calling.presence))
    relay = Relay(store, OutputWriter(objects, entropy), 0)
    return WebContext(
        settings=Settings(body_limit_bytes=200_000),
        store=store,
        clock=clock,
        entropy=entropy,
        desk=desk,
        timekeeper=Dispatcher(store, clock, Duties(desk.pool, crew), relay),
        renderer=TemplateRenderer(lambda uri, _account: uri),
        objects=objects,
        reset=store.clear,
        requests=lambda: received,
        base_url=lambda: BASE_URL,
        faults=FaultBook(lambda fault: fault),
    )


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """An empty simulator on 1 March 2026, its clock standing still."""
    store, objects, received = open_store("sqlite://"), Objects(), []
    context = _context(store, objects, received)
    transport = httpx.ASGITransport(Starlette(routes=routes(context)))
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        yield Site(context, client, objects, received)
    await store.close()


@pytest.fixture
def document():
    """A named document put straight into the store."""

    async def add(site: Site, kind: str, name: str, body: dict[str, Any]) -> None:
        resource = {"workteam": "workteam/private-crowd"}.get(kind, kind)
        row = {
            "kind": kind,
            "account": ACCOUNT,
            "region": REGION,
            "name": name,
            "arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:{resource}/{name}",
            "status": "Active",
            "created_ms": START_MS,
            "updated_ms": START_MS,
            "body": json_values.dump(body),
        }
        await site.store.write(lambda uow: documents.add(uow, row))

    return add
