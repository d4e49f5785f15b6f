"""One request through the gateway, without a network."""

import gzip
import json
import logging

import pytest

from simulator.domain.errors import DomainError, Elsewhere, LimitExceeded, NotFound
from simulator.wire.gateway import AwsGateway

FLOW_ARN = "arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f"
LOOP = {"HumanLoopName": "loop", "FlowDefinitionArn": FLOW_ARN, "HumanLoopInput": {"InputContent": "{}"}}
CODES = {NotFound: "ResourceNotFound", LimitExceeded: "ServiceQuotaExceededException", Elsewhere: "ValidationException"}
LIMIT_BYTES = 10_000


class Answered:
    def __init__(self, messages):
        start, *parts = messages
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body = b"".join(part.get("body", b"") for part in parts)

    @property
    def json(self):
        return json.loads(self.body)


class World:
    """A gateway with two operations, a fallback that tells what it saw, and everything noted down."""

    def __init__(self, spec):
        self.calls, self.entries, self.passed = [], [], []
        self.fallback_status, self.told = 201, 1
        self.handler = self.answer
        self.request_ids = (f"request-{number}" for number in range(1, 1000))
        self.gateway = AwsGateway(
            spec,
            {
                ("sagemaker-a2i-runtime", "StartHumanLoop"): self.handle,
                ("sagemaker-a2i-runtime", "DescribeHumanLoop"): self.handle,
                ("sagemaker", "DeleteFlowDefinition"): self.handle,
            },
            self.fallback,
            now_ms=lambda: 1_613_589_638_354,
            next_request_id=lambda: next(self.request_ids),
            error_codes=lambda _service, error: CODES[type(error)],
            default_account="000000000000",
            default_region="us-east-1",
            journal=self.entries.append,
            body_limit_bytes=LIMIT_BYTES,
        )

    async def handle(self, call, parameters):
        self.calls.append((call, parameters))
        return await self.handler(call, parameters)

    async def answer(self, call, parameters):
        return {"HumanLoopArn": f"arn:aws:sagemaker:{call.region}:{call.account}:human-loop/loop"}

    async def fallback(self, scope, receive, send):
        self.passed.append((scope, await receive() if scope["type"] == "http" else None))
        headers = [(b"x-amz-request-id", b"moto-1"), (b"x-amzn-errortype", b"FromMoto")]
        await send({"type": "http.response.start", "status": self.fallback_status, "headers": headers[: self.told]})
        await send({"type": "http.response.body", "body": b"from the fallback"})

    async def ask(self, method="POST", path="/human-loops", body=b"", headers=(), signing="sagemaker", parts=None):
        raw = [(b"content-type", b"application/json"), *headers]
        if signing:
            scope = f"123456789012/20260131/eu-west-1/{signing}/aws4_request"
            raw.append((b"authorization", f"AWS4-HMAC-SHA256 Credential={scope}, Signature=0".encode()))
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": raw}
        return await self.send(scope, parts or [{"type": "http.request", "body": body}])

    async def send(self, scope, parts):
        messages, remaining = [], iter(parts)

        async def receive():
            return next(remaining)

        async def send(message):
            messages.append(message)

        await self.gateway(scope, receive, send)
        return Answered(messages) if messages else None

    async def start(self, **changes):
        return await self.ask(body=json.dumps(LOOP | changes).encode())

    async def delete_flow(self, name="flow"):
        target = (b"x-amz-target", b"SageMaker.DeleteFlowDefinition")
        return await self.ask(path="/", body=json.dumps({"FlowDefinitionName": name}).encode(), headers=[target])


def raising(error):
    async def handler(call, parameters):
        raise error

    return handler


@pytest.fixture
def world(spec):
    return World(spec)


async def test_a_handler_gets_the_call_and_its_parameters(world):
    answer = await world.start()
    assert (answer.status, answer.json) == (
        200,
        {"HumanLoopArn": "arn:aws:sagemaker:eu-west-1:123456789012:human-loop/loop"},
    )
    ((call, parameters),) = world.calls
    assert parameters == LOOP
    assert (call.service, call.operation, call.now_ms) == ("sagemaker-a2i-runtime", "StartHumanLoop", 1_613_589_638_354)
    assert (call.account, call.region, call.partition) == ("123456789012", "eu-west-1", "aws")
    assert call.request_id == answer.headers["x-amzn-requestid"] == "request-1"
    assert answer.headers["content-length"] == str(len(answer.body))


async def test_a_path_label_reaches_the_handler_percent_decoded(world):
    await world.ask("GET", "/human-loops/loop%2D1")
    assert world.calls[0][1] == {"HumanLoopName": "loop-1"}


async def test_no_result_is_an_empty_object_or_body(world):
    async def nothing(call, parameters):
        return None

    world.handler = nothing
    assert (await world.start()).json == {}
    assert (await world.delete_flow()).json == {}


async def test_broken_limits_are_refused_before_the_handler_hears_of_them(world):
    answer = await world.start(HumanLoopName="a/b")
    assert answer.status == 400
    assert answer.headers["x-amzn-errortype"] == "ValidationException"
    assert answer.json["Message"].startswith("1 validation error detected: Value 'a/b' at 'humanLoopName' failed")
    assert world.calls == []


@pytest.mark.parametrize(
    "body,words",
    [
        (b"{", "not valid JSON"),
        (b'{"HumanLoopInput": "{}"}', "Expected null at 'humanLoopInput'"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_serialization_exception(world, body, words):
    answer = await world.ask(body=body)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "SerializationException")
    assert words in answer.json["message"]
    assert answer.headers["x-amzn-requestid"] == "request-1"


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"10001")]])
async def test_an_oversized_body_is_refused_with_the_limit(world, headers):
    answer = await world.ask(body=b" " * (LIMIT_BYTES + 1), headers=headers)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (413, "RequestEntityTooLargeException")
    assert answer.json == {"message": "The request body is larger than 10000 bytes."}


async def test_a_gzip_body_is_understood(world):
    answer = await world.ask(body=gzip.compress(json.dumps(LOOP).encode()), headers=[(b"content-encoding", b"gzip")])
    assert answer.status == 200
    assert world.calls[0][1] == LOOP


async def test_a_domain_error_becomes_the_code_and_status_of_its_service(world):
    world.handler = raising(NotFound("No such flow."))
    answer = await world.delete_flow()
    assert (answer.status, answer.json["__type"], answer.json["message"]) == (400, "ResourceNotFound", "No such flow.")
    world.handler = raising(LimitExceeded("Too many."))
    answer = await world.start()
    assert (answer.status, answer.json) == (402, {"Message": "Too many."})


@pytest.mark.parametrize(
    "error", [RuntimeError("secret detail"), KeyError("secret"), DomainError("no code for this kind: secret")]
)
async def test_an_unforeseen_error_tells_the_client_nothing_but_the_request_id(world, error, caplog):
    world.handler = raising(error)
    with caplog.at_level(logging.ERROR):
        answer = await world.start()
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (500, "InternalServerException")
    assert "secret" not in answer.body.decode()
    assert "request-1" in answer.json["Message"]
    assert "StartHumanLoop failed in request request-1" in caplog.text
    assert "Traceback" in caplog.text


async def test_an_unforeseen_error_of_sagemaker_is_an_internal_failure(world):
    world.handler = raising(RuntimeError("x"))
    answer = await world.delete_flow()
    assert (answer.status, answer.json["__type"]) == (500, "InternalFailure")


async def test_a_result_that_does_not_fit_is_a_failure_of_ours(world, caplog):
    async def misfit(call, parameters):
        return {"HumanLoopArn": 7}

    world.handler = misfit
    assert (await world.start()).status == 500
    assert "int where a string is due at 'HumanLoopArn'" in caplog.text


async def test_an_unknown_operation_is_told_so_and_not_passed_on(world):
    answer = await world.ask(path="/", headers=[(b"x-amz-target", b"SageMaker.InventModel")])
    assert (answer.status, answer.json["__type"]) == (400, "UnknownOperationException")
    assert "'InventModel'" in answer.json["message"]
    assert world.passed == []


async def test_an_unknown_path_of_a_rest_service_is_told_so(world):
    answer = await world.ask("PUT", "/human-loops/x")
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (404, "UnknownOperationException")


async def test_an_operation_that_aws_has_and_we_do_not_goes_to_the_fallback(world):
    answer = await world.ask(path="/", headers=[(b"x-amz-target", b"SageMaker.ListModels")])
    assert (answer.status, answer.body) == (201, b"from the fallback")


async def test_what_is_not_ours_goes_to_the_fallback_with_its_body_unread_at_any_length(world):
    large = b"x" * (LIMIT_BYTES * 3)
    parts = [{"type": "http.request", "body": large, "more_body": True}]
    answer = await world.ask("PUT", "/bucket/key", signing="s3", parts=parts)
    assert answer.status == 201
    assert world.passed[0][1] is parts[0]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
async def test_what_is_no_request_goes_to_the_fallback(world, kind):
    await world.send({"type": kind}, [])
    assert [scope["type"] for scope, _ in world.passed] == [kind]


async def test_a_client_that_leaves_gets_no_answer_and_is_noted(world):
    assert await world.ask(parts=[{"type": "http.disconnect"}]) is None
    assert [(entry.operation, entry.status) for entry in world.entries] == [("StartHumanLoop", 0)]
    assert world.calls == []


async def test_every_call_is_noted_with_how_it_ended(world):
    await world.start()
    await world.start(HumanLoopName="")
    await world.ask(path="/", headers=[(b"x-amz-target", b"SageMaker.InventModel")])
    await world.ask("PUT", "/bucket/key", signing="s3")
    await world.ask("GET", "/bucket/key", signing=None)
    noted = [(entry.service, entry.operation, entry.status, entry.error_code) for entry in world.entries]
    assert noted == [
        ("sagemaker-a2i-runtime", "StartHumanLoop", 200, None),
        ("sagemaker-a2i-runtime", "StartHumanLoop", 400, "ValidationException"),
        ("sagemaker", None, 400, "UnknownOperationException"),
        ("s3", None, 201, None),
        (None, None, 201, None),
    ]
    first, *_, last = world.entries
    assert (first.at_ms, first.account, first.region) == (1_613_589_638_354, "123456789012", "eu-west-1")
    assert (first.method, first.path, first.request_id) == ("POST", "/human-loops", "request-1")
    assert (last.account, last.region, last.path, last.request_id) == (
        "000000000000",
        "us-east-1",
        "/bucket/key",
        "moto-1",
    )


async def test_a_body_nested_too_deeply_is_refused_and_not_a_failure(world):
    depth = 400
    body = b'{"HumanLoopName":' + b"[" * depth + b"]" * depth + b"}"
    assert (await world.ask(body=body)).status == 400


def test_warming_finds_a_handler_that_no_model_knows(spec):
    gateway = World(spec).gateway
    gateway.warm()
    gateway.handlers["textract", "ReadMinds"] = None
    with pytest.raises(LookupError):
        gateway.warm()


async def test_what_is_kept_elsewhere_is_asked_there_with_the_body_as_it_was(world):
    world.handler = raising(Elsewhere("not here"))
    body = json.dumps(LOOP).encode()
    answer = await world.ask(body=gzip.compress(body), headers=[(b"content-encoding", b"gzip")])
    assert (answer.status, answer.body) == (201, b"from the fallback")
    scope, message = world.passed[0]
    assert message["body"] == body
    headers = dict(scope["headers"])
    assert (headers[b"content-length"], b"content-encoding" in headers) == (str(len(body)).encode(), False)
    assert (answer.headers["x-amzn-requestid"], answer.headers["x-amz-request-id"]) == ("request-1", "moto-1")
    assert [(entry.operation, entry.status, entry.error_code) for entry in world.entries] == [
        ("StartHumanLoop", 201, None)
    ]


async def test_a_refusal_from_elsewhere_is_told_as_it_is(world):
    world.handler, world.fallback_status, world.told = raising(Elsewhere("not here")), 400, 2
    answer = await world.start()
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "FromMoto")
    assert world.entries[0].error_code == "FromMoto"


async def test_where_elsewhere_fails_the_thing_is_not_there(world):
    world.handler, world.fallback_status = raising(Elsewhere("not here")), 500
    answer = await world.start()
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert answer.json["Message"] == "not here"
