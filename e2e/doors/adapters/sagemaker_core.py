"""sagemaker-core's resources, in an environment of their own.

Its objects create, get, list, update and delete; what they do not tell (an answer of Delete, say) is None. A list comes
whole, page by page inside, so there is no size of a page and no NextToken. Numbers that are 0 inside an object are not
sent.
"""

import re

from e2e.doors.door import Trouble
from e2e.doors.lines import Program
from tools.door_places import SOURCES, sagemaker_core_python

KINDS = ("FlowDefinition", "HumanTaskUi", "Workteam", "Workforce")
_OPERATIONS = {f"{verb}{kind}" for verb in ("Create", "Describe", "Delete") for kind in KINDS}
_OPERATIONS |= {f"List{kind}s" for kind in (*KINDS, "SubscribedWorkteam")}
_OPERATIONS |= {"UpdateWorkteam", "UpdateWorkforce", "DescribeSubscribedWorkteam", "ListLabelingJobsForWorkteam"}
_TAGS = {"AddTags": "add_tags", "DeleteTags": "delete_tags"}
_OPERATIONS |= {*_TAGS, "ListTags"}


class SageMakerCoreDoor:
    """`sagemaker.core.resources`: FlowDefinition, HumanTaskUi, Workteam, Workforce and what goes with them."""

    name = "sagemaker-core"
    set_up_by = "sagemaker-core"
    lacks = frozenset({"tokens", "zeros"})

    def __init__(self):
        self._program = Program(sagemaker_core_python(), SOURCES / "sagemaker-core" / "program.py")

    @staticmethod
    def has(service, operation):
        """What its resources can do; human loops are none."""
        return service == "sagemaker" and operation in _OPERATIONS

    def call(self, caller, service, operation, parameters):
        """A method of a resource."""
        if operation in _TAGS:
            return self.ask("tags", caller, parameters, kind="Tag", method=_TAGS[operation])
        verb, kind = re.fullmatch("(Create|Describe|Update|Delete)(.*)", operation).groups()
        told = self.ask(verb, caller, parameters, kind=kind)
        return _arn(kind, told) if verb == "Create" else _as_described(kind, told)

    def every(self, caller, service, operation, parameters):
        """A resource's `get_all`."""
        wanted = {name: value for name, value in parameters.items() if name != "MaxResults"}
        if operation == "ListLabelingJobsForWorkteam":
            return self.ask("jobs", caller, wanted, kind="Workteam")
        kind = operation.removeprefix("List").removesuffix("s")
        return [found.get(kind, found) for found in self.ask("every", caller, wanted, kind=kind, method="get_all")]

    def read_object(self, caller, bucket, key):
        """It has no S3."""
        raise Trouble("sagemaker-core reads no objects")

    def close(self):
        """End its process."""
        self._program.close()

    def ask(self, verb, caller, parameters, **more):
        """What its program answers."""
        return self._program.ask(caller, verb=verb, parameters=dict(parameters), **more)


def _arn(kind, told):
    name = f"{kind}Arn"
    return {name: told.get(kind, told)[name]}


def _as_described(kind, told):
    return {kind: told[kind]} if told and kind in told else told
