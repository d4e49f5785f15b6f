"""What a client sees of HTTP and AWS's protocols beside the parameters: ids, statuses, clocks, connections, tokens."""

import base64
import gzip
import http.client
import json
import re
import socket

import httpx
import pytest
from botocore.exceptions import ClientError

TEAM = {"CognitoMemberDefinition": {"UserPool": "us-east-1_P", "UserGroup": "g", "ClientId": "c"}}
JSON = "application/x-amz-json-1.1"
A2I = "sagemaker-a2i-runtime"
SCOPE = "AWS4-HMAC-SHA256 Credential=AKIAANA/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"


@pytest.fixture(scope="module")
def sagemaker(trusting):
    return trusting.client("sagemaker")


@pytest.fixture(scope="module")
def flow_arn(trusting, sagemaker):
    """A flow definition, and five work teams and task UIs beside it."""
    for number in range(5):
        team = sagemaker.create_workteam(WorkteamName=f"t{number}", MemberDefinitions=[TEAM], Description="d")
        content = {"Content": "<crowd-form></crowd-form>"}
        ui = sagemaker.create_human_task_ui(HumanTaskUiName=f"u{number}", UiTemplate=content)
    return sagemaker.create_flow_definition(
        FlowDefinitionName="flow",
        HumanLoopConfig={
            "WorkteamArn": team["WorkteamArn"],
            "HumanTaskUiArn": ui["HumanTaskUiArn"],
            "TaskTitle": "t",
            "TaskDescription": "d",
            "TaskCount": 1,
        },
        OutputConfig={"S3OutputPath": "s3://bucket/out"},
        RoleArn="arn:aws:iam::111111111111:role/r",
    )["FlowDefinitionArn"]


def post(trusting, target="SageMaker.ListFlowDefinitions", body=b"{}", **headers):
    """A call of SageMaker with headers of one's own."""
    given = {"content-type": JSON, "x-amz-target": target, "authorization": SCOPE.format("sagemaker")}
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return trusting.ask("POST", "/", {k: v for k, v in (given | changed).items() if v is not None}, body)


def start(trusting, flow_arn, name, content="{}"):
    return trusting.client(A2I).start_human_loop(
        HumanLoopName=name, FlowDefinitionArn=flow_arn, HumanLoopInput={"InputContent": content}
    )


def stop(trusting, *names):
    for name in names:
        trusting.client(A2I).stop_human_loop(HumanLoopName=name)
    trusting.settle()


def error_of(call, **parameters):
    """Code and status of what boto3 raises."""
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    return raised.value.response["Error"]["Code"], raised.value.response["ResponseMetadata"]["HTTPStatusCode"]


def fault(trusting, **fault):
    answered = httpx.post(f"{trusting.url}/_simulator/faults", json=fault)
    assert answered.status_code == 201, answered.text


def test_every_answer_has_a_request_id_of_its_own_whoever_gives_it(trusting):
    seen = set()
    for service, call in (
        ("sagemaker", "list_flow_definitions"),
        ("s3", "list_buckets"),
        ("sts", "get_caller_identity"),
        ("sqs", "list_queues"),
        ("dynamodb", "list_tables"),
        ("ec2", "describe_regions"),
        ("lambda", "list_functions"),
        ("events", "list_rules"),
        ("iam", "list_users"),
    ):
        answer = getattr(trusting.client(service), call)()["ResponseMetadata"]
        headers = answer["HTTPHeaders"]
        given = headers.get("x-amz-request-id" if service == "s3" else "x-amzn-requestid")
        assert given, service
        assert answer["RequestId"], service
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", headers["date"])
        seen.add(given)
    assert len(seen) == 9
    assert trusting.client("s3").list_buckets()["ResponseMetadata"]["HostId"]


def test_a_refusal_names_its_code_in_the_body_for_json_and_in_a_header_for_rest_json(trusting):
    answered = post(trusting, "SageMaker.DescribeFlowDefinition", b'{"FlowDefinitionName": "missing"}')
    assert (answered.status, answered.headers["content-type"]) == (400, JSON)
    assert json.loads(answered.body)["__type"] == "ResourceNotFound"
    answered = trusting.ask("GET", "/human-loops/missing", {"authorization": SCOPE.format("sagemaker")})
    assert (answered.status, answered.headers["content-type"]) == (404, "application/json")
    assert answered.headers["x-amzn-errortype"] == "ResourceNotFoundException"
    assert set(json.loads(answered.body)) == {"Message"}


def test_timestamps_are_epoch_numbers_for_sagemaker_and_iso_texts_for_the_runtime(trusting, flow_arn):
    described = json.loads(post(trusting, "SageMaker.DescribeFlowDefinition", b'{"FlowDefinitionName": "flow"}').body)
    assert isinstance(described["CreationTime"], int | float)
    start(trusting, flow_arn, "dated")
    described = json.loads(trusting.ask("GET", "/human-loops/dated", {"authorization": SCOPE.format("sagemaker")}).body)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", described["CreationTime"])
    stop(trusting, "dated")


def test_every_status_of_the_runtime_s_errors_can_be_had(trusting, flow_arn):
    a2i = trusting.client(A2I)
    start(trusting, flow_arn, "one")
    assert error_of(a2i.describe_human_loop, HumanLoopName="missing") == ("ResourceNotFoundException", 404)
    begin = {"HumanLoopName": "one", "FlowDefinitionArn": flow_arn, "HumanLoopInput": {"InputContent": "[]"}}
    assert error_of(a2i.start_human_loop, **begin) == ("ConflictException", 409)
    assert start(trusting, flow_arn, "one")["HumanLoopArn"].endswith(":human-loop/one")
    start(trusting, flow_arn, "two")
    assert error_of(a2i.start_human_loop, **(begin | {"HumanLoopName": "three"})) == (
        "ServiceQuotaExceededException",
        402,
    )
    stop(trusting, "two")
    start(trusting, flow_arn, "three")
    fault(trusting, service=A2I, operation="DescribeHumanLoop", code="ThrottlingException")
    assert error_of(a2i.describe_human_loop, HumanLoopName="one") == ("ThrottlingException", 429)
    fault(trusting, service=A2I, code="InternalServerException", count=2, message="Bad day.")
    assert error_of(a2i.describe_human_loop, HumanLoopName="one") == ("InternalServerException", 500)
    assert error_of(a2i.list_human_loops, FlowDefinitionArn=flow_arn) == ("InternalServerException", 500)
    assert a2i.describe_human_loop(HumanLoopName="one")["HumanLoopStatus"] == "InProgress"
    stop(trusting, "one", "three")


def test_a_client_that_retries_gets_over_faults(trusting):
    from botocore.config import Config

    fault(trusting, service="sagemaker", operation="ListWorkteams", code="ThrottlingException", count=2)
    client = trusting.client("sagemaker").meta
    import boto3

    patient = boto3.client(
        "sagemaker",
        endpoint_url=client.endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
    )
    assert patient.list_workteams()["ResponseMetadata"]["RetryAttempts"] == 2


def test_faults_reach_the_embedded_services_in_their_own_protocols(trusting):
    for service, call, code, status in (
        ("s3", "list_buckets", "SlowDown", 503),
        ("sts", "get_caller_identity", "Throttling", 400),
        ("stepfunctions", "list_state_machines", "ThrottlingException", 400),
        ("dynamodb", "list_tables", "ProvisionedThroughputExceededException", 400),
    ):
        fault(trusting, service=service, code=code)
        assert error_of(getattr(trusting.client(service), call)) == (code, status)
        getattr(trusting.client(service), call)()


def test_faults_are_listed_forgotten_and_refused_where_they_could_never_happen(trusting):
    at = f"{trusting.url}/_simulator/faults"
    fault(trusting, service="sqs", operation="ListQueues", code="Busy", count=None, status=503)
    waiting = httpx.get(at).json()["faults"]
    assert waiting[0] | {"message": ""} == {
        "service": "sqs",
        "operation": "ListQueues",
        "code": "Busy",
        "message": "",
        "status": 503,
        "count": None,
    }
    assert error_of(trusting.client("sqs").list_queues) == ("Busy", 503)
    assert httpx.delete(at).json() == {"faults": []}
    trusting.client("sqs").list_queues()
    for body, words in (
        ({"service": "sagemakr", "code": "X"}, "no service 'sagemakr'"),
        ({"service": A2I, "operation": "StartHumanLop", "code": "X"}, "Did you mean StartHumanLoop?"),
        ({"service": A2I, "code": "X", "count": 0}, "body.count"),
        ({"service": A2I, "code": "X", "status": 200}, "body.status"),
        ({"service": A2I, "code": "a b"}, "body.code"),
        ({"service": A2I}, "body.code is missing"),
    ):
        answered = httpx.post(at, json=body)
        assert (answered.status_code, words in answered.text) == (400, True), answered.text


@pytest.mark.parametrize(
    "call, member, name",
    [
        ("list_workteams", "Workteams", "WorkteamName"),
        ("list_human_task_uis", "HumanTaskUiSummaries", "HumanTaskUiName"),
    ],
)
def test_a_paging_token_is_opaque_stable_under_inserts_and_good_for_its_list_alone(
    trusting, sagemaker, flow_arn, call, member, name
):
    ask = getattr(sagemaker, call)
    order = {"SortBy": "Name", "SortOrder": "Ascending"} if call == "list_workteams" else {"SortOrder": "Ascending"}
    first = ask(MaxResults=2, **order)
    token = first["NextToken"]
    assert re.fullmatch(r"[A-Za-z0-9_=-]+", token)
    if call == "list_workteams":
        sagemaker.create_workteam(WorkteamName="a-first", MemberDefinitions=[TEAM], Description="d")
    else:
        sagemaker.create_human_task_ui(HumanTaskUiName="z", UiTemplate={"Content": "<crowd-form></crowd-form>"})
    second = ask(MaxResults=2, NextToken=token, **order)
    seen = [item[name][1:] for item in (*first[member], *second[member])]
    assert seen == ["0", "1", "2", "3"]
    assert ask(MaxResults=4, NextToken=token, **order)[member][:2] == second[member]
    other = base64.urlsafe_b64encode(base64.urlsafe_b64decode(token)[:-2] + b"9]").decode()
    misuses = [
        {"NextToken": other, **order},
        {"NextToken": "forged", **order},
        {"NextToken": token, **order, "SortOrder": "Descending"},
    ]
    for misuse in misuses:
        assert error_of(ask, **misuse) == ("ValidationException", 400), misuse
    for client in (trusting.client("sagemaker", trusting.ben), trusting.client("sagemaker", region="eu-west-1")):
        assert error_of(getattr(client, call), NextToken=token, **order)[1] == 400
    rest = "list_human_task_uis" if call == "list_workteams" else "list_workteams"
    assert error_of(getattr(sagemaker, rest), NextToken=token)[1] == 400


def test_unknown_operations_and_targets_are_told_so(trusting):
    for target, status in (("SageMaker.StartTheLoop", 400), ("SageMakerX.ListFlowDefinitions", 400), ("nonsense", 400)):
        answered = post(trusting, target)
        assert (answered.status, json.loads(answered.body)["__type"]) == (status, "UnknownOperationException")
    answered = post(trusting, x_amz_target=None)
    assert (answered.status, json.loads(answered.body)["__type"]) == (404, "UnknownOperationException")
    for method, path in (("PATCH", "/human-loops"), ("POST", "/human-loops/a/b/c")):
        answered = trusting.ask(method, path, {"authorization": SCOPE.format("sagemaker")})
        assert (answered.status, answered.headers["x-amzn-errortype"]) == (404, "UnknownOperationException")


@pytest.mark.parametrize("content_type", ["application/x-amz-json-1.0", "application/json", "text/plain", None])
def test_the_target_decides_whatever_the_content_type_says(trusting, content_type):
    answered = post(trusting, content_type=content_type)
    assert (answered.status, answered.headers["content-type"]) == (200, JSON)


def test_an_empty_body_is_an_empty_object_and_other_bodies_must_be_objects(trusting):
    assert post(trusting, body=b"").status == 200
    for body in (b"[]", b"null x", b"{", b"\xff", b'"text"'):
        answered = post(trusting, body=body)
        assert (answered.status, json.loads(answered.body)["__type"]) == (400, "SerializationException"), body


def test_gzip_bodies_are_read_and_broken_or_unknown_encodings_refused(trusting):
    bad = gzip.compress(b'{"MaxResults": 0}')
    assert "maxResults" in post(trusting, body=bad, content_encoding="gzip").text
    for body, encoding in ((b"no gzip", "gzip"), (bad[:-9], "gzip"), (bad, "br")):
        answered = post(trusting, body=body, content_encoding=encoding)
        assert json.loads(answered.body)["__type"] == "SerializationException"


def raw(trusting, *parts, until=b""):
    """Everything that comes back for bytes sent over a bare socket."""
    with socket.create_connection(("127.0.0.1", trusting.port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
            if until and until in received:
                break
        return received


def head(path="/", extra="", version="1.1", target="SageMaker.ListFlowDefinitions"):
    return (
        f"POST {path} HTTP/{version}\r\nHost: x\r\nX-Amz-Target: {target}\r\nContent-Type: {JSON}\r\n"
        f"Authorization: {SCOPE.format('sagemaker')}\r\n{extra}\r\n"
    ).encode()


def test_a_body_in_chunks_of_http_is_put_together(trusting):
    sent = raw(
        trusting, head(extra="Transfer-Encoding: chunked\r\nConnection: close\r\n"), b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    )
    assert sent.startswith(b"HTTP/1.1 200 ")
    assert b'{"FlowDefinitionSummaries":' in sent


def test_http_1_0_is_answered_and_the_connection_closed(trusting):
    sent = raw(trusting, head(version="1.0", extra="Content-Length: 2\r\n"), b"{}")
    assert re.match(rb"HTTP/1\.[01] 200 ", sent)
    assert b'{"FlowDefinitionSummaries":' in sent


def test_a_connection_is_kept_over_errors_of_ours_and_of_the_fallback(trusting):
    connection = http.client.HTTPConnection("127.0.0.1", trusting.port, timeout=10)
    connection.connect()
    sock = connection.sock
    bad = {"content-type": JSON, "x-amz-target": "SageMaker.Nothing", "authorization": SCOPE.format("sagemaker")}
    for method, path, headers, body, status in (
        ("POST", "/", bad, b"{}", 400),
        ("POST", "/", bad | {"x-amz-target": "SageMaker.ListFlowDefinitions"}, b"x" * 100_000, 400),
        ("GET", "/human-loops/missing", {"authorization": SCOPE.format("sagemaker")}, None, 404),
        ("PUT", "/no-such-bucket/key", {"authorization": SCOPE.format("s3")}, b"x" * 300_000, 404),
        ("GET", "/no-such-bucket/key", {"authorization": SCOPE.format("s3")}, None, 404),
        ("POST", "/", bad | {"x-amz-target": "SageMaker.ListFlowDefinitions"}, b"x" * 17_000_000, 413),
        ("POST", "/", bad | {"x-amz-target": "SageMaker.ListFlowDefinitions"}, b"{}", 200),
    ):
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        assert (response.status, connection.sock is sock) == (status, True), (path, response.status)
    connection.close()


def test_a_stranger_s_upload_is_refused_without_its_body_and_a_body_that_comes_anyway_is_let_pass(served):
    scope = SCOPE.format("s3").replace("AKIAANA", "AKIANOBODY")
    refused = (
        f"PUT /bucket/k HTTP/1.1\r\nHost: x\r\nAuthorization: {scope}\r\nX-Amz-Date: 20260101T000000Z\r\n"
        "Content-Length: 1000000\r\n"
    ).encode()
    sent = raw(served, refused + b"Expect: 100-continue\r\n\r\n")
    assert sent.startswith(b"HTTP/1.1 403 ")
    assert b"100 Continue" not in sent
    assert b"connection: close" in sent.lower()
    again = b"GET /_simulator/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    sent = raw(served, refused + b"\r\n", b"x" * 1_000_000, again)
    assert sent.startswith(b"HTTP/1.1 403 ")
    assert sent.endswith(b"}")
    assert b'"status":"running"' in sent


def test_a_very_long_address_or_header_is_refused_or_read_and_the_server_goes_on(trusting):
    long = "x" * 60_000
    assert trusting.ask("GET", f"/human-loops/{long}", {"authorization": SCOPE.format("sagemaker")}).status in {
        400,
        414,
    }
    sent = raw(trusting, head(extra=f"X-Long: {long}\r\nContent-Length: 2\r\nConnection: close\r\n"), b"{}")
    assert sent[:13] in {b"HTTP/1.1 200 ", b"HTTP/1.1 400 ", b"HTTP/1.1 431 "}
    assert post(trusting).status == 200


def test_head_and_options_of_our_paths_are_answered_without_a_body_or_with_a_refusal(trusting):
    assert trusting.ask("HEAD", "/_simulator/health").body == b""
    for method in ("HEAD", "OPTIONS"):
        answered = trusting.ask(method, "/human-loops", {"authorization": SCOPE.format("sagemaker")})
        assert (answered.status, answered.headers["x-amzn-errortype"]) == (404, "UnknownOperationException")


def test_an_account_is_that_of_the_key_with_or_without_signatures(trusting):
    for key, account in (
        (trusting.ana, "111111111111"),
        (("444444444444", "x"), "444444444444"),
        (("a", "b"), "123456789012"),
    ):
        assert trusting.client("sts", key).get_caller_identity()["Account"] == account
        team = trusting.client("sagemaker", key).create_workteam(
            WorkteamName="mine", MemberDefinitions=[TEAM], Description="d"
        )
        assert f":{account}:workteam/" in team["WorkteamArn"]
        name = f"bucket-of-{account}"
        trusting.client("s3", key).create_bucket(Bucket=name)
        buckets = {bucket["Name"] for bucket in trusting.client("s3", key).list_buckets()["Buckets"]}
        assert buckets - {"bucket"} == {name}


def test_cbor_which_no_model_of_ours_offers_is_refused_in_cbor(trusting):
    headers = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
    path = "/service/SageMaker/operation/ListFlowDefinitions"
    answered = trusting.ask("POST", path, headers | {"authorization": SCOPE.format("sagemaker")}, b"\xa0")
    assert (answered.status, answered.headers["content-type"]) == (501, "application/cbor")
    assert answered.headers["smithy-protocol"] == "rpc-v2-cbor"
    assert b"NotImplemented" in answered.body
