"""What is remembered of each AWS call, whoever answered it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import Message

from simulator.domain.calls import Call
from simulator.wire.answers import Answer
from simulator.wire.parts import Request
from simulator.wire.routing import Signer

CLIENT_LEFT = 0
"""The status of a call whose client left before the answer."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One AWS call and how it ended.

    `at_ms` is simulator time in epoch milliseconds. `service` is botocore's service name for a call of ours; for one
    that the fallback answered it is the signing name, None if unsigned. `operation` is None where the request does not
    name it in its target. `error_code` is None for success, and for errors that the fallback tells in its body only.
    """

    at_ms: int
    service: str | None
    operation: str | None
    account: str
    region: str
    method: str
    path: str
    status: int
    error_code: str | None
    request_id: str | None


def entry_of(call: Call, request: Request, answer: Answer | None) -> JournalEntry:
    """The entry for a call of ours; no answer means that the client left."""
    return JournalEntry(
        at_ms=call.now_ms,
        service=call.service,
        operation=call.operation or None,
        account=call.account,
        region=call.region,
        method=request.method,
        path=request.raw_path,
        status=answer.response.status if answer else CLIENT_LEFT,
        error_code=answer.error_code if answer else None,
        request_id=call.request_id,
    )


def entry_of_passed(at_ms: int, signer: Signer, request: Request, start: Message | None) -> JournalEntry:
    """The entry for a call that the fallback answered, from the first message of its response."""
    headers: Mapping[bytes, bytes] = {name.lower(): value for name, value in (start or {}).get("headers", ())}
    request_id = headers.get(b"x-amzn-requestid", headers.get(b"x-amz-request-id"))
    code = headers.get(b"x-amzn-errortype")
    return JournalEntry(
        at_ms=at_ms,
        service=signer.signing_name,
        operation=request.headers.get("x-amz-target", "").rpartition(".")[2] or None,
        account=signer.account,
        region=signer.region,
        method=request.method,
        path=request.raw_path,
        status=start["status"] if start else CLIENT_LEFT,
        error_code=code.decode("latin-1").partition(":")[0] if code else None,
        request_id=request_id.decode("latin-1") if request_id else None,
    )
