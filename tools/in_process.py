"""A simulator in this very process, without a port, as an app and an operator call it; for studies and for tests."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from simulator.app import Simulator
from simulator.domain.pace import Pace
from simulator.outbox.asking import AnswerFunction
from simulator.settings import Settings

BASE_URL = "http://127.0.0.1:4280"
ARN = "arn:aws:sagemaker:us-east-1:123456789012"
PRIVATE = "private-crowd"
PUBLIC_TEAM = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
START_MS = 1_772_441_400_000
"""Monday, 2 March 2026, 08:50 UTC."""
_SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260302/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"
_MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Study0001", "UserGroup": "g", "ClientId": "c"}}


@dataclass(frozen=True)
class InProcess:
    """What can be asked of it."""

    simulator: Simulator
    client: httpx.AsyncClient

    async def aws(self, operation: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401
        """A control plane call of SageMaker."""
        headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": f"SageMaker.{operation}"}
        return await self._call("POST", "/", "sagemaker", body, headers)

    async def prepare(self, team: str = "team") -> None:
        """A bucket for outputs, and a private work team."""
        await self._call("PUT", "/results", "s3", None, {})
        await self.aws("CreateWorkteam", WorkteamName=team, Description="d", MemberDefinitions=[_MEMBER])

    async def flow(self, name: str, template: str, reward_cents: int = 0, **config: Any) -> None:  # noqa: ANN401
        """A flow definition with a template of its own; with a reward it is the public workforce's."""
        await self.aws("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": template})
        usual = {
            "WorkteamArn": f"{ARN}:workteam/private-crowd/team",
            "HumanTaskUiArn": f"{ARN}:human-task-ui/{name}",
            "TaskTitle": name,
            "TaskDescription": "Read, then answer",
            "TaskCount": 1,
        }
        if reward_cents:
            price = {"AmountInUsd": {"Dollars": 0, "Cents": reward_cents, "TenthFractionsOfACent": 0}}
            usual |= {"WorkteamArn": PUBLIC_TEAM, "PublicWorkforceTaskPrice": price}
        await self.aws(
            "CreateFlowDefinition",
            FlowDefinitionName=name,
            HumanLoopConfig=usual | config,
            OutputConfig={"S3OutputPath": "s3://results/a2i"},
            RoleArn="arn:aws:iam::123456789012:role/reviews",
        )

    async def start(self, name: str, flow: str, task_input: Mapping[str, object]) -> None:
        """Start a human loop."""
        classifiers = ["FreeOfPersonallyIdentifiableInformation", "FreeOfAdultContent"]
        body = {
            "HumanLoopName": name,
            "FlowDefinitionArn": f"{ARN}:flow-definition/{flow}",
            "HumanLoopInput": {"InputContent": json.dumps(task_input)},
            "DataAttributes": {"ContentClassifiers": classifiers},
        }
        await self._call("POST", "/human-loops", "sagemaker", body, {"content-type": "application/json"})

    async def stop(self, name: str) -> None:
        """Stop a human loop."""
        await self._call("POST", "/human-loops/stop", "sagemaker", {"HumanLoopName": name}, {})

    async def post(self, path: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401
        """A POST of the control API."""
        return _read(await self.client.post(f"/_simulator{path}", json=body))

    async def put(self, path: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401
        """A PUT of the control API."""
        return _read(await self.client.put(f"/_simulator{path}", json=body))

    async def get(self, path: str, **query: Any) -> dict[str, Any]:  # noqa: ANN401
        """A GET of the control API."""
        return _read(await self.client.get(f"/_simulator{path}", params=query))

    async def advance(self, seconds: float | None = None) -> dict[str, Any]:
        """Move time by so many seconds, or to the end of all work."""
        body = {"until": "idle"} if seconds is None else {"seconds": seconds}
        return await self.post("/clock/advance", **body)

    async def events(self) -> Sequence[dict[str, Any]]:
        """Everything that happened, in order."""
        found: list[dict[str, Any]] = []
        while more := (await self.get("/events", after=found[-1]["seq"] if found else 0, limit=1000))["events"]:
            found += more
        return found

    async def loops(self) -> list[dict[str, Any]]:
        """Every human loop."""
        found: list[dict[str, Any]] = []
        after = None
        while True:
            answer = await self.get("/human-loops", limit=1000, **({"after": after} if after else {}))
            found += answer["human_loops"]
            after = answer["next"]
            if after is None:
                return found

    async def output(self, uri: str) -> bytes:
        """The bytes of an output document."""
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        response = await self.client.get(f"/{bucket}/{key}", headers={"authorization": _SIGNED.format("s3")})
        return response.raise_for_status().content

    async def _call(
        self, method: str, path: str, service: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        content = None if body is None else json.dumps(body)
        signed = {"authorization": _SIGNED.format(service), **headers}
        return _read(await self.client.request(method, path, content=content, headers=signed))


def _read(response: httpx.Response) -> dict[str, Any]:
    if response.is_error:
        raise RuntimeError(f"{response.request.url.path} answered {response.status_code}: {response.text}")
    return dict(response.json()) if response.content[:1] == b"{" else {}


@asynccontextmanager
async def in_process(answer: AnswerFunction | None = None, **settings: Any) -> AsyncIterator[InProcess]:  # noqa: ANN401
    """A simulator under a manual clock that starts at `START_MS`, with nothing on disk unless the settings say so."""
    wanted: dict[str, Any] = {"seed": 1, "pace": Pace(0.0), "start_ms": START_MS} | settings
    simulator = Simulator(Settings(**wanted), answer=answer)
    await simulator.start()
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(simulator), base_url=BASE_URL, timeout=60) as client:
            yield InProcess(simulator, client)
    finally:
        await simulator.stop()
