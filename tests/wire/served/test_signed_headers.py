"""Signatures in the Authorization header, made by botocore, as they are and changed by hand."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

WRONG = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
UNKNOWN = "The security token included in the request is invalid."


def told(answered):
    """Status, code and sentence of a JSON service's refusal."""
    document = json.loads(answered.body)
    code = document.get("__type") or answered.headers["x-amzn-errortype"]
    return answered.status, code, document.get("message", document.get("Message"))


def s3_code(answered):
    """Status and code of an S3 refusal."""
    return answered.status, re.search("<Code>(.*?)</Code>", answered.text)[1]


@pytest.mark.parametrize(
    "service, call, arguments, status, unknown, wrong",
    [
        ("sagemaker", "list_flow_definitions", {}, 400, "UnrecognizedClientException", "InvalidSignatureException"),
        (
            "sagemaker-a2i-runtime",
            "list_human_loops",
            {"FlowDefinitionArn": "arn:aws:sagemaker:us-east-1:111111111111:flow-definition/f"},
            403,
            "UnrecognizedClientException",
            "InvalidSignatureException",
        ),
        ("dynamodb", "list_tables", {}, 400, "UnrecognizedClientException", "InvalidSignatureException"),
        ("stepfunctions", "list_state_machines", {}, 400, "UnrecognizedClientException", "InvalidSignatureException"),
        ("lambda", "list_functions", {}, 403, "UnrecognizedClientException", "InvalidSignatureException"),
        ("sts", "get_caller_identity", {}, 403, "InvalidClientTokenId", "SignatureDoesNotMatch"),
        ("iam", "list_users", {}, 403, "InvalidClientTokenId", "SignatureDoesNotMatch"),
        ("ec2", "describe_regions", {}, 401, "AuthFailure", "AuthFailure"),
        ("s3", "list_buckets", {}, 403, "InvalidAccessKeyId", "SignatureDoesNotMatch"),
    ],
)
def test_an_unknown_key_and_a_wrong_secret_are_refused_in_the_words_of_the_service(
    served, service, call, arguments, status, unknown, wrong
):
    for key, code in ((("AKIANOBODY", "x"), unknown), ((served.ana[0], "not ana's"), wrong)):
        with pytest.raises(ClientError) as raised:
            getattr(served.client(service, key), call)(**arguments)
        answer = raised.value.response
        assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
        assert answer["ResponseMetadata"]["RequestId"]


def test_signed_calls_of_every_protocol_are_let_through(served):
    assert served.client("sagemaker").list_flow_definitions()["FlowDefinitionSummaries"] == []
    assert served.client("sts").get_caller_identity()["Account"] == "111111111111"
    assert served.client("iam").list_users()["Users"] == []
    assert served.client("ec2").describe_regions()["Regions"]
    assert served.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert served.client("stepfunctions").list_state_machines()["stateMachines"] == []
    with pytest.raises(ClientError, match="ResourceNotFound"):
        served.client("sagemaker-a2i-runtime").describe_human_loop(HumanLoopName="no-such-loop")


def test_a_body_that_was_changed_on_the_way_is_refused_by_ours_and_by_the_fallback(served):
    for service, target in (
        ("sagemaker", "SageMaker.ListFlowDefinitions"),
        ("dynamodb", "DynamoDB_20120810.ListTables"),
    ):
        signed = served.call(service, target)
        assert served.send(signed).status == 200
        signed.body = b'{"MaxResults": 1}'
        assert told(served.send(signed, content_length=None)) == (400, "InvalidSignatureException", WRONG)


@pytest.mark.parametrize(
    "change",
    [
        {"x_amz_target": "SageMaker.ListHumanTaskUis"},
        {"content_type": "application/x-amz-json-1.0"},
        {"host": "sagemaker.us-east-1.amazonaws.com"},
    ],
)
def test_a_signed_header_that_was_changed_is_refused(served, change):
    assert told(served.send(served.call(), **change)) == (400, "InvalidSignatureException", WRONG)


@pytest.mark.parametrize("method, target", [("DELETE", "/human-loops/a?x=1"), ("GET", "/human-loops/b?x=1")])
def test_another_method_path_or_query_than_the_signed_one_is_refused(served, method, target):
    signed = served.sign("sagemaker", "/human-loops/a?x=1", "GET")
    assert served.send(signed).status == 404
    signed.method, signed.target = method, target
    assert told(served.send(signed))[:2] == (403, "InvalidSignatureException")


def test_a_path_is_signed_normalised_and_encoded_twice_outside_of_s3(served):
    for path in ("/human-loops/a%20b", "/human-loops//x/../a", "/human-loops/%C3%BC?b=2&a=%2F&a=1+1&c"):
        assert told(served.send(served.sign("sagemaker", path, "GET")))[1] != "InvalidSignatureException"


def test_spaces_in_signed_headers_and_repeated_ones_count_as_aws_counts_them(served):
    signed = served.sign("s3", "/bucket", "GET", headers={"x-amz-meta-a": "  two   spaces "})
    assert served.send(signed).status == 200


@pytest.mark.parametrize(
    "minutes, sentence",
    [
        (-6, r"Signature expired: (\d{8}T\d{6}Z) is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)"),
        (6, r"Signature not yet current: (\d{8}T\d{6}Z) is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)"),
    ],
)
def test_a_replayed_date_and_one_in_the_future_are_refused_with_both_clocks(served, minutes, sentence):
    signed = served.call(off=timedelta(minutes=minutes))
    status, code, said = told(served.send(signed))
    assert (status, code) == (400, "InvalidSignatureException")
    assert re.fullmatch(sentence, said)[1] == signed.headers["X-Amz-Date"]
    assert served.send(served.call(off=timedelta(minutes=minutes) * 0.7)).status == 200


def test_s3_allows_a_quarter_of_an_hour_between_the_clocks(served):
    assert served.send(served.sign("s3", "/bucket", "GET", off=timedelta(minutes=-14))).status == 200
    answered = served.send(served.sign("s3", "/bucket", "GET", off=timedelta(minutes=-16)))
    assert s3_code(answered) == (403, "RequestTimeTooSkewed")
    assert "<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>" in answered.text
    assert "<ServerTime>" in answered.text


def test_boto3_mends_its_clock_after_a_skew_and_succeeds(served, monkeypatch):
    import botocore.auth

    real, off = botocore.auth.get_current_datetime, [timedelta(hours=2)]
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda **how: real(**how) - off[0])
    client = served.client("s3")
    with pytest.raises(ClientError, match="RequestTimeTooSkewed") as raised:
        client.list_buckets()
    assert raised.value.response["ResponseMetadata"]["HTTPHeaders"]["date"].endswith("GMT")
    off[0] = timedelta()
    assert client.list_buckets()["Buckets"]


@pytest.mark.parametrize(
    "authorization, words",
    [
        ("AWS4-HMAC-SHA256", "requires 'Credential' parameter. Authorization header requires 'Signature' parameter."),
        ("AWS4-HMAC-SHA256 Credential=AKIAANA/20260101/us-east-1/sagemaker/aws4_request, Signature=0", "SignedHeaders"),
        ("AWS4-HMAC-SHA256 Credential=AKIAANA, SignedHeaders=host, Signature=0", "exactly 5 slash-delimited elements"),
        ("AWS4-HMAC-SHA256 Credential=A/1/r/s/aws9_request, SignedHeaders=host, Signature=0", "valid terminator"),
        ("AWS4-ECDSA-P256-SHA256 Credential=A/1/s/aws4_request, SignedHeaders=host, Signature=0", "ECDSA-P256"),
        ("Bearer token", "Unsupported AWS 'algorithm': 'Bearer'"),
    ],
)
def test_a_header_that_is_not_whole_is_refused_with_what_is_missing(served, authorization, words):
    answered = served.send(served.call(), authorization=authorization)
    status, code, said = told(answered)
    assert (status, code) == (400, "IncompleteSignatureException")
    assert words in said


def test_a_request_without_a_date_a_bad_date_or_a_date_of_another_day_is_refused(served):
    signed = served.call()
    assert "existence of either" in told(served.send(signed, x_amz_date=None))[2]
    assert "basic format" in told(served.send(signed, x_amz_date="yesterday"))[2]
    status, code, said = told(served.send(signed, x_amz_date="20200101T000000Z"))
    assert (status, code) == (400, "InvalidSignatureException")
    assert said.startswith("Date in Credential scope does not match YYYYMMDD")


def test_nobody_s_requests_are_refused_in_each_protocol(served):
    target = {"x-amz-target": "SageMaker.ListFlowDefinitions", "content-type": "application/x-amz-json-1.1"}
    missing = (400, "MissingAuthenticationTokenException", "Missing Authentication Token")
    assert told(served.ask("POST", "/", target, b"{}")) == missing
    assert s3_code(served.ask("GET", "/bucket/key")) == (403, "AccessDenied")
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert s3_code(served.ask("POST", "/", form, b"Action=ListUsers")) == (403, "MissingAuthenticationToken")


def test_what_aws_lets_pass_unsigned_passes(served):
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["http://a.test"]}
    served.client("s3").put_bucket_cors(Bucket="bucket", CORSConfiguration={"CORSRules": [rule]})
    leave = {"origin": "http://a.test", "access-control-request-method": "GET"}
    answered = served.ask("OPTIONS", "/bucket/key", leave)
    assert (answered.status, answered.headers["access-control-allow-origin"]) == (200, "http://a.test")
    form = {"content-type": "application/x-www-form-urlencoded"}
    role = "arn:aws:iam::111111111111:role/r"
    body = f"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn={role}&RoleSessionName=s&WebIdentityToken=t"
    answered = served.ask("POST", "/", form, body.encode())
    assert (answered.status, "<AssumeRoleWithWebIdentityResult>" in answered.text) == (200, True)
    assert served.ask("GET", "/_simulator/health").status == 200
    assert served.ask("GET", "/portal").status in {200, 302, 303, 307}


def test_a_session_needs_its_token_and_a_key_without_a_session_must_have_none(served):
    assert served.client("sagemaker", served.session).list_flow_definitions()
    assert served.client("s3", served.session).list_buckets()
    for key in (served.session[:2], (*served.session[:2], "another"), (*served.ana, "a token")):
        with pytest.raises(ClientError, match="UnrecognizedClientException"):
            served.client("sagemaker", key).list_flow_definitions()
        with pytest.raises(ClientError, match="InvalidToken"):
            served.client("s3", key).list_buckets()


def test_keys_that_the_embedded_iam_and_sts_issue_are_good_for_ours_and_for_s3_until_they_are_deleted(served):
    iam = served.client("iam")
    iam.create_user(UserName="u")
    made = iam.create_access_key(UserName="u")["AccessKey"]
    key = (made["AccessKeyId"], made["SecretAccessKey"])
    assert served.client("sagemaker", key).list_flow_definitions()
    assert served.client("s3", key).list_buckets()["Buckets"]
    assert served.client("sts", key).get_caller_identity()["Arn"] == "arn:aws:iam::111111111111:user/u"
    iam.delete_access_key(UserName="u", AccessKeyId=key[0])
    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        served.client("sagemaker", key).list_flow_definitions()
    role = served.client("sts").assume_role(RoleArn="arn:aws:iam::333333333333:role/r", RoleSessionName="session")
    assumed = tuple(role["Credentials"][name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"))
    assert served.client("sts", assumed).get_caller_identity()["Account"] == "333333333333"
    team = {"CognitoMemberDefinition": {"UserPool": "us-east-1_P", "UserGroup": "g", "ClientId": "c"}}
    made = served.client("sagemaker", assumed).create_workteam(
        WorkteamName="t", MemberDefinitions=[team], Description="d"
    )
    assert ":333333333333:workteam/" in made["WorkteamArn"]


def test_a_credential_for_another_service_is_refused(served):
    status, code, said = told(served.send(served.call("dynamodb", "SageMaker.ListFlowDefinitions")))
    assert (status, code) == (400, "InvalidSignatureException")
    assert said == "Credential should be scoped to correct service: 'sagemaker'."


def test_a_head_request_is_refused_without_a_body(served):
    answered = served.ask("HEAD", "/bucket")
    assert (answered.status, answered.body) == (403, b"")


def test_a_gzip_body_is_signed_as_it_was_sent(served):
    import gzip

    signed = served.sign(
        "sagemaker",
        body=gzip.compress(b'{"MaxResults": 0}'),
        headers={
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "SageMaker.ListFlowDefinitions",
            "content-encoding": "gzip",
        },
    )
    assert told(served.send(signed))[1] == "ValidationException"


def test_aws_own_example_of_a_signature_is_accepted():
    """The `get-vanilla` example of AWS's Signature Version 4 test suite, with its key and its time."""
    from simulator.wire.parts import Request
    from simulator.wire.signatures.canonical import canonical_requests, mac, signing_key, string_to_sign
    from simulator.wire.signatures.claims import claim_of

    scope = "20150830/us-east-1/service/aws4_request"
    signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    headers = {
        "host": "example.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
        "authorization": f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders=host;x-amz-date, "
        f"Signature={signature}",
    }
    request = Request("GET", "/", "", headers)
    claim = claim_of(request)
    key = signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", claim.date, claim.region, claim.service)
    (canonical,) = canonical_requests(request, claim, hashlib.sha256(b"").hexdigest())
    assert mac(key, string_to_sign(claim, canonical)).hex() == claim.signature == signature
