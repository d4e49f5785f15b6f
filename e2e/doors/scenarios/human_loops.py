"""Human loops through every door that has them."""

import json
from datetime import timedelta

from e2e.doors.given import PUBLIC_TEAM, bucket, flow, is_moment, loop_config, loop_request, task_ui, team
from e2e.doors.scenario import proves

ANSWER = {"sentiment": {"label": "Positive"}}


@proves("StartHumanLoop", "DescribeHumanLoop")
def a_started_loop_is_in_progress_and_its_output_s_address_is_known(aws):
    flow_arn = flow(aws)
    arn = aws("StartHumanLoop", **loop_request(flow_arn, "review-1"))["HumanLoopArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:human-loop/review-1"
    described = aws("DescribeHumanLoop", HumanLoopName="review-1")
    assert is_moment(described.pop("CreationTime"))
    uri = described.pop("HumanLoopOutput")["OutputS3Uri"]
    assert uri.startswith(f"s3://{bucket(aws)}/a2i/sentiment/")
    assert uri.endswith("/review-1/output.json")
    assert described == {
        "HumanLoopName": "review-1",
        "HumanLoopArn": arn,
        "HumanLoopStatus": "InProgress",
        "FlowDefinitionArn": flow_arn,
    }


@proves("StartHumanLoop", "DescribeHumanLoop")
def the_main_job_ends_in_an_output_document_read_through_the_same_door(aws):
    flow_arn = flow(aws)
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    aws(
        "StartHumanLoop", **loop_request(flow_arn, "Review-Upper--Case", '{"text": "Größe", "score": 996.0, "n": null}')
    )
    aws.answer("Review-Upper--Case", ANSWER)
    described = aws.ended("Review-Upper--Case")
    assert described["HumanLoopStatus"] == "Completed"
    output = json.loads(aws.read(described["HumanLoopOutput"]["OutputS3Uri"]))
    assert output["inputContent"] == {"text": "Größe", "score": 996, "n": None}
    assert (output["humanLoopName"], output["flowDefinitionArn"]) == ("Review-Upper--Case", flow_arn)
    (answer,) = output["humanAnswers"]
    assert answer["answerContent"] == ANSWER


@proves("StartHumanLoop", "ListHumanLoops")
def starting_the_same_again_finds_the_first(aws):
    request = loop_request(flow(aws), "once")
    first, second = aws("StartHumanLoop", **request), aws("StartHumanLoop", **request)
    assert first == second
    assert len(aws.every("ListHumanLoops", FlowDefinitionArn=request["FlowDefinitionArn"], MaxResults=5)) == 1


@proves("StartHumanLoop", "StartHumanLoop: ConflictException")
def another_input_under_an_active_name_is_a_conflict(aws):
    flow_arn = flow(aws)
    aws("StartHumanLoop", **loop_request(flow_arn, "once"))
    other = loop_request(flow_arn, "once", '{"text": "Other shoes."}')
    aws.refused("StartHumanLoop", "ConflictException", status=409, message="different input data", **other)


@proves("StartHumanLoop: ValidationException")
def a_loop_needs_a_flow_definition_that_exists(aws):
    arn = f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:flow-definition/nobody"
    aws.refused("StartHumanLoop", "ValidationException", message=arn, **loop_request(arn, "lost"))


@proves("StartHumanLoop: ValidationException")
def input_that_is_not_json_is_refused(aws):
    request = loop_request(flow(aws), "broken", "{'text': 'a Python dict'}")
    aws.refused("StartHumanLoop", "ValidationException", message="InputContent", **request)


@proves("StartHumanLoop: ValidationException")
def a_name_like_an_object_s_key_is_refused_with_the_pattern(aws):
    sentence = aws.refused("StartHumanLoop", "ValidationException", **loop_request(flow(aws), "scans/page.png"))
    assert sentence.startswith(
        "1 validation error detected: Value 'scans/page.png' at 'humanLoopName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: "
    )


@proves("StartHumanLoop: ValidationException")
def a_loop_s_broken_constraints_are_told_in_one_message(aws):
    request = loop_request(flow(aws), "x" * 64) | {"DataAttributes": {"ContentClassifiers": ["FreeOfNonsense"]}}
    sentence = aws.refused("StartHumanLoop", "ValidationException", **request)
    assert sentence.startswith("2 validation errors detected: Value ")
    assert (
        "at 'humanLoopName' failed to satisfy constraint: Member must have length less than or equal to 63" in sentence
    )
    assert "FreeOfPersonallyIdentifiableInformation" in sentence


@proves("StartHumanLoop", "DescribeHumanLoop")
def a_public_loop_that_may_show_personal_data_fails_and_one_that_declares_itself_free_of_it_goes_on(aws):
    flow_arn = flow(aws, config=loop_config(PUBLIC_TEAM, task_ui(aws)))
    aws("StartHumanLoop", **loop_request(flow_arn, "undeclared"))
    described = aws.ended("undeclared")
    assert (described["HumanLoopStatus"], described["FailureCode"]) == ("Failed", "ValidationError")
    free = {"ContentClassifiers": ["FreeOfPersonallyIdentifiableInformation", "FreeOfAdultContent"]}
    aws("StartHumanLoop", **loop_request(flow_arn, "declared"), DataAttributes=free)
    assert aws("DescribeHumanLoop", HumanLoopName="declared")["HumanLoopStatus"] == "InProgress"


@proves("StartHumanLoop", "DescribeHumanLoop", "StopHumanLoop")
def the_name_of_a_loop_that_has_ended_may_be_started_anew(aws):
    flow_arn = flow(aws)
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    aws("StartHumanLoop", **loop_request(flow_arn, "again"))
    aws("StopHumanLoop", HumanLoopName="again")
    aws.ended("again")
    aws("StartHumanLoop", **loop_request(flow_arn, "again", '{"text": "Other shoes."}'))
    assert aws("DescribeHumanLoop", HumanLoopName="again")["HumanLoopStatus"] == "InProgress"


@proves(
    "DescribeHumanLoop: ResourceNotFoundException",
    "StopHumanLoop: ResourceNotFoundException",
    "DeleteHumanLoop: ResourceNotFoundException",
)
def a_loop_that_never_was_is_not_found(aws):
    for operation in ("DescribeHumanLoop", "StopHumanLoop", "DeleteHumanLoop"):
        aws.refused(operation, "ResourceNotFoundException", status=404, message="never-was", HumanLoopName="never-was")


@proves(
    "StartHumanLoop",
    "StopHumanLoop",
    "DescribeHumanLoop",
    "DeleteHumanLoop",
    "DescribeHumanLoop: ResourceNotFoundException",
)
def a_loop_is_stopped_then_deleted_then_not_found(aws):
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    aws("StartHumanLoop", **loop_request(flow(aws), "unwanted"))
    assert aws("StopHumanLoop", HumanLoopName="unwanted") == {}
    assert aws.ended("unwanted")["HumanLoopStatus"] == "Stopped"
    assert aws("DeleteHumanLoop", HumanLoopName="unwanted") == {}
    aws.refused("DescribeHumanLoop", "ResourceNotFoundException", status=404, HumanLoopName="unwanted")


@proves("StartHumanLoop", "DeleteHumanLoop: ValidationException")
def an_open_loop_cannot_be_deleted(aws):
    aws("StartHumanLoop", **loop_request(flow(aws), "open"))
    aws.refused("DeleteHumanLoop", "ValidationException", message="InProgress", HumanLoopName="open")


@proves("StartHumanLoop", "StopHumanLoop", "DescribeHumanLoop", "StopHumanLoop: ValidationException")
def a_loop_that_has_ended_cannot_be_stopped(aws):
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    aws("StartHumanLoop", **loop_request(flow(aws), "ended"))
    aws("StopHumanLoop", HumanLoopName="ended")
    aws.ended("ended")
    aws.refused("StopHumanLoop", "ValidationException", message="Stopped", HumanLoopName="ended")


@proves("StartHumanLoop", "DescribeHumanLoop", "ListHumanLoops")
def loops_are_listed_to_the_end_in_both_orders_and_by_when_they_were_started(aws):
    flow_arn = flow(aws)
    names = [f"loop-{number:02d}" for number in range(12)]
    for name in names:
        aws("StartHumanLoop", **loop_request(flow_arn, name))
    for order, expected in (("Ascending", names), ("Descending", names[::-1])):
        found = aws.every("ListHumanLoops", FlowDefinitionArn=flow_arn, MaxResults=5, SortOrder=order)
        assert [item["HumanLoopName"] for item in found] == expected
    assert {item["FlowDefinitionArn"] for item in found} == {flow_arn}
    created = aws("DescribeHumanLoop", HumanLoopName="loop-00")["CreationTime"]
    before, after = created - timedelta(hours=1), created + timedelta(hours=1)
    wanted = {"FlowDefinitionArn": flow_arn, "MaxResults": 5}
    assert len(aws.every("ListHumanLoops", CreationTimeAfter=before, CreationTimeBefore=after, **wanted)) == 12
    assert aws.every("ListHumanLoops", CreationTimeAfter=after, **wanted) == []


@proves("StartHumanLoop", "ListHumanLoops", "ListHumanLoops: ValidationException", needs=("tokens",))
def a_token_of_one_flow_definition_s_list_is_refused_for_another_s(aws):
    one, other = flow(aws, "one"), flow(aws, "other")
    for name in ("a", "b", "c"):
        aws("StartHumanLoop", **loop_request(one, name))
    token = aws("ListHumanLoops", FlowDefinitionArn=one, MaxResults=2)["NextToken"]
    rest = aws("ListHumanLoops", FlowDefinitionArn=one, MaxResults=2, NextToken=token)
    assert [item["HumanLoopName"] for item in rest["HumanLoopSummaries"]] == ["a"]
    aws.refused("ListHumanLoops", "ValidationException", message="NextToken", FlowDefinitionArn=other, NextToken=token)


@proves("ListHumanLoops: ResourceNotFoundException", needs=("tokens",))
def the_loops_of_a_flow_definition_that_never_was_are_not_found(aws):
    arn = f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:flow-definition/never-was"
    aws.refused("ListHumanLoops", "ResourceNotFoundException", status=404, message=arn, FlowDefinitionArn=arn)


@proves("StartHumanLoop", "DeleteFlowDefinition", "ListHumanLoops: ResourceNotFoundException", needs=("tokens",))
def deleting_a_flow_definition_takes_its_untouched_loops_along(aws):
    flow_arn = flow(aws)
    aws("StartHumanLoop", **loop_request(flow_arn, "untouched"))
    aws("DeleteFlowDefinition", FlowDefinitionName="sentiment")
    aws.refused("ListHumanLoops", "ResourceNotFoundException", status=404, FlowDefinitionArn=flow_arn)


@proves("StartHumanLoop", "DescribeHumanLoop")
def a_template_that_cannot_be_rendered_fails_the_loop_and_says_why(aws):
    template = '<crowd-form><img src="{{ task.input.uri | grant_read_access }}"></crowd-form>'
    flow_arn = flow(aws, config=loop_config(team(aws), task_ui(aws, template=template)))
    aws("StartHumanLoop", **loop_request(flow_arn, "unrendered", '{"uri": "not an address"}'))
    described = aws.ended("unrendered")
    assert (described["HumanLoopStatus"], described["FailureCode"]) == ("Failed", "ValidationError")
    assert "grant_read_access" in described["FailureReason"]
