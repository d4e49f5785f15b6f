"""RenderUiTemplate through every door that has it."""

from e2e.doors.given import TEMPLATE, role, task_ui
from e2e.doors.scenario import proves

TASK = {"Input": '{"text": "Great <b>shoes</b>"}'}


@proves("RenderUiTemplate")
def a_template_is_rendered_with_its_input_escaped(aws):
    answer = aws("RenderUiTemplate", UiTemplate={"Content": TEMPLATE}, Task=TASK, RoleArn=role(aws))
    assert "Great &lt;b&gt;shoes&lt;/b&gt;" in answer["RenderedContent"]
    assert "{{" not in answer["RenderedContent"]
    assert answer["Errors"] == []


@proves("CreateHumanTaskUi", "RenderUiTemplate")
def a_task_ui_is_rendered_by_its_arn(aws):
    by_arn = aws("RenderUiTemplate", HumanTaskUiArn=task_ui(aws), Task=TASK, RoleArn=role(aws))
    assert by_arn == aws("RenderUiTemplate", UiTemplate={"Content": TEMPLATE}, Task=TASK, RoleArn=role(aws))


@proves("RenderUiTemplate")
def what_is_wrong_with_a_template_is_told_with_its_line(aws):
    template = "<crowd-form>\n<p>{{ task.input.text | nonsense }}</p>\n</crowd-form>"
    answer = aws("RenderUiTemplate", UiTemplate={"Content": template}, Task=TASK, RoleArn=role(aws))
    (error, *_) = answer["Errors"]
    assert error["Code"]
    assert "nonsense" in error["Message"]
    assert "line 2" in error["Message"]


@proves("RenderUiTemplate")
def input_that_is_not_json_is_told_among_the_errors(aws):
    answer = aws("RenderUiTemplate", UiTemplate={"Content": TEMPLATE}, Task={"Input": "{'a': 1}"}, RoleArn=role(aws))
    assert answer["RenderedContent"] == ""
    assert any("Task.Input" in error["Message"] for error in answer["Errors"])


@proves("RenderUiTemplate: ResourceNotFound", "RenderUiTemplate: ValidationException")
def a_task_ui_that_never_was_cannot_be_rendered_nor_nothing(aws):
    arn = f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:human-task-ui/never-was"
    aws.refused("RenderUiTemplate", "ResourceNotFound", message=arn, HumanTaskUiArn=arn, Task=TASK, RoleArn=role(aws))
    aws.refused("RenderUiTemplate", "ValidationException", message="UiTemplate", Task=TASK, RoleArn=role(aws))
