"""Every broken constraint, in AWS's own sentences."""

import pytest

from simulator.wire.limits import LONGEST_VALUE, MOST_LISTED, Limits, refuse_violations
from simulator.wire.patterns import compile_pattern
from simulator.wire.refusals import Refusal

FAILED = "failed to satisfy constraint:"
TOO_SHORT = "Member must have length greater than or equal to 1"
PATTERN = "Member must satisfy regular expression pattern:"
FLOW_ARN = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"
WORKTEAM_PATTERN = r"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:workteam/.*"
NAME_PATTERN = "^[a-z0-9](-*[a-z0-9])*$"
LENIENT = {"HumanLoopName": "[a-zA-Z0-9](-*[a-zA-Z0-9])*"}


@pytest.fixture
def check(spec):
    def check(service, operation, parameters, patterns=None):
        return Limits(patterns).compile(spec.input_shape(service, operation))(parameters)

    return check


@pytest.fixture
def told(check):
    def told(service, operation, parameters, patterns=None):
        return [str(violation) for violation in check(service, operation, parameters, patterns)]

    return told


@pytest.fixture
def loop_told(told):
    def loop_told(patterns=None, **members):
        loop = {"HumanLoopName": "loop", "FlowDefinitionArn": FLOW_ARN, "HumanLoopInput": {"InputContent": "{}"}}
        return told("sagemaker-a2i-runtime", "StartHumanLoop", loop | members, patterns)

    return loop_told


@pytest.fixture
def config_told(told):
    def config_told(**members):
        sentences = told("sagemaker", "CreateFlowDefinition", {"HumanLoopConfig": members})
        return [sentence for sentence in sentences if "Value null" not in sentence]

    return config_told


def test_what_fits_is_not_spoken_of(loop_told):
    assert loop_told() == []


def test_a_pattern_is_refused_in_the_observed_words(config_told):
    """A2I_FACTS C1 [O]."""
    assert config_told(WorkteamArn="team") == [
        f"Value 'team' at 'humanLoopConfig.workteamArn' {FAILED} {PATTERN} {WORKTEAM_PATTERN}"
    ]


def test_all_violations_are_counted_and_joined(check):
    """A2I_FACTS C1 [O]."""
    with pytest.raises(Refusal) as caught:
        refuse_violations(check("sagemaker", "DescribeFlowDefinition", {"FlowDefinitionName": "A" * 64}))
    assert (caught.value.code, caught.value.status) == ("ValidationException", 400)
    assert caught.value.message == (
        f"2 validation errors detected: Value '{'A' * 64}' at 'flowDefinitionName' failed to satisfy constraint: "
        "Member must have length less than or equal to 63; "
        f"Value '{'A' * 64}' at 'flowDefinitionName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-z0-9](-*[a-z0-9]){0,62}"
    )


def test_one_violation_is_an_error_and_not_errors(check):
    with pytest.raises(Refusal, match=r"^1 validation error detected: Value null at 'flowDefinitionName'"):
        refuse_violations(check("sagemaker", "DescribeFlowDefinition", {}))


def test_every_missing_member_is_null(told):
    names = ("humanLoopName", "flowDefinitionArn", "humanLoopInput")
    assert told("sagemaker-a2i-runtime", "StartHumanLoop", {}) == [
        f"Value null at '{name}' failed to satisfy constraint: Member must not be null" for name in names
    ]


def test_a_member_missing_further_in_is_named_by_its_whole_place(loop_told):
    assert loop_told(HumanLoopInput={}) == [
        "Value null at 'humanLoopInput.inputContent' failed to satisfy constraint: Member must not be null"
    ]


@pytest.mark.parametrize(
    "members,value,sentence",
    [
        ({"TaskCount": 4}, "'4' at 'humanLoopConfig.taskCount'", "have value less than or equal to 3"),
        ({"TaskCount": 0}, "'0' at 'humanLoopConfig.taskCount'", "have value greater than or equal to 1"),
        ({"TaskTitle": ""}, "'' at 'humanLoopConfig.taskTitle'", "have length greater than or equal to 1"),
        (
            {"TaskTitle": "a" * 129},
            f"'{'a' * 129}' at 'humanLoopConfig.taskTitle'",
            "have length less than or equal to 128",
        ),
        ({"TaskKeywords": []}, "'[]' at 'humanLoopConfig.taskKeywords'", "have length greater than or equal to 1"),
        (
            {"TaskKeywords": ["a", "b", "c", "d", "e", "f"]},
            "'[a, b, c, d, e, f]' at 'humanLoopConfig.taskKeywords'",
            "have length less than or equal to 5",
        ),
    ],
)
def test_bounds_are_told_in_awss_words(config_told, members, value, sentence):
    """Limits: A2I_FACTS C3 [D]."""
    assert config_told(**members) == [f"Value {value} failed to satisfy constraint: Member must {sentence}"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_bounds_themselves_are_within(config_told, count):
    assert config_told(TaskCount=count, TaskTitle="a" * 128, TaskKeywords=["a"] * 5) == []


def test_a_misspelt_source_is_refused_with_the_whole_enum(told):
    source = {"AwsManagedHumanLoopRequestSource": "AWS/Texttract/AnalyzeDocument/Forms/V1"}
    sentences = told("sagemaker", "CreateFlowDefinition", {"HumanLoopRequestSource": source})
    assert (
        "Value 'AWS/Texttract/AnalyzeDocument/Forms/V1' at 'humanLoopRequestSource.awsManagedHumanLoopRequestSource' "
        "failed to satisfy constraint: Member must satisfy enum value set: "
        "[AWS/Rekognition/DetectModerationLabels/Image/V3, AWS/Textract/AnalyzeDocument/Forms/V1]"
    ) in sentences


def test_structures_in_a_list_are_numbered_from_one(told):
    tags = [{"Key": "a", "Value": "b"}, {"Key": "", "Value": "b"}, None]
    sentences = told("sagemaker", "AddTags", {"ResourceArn": FLOW_ARN, "Tags": tags})
    assert sentences == [
        f"Value '' at 'tags.2.member.key' {FAILED} Member must have length greater than or equal to 1",
        "Value null at 'tags.3.member' failed to satisfy constraint: Member must not be null",
    ]


@pytest.mark.parametrize("items,shown", [(["good", "bad%"], "[good, bad%]"), (["good", None], "[good, null]")])
def test_scalars_in_a_list_are_shown_together_with_every_rule_for_them(config_told, items, shown):
    (sentence,) = config_told(TaskKeywords=items)
    assert sentence == (
        f"Value '{shown}' at 'humanLoopConfig.taskKeywords' {FAILED} Member must satisfy constraint: "
        "[Member must have length less than or equal to 30, Member must have length greater than or equal to 1, "
        f"{PATTERN} [A-Za-z0-9]+( [A-Za-z0-9]+)*, Member must not be null]"
    )


def test_a_bad_enum_in_a_list_is_shown_with_the_enum(loop_told):
    (sentence,) = loop_told(DataAttributes={"ContentClassifiers": ["FreeOfEverything"]})
    assert sentence == (
        f"Value '[FreeOfEverything]' at 'dataAttributes.contentClassifiers' {FAILED} "
        "Member must satisfy constraint: [Member must satisfy enum value set: "
        "[FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent], Member must not be null]"
    )


@pytest.mark.parametrize(
    "environment,head",
    [({"A B": "v"}, "Map keys must satisfy constraint: ["), ({"A": None}, "Map value must satisfy constraint: [")],
)
def test_keys_and_values_of_a_map_are_told_apart(told, environment, head):
    sentences = told("sagemaker", "CreateTransformJob", {"Environment": environment})
    about = [sentence for sentence in sentences if "'environment'" in sentence]
    assert len(about) == 1
    assert f"failed to satisfy constraint: {head}" in about[0]


def test_a_secret_is_not_repeated(told):
    oidc = {"ClientSecret": "x" * 5000}
    sentences = told("sagemaker", "CreateWorkforce", {"OidcConfig": oidc})
    about = [sentence for sentence in sentences if "clientSecret" in sentence]
    assert about == [f"Value at 'oidcConfig.clientSecret' {FAILED} Member must have length less than or equal to 1024"]
    assert "xxxxx" not in "".join(sentences)


def test_bytes_are_shown_as_java_shows_them(told):
    assert told("rekognition", "DetectLabels", {"Image": {"Bytes": b""}}) == [
        f"Value 'java.nio.HeapByteBuffer[pos=0 lim=0 cap=0]' at 'image.bytes' {FAILED} {TOO_SHORT}"
    ]


def test_a_long_value_is_cut_in_the_message(told):
    (sentence, *_) = told("sagemaker", "DescribeFlowDefinition", {"FlowDefinitionName": "a" * 1_000_000})
    assert sentence.count("a" * LONGEST_VALUE) == 1
    assert len(sentence) < LONGEST_VALUE + 200


def test_a_message_lists_a_hundred_violations_and_counts_all(check):
    tags = [{"Key": "", "Value": ""}] * 50 + [None] * 100
    with pytest.raises(Refusal) as caught:
        refuse_violations(check("sagemaker", "AddTags", {"ResourceArn": FLOW_ARN, "Tags": tags}))
    counted = int(caught.value.message.split()[0])
    assert counted > MOST_LISTED
    assert caught.value.message.count("failed to satisfy") == MOST_LISTED


def test_the_models_pattern_counts_unless_another_is_given(loop_told):
    assert loop_told(HumanLoopName="Fraud-detector--1") == [
        f"Value 'Fraud-detector--1' at 'humanLoopName' {FAILED} {PATTERN} {NAME_PATTERN}"
    ]


@pytest.mark.parametrize("name", ["Fraud-detector-1613589638354", "review-section-Zq--7", "a"])
def test_names_that_worked_on_aws_pass_the_lenient_pattern(loop_told, name):
    """A2I_FACTS A3, K [O]."""
    assert loop_told(LENIENT, HumanLoopName=name) == []


@pytest.mark.parametrize("name", ["folder/key", "scan.png", "-a", "a-", "a_b"])
def test_truly_bad_names_are_refused_by_the_lenient_pattern_in_awss_words(loop_told, name):
    """A2I_FACTS K [O]: programs rely on the refusal of S3 keys."""
    assert loop_told(LENIENT, HumanLoopName=name) == [
        f"Value '{name}' at 'humanLoopName' {FAILED} {PATTERN} {NAME_PATTERN}"
    ]


def test_a_replaced_pattern_leaves_the_other_limits_alone(loop_told):
    assert [sentence.partition("constraint: ")[2] for sentence in loop_told(LENIENT, HumanLoopName="A" * 64)] == [
        "Member must have length less than or equal to 63"
    ]


@pytest.mark.parametrize("name", ["sagemaker", "sagemaker-a2i-runtime", "textract", "rekognition"])
def test_every_pattern_of_the_models_can_be_compiled(spec, name):
    model = spec.service(name).model
    shapes = (model.shape_for(shape) for shape in model.shape_names)
    compiled = [compile_pattern(shape.metadata["pattern"]) for shape in shapes if "pattern" in shape.metadata]
    assert compiled


@pytest.mark.parametrize(
    "pattern,text,fits",
    [
        ("[a-z]+", "abc\n", False),
        ("[a-z]+", "abc", True),
        (r"[\p{L}\p{N}]+", "Größe9", True),
        (r"[\p{L}\p{N}]+", "a b", False),
        (r"\d+", "\u0663", False),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "a\U0001f600", True),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "a\n", False),
    ],
)
def test_patterns_mean_what_they_mean_in_java(pattern, text, fits):
    assert compile_pattern(pattern)(text) is fits


def test_a_pattern_that_backtracks_without_end_counts_as_no_match():
    assert compile_pattern("[a-z0-9]([-a-z0-9]*[a-z0-9]){0,39}?")("a" * 60 + "!") is False
