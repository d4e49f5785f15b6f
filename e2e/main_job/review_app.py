"""A review app as users write them: boto3, the environment, nothing of the simulator."""

import json
import sys
import time

import boto3

TEMPLATE = """
<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form>
  <crowd-classifier name="sentiment" categories="['Positive', 'Negative', 'Neutral']" header="Sentiment?">
    <classification-target>{{ task.input.text }}</classification-target>
    <full-instructions header="How to">Choose one.</full-instructions>
    <short-instructions>Choose one.</short-instructions>
  </crowd-classifier>
</crowd-form>
"""


def main() -> int:
    """Create everything, start 20 loops, wait, read 20 outputs."""
    sagemaker, a2i, s3 = boto3.client("sagemaker"), boto3.client("sagemaker-a2i-runtime"), boto3.client("s3")
    region = sagemaker.meta.region_name
    s3.create_bucket(Bucket="my-reviews", CreateBucketConfiguration={"LocationConstraint": region})
    member = {"CognitoMemberDefinition": {"UserPool": f"{region}_Abc123456", "UserGroup": "g", "ClientId": "c"}}
    team = sagemaker.create_workteam(WorkteamName="team", MemberDefinitions=[member], Description="my team")
    task_ui = sagemaker.create_human_task_ui(HumanTaskUiName="ui", UiTemplate={"Content": TEMPLATE})
    flow_arn = sagemaker.create_flow_definition(
        FlowDefinitionName="flow",
        HumanLoopConfig={
            "WorkteamArn": team["WorkteamArn"],
            "HumanTaskUiArn": task_ui["HumanTaskUiArn"],
            "TaskTitle": "Sentiment",
            "TaskDescription": "Choose the sentiment",
            "TaskCount": 2,
        },
        OutputConfig={"S3OutputPath": "s3://my-reviews/out"},
        RoleArn="arn:aws:iam::123456789012:role/flow",
    )["FlowDefinitionArn"]
    while sagemaker.describe_flow_definition(FlowDefinitionName="flow")["FlowDefinitionStatus"] != "Active":
        time.sleep(0.1)
    inputs = {f"Review-{number}": {"text": f"Text {number}", "number": number} for number in range(20)}
    for name, content in inputs.items():
        a2i.start_human_loop(
            HumanLoopName=name, FlowDefinitionArn=flow_arn, HumanLoopInput={"InputContent": json.dumps(content)}
        )
    outputs = {name: read_output(a2i, s3, name) for name in inputs}
    for name, content in inputs.items():
        check(outputs[name], name, flow_arn, content)
    print(f"{len(outputs)} outputs are correct")
    return 0


def read_output(a2i, s3, name):
    """The output document of a loop, once it is completed."""
    while True:
        described = a2i.describe_human_loop(HumanLoopName=name)
        if described["HumanLoopStatus"] == "Completed":
            break
        assert described["HumanLoopStatus"] == "InProgress", described
        time.sleep(0.2)
    bucket, _, key = described["HumanLoopOutput"]["OutputS3Uri"].removeprefix("s3://").partition("/")
    return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())


def check(document, name, flow_arn, content):
    """What a reader of the document relies on."""
    assert sorted(document) == ["flowDefinitionArn", "humanAnswers", "humanLoopName", "inputContent"]
    assert document["flowDefinitionArn"] == flow_arn
    assert document["humanLoopName"] == name
    assert document["inputContent"] == content
    assert len({answer["workerId"] for answer in document["humanAnswers"]}) == 2
    for answer in document["humanAnswers"]:
        assert answer["answerContent"]["sentiment"]["label"] in {"Positive", "Negative", "Neutral"}
        assert answer["acceptanceTime"] <= answer["submissionTime"]


if __name__ == "__main__":
    sys.exit(main())
