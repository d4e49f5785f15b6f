"""Vendors' work teams that an account is subscribed to, and the labeling jobs of a team, of which there are none.

Subscriptions come from configuration: there is no marketplace of vendors to subscribe in.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from simulator.domain.calls import Call
from simulator.domain.errors import Invalid
from simulator.domain.sentences import SUBSCRIPTION_MISSING
from simulator.domain.subscriptions import Subscription
from simulator.operations import paging
from simulator.operations.service import Handler, Parameters, Result, Service

_DEFAULT_PAGE = 10


def handlers(service: Service) -> Mapping[str, Handler]:
    """DescribeSubscribedWorkteam and ListSubscribedWorkteams by name."""
    return {
        "DescribeSubscribedWorkteam": partial(_describe, service),
        "ListSubscribedWorkteams": partial(_list, service),
    }


def is_subscribed(service: Service, call: Call, arn: str) -> bool:
    """Whether the caller is subscribed to that vendor's team."""
    return any(team.arn(call.partition, call.region) == arn for team in _of(service, call))


async def _describe(service: Service, call: Call, parameters: Parameters) -> Result:
    arn = parameters["WorkteamArn"]
    for team in _of(service, call):
        if team.arn(call.partition, call.region) == arn:
            return {"SubscribedWorkteam": _shown(team, call)}
    raise Invalid(SUBSCRIPTION_MISSING(arn=arn))


async def _list(service: Service, call: Call, parameters: Parameters) -> Result:
    part, limit = parameters.get("NameContains", "").casefold(), parameters.get("MaxResults", _DEFAULT_PAGE)
    which = ("SubscribedWorkteam", call.account, call.region, part)
    after = paging.position(service.entropy, which, parameters.get("NextToken"))
    found = [
        team for team in _of(service, call) if part in team.name.casefold() and (after is None or team.name > after[0])
    ]
    shown = {"SubscribedWorkteams": [_shown(team, call) for team in found[:limit]]}
    if len(found) <= limit:
        return shown
    return {**shown, "NextToken": paging.token(service.entropy, which, (found[limit - 1].name, 0))}


def _of(service: Service, call: Call) -> Sequence[Subscription]:
    held = [team for team in service.subscriptions if team.holds_for(call.account, call.region)]
    return sorted(held, key=lambda team: team.name)


def _shown(team: Subscription, call: Call) -> Result:
    parts = {
        "MarketplaceTitle": team.title,
        "SellerName": team.seller,
        "MarketplaceDescription": team.description,
        "ListingId": team.listing_id,
    }
    told = {member: text for member, text in parts.items() if text is not None}
    return {"WorkteamArn": team.arn(call.partition, call.region), **told}
