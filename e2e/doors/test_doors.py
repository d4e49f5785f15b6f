"""Every scenario through every door that has its operations."""

import pytest

from e2e.doors.registry import all_doors
from e2e.doors.scenario import all_scenarios
from tools.door_places import doors_left_out

CASES = [(door, scenario) for door in all_doors() for scenario in all_scenarios() if scenario.fits(door)]


@pytest.mark.parametrize("door,scenario", CASES, ids=[f"{door.name}-{scenario.name}" for door, scenario in CASES])
def test_a_scenario_holds_through_a_door(door, scenario, aws_through):
    if getattr(door, "set_up_by", None) in doors_left_out():
        pytest.skip("A2I_SIMULATOR_WITHOUT_DOORS leaves it out")
    scenario.hold(aws_through(door))
