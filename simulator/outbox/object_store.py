"""Our own S3 client: output documents out, templates and inputs in, addresses that a worker's browser may read.

One class for both kinds of store. The embedded one is asked in process, in the account that the bucket lives in (the
embedded AWS takes a 12-digit access key id for the account). A real S3-compatible one is asked over HTTP with one set
of credentials and in one region, since its endpoint is one.

botocore looks for a bucket's region where it is redirected, and does so without end where everything is redirected;
that ends as RecursionError. Whatever goes wrong becomes an ObjectStoreError: a sentence for people, and whether the
same call may succeed later without anybody doing anything. botocore repeats a call at most twice; longer patience
belongs to the relay.
"""

import asyncio
import importlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import quote, unquote, urlsplit

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    SSLError,
)

from simulator.domain.new_object import NewObject

if TYPE_CHECKING:
    from simulator.outbox.asgi_transport import AsgiApp
    from simulator.outbox.s3_clients import S3Clients

LONGEST_PRESIGNED_SECONDS = 7 * 24 * 3600

Presigner = Callable[[str], tuple[str, str]]
"""From an account to the access key id and the secret with which addresses are presigned for it."""


DirectPut = Callable[[NewObject], Awaitable[bool]]
"""Writes an object into the embedded store without a client; False leaves it to the client."""

PutHere = Callable[[NewObject], bool]
"""The same in the calling thread, which it blocks for a moment."""

_EMBEDDED_ENDPOINT = "http://s3.localhost"
_CONNECT_SECONDS, _READ_SECONDS = 3, 20
_DUMMY = ("test", "test")
_SERVER_FAULT = 500
_PASSING = frozenset({"SlowDown", "RequestTimeout", "Throttling", "ThrottlingException", "RequestTimeTooSkewed"})
_FORBIDDEN = frozenset(
    {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AllAccessDisabled", "ExpiredToken", "403"}
)
_S3_HOST = re.compile(r"(?:(?P<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?")


class ObjectStoreError(Exception):
    """An object could not be written or read; `retryable` tells whether waiting alone may help."""

    def __init__(self, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retryable = retryable


class Location(NamedTuple):
    """Where an object is."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


def locate(uri: str) -> Location:
    """The object that an `s3://` URI or an http(s) address of Amazon S3 names. Raises ObjectStoreError.

    Both forms of address occur: `https://s3.amazonaws.com/BUCKET/KEY` and `https://BUCKET.s3.REGION.amazonaws.com/KEY`
    (A2I_FACTS K, template feature 4 [O]).
    """
    bucket, key = "", ""
    scheme, _, rest = uri.partition("://")
    if scheme == "s3":
        bucket, _, key = rest.partition("/")
    elif scheme in {"http", "https"} and (host := _S3_HOST.fullmatch(urlsplit(uri).netloc)):
        path = unquote(urlsplit(uri).path).lstrip("/")
        bucket, key = (host["bucket"], path) if host["bucket"] else path.partition("/")[::2]
    if not bucket or not key:
        raise ObjectStoreError(f"{uri!r} is not a valid S3 URI; it has the form s3://BUCKET/KEY.", retryable=False)
    return Location(bucket, key)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """How a store is reached: for requests, for browsers, with which identity and in which region."""

    url: str
    public_url: Callable[[], str]
    options: Mapping[str, Any]
    credentials: tuple[str, str, str | None] | None
    account: str | None
    region: str
    app: "AsgiApp | None" = None
    presigner: "Presigner | None" = None
    direct_put: "DirectPut | None" = None
    put_here: "PutHere | None" = None

    @property
    def place(self) -> str:
        """Where the store is, for a sentence."""
        return f"at {self.url}" if self.account is None else "in the embedded S3"


class ObjectStore:
    """An S3 store, as an async context manager."""

    def __init__(self, endpoint: _Endpoint) -> None:
        self._endpoint = endpoint
        self._source: S3Clients | None = None
        self._clients: dict[tuple[str, str], Any] = {}
        self._making = asyncio.Lock()
        self._open = AsyncExitStack()
        self._own: Any = None
        self._frozen: Credentials | None = None

    @classmethod
    def at(
        cls,
        endpoint_url: str,
        region: str,
        credentials: tuple[str, str, str | None] | None = None,
        retries: int = 2,
    ) -> Self:
        """A real S3-compatible store.

        `credentials` are key id, secret and session token; None takes those of the usual AWS environment and files,
        or else the pair test/test. Account and region of single calls do not matter here.
        """
        url, options = endpoint_url.rstrip("/"), _settings(retries)
        return cls(_Endpoint(url, lambda: url, options, credentials, None, region))

    @classmethod
    def embedded(
        cls,
        app: "AsgiApp",
        account: str,
        region: str,
        public_base_url: Callable[[], str],
        presigner: Presigner | None = None,
        direct_put: DirectPut | None = None,
        put_here: PutHere | None = None,
    ) -> Self:
        """The store inside `app`, asked in process.

        `account` (12 digits) and `region` hold for calls that name none. Presigned addresses begin with
        `public_base_url()` and are signed with the key id and secret that `presigner` has for an account. `direct_put`
        is a shorter way to write; what it leaves is written by the longer, which can tell what goes wrong. `put_here`
        is the shortest, for any thread but the event loop's.
        """
        options, own = _settings(retries=0), (account, region)
        where = (_EMBEDDED_ENDPOINT, public_base_url, options, None)
        return cls(_Endpoint(*where, *own, app, presigner, direct_put, put_here))

    async def __aenter__(self) -> Self:
        """Find the credentials. Raises ObjectStoreError if they are given by halves."""
        if self._endpoint.account is None:
            await self._find_credentials()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._clients.clear()
        await self._open.aclose()

    async def warm(self) -> None:
        """Get ready for the first request now rather than when it comes."""
        await self._maker()

    async def put(
        self,
        uri: str,
        body: bytes,
        content_type: str,
        *,
        account: str | None = None,
        region: str | None = None,
        durable: bool = True,
    ) -> None:
        """Write an object; the embedded store need not wait for the disk if it is not `durable`.

        Raises ObjectStoreError.
        """
        at = locate(uri)
        if self._endpoint.direct_put is not None:
            new = self._new(at, body, content_type, account, region)
            if await self._endpoint.direct_put(replace(new, durable=durable)):
                return
        async with self._asking("write", at, account, region) as client:
            await client.put_object(Bucket=at.bucket, Key=at.key, Body=body, ContentType=content_type)

    def put_here(self, uri: str, body: bytes, content_type: str, *, account: str, region: str) -> bool:
        """Write an object from this thread, not the event loop's, without waiting for the disk; whether that was done.

        What was not is for `put` to do, or to say why it cannot be done. Raises ObjectStoreError for what is no URI.
        """
        if self._endpoint.put_here is None:
            return False
        return self._endpoint.put_here(self._new(locate(uri), body, content_type, account, region))

    def _new(self, at: Location, body: bytes, content_type: str, account: str | None, region: str | None) -> NewObject:
        owner = account or self._endpoint.account or ""
        return NewObject(at.bucket, at.key, body, content_type, owner, self._region(region), durable=False)

    async def get(self, uri: str, *, account: str | None = None, region: str | None = None) -> bytes:
        """Read an object. Raises ObjectStoreError."""
        at = locate(uri)
        async with self._asking("read", at, account, region) as client:
            answer = await client.get_object(Bucket=at.bucket, Key=at.key)
            async with answer["Body"] as stream:
                return bytes(await stream.read())

    def presign(self, uri: str, expires_seconds: int, *, account: str | None = None, region: str | None = None) -> str:
        """An http(s) address from which anybody may read the object for that long. Raises ObjectStoreError."""
        at = locate(uri)
        if not 1 <= expires_seconds <= LONGEST_PRESIGNED_SECONDS:
            message = (
                f"An address can be presigned for 1 to {LONGEST_PRESIGNED_SECONDS} seconds, not {expires_seconds}."
            )
            raise ObjectStoreError(message, retryable=False)
        url = f"{self._endpoint.public_url().rstrip('/')}/{quote(at.bucket)}/{quote(at.key, safe='/~')}"
        request = AWSRequest(method="GET", url=url)
        signer = S3SigV4QueryAuth(self._presigner_for(account), "s3", self._region(region), expires_seconds)
        signer.add_auth(request)
        return str(request.url)

    @asynccontextmanager
    async def _asking(self, verb: str, at: Location, account: str | None, region: str | None) -> AsyncIterator[Any]:
        try:
            yield await self._client(account, self._region(region))
        except (ClientError, BotoCoreError, OSError, RecursionError) as error:
            raise _explained(error, f"{verb} {at}", at, self._endpoint.place) from error

    def _region(self, region: str | None) -> str:
        return (region if self._endpoint.account else None) or self._endpoint.region

    def _presigner_for(self, account: str | None) -> Credentials:
        presigner = self._endpoint.presigner
        if presigner is None:
            return self._signer_for(account)
        return Credentials(*presigner(account or self._endpoint.account or ""))

    def _signer_for(self, account: str | None) -> Credentials:
        if self._endpoint.account:
            return Credentials(account or self._endpoint.account, _DUMMY[1])
        if self._frozen is None:
            raise RuntimeError("The object store has not been entered.")
        return self._frozen

    async def _client(self, account: str | None, region: str) -> Any:  # noqa: ANN401
        if self._own is not None:
            self._frozen = await _frozen(self._own)
        key = (account or self._endpoint.account or "", region) if self._endpoint.account else ("", region)
        async with self._making:
            if key not in self._clients:
                signer = self._signer_for(account) if self._own is None else None
                client = (await self._maker()).client(region, signer)
                self._clients[key] = await self._open.enter_async_context(client)
        return self._clients[key]

    async def _maker(self) -> "S3Clients":
        if self._source is None:
            self._source = await asyncio.to_thread(self._made_maker)
        return self._source

    def _made_maker(self) -> "S3Clients":
        module = importlib.import_module("simulator.outbox.s3_clients")
        made: S3Clients = module.S3Clients(self._endpoint.url, self._endpoint.options, self._endpoint.app)
        return made

    async def _find_credentials(self) -> None:
        try:
            self._own = None if self._endpoint.credentials else await (await self._maker()).credentials()
        except BotoCoreError as error:
            raise ObjectStoreError(f"The AWS credentials cannot be used: {error}", retryable=False) from error
        if self._own is not None:
            self._frozen = await _frozen(self._own)
        else:
            self._frozen = Credentials(*(self._endpoint.credentials or _DUMMY))


async def _frozen(credentials: Any) -> Credentials:  # noqa: ANN401
    found = await credentials.get_frozen_credentials()
    return Credentials(found.access_key, found.secret_key, found.token)


def _settings(retries: int) -> dict[str, Any]:
    return {
        "connect_timeout": _CONNECT_SECONDS,
        "read_timeout": _READ_SECONDS,
        "retries": {"total_max_attempts": retries + 1, "mode": "standard"},
        "s3": {"addressing_style": "path"},
        "signature_version": "s3v4",
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }


def _explained(error: Exception, attempt: str, at: Location, place: str) -> ObjectStoreError:
    if isinstance(error, ClientError):
        return _refused(error, attempt, at, place)
    if isinstance(error, SSLError):
        return ObjectStoreError(
            f"Cannot {attempt}: the store {place} has no certificate that is trusted ({error}).", retryable=False
        )
    if isinstance(error, (EndpointConnectionError, ConnectTimeoutError)):
        return ObjectStoreError(f"Cannot {attempt}: nothing answers {place}.", retryable=True)
    if isinstance(error, (HTTPClientError, ConnectionClosedError, OSError)):
        return ObjectStoreError(f"Cannot {attempt}: the store {place} broke off ({error}).", retryable=True)
    if isinstance(error, RecursionError):
        message = f"Cannot {attempt}: the store {place} redirects every request. Name the address that it redirects to."
        return ObjectStoreError(message, retryable=False)
    return ObjectStoreError(f"Cannot {attempt}: {error}", retryable=False)


def _refused(error: ClientError, attempt: str, at: Location, place: str) -> ObjectStoreError:
    code, said = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
    if code == "NoSuchBucket":
        return ObjectStoreError(f"Cannot {attempt}: there is no bucket {at.bucket} {place}.", retryable=False)
    if code == "NoSuchKey":
        return ObjectStoreError(f"Cannot {attempt}: there is no such object {place}.", retryable=False)
    if code in _FORBIDDEN:
        return ObjectStoreError(f"Cannot {attempt}: the store {place} denies access ({code}: {said}).", retryable=False)
    passing = status >= _SERVER_FAULT or code in _PASSING
    return ObjectStoreError(f"Cannot {attempt}: the store {place} answered {status} {code}: {said}", retryable=passing)
