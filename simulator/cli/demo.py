"""The demo: the main job on real-looking input, told step by step, through the same boto3 that a review app uses.

The server runs in this process; the story runs beside it in a thread and knows nothing but the server's URL.
"""

import asyncio
import json
import logging
import socket
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import boto3
import click
import httpx
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from simulator import assets
from simulator.cli.serving import Server, bind
from simulator.cli.serving import run as serve_until_done
from simulator.clock import wall_seconds
from simulator.rendering.samples import Sample, load, template
from simulator.settings import Settings

_PORT = 4280
_BUCKET = "review-results"
_ROLE = "arn:aws:iam::123456789012:role/a2i-demo"
_PATIENCE_SECONDS = 120
_INTERRUPTED = 130
_CREW = (
    ("Ana", 0.97, (1.2, 2.6)),
    ("Ben", 0.95, (1.0, 2.2)),
    ("Chidi", 0.95, (1.4, 3.0)),
    ("Dora", 0.92, (0.8, 1.8)),
    ("Emil", 0.9, (0.8, 1.6)),
    ("Fay", 0.85, (0.6, 1.4)),
    ("Goran", 0.75, (0.5, 1.0)),
    ("Hana", 0.97, (1.6, 3.2)),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of review: a task template with its samples, and how many workers see each item."""

    name: str
    title: str
    description: str
    task_count: int


_JOBS = (
    Job("sentiment", "How does the customer feel?", "Read a product review and choose its overall sentiment.", 3),
    Job("transcription", "Check a call transcript", "Correct the machine's transcript and flag what is unusual.", 1),
    Job("choice-with-comment", "Decide on a request", "Choose what should happen with the request and say why.", 1),
    Job("extraction", "Check the fields of an invoice", "Compare the fields that were read with the invoice text.", 1),
)


@dataclass(frozen=True, slots=True)
class Loop:
    """A human loop that the story started."""

    name: str
    job: Job
    sample: Sample


class Story:
    """What a review app, and whoever tests it, would do."""

    def __init__(self, base_url: str) -> None:
        """`base_url` is all that is known of the simulator."""
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106
        config = Config(max_pool_connections=32)
        self._sagemaker = session.client("sagemaker", endpoint_url=base_url, config=config)
        self._a2i = session.client("sagemaker-a2i-runtime", endpoint_url=base_url, config=config)
        self._s3 = session.client("s3", endpoint_url=base_url, config=config)
        self._control = httpx.Client(base_url=f"{base_url}/_simulator", timeout=30)
        self._base_url = base_url

    def tell(self) -> None:
        """Everything, from an empty simulator to answers in S3."""
        started = wall_seconds()
        reviewers, visitors = self._teams()
        _say(f"Two work teams, a crew of {len(_CREW)} simulated workers, and a place for you.")
        loops = self._start_everything(reviewers)
        counts = ", ".join(f"{number} x {name}" for name, number in Counter(loop.job.name for loop in loops).items())
        _say(f"{len(loops)} human loops started through boto3: {counts}.")
        self._wait(loops)
        outputs = {loop.name: self._output(loop.name) for loop in loops}
        seconds = wall_seconds() - started
        _say(f"All {len(loops)} are Completed after {seconds:.1f} s. Their output.json, read back from S3:")
        _table(loops, outputs)
        _whole(outputs[loops[0].name])
        self._invite(visitors)

    def _teams(self) -> tuple[str, str]:
        self._s3.create_bucket(Bucket=_BUCKET)
        reviewers, visitors = (self._team(name) for name in ("reviewers", "visitors"))
        for name, skill, work_seconds in _CREW:
            profile = {"skill": skill, "reaction_seconds": [0.1, 0.6], "work_seconds": list(work_seconds)}
            self._post("workers", {"name": name, "kind": "simulated", "workteam": reviewers, "profile": profile})
        self._post("workers", {"name": "visitor", "kind": "browser", "workteam": visitors})
        return reviewers, visitors

    def _team(self, name: str) -> str:
        member: Any = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Demo", "UserGroup": name, "ClientId": "demo"}}
        created = self._sagemaker.create_workteam(
            WorkteamName=name, MemberDefinitions=[member], Description=f"The {name} of the demo"
        )
        return str(created["WorkteamArn"])

    def _flow(self, name: str, job: Job, workteam_arn: str) -> str:
        content = template(job.name, assets.templates())
        task_ui = self._sagemaker.create_human_task_ui(HumanTaskUiName=name, UiTemplate={"Content": content})
        flow = self._sagemaker.create_flow_definition(
            FlowDefinitionName=name,
            HumanLoopConfig={
                "WorkteamArn": workteam_arn,
                "HumanTaskUiArn": task_ui["HumanTaskUiArn"],
                "TaskTitle": job.title,
                "TaskDescription": job.description,
                "TaskCount": job.task_count,
                "TaskAvailabilityLifetimeInSeconds": 864_000,
                "TaskTimeLimitInSeconds": 3600,
            },
            OutputConfig={"S3OutputPath": f"s3://{_BUCKET}/a2i"},
            RoleArn=_ROLE,
        )
        return str(flow["FlowDefinitionArn"])

    def _start_everything(self, workteam_arn: str) -> Sequence[Loop]:
        loops = []
        for job in _JOBS:
            flow_arn = self._flow(job.name, job, workteam_arn)
            for number, sample in enumerate(load(job.name, assets.templates()), 1):
                loop = Loop(f"{job.name}-{number:02d}", job, sample)
                self._start(loop.name, flow_arn, sample)
                loops.append(loop)
        return loops

    def _start(self, name: str, flow_arn: str, sample: Sample) -> None:
        self._control.put(f"/human-loops/{name}/truth", json={"answer": dict(sample.truth)}).raise_for_status()
        self._a2i.start_human_loop(
            HumanLoopName=name, FlowDefinitionArn=flow_arn, HumanLoopInput={"InputContent": json.dumps(sample.input)}
        )

    def _wait(self, loops: Sequence[Loop]) -> None:
        waiting = {loop.name for loop in loops}
        until = wall_seconds() + _PATIENCE_SECONDS
        seen = 0
        with click.progressbar(length=len(loops), label="  workers at work") as bar:
            while waiting and wall_seconds() < until:
                seen = self._next_fact(seen)
                done = {name for name in waiting if self._status(name) == "Completed"}
                waiting -= done
                bar.update(len(done))
        if waiting:
            message = (
                f"{len(waiting)} human loops did not complete in {_PATIENCE_SECONDS} s: {', '.join(sorted(waiting))}"
            )
            raise click.ClickException(message)

    def _next_fact(self, after: int) -> int:
        answer = self._control.get("/events", params={"after": after, "wait": 1}).raise_for_status().json()
        return max((event["seq"] for event in answer["events"]), default=after)

    def _status(self, name: str) -> str:
        return str(self._a2i.describe_human_loop(HumanLoopName=name)["HumanLoopStatus"])

    def _output(self, name: str) -> dict[str, Any]:
        uri = self._a2i.describe_human_loop(HumanLoopName=name)["HumanLoopOutput"]["OutputS3Uri"]
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        document: dict[str, Any] = json.loads(self._s3.get_object(Bucket=bucket, Key=key)["Body"].read())
        return document

    def _invite(self, workteam_arn: str) -> None:
        job = replace(_JOBS[0], task_count=1)
        sample = load(job.name, assets.templates())[0]
        self._start("for-you", self._flow("sentiment-for-you", job, workteam_arn), sample)
        link = self._post("workers/visitor/sign-in", {})["url"]
        _say("One loop is left for you. Your answer will be in its output.json.")
        click.echo(f"\n  portal, signed in as 'visitor':  {click.style(link, fg='cyan')}")
        click.echo(f"  console:                         {click.style(self._base_url + '/console', fg='cyan')}")
        click.echo(f"  for your own app:                export AWS_ENDPOINT_URL={self._base_url}\n")

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        answer: dict[str, Any] = self._control.post(path, json=body).raise_for_status().json()
        return answer


def run(*, once: bool) -> int:
    """Serve, tell the story, and keep serving unless `once`; the exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    return serve_until_done(_serve_and_tell(once=once))


async def _serve_and_tell(*, once: bool) -> int:
    simulator, sock = bind(Settings(port=_free_port(_PORT)))
    server = Server(simulator, sock)
    serving = asyncio.create_task(server.run_here())
    await simulator.started.wait()
    telling = asyncio.create_task(asyncio.to_thread(_tell, simulator.base_url))
    await asyncio.wait({serving, telling}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        return _INTERRUPTED
    status = await telling
    if once or status:
        server.should_exit = True
    else:
        click.echo("Serving until you press Ctrl-C.")
    await serving
    return status


def _tell(base_url: str) -> int:
    try:
        Story(base_url).tell()
    except (click.ClickException, BotoCoreError, ClientError, httpx.HTTPError) as error:
        click.echo(f"a2i-simulator: the demo could not go on: {error}", err=True)
        return 1
    return 0


def _free_port(wanted: int) -> int:
    with socket.socket() as probe:
        return wanted if probe.connect_ex(("127.0.0.1", wanted)) else 0


def _say(text: str) -> None:
    click.echo(f"{click.style('*', fg='green')} {text}")


def _table(loops: Iterable[Loop], outputs: Mapping[str, Mapping[str, Any]]) -> None:
    click.echo(click.style(f"\n  {'human loop':<24} {'answers':>7}  what the workers said", bold=True))
    for loop in loops:
        answers = [_brief(answer["answerContent"]) for answer in outputs[loop.name]["humanAnswers"]]
        click.echo(f"  {loop.name:<24} {len(answers):>7}  {' | '.join(answers)[:90]}")


def _brief(content: Mapping[str, Any]) -> str:
    return ", ".join(_words(value) for value in content.values())


def _words(value: object) -> str:
    if isinstance(value, dict):
        chosen = [name for name, part in value.items() if part is True]
        return (
            " + ".join(chosen)
            if chosen
            else ", ".join(_words(part) for part in value.values() if part is not False) or "-"
        )
    return str(value)[:60]


def _whole(document: Mapping[str, Any]) -> None:
    click.echo(click.style("\n  one of them whole:", bold=True))
    for line in json.dumps(document, indent=2, ensure_ascii=False).splitlines():
        click.echo(f"  {line}")
    click.echo()
