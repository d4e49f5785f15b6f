"""What we answer: results, instants, and errors that every SDK can read."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser

from simulator.spec import Spec
from simulator.wire.codec import codec_of, encode_error
from simulator.wire.refusals import Mismatch

OURS = ("sagemaker", "sagemaker-a2i-runtime", "textract", "rekognition")
SPEC = Spec()
ERRORS = [(name, code) for name in OURS for code in SPEC.service(name).errors]
MOMENT = datetime(2021, 2, 17, 20, 20, 38, 697999, tzinfo=timezone(timedelta(hours=1)))


def answered(service, operation, result):
    return json.loads(codec_of(SPEC.service(service), operation).encode(result).body)


def parsed(service, response, shape):
    http = {"body": response.body, "headers": HeadersDict(response.headers), "status_code": response.status}
    return create_parser(SPEC.service(service).protocol).parse(http, shape)


@pytest.mark.parametrize("name,code", ERRORS)
def test_botocore_reads_every_modelled_error_as_it_was_meant(name, code):
    service = SPEC.service(name)
    shape = service.errors[code]
    extra = {member: "more" for member in shape.members if member not in {"Message", "message"}}
    response = encode_error(service, code, "What happened.", members=extra)
    error = parsed(name, response, None)["Error"]
    assert (error["Code"], error["Message"]) == (code, "What happened.")
    assert response.status == service.error_status(code)
    whole = {member: extra.get(member, "What happened.") for member in shape.members}
    assert parsed(name, response, shape) == whole


@pytest.mark.parametrize("name", OURS)
def test_botocore_reads_an_error_that_the_model_does_not_list(name):
    response = encode_error(SPEC.service(name), "UnheardOfException", "Why.")
    error = parsed(name, response, None)["Error"]
    assert (response.status, error["Code"], error["Message"]) == (400, "UnheardOfException", "Why.")


def test_an_error_of_json_1_1_names_its_code_in_the_body():
    response = encode_error(SPEC.service("sagemaker"), "ResourceNotFound", "No such flow.")
    assert json.loads(response.body) == {
        "__type": "ResourceNotFound",
        "message": "No such flow.",
        "Message": "No such flow.",
    }
    assert response.headers == {"content-type": "application/x-amz-json-1.1"}


def test_an_error_of_rest_json_names_its_code_in_a_header():
    response = encode_error(SPEC.service("sagemaker-a2i-runtime"), "ConflictException", "Taken.")
    assert json.loads(response.body) == {"Message": "Taken."}
    assert response.headers == {"content-type": "application/json", "x-amzn-errortype": "ConflictException"}
    assert response.status == 409


def test_sagemaker_writes_instants_as_epoch_numbers_with_milliseconds():
    assert answered("sagemaker", "DescribeFlowDefinition", {"CreationTime": MOMENT}) == {"CreationTime": 1613589638.697}


def test_the_a2i_runtime_writes_instants_in_iso_8601_with_milliseconds():
    """A2I_FACTS C3 [D]."""
    result = {"CreationTime": MOMENT, "HumanLoopName": "loop"}
    assert answered("sagemaker-a2i-runtime", "DescribeHumanLoop", result) == {
        "CreationTime": "2021-02-17T19:20:38.697Z",
        "HumanLoopName": "loop",
    }


def test_an_early_instant_keeps_four_digits_of_its_year():
    result = {"CreationTime": datetime(1, 1, 1, tzinfo=UTC)}
    assert answered("sagemaker-a2i-runtime", "DescribeHumanLoop", result) == {
        "CreationTime": "0001-01-01T00:00:00.000Z"
    }


def test_what_is_none_is_left_out_and_what_is_empty_is_kept():
    """`Cidrs: []` and `NotificationConfiguration: {}` must come back (A2I_FACTS D [O])."""
    workforce = {"SourceIpConfig": {"Cidrs": []}, "OidcConfig": None}
    assert answered("sagemaker", "DescribeWorkforce", {"Workforce": workforce}) == {
        "Workforce": {"SourceIpConfig": {"Cidrs": []}}
    }


def test_a_jsonvalue_may_be_answered_as_text_or_as_the_value():
    for value in ('{"a":[1]}', {"a": [1]}):
        output = {"HumanLoopActivationOutput": {"HumanLoopActivationConditionsEvaluationResults": value}}
        answer = answered("textract", "AnalyzeDocument", output)
        assert answer["HumanLoopActivationOutput"]["HumanLoopActivationConditionsEvaluationResults"] == '{"a":[1]}'


def test_an_operation_without_output_answers_an_empty_body():
    response = codec_of(SPEC.service("sagemaker"), "DeleteModel").encode(None)
    assert (response.status, response.body) == (200, b"")


@pytest.mark.parametrize("service,operation", [("sagemaker", "DeleteTags"), ("sagemaker-a2i-runtime", "StopHumanLoop")])
def test_no_result_is_an_empty_object_where_the_output_has_a_shape(service, operation):
    assert answered(service, operation, None) == {}


def test_special_floats_are_written_as_texts():
    labels = {"ModerationLabels": [{"Confidence": float("nan")}, {"Confidence": float("-inf")}]}
    assert answered("rekognition", "DetectModerationLabels", labels) == {
        "ModerationLabels": [{"Confidence": "NaN"}, {"Confidence": "-Infinity"}]
    }


@pytest.mark.parametrize(
    "operation,result,words",
    [
        ("DescribeFlowDefinition", {"CreationTime": 1613589638}, "int where a datetime is due at 'CreationTime'"),
        (
            "DescribeFlowDefinition",
            {"CreationTime": datetime(2021, 1, 1)},  # noqa: DTZ001
            "A timestamp must be an aware datetime at 'CreationTime'",
        ),
        ("DescribeFlowDefinition", {"RoleArn": 1}, "int where a string is due at 'RoleArn'"),
        (
            "DescribeFlowDefinition",
            {"HumanLoopConfig": {"TaskCount": True}},
            "bool where an integer is due at 'HumanLoopConfig.TaskCount'",
        ),
        ("DescribeFlowDefinition", {"HumanLoopConfig": []}, "list where a mapping (HumanLoopConfig) is due"),
        ("DescribeFlowDefinition", {"Colour": "red"}, "DescribeFlowDefinitionResponse has no member Colour"),
        ("ListTags", {"Tags": "none"}, "str where a list is due at 'Tags'"),
        ("ListTags", {"Tags": [{"Key": b"x"}]}, "bytes where a string is due at 'Tags.0.Key'"),
        ("DeleteWorkteam", {"Success": "yes"}, "str where a boolean is due at 'Success'"),
    ],
)
def test_a_result_that_does_not_fit_is_the_handlers_mistake_and_says_where(operation, result, words):
    with pytest.raises(Mismatch) as caught:
        codec_of(SPEC.service("sagemaker"), operation).encode(result)
    assert words in str(caught.value)
