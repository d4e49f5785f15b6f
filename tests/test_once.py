"""What several ask for at once is made once, for all of them, in their order."""

import asyncio

import pytest

from simulator.once import Once


async def test_all_who_ask_while_it_is_made_get_the_same_in_their_order():
    once, made, served = Once(), [], []
    begun, ready = asyncio.Event(), asyncio.Event()

    async def make():
        made.append("made")
        begun.set()
        await ready.wait()
        return object()

    async def ask(number):
        found = await once.get("key", make)
        served.append(number)
        return found

    asking = [asyncio.create_task(ask(number)) for number in range(5)]
    await begun.wait()
    assert once.is_making("key")
    assert not once.is_making("other")
    ready.set()
    assert len(set(await asyncio.gather(*asking))) == 1
    assert (made, served) == (["made"], [0, 1, 2, 3, 4])
    assert not once.is_making("key")


async def test_it_is_made_anew_for_who_asks_later():
    once, numbers = Once(), iter(range(9))

    async def make():
        return next(numbers)

    assert [await once.get("key", make), await once.get("key", make)] == [0, 1]


async def test_what_goes_wrong_is_told_to_all_and_tried_again_for_the_next():
    once, outcomes = Once(), iter([LookupError("no"), "there"])

    async def make():
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    told = await asyncio.gather(once.get("key", make), once.get("key", make), return_exceptions=True)
    assert [type(each) for each in told] == [LookupError, LookupError]
    assert await once.get("key", make) == "there"


async def test_who_stops_waiting_does_not_stop_the_others():
    once, begun, ready = Once(), asyncio.Event(), asyncio.Event()

    async def make():
        begun.set()
        await ready.wait()
        return "there"

    first, second = [asyncio.create_task(once.get("key", make)) for _ in range(2)]
    await begun.wait()
    first.cancel()
    ready.set()
    assert await second == "there"
    with pytest.raises(asyncio.CancelledError):
        await first
