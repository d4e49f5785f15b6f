"""Statuses that pass: Initializing, Updating, Deleting (A2I_FACTS B, C3, D); how long they last is a rule [G]."""

import pytest

START_MS = 1_767_225_600_000
POOL = {"UserPool": "us-east-1_Pool", "ClientId": "client"}


@pytest.fixture(scope="module")
def slow(slow_process, aws_for):
    """Accounts of a simulator in which everything takes its time."""
    return lambda: aws_for(slow_process)


def flow_status(aws):
    return aws("DescribeFlowDefinition", FlowDefinitionName="flow")["FlowDefinitionStatus"]


def workforce_status(aws):
    return aws("DescribeWorkforce", WorkforceName="people")["Workforce"]["Status"]


def test_everything_is_there_and_gone_at_once_by_default(aws, refused):
    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=POOL)
    aws.flow()
    assert (flow_status(aws), workforce_status(aws)) == ("Active", "Active")
    aws("DeleteFlowDefinition", FlowDefinitionName="flow")
    aws("DeleteHumanTaskUi", HumanTaskUiName="flow")
    aws("DeleteWorkteam", WorkteamName="flow")
    aws("DeleteWorkforce", WorkforceName="people")
    refused("ResourceNotFound", "flow", aws, "DescribeFlowDefinition", FlowDefinitionName="flow")
    refused("ResourceNotFound", "flow", aws, "DescribeHumanTaskUi", HumanTaskUiName="flow")
    refused("ValidationException", "No workforce", aws, "DescribeWorkforce", WorkforceName="people")


def test_a_flow_definition_is_initializing_to_the_second_and_starts_no_loops_before(slow, refused):
    aws = slow()
    flow_arn = aws.flow()
    assert flow_status(aws) == "Initializing"
    assert aws("ListFlowDefinitions")["FlowDefinitionSummaries"][0]["FlowDefinitionStatus"] == "Initializing"
    aws.process.advance(9.999)
    refused("ValidationException", "is Initializing. Only an Active one", aws.start, flow_arn)
    refused("ResourceInUse", "is Initializing", aws, "DeleteFlowDefinition", FlowDefinitionName="flow")
    aws.process.advance(0.001)
    assert flow_status(aws) == "Active"
    aws.start(flow_arn)


def test_a_flow_definition_is_deleting_to_the_second_and_its_name_is_taken_so_long(slow, refused):
    aws = slow()
    flow_arn = aws.flow()
    aws.process.advance(10)
    aws.start(flow_arn)
    aws("DeleteFlowDefinition", FlowDefinitionName="flow")
    assert flow_status(aws) == "Deleting"
    refused("ResourceNotFoundException", "loop", aws, "DescribeHumanLoop", HumanLoopName="loop")
    refused("ValidationException", "is Deleting", aws.start, flow_arn, "other")
    refused("ResourceInUse", "is Deleting", aws, "DeleteFlowDefinition", FlowDefinitionName="flow")
    parts = {"WorkteamArn": aws.arn("workteam/private-crowd/flow"), "HumanTaskUiArn": aws.arn("human-task-ui/flow")}
    again = aws.flow_parameters("flow", **parts)
    refused("ResourceInUse", "already exists", aws, "CreateFlowDefinition", **again)
    aws.process.advance(3)
    refused("ResourceNotFound", "flow", aws, "DescribeFlowDefinition", FlowDefinitionName="flow")
    assert aws("CreateFlowDefinition", **again)["FlowDefinitionArn"] == flow_arn


def test_a_flow_definition_stays_deleting_while_a_worker_works_b_documented(slow, claim, refused):
    aws = slow()
    flow_arn = aws.flow(TaskTimeLimitInSeconds=60)
    aws.process.advance(10)
    aws.start(flow_arn)
    claim(aws, "loop")
    aws("DeleteFlowDefinition", FlowDefinitionName="flow")
    aws.process.advance(59.999)
    assert flow_status(aws) == "Deleting"
    assert aws("DescribeHumanLoop", HumanLoopName="loop")["HumanLoopStatus"] == "Stopping"
    aws.process.advance(0.001)
    refused("ResourceNotFound", "flow", aws, "DescribeFlowDefinition", FlowDefinitionName="flow")
    assert aws("DescribeHumanLoop", HumanLoopName="loop")["HumanLoopStatus"] == "Stopped"


def test_a_flow_definition_whose_worker_is_quick_is_deleting_as_long_as_the_rule_says(slow, claim, refused):
    aws = slow()
    flow_arn = aws.flow(TaskTimeLimitInSeconds=30)
    aws.process.advance(10)
    aws.start(flow_arn)
    claim(aws, "loop", release=True)
    claim(aws, "loop")
    aws.process.advance(28)
    aws("DeleteFlowDefinition", FlowDefinitionName="flow")
    aws.process.advance(2)
    assert (flow_status(aws), aws("DescribeHumanLoop", HumanLoopName="loop")["HumanLoopStatus"]) == (
        "Deleting",
        "Stopped",
    )
    aws.process.advance(1)
    refused("ResourceNotFound", "flow", aws, "DescribeFlowDefinition", FlowDefinitionName="flow")


def test_a_workforce_is_initializing_updating_and_deleting(slow, refused):
    aws = slow()
    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=POOL)
    source = {"SourceIpConfig": {"Cidrs": ["10.0.0.0/16"]}}
    refused("ConflictException", "is Initializing", aws, "UpdateWorkforce", WorkforceName="people", **source)
    refused("ResourceInUse", "is Initializing", aws, "DeleteWorkforce", WorkforceName="people")
    aws.process.advance(10)
    assert aws("UpdateWorkforce", WorkforceName="people", **source)["Workforce"]["Status"] == "Updating"
    refused("ConflictException", "is Updating", aws, "UpdateWorkforce", WorkforceName="people", **source)
    aws.process.advance(5)
    assert workforce_status(aws) == "Active"
    aws("DeleteWorkforce", WorkforceName="people")
    assert workforce_status(aws) == "Deleting"
    other = {"WorkforceName": "other", "CognitoConfig": POOL}
    refused("ValidationException", "Cannot create more than one", aws, "CreateWorkforce", **other)
    aws.process.advance(3)
    refused("ValidationException", "No workforce", aws, "DescribeWorkforce", WorkforceName="people")


def test_a_human_task_ui_that_is_deleting_serves_nothing_new(slow, refused):
    aws = slow()
    aws.team(), aws.task_ui()
    aws("DeleteHumanTaskUi", HumanTaskUiName="ui")
    assert aws("DescribeHumanTaskUi", HumanTaskUiName="ui")["HumanTaskUiStatus"] == "Deleting"
    refused("ResourceNotFound", "is Deleting", aws, "DeleteHumanTaskUi", HumanTaskUiName="ui")
    refused("ValidationException", "HumanTaskUi", aws, "CreateFlowDefinition", **aws.flow_parameters())
    aws.process.advance(3)
    refused("ResourceNotFound", "ui", aws, "DescribeHumanTaskUi", HumanTaskUiName="ui")
    aws.task_ui()


def test_a_loop_outlives_its_task_ui_and_its_team(aws):
    flow_arn = aws.flow()
    aws("DeleteHumanTaskUi", HumanTaskUiName="flow")
    aws("DeleteWorkteam", WorkteamName="flow")
    aws.start(flow_arn)
    assert aws("DescribeHumanLoop", HumanLoopName="loop")["HumanLoopStatus"] == "InProgress"


def test_a_status_that_passes_outlives_a_restart(restarting):
    aws = restarting(initializing_seconds=10)
    aws.flow()
    aws = restarting(aws)
    assert flow_status(aws) == "Initializing"
    aws.process.advance(9.999)
    assert flow_status(aws) == "Initializing"
    aws.process.advance(0.001)
    assert flow_status(aws) == "Active"


def test_time_that_jumps_to_the_end_of_all_work_ends_statuses_on_the_way(aws_with, refused):
    aws = aws_with(initializing_seconds=10, deleting_seconds=3)
    aws.flow()
    aws.process.idle()
    assert flow_status(aws) == "Active"
    aws("DeleteFlowDefinition", FlowDefinitionName="flow")
    aws.process.idle()
    refused("ResourceNotFound", "flow", aws, "DescribeFlowDefinition", FlowDefinitionName="flow")
    assert aws.process.simulator.core.clock.now_ms() == START_MS + 13_000


def test_a_failed_flow_definition_starts_no_loops_c2_inferred(aws, refused):
    flow_arn = aws.flow()
    aws.process.set_status(flow_arn, "Failed")
    assert flow_status(aws) == "Failed"
    refused("ValidationException", "is Failed. Only an Active one", aws.start, flow_arn)


def test_the_sub_domain_has_no_scheme_k_observed(aws):
    aws.team()
    assert "://" not in aws("DescribeWorkteam", WorkteamName="team")["Workteam"]["SubDomain"]
