"""Flow definitions through every door."""

from datetime import timedelta

from e2e.doors.given import MISSING_TEAM, PUBLIC_TEAM, flow, flow_request, is_moment, loop_config, task_ui, team
from e2e.doors.scenario import proves

CONDITIONS = (
    '{"Conditions": [{"ConditionType": "ImportantFormKeyConfidenceCheck", "ConditionParameters": '
    '{"ImportantFormKey": "*", "KeyValueBlockConfidenceLessThan": 90, "WordBlockConfidenceLessThan": 90}}]}'
)
ENUM = (
    "1 validation error detected: Value 'AWS/Texttract/AnalyzeDocument/Forms/V1' at "
    "'humanLoopRequestSource.awsManagedHumanLoopRequestSource' failed to satisfy constraint: "
    "Member must satisfy enum value set: ["
)


@proves("CreateFlowDefinition", "DescribeFlowDefinition")
def describe_echoes_what_was_sent_and_adds_nothing(aws):
    sent = flow_request(aws, "minimal")
    arn = aws("CreateFlowDefinition", **sent)["FlowDefinitionArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:flow-definition/minimal"
    described = aws("DescribeFlowDefinition", FlowDefinitionName="minimal")
    assert is_moment(described.pop("CreationTime"))
    assert described == {**sent, "FlowDefinitionArn": arn, "FlowDefinitionStatus": "Active"}


@proves("CreateFlowDefinition", "DescribeFlowDefinition")
def describe_echoes_every_member_in_its_order(aws):
    price = {"AmountInUsd": {"Cents": 1, "TenthFractionsOfACent": 2}}
    config = loop_config(
        PUBLIC_TEAM,
        task_ui(aws),
        TaskCount=3,
        TaskAvailabilityLifetimeInSeconds=3600,
        TaskTimeLimitInSeconds=60,
        TaskKeywords=["words", "and reviews", "a1"],
        PublicWorkforceTaskPrice=price,
    )
    source = {"AwsManagedHumanLoopRequestSource": "AWS/Textract/AnalyzeDocument/Forms/V1"}
    activation = {"HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": CONDITIONS}}
    sent = flow_request(aws, "whole", config, HumanLoopRequestSource=source, HumanLoopActivationConfig=activation) | {
        "OutputConfig": {"S3OutputPath": "s3://anywhere/a/b/", "KmsKeyId": "alias/key"}
    }
    aws("CreateFlowDefinition", **sent)
    described = aws("DescribeFlowDefinition", FlowDefinitionName="whole")
    assert {member: described[member] for member in sent} == sent


@proves("CreateFlowDefinition", "DescribeFlowDefinition", needs=("zeros",))
def the_zero_dollars_of_a_price_come_back(aws):
    price = {"AmountInUsd": {"Dollars": 0, "Cents": 3, "TenthFractionsOfACent": 6}}
    flow(aws, "priced", loop_config(PUBLIC_TEAM, task_ui(aws), PublicWorkforceTaskPrice=price))
    described = aws("DescribeFlowDefinition", FlowDefinitionName="priced")
    assert described["HumanLoopConfig"]["PublicWorkforceTaskPrice"] == price


@proves("CreateFlowDefinition", "DeleteFlowDefinition", "DescribeFlowDefinition: ResourceNotFound")
def a_deleted_flow_definition_is_not_found_and_its_name_is_free(aws):
    sent = flow_request(aws)
    aws("CreateFlowDefinition", **sent)
    assert aws("DeleteFlowDefinition", FlowDefinitionName="sentiment") in ({}, None)
    aws.refused("DescribeFlowDefinition", "ResourceNotFound", FlowDefinitionName="sentiment")
    aws("CreateFlowDefinition", **sent)


@proves("DescribeFlowDefinition: ResourceNotFound", "DeleteFlowDefinition: ResourceNotFound")
def a_flow_definition_that_never_was_is_not_found(aws):
    for operation in ("DescribeFlowDefinition", "DeleteFlowDefinition"):
        aws.refused(operation, "ResourceNotFound", message="never-was", FlowDefinitionName="never-was")


@proves("CreateFlowDefinition", "CreateFlowDefinition: ResourceInUse")
def a_flow_definition_s_name_is_taken_once(aws):
    sent = flow_request(aws)
    aws("CreateFlowDefinition", **sent)
    aws.refused("CreateFlowDefinition", "ResourceInUse", message="flow-definition/sentiment", **sent)


@proves("CreateFlowDefinition: ValidationException")
def a_flow_definition_needs_a_team_that_exists(aws):
    arn = MISSING_TEAM.format(account=aws.caller.account)
    sentence = aws.refused(
        "CreateFlowDefinition", "ValidationException", **flow_request(aws, config=loop_config(arn, task_ui(aws)))
    )
    assert sentence == f"The specified Workteam '{arn}' does not exist or you do not have access to it."


@proves("CreateFlowDefinition: ValidationException")
def a_flow_definition_needs_a_task_ui_of_the_same_account(aws):
    foreign = task_ui(aws.elsewhere(account="999999999999"), f"ui-{aws.caller.account}")
    config = loop_config(team(aws), foreign)
    aws.refused("CreateFlowDefinition", "ValidationException", message=foreign, **flow_request(aws, config=config))


@proves("CreateFlowDefinition: ValidationException")
def a_misspelt_request_source_is_refused_with_the_enum_s_sentence(aws):
    source = {"AwsManagedHumanLoopRequestSource": "AWS/Texttract/AnalyzeDocument/Forms/V1"}
    sentence = aws.refused(
        "CreateFlowDefinition", "ValidationException", **flow_request(aws, HumanLoopRequestSource=source)
    )
    assert sentence.startswith(ENUM)
    for value in ("AWS/Textract/AnalyzeDocument/Forms/V1", "AWS/Rekognition/DetectModerationLabels/Image/V3"):
        assert value in sentence


@proves("CreateFlowDefinition: ValidationException")
def rules_of_content_beyond_the_model_are_told(aws):
    config = loop_config(team(aws), task_ui(aws))
    activation = {"HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": CONDITIONS}}
    price = {"AmountInUsd": {"Cents": 1, "TenthFractionsOfACent": 2}}
    odd_price = {"AmountInUsd": {"Cents": 1, "TenthFractionsOfACent": 3}}
    public = config | {"WorkteamArn": PUBLIC_TEAM}
    for broken, part in (
        (flow_request(aws, "no-source", config, HumanLoopActivationConfig=activation), "HumanLoopRequestSource"),
        (flow_request(aws, "private-price", config | {"PublicWorkforceTaskPrice": price}), "PublicWorkforceTaskPrice"),
        (flow_request(aws, "odd-price", public | {"PublicWorkforceTaskPrice": odd_price}), "PublicWorkforceTaskPrice"),
        (
            flow_request(aws, "no-place", config) | {"OutputConfig": {"S3OutputPath": "https://a.example/b"}},
            "S3OutputPath",
        ),
    ):
        aws.refused("CreateFlowDefinition", "ValidationException", message=part, **broken)


@proves("CreateFlowDefinition: ValidationException")
def every_broken_constraint_is_told_in_one_message(aws):
    sent = flow_request(aws)
    sent["HumanLoopConfig"] |= {"TaskCount": 4, "TaskTitle": "x" * 129, "TaskKeywords": ["not good!"]}
    sentence = aws.refused("CreateFlowDefinition", "ValidationException", **sent)
    assert sentence.startswith("3 validation errors detected: Value ")
    assert "Value '4' at 'humanLoopConfig.taskCount' failed to satisfy constraint: " in sentence
    assert "Member must have value less than or equal to 3" in sentence
    assert "' at 'humanLoopConfig.taskTitle' failed to satisfy constraint: " in sentence
    assert "Member must have length less than or equal to 128" in sentence
    assert "'humanLoopConfig.taskKeywords" in sentence


@proves("CreateFlowDefinition", "ListFlowDefinitions")
def flow_definitions_are_listed_to_the_end_in_both_orders(aws):
    config = loop_config(team(aws), task_ui(aws))
    names = [f"flow-{number:02d}" for number in range(12)]
    arns = [flow(aws, name, config) for name in names]
    for order, expected in (("Ascending", arns), ("Descending", arns[::-1])):
        found = aws.every("ListFlowDefinitions", MaxResults=5, SortOrder=order)
        assert [item["FlowDefinitionArn"] for item in found] == expected
    assert {item["FlowDefinitionStatus"] for item in found} == {"Active"}


@proves("CreateFlowDefinition", "DescribeFlowDefinition", "ListFlowDefinitions")
def flow_definitions_are_found_by_when_they_were_created(aws):
    flow(aws)
    created = aws("DescribeFlowDefinition", FlowDefinitionName="sentiment")["CreationTime"]
    before, after = created - timedelta(hours=1), created + timedelta(hours=1)
    assert len(aws.every("ListFlowDefinitions", CreationTimeAfter=before, CreationTimeBefore=after, MaxResults=5)) == 1
    assert aws.every("ListFlowDefinitions", CreationTimeAfter=after, MaxResults=5) == []
    assert aws.every("ListFlowDefinitions", CreationTimeBefore=before, MaxResults=5) == []


@proves("ListFlowDefinitions: ValidationException")
def an_order_that_is_none_is_refused_by_listflowdefinitions(aws):
    sentence = aws.refused("ListFlowDefinitions", "ValidationException", SortOrder="Sideways")
    assert sentence.startswith("1 validation error detected: Value 'Sideways' at 'sortOrder' failed to satisfy ")
