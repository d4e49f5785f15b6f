"""Accounts, the other services, and errors: what an SDK gets that is not S3's daily bread."""

import json

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from simulator.wire.fallback.operations import UNKNOWN_TO_MOTO

ROLE = json.dumps({"Version": "2012-10-17", "Statement": []})


def test_sts_tells_the_account_of_a_12_digit_key_and_the_default_for_others(served):
    accounts = [served.client("sts", key=key).get_caller_identity()["Account"] for key in ("test", "111122223333")]
    assert accounts == ["123456789012", "111122223333"]


def test_credentials_that_sts_gave_out_act_in_the_account_of_their_role(served):
    owner = served.client("iam", key="111122223333")
    role = owner.create_role(RoleName="r", AssumeRolePolicyDocument=ROLE)["Role"]["Arn"]
    asked = served.client("sts", key="111122223333").assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    client = boto3.client(
        "sts",
        endpoint_url=served.url,
        region_name="us-east-1",
        aws_access_key_id=asked["AccessKeyId"],
        aws_secret_access_key=asked["SecretAccessKey"],
        aws_session_token=asked["SessionToken"],
    )
    assert client.get_caller_identity()["Arn"] == "arn:aws:sts::111122223333:assumed-role/r/session"


def test_a_client_cannot_choose_an_account_by_header(served):
    sts = served.client("sts")
    sts.meta.events.register(
        "before-send", lambda request, **_: request.headers.__setitem__("x-moto-account-id", "9" * 12)
    )
    assert sts.get_caller_identity()["Account"] == "123456789012"


def test_a_presigned_call_of_another_service_reaches_that_service(served):
    url = served.client("sts", key="111122223333").generate_presigned_url("get_caller_identity")
    assert "<Account>111122223333</Account>" in httpx.get(url).text


def test_accounts_have_roles_of_their_own(served):
    for key in ("111122223333", "444455556666"):
        served.client("iam", key=key).create_role(RoleName="r", AssumeRolePolicyDocument=ROLE)
    found = served.client("iam", key="444455556666").get_role(RoleName="r")["Role"]
    assert found["Arn"] == "arn:aws:iam::444455556666:role/r"


def test_an_event_travels_from_eventbridge_and_a_message_from_sns_to_a_queue(served):
    queue = served.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:123456789012:q"
    events, topics = served.client("events"), served.client("sns")
    events.put_rule(Name="all", EventPattern='{"source": ["mine"]}')
    events.put_targets(Rule="all", Targets=[{"Id": "q", "Arn": arn}])
    topic = topics.create_topic(Name="t")["TopicArn"]
    topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    events.put_events(Entries=[{"Source": "mine", "DetailType": "x", "Detail": '{"a": 1}'}])
    topics.publish(TopicArn=topic, Message="hello")
    told = served.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    bodies = [json.loads(message["Body"]) for message in told]
    assert [body.get("detail", body.get("Message")) for body in bodies] == [{"a": 1}, "hello"]


@pytest.mark.parametrize(
    "service, operation, asked",
    [
        ("events", "list_partner_event_sources", {"NamePrefix": "x"}),
        ("iam", "list_service_specific_credentials", {}),
        ("lambda", "list_code_signing_configs", {}),
        ("cloudfront", "list_vpc_origins", {}),
        ("ec2", "describe_fast_launch_images", {}),
        ("cloudwatch", "list_metric_streams", {}),
        ("s3", "get_bucket_request_payment", {"Bucket": "b"}),
        ("cloudsearch", "list_domain_names", {}),
        ("wellarchitected", "list_lenses", {}),
        ("translate", "list_languages", {}),
    ],
)
def test_what_nobody_implements_is_refused_by_name_in_the_protocol_of_the_service(served, service, operation, asked):
    client = served.client(service)
    with pytest.raises(ClientError) as refused:
        getattr(client, operation)(**asked)
    answer = refused.value.response
    assert (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]) == (501, "NotImplemented")
    assert client.meta.method_to_api_mapping[operation] in answer["Error"]["Message"]
    assert "neither by the simulator nor by moto" in answer["Error"]["Message"]


def test_s3_operations_that_moto_would_misread_do_no_harm(served, s3):
    s3.put_object(Bucket="bucket", Key="k", Body=b"v")
    for operation, query in (
        ("DeleteBucketMetricsConfiguration", "metrics&id=1"),
        ("DeleteBucketInventoryConfiguration", "inventory&id=1"),
        ("PutBucketRequestPayment", "requestPayment"),
        ("GetObjectRetention", "retention"),
        ("RenameObject", "renameObject"),
        ("UpdateObjectEncryption", "encryption"),
    ):
        path = "bucket/k" if "Object" in operation else "bucket"
        method = {"Del": "DELETE", "Get": "GET"}.get(operation[:3], "PUT")
        answer = httpx.request(method, f"{served.url}/{path}?{query}", headers={"x-amz-rename-source": "a"})
        assert (answer.status_code, operation in answer.text) == (501, True), operation
    assert s3.get_object(Bucket="bucket", Key="k")["Body"].read() == b"v"
    assert "PutObject" not in UNKNOWN_TO_MOTO


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "AWS4-HMAC-SHA256"},
        {"authorization": "AWS4-HMAC-SHA256 Credential=nonsense"},
        {"authorization": "Bearer x"},
        {"authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/dynamodb/aws4_request, x"},
        {"authorization": "AWS4-HMAC-SHA256 Credential=a/b/us-east-1/nosuchservice/aws4_request, x"},
        {"x-amz-target": "nonsense"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-encoding": "gzip", "authorization": "AWS4-HMAC-SHA256 Credential=a/b/us-east-1/sqs/aws4_request, x"},
    ],
)
@pytest.mark.parametrize("method, path", [("POST", "/"), ("PUT", "/%00/%ff"), ("PATCH", "/x"), ("GET", "/?Action=Foo")])
def test_garbage_gets_an_aws_shaped_refusal_and_no_traceback(served, headers, method, path):
    answer = httpx.request(method, f"{served.url}{path}", headers=headers, content=b"\xff\xfegarbage")
    assert answer.status_code >= 400 or method == "GET"
    assert "Traceback" not in answer.text
    assert answer.headers["content-type"].split(";")[0] in {
        "application/xml",
        "text/xml",
        "application/json",
        "application/x-amz-json-1.1",
        "application/x-amz-json-1.0",
    }


def test_a_failure_inside_moto_is_an_internal_error_without_a_traceback(served, monkeypatch, caplog):
    from moto.sqs.models import SQSBackend

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(SQSBackend, "list_queues", fail)
    with pytest.raises(ClientError) as refused:
        served.client("sqs").list_queues()
    assert refused.value.response["Error"]["Code"] == "InternalError"
    assert "ListQueues" in refused.value.response["Error"]["Message"]
    assert "moto failed at ListQueues of sqs" in caplog.text


def test_a_service_whose_library_is_missing_says_which(served):
    with pytest.raises(ClientError, match="needs the Python package"):
        served.client("cognito-idp").list_user_pools(MaxResults=1)


def test_the_other_services_let_browsers_in(served):
    url = served.client("sts").generate_presigned_url("get_caller_identity")
    assert (
        httpx.get(url, headers={"origin": "http://app.test"}).headers["access-control-allow-origin"]
        == "http://app.test"
    )


def test_a_client_that_hangs_up_does_not_disturb_the_next(served, s3):
    import socket

    half = socket.create_connection(("127.0.0.1", served.port))
    half.sendall(b"PUT /bucket/half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
    half.close()
    s3.put_object(Bucket="bucket", Key="k", Body=b"v")
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="bucket")["Contents"]] == ["k"]
