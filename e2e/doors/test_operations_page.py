"""docs/operations.md claims what scenarios prove, scenarios leave nothing of ours out, and their claims are held to."""

import pytest

from e2e.doors.aws import Aws
from e2e.doors.door import AwsError, Caller
from e2e.doors.registry import OURS, door_of
from e2e.doors.scenario import Scenario, all_scenarios
from tools.operations_page import UNPROVED, cell, operations

ADAPTER = """
class MyDoor:
    name = "mine"

    @staticmethod
    def has(service, operation):
        return operation in {"CreateHumanTaskUi", "DescribeHumanTaskUi"}

DOOR = MyDoor
"""


class Refusing:
    """A door behind which every Delete is refused."""

    def call(self, caller, service, operation, parameters):
        if operation.startswith("Delete"):
            raise AwsError("ValidationException", "No.", 400)
        return {}


@pytest.fixture
def held():
    """A function that holds a scenario to its claims."""

    def hold(run, operations=(), refusals=()):
        aws = Aws(Refusing(), None, Caller("", "123456789012"))
        Scenario(run, frozenset(operations), frozenset(refusals), frozenset()).hold(aws)

    return hold


@pytest.mark.parametrize("door", OURS, ids=lambda door: door.name)
def test_every_operation_that_a_door_has_is_proved_through_it(door):
    unproved = [operation for service, operation in operations() if cell(door, service, operation) == UNPROVED]
    assert unproved == [], f"write a scenario in e2e/doors/scenarios that {door.name} can run"


def test_every_operation_is_refused_in_some_scenario():
    refused = {operation for scenario in all_scenarios() for operation, _ in scenario.refusals}
    assert {operation for _, operation in operations()} - refused == set()


def test_a_scenario_that_does_not_do_what_it_claims_fails(held):
    with pytest.raises(AssertionError, match=r"claimed and not done: .*DescribeWorkteam"):
        held(lambda aws: aws("ListWorkteams"), ["ListWorkteams", "DescribeWorkteam"])


def test_a_scenario_that_is_refused_without_claiming_it_fails(held):
    with pytest.raises(AssertionError, match=r"met .*DeleteWorkteam"):
        held(lambda aws: aws.refused("DeleteWorkteam", "ValidationException"))


def test_a_scenario_that_expects_another_refusal_fails(held):
    claims = [("DeleteWorkteam", "ResourceInUse")]
    with pytest.raises(AssertionError, match=r"ValidationException \(400\): No"):
        held(lambda aws: aws.refused("DeleteWorkteam", "ResourceInUse"), refusals=claims)


def test_an_adapter_that_is_none_is_told_by_its_path(tmp_path):
    (tmp_path / "empty.py").write_text("")
    for name, complaint in (("nothing.py", "is no Python file"), ("empty.py", "lacks the line DOOR")):
        with pytest.raises(ImportError, match=f"{name}, which {complaint}"):
            door_of(tmp_path / name)


def test_a_door_of_one_s_own_is_one_file_and_runs_what_it_has(tmp_path):
    path = tmp_path / "my_door.py"
    path.write_text(ADAPTER)
    door = door_of(path)
    fitting = {scenario.name for scenario in all_scenarios() if scenario.fits(door)}
    assert "a-task-ui-is-described-by-address-and-hash-and-never-by-its-template" in fitting
    assert len(fitting) < len(all_scenarios()) / 4
