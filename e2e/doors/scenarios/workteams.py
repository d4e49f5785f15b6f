"""Work teams through every door."""

from e2e.doors.given import is_moment, member, team
from e2e.doors.scenario import proves


@proves("CreateWorkteam", "DescribeWorkteam")
def describe_shows_a_work_team_s_members_in_their_order(aws):
    members = [member("second"), member("first"), member("third")]
    arn = team(aws, "Team-1", MemberDefinitions=members)
    assert arn == f"arn:aws:sagemaker:us-east-1:{aws.caller.account}:workteam/private-crowd/Team-1"
    described = aws("DescribeWorkteam", WorkteamName="Team-1")["Workteam"]
    assert (described["WorkteamName"], described["WorkteamArn"]) == ("Team-1", arn)
    assert described["MemberDefinitions"] == members
    assert described["Description"] == "People who read reviews"
    assert described["NotificationConfiguration"] == {}
    assert is_moment(described["CreateDate"])
    assert described["LastUpdatedDate"] == described["CreateDate"]


@proves("CreateWorkteam", "DescribeWorkteam")
def a_work_team_s_sub_domain_is_a_host_without_a_scheme(aws):
    team(aws)
    sub_domain = aws("DescribeWorkteam", WorkteamName="reviewers")["Workteam"]["SubDomain"]
    assert "://" not in sub_domain
    assert sub_domain.endswith("/portal")


@proves("CreateWorkteam", "CreateWorkteam: ResourceInUse")
def a_work_team_s_name_is_taken_once(aws):
    team(aws)
    again = {"WorkteamName": "reviewers", "MemberDefinitions": [member()], "Description": "Others"}
    aws.refused("CreateWorkteam", "ResourceInUse", message="reviewers", **again)


@proves("CreateWorkteam", "DeleteWorkteam", "DescribeWorkteam: ValidationException")
def a_deleted_work_team_is_refused_as_invalid_and_its_name_is_free(aws):
    team(aws)
    assert aws("DeleteWorkteam", WorkteamName="reviewers") in ({"Success": True}, None)
    aws.refused("DescribeWorkteam", "ValidationException", message="The work team", WorkteamName="reviewers")
    team(aws)


@proves("DescribeWorkteam: ValidationException", "DeleteWorkteam: ValidationException")
def a_work_team_that_never_was_is_refused_as_invalid(aws):
    for operation in ("DescribeWorkteam", "DeleteWorkteam"):
        aws.refused(operation, "ValidationException", message="The work team", WorkteamName="never-was")


@proves("CreateWorkteam: ValidationException")
def a_work_team_needs_a_workforce_that_exists(aws):
    wanted = {"WorkteamName": "t", "MemberDefinitions": [member()], "Description": "d", "WorkforceName": "nobody"}
    aws.refused("CreateWorkteam", "ValidationException", message="No workforce", **wanted)


@proves("CreateWorkteam: ValidationException")
def a_work_team_s_broken_constraints_are_told_in_one_message(aws):
    wanted = {"WorkteamName": "-bad-", "MemberDefinitions": [member()], "Description": "x" * 201}
    sentence = aws.refused("CreateWorkteam", "ValidationException", **wanted)
    assert sentence.startswith("2 validation errors detected: Value '-bad-' at 'workteamName' failed to satisfy")
    assert (
        "at 'description' failed to satisfy constraint: Member must have length less than or equal to 200" in sentence
    )


@proves("CreateWorkteam", "UpdateWorkteam", "DescribeWorkteam")
def an_update_changes_what_it_names_and_leaves_the_rest(aws):
    team(aws)
    updated = aws("UpdateWorkteam", WorkteamName="reviewers", MemberDefinitions=[member("b"), member("a")])["Workteam"]
    assert updated["MemberDefinitions"] == [member("b"), member("a")]
    aws("UpdateWorkteam", WorkteamName="reviewers", Description="Others")
    described = aws("DescribeWorkteam", WorkteamName="reviewers")["Workteam"]
    assert (described["Description"], described["MemberDefinitions"]) == ("Others", updated["MemberDefinitions"])
    assert described["LastUpdatedDate"] >= described["CreateDate"]


@proves("CreateWorkteam", "UpdateWorkteam", "DescribeWorkteam", needs=("zeros",))
def taking_the_topic_of_a_work_team_away_leaves_an_empty_configuration(aws):
    topic = {"NotificationTopicArn": f"arn:aws:sns:us-east-1:{aws.caller.account}:reviews"}
    team(aws, NotificationConfiguration=topic)
    assert aws("DescribeWorkteam", WorkteamName="reviewers")["Workteam"]["NotificationConfiguration"] == topic
    aws("UpdateWorkteam", WorkteamName="reviewers", NotificationConfiguration={})
    assert aws("DescribeWorkteam", WorkteamName="reviewers")["Workteam"]["NotificationConfiguration"] == {}


@proves("UpdateWorkteam: ValidationException")
def a_work_team_that_never_was_cannot_be_updated(aws):
    aws.refused(
        "UpdateWorkteam", "ValidationException", message="The work team", WorkteamName="never-was", Description="d"
    )


@proves("CreateWorkteam", "CreateWorkteam: ResourceLimitExceeded")
def an_account_has_room_for_twenty_five_work_teams(aws):
    for number in range(25):
        team(aws, f"team-{number}")
    wanted = {"WorkteamName": "one-more", "MemberDefinitions": [member()], "Description": "d"}
    aws.refused("CreateWorkteam", "ResourceLimitExceeded", message="25", **wanted)


@proves("CreateWorkteam", "ListWorkteams")
def work_teams_are_listed_to_the_end_sorted_and_filtered(aws):
    for number in range(12):
        team(aws, f"{'red' if number % 2 else 'blue'}-{number:02d}")
    blues, reds = ([f"{colour}-{n:02d}" for n in range(first, 12, 2)] for first, colour in ((0, "blue"), (1, "red")))
    for order, names in (("Ascending", [*blues, *reds]), ("Descending", [*blues, *reds][::-1])):
        found = aws.every("ListWorkteams", MaxResults=5, SortBy="Name", SortOrder=order)
        assert [item["WorkteamName"] for item in found] == names
    found = aws.every("ListWorkteams", MaxResults=5, SortBy="Name", SortOrder="Ascending", NameContains="red")
    assert [item["WorkteamName"] for item in found] == reds


@proves("ListWorkteams: ValidationException")
def an_order_that_is_none_is_refused_by_listworkteams(aws):
    sentence = aws.refused("ListWorkteams", "ValidationException", SortOrder="Sideways")
    assert sentence.startswith("1 validation error detected: Value 'Sideways' at 'sortOrder' failed to satisfy ")
