"""An embedded AWS behind a real port, and boto3 clients that talk to it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
import uvicorn
from botocore.config import Config

from simulator.wire.fallback.embedded import EmbeddedAws
from simulator.wire.fallback.journal import StoreUnusable

ACCOUNT = "123456789012"


class Served:
    """One embedded AWS, served by uvicorn in a thread of its own."""

    def __init__(self, data_dir: Path | None) -> None:
        self.aws = EmbeddedAws(data_dir, ACCOUNT)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        self._started.wait()
        if self._failure:
            raise self._failure

    async def _serve(self) -> None:
        try:
            await self.aws.start()
        except StoreUnusable as error:
            self._failure = error
            self._started.set()
            self.socket.close()
            return
        config = uvicorn.Config(self.aws.asgi, interface="asgi3", lifespan="off", log_level="warning", access_log=False)
        self.server = uvicorn.Server(config)
        self.loop = asyncio.get_running_loop()
        self._started.set()
        await self.server.serve(sockets=[self.socket])
        await self.aws.stop()

    def close(self) -> None:
        self.server.should_exit = True
        self._thread.join()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def client(self, service: str, key: str = "test", region: str = "us-east-1", url: str | None = None, **config):
        return boto3.client(
            service,
            endpoint_url=url or self.url,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 0}, **config),
        )


@contextmanager
def serving(data_dir: Path | None = None) -> Iterator[Served]:
    served = Served(data_dir)
    try:
        yield served
    finally:
        served.close()


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as it:
        yield it


@pytest.fixture
def s3(served: Served):
    client = served.client("s3")
    client.create_bucket(Bucket="bucket")
    return client


@pytest.fixture
def serve():
    return serving
