"""What scenarios begin with: members, templates, teams, flow definitions, made through the door under test."""

TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form>
  <crowd-classifier name="sentiment" categories="['Positive', 'Negative']" header="How do they feel?">
    <classification-target>{{ task.input.text }}</classification-target>
    <full-instructions header="Instructions">Choose one.</full-instructions>
    <short-instructions>Choose one.</short-instructions>
  </crowd-classifier>
</crowd-form>
"""
ROLE = "arn:aws:iam::{account}:role/reviews"
MISSING_TEAM = "arn:aws:sagemaker:us-east-1:{account}:workteam/private-crowd/nobody"
PUBLIC_TEAM = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"


def member(group="reviewers", pool="us-east-1_Reviews01"):
    """A Cognito group as a team's member."""
    return {"CognitoMemberDefinition": {"UserPool": pool, "UserGroup": group, "ClientId": "a1b2c3"}}


def role(aws):
    """A role of the caller's account."""
    return ROLE.format(account=aws.caller.account)


def team(aws, name="reviewers", **more):
    """A work team; its ARN."""
    wanted = {"MemberDefinitions": [member()], "Description": "People who read reviews", **more}
    return aws("CreateWorkteam", WorkteamName=name, **wanted)["WorkteamArn"]


def task_ui(aws, name="sentiment", template=TEMPLATE, **more):
    """A human task UI; its ARN."""
    return aws("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": template}, **more)["HumanTaskUiArn"]


def loop_config(team_arn, task_ui_arn, **more):
    """A HumanLoopConfig with what is required, and more."""
    return {
        "WorkteamArn": team_arn,
        "HumanTaskUiArn": task_ui_arn,
        "TaskTitle": "Sentiment of a review",
        "TaskDescription": "Read the review and choose its sentiment",
        "TaskCount": 1,
        **more,
    }


def bucket(aws):
    """The name of a bucket that no other account has."""
    return f"results-{aws.caller.account}-{aws.caller.region}"


def flow_request(aws, name="sentiment", config=None, **more):
    """A CreateFlowDefinition request; without `config`, its team and task UI are made."""
    return {
        "FlowDefinitionName": name,
        "HumanLoopConfig": config or loop_config(team(aws, name), task_ui(aws, name)),
        "OutputConfig": {"S3OutputPath": f"s3://{bucket(aws)}/a2i"},
        "RoleArn": role(aws),
        **more,
    }


def flow(aws, name="sentiment", config=None, **more):
    """A flow definition; its ARN."""
    return aws("CreateFlowDefinition", **flow_request(aws, name, config, **more))["FlowDefinitionArn"]


def loop_request(flow_arn, name, content='{"text": "Great shoes."}'):
    """A StartHumanLoop request."""
    return {"HumanLoopName": name, "FlowDefinitionArn": flow_arn, "HumanLoopInput": {"InputContent": content}}


def is_moment(value):
    """Whether a value is an instant: a datetime that knows its offset."""
    return getattr(value, "tzinfo", None) is not None
