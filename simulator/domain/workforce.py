"""Workers and work teams: who may take a task, and how a simulated worker behaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from simulator.domain.errors import Invalid
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


@dataclass(frozen=True, slots=True)
class Profile:
    """How a simulated worker behaves. Ranges are drawn from evenly.

    `reaction_seconds`: from a task's appearance to taking it. `work_seconds`: from taking a task to its answer.
    `skill`: the chance, 0 to 1, of the right answer where the truth is known.
    """

    reaction_seconds: tuple[float, float] = (0.05, 0.3)
    work_seconds: tuple[float, float] = (0.2, 0.9)
    skill: float = 0.9

    def document(self) -> dict[str, object]:
        """The profile as JSON."""
        return {
            "reaction_seconds": list(self.reaction_seconds),
            "work_seconds": list(self.work_seconds),
            "skill": self.skill,
        }


def read_profile(document: Mapping[str, object]) -> Profile:
    """A profile from JSON; what is left out has its default, what is unknown or out of range is Invalid."""
    unknown = sorted(set(document) - {"reaction_seconds", "work_seconds", "skill"})
    if unknown:
        message = f"profile has no member {unknown[0]!r}. It has reaction_seconds, work_seconds and skill."
        raise Invalid(message)
    usual = Profile()
    return Profile(
        _range(document, "reaction_seconds", usual.reaction_seconds),
        _range(document, "work_seconds", usual.work_seconds),
        _share(document.get("skill", usual.skill)),
    )


def _range(document: Mapping[str, object], name: str, usual: tuple[float, float]) -> tuple[float, float]:
    value = document.get(name, usual)
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(_is_number(part) for part in value):  # noqa: PLR2004
        low, high = float(value[0]), float(value[1])
        if 0 <= low <= high:
            return low, high
    message = f"profile.{name} must be two numbers of seconds, the smaller first, such as [2, 8]."
    raise Invalid(message)


def _share(value: object) -> float:
    if isinstance(value, (int, float)) and _is_number(value) and 0 <= value <= 1:
        return float(value)
    message = "profile.skill must be a number from 0 to 1."
    raise Invalid(message)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9  # noqa: PLR2004


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
