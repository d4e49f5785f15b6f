"""Statuses that take time, waited for through every door as its users would wait."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from e2e.doors.adapters.sagemaker_core import SageMakerCoreDoor
from e2e.doors.conftest import aws_on
from e2e.doors.given import flow, flow_request, task_ui
from e2e.doors.scenarios.workforces import COGNITO

SLOW = """
[rules]
initializing_seconds = 30
updating_seconds = 30
deleting_seconds = 30
"""


@pytest.fixture(scope="module")
def slow_server(tmp_path_factory, serving):
    """A simulator whose statuses take half a minute of its time, which stands still until a test moves it."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "rules.toml").write_text(SLOW)
    with serving(folder / "server.log", "--config", str(folder / "rules.toml"), "--clock", "manual") as running:
        yield running


@pytest.fixture
def slow(slow_server):
    """A function that answers AWS on that server, through a door, as an account of its own."""
    return lambda door: aws_on(slow_server, door)


def later(aws, seconds):
    aws.server.control("POST", "/clock/advance", json={"seconds": seconds})


def poll_a_flow_definition(aws):
    def status():
        return aws("DescribeFlowDefinition", FlowDefinitionName="sentiment")["FlowDefinitionStatus"]

    flow(aws)
    assert status() == "Initializing"
    later(aws, 30)
    assert status() == "Active"
    aws("DeleteFlowDefinition", FlowDefinitionName="sentiment")
    assert status() == "Deleting"
    later(aws, 30)
    aws.refused("DescribeFlowDefinition", "ResourceNotFound", FlowDefinitionName="sentiment")


def poll_a_workforce(aws):
    def status():
        return aws("DescribeWorkforce", WorkforceName="people")["Workforce"]["Status"]

    aws("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)
    assert status() == "Initializing"
    later(aws, 30)
    assert status() == "Active"
    aws("UpdateWorkforce", WorkforceName="people", SourceIpConfig={"Cidrs": ["203.0.113.0/24"]})
    assert status() == "Updating"
    later(aws, 30)
    assert status() == "Active"
    aws("DeleteWorkforce", WorkforceName="people")
    assert status() == "Deleting"
    later(aws, 30)
    aws.refused("DescribeWorkforce", "ValidationException", message="No workforce", WorkforceName="people")


def test_statuses_are_polled_from_initializing_to_active_and_from_deleting_to_gone(through_each_door, slow):
    through_each_door(poll_a_flow_definition, slow)
    through_each_door(poll_a_workforce, slow)


class Resource:
    """A resource of sagemaker-core on the slow server, and its own methods of waiting."""

    def __init__(self, aws, kind, name_member, name):
        self.aws, self.kind, self.named = aws, kind, {name_member: name}

    def wait_for(self, method, **wanted):
        """Call a method that waits; the clock goes on meanwhile."""
        question = {"kind": self.kind, "method": method, "poll": 1}
        with ThreadPoolExecutor(1) as background:
            waiting = background.submit(
                self.aws.door.ask, "wait", self.aws.caller, {**self.named, **wanted}, **question
            )
            while not wait([waiting], timeout=0.1).done:
                later(self.aws, 10)
            return waiting.result()


def wait_for_a_flow_definition(core):
    assert core("CreateFlowDefinition", **flow_request(core))
    resource = Resource(core, "FlowDefinition", "FlowDefinitionName", "sentiment")
    assert resource.wait_for("wait_for_status", target_status="Active")["FlowDefinitionStatus"] == "Active"
    core("DeleteFlowDefinition", FlowDefinitionName="sentiment")
    resource.wait_for("wait_for_delete")
    core.refused("DescribeFlowDefinition", "ResourceNotFound", FlowDefinitionName="sentiment")


def wait_for_a_task_ui(core):
    task_ui(core)
    resource = Resource(core, "HumanTaskUi", "HumanTaskUiName", "sentiment")
    assert resource.wait_for("wait_for_status", target_status="Active")["HumanTaskUiStatus"] == "Active"
    core("DeleteHumanTaskUi", HumanTaskUiName="sentiment")
    resource.wait_for("wait_for_delete")
    core.refused("DescribeHumanTaskUi", "ResourceNotFound", HumanTaskUiName="sentiment")


def wait_for_a_workforce(core):
    core("CreateWorkforce", WorkforceName="people", CognitoConfig=COGNITO)
    resource = Resource(core, "Workforce", "WorkforceName", "people")
    assert resource.wait_for("wait_for_status", target_status="Active")["Workforce"]["Status"] == "Active"
    core("DeleteWorkforce", WorkforceName="people")
    resource.wait_for("wait_for_delete")
    core.refused("DescribeWorkforce", "ValidationException", WorkforceName="people")


def test_sagemaker_core_s_own_waiters_see_resources_become_active_and_go(through_each_door, slow):
    for wait_for_it in (wait_for_a_flow_definition, wait_for_a_task_ui, wait_for_a_workforce):
        through_each_door(wait_for_it, slow, [SageMakerCoreDoor])
