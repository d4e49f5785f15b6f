"""The AWS CLI, version 1: its driver in a process that is kept, with the arguments that a shell would give.

It prints timestamps as they came over the wire, so they are told from other members by botocore's model.
"""

import json
import re
import sys
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import botocore.session
from botocore import xform_name

from e2e.doors.adapters.python_boto3 import items, page_size
from e2e.doors.door import AwsError, Trouble
from e2e.doors.lines import Program

_PROGRAM = Path(__file__).parents[1] / "cli" / "program.py"
_COMMANDS = {"s3": "s3api"}
_REFUSAL = re.compile(r"An error occurred \((\w+)\) when calling the (\w+) operation(?: \(.*?\))?: (.*)", re.DOTALL)


class CliDoor:
    """`aws SERVICE OPERATION --cli-input-json …`, whose user sees a refusal's code and sentence but no HTTP status."""

    name = "AWS CLI"

    def __init__(self):
        self._program = Program(sys.executable, _PROGRAM)

    @staticmethod
    def has(service, operation):
        """Everything that AWS has."""
        return True

    def call(self, caller, service, operation, parameters):
        """One command, which answers one page."""
        return self.command(caller, service, operation, parameters, "--no-paginate")

    def every(self, caller, service, operation, parameters):
        """The pages that the CLI puts together."""
        size, wanted = page_size(parameters)
        pages = ["--page-size", str(size)] if size else []
        return items([self.command(caller, service, operation, wanted, *pages)])

    def read_object(self, caller, bucket, key):
        """`aws s3api get-object … FILE`."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "object")
            self._done(caller, ["s3api", "get-object", "--bucket", bucket, "--key", key, str(path)])
            return path.read_bytes()

    def close(self):
        """End the driver's process."""
        self._program.close()

    def command(self, caller, service, operation, parameters, *more):
        """What a command prints as JSON; `more` are further arguments."""
        given = json.dumps(parameters, default=datetime.isoformat)
        command = [_COMMANDS.get(service, service), xform_name(operation, "-"), *more]
        printed = self._done(caller, [*command, "--output", "json", "--cli-input-json", given])
        return _dated(service, operation, json.loads(printed or "{}"))

    def _done(self, caller, command):
        done = self._program.ask(caller, arguments=command)
        if done["status"] == 0:
            return done["stdout"]
        refusal = _REFUSAL.search(done["stderr"])
        if refusal is None:
            raise Trouble(f"{command} ended with {done['status']}: {done['stderr']}")
        raise AwsError(refusal[1], refusal[3].strip("\n"))


@cache
def _model(service):
    return botocore.session.get_session().get_service_model(service)


def _dated(service, operation, answer):
    shape = _model(service).operation_model(operation).output_shape
    return _with_dates(shape, answer) if shape else answer


def _with_dates(shape, value):
    match getattr(shape, "type_name", None):
        case "structure":
            return {name: _with_dates(shape.members.get(name), part) for name, part in value.items()}
        case "list":
            return [_with_dates(shape.member, part) for part in value]
        case "timestamp":
            return _moment(value)
    return value


def _moment(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else datetime.fromtimestamp(value, UTC)
