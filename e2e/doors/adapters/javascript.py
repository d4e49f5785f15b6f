"""AWS's JavaScript SDK, version 3, in a Node.js that is kept running."""

from e2e.doors.lines import Program
from tools.door_places import JAVASCRIPT, chosen_node


class JavaScriptDoor:
    """Clients of `@aws-sdk/client-*`."""

    name = "JavaScript SDK"
    set_up_by = "javascript"

    def __init__(self):
        self._program = Program(chosen_node(), "--no-warnings", JAVASCRIPT / "door.mjs")

    @staticmethod
    def has(service, operation):
        """Everything that AWS has."""
        return True

    def call(self, caller, service, operation, parameters):
        """`client.send(new …Command(parameters))`."""
        return self._ask("call", caller, service, operation, parameters)

    def every(self, caller, service, operation, parameters):
        """The pages of `paginate…`."""
        return self._ask("every", caller, service, operation, parameters)

    def read_object(self, caller, bucket, key):
        """GetObjectCommand, its body as text."""
        return self._ask("object", caller, "s3", "GetObject", {"Bucket": bucket, "Key": key}).encode()

    def close(self):
        """End Node.js."""
        self._program.close()

    def _ask(self, verb, caller, service, operation, parameters):
        question = {"service": service, "operation": operation, "parameters": dict(parameters)}
        return self._program.ask(caller, verb=verb, **question)
