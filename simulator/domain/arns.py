"""Amazon Resource Names of the things A2I knows."""

import re
from dataclasses import dataclass

_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?P<account>[0-9]{12}|aws|):(?P<resource>.+)"
)


@dataclass(frozen=True, slots=True)
class Arn:
    """A resource name, taken apart."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def name(self) -> str:
        """The last part of the resource: what the owner called it."""
        return self.resource.rsplit("/", 1)[-1]

    @property
    def kind(self) -> str:
        """The resource's part before its name, as in `flow-definition` or `workteam/private-crowd`."""
        return self.resource.rpartition("/")[0]


def parse(text: str) -> Arn | None:
    """The parts of an ARN, or None where the text is not one."""
    match = _ARN.fullmatch(text)
    return Arn(**match.groupdict()) if match else None


def sagemaker(partition: str, region: str, account: str, resource: str) -> str:
    """The ARN of a SageMaker resource such as `human-loop/name`."""
    return f"arn:{partition}:sagemaker:{region}:{account}:{resource}"
