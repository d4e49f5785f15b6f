"""sagemaker-core's resources, in an environment of their own.

Its objects create, get, list, update and delete; what they do not tell (an answer of Delete, say) is None. A list comes
whole, page by page inside, so there is no size of a page and no NextToken.
"""

import re

from e2e.doors.door import Trouble
from e2e.doors.lines import Program
from tools.doors import SAGEMAKER_CORE_PYTHON, SOURCES

KINDS = ("FlowDefinition", "HumanTaskUi", "Workteam", "Workforce")
_OPERATIONS = {f"{verb}{kind}" for verb in ("Create", "Describe", "Delete") for kind in KINDS}
_OPERATIONS |= {f"List{kind}s" for kind in (*KINDS, "SubscribedWorkteam")}
_OPERATIONS |= {"UpdateWorkteam", "UpdateWorkforce", "DescribeSubscribedWorkteam", "ListLabelingJobsForWorkteam"}
_TAGS = {"AddTags": "add_tags", "DeleteTags": "delete_tags"}
_OPERATIONS |= {*_TAGS, "ListTags"}


class SageMakerCoreDoor:
    """`sagemaker.core.resources`: FlowDefinition, HumanTaskUi, Workteam, Workforce and what goes with them."""

    name = "sagemaker-core"

    def __init__(self, url):
        self._program = Program([SAGEMAKER_CORE_PYTHON, SOURCES / "sagemaker-core" / "program.py"], url)

    def has(self, service, operation):
        """What its resources can do; human loops are none."""
        return service == "sagemaker" and operation in _OPERATIONS

    def call(self, caller, service, operation, parameters):
        """A method of a resource."""
        if operation in _TAGS:
            return self.ask("tags", caller, parameters, operation=_TAGS[operation])
        verb, kind = re.fullmatch("(Create|Describe|Update|Delete)(.*)", operation).groups()
        told = self.ask(verb, caller, parameters, kind=kind)
        return _arn(kind, told) if verb == "Create" else _as_described(kind, told)

    def every(self, caller, service, operation, parameters):
        """A resource's `get_all`."""
        wanted = {name: value for name, value in parameters.items() if name != "MaxResults"}
        if operation == "ListTags":
            return self.ask("every", caller, wanted, kind="Tag")
        kind = operation.removeprefix("List").removesuffix("s")
        return [_unwrapped(kind, found) for found in self.ask("every", caller, wanted, kind=kind)]

    def read_object(self, caller, bucket, key):
        """It has no S3."""
        raise Trouble("sagemaker-core reads no objects")

    def close(self):
        """End its process."""
        self._program.close()

    def ask(self, verb, caller, parameters, **more):
        """What its program answers."""
        return self._program.ask(
            verb=verb, account=caller.account, region=caller.region, parameters=dict(parameters), **more
        )


def _unwrapped(kind, found):
    return found.get(kind, found)


def _arn(kind, found):
    name = f"{kind}Arn"
    return {name: _unwrapped(kind, found)[name]}


def _as_described(kind, found):
    if found is None or kind not in found:
        return found
    return {kind: found[kind]}
