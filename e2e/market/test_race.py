"""Sixty-four workers over HTTP race for a thousand tasks in the portal, each as fast as the server lets it."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections import Counter

import httpx
import pytest

ARN = "arn:aws:sagemaker:us-east-1:123456789012"
WORKERS = 64
LOOPS = {"single": (250, 1), "triple": (250, 3)}
MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Racing001", "UserGroup": "g", "ClientId": "c"}}
SCOPE = "test/20260101/us-east-1/{}/aws4_request"
SIGNATURE = "AWS4-HMAC-SHA256 Credential={}, SignedHeaders=host, Signature=0"


@pytest.fixture
def server(tmp_path):
    """A simulator whose clock stands still."""
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--clock", "manual", "--seed", "1"]
    command += ["--data-dir", str(tmp_path)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "A2I_SIMULATOR_"))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        yield process.stdout.readline().removeprefix("listening on ").strip()
        process.terminate()


def _signed(service):
    return {"authorization": SIGNATURE.format(SCOPE.format(service))}


async def _sagemaker(client, operation, **body):
    headers = {**_signed("sagemaker"), "x-amz-target": f"SageMaker.{operation}"}
    (await client.post("/", json=body, headers=headers)).raise_for_status()


async def _prepare(client):
    (await client.put("/results", headers=_signed("s3"))).raise_for_status()
    await _sagemaker(client, "CreateWorkteam", WorkteamName="team", MemberDefinitions=[MEMBER], Description="d")
    template = {"Content": "<crowd-form><input name=word></crowd-form>"}
    await _sagemaker(client, "CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate=template)
    for name, (loops, task_count) in LOOPS.items():
        config = {
            "WorkteamArn": f"{ARN}:workteam/private-crowd/team", "HumanTaskUiArn": f"{ARN}:human-task-ui/ui",
            "TaskTitle": "t", "TaskDescription": "d", "TaskCount": task_count,
        }  # fmt: skip
        more = {"OutputConfig": {"S3OutputPath": "s3://results"}, "RoleArn": "arn:aws:iam::123456789012:role/r"}
        await _sagemaker(client, "CreateFlowDefinition", FlowDefinitionName=name, HumanLoopConfig=config, **more)
        await asyncio.gather(*(_start(client, f"{name}-{number}", name) for number in range(loops)))


async def _start(client, name, flow):
    body = {"HumanLoopName": name, "FlowDefinitionArn": f"{ARN}:flow-definition/{flow}"}
    given = body | {"HumanLoopInput": {"InputContent": "{}"}}
    (await client.post("/human-loops", json=given, headers=_signed("sagemaker"))).raise_for_status()


async def _work(url, name, gate):
    """One worker: sign in, wait for the others, then take and answer tasks until there is none; what it was told."""
    async with httpx.AsyncClient(base_url=url, timeout=120, headers={"accept": "application/json"}) as client:
        (await client.post("/_simulator/workers", json={"name": name})).raise_for_status()
        link = (await client.post(f"/_simulator/workers/{name}/sign-in", json={})).json()["url"]
        page = await client.get(link, follow_redirects=True, headers={"accept": "text/html"})
        proof = re.search(r'name="csrf" value="([^"]+)"', (await _board(client, page)).text)[1]
        await gate.wait()
        done = 0
        while (taken := await client.post("/portal/start", data={"csrf": proof})).status_code == 200:
            task = taken.json()["url"]
            lease = (await client.get(f"{task}/state")).json()["lease"]
            answers = {"answers": [{"word": name}], "lease": lease}
            handed_in = await client.post(f"{task}/submit", json=answers, headers={"x-csrf-token": proof})
            assert handed_in.json()["state"] == "submitted"
            done += 1
        return done, taken.status_code, taken.json()


async def _board(client, page):
    if 'name="csrf"' in page.text:
        return page
    return await client.get("/portal", headers={"accept": "text/html"})


@pytest.mark.timeout(300)
async def test_each_task_goes_to_exactly_one_of_64_racing_workers_and_none_is_left_behind(server):
    async with httpx.AsyncClient(base_url=server, timeout=120) as client:
        await _prepare(client)
        gate = asyncio.Barrier(WORKERS)
        found = await asyncio.gather(*(_work(server, f"worker-{number}", gate) for number in range(WORKERS)))
        await client.post("/_simulator/clock/advance", json={"seconds": 1})
        loops, events = await _everything(client)
    wanted = sum(count * tasks for count, tasks in LOOPS.values())
    assert sum(done for done, _, _ in found) == wanted == 1000
    assert {status for _, status, _ in found} == {409}
    assert all("no task for you" in json.dumps(told) for _, _, told in found)
    assert Counter(loop["status"] for loop in loops) == {"Completed": 500}
    counts = Counter(event["kind"] for event in events)
    assert (counts["task-accepted"], counts["task-submitted"], counts["output-written"]) == (1000, 1000, 500)
    taken = [event["data"] for event in events if event["kind"] == "task-accepted"]
    met = Counter((data["human_loop_name"], data["worker"]) for data in taken)
    assert set(met.values()) == {1}
    per_loop = Counter(name for name, _ in met)
    assert Counter(per_loop.values()) == {1: 250, 3: 250}


async def _everything(client):
    events, after = [], 0
    while page := (await client.get("/_simulator/events", params={"after": after, "limit": 1000})).json()["events"]:
        events += page
        after = page[-1]["seq"]
    loops = (await client.get("/_simulator/human-loops", params={"limit": 1000})).json()["human_loops"]
    return loops, events
