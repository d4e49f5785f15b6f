"""The embedded AWS: an ASGI application, its start and stop, its data directory.

Law: what S3 acknowledged is on the disk. Requests run in one thread, one after another; whoever works with moto holds
it alone (`world.py`), and hands what was touched to the journal before letting go of it; the answer waits for the
journal's ticket. So moto goes on working while the disk does, and requests that wait together share one commit. Only
objects of this program's own come from other threads, too (`put_here`).

moto takes a second to load. `start` checks the data directory, which is quick. Loading is the thread's work and begins
with `load` or with the first request, which then waits for it; `stop` breaks it off between two modules.
"""

import asyncio
import importlib
import importlib.metadata
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from simulator.domain.new_object import NewObject
from simulator.wire.fallback.answers import Answer, Refusal
from simulator.wire.fallback.bridge import Receive, Scope, Send, environ_of, read_body, send_answer
from simulator.wire.fallback.journal import Journal, StoreUnusable
from simulator.wire.refusals import ClientGone
from simulator.wire.signatures.keys import Key

if TYPE_CHECKING:
    from simulator.wire.fallback.runtime import Runtime

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_ON_THE_WAY = ("botocore.session", "moto.core.models", "moto.iam.models", "moto.s3.responses", "flask", "flask_cors")


class _BrokenOff(Exception):
    """The embedded AWS is to stop before moto has been loaded."""


class EmbeddedAws:
    """Every AWS service that moto knows, with an S3 that is kept in `data_dir` (None: in memory only).

    Requests signed with a 12-digit access key id act in that account, others in the account that issued the key, or
    else in `default_account`.
    """

    def __init__(self, data_dir: Path | None, default_account: str) -> None:
        self._data_dir = data_dir
        self._default_account = default_account
        self._journal: Journal | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._moto: asyncio.Future[Runtime] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Open the data directory. Raises StoreUnusable if the kept S3 is not ours to use."""
        _quieten()
        if self._data_dir is not None:
            version = importlib.metadata.version("moto")
            self._journal = await asyncio.to_thread(Journal, self._data_dir, version)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedded-aws")
        self._stopping = False

    def load(self) -> "asyncio.Future[Runtime]":
        """Begin to load moto, unless that has begun."""
        if self._moto is None:
            self._moto = asyncio.ensure_future(self._in_thread(self._load))
            self._moto.add_done_callback(_report)
        return self._moto

    async def ready(self) -> None:
        """Return when requests are answered without waiting. Raises StoreUnusable if the kept S3 cannot be read."""
        await self._loaded()

    async def stop(self) -> None:
        """Finish what was asked for, put it on the disk, let go of moto and of the data directory."""
        if self._thread is None:
            return
        self._stopping = True
        if self._moto is not None:
            await asyncio.wait([self._moto])
            if self._moto.exception() is None:
                await self._in_thread(self._moto.result().world.leave)
        self._thread.shutdown(wait=True)
        if self._journal is not None:
            await asyncio.to_thread(self._journal.close)
        self._thread = self._moto = self._journal = None

    async def reset(self) -> None:
        """Empty every service, and the kept S3."""
        if self._moto is None and self._journal is None:
            return
        loaded = await self._loaded()
        await _settled(await self._in_thread(lambda: loaded.reset(self._journal)))

    async def asgi(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application; `scope` is an HTTP request."""
        try:
            body = await read_body(receive)
        except ClientGone:
            return
        with body:
            answer = await self._answer(scope, body)
        await send_answer(send, answer, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        try:
            loaded = await self._loaded()
            environ = environ_of(scope, body)
            answer, ticket = await self._in_thread(lambda: loaded.answer(environ, self._journal))
            await _settled(ticket)
        except StoreUnusable as error:
            wants_json = any(name == b"x-amz-target" for name, _ in scope["headers"])
            return Refusal(503, "ServiceUnavailable", str(error)).shaped("json" if wants_json else "s3")
        return answer

    async def put_object(self, new: NewObject) -> bool:
        """Write an object of this program's own; whether that was done. What was not is for a request to do."""
        try:
            loaded = await self._loaded()
            taken, ticket = await self._in_thread(lambda: loaded.put(new, self._journal))
            await _settled(ticket)
        except StoreUnusable:
            return False
        return taken

    def put_here(self, new: NewObject) -> bool:
        """The same in this thread, which is not the event loop's; False also while moto is not loaded."""
        if self._moto is None or not self._moto.done() or self._moto.exception() is not None:
            return False
        try:
            taken, ticket = self._moto.result().put(new, self._journal)
            if ticket is not None:
                ticket.result()
        except StoreUnusable:
            return False
        return taken

    def sync(self) -> None:
        """Return when everything that S3 said is written is on the disk; from any thread. Raises StoreUnusable."""
        if self._journal is not None:
            self._journal.sync()

    async def issued_key(self, access_key: str) -> Key | None:
        """The access key that the embedded IAM or STS issued under that id."""
        if self._moto is None or not self._moto.done() or self._moto.exception() is not None:
            return None
        loaded = self._moto.result()
        return await self._in_thread(lambda: loaded.issued_key(access_key))

    def _load(self) -> "Runtime":
        for module in _ON_THE_WAY:
            if self._stopping:
                raise _BrokenOff
            importlib.import_module(module)
        runtime = importlib.import_module("simulator.wire.fallback.runtime")
        loaded: Runtime = runtime.Runtime(self._default_account, self._journal)
        return loaded

    async def _loaded(self) -> "Runtime":
        return await asyncio.shield(self.load())

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        if self._thread is None:
            raise RuntimeError("The embedded AWS has not been started.")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _report(loading: "asyncio.Future[Runtime]") -> None:
    if not loading.cancelled() and (error := loading.exception()) and not isinstance(error, _BrokenOff):
        _log.error("The embedded AWS is out of order: %s", error)


async def _settled(ticket: "Future[None] | None") -> None:
    if ticket is None:
        return
    if ticket.done():
        ticket.result()
    else:
        await asyncio.wrap_future(ticket)


def _quieten() -> None:
    for name in ("werkzeug", "moto", "botocore", "flask_cors"):
        logging.getLogger(name).setLevel(logging.ERROR)
