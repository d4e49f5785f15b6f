"""Workers and work teams: who they are, and what kind of workforce they belong to."""

from collections.abc import Mapping
from enum import StrEnum

from simulator.domain.output import Identity


class WorkerKind(StrEnum):
    """A person in a browser, or a simulated worker."""

    BROWSER = "browser"
    SIMULATED = "simulated"


class Crowd(StrEnum):
    """What kind of workforce a work team belongs to, by its ARN (A2I_FACTS D [O])."""

    PRIVATE = "private-crowd"
    PUBLIC = "public-crowd"
    VENDOR = "vendor-crowd"


def crowd_of(workteam_arn: str) -> Crowd:
    """The kind of workforce behind a work team's ARN."""
    for crowd in Crowd:
        if f":workteam/{crowd.value}/" in workteam_arn:
            return crowd
    return Crowd.PRIVATE


def identity(
    workteam: Mapping[str, object], oidc_issuer: str | None, region: str, default_pool: str, sub: str
) -> Identity:
    """Who the worker is to the identity provider of a private team, from the body of its CreateWorkteam."""
    members = workteam.get("MemberDefinitions")
    first = members[0] if isinstance(members, list) and members else {}
    if "OidcMemberDefinition" in first:
        return Identity(oidc_issuer or "", sub, "Oidc")
    pool = first.get("CognitoMemberDefinition", {}).get("UserPool", default_pool)
    return Identity(f"https://cognito-idp.{region}.amazonaws.com/{pool}", sub)
