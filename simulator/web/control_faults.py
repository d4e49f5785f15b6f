"""The control API's faults: AWS errors on demand, for trying how an app bears them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field
from starlette.requests import Request

from simulator.domain.faults import Fault
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_gates import at_place
from simulator.web.control_reading import Body, Query, read_body, read_query

_MESSAGE = "This error was asked for at /_simulator/faults."


class NewFault(Body):
    """An error to come; `count` null is no end."""

    service: str = Field(description="a service by its name in the SDK, such as sagemaker-a2i-runtime")
    code: str = Field(description="an error code such as ThrottlingException", pattern="^[A-Za-z][A-Za-z0-9.]{0,127}$")
    operation: str | None = None
    message: str = Field(default=_MESSAGE, max_length=1024)
    status: int | None = Field(default=None, ge=400, le=599)
    count: int | None = Field(default=1, ge=1, le=1_000_000)


class Nothing(Body):
    """A body without members."""


def calls(context: WebContext) -> Sequence[Call]:
    """The calls about faults."""
    return (
        Call("GET", "/faults", "the errors that wait for a call, oldest first", partial(_list, context)),
        Call(
            "POST",
            "/faults",
            'answer calls with an error: {"service", "operation"?, "code", "message"?, "status"?, "count"?}',
            partial(_add, context),
            201,
        ),
        Call("DELETE", "/faults", "forget the errors that wait", partial(_clear, context)),
    )


async def _list(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    return _document(context)


async def _add(context: WebContext, request: Request) -> Mapping[str, Any]:
    body = await read_body(request, NewFault, context.settings.body_limit_bytes)
    fault = Fault(body.service, body.operation, body.code, body.message, body.status, body.count)
    at_place("body", lambda: context.faults.add(fault))
    return _document(context)


async def _clear(context: WebContext, request: Request) -> Mapping[str, Any]:
    await read_body(request, Nothing, context.settings.body_limit_bytes)
    context.faults.clear()
    return _document(context)


def _document(context: WebContext) -> Mapping[str, Any]:
    return {"faults": [_fault_document(fault) for fault in context.faults.waiting()]}


def _fault_document(fault: Fault) -> Mapping[str, Any]:
    return {
        "service": fault.service,
        "operation": fault.operation,
        "code": fault.code,
        "message": fault.message,
        "status": fault.status,
        "count": fault.left,
    }
