"""What a scenario is: a function of `aws` that says what it proves.

    @proves("CreateWorkteam", "DeleteWorkteam", "CreateWorkteam: ResourceInUse")
    def a_work_team_s_name_is_taken_once(aws): …

It runs through every door that has those operations. `"Operation: Code"` is a refusal. The claim is held to: a scenario
that does not do all that it claims, or is refused in a way that it does not claim, fails. So the table of the
documentation can be made from the claims alone.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from e2e.doors import scenarios
from e2e.doors.aws import Aws, home

_registry = []


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario: `run` does it; `operations` succeed in it, `refusals` are (operation, code) that it meets.

    `needs` are abilities beyond having an operation that some door lacks: `"tokens"`, to turn pages by NextToken;
    `"zeros"`, to send a number that is 0.
    """

    run: Callable[[Aws], None]
    operations: frozenset[str]
    refusals: frozenset[tuple[str, str]]
    needs: frozenset[str]

    @property
    def name(self):
        """The fact, in words."""
        return self.run.__name__.replace("_", "-")

    def fits(self, door):
        """Whether a door has all that the scenario needs."""
        wanted = self.operations | {operation for operation, _ in self.refusals}
        lacks = getattr(door, "lacks", frozenset())
        return not self.needs & lacks and all(door.has(home(operation), operation) for operation in wanted)

    def hold(self, aws):
        """Run, and fail unless what was done is what is claimed."""
        self.run(aws)
        assert self.operations <= aws.done, f"claimed and not done: {sorted(self.operations - aws.done)}"
        assert self.refusals == aws.refusals, f"claimed {sorted(self.refusals)}, met {sorted(aws.refusals)}"


def proves(*claims, needs=()):
    """Mark a function as a scenario that proves these claims."""
    refusals = {tuple(claim.split(": ")) for claim in claims if ": " in claim}
    operations = {claim for claim in claims if ": " not in claim}

    def keep(function):
        _registry.append(Scenario(function, frozenset(operations), frozenset(refusals), frozenset(needs)))
        return function

    return keep


def all_scenarios():
    """Every scenario of the folder `scenarios`, by module and place."""
    for module in sorted(found.name for found in pkgutil.iter_modules(scenarios.__path__)):
        importlib.import_module(f"{scenarios.__name__}.{module}")
    return tuple(_registry)
