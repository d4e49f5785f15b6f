"""The one door for AWS calls: an ASGI application that answers those it has a handler for and passes on the rest.

A call of ours goes through `STEPS`, in order. Any step may end it by raising a Refusal, a DomainError or anything
else; `answers.py` alone turns what was raised into a response. Whom a request is for is settled before its body is
touched, so that everything for the fallback (S3 above all) streams through as it came, at any length. A handler that
finds that the thing asked about is kept elsewhere raises Elsewhere, and the fallback is asked with the same body.

Signatures are verified where there is a guard: of a call of ours between reading and decoding, where the raw body,
which a signature covers, is at hand and nothing in it has been believed yet; of any other call by a door (`door.py`)
through which the fallback reads the body.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.domain.calls import Call
from simulator.domain.errors import DomainError, Elsewhere
from simulator.domain.faults import Fault
from simulator.spec import Spec
from simulator.wire.answers import Answer, answer_to, refusing, send_response
from simulator.wire.asking import ask_again
from simulator.wire.bodies import Inlet, emptied, inflated, read_body
from simulator.wire.fallback.bridge import ACCOUNT
from simulator.wire.journal import JournalEntry, entry_of, entry_of_passed
from simulator.wire.limits import refuse_violations
from simulator.wire.parts import Request, request_of
from simulator.wire.passing import Passage, protocol_of
from simulator.wire.plans import Handler, Plan, PlanBook
from simulator.wire.refusals import ClientGone, Refusal, serialization, unknown_operation
from simulator.wire.routing import Destination, Router, Signer, UnknownTarget, partition_of
from simulator.wire.signatures.door import Door
from simulator.wire.signatures.guard import Admission, Guard, refuse_other_service, sha256_of
from simulator.wire.signatures.keys import ISSUING_SERVICES, KeyRing
from simulator.wire.signatures.rejections import Rejected

BODY_LIMIT_BYTES = 16 * 1024 * 1024
"""Room for the largest body that an operation of ours may need: a 10 MB document as base64, and the rest of it."""


FaultOf = Callable[[str, str | None], Fault | None]
"""From botocore's service name and operation to the error that the call shall end in, if any."""


def _nothing() -> None:
    return


def _no_fault(_service: str, _operation: str | None) -> None:
    return


@dataclass(slots=True)
class Exchange:
    """One call on its way through the steps; each step fills in what the next ones need."""

    request: Request
    destination: Destination
    plan: Plan
    call: Call
    inlet: Inlet
    body_limit_bytes: int
    fault_of: FaultOf
    guard: Guard | None = None
    admission: Admission | None = None
    body: bytes = b""
    parameters: dict[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] | None = None
    answer: Answer | None = None


async def admit(exchange: Exchange) -> None:
    """The signature, as far as the head tells."""
    if exchange.guard is not None:
        exchange.admission = await exchange.guard.admit(exchange.request)
        refuse_other_service(exchange.admission.claim, exchange.destination.service.signing_name)


async def read(exchange: Exchange) -> None:
    """The body, whole, as it was sent and signed."""
    exchange.body = await read_body(exchange.request.headers, exchange.inlet.receive, exchange.body_limit_bytes)


async def verify(exchange: Exchange) -> None:
    """The signature, with the body."""
    if exchange.admission is not None:
        exchange.admission.finish(sha256_of(exchange.body))


async def fail(exchange: Exchange) -> None:
    """The error that was asked for, if one waits for this call."""
    fault = exchange.fault_of(exchange.call.service, exchange.call.operation)
    if fault is not None:
        raise Refusal(fault.code, fault.message, fault.status)


async def inflate(exchange: Exchange) -> None:
    """The body without its gzip."""
    exchange.body = inflated(exchange.request.headers, exchange.body, exchange.body_limit_bytes)


async def decode(exchange: Exchange) -> None:
    """The body and the other places to parameters."""
    codec, labels = exchange.plan.codec, exchange.destination.labels
    exchange.parameters = codec.decode(exchange.request, labels, exchange.body)


async def validate(exchange: Exchange) -> None:
    """The parameters against the constraints of the model."""
    try:
        refuse_violations(exchange.plan.check(exchange.parameters))
    except RecursionError:
        raise serialization("The request body is nested too deeply.") from None


async def handle(exchange: Exchange) -> None:
    """The parameters to a result: the only step that knows what the operation means."""
    exchange.result = await exchange.plan.handler(exchange.call, exchange.parameters)


async def encode(exchange: Exchange) -> None:
    """The result to bytes."""
    exchange.answer = Answer(exchange.plan.codec.encode(exchange.result))


STEPS: tuple[Callable[[Exchange], Awaitable[None]], ...] = (
    admit,
    read,
    verify,
    fail,
    inflate,
    decode,
    validate,
    handle,
    encode,
)


@dataclass(eq=False)
class AwsGateway:
    """Answers AWS calls from `handlers`, keyed by botocore's service name and operation; the rest is `fallback`'s.

    What a handler raises becomes an AWS error: a DomainError under the code that `error_codes(service, error)` gives,
    anything else a 500 whose cause only the log tells. `journal` hears of every AWS call once it is answered.
    `name_patterns` maps names of shapes to patterns that count instead of the model's (see `limits.py`). `keys` tells
    the account of an access key; `guard` None believes every signature. `fault_of` has the errors on demand.
    """

    spec: Spec
    handlers: Mapping[tuple[str, str], Handler]
    fallback: ASGIApp
    _: KW_ONLY
    now_ms: Callable[[], int]
    next_request_id: Callable[[], str]
    error_codes: Callable[[str, DomainError], str]
    default_account: str
    default_region: str
    journal: Callable[[JournalEntry], None]
    keys: KeyRing | None = None
    guard: Guard | None = None
    fault_of: FaultOf = _no_fault
    name_patterns: Mapping[str, str] = field(default_factory=dict)
    body_limit_bytes: int = BODY_LIMIT_BYTES

    def __post_init__(self) -> None:
        self._plans = PlanBook(self.spec, self.handlers, self.name_patterns)
        self._router = Router(self._plans.services, self.default_account, self.default_region)
        self._steps = STEPS if self.guard else tuple(step for step in STEPS if step not in {admit, verify})
        self._door = Door(self.guard, self.spec) if self.guard else None

    def warm(self) -> None:
        """Read the models and compile every operation now; meant for a background thread.

        Raises UnknownOperation for a handler whose operation no model knows.
        """
        self._plans.compile_all()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.fallback(scope, receive, send)
            return
        request = request_of(scope)
        signer = await self._whose(self._router.signer(request))
        try:
            destination = self._router.route(request, signer)
            plan = await self._plan(destination) if destination else None
        except UnknownTarget as error:
            call, refused = self._call(error.service.name, "", signer), refusing(error.service, error.refusal)
            usable = await Inlet(receive).drain(request.headers)
            await self._finish(call, request, refused if usable else refused.closing(), send)
            return
        if destination is None or plan is None:
            await self._pass_on(request, signer, scope, receive, send)
            return
        call = self._call(destination.service.name, destination.operation, signer)
        exchange = self._exchange(request, destination, plan, call, receive)
        try:
            answer = await self._answer(exchange)
        except Elsewhere as error:
            answer = await self._answer_elsewhere(exchange, error, scope)
        await self._finish(call, request, answer, send)

    def _exchange(
        self, request: Request, destination: Destination, plan: Plan, call: Call, receive: Receive
    ) -> Exchange:
        limit = self.body_limit_bytes
        return Exchange(request, destination, plan, call, Inlet(receive), limit, self.fault_of, self.guard)

    async def _whose(self, signer: Signer) -> Signer:
        if self.keys is None or signer.access_key is None:
            return signer
        account = self.keys.remembered_account(signer.access_key) or await self.keys.account(signer.access_key)
        if account == signer.account:
            return signer
        return Signer(account, signer.region, signer.signing_name, signer.access_key)

    async def _plan(self, destination: Destination) -> Plan | None:
        service, operation = destination.service, destination.operation
        plan = await self._plans.find(service.name, operation)
        if plan is None and not await asyncio.to_thread(service.has_operation, operation):
            sentence = f"{service.name} has no operation {operation!r}."
            raise UnknownTarget(service, unknown_operation(sentence, 400))
        return plan

    async def _answer(self, exchange: Exchange) -> Answer | None:
        try:
            for step in self._steps:
                await step(exchange)
        except ClientGone:
            return None
        except Elsewhere:
            raise
        except Exception as error:  # noqa: BLE001
            answer = answer_to(error, exchange.destination.service, exchange.call, self.error_codes)
            usable = await exchange.inlet.drain(exchange.request.headers)
            return answer if usable else answer.closing()
        return exchange.answer

    async def _answer_elsewhere(self, exchange: Exchange, error: Elsewhere, scope: Scope) -> Answer:
        """What the fallback says about a thing that is not kept here; where it fails, that the thing is not there."""
        response = await ask_again(self.fallback, {**scope, ACCOUNT: exchange.call.account}, exchange.body)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return answer_to(error, exchange.destination.service, exchange.call, self.error_codes)
        return Answer(response, response.headers.get("x-amzn-errortype"))

    async def _finish(self, call: Call, request: Request, answer: Answer | None, send: Send) -> None:
        self.journal(entry_of(call, request, answer))
        if answer is not None:
            await send_response(send, answer.response, call.request_id)

    async def _pass_on(self, request: Request, signer: Signer, scope: Scope, receive: Receive, send: Send) -> None:
        at_ms, inlet = self.now_ms(), Inlet(receive)
        answered = self.keys.ask_again if self.keys and signer.signing_name in ISSUING_SERVICES else _nothing
        passage = Passage(send, self.next_request_id, protocol_of(self.spec, request, signer), answered)
        scope[ACCOUNT] = signer.account
        try:
            body = await self._door.opened(request, scope, inlet.receive) if self._door else inlet.receive
            if (fault := self._fault_of_passage(request, signer)) is not None:
                await emptied(body)
                await passage.fail(fault, request)
            else:
                await self.fallback(scope, body, passage.send)
        except Rejected as rejected:
            usable = await inlet.drain(request.headers)
            await passage.refuse(rejected, request, usable=usable)
        except ClientGone:
            return
        finally:
            self.journal(entry_of_passed(at_ms, signer, request, passage.start))

    def _fault_of_passage(self, request: Request, signer: Signer) -> Fault | None:
        operation = request.headers.get("x-amz-target", "").rpartition(".")[2] or None
        return self.fault_of(signer.signing_name or "s3", operation)

    def _call(self, service: str, operation: str, signer: Signer) -> Call:
        return Call(
            service=service,
            operation=operation,
            account=signer.account,
            region=signer.region,
            partition=partition_of(signer.region),
            now_ms=self.now_ms(),
            request_id=self.next_request_id(),
        )
