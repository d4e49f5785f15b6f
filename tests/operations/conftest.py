"""Operations without HTTP: handlers called with parameters as the wire would give them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.domain.calls import Call
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy
from simulator.marketplace import people
from simulator.marketplace.desk import Desk
from simulator.marketplace.pool import Pool
from simulator.operations import table
from simulator.operations.service import Service
from simulator.rendering.liquid import TemplateRenderer
from simulator.store.store import Store, open_store

TEMPLATE = "<crowd-form><crowd-input name='a' label='{{ task.input.text }}'></crowd-input></crowd-form>"
CALL = Call("sagemaker", "", "123456789012", "us-east-1", "aws", 1_000_000, "request-1")


@dataclass
class Api:
    """Every operation as a method call; `now` is the clock."""

    store: Store
    clock: Clock = field(default_factory=lambda: Clock(Pace(0.0), 1_000_000))
    desk: Desk = field(default_factory=lambda: Desk(Pool(Entropy(1), Rules())))

    def __post_init__(self) -> None:
        renderer = TemplateRenderer(lambda uri, _account: f"https://signed/{uri}")
        service = Service(self.store, self.desk.pool.entropy, self.desk.pool, renderer, lambda: "http://127.0.0.1:4280")
        self.handlers = {operation: handler for (_, operation), handler in table.build(service).items()}

    async def __call__(self, operation: str, _account: str = "123456789012", **parameters: Any) -> dict[str, Any]:
        """What an operation answers."""
        call = replace(CALL, operation=operation, account=_account, now_ms=self.clock.now_ms())
        return await self.handlers[operation](call, parameters) or {}

    async def flow(self, name: str = "flow", **config: Any) -> str:
        """A flow definition with its team and template; its ARN."""
        member = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Pool", "UserGroup": "g", "ClientId": "c"}}
        team = await self("CreateWorkteam", WorkteamName=name, MemberDefinitions=[member], Description="d")
        task_ui = await self("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": TEMPLATE})
        loop_config = {
            "WorkteamArn": team["WorkteamArn"], "HumanTaskUiArn": task_ui["HumanTaskUiArn"], "TaskTitle": "t",
            "TaskDescription": "d", "TaskCount": 1, **config,
        }  # fmt: skip
        created = await self(
            "CreateFlowDefinition",
            FlowDefinitionName=name,
            HumanLoopConfig=loop_config,
            OutputConfig={"S3OutputPath": "s3://bucket/out"},
            RoleArn="arn:aws:iam::123456789012:role/r",
        )
        return str(created["FlowDefinitionArn"])

    async def start(self, flow_arn: str, name: str = "loop", content: str = "{}") -> str:
        """A human loop; its ARN."""
        started = await self(
            "StartHumanLoop", HumanLoopName=name, FlowDefinitionArn=flow_arn, HumanLoopInput={"InputContent": content}
        )
        return str(started["HumanLoopArn"])

    async def claim(self, worker: str = "ann") -> tuple[Any, str]:
        """A worker who holds a task: the worker and the lease's token."""
        at_ms = self.clock.now_ms()
        wanted = people.NewWorker(worker, WorkerKind.BROWSER)
        row = await self.store.write(lambda uow: people.create(uow, self.desk.pool.entropy, wanted, at_ms))
        held = await self.store.write(lambda uow: self.desk.claim(uow, row, at_ms))
        return row, held.assignment.id


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """Every operation on an empty store in memory."""
    store = open_store("sqlite://")
    yield Api(store)
    await store.close()
