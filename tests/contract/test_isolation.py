"""Accounts and regions do not see one another, whatever the kind."""

import pytest

TAGS = [{"Key": "k", "Value": "v"}]
POOL = {"UserPool": "us-east-1_Pool", "ClientId": "client"}
LISTS = {
    "ListFlowDefinitions": "FlowDefinitionSummaries",
    "ListHumanTaskUis": "HumanTaskUiSummaries",
    "ListWorkteams": "Workteams",
    "ListWorkforces": "Workforces",
}


def furnish(aws):
    """One of each kind, all with the same names; their ARNs."""
    workforce = aws("CreateWorkforce", WorkforceName="same", CognitoConfig=POOL, Tags=TAGS)["WorkforceArn"]
    team, task_ui = aws.team("same", Tags=TAGS), aws.task_ui("same", Tags=TAGS)
    given = aws.flow_parameters("same", WorkteamArn=team, HumanTaskUiArn=task_ui)
    flow = aws("CreateFlowDefinition", **given, Tags=TAGS)["FlowDefinitionArn"]
    return [workforce, team, task_ui, flow, aws.start(flow, "same")]


@pytest.fixture(params=["account", "region"])
def neighbours(request, aws, aws_of):
    """Two that must not meet."""
    return aws, aws.elsewhere("eu-west-1") if request.param == "region" else aws_of(str(int(aws.account) + 500_000))


def test_the_same_names_live_side_by_side(neighbours):
    first, second = neighbours
    assert not set(furnish(first)) & set(furnish(second))
    for operation, member in LISTS.items():
        assert len(first(operation)[member]) == len(second(operation)[member]) == 1
    for aws in neighbours:
        arn = aws("DescribeHumanLoop", HumanLoopName="same")["FlowDefinitionArn"]
        assert arn == aws.arn("flow-definition/same")
        assert len(aws("ListHumanLoops", FlowDefinitionArn=arn)["HumanLoopSummaries"]) == 1


def test_deleting_here_leaves_there(neighbours, refused):
    first, second = neighbours
    furnish(first)
    arns = furnish(second)
    first("StopHumanLoop", HumanLoopName="same")
    first("DeleteFlowDefinition", FlowDefinitionName="same")
    first("DeleteHumanTaskUi", HumanTaskUiName="same")
    first("DeleteWorkteam", WorkteamName="same")
    first("DeleteWorkforce", WorkforceName="same")
    assert second("DescribeHumanLoop", HumanLoopName="same")["HumanLoopStatus"] == "InProgress"
    assert [second("ListTags", ResourceArn=arn)["Tags"] for arn in arns[:4]] == [TAGS] * 4


def test_what_is_there_is_not_here(neighbours, refused):
    first, second = neighbours
    workforce, team, task_ui, flow, _ = furnish(second)
    refused("ResourceNotFoundException", "same", first, "DescribeHumanLoop", HumanLoopName="same")
    refused("ResourceNotFoundException", "same", first, "StopHumanLoop", HumanLoopName="same")
    refused("ResourceNotFoundException", "same", first, "DeleteHumanLoop", HumanLoopName="same")
    refused("ResourceNotFoundException", flow, first, "ListHumanLoops", FlowDefinitionArn=flow)
    refused("ValidationException", flow, first.start, flow)
    refused("ResourceNotFound", "same", first, "DescribeFlowDefinition", FlowDefinitionName="same")
    refused("ResourceNotFound", "same", first, "DescribeHumanTaskUi", HumanTaskUiName="same")
    refused("ValidationException", "The work team", first, "DescribeWorkteam", WorkteamName="same")
    refused("ValidationException", "No workforce", first, "DescribeWorkforce", WorkforceName="same")
    assert all(first(operation)[member] == [] for operation, member in LISTS.items())
    for arn in (workforce, team, task_ui, flow):
        refused("ValidationException", arn, first, "DeleteTags", ResourceArn=arn, TagKeys=["k"])
    first.team("own"), first.task_ui("own")
    own = {"WorkteamArn": first.arn("workteam/private-crowd/own"), "HumanTaskUiArn": first.arn("human-task-ui/own")}
    for foreign in ({"WorkteamArn": team}, {"HumanTaskUiArn": task_ui}):
        given = first.flow_parameters("own", **{**own, **foreign})
        refused("ValidationException", "does not exist", first, "CreateFlowDefinition", **given)


def test_a_token_of_there_is_refused_here(neighbours, refused):
    first, second = neighbours
    for aws in neighbours:
        for name in ("a", "b"):
            aws.task_ui(name)
    token = second("ListHumanTaskUis", MaxResults=1)["NextToken"]
    refused("ValidationException", "NextToken", first, "ListHumanTaskUis", NextToken=token)
