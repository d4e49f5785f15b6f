"""Vendors' work teams, and the labeling jobs of any team."""

import pytest

TEAM = "arn:aws:sagemaker:us-east-1:394669845002:workteam/vendor-crowd/acme-labels"
PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"


def names(answer):
    return [team["WorkteamArn"].rpartition("/")[2] for team in answer["SubscribedWorkteams"]]


def test_a_subscription_is_described_with_everything_that_is_known(aws):
    shown = {
        "WorkteamArn": TEAM,
        "MarketplaceTitle": "Acme labels",
        "SellerName": "Acme",
        "MarketplaceDescription": "We label.",
        "ListingId": "prod-1",
    }
    assert aws("DescribeSubscribedWorkteam", WorkteamArn=TEAM) == {"SubscribedWorkteam": shown}
    assert aws("ListSubscribedWorkteams") == {"SubscribedWorkteams": [shown]}


def test_subscriptions_belong_to_accounts_and_regions(aws, aws_of, refused):
    assert names(aws_of("999999999999")("ListSubscribedWorkteams")) == ["acme-labels", "best"]
    assert names(aws.elsewhere("eu-west-1")("ListSubscribedWorkteams")) == ["acme-labels", "careful"]
    for wrong in (TEAM.replace("acme-labels", "best"), PUBLIC, TEAM.replace("us-east-1", "eu-west-1")):
        refused("ValidationException", "not subscribed", aws, "DescribeSubscribedWorkteam", WorkteamArn=wrong)


def test_subscriptions_come_in_pages_and_by_name(aws_of, refused):
    aws = aws_of("999999999999")
    first = aws("ListSubscribedWorkteams", MaxResults=1)
    second = aws("ListSubscribedWorkteams", MaxResults=1, NextToken=first["NextToken"])
    assert (names(first), names(second), "NextToken" in second) == (["acme-labels"], ["best"], False)
    assert names(aws("ListSubscribedWorkteams", NameContains="BEST")) == ["best"]
    for more in ({"NextToken": "forged"}, {"NextToken": first["NextToken"], "NameContains": "b"}):
        refused("ValidationException", "NextToken", aws, "ListSubscribedWorkteams", **more)


def test_a_vendors_team_takes_a_flow_definitions_tasks(aws):
    aws.start(aws.flow(WorkteamArn=TEAM))
    assert aws("DescribeHumanLoop", HumanLoopName="loop")["HumanLoopStatus"] == "InProgress"


def test_a_known_team_has_no_labeling_jobs(aws):
    for arn in (aws.team(), TEAM, PUBLIC):
        more = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 1}
        assert aws("ListLabelingJobsForWorkteam", WorkteamArn=arn, **more) == {"LabelingJobSummaryList": []}


def test_an_unknown_teams_labeling_jobs_are_not_found_c2_documented(aws, refused):
    own = aws.team()
    for wrong in (own + "x", own.replace(aws.account, "210987654321"), PUBLIC.replace("default", "x")):
        refused("ResourceNotFound", wrong, aws, "ListLabelingJobsForWorkteam", WorkteamArn=wrong)


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_forged_token_of_labeling_jobs_is_refused(aws, refused, token):
    given = {"WorkteamArn": aws.team(), "NextToken": token}
    refused("ValidationException", "NextToken", aws, "ListLabelingJobsForWorkteam", **given)
