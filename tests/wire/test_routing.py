"""Which service, operation, account and region a request names."""

import pytest

from simulator.wire.parts import Request, request_of
from simulator.wire.routing import Router, UnknownTarget, partition_of

A2I = "a2i-runtime.sagemaker.us-east-1.amazonaws.com"


@pytest.fixture(scope="module")
def router(spec):
    names = ("sagemaker", "sagemaker-a2i-runtime", "textract", "rekognition")
    return Router([spec.service(name) for name in names], "000000000000", "us-east-1")


def signed(service, key="AKIAEXAMPLE", region="eu-west-1"):
    scope = f"{key}/20260131/{region}/{service}/aws4_request"
    return {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}


def request(method="POST", path="/", headers=None, query=""):
    return Request(method, path, query, headers or {})


def routed(router, asked):
    found = router.route(asked, router.signer(asked))
    return found and (found.service.name, found.operation, dict(found.labels))


@pytest.mark.parametrize("service,prefix", [("sagemaker", "SageMaker"), ("rekognition", "RekognitionService")])
@pytest.mark.parametrize("is_signed", [True, False])
def test_a_target_names_service_and_operation_signed_or_not(router, service, prefix, is_signed):
    headers = {"x-amz-target": f"{prefix}.Anything"} | (signed(service) if is_signed else {})
    assert routed(router, request(headers=headers)) == (service, "Anything", {})


@pytest.mark.parametrize(
    "method,path,operation,labels",
    [
        ("POST", "/human-loops", "StartHumanLoop", {}),
        ("GET", "/human-loops", "ListHumanLoops", {}),
        ("POST", "/human-loops/stop", "StopHumanLoop", {}),
        ("GET", "/human-loops/stop", "DescribeHumanLoop", {"HumanLoopName": "stop"}),
        ("DELETE", "/human-loops/a-1", "DeleteHumanLoop", {"HumanLoopName": "a-1"}),
        ("GET", "/human-loops/a%2Fb%20%C3%A9", "DescribeHumanLoop", {"HumanLoopName": "a/b é"}),
    ],
)
@pytest.mark.parametrize("headers", [signed("sagemaker"), {"host": A2I}])
def test_a_rest_path_of_the_right_signer_or_host_names_the_operation(router, method, path, operation, labels, headers):
    assert routed(router, request(method, path, headers)) == ("sagemaker-a2i-runtime", operation, labels)


@pytest.mark.parametrize(
    "asked",
    [
        request("GET", "/human-loops/key"),
        request("GET", "/human-loops/key", {"authorization": "AWS AKIA:signature"}),
        request("GET", "/human-loops/key", signed("s3")),
        request("PUT", "/bucket/key", signed("s3")),
        request("POST", "/", signed("sts")),
        request("POST", "/", {"x-amz-target": "DynamoDB_20120810.ListTables", **signed("dynamodb")}),
        request("POST", "/", {"x-amz-target": "AmazonSQS.SendMessage"}),
        request("POST", "/endpoints/e/invocations", signed("sagemaker")),
        request("GET", "/bucket/key", query="X-Amz-Credential=AKIA%2F20260131%2Fus-east-1%2Fs3%2Faws4_request"),
        request("GET", "/"),
    ],
)
def test_what_is_not_ours_is_left_to_others(router, asked):
    assert routed(router, asked) is None


@pytest.mark.parametrize(
    "asked,status,words",
    [
        (request(headers={"x-amz-target": "ListFlows", **signed("sagemaker")}), 400, "SageMaker.OPERATION"),
        (request(headers={"x-amz-target": "Sagemaker.ListTags", **signed("sagemaker")}), 400, "'Sagemaker.ListTags'"),
        (request(headers=signed("textract")), 404, "X-Amz-Target: Textract.OPERATION"),
        (request("PUT", "/human-loops", signed("sagemaker")), 404, "no operation PUT /human-loops"),
        (request("GET", "/human-loops/a/b", signed("sagemaker")), 404, "no operation GET /human-loops/a/b"),
        (request("GET", "/human-loops/", signed("sagemaker")), 404, "no operation GET /human-loops/"),
    ],
)
def test_a_request_for_a_service_of_ours_that_names_no_operation_is_told_so(router, asked, status, words):
    with pytest.raises(UnknownTarget) as caught:
        routed(router, asked)
    assert (caught.value.refusal.code, caught.value.refusal.status) == ("UnknownOperationException", status)
    assert words in caught.value.refusal.message


@pytest.mark.parametrize(
    "headers,query,account,region,name",
    [
        (signed("sagemaker"), "", "000000000000", "eu-west-1", "sagemaker"),
        (signed("sagemaker", "123456789012"), "", "123456789012", "eu-west-1", "sagemaker"),
        (signed("sagemaker", "1234567890123"), "", "000000000000", "eu-west-1", "sagemaker"),
        ({}, "", "000000000000", "us-east-1", None),
        ({"authorization": "Bearer token"}, "", "000000000000", "us-east-1", None),
        (signed("sagemaker", region="eu west/1"), "", "000000000000", "us-east-1", None),
        (signed("sagemaker", region="../x"), "", "000000000000", "us-east-1", None),
        (
            {},
            "a=b&X-Amz-Credential=210987654321%2F20260131%2Fap-south-1%2Fs3%2Faws4_request",
            "210987654321",
            "ap-south-1",
            "s3",
        ),
        (
            {"authorization": "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20260131/s3/aws4_request, SignedHeaders=host"},
            "",
            "000000000000",
            "us-east-1",
            "s3",
        ),
    ],
)
def test_the_credential_scope_says_who_asks_and_where(router, headers, query, account, region, name):
    signer = router.signer(request(headers=headers, query=query))
    assert (signer.account, signer.region, signer.signing_name) == (account, region, name)


@pytest.mark.parametrize(
    "region,partition",
    [
        ("us-east-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eusc-de-east-1", "aws-eusc"),
    ],
)
def test_a_region_lies_in_its_partition(region, partition):
    assert partition_of(region) == partition


def test_the_path_of_a_request_stays_percent_encoded_even_where_the_server_does_not_tell_it():
    scope = {"method": "GET", "path": "/human-loops/a b", "headers": [(b"host", b"x")], "query_string": b"q=1"}
    assert request_of(scope).raw_path == "/human-loops/a%20b"
    assert request_of(scope | {"raw_path": b"/human-loops/a%2Fb"}).raw_path == "/human-loops/a%2Fb"
