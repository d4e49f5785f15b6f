"""The simulator as a whole, in this process, asked as an SDK asks: botocore writes the requests and reads the answers.
Every answer of ours is held against its model, member by member.

Time stands still until a test moves it. Each test is an account of its own, so that tests share one simulator.
"""

import asyncio
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import regex
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from simulator.app import Simulator
from simulator.domain.api_rules import ApiRules
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.domain.subscriptions import Subscription
from simulator.domain.workforce import WorkerKind
from simulator.marketplace import people
from simulator.operations import table
from simulator.settings import Settings
from simulator.spec import Spec
from simulator.store import documents, human_loops

HOST = "127.0.0.1:4280"
START_MS = 1_767_225_600_000
TEMPLATE = "<crowd-form><crowd-input name='a' label='{{ task.input.text }}'></crowd-input></crowd-form>"
POOL = {"UserPool": "us-east-1_Pool", "ClientId": "client"}
MEMBER = {"CognitoMemberDefinition": {**POOL, "UserGroup": "group"}}
SPEC = Spec()
RUNTIME = set(SPEC.service("sagemaker-a2i-runtime").model.operation_names)
OURS = {operation for _, operation in table.build(None)}
KINDS = {"string": str, "integer": int, "timestamp": datetime, "boolean": bool, "map": dict}
_ACCOUNTS = itertools.count(100_000_000_001)


class AwsError(Exception):
    """An error as an SDK shows it."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


@cache
def tools_of(service: str) -> tuple[Any, Any, Any]:
    model = SPEC.service(service).model
    protocol = SPEC.service(service).protocol
    return model, create_serializer(protocol, include_validation=False), create_parser(protocol)


def misfits(shape: Any, value: Any, place: str) -> Iterator[str]:
    """What in an answer is not as the model has it: members, kinds, enums, patterns, sizes."""
    match shape.type_name:
        case "structure":
            yield from (f"{place}.{name} is missing" for name in shape.required_members if name not in value)
            for name in value:
                yield from misfits(shape.members[name], value[name], f"{place}.{name}")
        case "list":
            for number, item in enumerate(value):
                yield from misfits(shape.member, item, f"{place}[{number}]")
        case kind if not isinstance(value, KINDS[kind]):
            yield f"{place} is a {type(value)}"
        case "string":
            yield from misfits_of_text(shape, value, place)


def misfits_of_text(shape: Any, value: str, place: str) -> Iterator[str]:
    rules = shape.metadata
    if value not in rules.get("enum", [value]):
        yield f"{place} is {value}"
    if not regex.fullmatch(rules.get("pattern", "(?s).*"), value) and shape.name != "HumanLoopName":
        yield f"{place} is {value}, not {rules['pattern']}"
    if not rules.get("min", 0) <= len(value) <= rules.get("max", len(value)):
        yield f"{place} has {len(value)} characters"


def scope_of(method: str, path: str, headers: dict[str, str], query: str = "") -> dict[str, Any]:
    """A request as ASGI tells it."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()],
        "scheme": "http",
        "server": ("127.0.0.1", 4280),
    }


class Process:
    """One simulator on an event loop of its own thread."""

    def __init__(self, settings: Settings) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.simulator = self.run(self._started(settings))

    async def _started(self, settings: Settings) -> Simulator:
        simulator = Simulator(settings)
        await simulator.start()
        return simulator

    def run(self, work: Any) -> Any:
        """What a coroutine answers."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def advance(self, seconds: float) -> None:
        """Let that much time pass."""
        core = self.simulator.core
        self.run(core.dispatcher.advance(core.clock.now_ms() + round(seconds * 1000)))

    def idle(self) -> None:
        """Let time jump to the end of all work."""
        self.run(self.simulator.core.dispatcher.advance(None))

    def set_status(self, arn: str, status: str) -> None:
        """Show a status that no call brings about."""

        def work(uow: Any) -> None:
            row = documents.by_arn(uow, arn)
            documents.change(uow, row.id, status=status)

        self.run(self.simulator.core.store.write(work))

    def bucket(self) -> None:
        """Make the bucket that outputs go to."""
        credential = "123456789012/20260101/us-east-1/s3/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"
        status, _, body = self.answer(scope_of("PUT", "/bucket", {"authorization": signed}), b"")
        assert status == 200, body

    async def take(self, aws: "Aws", loop: str, worker: str, *, release: bool) -> None:
        """Let a new worker of the loop's team take its task, and perhaps give it back."""
        core = self.simulator.core
        at_ms = core.clock.now_ms()

        def work(uow: Any) -> None:
            row = human_loops.find(uow, aws.account, aws.region, loop)
            wanted = people.NewWorker(worker, WorkerKind.BROWSER, workteam=row.workteam_arn)
            person = people.create(uow, core.entropy, wanted, at_ms)
            held = core.desk.claim(uow, person, at_ms)
            if release:
                core.desk.release(uow, person, held.assignment.id, at_ms)

        await core.store.write(work)

    def answer(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """The response to one request."""
        return self.run(self._answer(scope, body))

    async def _answer(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], bytes]:
        sent: list[Any] = []
        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.simulator(scope, receive, send)
        headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])

    def close(self) -> None:
        self.run(self.simulator.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@dataclass(frozen=True)
class Aws:
    """An SDK's client of both services, for one account and region."""

    process: Process
    account: str = field(default_factory=lambda: str(next(_ACCOUNTS)))
    region: str = "us-east-1"

    def __call__(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """What an operation answers; raises AwsError."""
        status, parsed = self.raw(operation, parameters)
        if status < 300:
            return {key: value for key, value in parsed.items() if key != "ResponseMetadata"}
        raise AwsError(parsed["Error"]["Code"], parsed["Error"]["Message"], status)

    def raw(self, operation: str, parameters: Any) -> tuple[int, dict[str, Any]]:
        """The status and what botocore reads in the response, errors included."""
        service = "sagemaker-a2i-runtime" if operation in RUNTIME else "sagemaker"
        model, serializer, parser = tools_of(service)
        shape = model.operation_model(operation)
        written = serializer.serialize_to_request(parameters, shape)
        body = written["body"] if isinstance(written["body"], bytes) else str(written["body"]).encode()
        status, headers, answer = self.process.answer(self._scope(written, body), body)
        parsed = parser.parse({"status_code": status, "headers": headers, "body": answer}, shape.output_shape)
        if status < 300 and operation in OURS:
            answered = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
            assert shape.output_shape is None or not list(misfits(shape.output_shape, answered, operation))
        return status, parsed

    def elsewhere(self, region: str) -> "Aws":
        """The same account in another region."""
        return replace(self, region=region)

    def arn(self, resource: str) -> str:
        """The ARN of a resource of this account and region."""
        return f"arn:aws:sagemaker:{self.region}:{self.account}:{resource}"

    def team(self, name: str = "team", **more: Any) -> str:
        """A work team; its ARN."""
        given = {"WorkteamName": name, "MemberDefinitions": [MEMBER], "Description": "d", **more}
        return str(self("CreateWorkteam", **given)["WorkteamArn"])

    def task_ui(self, name: str = "ui", content: str = TEMPLATE, **more: Any) -> str:
        """A human task UI; its ARN."""
        created = self("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": content}, **more)
        return str(created["HumanTaskUiArn"])

    def flow_parameters(self, name: str = "flow", **config: Any) -> dict[str, Any]:
        """What CreateFlowDefinition takes, with the team and the UI of `team()` and `task_ui()`."""
        return {
            "FlowDefinitionName": name,
            "HumanLoopConfig": {
                "WorkteamArn": self.arn("workteam/private-crowd/team"),
                "HumanTaskUiArn": self.arn("human-task-ui/ui"),
                "TaskTitle": "title",
                "TaskDescription": "description",
                "TaskCount": 1,
                **config,
            },
            "OutputConfig": {"S3OutputPath": "s3://bucket/out"},
            "RoleArn": f"arn:aws:iam::{self.account}:role/reviews",
        }

    def flow(self, name: str = "flow", **config: Any) -> str:
        """A flow definition with a team and a UI of its own; its ARN."""
        config = {"WorkteamArn": self.team(name), "HumanTaskUiArn": self.task_ui(name), **config}
        return str(self("CreateFlowDefinition", **self.flow_parameters(name, **config))["FlowDefinitionArn"])

    def start(self, flow_arn: str, name: str = "loop", content: str = "{}", **more: Any) -> str:
        """A human loop; its ARN."""
        given = {"HumanLoopName": name, "FlowDefinitionArn": flow_arn, "HumanLoopInput": {"InputContent": content}}
        return str(self("StartHumanLoop", **given, **more)["HumanLoopArn"])

    def _scope(self, written: dict[str, Any], body: bytes) -> dict[str, Any]:
        credential = f"{self.account}/20260101/{self.region}/sagemaker/aws4_request"
        headers = {
            "authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0",
            "content-length": str(len(body)),
            **{name.lower(): str(value) for name, value in written["headers"].items()},
        }
        query = urlencode(written["query_string"]) if written["query_string"] else ""
        return scope_of(written["method"], urlsplit(written["url_path"]).path, headers, query)


VENDORS = (
    Subscription("acme-labels", "Acme labels", "Acme", "We label.", "prod-1"),
    Subscription("best", accounts=("999999999999",)),
    Subscription("careful", regions=("eu-west-1",)),
)


def settings(**more: Any) -> Settings:
    """A simulator in memory whose time stands still."""
    usual = {"pace": Pace(0.0), "seed": 1, "start_ms": START_MS, "subscriptions": VENDORS}
    return Settings(**{**usual, **more})


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    """One simulator with every default, for all tests."""
    running = Process(settings())
    running.bucket()
    yield running
    running.close()


@pytest.fixture(scope="session")
def slow_process() -> Iterator[Process]:
    """A simulator in which documents are Initializing 10 seconds, Updating 5 and Deleting 3."""
    rules = ApiRules(initializing_seconds=10, updating_seconds=5, deleting_seconds=3)
    running = Process(settings(api_rules=rules))
    running.bucket()
    yield running
    running.close()


@pytest.fixture(scope="session")
def aws_for() -> Any:
    """A fresh account of a certain simulator."""
    return Aws


@pytest.fixture
def claim(request: pytest.FixtureRequest) -> Any:
    """Let a worker of that test take a loop's task: `claim(aws, loop, release=True)` gives it back."""
    workers = itertools.count(1)

    def take(aws: Aws, loop: str, *, release: bool = False) -> None:
        aws.process.run(aws.process.take(aws, loop, f"{aws.account}-{next(workers)}", release=release))

    return take


@pytest.fixture
def aws(process: Process) -> Aws:
    """A fresh account."""
    return Aws(process)


@pytest.fixture(scope="session")
def aws_of(process: Process) -> Any:
    """A client for a certain account."""
    return lambda account: Aws(process, account)


@pytest.fixture
def aws_with() -> Iterator[Any]:
    """A fresh account of a simulator with other rules: `aws_with(rule=value, …)`."""
    started: list[Process] = []

    def start(**given: Any) -> Aws:
        loop_rules = {name: value for name, value in given.items() if name in Rules.__dataclass_fields__}
        api_rules = {name: value for name, value in given.items() if name not in loop_rules}
        started.append(Process(settings(rules=Rules(**loop_rules), api_rules=ApiRules(**api_rules))))
        return Aws(started[-1])

    yield start
    for running in started:
        running.close()


@pytest.fixture
def restarting(tmp_path: Path) -> Iterator[Any]:
    """A simulator on disk: `restarting(rule=value, …)` starts it, `restarting(aws)` ends it and starts it again."""
    started: list[tuple[Process, Settings]] = []

    def start(before: Aws | None = None, **rules: Any) -> Aws:
        if before is None:
            wanted = settings(data_dir=tmp_path / "kept", api_rules=ApiRules(**rules))
            started.append((Process(wanted), wanted))
            return Aws(started[-1][0])
        process, wanted = started.pop()
        process.close()
        started.append((Process(wanted), wanted))
        return replace(before, process=started[-1][0])

    yield start
    for process, _ in started:
        process.close()


@pytest.fixture
def refused() -> Any:
    """Check that a call is refused: `refused(code, words, call, …)`."""

    def check(code: str, words: str, call: Any, *arguments: Any, **parameters: Any) -> AwsError:
        with pytest.raises(AwsError) as caught:
            call(*arguments, **parameters)
        assert (caught.value.code, words in caught.value.message) == (code, True), caught.value
        return caught.value

    return check
