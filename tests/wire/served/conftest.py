"""Whole simulators behind a socket, and clients that sign with botocore."""

import asyncio
import http.client
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import boto3
import pytest
import uvicorn
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from simulator.app import Simulator
from simulator.domain.api_rules import ApiRules
from simulator.settings import AccessKey, Auth, Settings

ANA = ("AKIAANA", "ana's secret")
BEN = ("AKIABEN", "ben's secret")
SESSION = ("ASIASESSION", "a session's secret", "its-token")
KEYS = {
    ANA[0]: AccessKey(ANA[1], "111111111111"),
    BEN[0]: AccessKey(BEN[1], "222222222222"),
    SESSION[0]: AccessKey(SESSION[1], "111111111111", SESSION[2]),
}


@dataclass
class Answered:
    """What came back over the socket."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Signed:
    """A request that botocore signed, to be sent as it is or after somebody has changed it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


class Served:
    """A simulator behind uvicorn, in a thread of its own, and who has keys to it."""

    ana, ben, session = ANA, BEN, SESSION

    def __init__(self, settings: Settings) -> None:
        self.simulator = Simulator(settings)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = self.socket.getsockname()[1]
        self.url = self.simulator.base_url = f"http://127.0.0.1:{self.port}"
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        self._started.wait()

    async def _serve(self) -> None:
        await self.simulator.start()
        config = uvicorn.Config(self.simulator, lifespan="off", log_level="warning", access_log=False)
        self.server = uvicorn.Server(config)
        self.loop = asyncio.get_running_loop()
        self._started.set()
        await self.server.serve(sockets=[self.socket])
        await self.simulator.stop()

    def settle(self) -> None:
        """Let what is owed to S3 be written."""
        asyncio.run_coroutine_threadsafe(self.simulator.core.relay.drain(), self.loop).result(timeout=20)

    def close(self) -> None:
        self.server.should_exit = True
        self._thread.join()

    def client(self, service: str, key=ANA, region: str = "us-east-1", **config):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id=key[0],
            aws_secret_access_key=key[1],
            aws_session_token=key[2] if len(key) > 2 else None,
            config=Config(retries={"max_attempts": 0}, **config),
        )

    def sign(
        self, service, path="/", method="POST", body=b"", headers=None, key=ANA, off=timedelta(), payload_hash=None
    ) -> Signed:
        """A request as botocore signs it, at the present time moved by `off`; `payload_hash` instead of the body's."""
        at = (datetime.now(UTC) + off).strftime("%Y%m%dT%H%M%SZ")
        request = AWSRequest(method=method, url=self.url + path, data=body, headers=headers or {})
        signer = _S3 if service == "s3" else _Other
        request.context["timestamp"], request.context["payload_hash"] = at, payload_hash
        signer(Credentials(*key), service, "us-east-1").add_auth(request)
        sent = {name: value for name, value in request.headers.items() if name.lower() != "host"}
        return Signed(method, path, sent, body)

    def call(self, service="sagemaker", target="SageMaker.ListFlowDefinitions", body=b"{}", **how) -> Signed:
        """A call of a JSON service."""
        headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": target}
        return self.sign(service, body=body, headers=headers, **how)

    def send(self, signed: Signed, **changed: str | None) -> Answered:
        """The answer to a request; `changed` headers, with dashes as underscores, are replaced or (None) left out."""
        changes = {name.replace("_", "-"): value for name, value in changed.items()}
        kept = {name: value for name, value in signed.headers.items() if name.lower() not in changes}
        headers = kept | {name: value for name, value in changes.items() if value is not None}
        return self.ask(signed.method, signed.target, headers, signed.body)

    def ask(self, method: str, target: str, headers=None, body: bytes = b"") -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, target.removeprefix(self.url), body, headers or {})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answered(response.status, found, response.read())
        finally:
            connection.close()


class _At:
    def payload(self, request):
        return request.context["payload_hash"] or super().payload(request)

    def add_auth(self, request):
        self._modify_request_before_signing(request)
        canonical = self.canonical_request(request)
        signature = self.signature(self.string_to_sign(request, canonical), request)
        self._inject_signature_to_request(request, signature)

    def _modify_request_before_signing(self, request):
        super()._modify_request_before_signing(request)
        del request.headers["X-Amz-Date"]
        request.headers["X-Amz-Date"] = request.context["timestamp"]


class _Other(_At, SigV4Auth):
    pass


class _S3(_At, S3SigV4Auth):
    pass


@pytest.fixture(scope="module")
def trusting() -> Iterator[Served]:
    """A simulator that believes every signature and allows two open loops."""
    it = Served(Settings(api_rules=ApiRules(most_open_human_loops=2), keys=KEYS))
    try:
        it.client("s3").create_bucket(Bucket="bucket")
        yield it
    finally:
        it.close()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A simulator that believes no signature that it has not checked."""
    it = Served(Settings(auth=Auth.SIGV4, keys=KEYS))
    try:
        it.client("s3").create_bucket(Bucket="bucket")
        yield it
    finally:
        it.close()
