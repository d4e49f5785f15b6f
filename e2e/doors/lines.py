"""A door's program in a process of its own, which answers one line of JSON for each line of JSON.

Every question has the `environment` of its caller, which the program takes on, as programs of users have theirs.
A timestamp is `{"$date": ISO}` on the way in both directions. The program answers `{"result": …}`,
`{"error": {"code", "message", "status"}}` for a refusal by AWS, or `{"trouble": "…"}` for a flaw of its own.
"""

import json
import os
import subprocess
from contextlib import suppress
from datetime import datetime

from e2e.doors.door import AwsError, Trouble

_LEFT_BEHIND = ("AWS_", "A2I_SIMULATOR_", "PYTHON")


class Program:
    """A door's program, started when it is first asked."""

    def __init__(self, *command):
        self._command, self._process = [str(word) for word in command], None

    def ask(self, caller, **question):
        """What the program answers a caller: its result. AwsError and Trouble as it tells."""
        process = self._running()
        with suppress(BrokenPipeError):
            process.stdin.write(dump({"environment": caller.environment, **question}) + "\n")
            process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise Trouble(f"{self._command} ended with status {process.wait()}: its messages are in the test's output")
        return self._read(load(line))

    def close(self):
        """End the program by closing what it reads."""
        if self._process:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
            self._process.wait(30)
            self._process.stdout.close()

    def _running(self):
        if self._process is None:
            kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_BEHIND)}
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
            self._process = subprocess.Popen(self._command, env=kept, **pipes)
        return self._process

    @staticmethod
    def _read(answer):
        match answer:
            case {"error": error}:
                raise AwsError(**error)
            case {"trouble": trouble}:
                raise Trouble(trouble)
            case {"result": result}:
                return result
        raise Trouble(f"not an answer: {answer}")


def dump(value):
    """JSON on one line, timestamps marked."""
    return json.dumps(value, default=lambda moment: {"$date": moment.isoformat()})


def load(line):
    """A line of JSON with its timestamps as datetimes."""
    return json.loads(line, object_hook=_date)


def _date(found):
    return datetime.fromisoformat(found["$date"]) if found.keys() == {"$date"} else found
