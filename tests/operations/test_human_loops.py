"""The runtime operations."""

import pytest

from simulator.domain.errors import Conflict, Invalid, NotFound
from simulator.store import meta


async def test_starting_the_same_loop_twice_is_starting_it_once(api):
    flow_arn = await api.flow()
    arn = await api.start(flow_arn, content='{"a": [1, 2.0]}')
    assert await api.start(flow_arn, content='{ "a" : [1.0, 2] }') == arn
    facts = await api.store.read(lambda uow: meta.facts_after(uow, 0, 100))
    assert [row.kind for row in facts].count("human-loop-started") == 1


async def test_the_same_name_with_other_input_is_a_conflict(api):
    flow_arn = await api.flow()
    await api.start(flow_arn, content='{"a": 1}')
    with pytest.raises(Conflict, match="different input data"):
        await api.start(flow_arn, content='{"a": 2}')


async def test_a_loop_needs_an_active_flow_definition_of_its_own_account_and_region(api):
    flow_arn = await api.flow()
    for wrong in (
        "nonsense",
        flow_arn.replace("us-east-1", "eu-west-1"),
        flow_arn.replace("123456789012", "210987654321"),
        flow_arn + "x",
    ):
        with pytest.raises(Invalid, match="does not exist or you do not have access to it"):
            await api.start(wrong)


async def test_describe_tells_where_the_output_will_be(api):
    await api.start(await api.flow(), "Review-1")
    described = await api("DescribeHumanLoop", HumanLoopName="Review-1")
    assert described["HumanLoopStatus"] == "InProgress"
    assert described["HumanLoopArn"] == "arn:aws:sagemaker:us-east-1:123456789012:human-loop/Review-1"
    assert described["HumanLoopOutput"] == {
        "OutputS3Uri": "s3://bucket/out/flow/1970/01/01/00/16/40/Review-1/output.json"
    }
    assert "FailureCode" not in described


async def test_lists_come_in_pages_in_either_order(api):
    flow_arn = await api.flow()
    for number in range(7):
        await api.start(flow_arn, f"loop-{number}")
    found, token = [], {}
    while True:
        page = await api("ListHumanLoops", FlowDefinitionArn=flow_arn, MaxResults=3, SortOrder="Ascending", **token)
        found += [loop["HumanLoopName"] for loop in page["HumanLoopSummaries"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == [f"loop-{number}" for number in range(7)]


async def test_loops_of_an_unknown_flow_definition_are_not_found(api):
    with pytest.raises(NotFound):
        await api(
            "ListHumanLoops", FlowDefinitionArn="arn:aws:sagemaker:us-east-1:123456789012:flow-definition/nothing"
        )


async def test_a_loop_in_progress_cannot_be_deleted(api):
    await api.start(await api.flow())
    with pytest.raises(Invalid, match="Stop it first"):
        await api("DeleteHumanLoop", HumanLoopName="loop")


async def test_stopping_twice_is_stopping_once(api):
    flow_arn = await api.flow()
    await api.start(flow_arn)
    await api.claim()
    await api("StopHumanLoop", HumanLoopName="loop")
    await api("StopHumanLoop", HumanLoopName="loop")
    assert (await api("DescribeHumanLoop", HumanLoopName="loop"))["HumanLoopStatus"] == "Stopping"


async def test_deleting_a_flow_definition_deletes_what_nobody_began(api):
    flow_arn = await api.flow()
    await api.start(flow_arn)
    await api("DeleteFlowDefinition", FlowDefinitionName="flow")
    with pytest.raises(NotFound):
        await api("DescribeHumanLoop", HumanLoopName="loop")
    with pytest.raises(NotFound):
        await api("DescribeFlowDefinition", FlowDefinitionName="flow")


async def test_a_flow_definition_is_deleting_as_long_as_a_worker_is_working(api):
    flow_arn = await api.flow()
    await api.start(flow_arn)
    await api.claim()
    await api("DeleteFlowDefinition", FlowDefinitionName="flow")
    assert (await api("DescribeFlowDefinition", FlowDefinitionName="flow"))["FlowDefinitionStatus"] == "Deleting"
    with pytest.raises(Invalid, match="Deleting"):
        await api.start(flow_arn, "more")


async def test_a_template_that_cannot_be_rendered_ends_the_loop_with_a_validation_error(api):
    flow_arn = await api.flow()
    template = "<crowd-form>{{ task.input.text | grant_read_access }}</crowd-form>"
    task_ui = await api("CreateHumanTaskUi", HumanTaskUiName="broken", UiTemplate={"Content": template})
    config = (await api("DescribeFlowDefinition", FlowDefinitionName="flow"))["HumanLoopConfig"]
    broken = await api(
        "CreateFlowDefinition",
        FlowDefinitionName="broken",
        HumanLoopConfig=config | task_ui,
        OutputConfig={"S3OutputPath": "s3://bucket"},
        RoleArn="r",
    )
    assert flow_arn != broken["FlowDefinitionArn"]
    await api.start(broken["FlowDefinitionArn"], content='{"text": "no uri"}')
    described = await api("DescribeHumanLoop", HumanLoopName="loop")
    assert (described["HumanLoopStatus"], described["FailureCode"]) == ("Failed", "ValidationError")
    assert described["FailureReason"].startswith(
        'Task failed to render: [ InvalidParameters: \'"grant_read_access" input is not a valid S3 URI'
    )


async def test_a_flow_definition_that_was_made_anew_starts_loops_with_its_own_template(api):
    flow_arn = await api.flow()
    await api.start(flow_arn, "first")
    await api("DeleteFlowDefinition", FlowDefinitionName="flow")
    with pytest.raises(Invalid, match="does not exist"):
        await api.start(flow_arn, "second")
    broken = await api(
        "CreateHumanTaskUi", HumanTaskUiName="broken", UiTemplate={"Content": "{{ 1 | grant_read_access }}"}
    )
    config = {"WorkteamArn": "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/flow", "TaskTitle": "t"}
    config |= {"TaskDescription": "d", "TaskCount": 1, **broken}
    output = {"S3OutputPath": "s3://bucket/out"}
    await api(
        "CreateFlowDefinition", FlowDefinitionName="flow", HumanLoopConfig=config, OutputConfig=output, RoleArn="r"
    )
    await api.start(flow_arn, "third")
    assert (await api("DescribeHumanLoop", HumanLoopName="third"))["FailureCode"] == "ValidationError"
