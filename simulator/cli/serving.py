"""Serving over HTTP: a socket, uvicorn, one line when it is ready."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn

from simulator.app import Simulator
from simulator.domain.answer_rules import Gives
from simulator.domain.errors import DomainError, Invalid
from simulator.outbox.asking import NoAnswer, function_of
from simulator.settings import Settings
from simulator.wire.fallback.journal import StoreUnusable

T = TypeVar("T")
_GRACE_SECONDS = 2


class Server(uvicorn.Server):
    """A server that says where it listens as soon as it does."""

    def __init__(self, simulator: Simulator, sock: socket.socket) -> None:
        config = uvicorn.Config(
            simulator,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            timeout_keep_alive=75,
        )
        super().__init__(config)
        self._simulator = simulator
        self._sock = sock

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, print the one line that scripts wait for, then load what can wait."""
        await super().startup(sockets)
        if self.started:
            print(f"listening on {self._simulator.base_url}", flush=True)  # noqa: T201
            self._simulator.warm()

    async def run_here(self) -> None:
        """Serve until told to end, by SIGINT, SIGTERM or `should_exit`; then leave everything in order."""
        try:
            await self._simulator.start()
            await self.serve(sockets=[self._sock])
        finally:
            self._sock.close()
            await self._simulator.stop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end a server; unlike uvicorn's own, without raising them again after an orderly end."""
        ends = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in ends}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def bind(settings: Settings) -> tuple[Simulator, socket.socket]:
    """A simulator and the socket on which it shall listen; port 0 finds a free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    simulator = Simulator(settings)
    host = f"[{settings.host}]" if family == socket.AF_INET6 else settings.host
    simulator.base_url = f"http://{host}:{sock.getsockname()[1]}"
    return simulator, sock


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on uvloop where there is one."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        return runner.run(main)


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def serve(settings: Settings) -> int:
    """Serve until interrupted; the process's exit status."""
    logging.getLogger("uvicorn.error").addFilter(_is_no_cancellation)
    try:
        check_functions(settings)
        simulator, sock = bind(settings)
        run(Server(simulator, sock).run_here())
    except (DomainError, StoreUnusable) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"cannot listen on {settings.host} port {settings.port}: {error.strerror}")
    return 0


def check_functions(settings: Settings) -> None:
    """Invalid where a rule sends workers to a Python function that cannot be had."""
    for name in [str(rule.value) for rule in settings.answer_rules if rule.gives is Gives.FUNCTION]:
        try:
            function_of(name)
        except NoAnswer as error:
            raise Invalid(f"cannot get answers from {name}: {error}") from None
        except Exception as error:
            raise Invalid(f"cannot get answers from {name}: it raised {type(error).__name__}: {error}") from error


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _refuse(reason: str) -> int:
    print(f"a2i-simulator: {reason}", file=sys.stderr)  # noqa: T201
    return 1
