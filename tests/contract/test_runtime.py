"""The five operations of the runtime (A2I_FACTS A3, B, C, K)."""

import json
from datetime import datetime, timedelta

import pytest

PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
PII_FREE = {"ContentClassifiers": ["FreeOfPersonallyIdentifiableInformation"]}
START = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def status(aws, name="loop"):
    return aws("DescribeHumanLoop", HumanLoopName=name)["HumanLoopStatus"]


def names(answer):
    return [loop["HumanLoopName"] for loop in answer["HumanLoopSummaries"]]


def test_a_started_loop_is_described_with_its_output_uri_at_once_a3_observed(aws):
    flow_arn = aws.flow()
    assert aws.start(flow_arn) == aws.arn("human-loop/loop")
    found = aws("DescribeHumanLoop", HumanLoopName="loop")
    now_ms = aws.process.simulator.core.clock.now_ms()
    assert found.pop("CreationTime") == datetime.fromtimestamp(now_ms / 1000, START.tzinfo)
    folder = f"{datetime.fromtimestamp(now_ms / 1000, START.tzinfo):%Y/%m/%d/%H/%M/%S}"
    assert found == {
        "HumanLoopName": "loop",
        "HumanLoopStatus": "InProgress",
        "HumanLoopArn": aws.arn("human-loop/loop"),
        "FlowDefinitionArn": flow_arn,
        "HumanLoopOutput": {"OutputS3Uri": f"s3://bucket/out/flow/{folder}/loop/output.json"},
    }


@pytest.mark.parametrize("name", ["Fraud-detector-1613589638354", "review-section-Zq-1", "a--b", "0", "n" * 63])
def test_names_that_worked_on_aws_work_k_observed(aws, name):
    aws.start(aws.flow(), name)
    assert status(aws, name) == "InProgress"


@pytest.mark.parametrize("name", ["uploads/a", "a.pdf", "-a", "a-", "a_b", "ä", "a b"])
def test_truly_bad_names_are_refused_with_the_models_pattern_k_observed(aws, refused, name):
    error = refused(
        "ValidationException", "at 'humanLoopName' failed to satisfy constraint", aws.start, aws.flow(), name
    )
    assert "Member must satisfy regular expression pattern: ^[a-z0-9](-*[a-z0-9])*$" in error.message


def test_the_same_start_twice_is_one_start_b_inferred(aws):
    flow_arn = aws.flow()
    first = aws.start(flow_arn, content='{"b": [1, 2.0], "a": "ü"}', DataAttributes=PII_FREE)
    assert aws.start(flow_arn, content='{ "a":"\\u00fc", "b":[1.0,2] }', DataAttributes=PII_FREE) == first
    assert names(aws("ListHumanLoops", FlowDefinitionArn=flow_arn)) == ["loop"]


def test_an_active_name_with_other_input_is_a_conflict_b_documented(aws, refused):
    flow_arn, other = aws.flow(), aws.flow("other")
    aws.start(flow_arn, content='{"a": 1}')
    for call in ((flow_arn, "loop", '{"a": 2}'), (other, "loop", '{"a": 1}')):
        assert refused("ConflictException", "different input data", aws.start, *call).status == 409
    refused("ConflictException", "different", aws.start, flow_arn, "loop", '{"a": 1}', DataAttributes=PII_FREE)


def test_a_name_is_free_after_the_loop_has_ended_or_by_the_rule_after_its_deletion_b_guess(aws, aws_with, refused):
    flow_arn = aws.flow()
    aws.start(flow_arn, content="1")
    aws("StopHumanLoop", HumanLoopName="loop")
    aws.process.advance(0)
    aws.start(flow_arn, content="2")
    strict = aws_with(reuse_ended_names=False, empty_output=False)
    strict_flow = strict.flow()
    strict.start(strict_flow, content="1")
    strict("StopHumanLoop", HumanLoopName="loop")
    refused("ConflictException", "exists and is Stopped", strict.start, strict_flow, "loop", "2")
    strict("DeleteHumanLoop", HumanLoopName="loop")
    strict.start(strict_flow, content="2")


@pytest.mark.parametrize("content", ["", "{'a': 1}", "NaN", "{", '{"a": 1e999}', "[" * 100_000])
def test_input_that_is_not_json_is_refused_c4_guess(aws, refused, content):
    refused("ValidationException", "InputContent must be valid JSON", aws.start, aws.flow(), content=content)


def test_whether_input_must_be_an_object_is_a_rule_k_guess(aws, aws_with, refused):
    flow_arn = aws.flow()
    for number, content in enumerate(('"text"', "[1]", "3.5", "null")):
        aws.start(flow_arn, f"loop-{number}", content)
    strict = aws_with(input_object_required=True)
    refused("ValidationException", "must be a JSON object", strict.start, strict.flow(), content="[1]")


def test_a_loop_needs_an_active_flow_definition_of_its_own_account_region_and_partition_c2_inferred(aws, refused):
    own = aws.flow()
    for wrong in (
        own + "x",
        own.replace("us-east-1", "eu-west-1"),
        own.replace(aws.account, "210987654321"),
        own.replace("arn:aws:", "arn:aws-cn:"),
    ):
        refused("ValidationException", f"The specified FlowDefinition '{wrong}' does not exist", aws.start, wrong)


def test_undeclared_content_for_the_public_workforce_fails_the_loop_b_documented(aws, aws_with, refused):
    flow_arn = aws.flow(WorkteamArn=PUBLIC)
    aws.start(flow_arn, "declared", DataAttributes=PII_FREE)
    aws.start(flow_arn, "other", DataAttributes={"ContentClassifiers": ["FreeOfAdultContent"]})
    aws.start(flow_arn, "nothing")
    assert [status(aws, name) for name in ("declared", "other", "nothing")] == ["InProgress", "Failed", "Failed"]
    failed = aws("DescribeHumanLoop", HumanLoopName="other")
    assert failed["FailureCode"] == "ValidationError"
    assert "FreeOfPersonallyIdentifiableInformation" in failed["FailureReason"]
    strict = aws_with(undeclared_pii="refused")
    refused("ValidationException", "not declared free", strict.start, strict.flow(WorkteamArn=PUBLIC))
    strict.start(strict.flow("private"))


def test_content_classifiers_are_the_models_two_c3_documented(aws, refused):
    wrong = {"ContentClassifiers": ["FreeOfEverything"]}
    error = refused("ValidationException", "dataAttributes", aws.start, aws.flow(), DataAttributes=wrong)
    assert "[FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent]" in error.message
    words = "at 'dataAttributes.contentClassifiers'"
    refused("ValidationException", words, aws.start, aws.flow("other"), DataAttributes={})


def test_a_template_that_fails_fails_the_loop_with_its_reason_in_the_list_too_k_observed(aws):
    team = {"WorkteamArn": aws.team("t"), "HumanTaskUiArn": aws.task_ui("t", "{{ task.input.x | grant_read_access }}")}
    flow_arn = aws("CreateFlowDefinition", **aws.flow_parameters("t", **team))["FlowDefinitionArn"]
    aws.start(flow_arn, content=json.dumps({"x": "no" * 2000}))
    found = aws("DescribeHumanLoop", HumanLoopName="loop")
    assert (found["HumanLoopStatus"], found["FailureCode"]) == ("Failed", "ValidationError")
    assert found["FailureReason"].startswith('Task failed to render: [ InvalidParameters: \'"grant_read_access"')
    (shown,) = aws("ListHumanLoops", FlowDefinitionArn=flow_arn)["HumanLoopSummaries"]
    assert shown.pop("FailureReason") == found["FailureReason"][:1024]
    assert shown == {
        key: found[key] for key in ("HumanLoopName", "HumanLoopStatus", "CreationTime", "FlowDefinitionArn")
    }


def test_stop_with_nobody_working_stops_at_once_b_documented(aws, refused):
    flow_arn = aws.flow()
    aws.start(flow_arn)
    assert aws("StopHumanLoop", HumanLoopName="loop") == {}
    aws.process.advance(0)
    assert status(aws) == "Stopped"
    error = refused("ValidationException", "'loop' is Stopped", aws, "StopHumanLoop", HumanLoopName="loop")
    assert error.status == 400


def test_stop_after_the_end_may_be_ignored_by_a_rule_k(aws_with):
    aws = aws_with(stop_after_end="ignored", empty_output=False)
    aws.start(aws.flow())
    aws("StopHumanLoop", HumanLoopName="loop")
    assert aws("StopHumanLoop", HumanLoopName="loop") == {}
    assert status(aws) == "Stopped"


def test_stop_with_somebody_working_is_stopping_until_the_lease_ends_b_documented(aws, claim, refused):
    aws.start(aws.flow(TaskCount=2, TaskTimeLimitInSeconds=40))
    claim(aws, "loop")
    aws("StopHumanLoop", HumanLoopName="loop")
    aws("StopHumanLoop", HumanLoopName="loop")
    assert status(aws) == "Stopping"
    refused("ValidationException", "is Stopping. Stop it first", aws, "DeleteHumanLoop", HumanLoopName="loop")
    aws.process.advance(39.999)
    assert status(aws) == "Stopping"
    aws.process.advance(0.001)
    assert status(aws) == "Stopped"


def test_only_an_ended_loop_can_be_deleted_and_then_it_is_gone_b_documented(aws, refused):
    flow_arn = aws.flow()
    aws.start(flow_arn)
    error = refused("ValidationException", "is InProgress. Stop it first", aws, "DeleteHumanLoop", HumanLoopName="loop")
    assert error.status == 400
    aws("StopHumanLoop", HumanLoopName="loop")
    aws.process.advance(0)
    assert aws("DeleteHumanLoop", HumanLoopName="loop") == {}
    for operation in ("DescribeHumanLoop", "StopHumanLoop", "DeleteHumanLoop"):
        error = refused("ResourceNotFoundException", "loop", aws, operation, HumanLoopName="loop")
        assert error.status == 404
    assert names(aws("ListHumanLoops", FlowDefinitionArn=flow_arn)) == []
    aws.start(flow_arn, content='"again"')


def test_nobody_coming_fails_the_loop_as_expired_b_inferred(aws):
    aws.start(aws.flow(TaskAvailabilityLifetimeInSeconds=5))
    aws.process.advance(4.999)
    assert status(aws) == "InProgress"
    aws.process.advance(0.001)
    found = aws("DescribeHumanLoop", HumanLoopName="loop")
    assert (found["HumanLoopStatus"], found["FailureCode"]) == ("Failed", "Expired")
    assert found["FailureReason"]


def test_loops_are_listed_in_pages_in_both_orders_without_gaps_under_inserts(aws, refused):
    flow_arn = aws.flow()
    for number in range(7):
        aws.start(flow_arn, f"loop-{number}")
        aws.process.advance(number % 2)
    for order in ("Ascending", "Descending"):
        found, token = [], {}
        while True:
            page = aws("ListHumanLoops", FlowDefinitionArn=flow_arn, MaxResults=3, SortOrder=order, **token)
            found += names(page)
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
            if order == "Descending":
                aws.start(flow_arn, f"later-{len(found)}")
        expected = [f"loop-{number}" for number in range(7)]
        assert found == (expected if order == "Ascending" else expected[::-1])
    other = {"FlowDefinitionArn": aws.flow("other"), **token}
    refused("ValidationException", "NextToken is not valid", aws, "ListHumanLoops", **other)


def test_loops_are_filtered_by_their_creation_first_instant_included_last_not(aws):
    flow_arn = aws.flow()
    first = datetime.fromtimestamp(aws.process.simulator.core.clock.now_ms() / 1000, START.tzinfo)
    for number in range(4):
        aws.start(flow_arn, f"loop-{number}")
        aws.process.advance(60)
    window = {"CreationTimeAfter": first + timedelta(minutes=1), "CreationTimeBefore": first + timedelta(minutes=3)}
    assert names(aws("ListHumanLoops", FlowDefinitionArn=flow_arn, **window)) == ["loop-2", "loop-1"]


def test_a_flow_definition_that_is_not_there_has_no_list_b_documented(aws, refused):
    error = refused(
        "ResourceNotFoundException", "gone", aws, "ListHumanLoops", FlowDefinitionArn=aws.arn("flow-definition/gone")
    )
    assert error.status == 404


def test_several_broken_constraints_are_told_in_one_message_c1_observed(aws, refused):
    given = {"HumanLoopName": "x" * 64, "HumanLoopInput": {"InputContent": "{}"}, "FlowDefinitionArn": "nonsense"}
    error = refused("ValidationException", "2 validation errors detected", aws, "StartHumanLoop", **given)
    name = f"Value '{'x' * 64}' at 'humanLoopName' failed to satisfy constraint: "
    assert f"2 validation errors detected: {name}Member must have length less than or equal to 63; " in error.message
    assert (
        "; Value 'nonsense' at 'flowDefinitionArn' failed to satisfy constraint: Member must satisfy" in error.message
    )
