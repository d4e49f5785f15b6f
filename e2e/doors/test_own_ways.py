"""What one door alone has: the CLI's console script, the JavaScript SDK's error classes, sagemaker-core's flaw."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.doors.adapters.aws_cli import CliDoor
from e2e.doors.adapters.javascript import JavaScriptDoor
from e2e.doors.adapters.python_boto3 import Boto3Door
from e2e.doors.adapters.sagemaker_core import SageMakerCoreDoor
from e2e.doors.door import Trouble
from e2e.doors.given import bucket, flow, loop_request, member, task_ui
from tools.door_places import doors_left_out


@pytest.fixture
def shell(aws_through):
    """AWS through boto3, and a function that runs the console script `aws` as the same account."""
    aws = aws_through(Boto3Door)

    def run(*arguments):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        script = Path(sys.executable).with_name("aws")
        return subprocess.run(
            [script, *arguments], env=kept | aws.caller.environment, capture_output=True, text=True, check=False
        )

    return aws, run


def needs(door):
    if door.set_up_by in doors_left_out():
        pytest.skip("A2I_SIMULATOR_WITHOUT_DOORS leaves it out")


def test_the_console_script_takes_shorthand_and_answers_a_query(shell):
    _, run = shell
    members = "CognitoMemberDefinition={UserPool=us-east-1_Pool,UserGroup=g,ClientId=c}"
    command = ["create-workteam", "--workteam-name", "t", "--description", "d", "--member-definitions", members]
    done = run("sagemaker", *command, "--query", "WorkteamArn", "--output", "text")
    assert (done.returncode, done.stdout.strip()[-22:]) == (0, "workteam/private-crowd/t"[-22:]), done.stderr


def test_the_console_script_fails_with_the_code_and_the_sentence(shell):
    _, run = shell
    done = run("sagemaker", "describe-human-task-ui", "--human-task-ui-name", "nobody")
    assert done.returncode != 0
    assert done.stderr.strip().endswith(
        "An error occurred (ResourceNotFound) when calling the DescribeHumanTaskUi operation: "
        "The human task UI 'nobody' does not exist."
    )


def test_the_console_script_starts_a_loop_and_copies_its_output(shell):
    aws, run = shell
    flow_arn = flow(aws)
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    content = json.dumps({"InputContent": '{"text": "Great shoes."}'})
    started = run(
        "sagemaker-a2i-runtime",
        "start-human-loop",
        *("--human-loop-name", "By-Shell", "--flow-definition-arn", flow_arn, "--human-loop-input", content),
    )
    assert started.returncode == 0, started.stderr
    aws.answer("By-Shell", {"sentiment": {"label": "Positive"}})
    uri = aws.ended("By-Shell")["HumanLoopOutput"]["OutputS3Uri"]
    copied = run("s3", "cp", uri, "-")
    assert json.loads(copied.stdout)["humanLoopName"] == "By-Shell", copied.stderr


def test_javascript_gets_an_instance_of_the_modelled_class_after_one_attempt(aws_through):
    needs(JavaScriptDoor)
    aws = aws_through(JavaScriptDoor)
    request = loop_request(flow(aws), "once")
    aws("StartHumanLoop", **request)
    request["HumanLoopInput"] = {"InputContent": "[]"}
    caught = aws.refusal("StartHumanLoop", **request)
    assert caught.more == {"modelled": "ConflictException", "attempts": 1}
    caught = aws.refusal("DescribeFlowDefinition", FlowDefinitionName="nobody")
    assert caught.more == {"modelled": "ResourceNotFound", "attempts": 1}


def test_sagemaker_core_s_create_makes_a_work_team_and_cannot_read_it(aws_through):
    needs(SageMakerCoreDoor)
    aws = aws_through(SageMakerCoreDoor)
    wanted = {"WorkteamName": "t", "MemberDefinitions": [member()], "Description": "d"}
    with pytest.raises(Trouble, match=r"validation error for Workteam\nworkteam_name\n +Field required"):
        aws.door.ask("as-written", aws.caller, wanted, kind="Workteam", method="create")
    assert aws("DescribeWorkteam", WorkteamName="t")["Workteam"]["MemberDefinitions"] == [member()]


def test_the_cli_s_own_pages_go_on_from_its_starting_token(aws_through):
    aws = aws_through(CliDoor)
    for name in ("one", "two", "three"):
        task_ui(aws, name, "<p></p>")
    order = {"SortOrder": "Ascending"}
    first = aws.door.command(aws.caller, "sagemaker", "ListHumanTaskUis", order, "--max-items", "2")
    more = ["--max-items", "2", "--starting-token", first["NextToken"]]
    second = aws.door.command(aws.caller, "sagemaker", "ListHumanTaskUis", order, *more)
    names = [[item["HumanTaskUiName"] for item in page["HumanTaskUiSummaries"]] for page in (first, second)]
    assert names == [["one", "two"], ["three"]]
