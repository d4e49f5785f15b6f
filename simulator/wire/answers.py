"""What goes back to the client, and how anything that was raised on the way becomes it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.types import Send

from simulator.domain.calls import Call
from simulator.domain.errors import DomainError
from simulator.spec import ServiceSpec
from simulator.wire.codec import encode_error
from simulator.wire.parts import Response
from simulator.wire.refusals import Refusal
from simulator.wire.signatures.rejections import Rejected

_log = logging.getLogger(__name__)
_FAULT_CODES = ("InternalServerException", "InternalServerError", "InternalFailure")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and the code of the error that it carries if it carries one."""

    response: Response
    error_code: str | None = None

    def closing(self) -> "Answer":
        """The same answer, after which the connection is closed."""
        headers = {**self.response.headers, "connection": "close"}
        return replace(self, response=replace(self.response, headers=headers))


def refusing(service: ServiceSpec, refusal: Refusal) -> Answer:
    """The answer for something that the wire refuses."""
    response = encode_error(service, refusal.code, refusal.message, status=refusal.status)
    return Answer(response, refusal.code)


def answer_to(
    error: Exception, service: ServiceSpec, call: Call, error_codes: Callable[[str, DomainError], str]
) -> Answer:
    """The answer for whatever a call raised; what nobody foresaw is told to the log and not to the client."""
    try:
        return _foreseen(error, service, error_codes)
    except Exception as unforeseen:  # noqa: BLE001
        _log.error("%s failed in request %s", call.operation, call.request_id, exc_info=unforeseen)
    code = next((code for code in _FAULT_CODES if code in service.errors), _FAULT_CODES[-1])
    sentence = f"The request could not be answered. The server's log tells why, under request id {call.request_id}."
    return refusing(service, Refusal(code, sentence, 500))


def _foreseen(error: Exception, service: ServiceSpec, error_codes: Callable[[str, DomainError], str]) -> Answer:
    match error:
        case Refusal():
            return refusing(service, error)
        case Rejected():
            status, code, sentence = error.said(service.protocol)
            return refusing(service, Refusal(code, sentence, status))
        case DomainError():
            return refusing(service, Refusal(error_codes(service.name, error), error.message))
    raise error


async def send_response(send: Send, response: Response, request_id: str) -> None:
    """Send a response with the headers that every one of ours has."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    headers.append((b"x-amzn-requestid", request_id.encode("latin-1")))
    headers.append((b"content-length", str(len(response.body)).encode("ascii")))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
