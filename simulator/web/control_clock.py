"""The control API's clock: read it, set how it runs, move it forward.

Where an instant comes with the manual mode, time stands still before it is moved, so that it ends at exactly that
instant.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request

from simulator.domain import instants
from simulator.domain.errors import Invalid
from simulator.domain.pace import Pace
from simulator.web.context import WebContext
from simulator.web.control_calls import Call
from simulator.web.control_reading import Body, Misread, Query, read_body, read_query

FURTHEST_MS = instants.parse_iso("9000-01-01T00:00:00Z")
"""As far as the clock can be moved: what starts then can still end within the four digits of a year."""


class SetClock(Body):
    """How time shall run."""

    mode: Literal["real", "scaled", "manual"] = Field(description="'real', 'scaled' or 'manual'")
    speed: float | None = Field(default=None, gt=0, le=1e9, allow_inf_nan=False)
    now: str | None = None


class Advance(Body):
    """How far to move time."""

    seconds: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    until: str | None = None


def calls(context: WebContext) -> Sequence[Call]:
    """The calls of the clock."""
    return (
        Call("GET", "/clock", "the time, how it runs, and when the next thing falls due", partial(_show, context)),
        Call(
            "POST",
            "/clock",
            'set how time runs: {"mode": "real"}, {"mode": "scaled", "speed": 60} or {"mode": "manual", "now"?: ISO}',
            partial(_set, context),
        ),
        Call(
            "POST",
            "/clock/advance",
            'move time: {"seconds": N}, {"until": ISO} or {"until": "idle"}; answers when all due has happened',
            partial(_advance, context),
        ),
    )


async def clock_document(context: WebContext) -> dict[str, Any]:
    """The clock as JSON."""
    due_ms = await context.timekeeper.next_deadline_ms()
    pace = context.clock.pace
    return {
        "mode": pace.mode,
        "speed": pace.speed,
        "now": instants.iso_millis(context.clock.now_ms()),
        "next_deadline": None if due_ms is None else instants.iso_millis(due_ms),
    }


async def _show(context: WebContext, request: Request) -> Mapping[str, Any]:
    read_query(request, Query)
    return await clock_document(context)


async def _set(context: WebContext, request: Request) -> Mapping[str, Any]:
    wanted = await read_body(request, SetClock, context.settings.body_limit_bytes)
    pace = _pace(wanted)
    if wanted.now is not None and wanted.mode != "manual":
        raise Misread("body.now", "body.now goes with the mode 'manual' only.")
    now_ms = None if wanted.now is None else _instant(context, "body.now", wanted.now)
    await context.timekeeper.set_pace(pace, now_ms)
    return await clock_document(context)


def _pace(wanted: SetClock) -> Pace:
    if wanted.mode == "scaled":
        if wanted.speed is None:
            raise Misread("body.speed", "body.speed is missing. Give simulated seconds per real second, such as 60.")
        return Pace(wanted.speed)
    if wanted.speed is not None:
        raise Misread("body.speed", f"body.speed goes with the mode 'scaled' only, not with {wanted.mode!r}.")
    return Pace.parse(wanted.mode)


async def _advance(context: WebContext, request: Request) -> Mapping[str, Any]:
    wanted = await read_body(request, Advance, context.settings.body_limit_bytes)
    fired = await context.timekeeper.advance(_target_ms(context, wanted))
    return {"now": instants.iso_millis(context.clock.now_ms()), "fired": fired}


def _target_ms(context: WebContext, wanted: Advance) -> int | None:
    if (wanted.seconds is None) == (wanted.until is None):
        which = "neither is" if wanted.until is None else "both are"
        raise Misread("body", f'Give either {{"seconds": N}} or {{"until": ISO or "idle"}}; {which} given.')
    if wanted.seconds is not None:
        return _within("body.seconds", context.clock.now_ms() + round(min(wanted.seconds, 1e12) * 1000))
    if wanted.until is None or wanted.until == "idle":
        return None
    return _instant(context, "body.until", wanted.until)


def _instant(context: WebContext, place: str, text: str) -> int:
    try:
        at_ms = instants.parse_iso(text)
    except Invalid as error:
        raise Misread(place, f"{place}: {error.message}") from None
    now_ms = context.clock.now_ms()
    if at_ms < now_ms:
        message = (
            f"{place} is {text!r}, which is before now ({instants.iso_millis(now_ms)}). "
            "Time never runs backwards: name a later instant, or start a simulator on a new database."
        )
        raise Misread(place, message)
    return _within(place, at_ms)


def _within(place: str, at_ms: int) -> int:
    if at_ms > FURTHEST_MS:
        message = f"{place} leads beyond {instants.iso_millis(FURTHEST_MS)}, where the simulator's time ends."
        raise Misread(place, message)
    return at_ms
