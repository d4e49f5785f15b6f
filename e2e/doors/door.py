"""What a door is: one way in which users' programs call AWS, behind one small interface.

A scenario says in neutral form what it wants: a service, an operation and parameters as boto3 would take them, with
datetimes for timestamps. The door says it in the words of its own SDK or command, and gives the answer back in neutral
form: members by AWS's names, datetimes for timestamps, nothing added. A refusal is an `AwsError` with what the door's
user gets to see of it.

Every call names its `Caller`, so one door serves every test of a worker process, on every simulator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Parameters = Mapping[str, Any]
Result = dict[str, Any]


class AwsError(Exception):
    """A refusal by AWS: its code, its sentence, and the HTTP status, or None where the door does not show one.

    `more` is what else this door's users see.
    """

    def __init__(self, code, message, status=None, **more):
        super().__init__(f"{code} ({status}): {message}")
        self.code, self.message, self.status, self.more = code, message, status, more


class Trouble(AssertionError):
    """The door itself failed: no answer of AWS's, but a flaw in the SDK, in the adapter or on the way."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls where: the simulator at `url`, and a 12-digit access key, which is an account of its own.

    The secret matters to a simulator that checks signatures.
    """

    url: str
    account: str
    region: str = "us-east-1"
    secret: str = "any"

    @property
    def environment(self):
        """Environment variables that make any SDK call as this caller."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


class Door(Protocol):
    """One way to call AWS.

    `name` is the column in the documentation's table. A class may also have `lacks`, the needs of a scenario that its
    SDK cannot serve (see scenario.py), and `set_up_by`, the door of tools/doors.py without which it is not there.
    """

    name: str

    @staticmethod
    def has(service: str, operation: str) -> bool:
        """Whether this door has the operation at all."""

    def call(self, caller: Caller, service: str, operation: str, parameters: Parameters) -> Result:
        """What AWS answers; AwsError when it refuses."""

    def every(self, caller: Caller, service: str, operation: str, parameters: Parameters) -> list[Any]:
        """All items of a list to its end, by the door's own means; `MaxResults` is the size of a page."""

    def read_object(self, caller: Caller, bucket: str, key: str) -> bytes:
        """The bytes of an object, read through the door's own S3."""

    def close(self) -> None:
        """End what the door started."""
