"""Tags on every kind of resource (A2I_FACTS C3, D)."""

import pytest

TAGS = [{"Key": "team", "Value": "blue"}, {"Key": "cost:centre", "Value": ""}]


def everything(aws, **more):
    """One resource of each kind; their ARNs."""
    workforce = aws("CreateWorkforce", WorkforceName="people", CognitoConfig=POOL, **more)["WorkforceArn"]
    team, task_ui = aws.team(**more), aws.task_ui(**more)
    flow = aws("CreateFlowDefinition", **aws.flow_parameters(), **more)["FlowDefinitionArn"]
    return [workforce, team, task_ui, flow]


POOL = {"UserPool": "us-east-1_Pool", "ClientId": "client"}


def test_tags_given_at_creation_are_listed_in_their_order_on_every_kind_d_observed(aws):
    for arn in everything(aws, Tags=TAGS):
        assert aws("ListTags", ResourceArn=arn) == {"Tags": TAGS}


def test_tags_are_added_overwritten_and_taken_away_on_every_kind_d_observed(aws):
    for arn in everything(aws):
        assert aws("ListTags", ResourceArn=arn) == {"Tags": []}
        assert aws("AddTags", ResourceArn=arn, Tags=TAGS) == {"Tags": TAGS}
        changed = [{"Key": "team", "Value": "red"}, {"Key": "new", "Value": "n"}]
        assert aws("AddTags", ResourceArn=arn, Tags=changed) == {"Tags": [changed[0], TAGS[1], changed[1]]}
        assert aws("DeleteTags", ResourceArn=arn, TagKeys=["team", "never-there"]) == {}
        assert aws("ListTags", ResourceArn=arn, MaxResults=50) == {"Tags": [TAGS[1], changed[1]]}


def test_tags_go_with_their_resource_and_do_not_come_back_with_its_name(aws):
    arn = aws.task_ui(Tags=TAGS)
    aws("DeleteHumanTaskUi", HumanTaskUiName="ui")
    aws.task_ui()
    assert aws("ListTags", ResourceArn=arn) == {"Tags": []}


def test_a_resource_has_at_most_fifty_tags_c3_documented(aws, refused):
    arn = aws.task_ui(Tags=[{"Key": f"k{number}", "Value": "v"} for number in range(50)])
    aws("AddTags", ResourceArn=arn, Tags=[{"Key": "k49", "Value": "other"}])
    more = [{"Key": "k50", "Value": "v"}]
    refused("ResourceLimitExceeded", "more than 50 tags", aws, "AddTags", ResourceArn=arn, Tags=more)
    assert len(aws("ListTags", ResourceArn=arn)["Tags"]) == 50


@pytest.mark.parametrize(
    "tags,said",
    [
        ([{"Key": "aws:own", "Value": "v"}], "'aws:own' is not allowed"),
        ([{"Key": "AWS:own", "Value": "v"}], "'AWS:own' is not allowed"),
        ([{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}], "'k' is given more than once"),
    ],
)
def test_reserved_and_repeated_keys_are_refused_at_creation_and_later(aws, refused, tags, said):
    arn = aws.task_ui("good")
    refused("ValidationException", said, aws, "AddTags", ResourceArn=arn, Tags=tags)
    refused("ValidationException", said, aws.task_ui, "bad", Tags=tags)
    refused("ResourceNotFound", "bad", aws, "DescribeHumanTaskUi", HumanTaskUiName="bad")


def test_tags_of_what_is_not_there_or_not_ones_own_are_refused(aws, refused):
    arn = aws.task_ui(Tags=TAGS)
    for call in (("ListTags", {}), ("AddTags", {"Tags": TAGS}), ("DeleteTags", {"TagKeys": ["team"]})):
        for wrong in (arn + "x", arn.replace("us-east-1", "eu-west-1"), arn.replace(aws.account, "210987654321")):
            refused("ValidationException", "does not exist", aws, call[0], ResourceArn=wrong, **call[1])
        refused(
            "ValidationException", "does not exist", aws.elsewhere("eu-west-1"), call[0], ResourceArn=arn, **call[1]
        )


def test_tags_of_other_sagemaker_resources_are_left_to_who_keeps_them(aws, refused):
    elsewhere = aws.arn("labeling-job/none")
    refused("ValidationException", "does not exist", aws, "ListTags", ResourceArn=elsewhere)
    image = {"Image": "i", "ModelDataUrl": "s3://b/m"}
    role = f"arn:aws:iam::{aws.account}:role/r"
    arn = aws("CreateModel", ModelName="m", ExecutionRoleArn=role, PrimaryContainer=image, Tags=TAGS[:1])["ModelArn"]
    assert aws("ListTags", ResourceArn=arn)["Tags"] == TAGS[:1]
    aws("AddTags", ResourceArn=arn, Tags=TAGS[1:])
    assert aws("ListTags", ResourceArn=arn)["Tags"] == TAGS


def test_a_forged_token_of_a_list_of_tags_is_refused(aws, refused):
    refused("ValidationException", "NextToken", aws, "ListTags", ResourceArn=aws.task_ui(), NextToken="forged")
