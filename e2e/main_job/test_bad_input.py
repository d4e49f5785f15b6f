"""Bad input gets a clear, AWS-shaped error or a visible retry; nothing hangs, no traceback reaches a client."""

import gzip
import json
import socket

import httpx
import pytest
from botocore.exceptions import ClientError

SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0"
JSON_1_1 = "application/x-amz-json-1.1"


def _post(url, target, body, **headers):
    named = {"authorization": SIGNED, "content-type": JSON_1_1, "x-amz-target": target, **headers}
    answer = httpx.post(url, content=body, headers=named, timeout=30)
    assert "Traceback" not in answer.text
    assert answer.headers["x-amzn-requestid"]
    return answer


def test_malformed_json_is_a_serialization_exception(server):
    answer = _post(server().url, "SageMaker.CreateHumanTaskUi", b'{"HumanTaskUiName": ')
    assert (answer.status_code, answer.json()["__type"]) == (400, "SerializationException")


def test_an_unknown_target_is_an_unknown_operation(server):
    answer = _post(server().url, "SageMaker.CreateUnicorn", b"{}")
    assert answer.status_code in {400, 404}
    assert answer.json()["__type"] == "UnknownOperationException"


def test_an_oversized_body_is_refused_with_the_limit(server):
    answer = _post(server().url, "SageMaker.CreateHumanTaskUi", b"x" * (17 * 1024 * 1024))
    assert answer.status_code == 413
    assert "16777216" in answer.text or "16 MiB" in answer.text


def test_a_gzip_bomb_is_refused(server):
    bomb = gzip.compress(b"0" * (200 * 1024 * 1024))
    answer = _post(server().url, "SageMaker.CreateHumanTaskUi", bomb, **{"content-encoding": "gzip"})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"HumanTaskUiName": 7, "UiTemplate": {"Content": "x"}}, "SerializationException"),
        ({"HumanTaskUiName": "ui", "UiTemplate": "text"}, "SerializationException"),
        (
            {"HumanTaskUiName": "ui"},
            "Value null at 'uiTemplate' failed to satisfy constraint: Member must not be null",
        ),
        ({"HumanTaskUiName": "UPPER", "UiTemplate": {"Content": ""}}, "3 validation errors detected"),
    ],
)
def test_wrong_types_and_broken_constraints_name_the_place(server, body, says):
    answer = _post(server().url, "SageMaker.CreateHumanTaskUi", json.dumps(body).encode())
    assert answer.status_code == 400
    assert says in answer.text


def test_what_moto_does_not_implement_says_so_in_aws_shape(server, app_of):
    app = app_of(server().url)
    with pytest.raises(ClientError) as refused:
        app.client("sagemaker").list_edge_packaging_jobs()
    assert "ListEdgePackagingJobs" in str(refused.value)


def test_unknown_things_are_refused_in_awss_words(server, app_of):
    app = app_of(server().url)
    arn = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/nobody"
    with pytest.raises(
        ClientError, match=f"The specified Workteam '{arn}' does not exist or you do not have access to it"
    ):
        app.sagemaker.create_flow_definition(
            FlowDefinitionName="flow",
            HumanLoopConfig={
                "WorkteamArn": arn, "HumanTaskUiArn": "arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/x",
                "TaskTitle": "t", "TaskDescription": "d", "TaskCount": 1,
            },
            OutputConfig={"S3OutputPath": "s3://b/o"},
            RoleArn="arn:aws:iam::123456789012:role/r",
        )  # fmt: skip
    with pytest.raises(app.a2i.exceptions.ResourceNotFoundException, match="'nothing' does not exist"):
        app.a2i.describe_human_loop(HumanLoopName="nothing")
    with pytest.raises(app.sagemaker.exceptions.ResourceNotFound):
        app.sagemaker.describe_flow_definition(FlowDefinitionName="nothing")


@pytest.mark.parametrize("name", ["bad/name", "bad.name", "-bad", ""])
def test_a_truly_bad_loop_name_is_refused(server, app_of, name):
    app = app_of(server().url)
    body = json.dumps({"HumanLoopName": name, "FlowDefinitionArn": "x", "HumanLoopInput": {"InputContent": "{}"}})
    answer = httpx.post(f"{app.url}/human-loops", content=body, headers={"authorization": SIGNED})
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert "humanLoopName" in answer.text


def test_input_that_is_not_json_is_refused_with_the_place(server, app_of):
    app = app_of(server().url)
    with pytest.raises(
        app.a2i.exceptions.ValidationException, match=r"InputContent must be valid JSON: .* at line 1 column 2"
    ):
        app.start(app.flow(), "loop", "{'a': 1}")


def test_the_same_name_with_other_input_is_a_conflict_and_with_the_same_input_the_same_loop(server, app_of):
    app = app_of(server("--clock", "manual").url)
    flow_arn = app.flow()
    arn = app.start(flow_arn, "loop", '{"a": 1, "b": 2}')
    assert app.start(flow_arn, "loop", '{"b": 2, "a": 1}') == arn
    with pytest.raises(app.a2i.exceptions.ConflictException):
        app.start(flow_arn, "loop", '{"a": 2}')


def test_an_s3_that_cannot_be_reached_is_retried_in_sight_and_the_loop_ends_when_it_is_back(server, app_of, tmp_path):
    """The port is held, without anybody who listens there, until the store wants it."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        app = app_of(server("--crew", "1", "--s3-endpoint-url", f"http://127.0.0.1:{port}").url)
        app.start(app.flow(bucket=""), "patient")
        failure = _first(app, "output-write-failed")
        assert failure["human_loop_name"] == "patient"
        assert str(port) in failure["error"]
        assert app.status("patient") == "InProgress"
    store = server("--port", str(port), data_dir=tmp_path / "store")
    bucket = app_of(store.url).client("s3")
    bucket.create_bucket(Bucket="results")
    assert app.wait({"patient"}) == {"patient": "Completed"}
    assert [item["Key"].split("/")[-2] for item in bucket.list_objects_v2(Bucket="results")["Contents"]] == ["patient"]


def test_a_missing_bucket_is_retried_in_sight_and_mended_by_creating_it(server, app_of):
    app = app_of(server("--crew", "1").url)
    app.start(app.flow(bucket=""), "patient")
    assert "results" in _first(app, "output-write-failed")["error"]
    app.s3.create_bucket(Bucket="results")
    assert app.wait({"patient"}) == {"patient": "Completed"}


def test_after_the_set_number_of_attempts_the_loop_fails_with_internal_error(server, app_of):
    app = app_of(server("--crew", "1", "--output-attempts", "2").url)
    app.start(app.flow(bucket=""), "impatient")
    assert app.wait({"impatient"}) == {"impatient": "Failed"}
    assert app.a2i.describe_human_loop(HumanLoopName="impatient")["FailureCode"] == "InternalError"


def test_services_that_are_not_ours_answer_on_the_same_port(server, app_of):
    app = app_of(server().url)
    assert app.client("sts").get_caller_identity()["Account"] == "123456789012"
    role = app.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")
    assert role["Role"]["Arn"] == "arn:aws:iam::123456789012:role/r"
    queue = app.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    assert queue.endswith("/123456789012/q")


def test_nothing_hangs_when_a_client_leaves_in_the_middle(server, app_of):
    running = server()
    host, port = running.url.removeprefix("http://").split(":")
    for _ in range(20):
        with socket.create_connection((host, int(port))) as half:
            half.sendall(b"POST /human-loops HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{")
    assert httpx.get(f"{running.url}/_simulator/health").json()["status"] == "running"


def _first(app, kind):
    seen = 0
    for _ in range(60):
        events = app.control.get("/events", params={"after": seen, "wait": 2}).raise_for_status().json()["events"]
        for event in events:
            if event["kind"] == kind:
                return event["data"]
        seen = max((event["seq"] for event in events), default=seen)
    message = f"no {kind} event came"
    raise AssertionError(message)
