"""What clients may send, and what they are told when it does not fit."""

import json
from datetime import UTC, datetime

import pytest

from simulator.wire.codec import codec_of
from simulator.wire.parts import Request
from simulator.wire.refusals import Refusal

POST = Request("POST", "/", "", {})


@pytest.fixture
def decode(spec):
    def decode(body, operation="CreateFlowDefinition", service="sagemaker"):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return codec_of(spec.service(service), operation).decode(POST, {}, raw)

    return decode


@pytest.fixture
def refusal(decode):
    def refusal(body, *names):
        with pytest.raises(Refusal) as caught:
            decode(body, *names)
        assert (caught.value.code, caught.value.status) == ("SerializationException", 400)
        return caught.value.message

    return refusal


@pytest.mark.parametrize(
    "body,message",
    [
        ({"FlowDefinitionName": 3}, "NUMBER_VALUE can not be converted to a String at 'flowDefinitionName'"),
        ({"FlowDefinitionName": True}, "TRUE_VALUE can not be converted to a String at 'flowDefinitionName'"),
        ({"FlowDefinitionName": []}, "Start of list found where not expected at 'flowDefinitionName'"),
        ({"FlowDefinitionName": {}}, "Start of structure or map found where not expected at 'flowDefinitionName'"),
        ({"HumanLoopConfig": "x"}, "Expected null at 'humanLoopConfig'"),
        ({"HumanLoopConfig": []}, "Start of list found where not expected at 'humanLoopConfig'"),
        (
            {"HumanLoopConfig": {"TaskCount": "1"}},
            "STRING_VALUE can not be converted to an Integer at 'humanLoopConfig.taskCount'",
        ),
        (
            {"HumanLoopConfig": {"TaskCount": 1.5}},
            "1.5 can not be converted to an Integer at 'humanLoopConfig.taskCount'",
        ),
        (
            {"HumanLoopConfig": {"TaskCount": 10**40}},
            "A number is too large for an Integer at 'humanLoopConfig.taskCount'",
        ),
        ({"Tags": "x"}, "Expected list or null at 'tags'"),
        ({"Tags": [{"Key": "a"}, {"Key": 1}]}, "NUMBER_VALUE can not be converted to a String at 'tags.2.member.key'"),
        ([], "Start of list found where not expected"),
        ("x", "Expected null"),
        (None, "Expected null"),
    ],
)
def test_a_value_of_the_wrong_json_type_is_refused_with_its_place(refusal, body, message):
    assert refusal(body) == message


def test_a_wrong_type_inside_a_map_is_named_by_its_key(refusal):
    body = {"ProductionVariants": [], "Environment": {"A": 1}}
    assert (
        refusal(body, "CreateTransformJob") == "NUMBER_VALUE can not be converted to a String at 'environment.A.member'"
    )


@pytest.mark.parametrize(
    "body,reason",
    [
        (b"{", "Expecting property name enclosed in double quotes at line 1 column 2"),
        (b'{"a": 1,}', "Illegal trailing comma before end of object at line 1 column 8|Expecting property name"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b'{"a": NaN}', "NaN is not a JSON value"),
        (b'{"FlowDefinitionName": "\\ud800"}', "a text holds half of a surrogate pair"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "Exceeds the limit"),
    ],
)
def test_a_body_that_is_not_json_is_refused_with_the_reason(refusal, body, reason):
    message = refusal(body)
    assert message.startswith("The request body is not valid JSON: ")
    assert any(part in message for part in reason.split("|"))


def test_a_body_nested_deeper_than_the_shapes_can_be_walked_is_refused(refusal):
    body = "{}"
    for _ in range(480):
        body = f'{{"SubExpressions":[{body}]}}'
    body = f'{{"Resource":"TrainingJob","SearchExpression":{body}}}'.encode()
    assert "nested too deeply" in refusal(body, "Search")


def test_unknown_members_are_ignored_and_nulls_are_absent(decode):
    assert decode({"Unknown": {"x": 1}, "RoleArn": None, "HumanLoopConfig": {"TaskTitle": None}}) == {
        "HumanLoopConfig": {}
    }


def test_nulls_in_lists_and_maps_are_kept_for_the_limits_to_name(decode):
    assert decode({"Tags": [None]}) == {"Tags": [None]}
    assert decode({"Environment": {"A": None}}, "CreateTransformJob") == {"Environment": {"A": None}}


def test_an_empty_body_is_an_empty_object(decode):
    assert decode(b"") == {}


def test_members_keep_the_order_in_which_they_were_sent(decode):
    assert list(decode({"RoleArn": "b", "FlowDefinitionName": "a"})) == ["RoleArn", "FlowDefinitionName"]


def test_activation_conditions_stay_the_text_that_was_sent(decode):
    """A jsonvalue member of a body is a text in botocore, and Terraform compares it as one (A2I_FACTS D [O])."""
    text = '{"Conditions": [ ]}'
    config = {"HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": text}}
    assert decode({"HumanLoopActivationConfig": config}) == {"HumanLoopActivationConfig": config}


def test_a_whole_number_may_be_written_with_a_fraction_of_zero(decode):
    assert decode({"HumanLoopConfig": {"TaskCount": 2.0}}) == {"HumanLoopConfig": {"TaskCount": 2}}


@pytest.mark.parametrize("uid", [-(2**63), 2**63 - 1])
def test_the_largest_integers_are_taken_to_the_last_digit(decode, uid):
    settings = {"CustomPosixUserConfig": {"Uid": uid, "Gid": 0}}
    assert decode({"DefaultUserSettings": settings}, "CreateDomain") == {"DefaultUserSettings": settings}


@pytest.mark.parametrize("sent", [1613589638, 1613589638.0])
def test_an_epoch_number_becomes_an_aware_datetime(decode, sent):
    decoded = decode({"CreationTimeAfter": sent}, "ListFlowDefinitions")
    assert decoded == {"CreationTimeAfter": datetime(2021, 2, 17, 19, 20, 38, tzinfo=UTC)}


@pytest.mark.parametrize("sent", ["2021-02-17T19:20:38Z", True, 1e300, [], "x"])
def test_what_is_no_epoch_number_is_refused_as_a_timestamp(refusal, sent):
    assert "is not a timestamp of the format unixtimestamp at 'creationTimeAfter'" in refusal(
        {"CreationTimeAfter": sent}, "ListFlowDefinitions"
    )


def test_special_floats_travel_as_texts(decode):
    assert decode({"MinConfidence": "Infinity"}, "DetectLabels", "rekognition") == {"MinConfidence": float("inf")}


@pytest.mark.parametrize(
    "sent,words", [("a", "is not valid base64"), (1, "NUMBER_VALUE can not be converted to a Blob")]
)
def test_a_blob_must_be_base64(refusal, sent, words):
    assert words in refusal({"Image": {"Bytes": sent}}, "DetectLabels", "rekognition")


@pytest.mark.parametrize("members,found", [({}, 0), ({"ImageClassificationJobConfig": {}, "Unknown": {}}, None)])
def test_a_union_holds_exactly_one_member(decode, refusal, members, found):
    body = {"AutoMLProblemTypeConfig": members}
    if found is None:
        assert decode(body, "CreateAutoMLJobV2") == {"AutoMLProblemTypeConfig": {"ImageClassificationJobConfig": {}}}
    else:
        message = refusal(body, "CreateAutoMLJobV2")
        assert message.startswith("Expected exactly one of ImageClassificationJobConfig, ")
        assert message.endswith(f"found {found} at 'autoMLProblemTypeConfig'")


def listed(spec, query):
    return codec_of(spec.service("sagemaker-a2i-runtime"), "ListHumanLoops").decode(
        Request("GET", "/human-loops", query, {}), {}, b""
    )


def test_query_parameters_are_decoded_by_their_shapes(spec):
    """The A2I runtime takes instants in ISO 8601, a bare date included (A2I_FACTS C3 [D])."""
    query = "FlowDefinitionArn=arn%3Aaws%2Fx&MaxResults=7&CreationTimeAfter=2020-02-24&SortOrder=Ascending"
    assert listed(spec, query) == {
        "FlowDefinitionArn": "arn:aws/x",
        "MaxResults": 7,
        "CreationTimeAfter": datetime(2020, 2, 24, tzinfo=UTC),
        "SortOrder": "Ascending",
    }


@pytest.mark.parametrize(
    "query,message",
    [
        ("MaxResults=many", "STRING_VALUE can not be converted to an Integer at 'maxResults'"),
        ("MaxResults=1.5", "1.5 can not be converted to an Integer at 'maxResults'"),
        ("CreationTimeAfter=soon", "'soon' is not a timestamp of the format iso8601 at 'creationTimeAfter'"),
    ],
)
def test_a_query_parameter_that_does_not_fit_is_refused_by_name(spec, query, message):
    with pytest.raises(Refusal) as caught:
        listed(spec, query)
    assert (caught.value.code, caught.value.message) == ("SerializationException", message)


def test_a_path_label_cannot_be_overruled_by_the_body(spec):
    codec = codec_of(spec.service("sagemaker-a2i-runtime"), "DescribeHumanLoop")
    request = Request("GET", "/human-loops/a", "", {})
    assert codec.decode(request, {"HumanLoopName": "a"}, b'{"HumanLoopName": "b"}') == {"HumanLoopName": "a"}
