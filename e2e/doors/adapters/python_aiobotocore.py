"""aiobotocore, on an event loop in a thread of its own."""

import asyncio
import threading
from contextlib import AsyncExitStack

from aiobotocore.session import AioSession
from botocore import xform_name

from e2e.doors.adapters.python_boto3 import answered, items, page_size


class AiobotocoreDoor:
    """Clients of aiobotocore."""

    name = "aiobotocore"

    def __init__(self):
        self._session, self._clients, self._open = AioSession(), {}, AsyncExitStack()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @staticmethod
    def has(service, operation):
        """Everything that AWS has."""
        return True

    def call(self, caller, service, operation, parameters):
        """One call of a client's method."""

        async def ask():
            client = await self._client(caller, service)
            return await getattr(client, xform_name(operation))(**parameters)

        return answered(lambda: self._wait(ask()))

    def every(self, caller, service, operation, parameters):
        """All pages of the client's paginator."""
        size, wanted = page_size(parameters)

        async def ask():
            client = await self._client(caller, service)
            pages = client.get_paginator(xform_name(operation)).paginate(**wanted, PaginationConfig={"PageSize": size})
            return items([page async for page in pages])

        return answered(lambda: self._wait(ask()))

    def read_object(self, caller, bucket, key):
        """GetObject."""

        async def ask():
            client = await self._client(caller, "s3")
            answer = await client.get_object(Bucket=bucket, Key=key)
            async with answer["Body"] as body:
                return await body.read()

        return self._wait(ask())

    def close(self):
        """Close the clients and end the loop."""
        self._wait(self._open.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, asked):
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()

    async def _client(self, caller, service):
        if (caller, service) not in self._clients:
            made = self._session.create_client(
                service,
                endpoint_url=caller.url,
                region_name=caller.region,
                aws_access_key_id=caller.account,
                aws_secret_access_key=caller.secret,
            )
            self._clients[caller, service] = await self._open.enter_async_context(made)
        return self._clients[caller, service]
