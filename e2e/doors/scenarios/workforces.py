"""Workforces through every door: one for each account and region."""

from e2e.doors.given import is_moment, team
from e2e.doors.scenario import proves

COGNITO = {"UserPool": "us-east-1_Reviews01", "ClientId": "a1b2c3"}
OIDC = {
    "ClientId": "a1b2c3",
    "Issuer": "https://idp.example/",
    "AuthorizationEndpoint": "https://idp.example/authorize",
    "TokenEndpoint": "https://idp.example/token",
    "UserInfoEndpoint": "https://idp.example/userinfo",
    "LogoutEndpoint": "https://idp.example/logout",
    "JwksUri": "https://idp.example/keys",
}


@proves("CreateWorkforce", "DescribeWorkforce")
def describe_shows_a_cognito_workforce_with_an_empty_list_of_addresses(aws):
    arn = aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)["WorkforceArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:workforce/people"
    described = aws("DescribeWorkforce", WorkforceName="people")["Workforce"]
    assert (described["WorkforceName"], described["WorkforceArn"], described["Status"]) == ("people", arn, "Active")
    assert described["CognitoConfig"] == COGNITO
    assert described["SourceIpConfig"] == {"Cidrs": []}
    assert is_moment(described["CreateDate"])
    assert "OidcConfig" not in described


@proves("CreateWorkforce", "DescribeWorkforce")
def describe_never_tells_a_client_s_secret(aws):
    aws("CreateWorkforce", WorkforceName="people", OidcConfig=OIDC | {"ClientSecret": "hidden"})
    described = aws("DescribeWorkforce", WorkforceName="people")["Workforce"]
    assert described["OidcConfig"] == OIDC
    assert "CognitoConfig" not in described


@proves("CreateWorkforce", "CreateWorkforce: ValidationException")
def a_second_workforce_is_refused(aws):
    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)
    aws.refused(
        "CreateWorkforce",
        "ValidationException",
        message="Cannot create more than one workforce for account",
        WorkforceName="more-people",
        CognitoConfig=COGNITO,
    )


@proves("CreateWorkforce", "CreateWorkteam", "DescribeWorkteam", "DeleteWorkforce: ResourceInUse")
def a_workforce_with_work_teams_cannot_be_deleted(aws):
    arn = aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)["WorkforceArn"]
    team(aws, WorkforceName="people")
    assert aws("DescribeWorkteam", WorkteamName="reviewers")["Workteam"]["WorkforceArn"] == arn
    aws.refused("DeleteWorkforce", "ResourceInUse", WorkforceName="people")


@proves("CreateWorkforce", "DeleteWorkforce", "DescribeWorkforce: ValidationException")
def a_deleted_workforce_is_refused_as_invalid_and_makes_room(aws):
    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)
    assert aws("DeleteWorkforce", WorkforceName="people") in ({}, None)
    aws.refused("DescribeWorkforce", "ValidationException", message="No workforce", WorkforceName="people")
    aws("CreateWorkforce", WorkforceName="others", CognitoConfig=COGNITO)


@proves("CreateWorkforce", "UpdateWorkforce", "DescribeWorkforce")
def an_update_of_a_workforce_s_addresses_is_described(aws):
    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)
    addresses = {"Cidrs": ["203.0.113.0/24", "198.51.100.7/32"]}
    updated = aws("UpdateWorkforce", WorkforceName="people", SourceIpConfig=addresses)["Workforce"]
    assert updated["SourceIpConfig"] == addresses
    described = aws("DescribeWorkforce", WorkforceName="people")["Workforce"]
    assert (described["SourceIpConfig"], described["CognitoConfig"]) == (addresses, COGNITO)
    assert described["LastUpdatedDate"] >= described["CreateDate"]


@proves("CreateWorkforce", "UpdateWorkforce: ConflictException", "UpdateWorkforce: ValidationException")
def the_provider_of_a_workforce_with_work_teams_cannot_be_changed(aws):
    aws("CreateWorkforce", WorkforceName="people", OidcConfig=OIDC | {"ClientSecret": "hidden"})
    team(aws, MemberDefinitions=[{"OidcMemberDefinition": {"Groups": ["reviewers"]}}])
    changed = OIDC | {"ClientSecret": "other"}
    aws.refused("UpdateWorkforce", "ConflictException", WorkforceName="people", OidcConfig=changed)
    aws.refused("UpdateWorkforce", "ValidationException", message="No workforce", WorkforceName="never-was")


@proves("DescribeWorkforce: ValidationException", "DeleteWorkforce: ValidationException")
def a_workforce_that_never_was_is_refused_as_invalid(aws):
    for operation in ("DescribeWorkforce", "DeleteWorkforce"):
        aws.refused(operation, "ValidationException", message="No workforce", WorkforceName="never-was")


@proves("CreateWorkforce", "ListWorkforces")
def the_workforce_is_listed_and_filtered_by_name(aws):
    assert aws.every("ListWorkforces", MaxResults=5) == []
    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)
    assert [item["WorkforceName"] for item in aws.every("ListWorkforces", MaxResults=5)] == ["people"]
    assert aws.every("ListWorkforces", MaxResults=5, NameContains="robots") == []


@proves("ListWorkforces: ValidationException")
def an_order_that_is_none_is_refused_by_listworkforces(aws):
    sentence = aws.refused("ListWorkforces", "ValidationException", SortOrder="Sideways")
    assert sentence.startswith("1 validation error detected: Value 'Sideways' at 'sortOrder' failed to satisfy ")
