"""What every door shows of the way itself: accounts, regions, retries, and operations that nobody answers."""

from e2e.doors.given import flow, loop_request, member, task_ui
from e2e.doors.scenario import proves


@proves("CreateHumanTaskUi", "ListHumanTaskUis", "DescribeHumanTaskUi: ResourceNotFound")
def accounts_do_not_see_one_another(aws):
    task_ui(aws)
    other = aws.elsewhere(account=f"9{aws.caller.account[1:]}")
    other.refused("DescribeHumanTaskUi", "ResourceNotFound", HumanTaskUiName="sentiment")
    assert other.every("ListHumanTaskUis", MaxResults=5) == []
    assert task_ui(other).split(":")[4] == other.caller.account


@proves("CreateHumanTaskUi", "ListHumanTaskUis", "DescribeHumanTaskUi: ResourceNotFound")
def regions_do_not_see_one_another(aws):
    task_ui(aws)
    other = aws.elsewhere(region="eu-west-1")
    other.refused("DescribeHumanTaskUi", "ResourceNotFound", HumanTaskUiName="sentiment")
    assert other.every("ListHumanTaskUis", MaxResults=5) == []
    assert task_ui(other).split(":")[3] == "eu-west-1"


@proves("CreateWorkteam", "CreateWorkteam: ResourceInUse", "DescribeHumanTaskUi: ResourceNotFound")
def a_refusal_of_the_control_plane_is_not_tried_again(aws):
    wanted = {"WorkteamName": "once", "MemberDefinitions": [member()], "Description": "d"}
    aws("CreateWorkteam", **wanted)
    aws.refused("CreateWorkteam", "ResourceInUse", **wanted)
    aws.refused("DescribeHumanTaskUi", "ResourceNotFound", HumanTaskUiName="nobody")
    assert aws.received("CreateWorkteam") == [200, 400]
    assert aws.received("DescribeHumanTaskUi") == [400]


@proves("StartHumanLoop", "StartHumanLoop: ConflictException", "DescribeHumanLoop: ResourceNotFoundException")
def a_refusal_of_the_runtime_is_not_tried_again(aws):
    flow_arn = flow(aws)
    aws("StartHumanLoop", **loop_request(flow_arn, "once"))
    aws.refused("StartHumanLoop", "ConflictException", status=409, **loop_request(flow_arn, "once", "[]"))
    aws.refused("DescribeHumanLoop", "ResourceNotFoundException", status=404, HumanLoopName="nobody")
    assert aws.received("StartHumanLoop") == [200, 409]
    assert aws.received("DescribeHumanLoop") == [404]


@proves("DescribeEdgeDeploymentPlan: NotImplemented")
def an_operation_that_nobody_simulates_is_told_by_name_and_not_tried_again(aws):
    aws.refused(
        "DescribeEdgeDeploymentPlan",
        "NotImplemented",
        status=501,
        message="DescribeEdgeDeploymentPlan",
        EdgeDeploymentPlanName="plan",
    )
    assert aws.received("DescribeEdgeDeploymentPlan") == [501]
