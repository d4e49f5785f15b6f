"""The main job, as a user would run it: boto3 in, workers in between, output.json out."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from botocore.exceptions import ClientError

SCRIPT = Path(__file__).with_name("review_app.py")
DAY = 24 * 3600


def test_a_script_with_only_boto3_and_the_environment_reads_twenty_correct_outputs(server):
    running = server("--crew", "3")
    environment = {
        **os.environ, "AWS_ENDPOINT_URL": running.url, "AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "thing",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(SCRIPT)], env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "20 outputs are correct"


def test_the_output_document_is_a2is_byte_for_byte_in_shape(server, app_of):
    app = app_of(server("--clock", "manual", "--start-time", "2026-03-01T10:00:00Z").url)
    flow_arn = app.flow()
    app.worker("ann", kind="browser")
    app.start(flow_arn, "Review-1", '{"text": "Great shoes.", "score": 996.0}')
    answer = {"sentiment": {"label": "Positive"}, "comment": "sehr schön"}
    app.control.post("/human-loops/Review-1/answers", json={"answer": answer, "worker": "ann"}).raise_for_status()
    assert app.wait({"Review-1"}) == {"Review-1": "Completed"}
    document = app.output("Review-1").decode()
    pattern = re.escape(
        '{"flowDefinitionArn":"' + flow_arn + '","humanAnswers":[{"acceptanceTime":"2026-03-01T10:00:00.000Z",'
        '"answerContent":{"comment":"sehr schön","sentiment":{"label":"Positive"}},'
        '"submissionTime":"2026-03-01T10:00:00.000Z",'
        '"timeSpentInSeconds":0.0,"workerId":"~16~","workerMetadata":{"identityData":{"identityProviderType":"Cognito",'
        '"issuer":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Reviews01","sub":"~sub~"}}}],'
        '"humanLoopName":"Review-1","inputContent":{"score":996,"text":"Great shoes."}}'
    )
    pattern = (
        pattern.replace("\\~16\\~", "[0-9a-f]{16}")
        .replace("\\~sub\\~", "[0-9a-f-]{36}")
        .replace("~16~", "[0-9a-f]{16}")
    )
    assert re.fullmatch(pattern.replace("~sub~", "[0-9a-f-]{36}"), document), document
    assert app.written() == ["a2i/reviews/2026/03/01/10/00/00/Review-1/output.json"]


def test_the_output_uri_is_known_while_the_loop_is_in_progress(server, app_of):
    app = app_of(server("--clock", "manual").url)
    app.start(app.flow(), "early")
    described = app.a2i.describe_human_loop(HumanLoopName="early")
    assert described["HumanLoopStatus"] == "InProgress"
    assert described["HumanLoopOutput"]["OutputS3Uri"].endswith("/early/output.json")
    assert app.written() == []


def test_a_loop_whose_workers_never_come_fails_as_expired_after_its_lifetime(server, app_of):
    app = app_of(server("--clock", "manual").url)
    app.start(app.flow(TaskAvailabilityLifetimeInSeconds=10 * DAY), "lonely")
    app.advance(seconds=10 * DAY - 1)
    assert app.status("lonely") == "InProgress"
    app.advance(seconds=1)
    described = app.a2i.describe_human_loop(HumanLoopName="lonely")
    assert (described["HumanLoopStatus"], described["FailureCode"]) == ("Failed", "Expired")
    assert json.loads(app.output("lonely"))["humanAnswers"] == []


def test_a_lease_that_lapses_returns_the_task_to_another_worker_and_never_to_the_same(server, app_of):
    app = app_of(server("--clock", "manual", "--seed", "3").url)
    flow_arn = app.flow(TaskTimeLimitInSeconds=60)
    app.worker("slow", profile={"reaction_seconds": [0, 0], "work_seconds": [100, 100]})
    app.start(flow_arn, "slowly")
    app.advance(seconds=30)
    assert [task["worker"] for task in _tasks(app, "slowly")] == ["slow"]
    app.advance(seconds=3600)
    assert [task["status"] for task in _tasks(app, "slowly")] == ["available"]
    app.worker("quick", profile={"reaction_seconds": [0, 0], "work_seconds": [1, 1]})
    app.advance(until="idle")
    assert app.status("slowly") == "Completed"
    facts = [
        (event["kind"], event["worker"])
        for event in _facts(app)
        if event["kind"].startswith("task-") and "worker" in event
    ]
    assert facts == [
        ("task-accepted", "slow"),
        ("task-lapsed", "slow"),
        ("task-accepted", "quick"),
        ("task-submitted", "quick"),
    ]


def test_no_worker_gets_the_same_loop_twice(server, app_of):
    app = app_of(server("--clock", "manual").url)
    flow_arn = app.flow(TaskCount=3)
    for name in ("one", "two"):
        app.worker(name)
    app.start(flow_arn, "wants-three")
    app.advance(seconds=DAY)
    assert app.status("wants-three") == "InProgress"
    assert sorted(str(task["worker"]) for task in _tasks(app, "wants-three")) == ["None", "one", "two"]
    app.worker("three")
    app.advance(seconds=DAY)
    assert app.status("wants-three") == "Completed"
    answers = json.loads(app.output("wants-three"))["humanAnswers"]
    assert len({answer["workerId"] for answer in answers}) == 3


def test_the_same_seed_gives_the_same_bytes(server, app_of, tmp_path):
    def whole_run(folder: str) -> tuple[list[bytes], list[dict[str, object]]]:
        running = server(
            "--clock", "manual", "--start-time", "2026-03-01T10:00:00Z", "--seed", "7", data_dir=tmp_path / folder
        )
        app = app_of(running.url)
        flow_arn = app.flow(TaskCount=2)
        for number in range(4):
            app.worker(f"sim-{number}")
        for number in range(10):
            app.start(flow_arn, f"loop-{number}")
        app.advance(until="idle")
        return [app.output(f"loop-{number}") for number in range(10)], _facts(app)

    assert whole_run("one") == whole_run("other")


def test_the_address_of_a_task_ui_gives_back_the_template(server, app_of):
    app = app_of(server("--clock", "manual").url)
    app.flow(template="<p>Grüße</p>")
    described = app.sagemaker.describe_human_task_ui(HumanTaskUiName="reviews")
    answer = httpx.get(described["UiTemplate"]["Url"])
    assert answer.text == "<p>Grüße</p>"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(answer.content).hexdigest() == described["UiTemplate"]["ContentSha256"]


def test_stop_and_delete_follow_the_rules(server, app_of):
    app = app_of(server("--clock", "manual").url)
    flow_arn = app.flow()
    app.start(flow_arn, "stopped")
    with pytest.raises(ClientError, match="Stop it first") as refused:
        app.a2i.delete_human_loop(HumanLoopName="stopped")
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    app.a2i.stop_human_loop(HumanLoopName="stopped")
    assert app.wait({"stopped"}) == {"stopped": "Stopped"}
    app.a2i.delete_human_loop(HumanLoopName="stopped")
    with pytest.raises(app.a2i.exceptions.ResourceNotFoundException):
        app.a2i.describe_human_loop(HumanLoopName="stopped")
    app.start(flow_arn, "stopped")
    assert app.status("stopped") == "InProgress"


def test_a_template_that_cannot_be_rendered_fails_the_loop(server, app_of):
    app = app_of(server().url)
    flow_arn = app.flow(template="<crowd-form>{{ task.input.text | grant_read_access }}</crowd-form>")
    app.start(flow_arn, "broken")
    assert app.wait({"broken"}) == {"broken": "Failed"}
    described = app.a2i.describe_human_loop(HumanLoopName="broken")
    assert described["FailureCode"] == "ValidationError"
    assert described["FailureReason"].startswith("Task failed to render: [ InvalidParameters: ")


def _tasks(app, name):
    return app.control.get("/tasks", params={"human_loop_name": name}).raise_for_status().json()["tasks"]


def _facts(app):
    events = app.control.get("/events", params={"after": 0, "limit": 1000}).raise_for_status().json()["events"]
    return [event | event.pop("data", {}) for event in events]
