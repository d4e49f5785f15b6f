"""MemberDefinitions of a work team: whose groups make it up.

The service model's documentation [D]: Cognito members or OIDC members, never both in one request; all Cognito members
name the same user pool and client, and these are the workforce's; OIDC members need a workforce of an OIDC identity
provider.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.domain.errors import Invalid
from simulator.domain.sentences import (
    MEMBER_WITHOUT_KIND,
    MEMBERS_MIXED,
    MEMBERS_NOT_OF_WORKFORCE,
    MEMBERS_OF_TWO_POOLS,
    MEMBERS_WANT_OIDC_WORKFORCE,
    MEMBERS_WITHOUT_GROUPS,
)

_COGNITO = "CognitoMemberDefinition"
_OIDC = "OidcMemberDefinition"


def check(members: Sequence[Mapping[str, Any]]) -> None:
    """Refuse member definitions that contradict themselves."""
    kinds = {_kind(member) for member in members}
    if len(kinds) > 1:
        raise Invalid(MEMBERS_MIXED())
    if kinds == {_COGNITO} and len({_pool(member[_COGNITO]) for member in members}) > 1:
        raise Invalid(MEMBERS_OF_TWO_POOLS())
    if kinds == {_OIDC} and not all(member[_OIDC].get("Groups") for member in members):
        raise Invalid(MEMBERS_WITHOUT_GROUPS())


def check_workforce(members: Sequence[Mapping[str, Any]], workforce: Mapping[str, Any] | None) -> None:
    """Refuse members that are not the workforce's; `workforce` is the body of its Create, None if there is none."""
    if not members:
        return
    if _OIDC in members[0]:
        if workforce is None or "OidcConfig" not in workforce:
            raise Invalid(MEMBERS_WANT_OIDC_WORKFORCE())
        return
    if workforce is not None and _pool(members[0][_COGNITO]) != _pool(workforce.get("CognitoConfig", {})):
        raise Invalid(MEMBERS_NOT_OF_WORKFORCE())


def _kind(member: Mapping[str, Any]) -> str:
    found = [kind for kind in (_COGNITO, _OIDC) if kind in member]
    if len(found) != 1:
        raise Invalid(MEMBERS_MIXED() if found else MEMBER_WITHOUT_KIND())
    return found[0]


def _pool(config: Mapping[str, Any]) -> tuple[object, object]:
    return config.get("UserPool"), config.get("ClientId")
