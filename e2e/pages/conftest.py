"""A simulator in a process of its own for the tests of a module; each test finds it empty but for one flow definition.

What these tests ask of AWS is written on the wire, without an SDK: they are about pages, whoever filled them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page

ARN = "arn:aws:sagemaker:us-east-1:123456789012"
FORM = """<crowd-form>
  <p>{{ task.input.text }}</p>
  <label>Word <input name="word" required></label>
  <label><input type="radio" name="mood" value="good"> Good</label>
  <label><input type="radio" name="mood" value="bad"> Bad</label>
  <label>Why <textarea name="why"></textarea></label>
  <button>Send</button>
</crowd-form>"""
MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Reviews01", "UserGroup": "g", "ClientId": "c"}}


@dataclass(frozen=True)
class Site:
    """A running simulator, as an app, an operator and workers reach it."""

    url: str
    http: httpx.Client

    def control(self, path: str, **body: Any) -> dict[str, Any]:
        """A call of the control API."""
        answer = self.http.post(f"/_simulator{path}", json=body)
        return dict(answer.raise_for_status().json())

    def aws(self, operation: str, **body: Any) -> None:
        """A call of SageMaker."""
        self._signed("/", "sagemaker", body, {"x-amz-target": f"SageMaker.{operation}"})

    def loop(self, name: str, text: str = "Hello", flow: str = "reviews") -> None:
        """Start a human loop."""
        body = {
            "HumanLoopName": name,
            "FlowDefinitionArn": f"{ARN}:flow-definition/{flow}",
            "HumanLoopInput": {"InputContent": json.dumps({"text": text})},
        }
        self._signed("/human-loops", "sagemaker", body, {})

    def flow(self, name: str = "reviews", title: str = "Judge a review", **more: Any) -> None:
        """A flow definition with a template of its own."""
        self.aws("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": FORM})
        config = {
            "WorkteamArn": f"{ARN}:workteam/private-crowd/team",
            "HumanTaskUiArn": f"{ARN}:human-task-ui/{name}",
            "TaskTitle": title,
            "TaskDescription": "Read, then write a word",
            "TaskCount": 1,
            "TaskTimeLimitInSeconds": 300,
        }
        self.aws(
            "CreateFlowDefinition",
            FlowDefinitionName=name,
            HumanLoopConfig=config | more,
            OutputConfig={"S3OutputPath": "s3://results/a2i"},
            RoleArn="arn:aws:iam::123456789012:role/reviews",
        )

    def sign_in(self, page: Page, name: str = "ann") -> None:
        """Open the portal as a worker, who is made if need be."""
        self.http.post("/_simulator/workers", json={"name": name})
        page.goto(self.control(f"/workers/{name}/sign-in")["url"])
        page.locator("[data-connection=live]").wait_for()

    def work(self, page: Page, name: str = "ann") -> FrameLocator:
        """Sign in and take the next task; its frame."""
        self.sign_in(page, name)
        page.get_by_role("button", name="Start working").click()
        frame = page.frame_locator("iframe")
        frame.get_by_label("Word").wait_for()
        page.locator("[data-loading]").wait_for(state="detached")
        return frame

    def task_status(self, name: str) -> str:
        """How the first task of a loop stands."""
        found = self.http.get("/_simulator/tasks", params={"human_loop_name": name}).raise_for_status().json()
        return str(found["tasks"][0]["status"])

    def answers(self, name: str) -> list[dict[str, Any]]:
        """The answers to a loop."""
        found = self.http.get(f"/_simulator/human-loops/{name}").raise_for_status().json()
        return [answer["answer"] for answer in found["answers"]]

    def prepare(self) -> None:
        """Everything gone but a bucket, a work team and a flow definition."""
        self.control("/reset")
        self.http.put("/results", headers={"authorization": _signature("s3")}).raise_for_status()
        self.aws("CreateWorkteam", WorkteamName="team", MemberDefinitions=[MEMBER], Description="d")
        self.flow()

    def _signed(self, path: str, service: str, body: dict[str, Any], headers: dict[str, str]) -> None:
        named = {"authorization": _signature(service), "content-type": "application/x-amz-json-1.1", **headers}
        self.http.post(path, content=json.dumps(body), headers=named).raise_for_status()


def _signature(service: str) -> str:
    scope = f"test/20260101/us-east-1/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Site]:
    """A simulator whose clock stands still."""
    log = (tmp_path_factory.mktemp("served") / "log").open("w+")
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--clock", "manual", "--seed", "1"]
    command += ["--data-dir", str(tmp_path_factory.mktemp("kept"))]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "A2I_SIMULATOR_"))}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
    line = process.stdout.readline()
    assert line.startswith("listening on "), log.seek(0) or log.read()
    url = line.removeprefix("listening on ").strip()
    with httpx.Client(base_url=url, timeout=60) as http:
        yield Site(url, http)
    process.terminate()
    process.wait(30)
    process.stdout.close()
    log.close()


@pytest.fixture
def site(served) -> Site:
    """That simulator, emptied, with one flow definition."""
    served.prepare()
    return served
