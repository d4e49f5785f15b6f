"""The line to a live page, as a WebSocket's messages."""

import asyncio
import json

from starlette.websockets import WebSocket

from simulator.web.live import Hub


async def test_what_changes_while_a_page_is_let_in_is_told_to_it(site):
    """The page believes to be live as soon as its line is accepted."""
    sent, received = asyncio.Queue(), asyncio.Queue()
    websocket = WebSocket({"type": "websocket", "path": "/portal/live", "headers": []}, received.get, sent.put)
    received.put_nowait({"type": "websocket.connect"})

    async def may_listen(_websocket):
        await site.start()
        return True

    serving = asyncio.create_task(Hub(site.store, site.context.clock).serve(websocket, may_listen))
    async with asyncio.timeout(20):
        accepted, clock, hint = [await sent.get() for _ in range(3)]
    assert accepted["type"] == "websocket.accept"
    assert [json.loads(each["text"])["type"] for each in (clock, hint)] == ["clock", "changed"]
    received.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await serving
