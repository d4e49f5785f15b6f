"""AWS as one account sees it through one door: what a scenario is given.

Every test has an account of its own, so one server answers all of them at the same time. What was asked is recorded,
because the table in docs/operations.md claims no more than what scenarios did.
"""

import itertools
from dataclasses import dataclass, field, replace

import httpx
import pytest

from e2e.doors.door import AwsError, Caller, Door

SAGEMAKER = "sagemaker"
RUNTIME = "sagemaker-a2i-runtime"
_HUMAN_LOOPS = frozenset(f"{verb}HumanLoop" for verb in ("Start", "Describe", "Stop", "Delete")) | {"ListHumanLoops"}
_OPEN = {"InProgress", "Stopping"}


@dataclass
class Server:
    """A simulator and how far its events were read. `accounts` numbers the accounts of its tests."""

    url: str
    seen: int = 0
    accounts: itertools.count = field(default_factory=lambda: itertools.count(100_000_000_001))

    def control(self, method, path, **more):
        """What the control API answers."""
        return httpx.request(method, f"{self.url}/_simulator{path}", timeout=60, **more).raise_for_status().json()

    def wait_for_events(self):
        """Return when something has happened since the last time, or after two seconds."""
        events = self.control("GET", "/events", params={"after": self.seen, "wait": 2, "limit": 1000})["events"]
        self.seen = max((event["seq"] for event in events), default=self.seen)


@dataclass
class Aws:
    """One account's calls through a door; the server is at hand for what AWS has no call for."""

    door: Door
    server: Server
    caller: Caller
    done: set[str] = field(default_factory=set)
    refusals: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, operation, *, service=None, **parameters):
        """What an operation answers."""
        return self._asked(self.door.call, operation, service, parameters)

    def every(self, operation, *, service=None, **parameters):
        """All items of a list, by the door's own paginator; `MaxResults` is the size of its pages."""
        return self._asked(self.door.every, operation, service, parameters)

    def refused(self, operation, code, *, status=400, message="", **parameters):
        """The sentence of a refusal, which has that code, that HTTP status (where the door shows it), and that part."""
        error = self.refusal(operation, **parameters)
        assert (error.code, error.status or status) == (code, status), error
        assert message in error.message
        return error.message

    def refusal(self, operation, **parameters):
        """The refusal of an operation."""
        ask = self.every if operation.startswith("List") and "NextToken" not in parameters else self
        with pytest.raises(AwsError) as caught:
            ask(operation, **parameters)
        return caught.value

    def elsewhere(self, *, account=None, region=None):
        """The same door, as another account or in another region."""
        caller = replace(self.caller, account=account or self.caller.account, region=region or self.caller.region)
        return replace(self, caller=caller)

    def read(self, uri):
        """The bytes of `s3://bucket/key`, read through the door."""
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return self.door.read_object(self.caller, bucket, key)

    def answer(self, human_loop, answer):
        """Let a worker of the loop's team answer it."""
        owner = {"account": self.caller.account, "region": self.caller.region}
        self.server.control("POST", f"/human-loops/{human_loop}/answers", params=owner, json={"answer": answer})

    def ended(self, human_loop):
        """What Describe says about a loop once it has ended."""
        for _ in range(60):
            described = self("DescribeHumanLoop", HumanLoopName=human_loop)
            if described["HumanLoopStatus"] not in _OPEN:
                return described
            self.server.wait_for_events()
        raise AssertionError(f"{human_loop} stays {described['HumanLoopStatus']}")

    def received(self, operation):
        """The HTTP statuses of this account's requests for an operation, in order, as the server remembers them."""
        requests = self.server.control("GET", "/requests")["requests"]
        of_operation = [request for request in requests if request["operation"] == operation]
        return [request["status"] for request in of_operation if request["account"] == self.caller.account]

    def _asked(self, ask, operation, service, parameters):
        try:
            answer = ask(self.caller, service or home(operation), operation, parameters)
        except AwsError as error:
            self.refusals.add((operation, error.code))
            raise
        self.done.add(operation)
        return answer


def home(operation):
    """The service that has an operation of ours."""
    return RUNTIME if operation in _HUMAN_LOOPS else SAGEMAKER
