"""The role that A2I would assume. Nobody assumes roles here; only whose it is can be looked at."""

from simulator.domain import arns
from simulator.domain.api_rules import ApiRules
from simulator.domain.calls import Call
from simulator.domain.errors import Invalid
from simulator.domain.sentences import ROLE_OF_ANOTHER_ACCOUNT


def check_role(rules: ApiRules, call: Call, arn: str) -> None:
    """Refuse a role of another account, where the rules say so."""
    parts = arns.parse(arn)
    if rules.foreign_roles == "refused" and (parts is None or parts.account != call.account):
        raise Invalid(ROLE_OF_ANOTHER_ACCOUNT())
