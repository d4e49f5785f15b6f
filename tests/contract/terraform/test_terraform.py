"""A Terraform program applies, plans again and destroys, and sees no drift (A2I_FACTS D [O])."""

import hashlib
import json

import pytest

PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
CONTENT = "<crowd-form>{{ task.input.text }} ü</crowd-form>"
COGNITO = {"client_id": "client", "user_pool": "us-east-1_Pool"}
MEMBERS = [{**COGNITO, "user_group": group} for group in ("second", "first")]
IDP = "https://idp.example.com"
OIDC = {"client_id": "c", "client_secret": "hush"} | {
    name: f"{IDP}/{name}"
    for name in ("authorization_endpoint", "issuer", "jwks_uri", "logout_endpoint", "token_endpoint")
}
OIDC["user_info_endpoint"] = f"{IDP}/user"
VPC = {"vpc_id": "vpc-1a", "security_group_ids": {"sg-2", "sg-1"}, "subnets": {"subnet-1"}}
CONDITIONS = """{
  "Conditions": [
    {"Or": [
      {"ConditionType": "Sampling", "ConditionParameters": {"RandomSamplingPercentage": 5}},
      {"ConditionType": "ModerationLabelConfidenceCheck",
       "ConditionParameters": {"ModerationLabelName": "*", "ConfidenceLessThan": 60.5}}
    ]}
  ]
}"""


def flow(aws, **more):
    return {
        "flow_definition_name": "flow",
        "role_arn": f"arn:aws:iam::{aws.account}:role/r",
        "human_task_ui_arn": aws.arn("human-task-ui/ui"),
        "workteam_arn": aws.arn("workteam/private-crowd/team"),
        "task_availability_lifetime_in_seconds": 1,
        "task_count": 1,
        "task_description": "d",
        "task_title": "t",
        "s3_output_path": "s3://bucket/",
        **more,
    }


def program(provider, aws, **flow_attributes):
    """A resource of each kind, in the order in which they depend on one another."""
    team = {
        "workteam_name": "team",
        "workforce_name": "people",
        "description": "d",
        "member_definition": MEMBERS,
        "tags": {"a": "1", "b": "2"},
    }
    return [
        provider.workforce(aws, {"workforce_name": "people", "cognito_config": COGNITO}),
        provider.workteam(aws, team),
        provider.human_task_ui(aws, {"human_task_ui_name": "ui", "content": CONTENT, "tags": {"key": "value"}}),
        provider.flow_definition(aws, flow(aws, tags={"key": "value"}, **flow_attributes)),
    ]


def apply(resources):
    for resource in resources:
        resource.create()


def destroy(resources):
    for resource in reversed(resources):
        resource.destroy()


def drift(resources):
    return [(resource.noun, difference) for resource in resources if (difference := resource.plan())]


def test_apply_plan_and_destroy_of_everything_see_no_drift(aws, provider):
    resources = program(provider, aws)
    for _ in range(2):
        apply(resources)
        assert drift(resources) == []
        assert all(
            resource.state["arn"].startswith(f"arn:aws:sagemaker:us-east-1:{aws.account}:") for resource in resources
        )
        destroy(resources)
        assert [resource.find() for resource in resources] == [provider.GONE] * 4
    assert [resource.polls for resource in resources] == [0, 0, 0, 0]


def test_statuses_that_take_their_time_are_waited_for(aws_with, provider):
    aws = aws_with(initializing_seconds=5, updating_seconds=4, deleting_seconds=3)
    resources = program(provider, aws)
    apply(resources)
    assert [resource.polls for resource in resources] == [5, 0, 0, 5]
    assert drift(resources) == []
    resources[0].update(source_ip_config={"cidrs": {"10.0.0.0/16"}})
    assert resources[0].polls == 9
    destroy(resources)
    assert [resource.polls for resource in resources] == [12, 0, 0, 8]


def test_creation_is_tried_again_while_it_is_a_validation_exception(aws, provider, monkeypatch):
    resources = program(provider, aws)
    team_first = [resources[2], resources[0], resources[1]]
    flow_definition = resources[3]
    monkeypatch.setattr(flow_definition, "_poll", lambda: apply(team_first))
    flow_definition.create()
    assert drift(resources) == []


def test_a_flow_definition_with_everything_set_comes_back_as_it_was_sent(aws, provider):
    attributes = {
        "conditions": CONDITIONS,
        "request_source": "AWS/Rekognition/DetectModerationLabels/Image/V3",
        "task_keywords": {"one", "two words"},
        "task_time_limit_in_seconds": 60,
        "kms_key_id": "arn:aws:kms:us-east-1:123456789012:key/1",
    }
    resources = program(provider, aws, **attributes)
    apply(resources)
    assert drift(resources) == []
    found = aws("DescribeFlowDefinition", FlowDefinitionName="flow")
    sent = found["HumanLoopActivationConfig"]["HumanLoopActivationConditionsConfig"]["HumanLoopActivationConditions"]
    assert sent == CONDITIONS
    assert json.loads(sent)["Conditions"][0]["Or"][1]["ConditionParameters"]["ConfidenceLessThan"] == 60.5


def test_a_public_price_comes_back_with_its_zero_dollars(aws, provider):
    resources = program(provider, aws, workteam_arn=PUBLIC, public_workforce_task_price=(1, 2))
    apply(resources)
    assert drift(resources) == []


def test_nothing_is_added_to_what_was_sent(aws, provider):
    apply(program(provider, aws))
    found = aws("DescribeFlowDefinition", FlowDefinitionName="flow")
    assert set(found) == {
        "FlowDefinitionArn", "FlowDefinitionName", "FlowDefinitionStatus", "CreationTime", "HumanLoopConfig",
        "OutputConfig", "RoleArn",
    }  # fmt: skip
    assert set(found["HumanLoopConfig"]) == {
        "HumanTaskUiArn", "WorkteamArn", "TaskAvailabilityLifetimeInSeconds", "TaskCount", "TaskDescription",
        "TaskTimeLimitInSeconds", "TaskTitle",
    }  # fmt: skip
    assert aws("DescribeWorkforce", WorkforceName="people")["Workforce"]["SourceIpConfig"] == {"Cidrs": []}
    team = aws("DescribeWorkteam", WorkteamName="team")["Workteam"]
    assert team["NotificationConfiguration"] == {}
    assert [member["CognitoMemberDefinition"]["UserGroup"] for member in team["MemberDefinitions"]] == [
        "second",
        "first",
    ]


def test_the_hash_of_a_template_is_that_of_its_content(aws, provider):
    task_ui = provider.human_task_ui(aws, {"human_task_ui_name": "ui", "content": CONTENT})
    task_ui.create()
    assert task_ui.state["content_sha256"] == hashlib.sha256(CONTENT.encode()).hexdigest()


def test_a_work_team_changes_in_place_and_an_old_notification_is_no_drift(aws, provider):
    _, team = resources = program(provider, aws)[:2]
    apply(resources)
    topic = {"notification_topic_arn": f"arn:aws:sns:us-east-1:{aws.account}:topic"}
    for change in (
        {"notification_configuration": topic},
        {"description": "other"},
        {"member_definition": MEMBERS[::-1]},
        {"worker_access_configuration": {"source_ip": "Enabled"}},
        {"notification_configuration": None},
    ):
        team.update(**change)
        assert team.plan() == {}, change
    assert aws("DescribeWorkteam", WorkteamName="team")["Workteam"].keys() >= {"NotificationConfiguration"}


def test_tags_change_in_place(aws, provider):
    resources = program(provider, aws)
    apply(resources)
    for resource in resources[1:]:
        for tags in ({"b": "3", "c": "4"}, {}, {"only": ""}):
            resource.retag(tags)
            assert resource.plan() == {}


def test_a_cognito_workforce_takes_and_loses_addresses_and_a_vpc(aws, provider):
    workforce = provider.workforce(aws, {"workforce_name": "people", "cognito_config": COGNITO})
    workforce.create()
    for change in (
        {"source_ip_config": {"cidrs": {"1.1.1.1/32", "10.0.0.0/16"}}},
        {"workforce_vpc_config": VPC},
        {"workforce_vpc_config": None},
    ):
        workforce.update(**change)
        assert workforce.plan() == {}, change


def test_an_oidc_workforce_keeps_its_secret_and_its_team(aws, provider):
    workforce = provider.workforce(aws, {"workforce_name": "people", "oidc_config": OIDC})
    groups = {"workteam_name": "team", "workforce_name": "people", "description": "d"}
    team = provider.workteam(aws, {**groups, "member_definition": [{"groups": {"b", "a"}}]})
    workforce.create()
    workforce.update(oidc_config={**OIDC, "client_secret": "other", "client_id": "d"})
    assert workforce.plan() == {}
    apply([team])
    assert drift([workforce, team]) == []
    assert "hush" not in str(aws("DescribeWorkforce", WorkforceName="people"))
    destroy([workforce, team])


def test_what_was_deleted_by_hand_leaves_the_state(aws, provider):
    resources = program(provider, aws)
    apply(resources)
    for resource in reversed(resources):
        aws(f"Delete{resource.noun}", **resource.name)
        assert resource.read() is provider.GONE
    for operation in ("ListFlowDefinitions", "ListHumanTaskUis", "ListWorkteams", "ListWorkforces"):
        assert [shown for key, shown in aws(operation).items() if key != "NextToken"] == [[]]


@pytest.mark.parametrize("endpoint", ["http://idp.example.com", "idp.example.com"])
def test_only_https_endpoints_are_accepted(aws, provider, refused, endpoint):
    workforce = provider.workforce(aws, {"workforce_name": "people", "oidc_config": {**OIDC, "issuer": endpoint}})
    refused("ValidationException", "at 'oidcConfig.issuer' failed to satisfy constraint", workforce.create)
