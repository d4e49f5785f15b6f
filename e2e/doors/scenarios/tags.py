"""Tags through every door, on every kind of resource that takes them."""

from e2e.doors.given import PUBLIC_TEAM, flow, loop_config, member, task_ui, team
from e2e.doors.scenario import proves
from e2e.doors.scenarios.workforces import COGNITO


def _by_key(tags):
    return {tag["Key"]: tag["Value"] for tag in tags}


@proves("CreateHumanTaskUi", "CreateFlowDefinition", "CreateWorkteam", "CreateWorkforce", "ListTags")
def tags_that_were_given_at_creation_are_listed(aws):
    tags = [{"Key": "team", "Value": "reviews"}]
    ui_arn = task_ui(aws, Tags=tags)
    arns = [ui_arn, flow(aws, "tagged", loop_config(PUBLIC_TEAM, ui_arn), Tags=tags), team(aws, Tags=tags)]
    arns.append(aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO, Tags=tags)["WorkforceArn"])
    for arn in arns:
        assert aws.every("ListTags", ResourceArn=arn, MaxResults=50) == tags


@proves("AddTags", "ListTags", "DeleteTags")
def tags_are_added_changed_and_deleted(aws):
    arn = team(aws)
    assert aws.every("ListTags", ResourceArn=arn, MaxResults=50) == []
    aws("AddTags", ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    aws("AddTags", ResourceArn=arn, Tags=[{"Key": "b", "Value": "3"}, {"Key": "c", "Value": "4"}])
    assert _by_key(aws.every("ListTags", ResourceArn=arn, MaxResults=50)) == {"a": "1", "b": "3", "c": "4"}
    assert aws("DeleteTags", ResourceArn=arn, TagKeys=["a", "never-was"]) in ({}, None)
    assert _by_key(aws.every("ListTags", ResourceArn=arn, MaxResults=50)) == {"b": "3", "c": "4"}


@proves("AddTags", "AddTags: ResourceLimitExceeded")
def a_resource_takes_fifty_tags(aws):
    arn = team(aws)
    aws("AddTags", ResourceArn=arn, Tags=[{"Key": f"key-{number}", "Value": "v"} for number in range(50)])
    one_more = [{"Key": "one-more", "Value": "v"}]
    aws.refused("AddTags", "ResourceLimitExceeded", message=arn, ResourceArn=arn, Tags=one_more)


@proves("AddTags: ValidationException", "ListTags: ValidationException", "DeleteTags: ValidationException")
def tags_of_a_resource_that_never_was_are_refused(aws):
    arn = f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:flow-definition/never-was"
    tags = [{"Key": "k", "Value": "v"}]
    aws.refused("AddTags", "ValidationException", message=arn, ResourceArn=arn, Tags=tags)
    aws.refused("ListTags", "ValidationException", message=arn, ResourceArn=arn)
    aws.refused("DeleteTags", "ValidationException", message=arn, ResourceArn=arn, TagKeys=["k"])


@proves("CreateWorkteam: ValidationException")
def a_tag_of_aws_s_own_is_refused(aws):
    wanted = {"WorkteamName": "t", "MemberDefinitions": [member()], "Description": "d"}
    tags = [{"Key": "aws:owner", "Value": "me"}]
    aws.refused("CreateWorkteam", "ValidationException", message="aws:owner", **wanted, Tags=tags)
