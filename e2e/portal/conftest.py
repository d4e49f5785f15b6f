"""A simulator with its clock standing still, in a process of its own, and workers signed in by one-time links."""

import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import boto3
import httpx
import pytest
from playwright.sync_api import FrameLocator, Page

FORM = """<crowd-form>
  <p>{{ task.input.text }}</p>
  <label>Word <input name="word" required></label>
  <button>Send</button>
</crowd-form>"""
ROLE = "arn:aws:iam::123456789012:role/reviews"
MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Reviews01", "UserGroup": "g", "ClientId": "c"}}


@dataclass
class Simulator:
    """A running simulator, as a review app and an operator reach it."""

    url: str

    def __post_init__(self) -> None:
        self.control = httpx.Client(base_url=f"{self.url}/_simulator", timeout=60)
        names = ("sagemaker", "sagemaker-a2i-runtime", "s3")
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        self.sagemaker, self.a2i, self.s3 = (session.client(name, endpoint_url=self.url) for name in names)

    def ask(self, path: str, **body: Any) -> dict[str, Any]:
        """A call of the control API."""
        answer: dict[str, Any] = self.control.post(path, json=body).raise_for_status().json()
        return answer

    def prepare(self) -> None:
        """An empty simulator with a bucket and a work team."""
        self.ask("/reset")
        self.s3.create_bucket(Bucket="results")
        self.sagemaker.create_workteam(WorkteamName="team", MemberDefinitions=[MEMBER], Description="d")

    def flow(self, name: str = "reviews", template: str = FORM, **config: Any) -> None:
        """A flow definition with a template."""
        arn = "arn:aws:sagemaker:us-east-1:123456789012"
        self.sagemaker.create_human_task_ui(HumanTaskUiName=name, UiTemplate={"Content": template})
        wanted = {
            "WorkteamArn": f"{arn}:workteam/private-crowd/team",
            "HumanTaskUiArn": f"{arn}:human-task-ui/{name}",
            "TaskTitle": f"Task of {name}",
            "TaskDescription": "Read, then write a word",
            "TaskCount": 1,
            "TaskTimeLimitInSeconds": 300,
        }
        self.sagemaker.create_flow_definition(
            FlowDefinitionName=name,
            HumanLoopConfig=wanted | config,
            OutputConfig={"S3OutputPath": "s3://results/a2i"},
            RoleArn=ROLE,
        )

    def start(self, name: str, text: str = "Hello", flow: str = "reviews") -> None:
        """A human loop."""
        arn = f"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/{flow}"
        content = {"InputContent": '{"text": "' + text + '"}'}
        self.a2i.start_human_loop(HumanLoopName=name, FlowDefinitionArn=arn, HumanLoopInput=content)

    def sign_in(self, page: Page, name: str = "ann") -> None:
        """Open the portal as a worker, who is made if need be."""
        if name not in {worker["name"] for worker in self.control.get("/workers").json()["workers"]}:
            self.ask("/workers", name=name)
        page.goto(self.ask(f"/workers/{name}/sign-in")["url"])
        page.locator("[data-connection=live]").wait_for()

    def statuses(self, name: str) -> list[str]:
        """How the tasks of a loop stand."""
        found = self.control.get("/tasks", params={"human_loop_name": name}).json()["tasks"]
        return [task["status"] for task in found]

    def answers(self, name: str) -> list[dict[str, Any]]:
        """The answers to a loop."""
        found = self.control.get(f"/human-loops/{name}").json()["answers"]
        return [answer["answer"] for answer in found]


def opened_task(page: Page) -> FrameLocator:
    """The frame of the task that is being opened, once its page has come and the page around it listens."""
    frame = page.frame_locator("iframe")
    frame.get_by_label("Word").wait_for()
    page.locator("[data-loading]").wait_for(state="detached")
    return frame


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A simulator for the tests of a module, as its command starts it."""
    log = (tmp_path_factory.mktemp("simulator") / "log").open("w+")
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--clock", "manual", "--seed", "1"]
    command += ["--start-time", "2026-03-01T10:00:00Z", "--data-dir", str(tmp_path_factory.mktemp("data"))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    line = process.stdout.readline()
    assert line.startswith("listening on "), log.seek(0) or log.read()
    yield Simulator(line.removeprefix("listening on ").strip())
    process.terminate()
    process.wait(30)
    process.stdout.close()
    log.close()


@pytest.fixture
def simulator(running):
    """An empty simulator with one flow definition."""
    running.prepare()
    running.flow()
    return running


@pytest.fixture
def working(simulator, page):
    """Ann with a task in hand; answers the task's frame."""

    def take(name: str = "loop", **start: Any) -> FrameLocator:
        simulator.start(name, **start)
        simulator.sign_in(page)
        page.get_by_role("button", name="Start working").click()
        return opened_task(page)

    return take
