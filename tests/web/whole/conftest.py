"""The whole simulator in one process, as an app, an operator and workers reach it; a module starts it once."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest_asyncio

from simulator.app import Simulator
from simulator.domain.pace import Pace
from simulator.settings import Settings

BASE_URL = "http://127.0.0.1:4280"
ARN = "arn:aws:sagemaker:us-east-1:123456789012"
FORM = "<crowd-form><p>{{ task.input.text }}</p><input name='word'></crowd-form>"
MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Reviews01", "UserGroup": "g", "ClientId": "c"}}


@dataclass(frozen=True)
class Browser:
    """One browser with its cookies, and whoever is signed in there."""

    client: httpx.AsyncClient

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.client.get(path, **options)

    async def post(self, path: str, **options: Any) -> httpx.Response:
        return await self.client.post(path, **options)

    async def proof(self, path: str = "/portal") -> str:
        """The proof that the forms of a page carry."""
        page = (await self.get(path)).text
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert found, page
        return found[1]

    async def send(self, path: str, page: str = "/portal", **fields: str) -> httpx.Response:
        """Send a form as a page does."""
        return await self.post(path, data={"csrf": await self.proof(page), **fields})

    async def take(self) -> tuple[str, str]:
        """Take the next task; its id and its lease."""
        answer = await self.send("/portal/start")
        assert answer.status_code == 303, answer.text
        task_id = answer.headers["location"].rsplit("/", 1)[-1]
        return task_id, (await self.get(f"/portal/tasks/{task_id}/state")).json()["lease"]

    async def submit(self, task_id: str, lease: str, word: str = "fine") -> httpx.Response:
        """Hand in an answer as the page's script does."""
        headers = {"x-csrf-token": await self.proof(), "accept": "application/json"}
        body = {"answers": [{"word": word}], "lease": lease}
        return await self.post(f"/portal/tasks/{task_id}/submit", json=body, headers=headers)


@dataclass(frozen=True)
class Whole:
    """A running simulator, and what everybody wants of it."""

    simulator: Simulator
    nobody: httpx.AsyncClient

    def browser(self) -> Browser:
        """A browser in which nobody is signed in."""
        return Browser(httpx.AsyncClient(transport=httpx.ASGITransport(self.simulator), base_url=BASE_URL))

    async def control(self, path: str, **body: Any) -> dict[str, Any]:
        """A call of the control API."""
        answer = await self.nobody.post(f"/_simulator{path}", json=body)
        return dict(answer.raise_for_status().json())

    async def aws(self, operation: str, **body: Any) -> None:
        """A call of SageMaker."""
        await self._signed("/", "sagemaker", body, {"x-amz-target": f"SageMaker.{operation}"})

    async def loop(self, name: str, content: dict[str, Any] | None = None, flow: str = "reviews") -> None:
        """Start a human loop."""
        body = {
            "HumanLoopName": name,
            "FlowDefinitionArn": f"{ARN}:flow-definition/{flow}",
            "HumanLoopInput": {"InputContent": json.dumps(content or {"text": "Hello"})},
        }
        await self._signed("/human-loops", "sagemaker", body, {})

    async def stop(self, name: str) -> None:
        """Stop a human loop."""
        await self._signed("/human-loops/stop", "sagemaker", {"HumanLoopName": name}, {})

    async def flow(self, name: str = "reviews", template: str = FORM, title: str = "Judge a review") -> None:
        """A flow definition with a template of its own."""
        await self.aws("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": template})
        config = {
            "WorkteamArn": f"{ARN}:workteam/private-crowd/team",
            "HumanTaskUiArn": f"{ARN}:human-task-ui/{name}",
            "TaskTitle": title,
            "TaskDescription": "Read, then write a word",
            "TaskCount": 1,
            "TaskTimeLimitInSeconds": 300,
        }
        await self.aws(
            "CreateFlowDefinition",
            FlowDefinitionName=name,
            HumanLoopConfig=config,
            OutputConfig={"S3OutputPath": "s3://results/a2i"},
            RoleArn="arn:aws:iam::123456789012:role/reviews",
        )

    async def link(self, name: str) -> str:
        """A one-time link of a worker, who is made if need be, as path and query."""
        await self.nobody.post("/_simulator/workers", json={"name": name})
        parts = urlsplit((await self.control(f"/workers/{name}/sign-in"))["url"])
        return f"{parts.path}?{parts.query}"

    async def signed_in(self, name: str = "ann") -> Browser:
        """A browser in which a worker is signed in."""
        browser = self.browser()
        answer = await browser.get(await self.link(name))
        assert answer.status_code == 303, answer.text
        return browser

    async def prepare(self) -> None:
        """Everything gone but a bucket, a work team and a flow definition."""
        await self.control("/reset")
        answer = await self.nobody.put("/results", headers={"authorization": _signature("s3")})
        assert answer.status_code == 200, answer.text
        await self.aws("CreateWorkteam", WorkteamName="team", MemberDefinitions=[MEMBER], Description="d")
        await self.flow()

    async def _signed(self, path: str, service: str, body: dict[str, Any], headers: dict[str, str]) -> None:
        named = {"authorization": _signature(service), "content-type": "application/x-amz-json-1.1", **headers}
        answer = await self.nobody.post(path, content=json.dumps(body), headers=named)
        assert answer.status_code < 300, answer.text


def _signature(service: str) -> str:
    scope = f"test/20260101/us-east-1/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started():
    """A simulator whose clock stands still, for the tests of a module."""
    simulator = Simulator(Settings(data_dir=None, pace=Pace(0.0)))
    await simulator.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(simulator), base_url=BASE_URL) as nobody:
        yield Whole(simulator, nobody)
    await simulator.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def whole(started):
    """That simulator, emptied, with one flow definition."""
    await started.prepare()
    return started
