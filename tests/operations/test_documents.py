"""Flow definitions, task UIs, work teams and workforces."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest

from simulator.domain.errors import InUse, Invalid, NotFound
from simulator.operations import errors

NAMES = [f"ui-{number:02d}" for number in range(25)]


async def create_task_uis(api) -> None:
    for name in NAMES:
        api.clock.move_to(api.clock.now_ms() + 1000)
        await api("CreateHumanTaskUi", HumanTaskUiName=name, UiTemplate={"Content": f"<p>{name}"})


async def test_describe_echoes_a_flow_definition_exactly_as_it_was_sent(api):
    price = {"AmountInUsd": {"Dollars": 0, "Cents": 1, "TenthFractionsOfACent": 2}}
    team = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
    arn = await api.flow(TaskKeywords=["b", "a"], WorkteamArn=team, PublicWorkforceTaskPrice=price)
    described = await api("DescribeFlowDefinition", FlowDefinitionName="flow")
    assert described.pop("HumanLoopConfig") == {
        "WorkteamArn": team,
        "HumanTaskUiArn": "arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/flow",
        "TaskTitle": "t",
        "TaskDescription": "d",
        "TaskCount": 1,
        "TaskKeywords": ["b", "a"],
        "PublicWorkforceTaskPrice": price,
    }
    assert described == {
        "FlowDefinitionArn": arn,
        "FlowDefinitionName": "flow",
        "FlowDefinitionStatus": "Active",
        "CreationTime": datetime.fromtimestamp(1000, UTC),
        "OutputConfig": {"S3OutputPath": "s3://bucket/out"},
        "RoleArn": "arn:aws:iam::123456789012:role/r",
    }


async def test_a_task_ui_shows_its_hash_and_address_but_never_its_content(api):
    await api("CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate={"Content": "<p>ü"})
    described = await api("DescribeHumanTaskUi", HumanTaskUiName="ui")
    sha256 = hashlib.sha256("<p>ü".encode()).hexdigest()
    assert described["UiTemplate"] == {
        "Url": f"http://127.0.0.1:4280/human-task-ui-templates/{sha256}",
        "ContentSha256": sha256,
    }
    assert described["HumanTaskUiStatus"] == "Active"


async def test_a_list_in_pages_shows_everything_once_newest_first(api):
    await create_task_uis(api)
    found, token = [], {}
    while True:
        page = await api("ListHumanTaskUis", MaxResults=10, **token)
        found += [item["HumanTaskUiName"] for item in page["HumanTaskUiSummaries"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == NAMES[::-1]


async def test_a_page_stays_where_it_was_when_something_is_added(api):
    await create_task_uis(api)
    first = await api("ListHumanTaskUis", MaxResults=10)
    await api("CreateHumanTaskUi", HumanTaskUiName="later", UiTemplate={"Content": "x"})
    second = await api("ListHumanTaskUis", MaxResults=10, NextToken=first["NextToken"])
    assert [item["HumanTaskUiName"] for item in second["HumanTaskUiSummaries"]] == NAMES[::-1][10:20]


@pytest.mark.parametrize(
    "token", ["", "nonsense", "ö", base64.b64encode(b"[1,2]").decode(), base64.b64encode(b"\xff").decode()]
)
async def test_a_forged_token_is_refused(api, token):
    with pytest.raises(Invalid, match="NextToken is not valid"):
        await api("ListHumanTaskUis", NextToken=token)


async def test_a_token_of_another_list_is_refused(api):
    await create_task_uis(api)
    page = await api("ListHumanTaskUis", MaxResults=1)
    with pytest.raises(Invalid, match="NextToken is not valid"):
        await api("ListFlowDefinitions", NextToken=page["NextToken"])


async def test_lists_filter_and_sort(api):
    for name in ("b-team", "a-team", "c_eam"):
        api.clock.move_to(api.clock.now_ms() + 1000)
        await api("CreateWorkteam", WorkteamName=name, MemberDefinitions=[], Description="d")
    by_name = await api("ListWorkteams", SortBy="Name", SortOrder="Ascending")
    assert [team["WorkteamName"] for team in by_name["Workteams"]] == ["a-team", "b-team", "c_eam"]
    some = await api("ListWorkteams", NameContains="-team")
    assert [team["WorkteamName"] for team in some["Workteams"]] == ["b-team", "a-team"]


async def test_lists_filter_by_creation_time(api):
    await create_task_uis(api)
    after, before = datetime.fromtimestamp(1003, UTC), datetime.fromtimestamp(1005, UTC)
    page = await api("ListHumanTaskUis", CreationTimeAfter=after, CreationTimeBefore=before)
    assert [item["HumanTaskUiName"] for item in page["HumanTaskUiSummaries"]] == ["ui-03", "ui-02"]


async def test_a_name_is_free_again_after_deletion(api):
    await api("CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate={"Content": "x"})
    with pytest.raises(InUse):
        await api("CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate={"Content": "x"})
    await api("DeleteHumanTaskUi", HumanTaskUiName="ui")
    with pytest.raises(NotFound):
        await api("DescribeHumanTaskUi", HumanTaskUiName="ui")
    await api("CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate={"Content": "x"})


async def test_accounts_do_not_see_one_another(api):
    await api("CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate={"Content": "x"})
    with pytest.raises(NotFound):
        await api("DescribeHumanTaskUi", "210987654321", HumanTaskUiName="ui")


async def test_a_work_team_keeps_its_members_in_order_and_an_empty_notification(api):
    groups = [{"CognitoMemberDefinition": {"UserPool": "p", "UserGroup": group, "ClientId": "c"}} for group in "bac"]
    await api("CreateWorkteam", WorkteamName="team", MemberDefinitions=groups, Description="d")
    team = (await api("DescribeWorkteam", WorkteamName="team"))["Workteam"]
    assert team["MemberDefinitions"] == groups
    assert team["NotificationConfiguration"] == {}
    assert team["SubDomain"] == "127.0.0.1:4280/portal"
    assert await api("DeleteWorkteam", WorkteamName="team") == {"Success": True}


async def test_missing_work_teams_and_workforces_are_validation_exceptions(api):
    with pytest.raises(Invalid, match=r"^The work team 'x'") as team:
        await api("DescribeWorkteam", WorkteamName="x")
    with pytest.raises(Invalid, match=r"^No workforce"):
        await api("DeleteWorkforce", WorkforceName="x")
    assert errors.code("sagemaker", team.value) == "ValidationException"


async def test_there_is_one_workforce_and_it_goes_after_its_teams(api):
    cognito = {"UserPool": "us-east-1_Pool", "ClientId": "c"}
    await api("CreateWorkforce", WorkforceName="people", CognitoConfig=cognito)
    with pytest.raises(Invalid, match="Cannot create more than one workforce for account 123456789012"):
        await api("CreateWorkforce", WorkforceName="more", CognitoConfig=cognito)
    await api("CreateWorkteam", WorkteamName="team", WorkforceName="people", MemberDefinitions=[], Description="d")
    with pytest.raises(InUse, match="still has work teams"):
        await api("DeleteWorkforce", WorkforceName="people")
    await api("DeleteWorkteam", WorkteamName="team")
    await api("DeleteWorkforce", WorkforceName="people")


async def test_a_workforce_never_shows_its_client_secret(api):
    endpoint = "https://idp.example.com/x"
    oidc = {"ClientId": "c", "ClientSecret": "hush", "Issuer": endpoint, "JwksUri": endpoint}
    await api("CreateWorkforce", WorkforceName="people", OidcConfig=oidc)
    described = (await api("DescribeWorkforce", WorkforceName="people"))["Workforce"]
    assert "hush" not in str(described)
    assert described["SourceIpConfig"] == {"Cidrs": []}
    assert described["OidcConfig"] == {"ClientId": "c", "Issuer": endpoint, "JwksUri": endpoint}


async def test_a_flow_definition_needs_a_known_team_a_known_template_and_an_s3_path(api):
    with pytest.raises(Invalid, match=r"The specified Workteam '.*' does not exist or you do not have access to it"):
        await api.flow(WorkteamArn="arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/nobody")
    with pytest.raises(Invalid, match=r"The specified HumanTaskUi '.*' does not exist"):
        await api.flow("other", HumanTaskUiArn="arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/nothing")
    config = await _config(api)
    with pytest.raises(Invalid, match="must name a bucket"):
        await api(
            "CreateFlowDefinition",
            FlowDefinitionName="f",
            HumanLoopConfig=config,
            OutputConfig={"S3OutputPath": "https://example.com/x"},
            RoleArn="r",
        )


async def _config(api):
    await api.flow("good")
    return (await api("DescribeFlowDefinition", FlowDefinitionName="good"))["HumanLoopConfig"]
