"""The page of operations: which of them the scenarios of e2e/doors prove, through which door, with which refusals."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, cast

from e2e.doors.registry import OURS
from e2e.doors.scenario import all_scenarios
from simulator.operations import table
from simulator.operations.service import Service

PROVED, MISSING, UNPROVED = "✓", "-", ""
TITLES = {
    "sagemaker": "Control plane: `sagemaker`",
    "sagemaker-a2i-runtime": "Human loops: `sagemaker-a2i-runtime`",
}


def lines() -> Sequence[str]:
    """The page below its heading."""
    return [
        "The operations that the simulator answers itself, and the doors through which its test suite calls",
        "each of them: one set of scenarios (`e2e/doors/scenarios`), written once, runs through every door that",
        f"has the operation. {PROVED} means that a scenario proves it, {MISSING} that the door has no such",
        "operation. The last column has the refusals that are tried, each with its code, its HTTP status and its",
        "sentence as the door shows them.",
        "",
        *_services(),
        "`Workteam`, `Workforce` and `SubscribedWorkteam` of sagemaker-core: `create()` and `get()` send their",
        "request and then fail at building their own object, on AWS as well; construct the object and call",
        "`refresh()` instead, as the scenarios do.",
        "",
        "Any other AWS operation is answered by moto in the same process.",
        "",
    ]


def operations() -> Sequence[tuple[str, str]]:
    """Every (service, operation) that the simulator answers itself; the handlers are made and never called."""
    return sorted(table.build(cast("Service", SimpleNamespace())))


def cell(door: Any, service: str, operation: str) -> str:  # noqa: ANN401 - doors are tests' code, which mypy does not read
    """What the table says of an operation through a door."""
    if not door.has(service, operation):
        return MISSING
    proving = [scenario for scenario in all_scenarios() if operation in scenario.operations and scenario.fits(door)]
    return PROVED if proving else UNPROVED


def _services() -> Iterable[str]:
    names = [door.name for door in OURS]
    for service, title in TITLES.items():
        yield from (f"## {title}", "", _line(["operation", *names, "refusals tried"]))
        yield _line(["---", *(":-:" for _ in names), "---"])
        for _, operation in (known for known in operations() if known[0] == service):
            yield _line([operation, *(cell(door, service, operation) for door in OURS), _refusals(operation)])
        yield ""


def _refusals(operation: str) -> str:
    met = {code for scenario in all_scenarios() for name, code in scenario.refusals if name == operation}
    return ", ".join(sorted(met))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
