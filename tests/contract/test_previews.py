"""RenderUiTemplate: a preview of what a worker would see, and what is wrong with the template."""

import pytest

ROLE = "arn:aws:iam::123456789012:role/reviews"


@pytest.fixture
def render(aws):
    """RenderUiTemplate of a template for an input."""

    def call(content, given="{}"):
        task = {"Input": given}
        return aws("RenderUiTemplate", UiTemplate={"Content": content}, Task=task, RoleArn=ROLE)

    return call


def problems(answer):
    return [(error["Code"], error["Message"]) for error in answer["Errors"]]


def test_a_sound_template_is_rendered_without_errors(render):
    answer = render("<crowd-form><p>{{ task.input.text }}</p></crowd-form>", '{"text": "a < b"}')
    assert answer["Errors"] == []
    assert "<p>a &lt; b</p>" in answer["RenderedContent"]


def test_a_human_task_ui_is_rendered_as_its_content_is(aws, render):
    content = "<crowd-form>{{ task.input.text }}</crowd-form>"
    arn, task = aws.task_ui("ui", content), {"Input": '{"text": "x"}'}
    assert aws("RenderUiTemplate", HumanTaskUiArn=arn, Task=task, RoleArn=ROLE) == render(content, task["Input"])


def test_an_s3_object_is_presigned_for_the_preview_and_for_the_callers_account(aws, render):
    answer = render(
        "<crowd-form><img src='{{ task.input.uri | grant_read_access }}'></crowd-form>", '{"uri": "s3://bucket/k"}'
    )
    assert answer["Errors"] == []
    assert "X-Amz-Signature=" in answer["RenderedContent"]
    assert f"X-Amz-Credential={aws.account}%2F" in answer["RenderedContent"]


def test_an_object_that_is_no_s3_uri_is_told_as_a_loop_tells_it_k_observed(render):
    answer = render("<crowd-form>{{ task.input.uri | grant_read_access }}</crowd-form>", '{"uri": "no"}')
    (code, message), *others = problems(answer)
    assert (answer["RenderedContent"], code, others) == ("", "InvalidParameters", [])
    assert message.startswith('"grant_read_access" input is not a valid S3 URI')


def test_a_template_without_a_form_is_rendered_and_the_lack_is_told_c4_guess(render):
    answer = render("<p>{{ task.input.text }}</p>", '{"text": "x"}')
    assert "<p>x</p>" in answer["RenderedContent"]
    assert [code for code, _ in problems(answer)] == ["MissingForm"]


@pytest.mark.parametrize(
    "content,line,code",
    [
        ("<crowd-form>\n\n{% if a %}</crowd-form>", 3, "TemplateSyntaxError"),
        ("<crowd-form>\n{{ 'a' | shout }}</crowd-form>", 2, "UnknownFilter"),
        ("<crowd-form>\n{% frobnicate %}</crowd-form>", 2, "TemplateSyntaxError"),
    ],
)
def test_an_error_of_liquid_is_told_once_with_its_line(render, content, line, code):
    answer = render(content)
    assert [found for found, _ in problems(answer)] == [code]
    assert f"(line {line}, column " in answer["Errors"][0]["Message"]
    assert answer["RenderedContent"] == ""


@pytest.mark.parametrize("given", ["no json", "{'a': 1}", "{}{}"])
def test_an_input_that_is_not_json_is_told_and_nothing_is_rendered(render, given):
    answer = render("<crowd-form></crowd-form>", given)
    assert [code for code, _ in problems(answer)] == ["InvalidInput"]
    assert "Task.Input must be valid JSON" in answer["Errors"][0]["Message"]
    assert answer["RenderedContent"] == ""


def test_one_of_template_and_task_ui_is_given_documented(aws, refused):
    both = {"UiTemplate": {"Content": "x"}, "HumanTaskUiArn": aws.task_ui()}
    for given in (both, {}):
        words = "Exactly one of UiTemplate and HumanTaskUiArn"
        refused("ValidationException", words, aws, "RenderUiTemplate", Task={"Input": "{}"}, RoleArn=ROLE, **given)


def test_a_task_ui_that_is_not_there_or_not_ones_own_is_not_found_c2_documented(aws, refused):
    arn = aws.task_ui()
    for wrong in (arn + "x", arn.replace(aws.account, "210987654321"), arn.replace("us-east-1", "eu-west-1")):
        given = {"HumanTaskUiArn": wrong, "Task": {"Input": "{}"}, "RoleArn": ROLE}
        refused("ResourceNotFound", wrong, aws, "RenderUiTemplate", **given)
