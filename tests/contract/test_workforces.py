"""Workforces and work teams: the rules of their members, networks, updates and ends."""

import pytest

POOL = {"UserPool": "us-east-1_Pool", "ClientId": "client"}
ENDPOINTS = ("Issuer", "AuthorizationEndpoint", "TokenEndpoint", "UserInfoEndpoint", "LogoutEndpoint", "JwksUri")
OIDC = {"ClientId": "c", "ClientSecret": "hush", **{name: f"https://idp.example.com/{name}" for name in ENDPOINTS}}
VPC = {"VpcId": "vpc-1", "SecurityGroupIds": ["sg-2", "sg-1"], "Subnets": ["subnet-1"]}


def cognito(group="group", **more):
    return {"CognitoMemberDefinition": {**POOL, "UserGroup": group, **more}}


def oidc(*groups):
    return {"OidcMemberDefinition": {"Groups": list(groups)}}


def workforce(aws, name="people", **more):
    given = more or {"CognitoConfig": POOL}
    return aws("CreateWorkforce", WorkforceName=name, **given)


def described(aws):
    return aws("DescribeWorkforce", WorkforceName="people")["Workforce"]


def test_a_second_workforce_is_refused_in_awss_words_c1_observed(aws, refused):
    workforce(aws)
    error = refused("ValidationException", "Cannot create more than one workforce", workforce, aws, "other")
    assert error.message == (
        f"Cannot create more than one workforce for account {aws.account}. "
        "If you are trying to update existing workforce, please use UpdateWorkforce API"
    )


@pytest.mark.parametrize("operation", ["DescribeWorkforce", "UpdateWorkforce", "DeleteWorkforce"])
def test_a_missing_workforce_is_a_validation_exception_c1_observed(aws, refused, operation):
    refused("ValidationException", "No workforce", aws, operation, WorkforceName="nobody")


@pytest.mark.parametrize("operation", ["DescribeWorkteam", "UpdateWorkteam", "DeleteWorkteam"])
def test_a_missing_work_team_is_a_validation_exception_c1_observed(aws, refused, operation):
    refused("ValidationException", "The work team", aws, operation, WorkteamName="nobody")


def test_a_workforce_has_one_identity_provider_d_observed(aws, refused):
    for both in ({"CognitoConfig": POOL, "OidcConfig": OIDC}, {"Tags": []}):
        refused("ValidationException", "Exactly one of CognitoConfig and OidcConfig", workforce, aws, **both)


def test_a_workforce_with_teams_is_in_use_c1_documented(aws, refused):
    workforce(aws)
    aws.team()
    refused("ResourceInUse", "still has work teams", aws, "DeleteWorkforce", WorkforceName="people")
    aws("DeleteWorkteam", WorkteamName="team")
    aws("DeleteWorkforce", WorkforceName="people")
    workforce(aws)


def test_a_workforce_shows_everything_but_its_secret(aws):
    workforce(aws, OidcConfig={**OIDC, "Scope": "openid"}, WorkforceVpcConfig=VPC, IpAddressType="dualstack")
    found = described(aws)
    assert found.pop("OidcConfig") == {key: value for key, value in OIDC.items() if key != "ClientSecret"} | {
        "Scope": "openid"
    }
    endpoint = found["WorkforceVpcConfig"].pop("VpcEndpointId")
    assert len(endpoint) == len("vpce-") + 17
    assert found.pop("CreateDate") == found.pop("LastUpdatedDate")
    assert found == {
        "WorkforceName": "people",
        "WorkforceArn": aws.arn("workforce/people"),
        "Status": "Active",
        "SubDomain": "127.0.0.1:4280/portal",
        "SourceIpConfig": {"Cidrs": []},
        "WorkforceVpcConfig": VPC,
        "IpAddressType": "dualstack",
    }
    assert aws("ListWorkforces")["Workforces"] == [described(aws)]


def test_an_update_keeps_what_it_does_not_name(aws):
    workforce(aws, CognitoConfig=POOL, SourceIpConfig={"Cidrs": ["10.0.0.0/16"]})
    aws.process.advance(2)
    updated = aws("UpdateWorkforce", WorkforceName="people", WorkforceVpcConfig=VPC)["Workforce"]
    assert updated == described(aws)
    assert (updated["LastUpdatedDate"] - updated["CreateDate"]).total_seconds() == 2
    assert updated["SourceIpConfig"] == {"Cidrs": ["10.0.0.0/16"]}
    assert updated["CognitoConfig"] == POOL
    aws("UpdateWorkforce", WorkforceName="people", WorkforceVpcConfig={}, SourceIpConfig={"Cidrs": []})
    assert "WorkforceVpcConfig" not in described(aws)
    assert described(aws)["SourceIpConfig"] == {"Cidrs": []}


def test_the_oidc_configuration_changes_only_while_there_are_no_teams_documented(aws, refused):
    workforce(aws, OidcConfig=OIDC)
    aws("UpdateWorkforce", WorkforceName="people", OidcConfig={**OIDC, "ClientId": "d"})
    assert described(aws)["OidcConfig"]["ClientId"] == "d"
    aws.team(MemberDefinitions=[oidc("g")])
    refused(
        "ConflictException", "while it has work teams", aws, "UpdateWorkforce", WorkforceName="people", OidcConfig=OIDC
    )
    aws("UpdateWorkforce", WorkforceName="people", SourceIpConfig={"Cidrs": ["10.0.0.0/16"]})


def test_a_cognito_workforce_does_not_become_one_of_oidc(aws, refused):
    workforce(aws)
    refused("ValidationException", "cannot be given", aws, "UpdateWorkforce", WorkforceName="people", OidcConfig=OIDC)


def test_there_are_at_most_ten_address_ranges_and_they_are_ranges_documented(aws, refused):
    eleven = {"Cidrs": [f"10.{number}.0.0/16" for number in range(11)]}
    refused("ValidationException", "at most 10 Cidrs", workforce, aws, CognitoConfig=POOL, SourceIpConfig=eleven)
    workforce(aws, CognitoConfig=POOL, SourceIpConfig={"Cidrs": eleven["Cidrs"][:10]})
    for wrong in ("10.0.0.0", "10.0.0.0/33", "300.0.0.0/8", "2001:db8::/129"):
        config = {"WorkforceName": "people", "SourceIpConfig": {"Cidrs": [wrong]}}
        refused("ValidationException", "at 'sourceIpConfig.cidrs'", aws, "UpdateWorkforce", **config)


def test_a_vpc_is_whole_or_empty_inferred(aws, refused):
    workforce(aws)
    for left_out in VPC:
        part = {name: value for name, value in VPC.items() if name != left_out}
        words = "WorkforceVpcConfig must have"
        refused("ValidationException", words, aws, "UpdateWorkforce", WorkforceName="people", WorkforceVpcConfig=part)


@pytest.mark.parametrize(
    "members,said",
    [
        ([{}], "must have a CognitoMemberDefinition or an OidcMemberDefinition"),
        ([cognito(), oidc("g")], "cannot both be given"),
        ([cognito() | oidc("g")], "cannot both be given"),
        ([cognito(), cognito("other", ClientId="other")], "same UserPool and ClientId"),
        ([cognito(), cognito("other", UserPool="us-east-1_Other")], "same UserPool and ClientId"),
        ([{"OidcMemberDefinition": {}}], "must have Groups"),
    ],
)
def test_member_definitions_do_not_contradict_themselves_documented(aws, refused, members, said):
    refused("ValidationException", said, aws.team, MemberDefinitions=members)
    aws.team()
    refused("ValidationException", said, aws, "UpdateWorkteam", WorkteamName="team", MemberDefinitions=members)


def test_members_come_from_the_workforce_inferred(aws, refused, aws_with):
    refused("ValidationException", "only be used with a workforce of an OIDC", aws.team, MemberDefinitions=[oidc("g")])
    workforce(aws)
    refused(
        "ValidationException", "must be those of the workforce", aws.team, MemberDefinitions=[cognito(ClientId="x")]
    )
    refused("ValidationException", "only be used with a workforce of an OIDC", aws.team, MemberDefinitions=[oidc("g")])
    aws.team()
    lenient = aws_with(members_of_workforce=False)
    workforce(lenient)
    lenient.team(MemberDefinitions=[oidc("g")])


def test_a_team_names_a_workforce_that_is_there_or_none_k_observed(aws, refused):
    aws.team("one")
    refused("ValidationException", "No workforce", aws.team, "two", WorkforceName="people")
    workforce(aws)
    aws.team("two", WorkforceName="people")
    teams = aws("ListWorkteams")["Workteams"]
    assert {team["WorkforceArn"] for team in teams} == {aws.arn("workforce/people")}


def test_an_updated_team_keeps_what_is_not_named(aws):
    topic = {"NotificationTopicArn": f"arn:aws:sns:us-east-1:{aws.account}:topic"}
    access = {"S3Presign": {"IamPolicyConstraints": {"SourceIp": "Enabled", "VpcSourceIp": "Disabled"}}}
    aws.team(NotificationConfiguration=topic, WorkerAccessConfiguration=access)
    changed = aws("UpdateWorkteam", WorkteamName="team", Description="other")["Workteam"]
    assert (changed["Description"], changed["NotificationConfiguration"]) == ("other", topic)
    assert changed["WorkerAccessConfiguration"] == access
    groups = [cognito("b"), cognito("a")]
    assert (
        aws("UpdateWorkteam", WorkteamName="team", MemberDefinitions=groups)["Workteam"]["MemberDefinitions"] == groups
    )
    cleared = aws("UpdateWorkteam", WorkteamName="team", NotificationConfiguration={})["Workteam"]
    assert cleared["NotificationConfiguration"] == {}
    assert cleared == aws("DescribeWorkteam", WorkteamName="team")["Workteam"]


def test_there_are_at_most_twenty_five_teams_c2_documented(aws, refused):
    for number in range(25):
        aws.team(f"team-{number}")
    refused("ResourceLimitExceeded", "'Number of work teams' is 25", aws.team, "team-25")
    aws.elsewhere("eu-west-1").team("team-25", MemberDefinitions=[cognito()])
    aws("DeleteWorkteam", WorkteamName="team-7")
    aws.team("team-25")


def test_teams_are_listed_oldest_first_documented(aws):
    for name in ("b", "c", "a"):
        aws.process.advance(1)
        aws.team(name)
    assert [team["WorkteamName"] for team in aws("ListWorkteams")["Workteams"]] == ["b", "c", "a"]
    newest = aws("ListWorkteams", SortOrder="Descending", MaxResults=2)
    assert [team["WorkteamName"] for team in newest["Workteams"]] == ["a", "c"]
    by_name = aws("ListWorkteams", SortBy="Name", NameContains="C")
    assert [team["WorkteamName"] for team in by_name["Workteams"]] == ["c"]


def test_whether_a_team_in_use_can_be_deleted_is_a_rule_c4_guess(aws, aws_with, refused):
    aws.flow()
    assert aws("DeleteWorkteam", WorkteamName="flow") == {"Success": True}
    strict = aws_with(delete_workteam_in_use="refused")
    strict.flow()
    refused("ResourceInUse", "is used by the flow definition", strict, "DeleteWorkteam", WorkteamName="flow")
    strict("DeleteFlowDefinition", FlowDefinitionName="flow")
    strict("DeleteWorkteam", WorkteamName="flow")


@pytest.mark.parametrize("arn", ["topic", "arn:aws:sqs:us-east-1:123456789012:q", "arn:aws:sns:us-east-1:1:t"])
def test_notifications_go_to_an_sns_topic(aws, refused, arn):
    place = "at 'notificationConfiguration.notificationTopicArn'"
    refused("ValidationException", place, aws.team, NotificationConfiguration={"NotificationTopicArn": arn})
