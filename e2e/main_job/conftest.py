"""Real servers in processes of their own, and the real SDK that talks to them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config

TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form>
  <crowd-classifier name="sentiment" categories="['Positive', 'Negative', 'Neutral']" header="How do they feel?">
    <classification-target>{{ task.input.text }}</classification-target>
    <full-instructions header="Instructions">Choose one.</full-instructions>
    <short-instructions>Choose one.</short-instructions>
  </crowd-classifier>
  <crowd-text-area name="comment" label="Comment"></crowd-text-area>
</crowd-form>
"""
ROLE = "arn:aws:iam::123456789012:role/reviews"


@dataclass
class Server:
    """A simulator in a process of its own."""

    data_dir: Path
    options: tuple[str, ...]
    process: subprocess.Popen[str] | None = None
    url: str = ""

    def start(self) -> "Server":
        """Start, and return when it listens."""
        command = [
            sys.executable,
            "-m",
            "simulator",
            "serve",
            "--port",
            "0",
            "--data-dir",
            str(self.data_dir),
            *self.options,
        ]
        log = (self.data_dir.parent / "server.log").open("a")
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "A2I_SIMULATOR_"))
        }
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        line = self.process.stdout.readline()
        assert line.startswith("listening on http://"), (self.data_dir.parent / "server.log").read_text()
        self.url = line.removeprefix("listening on ").strip()
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self) -> int:
        """End it as an operator would; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.process.stdout.close()
        return status


@dataclass
class App:
    """A review app: boto3 and nothing else, and a hand on the control API for what boto3 cannot say."""

    url: str
    config: Config = field(default_factory=lambda: Config(retries={"mode": "standard", "total_max_attempts": 2}))

    def client(self, service: str) -> Any:
        """A boto3 client."""
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        return session.client(service, endpoint_url=self.url, config=self.config)

    def __post_init__(self) -> None:
        self.sagemaker, self.a2i, self.s3 = (self.client(name) for name in ("sagemaker", "sagemaker-a2i-runtime", "s3"))
        self.control = httpx.Client(base_url=f"{self.url}/_simulator", timeout=60)

    def flow(self, name: str = "reviews", *, template: str = TEMPLATE, bucket: str = "results", **config: Any) -> str:
        """A team, a template and a flow definition; its ARN."""
        member = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Reviews01", "UserGroup": "g", "ClientId": "c"}}
        team = self.sagemaker.create_workteam(WorkteamName=name, MemberDefinitions=[member], Description="Reviewers")
        task_ui = self.sagemaker.create_human_task_ui(HumanTaskUiName=name, UiTemplate={"Content": template})
        if bucket:
            self.s3.create_bucket(Bucket=bucket)
        loop_config = {
            "WorkteamArn": team["WorkteamArn"], "HumanTaskUiArn": task_ui["HumanTaskUiArn"], "TaskTitle": "Sentiment",
            "TaskDescription": "Choose the sentiment of a review", "TaskCount": 1, **config,
        }  # fmt: skip
        output = {"S3OutputPath": f"s3://{bucket or 'results'}/a2i/"}
        created = self.sagemaker.create_flow_definition(
            FlowDefinitionName=name, HumanLoopConfig=loop_config, OutputConfig=output, RoleArn=ROLE
        )
        return str(created["FlowDefinitionArn"])

    def start(self, flow_arn: str, name: str, content: str = '{"text": "Great shoes."}') -> str:
        """Start a loop; its ARN."""
        started = self.a2i.start_human_loop(
            HumanLoopName=name, FlowDefinitionArn=flow_arn, HumanLoopInput={"InputContent": content}
        )
        return str(started["HumanLoopArn"])

    def status(self, name: str) -> str:
        """A loop's status."""
        return str(self.a2i.describe_human_loop(HumanLoopName=name)["HumanLoopStatus"])

    def wait(
        self, names: set[str], *, until: frozenset[str] = frozenset({"Completed", "Failed", "Stopped"})
    ) -> dict[str, str]:
        """Wait for loops to end, woken by the simulator's events; their statuses."""
        seen, open_names, ended = 0, set(names), {}
        for _ in range(200):
            for name in sorted(open_names):
                status = self.status(name)
                if status in until:
                    ended[name] = status
            open_names -= set(ended)
            if not open_names:
                return ended
            events = self.control.get("/events", params={"after": seen, "wait": 2}).raise_for_status().json()["events"]
            seen = max((event["seq"] for event in events), default=seen)
        message = f"still open: {sorted(open_names)}"
        raise AssertionError(message)

    def output(self, name: str) -> bytes:
        """The bytes of a loop's output document."""
        uri = self.a2i.describe_human_loop(HumanLoopName=name)["HumanLoopOutput"]["OutputS3Uri"]
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return bytes(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    def written(self, bucket: str = "results") -> list[str]:
        """Every key in a bucket."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def advance(self, **by: object) -> dict[str, Any]:
        """Move the simulator's clock."""
        moved: dict[str, Any] = self.control.post("/clock/advance", json=by).raise_for_status().json()
        return moved

    def worker(self, name: str, kind: str = "simulated", **more: object) -> None:
        """A worker for every team."""
        self.control.post("/workers", json={"name": name, "kind": kind, **more}).raise_for_status()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start a server with these options; called again, another one. All are ended after the test."""
    started: list[Server] = []

    def start(*options: str, data_dir: Path | None = None) -> Server:
        running = Server(data_dir or tmp_path / "data", options).start()
        started.append(running)
        return running

    yield start
    for running in started:
        if running.process.poll() is None:
            with suppress(ProcessLookupError):
                running.stop()


@pytest.fixture
def app_of() -> type[App]:
    """The review app, to be pointed at a server's URL."""
    return App
