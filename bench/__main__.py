"""Runs the benchmarks and prints their figures with their ratios.

`drawing` and `scale` run those modules instead; `elements` measures the loading of the crowd elements alone. Loading is
measured first: it takes milliseconds, which the work of the others would still be felt in.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
import httpx

from bench import drawing, elements, scale
from bench.load import Result, hammer, post
from bench.servers import Running, echo, options, simulator

CONNECTIONS = 16
STARTS = 6000
LOOPS = 1000


def main() -> None:
    """Measure and report."""
    if sys.argv[1:] == ["drawing"]:
        drawing.main()
        return
    if sys.argv[1:2] == ["scale"]:
        scale.main(sys.argv[2:])
        return
    if sys.argv[1:] == ["elements"]:
        loading_elements()
        return
    loading_elements()
    with tempfile.TemporaryDirectory() as folder:
        start_up(Path(folder))
        starting_loops(Path(folder))
        start_to_output(Path(folder))
        row_writes(Path(folder))


def loading_elements() -> None:
    """How fast and how large the crowd elements come, beside a page that loads nothing."""
    found = elements.measured()
    report("crowd elements ready", "ms", found["ready"], found["empty"], "an empty page")
    report("  fastest load", "ms", found["fastest"], found["fastest_empty"], "an empty page's fastest")
    report("  of which the library's", "ms", found["ready"] - found["empty"], 100, "the goal")
    report("  requests", "", found["requests"], 1, "the goal")
    report("  on the wire", "kB", found["kilobytes"], 150, "the budget")


def start_up(folder: Path) -> None:
    """Start-up time and idle memory, beside a bare Starlette echo."""
    with simulator(*options(folder / "idle")) as ours, echo() as bare:
        time.sleep(3)
        report("start-up", "s", ours.start_seconds, bare.start_seconds)
        report("idle memory", "MB", ours.memory_mb(), bare.memory_mb())


def starting_loops(folder: Path) -> None:
    """StartHumanLoop requests a second, beside a bare Starlette echo of the same body."""
    with simulator(*options(folder / "starts")) as ours:
        flow_arn = prepare(ours)
        result = asyncio.run(hammer(ours.port, starts(flow_arn, STARTS), CONNECTIONS))
    with echo() as bare:
        body = body_of("loop", flow_arn)
        peer = asyncio.run(
            hammer(bare.port, [post("/echo", {"content-type": "application/json"}, body)] * STARTS, CONNECTIONS)
        )
    check(result)
    report("StartHumanLoop", "requests/s", result.rate, peer.rate)
    report("  latency, half of them under", "ms", result.latency_ms(0.5), peer.latency_ms(0.5))
    report("  latency, 99 of 100 under", "ms", result.latency_ms(0.99), peer.latency_ms(0.99))


def start_to_output(folder: Path) -> None:
    """Human loops a second from StartHumanLoop to output.json, beside plain puts into the same S3."""
    with simulator(*options(folder / "whole")) as ours:
        flow_arn = prepare(ours)
        crew(ours, 16)
        began = time.perf_counter()
        check(asyncio.run(hammer(ours.port, starts(flow_arn, LOOPS), CONNECTIONS)))
        wait_for_outputs(ours, LOOPS)
        loops_a_second = LOOPS / (time.perf_counter() - began)
        s3 = client("s3", ours)
        began = time.perf_counter()
        for number in range(300):
            s3.put_object(Bucket="bench", Key=f"plain/{number}", Body=b"x" * 500)
        report(
            "start to output.json",
            "loops/s",
            loops_a_second,
            300 / (time.perf_counter() - began),
            "boto3 put_object, one caller",
        )


def row_writes(folder: Path) -> None:
    """Durable units of one row a second with 64 callers: the store's own ceiling."""
    rate = asyncio.run(scale.row_ceiling(folder / "rows.sqlite3"))
    print(f"{'store: durable units of one row':<34} {rate:>10,.0f} units/s")


def prepare(server: Running) -> str:
    """A bucket, a team, a template and a flow definition; its ARN."""
    client("s3", server).create_bucket(Bucket="bench")
    sagemaker = client("sagemaker", server)
    member = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Bench0001", "UserGroup": "g", "ClientId": "c"}}
    team = sagemaker.create_workteam(WorkteamName="bench", MemberDefinitions=[member], Description="bench")
    task_ui = sagemaker.create_human_task_ui(HumanTaskUiName="bench", UiTemplate={"Content": scale.TEMPLATE})
    config = {
        "WorkteamArn": team["WorkteamArn"], "HumanTaskUiArn": task_ui["HumanTaskUiArn"], "TaskTitle": "t",
        "TaskDescription": "d", "TaskCount": 1,
    }  # fmt: skip
    flow = sagemaker.create_flow_definition(
        FlowDefinitionName="bench",
        HumanLoopConfig=config,
        OutputConfig={"S3OutputPath": "s3://bench/out"},
        RoleArn="arn:aws:iam::123456789012:role/bench",
    )
    return str(flow["FlowDefinitionArn"])


def client(service: Any, server: Running) -> Any:  # noqa: ANN401
    """A boto3 client of the measured server."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106
    return session.client(service, endpoint_url=f"http://127.0.0.1:{server.port}")


def crew(server: Running, size: int) -> None:
    """Simulated workers that need no time."""
    profile = {"reaction_seconds": [0, 0], "work_seconds": [0, 0]}
    for number in range(size):
        body = {"name": f"bench-{number}", "kind": "simulated", "profile": profile}
        httpx.post(f"http://127.0.0.1:{server.port}/_simulator/workers", json=body).raise_for_status()


def wait_for_outputs(server: Running, wanted: int) -> None:
    """Return when that many output documents are written."""
    seen, written = 0, 0
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}/_simulator", timeout=30) as control:
        while written < wanted:
            answer = control.get("/events", params={"after": seen, "wait": 5, "limit": 1000}).raise_for_status().json()
            seen = max((event["seq"] for event in answer["events"]), default=seen)
            written += sum(event["kind"] == "output-written" for event in answer["events"])


def starts(flow_arn: str, count: int) -> Sequence[bytes]:
    """Prepared StartHumanLoop requests."""
    headers = {"authorization": scale.SIGNATURE.decode(), "content-type": "application/json"}
    return [post("/human-loops", headers, body_of(f"loop-{number}", flow_arn)) for number in range(count)]


def body_of(name: str, flow_arn: str) -> bytes:
    """The body of a StartHumanLoop."""
    content = json.dumps({"text": "The delivery was late, but the shop was very kind about it.", "score": 0.61})
    request = {"HumanLoopName": name, "FlowDefinitionArn": flow_arn, "HumanLoopInput": {"InputContent": content}}
    return json.dumps(request).encode()


def check(result: Result) -> None:
    """Every request must have been answered well, or the figure means nothing."""
    refused = {status: count for status, count in result.statuses.items() if status >= 300}  # noqa: PLR2004
    if refused:
        message = f"requests were refused: {refused}"
        raise RuntimeError(message)


def report(what: str, unit: str, ours: float, peer: float, peer_name: str = "bare Starlette echo") -> None:
    """One line: our figure, the peer's, their ratio."""
    print(f"{what:<34} {ours:>10,.1f} {unit:<11} {peer_name}: {peer:,.1f}; ratio {ours / peer:.2f}")


if __name__ == "__main__":
    main()
