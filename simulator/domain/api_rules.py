"""How the API answers where AWS does not publish what it does."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ApiRules:
    """Behaviour of the operations; `guesses.SETTINGS` tells for each what is unknown, and where its default is from.

    `initializing_seconds`, `deleting_seconds`, `updating_seconds`: how long a flow definition or workforce shows that
    status, in simulator time; 0 leaves it out. `public_price_required`: a flow definition for the public workforce
    must name a price. `undeclared_pii`: what becomes of a loop for the public workforce whose content is not declared
    free of personally identifiable information. `input_object_required`: InputContent must be a JSON object, not just
    any JSON value. `stop_after_end`: StopHumanLoop on a loop that has ended. `reuse_ended_names`: StartHumanLoop may
    take the name of a loop that has ended. `delete_workteam_in_use`: DeleteWorkteam of a team that a flow definition
    names. `members_of_workforce`: a team's members must come from the workforce's own identity provider.
    `foreign_roles`: RoleArn of another account than the caller's. `most_open_human_loops`: how many loops an account
    may have open in a region; 0 is no limit.
    """

    initializing_seconds: float = 0.0
    updating_seconds: float = 0.0
    deleting_seconds: float = 0.0
    public_price_required: bool = False
    undeclared_pii: Literal["refused", "failed"] = "failed"
    input_object_required: bool = False
    stop_after_end: Literal["refused", "ignored"] = "refused"
    reuse_ended_names: bool = True
    delete_workteam_in_use: Literal["allowed", "refused"] = "allowed"
    members_of_workforce: bool = True
    foreign_roles: Literal["allowed", "refused"] = "allowed"
    most_open_human_loops: int = 0
