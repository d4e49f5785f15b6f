"""A small world without HTTP: a store in memory, a manual clock, a desk, and loops made straight in the store."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
from sqlalchemy import Row

from simulator.clock import Clock
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy
from simulator.marketplace import people
from simulator.marketplace.crew import Answer, Crew, Visit
from simulator.marketplace.desk import Desk, Held
from simulator.marketplace.dispatcher import Dispatcher
from simulator.marketplace.duties import Duties
from simulator.marketplace.pool import Pool
from simulator.store import human_loops, meta, tasks
from simulator.store.store import Store, open_store
from simulator.store.unit_of_work import UnitOfWork

T = TypeVar("T")
TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/reviewers"
OTHER_TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/others"


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
class World:
    """Everything a test of the marketplace moves."""

    store: Store
    clock: Clock = field(default_factory=lambda: Clock(Pace(0.0), 1_000_000))
    desk: Desk = field(default_factory=lambda: Desk(Pool(Entropy(1), Rules())))
    drained: int = 0

    def __post_init__(self) -> None:
        self._assemble()

    def _assemble(self) -> None:
        duties = Duties(self.desk.pool, Crew(self.desk, FixedAnswers(lambda name: {"by": name})))
        self.dispatcher = Dispatcher(self.store, self.clock, duties, self)

    def play_by(self, **rules: Any) -> None:
        """Change the rules."""
        self.desk = Desk(replace(self.desk.pool, rules=Rules(**rules)))
        self._assemble()

    async def drain(self) -> None:
        """Nothing happens outside."""
        self.drained += 1

    def due(self, _uow: UnitOfWork) -> None:
        """Nothing can follow a step by itself."""

    async def do(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Run a function of the desk or the pool as a unit of work, at this instant."""
        at_ms = self.clock.now_ms()
        return await self.store.write(lambda uow: work(uow, *arguments, at_ms=at_ms, **named))

    async def start(
        self,
        name: str = "loop",
        *,
        task_count: int = 1,
        limit: int = 60,
        lifetime: int = 3600,
        team: str = TEAM,
        **more: Any,
    ) -> Row[Any]:
        """A human loop on offer."""
        now = self.clock.now_ms()
        values = {
            "account": "123456789012", "region": "us-east-1", "name": name, "arn": f"arn:{name}",
            "flow_arn": "arn:flow",
            "workteam_arn": team, "template_sha256": "", "title": "Title", "description": "What to do",
            "status": "InProgress",
            "task_count": task_count, "time_limit_seconds": limit, "input_content": "{}",
            "output_uri": "s3://b/output.json",
            "created_ms": now, "available_until_ms": now + lifetime * 1000, "expires_ms": now + lifetime * 1000,
        } | more  # fmt: skip

        def work(uow: UnitOfWork) -> Row[Any]:
            loop = human_loops.add(uow, values)
            self.desk.pool.offer(uow, loop, now)
            return loop

        return await self.store.write(work)

    async def worker(
        self,
        name: str = "ann",
        *,
        simulated: bool = False,
        team: str | None = TEAM,
        teams: Sequence[str] = (),
        adult: bool = True,
        **profile: Any,
    ) -> Row[Any]:
        """A worker of the team, or of those `teams`."""
        kind = WorkerKind.SIMULATED if simulated else WorkerKind.BROWSER
        own = None if teams else team
        wanted = people.NewWorker(name, kind, own, profile, workteams=teams, takes_adult_content=adult)
        return await self.do(people.create, self.desk.pool.entropy, wanted)

    async def claim(self, worker: Row[Any], task_id: str | None = None) -> Held:
        """The lease of the next task."""
        return await self.do(self.desk.claim, worker, task_id=task_id)

    async def answer(self, worker: Row[Any], answer: Mapping[str, object], task_id: str | None = None) -> str:
        """The worker takes a task and hands that in; the answer's id."""
        held = await self.claim(worker, task_id)
        await self.do(self.desk.submit, worker, held.assignment.id, answer)
        return str(held.assignment.id)

    async def loop(self, name: str = "loop") -> Row[Any]:
        """The loop as it is now."""
        found = await self.store.read(lambda uow: human_loops.find(uow, "123456789012", "us-east-1", name))
        assert found is not None
        return found

    async def statuses(self, name: str = "loop") -> list[str]:
        """The statuses of the loop's tasks, in order."""
        loop = await self.loop(name)
        return [row.status for row in await self.store.read(lambda uow: tasks.of_loop(uow, loop.id))]

    async def facts(self) -> list[str]:
        """The kinds of everything that happened, in order."""
        return [row.kind for row in await self.store.read(lambda uow: meta.facts_after(uow, 0, 10_000))]


@pytest.fixture
async def make_world() -> AsyncIterator[Callable[[], World]]:
    """Makes empty worlds at second 1,000."""
    stores: list[Store] = []

    def make() -> World:
        stores.append(open_store("sqlite://"))
        return World(stores[-1])

    yield make
    for store in stores:
        await store.close()


@pytest.fixture
async def world(make_world: Callable[[], World]) -> World:
    """An empty world at second 1,000."""
    return make_world()
