"""Human task UIs through every door."""

import hashlib
from datetime import timedelta

import httpx

from e2e.doors.given import TEMPLATE, is_moment, task_ui
from e2e.doors.scenario import proves


@proves("CreateHumanTaskUi", "DescribeHumanTaskUi")
def a_task_ui_is_described_by_address_and_hash_and_never_by_its_template(aws):
    arn = task_ui(aws)
    assert arn == f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:human-task-ui/sentiment"
    described = aws("DescribeHumanTaskUi", HumanTaskUiName="sentiment")
    template = described.pop("UiTemplate")
    assert is_moment(described.pop("CreationTime"))
    assert described == {"HumanTaskUiName": "sentiment", "HumanTaskUiArn": arn, "HumanTaskUiStatus": "Active"}
    assert template.keys() == {"Url", "ContentSha256"}
    assert template["ContentSha256"] == hashlib.sha256(TEMPLATE.encode()).hexdigest()
    assert httpx.get(template["Url"]).text == TEMPLATE


@proves("CreateHumanTaskUi", "CreateHumanTaskUi: ResourceInUse")
def a_task_ui_s_name_is_taken_once(aws):
    task_ui(aws, "taken")
    wanted = {"HumanTaskUiName": "taken", "UiTemplate": {"Content": "<p></p>"}}
    aws.refused("CreateHumanTaskUi", "ResourceInUse", message="human-task-ui/taken", **wanted)


@proves("CreateHumanTaskUi", "DeleteHumanTaskUi", "DescribeHumanTaskUi: ResourceNotFound")
def a_deleted_task_ui_is_not_found_and_its_name_is_free(aws):
    task_ui(aws)
    assert aws("DeleteHumanTaskUi", HumanTaskUiName="sentiment") in ({}, None)
    aws.refused("DescribeHumanTaskUi", "ResourceNotFound", HumanTaskUiName="sentiment")
    task_ui(aws, template="<p>other</p>")


@proves("DescribeHumanTaskUi: ResourceNotFound", "DeleteHumanTaskUi: ResourceNotFound")
def a_task_ui_that_never_was_is_not_found(aws):
    for operation in ("DescribeHumanTaskUi", "DeleteHumanTaskUi"):
        aws.refused(operation, "ResourceNotFound", message="never-was", HumanTaskUiName="never-was")


@proves("CreateHumanTaskUi: ValidationException")
def a_task_ui_s_name_that_breaks_the_pattern_is_named_in_the_refusal(aws):
    sentence = aws.refused(
        "CreateHumanTaskUi", "ValidationException", HumanTaskUiName="Not_good", UiTemplate={"Content": "<p></p>"}
    )
    assert sentence.startswith(
        "1 validation error detected: Value 'Not_good' at 'humanTaskUiName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-z0-9](-*[a-z0-9])*"
    )


@proves("CreateHumanTaskUi", "ListHumanTaskUis")
def task_uis_are_listed_to_the_end_in_both_orders(aws):
    names = [f"ui-{number:02d}" for number in range(12)]
    for name in names:
        task_ui(aws, name, "<p></p>")
    for order, expected in (("Ascending", names), ("Descending", names[::-1])):
        found = aws.every("ListHumanTaskUis", MaxResults=5, SortOrder=order)
        assert [item["HumanTaskUiName"] for item in found] == expected


@proves("CreateHumanTaskUi", "DescribeHumanTaskUi", "ListHumanTaskUis")
def task_uis_are_found_by_when_they_were_created(aws):
    task_ui(aws, "one", "<p></p>")
    created = aws("DescribeHumanTaskUi", HumanTaskUiName="one")["CreationTime"]
    before, after = created - timedelta(hours=1), created + timedelta(hours=1)
    assert len(aws.every("ListHumanTaskUis", CreationTimeAfter=before, CreationTimeBefore=after, MaxResults=5)) == 1
    assert aws.every("ListHumanTaskUis", CreationTimeAfter=after, MaxResults=5) == []
    assert aws.every("ListHumanTaskUis", CreationTimeBefore=before, MaxResults=5) == []
    (summary,) = aws.every("ListHumanTaskUis", MaxResults=5)
    assert summary["CreationTime"] == created


@proves("CreateHumanTaskUi", "ListHumanTaskUis", "ListHumanTaskUis: ValidationException", needs=("tokens",))
def a_page_s_token_leads_on_and_a_forged_one_is_refused(aws):
    for name in ("one", "two", "three"):
        task_ui(aws, name, "<p></p>")
    first = aws("ListHumanTaskUis", MaxResults=2, SortOrder="Ascending")
    task_ui(aws, "added-meanwhile", "<p></p>")
    second = aws("ListHumanTaskUis", MaxResults=2, SortOrder="Ascending", NextToken=first["NextToken"])
    names = [[item["HumanTaskUiName"] for item in page["HumanTaskUiSummaries"]] for page in (first, second)]
    assert names == [["one", "two"], ["three", "added-meanwhile"]]
    assert "NextToken" not in second
    forged = first["NextToken"][:-4] + "AAAA"
    aws.refused("ListHumanTaskUis", "ValidationException", message="NextToken", NextToken=forged)


@proves("ListHumanTaskUis: ValidationException")
def an_order_that_is_none_is_refused_by_listhumantaskuis(aws):
    sentence = aws.refused("ListHumanTaskUis", "ValidationException", SortOrder="Sideways")
    assert sentence.startswith("1 validation error detected: Value 'Sideways' at 'sortOrder' failed to satisfy ")
