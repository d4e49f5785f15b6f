"""One call on its way to the fallback and back: what was answered, under which request id, and what we refuse.

Every AWS answer has a request id. S3 names it in `x-amz-request-id` and a second one in `x-amz-id-2`, all others in
`x-amzn-requestid`; where the fallback gave none, it is given here.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from starlette.types import Message, Send

from simulator.domain.faults import Fault
from simulator.spec import STATUS_OF_COMMON_ERRORS, Spec, UnknownService
from simulator.wire.fallback.answers import Protocol, Refusal
from simulator.wire.fallback.bridge import send_answer
from simulator.wire.parts import Request
from simulator.wire.routing import Signer
from simulator.wire.signatures.claims import S3_SIGNING_NAMES
from simulator.wire.signatures.rejections import Rejected

_STATUSES = {"SlowDown": 503, "InternalError": 500, "AccessDenied": 403, "NoSuchKey": 404, "NoSuchBucket": 404}
_PROTOCOLS: dict[str, Protocol] = {
    "json": "json",
    "rest-json": "rest-json",
    "query": "query",
    "ec2": "ec2",
    "rest-xml": "rest-xml",
}


class Passage:
    """The sending side of one call, watched. `start` is the first message of its answer.

    `answered` is called when the answer is known and before the client knows it.
    """

    def __init__(
        self, send: Send, next_request_id: Callable[[], str], protocol: Protocol, answered: Callable[[], None]
    ) -> None:
        self.start: Message | None = None
        self.protocol = protocol
        self._answered = answered
        self._send = send
        self._next_request_id = next_request_id

    async def send(self, message: Message) -> None:
        """A message to the client."""
        if message["type"] == "http.response.start":
            self.start = message = self._numbered(message)
            self._answered()
        await self._send(message)

    def _numbered(self, message: Message) -> Message:
        headers = dict(message.get("headers", ()))
        given = headers.get(b"x-amzn-requestid") or headers.get(b"x-amz-request-id") or self._next_request_id().encode()
        if self.protocol == "s3":
            headers.pop(b"x-amzn-requestid", None)
            added = {b"x-amz-request-id": given, b"x-amz-id-2": given}
        else:
            added = {b"x-amzn-requestid": given}
        kept = [pair for pair in message.get("headers", ()) if pair[0] in headers]
        return {**message, "headers": kept + [(name, added[name]) for name in added if name not in headers]}

    async def fail(self, fault: Fault, request: Request) -> None:
        """Answer with an error on demand."""
        status = fault.status or STATUS_OF_COMMON_ERRORS.get(fault.code) or _STATUSES.get(fault.code, 400)
        await self._answer(Refusal(status, fault.code, fault.message), request, usable=True)

    async def refuse(self, rejected: Rejected, request: Request, *, usable: bool) -> None:
        """Answer that the signature is not accepted; `usable` tells whether the connection stays open."""
        await self._answer(Refusal(*rejected.said(self.protocol), rejected.details), request, usable=usable)

    async def _answer(self, refusal: Refusal, request: Request, *, usable: bool) -> None:
        answer = refusal.shaped(self.protocol)
        if not usable:
            answer = replace(answer, headers=(*answer.headers, ("connection", "close")))
        await send_answer(self.send, answer, head=request.method == "HEAD")


def protocol_of(spec: Spec, request: Request, signer: Signer) -> Protocol:
    """The protocol in which the client of a call that is not ours reads an error."""
    form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "cbor"
    if "x-amz-target" in request.headers:
        return "json"
    if form or "Action" in request.query:
        return "ec2" if signer.signing_name == "ec2" else "query"
    if signer.signing_name is None or signer.signing_name in S3_SIGNING_NAMES:
        return "s3"
    return _protocol_of_service(spec, signer.signing_name)


@lru_cache(1024)
def _protocol_of_service(spec: Spec, signing_name: str) -> Protocol:
    try:
        return _PROTOCOLS[spec.service(signing_name).protocol]
    except (UnknownService, KeyError, StopIteration):
        return "rest-json"
