"""One call on its way to the fallback and back: what was answered, under which request id, and what we refuse.

Every AWS answer has a request id. S3 and the REST-XML services name it in `x-amz-request-id`, all others in
`x-amzn-requestid`; where the fallback gave none, it is given here.
"""

from collections.abc import Callable
from dataclasses import replace

from starlette.types import Message, Receive, Send

from simulator.spec import Spec, UnknownService
from simulator.wire.fallback.answers import Protocol, Refusal
from simulator.wire.fallback.bridge import send_answer
from simulator.wire.parts import Request
from simulator.wire.routing import Signer
from simulator.wire.signatures.claims import S3_SIGNING_NAMES
from simulator.wire.signatures.rejections import Rejected

_ID_NAMES = frozenset({b"x-amzn-requestid", b"x-amz-request-id"})
_PROTOCOLS: dict[str, Protocol] = {
    "json": "json",
    "rest-json": "rest-json",
    "query": "query",
    "ec2": "ec2",
    "rest-xml": "rest-xml",
}


class Passage:
    """The receiving and sending side of one call, watched. `start` is the first message of its answer."""

    def __init__(self, receive: Receive, send: Send, next_request_id: Callable[[], str]) -> None:
        self.start: Message | None = None
        self.is_read = False
        self._receive = receive
        self._send = send
        self._next_request_id = next_request_id

    async def receive(self) -> Message:
        """The next message from the client."""
        message = await self._receive()
        self.is_read = self.is_read or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """A message to the client."""
        if message["type"] == "http.response.start":
            self.start = message = self._numbered(message)
        await self._send(message)

    def _numbered(self, message: Message) -> Message:
        headers = list(message.get("headers", ()))
        if any(name.lower() in _ID_NAMES for name, _ in headers):
            return message
        return {**message, "headers": [*headers, (b"x-amzn-requestid", self._next_request_id().encode())]}

    async def refuse(self, rejected: Rejected, protocol: Protocol, request: Request, *, usable: bool) -> None:
        """Answer that the signature is not accepted; `usable` tells whether the connection stays open."""
        answer = Refusal(*rejected.said(protocol), rejected.details).shaped(protocol)
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
    try:
        return _PROTOCOLS[spec.service(signer.signing_name).protocol]
    except (UnknownService, KeyError, StopIteration):
        return "rest-json"
