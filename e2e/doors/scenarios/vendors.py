"""Vendors' teams that an account is subscribed to, and labeling jobs, through every door.

The server's configuration has the two teams; see conftest.py.
"""

from e2e.doors.given import MISSING_TEAM, flow, loop_config, task_ui, team
from e2e.doors.scenario import proves

VENDOR_TEAM = "arn:aws:sagemaker:us-east-1:394669845002:workteam/vendor-crowd/{name}"


@proves("ListSubscribedWorkteams", "DescribeSubscribedWorkteam")
def the_vendors_teams_of_a_subscription_are_listed_and_described(aws):
    found = aws.every("ListSubscribedWorkteams", MaxResults=1)
    assert [item["WorkteamArn"] for item in found] == [
        VENDOR_TEAM.format(name="careful-readers"),
        VENDOR_TEAM.format(name="quick-readers"),
    ]
    (filtered,) = aws.every("ListSubscribedWorkteams", NameContains="quick", MaxResults=1)
    described = aws("DescribeSubscribedWorkteam", WorkteamArn=VENDOR_TEAM.format(name="quick-readers"))
    assert described["SubscribedWorkteam"] == filtered
    assert (filtered["SellerName"], filtered["MarketplaceTitle"]) == ("Readers Ltd", "Quick readers")


@proves("CreateFlowDefinition", "DescribeFlowDefinition")
def a_flow_definition_may_name_a_vendor_s_team(aws):
    arn = VENDOR_TEAM.format(name="quick-readers")
    flow(aws, "bought", loop_config(arn, task_ui(aws)))
    assert aws("DescribeFlowDefinition", FlowDefinitionName="bought")["HumanLoopConfig"]["WorkteamArn"] == arn


@proves("DescribeSubscribedWorkteam: ValidationException")
def a_team_that_is_no_subscription_is_refused(aws):
    arn = VENDOR_TEAM.format(name="strangers")
    aws.refused("DescribeSubscribedWorkteam", "ValidationException", message=arn, WorkteamArn=arn)


@proves("ListSubscribedWorkteams: ValidationException")
def a_name_s_part_beyond_the_limit_is_refused(aws):
    aws.refused("ListSubscribedWorkteams", "ValidationException", message="'nameContains'", NameContains="x" * 64)


@proves("CreateWorkteam", "ListLabelingJobsForWorkteam", "ListLabelingJobsForWorkteam: ResourceNotFound")
def a_work_team_has_no_labeling_jobs_and_one_that_never_was_is_not_found(aws):
    assert aws.every("ListLabelingJobsForWorkteam", WorkteamArn=team(aws), MaxResults=5) == []
    arn = MISSING_TEAM.format(account=aws.caller.account)
    aws.refused("ListLabelingJobsForWorkteam", "ResourceNotFound", message=arn, WorkteamArn=arn)
