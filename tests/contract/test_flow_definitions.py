"""Flow definitions: what CreateFlowDefinition refuses, and what becomes of one that is deleted."""

import json
from datetime import UTC, datetime

import pytest

PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
VENDOR = "arn:aws:sagemaker:us-east-1:394669845002:workteam/vendor-crowd"
REKOGNITION = "AWS/Rekognition/DetectModerationLabels/Image/V3"
TEXTRACT = "AWS/Textract/AnalyzeDocument/Forms/V1"


@pytest.fixture
def create(aws):
    """CreateFlowDefinition with what it needs: `create(WorkteamArn=…, top={member: value})`."""
    aws.team()
    aws.task_ui()

    def call(name="flow", *, top=None, **config):
        return aws("CreateFlowDefinition", **aws.flow_parameters(name, **config) | (top or {}))

    return call


def source(name, conditions=None):
    """The top-level members of a flow definition for an AI service."""
    made = {"HumanLoopRequestSource": {"AwsManagedHumanLoopRequestSource": name}} if name else {}
    if conditions is not None:
        text = conditions if isinstance(conditions, str) else json.dumps(conditions)
        made["HumanLoopActivationConfig"] = {
            "HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": text}
        }
    return made


def one(kind, **parameters):
    return {"ConditionType": kind, "ConditionParameters": parameters}


def test_the_misspelt_textract_of_an_aws_example_is_refused_with_the_enum_c2_documented(create, refused):
    misspelt = source("AWS/Texttract/AnalyzeDocument/Forms/V1")
    error = refused("ValidationException", "Member must satisfy enum value set", create, top=misspelt)
    assert error.message == (
        "1 validation error detected: Value 'AWS/Texttract/AnalyzeDocument/Forms/V1' at "
        "'humanLoopRequestSource.awsManagedHumanLoopRequestSource' failed to satisfy constraint: "
        f"Member must satisfy enum value set: [{REKOGNITION}, {TEXTRACT}]"
    )


def test_a_request_source_needs_no_conditions_but_conditions_need_a_source_d(create, refused):
    """a2i-start-human-loop.md [D]: without conditions every inference is sent; custom tasks have none [D]."""
    create(top=source(TEXTRACT))
    words = "HumanLoopActivationConfig cannot be used without HumanLoopRequestSource"
    refused("ValidationException", words, create, "two", top=source(None, {"Conditions": []}))


@pytest.mark.parametrize(
    "service,conditions",
    [
        (REKOGNITION, {"Conditions": []}),
        (REKOGNITION, {"Conditions": [one("Sampling", RandomSamplingPercentage=0.01)]}),
        (
            REKOGNITION,
            {"Conditions": [one("ModerationLabelConfidenceCheck", ModerationLabelName="*", ConfidenceEquals=0)]},
        ),
        (
            REKOGNITION,
            {
                "Conditions": [
                    {
                        "Or": [
                            one("Sampling", RandomSamplingPercentage=100),
                            {"And": [one("Sampling", RandomSamplingPercentage=5)] * 2},
                        ]
                    }
                ]
            },
        ),
        (TEXTRACT, one("MissingImportantFormKey", ImportantFormKey="Address", ImportantFormKeyAliases=["Address:"])),
        (
            TEXTRACT,
            {
                "Conditions": [
                    one(
                        "ImportantFormKeyConfidenceCheck",
                        ImportantFormKey="*",
                        KeyValueBlockConfidenceLessThan=60,
                        WordBlockConfidenceGreaterThanEquals=99.5,
                    )
                ]
            },
        ),
    ],
)
def test_conditions_as_the_guide_shows_them_are_taken_d(create, service, conditions):
    create(top=source(service, conditions))


@pytest.mark.parametrize(
    "service,conditions,said",
    [
        (TEXTRACT, "{", "must be valid JSON"),
        (TEXTRACT, "", "must be valid JSON"),
        (TEXTRACT, [], "must be a JSON object"),
        (TEXTRACT, {"conditions": []}, "has no member 'conditions'; it has Conditions"),
        (TEXTRACT, {"Conditions": {}}, "Conditions must be an array"),
        (TEXTRACT, {"Conditions": [1]}, "Conditions[0] must be an object"),
        (TEXTRACT, {"Conditions": [{}]}, "Conditions[0].ConditionType must be one of ImportantFormKeyConfidenceCheck"),
        (TEXTRACT, {"Conditions": [one("ModerationLabelConfidenceCheck")]}, "must be one of"),
        (REKOGNITION, {"Conditions": [one("MissingImportantFormKey", ImportantFormKey="a")]}, f"for {REKOGNITION}"),
        (TEXTRACT, {"Conditions": [{"And": [one("Sampling", RandomSamplingPercentage=5)]}]}, "at least 2 conditions"),
        (TEXTRACT, {"Conditions": [{"And": [], "Or": []}]}, "must have And alone"),
        (TEXTRACT, {"Conditions": [{"Or": [{"And": [{"Or": [{}, {}]}, {}]}, {}]}]}, "is nested too deeply"),
        (TEXTRACT, {"Conditions": [one("Sampling", RandomSamplingPercentage=0)]}, "must be a number from 0.01 to 100"),
        (TEXTRACT, {"Conditions": [one("Sampling", RandomSamplingPercentage="5")]}, "must be a number"),
        (TEXTRACT, {"Conditions": [one("Sampling", RandomSamplingPercentage=True)]}, "must be a number"),
        (TEXTRACT, {"Conditions": [one("Sampling")]}, "RandomSamplingPercentage must be given"),
        (TEXTRACT, {"Conditions": [one("Sampling", Percentage=5)]}, "has no member 'Percentage'"),
        (TEXTRACT, {"Conditions": [{"ConditionType": "Sampling", "x": 1}]}, "has no member 'x'"),
        (TEXTRACT, {"Conditions": [{"ConditionType": "Sampling", "ConditionParameters": 1}]}, "must be an object"),
        (TEXTRACT, {"Conditions": [one("MissingImportantFormKey", ImportantFormKey=1)]}, "must be a text"),
        (
            TEXTRACT,
            {"Conditions": [one("MissingImportantFormKey", ImportantFormKey="a", ImportantFormKeyAliases="b")]},
            "must be an array of texts",
        ),
        (
            REKOGNITION,
            {"Conditions": [one("ModerationLabelConfidenceCheck", ModerationLabelName="x", ConfidenceLessThan=101)]},
            "ConditionParameters.ConfidenceLessThan must be a number from 0 to 100",
        ),
    ],
)
def test_conditions_against_the_guides_schema_are_refused_at_their_place_d(create, refused, service, conditions, said):
    refused("ValidationException", said, create, top=source(service, conditions))


def price(thousandths):
    parts = {
        "Dollars": thousandths // 1000,
        "Cents": thousandths % 1000 // 10,
        "TenthFractionsOfACent": thousandths % 10,
    }
    return {"AmountInUsd": parts}


def test_a_price_is_for_the_public_workforce_alone_h_guess(create, refused):
    words = "can only be used with the public workforce"
    refused("ValidationException", words, create, PublicWorkforceTaskPrice=price(12))
    team = f"{VENDOR}/acme-labels"
    refused("ValidationException", words, create, WorkteamArn=team, PublicWorkforceTaskPrice=price(12))


def test_only_the_listed_prices_are_taken_h_documented(create, refused):
    usual = [12, 24, 36, 48, 60, 72, 120, 240, 360, 480, 600, 720, 840, 960, 1080, 1200]
    for number, paid in enumerate(usual):
        create(f"flow-{number}", WorkteamArn=PUBLIC, PublicWorkforceTaskPrice=price(paid))
    create("textract", top=source(TEXTRACT), WorkteamArn=PUBLIC, PublicWorkforceTaskPrice=price(2400))
    for wrong in (price(0), price(13), price(100), price(1320), price(2400), {}, {"AmountInUsd": {}}):
        refused("ValidationException", "is not supported", create, WorkteamArn=PUBLIC, PublicWorkforceTaskPrice=wrong)


def test_whether_the_public_workforce_needs_a_price_is_a_rule_h_guess(create, aws_with, refused):
    create(WorkteamArn=PUBLIC)
    strict = aws_with(public_price_required=True)
    refused("ValidationException", "PublicWorkforceTaskPrice must be given", strict.flow, WorkteamArn=PUBLIC)


@pytest.mark.parametrize(
    "path,key",
    [
        ("s3://bucket", ""),
        ("s3://bucket/", ""),
        ("s3://bucket/a/b//", "a/b/"),
        ("s3://b/o", "o/"),
        ("https://bucket.s3.amazonaws.com/a", "a/"),
        ("https://s3.eu-west-1.amazonaws.com/bucket/a/", "a/"),
    ],
)
def test_output_goes_below_the_path_without_a_double_slash_and_the_path_is_echoed_k_observed(aws, create, path, key):
    flow_arn = create(top={"OutputConfig": {"S3OutputPath": path}})["FlowDefinitionArn"]
    aws.start(flow_arn)
    output = aws("DescribeHumanLoop", HumanLoopName="loop")["HumanLoopOutput"]
    now_ms = aws.process.simulator.core.clock.now_ms()
    folder = f"{datetime.fromtimestamp(now_ms / 1000, UTC):%Y/%m/%d/%H/%M/%S}"
    bucket = "b" if path == "s3://b/o" else "bucket"
    assert output == {"OutputS3Uri": f"s3://{bucket}/{key}flow/{folder}/loop/output.json"}
    assert aws("DescribeFlowDefinition", FlowDefinitionName="flow")["OutputConfig"] == {"S3OutputPath": path}


@pytest.mark.parametrize("path", ["https://example.com/a", "https://s3.amazonaws.com/", "https://[::/x", "https://x"])
def test_a_path_that_is_no_place_in_s3_is_refused_c4_guess(create, refused, path):
    words = f"The S3OutputPath '{path}' is not valid"
    refused("ValidationException", words, create, top={"OutputConfig": {"S3OutputPath": path}})


def test_a_work_team_of_another_account_region_or_partition_is_unknown_c1_observed(aws, create, refused):
    own = aws.arn("workteam/private-crowd/team")
    for wrong in (
        own + "x",
        own.replace("us-east-1", "eu-west-1"),
        own.replace(aws.account, "210987654321"),
        own.replace("arn:aws:", "arn:aws-cn:"),
        aws.arn("workteam/team"),
        PUBLIC.replace("default", "other"),
        PUBLIC.replace("394669845002", aws.account),
        PUBLIC.replace("us-east-1", "eu-west-1"),
        f"{VENDOR}/nobody",
        f"{VENDOR}/careful",
    ):
        words = f"The specified Workteam '{wrong}' does not exist or you do not have access to it."
        refused("ValidationException", words, create, WorkteamArn=wrong)


def test_a_task_ui_of_another_account_region_or_partition_is_unknown_c1_guess(aws, create, refused):
    own = aws.arn("human-task-ui/ui")
    for wrong in (
        own + "x",
        own.replace("us-east-1", "eu-west-1"),
        own.replace(aws.account, "210987654321"),
        own.replace("arn:aws:", "arn:aws-us-gov:"),
    ):
        refused("ValidationException", f"The specified HumanTaskUi '{wrong}'", create, HumanTaskUiArn=wrong)


def test_the_wrong_arn_of_issue_43_is_told_in_awss_words_c1_observed(create, refused):
    error = refused("ValidationException", "workteamArn", create, WorkteamArn="private-team")
    assert error.message == (
        "1 validation error detected: Value 'private-team' at 'humanLoopConfig.workteamArn' failed to satisfy "
        "constraint: Member must satisfy regular expression pattern: "
        r"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:workteam/.*"
    )


def test_a_role_of_another_account_is_a_rule(aws, create, aws_with, refused):
    create(top={"RoleArn": "arn:aws:iam::210987654321:role/r"})
    strict = aws_with(foreign_roles="refused")
    strict.flow()
    other = strict.flow_parameters("other") | {"RoleArn": "arn:aws:iam::210987654321:role/r"}
    refused("ValidationException", "Cross-account pass role is not allowed", strict, "CreateFlowDefinition", **other)


def test_human_loop_config_may_not_be_left_out_c3_guess(aws, refused):
    given = aws.flow_parameters()
    del given["HumanLoopConfig"]
    refused("ValidationException", "HumanLoopConfig must be given", aws, "CreateFlowDefinition", **given)


def test_a_name_that_is_taken_is_in_use_and_a_missing_one_not_found_c1_c2(aws, create, refused):
    create()
    refused("ResourceInUse", "FlowDefinition already exists", create)
    for operation in ("DescribeFlowDefinition", "DeleteFlowDefinition"):
        error = refused("ResourceNotFound", "'other' does not exist", aws, operation, FlowDefinitionName="other")
        assert error.status == 400


def test_deletion_takes_what_nobody_began_and_frees_the_name_b_documented(aws, create, refused):
    flow_arn = create()["FlowDefinitionArn"]
    aws.start(flow_arn)
    aws("DeleteFlowDefinition", FlowDefinitionName="flow")
    refused("ResourceNotFoundException", "loop", aws, "DescribeHumanLoop", HumanLoopName="loop")
    refused("ResourceNotFoundException", "flow", aws, "ListHumanLoops", FlowDefinitionArn=flow_arn)
    assert aws("ListFlowDefinitions") == {"FlowDefinitionSummaries": []}
    assert create()["FlowDefinitionArn"] == flow_arn
    assert aws("ListHumanLoops", FlowDefinitionArn=flow_arn) == {"HumanLoopSummaries": []}
