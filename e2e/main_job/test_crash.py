"""What was acknowledged is carried out, whatever kills the server on the way; nothing is lost, nothing is written
twice.
"""

import json

import pytest

LOOPS = [f"loop-{number}" for number in range(24)]


@pytest.mark.parametrize("moment", ["human-loop-started", "task-accepted", "task-submitted", "output-written"])
def test_killed_between_acknowledgement_and_output_every_loop_still_ends_with_one_correct_output(
    server, app_of, moment
):
    running = server("--seed", "5")
    app = app_of(running.url)
    flow_arn = app.flow(TaskCount=2)
    for number in range(3):
        app.worker(f"sim-{number}", profile={"reaction_seconds": [0, 0.02], "work_seconds": [0.01, 0.05]})
    acknowledged = {}
    for number, name in enumerate(LOOPS):
        acknowledged[name] = {"number": number}
        app.start(flow_arn, name, json.dumps(acknowledged[name]))
        if number == len(LOOPS) // 2:
            _wait_for(app, moment)
            running.kill()
            app = app_of(running.start().url)
    running.kill()
    app = app_of(running.start().url)
    assert set(app.wait(set(LOOPS)).values()) == {"Completed"}
    assert sorted(key.split("/")[-2] for key in app.written()) == sorted(LOOPS)
    for name, content in acknowledged.items():
        document = json.loads(app.output(name))
        assert document["inputContent"] == content
        assert len({answer["workerId"] for answer in document["humanAnswers"]}) == 2
    events = _events(app)
    assert sorted(
        event["data"]["human_loop_name"] for event in events if event["kind"] == "human-loop-completed"
    ) == sorted(LOOPS)


def test_the_embedded_s3_is_there_again_after_kill_9(server, app_of):
    running = server()
    app = app_of(running.url)
    app.s3.create_bucket(Bucket="kept")
    app.s3.put_object(Bucket="kept", Key="a/b", Body=b"bytes", ContentType="text/plain", Metadata={"who": "me"})
    app.s3.put_object(Bucket="kept", Key="gone", Body=b"bytes")
    app.s3.delete_object(Bucket="kept", Key="gone")
    running.kill()
    app = app_of(running.start().url)
    found = app.s3.get_object(Bucket="kept", Key="a/b")
    assert (found["Body"].read(), found["ContentType"], found["Metadata"]) == (b"bytes", "text/plain", {"who": "me"})
    assert app.written("kept") == ["a/b"]


def test_flows_teams_templates_workers_and_the_manual_clock_are_there_after_a_restart(server, app_of):
    running = server("--clock", "manual", "--start-time", "2026-03-01T10:00:00Z")
    app = app_of(running.url)
    flow_arn = app.flow()
    app.worker("ann")
    app.advance(seconds=3600)
    running.kill()
    app = app_of(running.start().url)
    assert app.control.get("/clock").json()["now"] == "2026-03-01T11:00:00.000Z"
    assert app.sagemaker.describe_flow_definition(FlowDefinitionName="reviews")["FlowDefinitionArn"] == flow_arn
    app.start(flow_arn, "after")
    app.advance(until="idle")
    assert app.status("after") == "Completed"


def test_an_ordinary_end_is_clean(server, app_of):
    running = server("--crew", "1")
    app = app_of(running.url)
    app.start(app.flow(), "one")
    assert running.stop() == 0


def _wait_for(app, kind):
    seen = 0
    for _ in range(100):
        events = app.control.get("/events", params={"after": seen, "wait": 2}).raise_for_status().json()["events"]
        if any(event["kind"] == kind for event in events):
            return
        seen = max((event["seq"] for event in events), default=seen)
    message = f"no {kind} event came"
    raise AssertionError(message)


def _events(app):
    found = []
    while page := app.control.get("/events", params={"after": found[-1]["seq"] if found else 0, "limit": 500}).json()[
        "events"
    ]:
        found += page
    return found
