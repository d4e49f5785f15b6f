"""Time: three paces, one law."""

import asyncio

import pytest

from simulator.clock import Clock
from simulator.domain.errors import Invalid
from simulator.domain.pace import Pace


def test_manual_time_stands_still_until_it_is_moved() -> None:
    clock = Clock(Pace(0.0), 1000)
    assert clock.now_ms() == 1000
    clock.move_to(5000)
    assert clock.now_ms() == 5000


def test_time_never_runs_backwards() -> None:
    clock = Clock(Pace(0.0), 5000)
    clock.move_to(10)
    assert clock.now_ms() == 5000


def test_time_goes_on_from_where_it_was_when_the_pace_changes() -> None:
    clock = Clock(Pace(0.0), 7000)
    clock.set_pace(Pace(1e9))
    clock.set_pace(Pace(0.0))
    frozen = clock.now_ms()
    assert frozen >= 7000
    assert clock.now_ms() == frozen


async def test_a_scaled_clock_reaches_a_far_deadline_soon() -> None:
    clock = Clock(Pace(1e9), 0)
    await asyncio.wait_for(clock.wait(10_000_000, asyncio.Event()), 5)
    assert clock.now_ms() >= 10_000_000


async def test_a_wait_in_manual_time_ends_when_it_is_woken() -> None:
    woken = asyncio.Event()
    waiting = asyncio.create_task(Clock(Pace(0.0), 0).wait(1, woken))
    await asyncio.wait({waiting}, timeout=0)
    assert not waiting.done()
    woken.set()
    await asyncio.wait_for(waiting, 5)


@pytest.mark.parametrize(
    ("text", "mode"), [("real", "real"), ("manual", "manual"), ("60x", "scaled"), ("0.5x", "scaled"), ("1x", "real")]
)
def test_a_pace_is_read_from_text(text: str, mode: str) -> None:
    assert Pace.parse(text).mode == mode


@pytest.mark.parametrize("text", ["", "fast", "60", "-1x", "0x", "nanx", "infx"])
def test_any_other_pace_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(Invalid, match="Use 'real', 'manual', or a speed such as '60x'"):
        Pace.parse(text)
