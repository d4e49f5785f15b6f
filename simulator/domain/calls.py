"""One AWS call as the operations see it: who asks, where, and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """The circumstances of one AWS request; everything but its parameters.

    `service` is botocore's service name (`sagemaker`, `sagemaker-a2i-runtime`, ...), `operation` its operation
    name (`StartHumanLoop`). `now_ms` is simulator time in epoch milliseconds, read once for the request.
    """

    service: str
    operation: str
    account: str
    region: str
    partition: str
    now_ms: int
    request_id: str
