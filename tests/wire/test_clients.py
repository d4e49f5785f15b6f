"""Real SDKs and raw sockets against the gateway behind uvicorn."""

import asyncio
import gzip
import http.client
import socket
import threading
from datetime import UTC, datetime

import boto3
import pytest
import uvicorn
from aiobotocore.session import AioSession
from botocore.config import Config
from botocore.exceptions import ClientError

from simulator.domain.errors import Conflict, NotFound
from simulator.wire.gateway import AwsGateway

FLOW_ARN = "arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f"
CREATED = datetime(2021, 2, 17, 19, 20, 38, 697000, tzinfo=UTC)
LIMIT_BYTES = 200_000
CODES = {
    ("sagemaker", NotFound): "ResourceNotFound",
    ("sagemaker-a2i-runtime", NotFound): "ResourceNotFoundException",
    ("sagemaker-a2i-runtime", Conflict): "ConflictException",
}


class LoopBook:
    """A few operations, enough for a client to see every way of answering."""

    def __init__(self):
        self.loops, self.flows = {}, {}

    async def start(self, call, parameters):
        if self.loops.setdefault(parameters["HumanLoopName"], parameters) != parameters:
            raise Conflict("The name is taken by another input.")
        return {"HumanLoopArn": f"arn:aws:sagemaker:{call.region}:{call.account}:human-loop/x"}

    async def describe(self, call, parameters):
        name = parameters["HumanLoopName"]
        if name not in self.loops:
            raise NotFound(f"No loop {name}.")
        return {
            "HumanLoopName": name,
            "HumanLoopStatus": "InProgress",
            "CreationTime": CREATED,
            "HumanLoopArn": f"arn:aws:sagemaker:{call.region}:{call.account}:human-loop/{name}",
            "FlowDefinitionArn": FLOW_ARN,
        }

    async def list(self, call, parameters):
        self.listed = parameters
        return {"HumanLoopSummaries": [{"HumanLoopName": name, "CreationTime": CREATED} for name in self.loops]}

    async def stop(self, call, parameters):
        raise RuntimeError("secret detail")

    async def create_flow(self, call, parameters):
        self.flows[parameters["FlowDefinitionName"]] = parameters
        return {"FlowDefinitionArn": FLOW_ARN}

    async def describe_flow(self, call, parameters):
        if parameters["FlowDefinitionName"] not in self.flows:
            raise NotFound("No such flow.")
        sent = self.flows[parameters["FlowDefinitionName"]]
        return {**sent, "FlowDefinitionArn": FLOW_ARN, "CreationTime": CREATED, "FlowDefinitionStatus": "Active"}

    def handlers(self):
        a2i = "sagemaker-a2i-runtime"
        return {
            (a2i, "StartHumanLoop"): self.start,
            (a2i, "DescribeHumanLoop"): self.describe,
            (a2i, "ListHumanLoops"): self.list,
            (a2i, "StopHumanLoop"): self.stop,
            ("sagemaker", "CreateFlowDefinition"): self.create_flow,
            ("sagemaker", "DescribeFlowDefinition"): self.describe_flow,
        }


async def length_telling_fallback(scope, receive, send):
    received_bytes, more = 0, True
    while more:
        message = await receive()
        received_bytes, more = received_bytes + len(message.get("body", b"")), message.get("more_body", False)
    headers = [(b"etag", f'"{received_bytes}"'.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body"})


class Served:
    """The gateway behind uvicorn, in a thread of its own, on a free port."""

    def __init__(self, spec):
        self.book = LoopBook()
        numbers = iter(range(1, 10**9))
        gateway = AwsGateway(
            spec,
            self.book.handlers(),
            length_telling_fallback,
            now_ms=lambda: 1_613_589_638_354,
            next_request_id=lambda: f"request-{next(numbers)}",
            error_codes=lambda service, error: CODES[service, type(error)],
            default_account="000000000000",
            default_region="us-east-1",
            journal=lambda _: None,
            body_limit_bytes=LIMIT_BYTES,
        )
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(gateway, lifespan="off", log_level="critical", access_log=False)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: asyncio.run(self.server.serve(sockets=[self.socket])))
        self.thread.start()

    def close(self):
        self.server.should_exit = True
        self.thread.join()

    def client(self, service, **config):
        options = {"retries": {"max_attempts": 0}, "parameter_validation": False, **config}
        return boto3.client(service, config=Config(**options), **self.place())

    def place(self):
        return {
            "endpoint_url": self.url,
            "region_name": "eu-west-1",
            "aws_access_key_id": "123456789012",
            "aws_secret_access_key": "any",
        }


@pytest.fixture(scope="module")
def served(spec):
    served = Served(spec)
    yield served
    served.close()


@pytest.fixture(scope="module")
def runtime(served):
    return served.client("sagemaker-a2i-runtime")


@pytest.fixture(scope="module")
def sagemaker(served):
    return served.client("sagemaker")


def loop(name="loop", content="{}"):
    return {"HumanLoopName": name, "FlowDefinitionArn": FLOW_ARN, "HumanLoopInput": {"InputContent": content}}


def flow(**config):
    whole = {
        "WorkteamArn": "arn:aws:sagemaker:eu-west-1:123456789012:workteam/private-crowd/team",
        "HumanTaskUiArn": "arn:aws:sagemaker:eu-west-1:123456789012:human-task-ui/ui",
        "TaskTitle": "Größe prüfen",
        "TaskDescription": "Look, then tell.",
        "TaskCount": 1,
    }
    return {
        "FlowDefinitionName": "flow",
        "HumanLoopConfig": whole | config,
        "OutputConfig": {"S3OutputPath": "s3://bucket/"},
        "RoleArn": "arn:aws:iam::123456789012:role/r",
    }


def test_boto3_starts_and_reads_a_loop(runtime):
    answer = runtime.start_human_loop(**loop("first"))
    assert answer["HumanLoopArn"] == "arn:aws:sagemaker:eu-west-1:123456789012:human-loop/x"
    described = runtime.describe_human_loop(HumanLoopName="first")
    assert (described["HumanLoopStatus"], described["CreationTime"]) == ("InProgress", CREATED)
    assert described["ResponseMetadata"]["RequestId"].startswith("request-")


def test_boto3_lists_with_filters_in_the_query(runtime, served):
    runtime.start_human_loop(**loop("listed"))
    (summary,) = (
        item
        for item in runtime.list_human_loops(FlowDefinitionArn=FLOW_ARN, MaxResults=9, CreationTimeAfter=CREATED)[
            "HumanLoopSummaries"
        ]
        if item["HumanLoopName"] == "listed"
    )
    assert summary["CreationTime"] == CREATED
    assert served.book.listed == {"FlowDefinitionArn": FLOW_ARN, "MaxResults": 9, "CreationTimeAfter": CREATED}


def test_boto3_creates_and_reads_a_flow_as_it_was_sent(sagemaker):
    sent = flow(TaskKeywords=["a", "b"])
    sagemaker.create_flow_definition(**sent)
    described = sagemaker.describe_flow_definition(FlowDefinitionName="flow")
    assert described["CreationTime"] == CREATED
    assert {name: described[name] for name in sent} == sent


@pytest.mark.parametrize(
    "name,status,operation,parameters",
    [
        ("ResourceNotFoundException", 404, "describe_human_loop", {"HumanLoopName": "missing"}),
        ("ConflictException", 409, "start_human_loop", loop("taken", "[]")),
    ],
)
def test_boto3_raises_its_own_class_for_a_modelled_error_of_the_runtime(runtime, name, status, operation, parameters):
    runtime.start_human_loop(**loop("taken"))
    with pytest.raises(getattr(runtime.exceptions, name)) as caught:
        getattr(runtime, operation)(**parameters)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert caught.value.response["Message"] == caught.value.response["Error"]["Message"]


def test_boto3_raises_its_own_class_for_a_modelled_error_of_sagemaker(sagemaker):
    with pytest.raises(sagemaker.exceptions.ResourceNotFound, match="No such flow") as caught:
        sagemaker.describe_flow_definition(FlowDefinitionName="missing")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def error_of(call, **parameters):
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return caught.value.response["Error"], caught.value.response["ResponseMetadata"]


def test_boto3_shows_every_broken_constraint(sagemaker):
    error, _ = error_of(sagemaker.create_flow_definition, **flow(TaskCount=9, TaskTitle=""))
    assert error["Code"] == "ValidationException"
    assert error["Message"].startswith("2 validation errors detected: Value '' at 'humanLoopConfig.taskTitle'")


def test_boto3_shows_a_value_of_the_wrong_type(sagemaker):
    error, _ = error_of(sagemaker.create_flow_definition, **flow(TaskCount="one"))
    assert (error["Code"], error["Message"]) == (
        "SerializationException",
        "STRING_VALUE can not be converted to an Integer at 'humanLoopConfig.taskCount'",
    )


def test_boto3_learns_nothing_of_a_failure_but_the_request_id(runtime):
    error, metadata = error_of(runtime.stop_human_loop, HumanLoopName="any")
    assert (error["Code"], metadata["HTTPStatusCode"]) == ("InternalServerException", 500)
    assert metadata["RequestId"] in error["Message"]
    assert "secret" not in error["Message"]


def test_boto3_reads_the_refusal_of_an_oversized_body_and_goes_on_with_the_same_connection(runtime):
    error, metadata = error_of(runtime.start_human_loop, **loop("large", "x" * 5_000_000))
    assert (error["Code"], metadata["HTTPStatusCode"]) == ("RequestEntityTooLargeException", 413)
    assert str(LIMIT_BYTES) in error["Message"]
    assert runtime.start_human_loop(**loop("small"))["HumanLoopArn"]


def test_a_body_that_boto3_compresses_is_understood(served):
    client = served.client("sagemaker-a2i-runtime")
    client.meta.events.register("before-sign", compress)
    client.start_human_loop(**loop("compressed", "[1]"))
    assert served.book.loops["compressed"]["HumanLoopInput"] == {"InputContent": "[1]"}


def compress(request, **_):
    request.data = gzip.compress(request.data)
    request.headers["Content-Encoding"] = "gzip"


def test_an_s3_body_larger_than_our_limit_passes_with_expect_100_continue(served):
    answer = served.client("s3").put_object(Bucket="bucket", Key="key", Body=b"x" * (LIMIT_BYTES * 10))
    assert answer["ETag"] == f'"{LIMIT_BYTES * 10}"'


def test_a_presigned_upload_passes_too(served):
    url = served.client("s3").generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "human-loops"})
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    connection.request("PUT", url.removeprefix(served.url), body=b"12345")
    assert connection.getresponse().headers["etag"] == '"5"'
    connection.close()


def test_expect_100_continue_is_answered_before_the_body_is_sent(served):
    body = b'{"HumanLoopName": 1}'
    scope = "123456789012/20260131/eu-west-1/sagemaker/aws4_request"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as raw:
        raw.sendall(
            f"POST /human-loops HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n"
            f"Authorization: AWS4-HMAC-SHA256 Credential={scope}\r\nConnection: close\r\n\r\n".encode()
        )
        assert raw.recv(1000).startswith(b"HTTP/1.1 100 Continue")
        raw.sendall(body)
        answer = b"".join(iter(lambda: raw.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"NUMBER_VALUE can not be converted to a String at 'humanLoopName'" in answer


def test_an_oversized_body_is_refused_without_asking_for_it(served):
    scope = "123456789012/20260131/eu-west-1/sagemaker/aws4_request"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as raw:
        raw.sendall(
            b"POST /human-loops HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n"
            + f"Authorization: AWS4-HMAC-SHA256 Credential={scope}\r\nConnection: close\r\n\r\n".encode()
        )
        assert raw.recv(1000).startswith(b"HTTP/1.1 413 ")


async def test_aiobotocore_starts_reads_and_is_refused(served):
    async with AioSession().create_client("sagemaker-a2i-runtime", **served.place()) as runtime:
        await runtime.start_human_loop(**loop("aio"))
        described = await runtime.describe_human_loop(HumanLoopName="aio")
        assert described["CreationTime"] == CREATED
        with pytest.raises(runtime.exceptions.ResourceNotFoundException, match="No loop missing"):
            await runtime.describe_human_loop(HumanLoopName="missing")


async def test_aiobotocore_starts_many_loops_at_once(served):
    names = [f"many-{number}" for number in range(50)]
    async with AioSession().create_client("sagemaker-a2i-runtime", **served.place()) as runtime:
        answers = await asyncio.gather(*(runtime.start_human_loop(**loop(name)) for name in names))
    assert len({answer["ResponseMetadata"]["RequestId"] for answer in answers}) == len(names)
    assert set(names) <= set(served.book.loops)
