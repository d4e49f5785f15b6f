"""Serving over HTTP: a socket, uvicorn, one line when it is ready."""

import asyncio
import socket
import sys

import uvicorn

from simulator.app import Simulator
from simulator.domain.errors import DomainError
from simulator.settings import Settings

_GRACE_SECONDS = 2


class Server(uvicorn.Server):
    """A server that says where it listens as soon as it does."""

    def __init__(self, simulator: Simulator, sock: socket.socket) -> None:
        config = uvicorn.Config(
            simulator,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            timeout_keep_alive=75,
        )
        super().__init__(config)
        self._base_url = simulator.base_url
        self._sock = sock

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the one line that scripts wait for."""
        await super().startup(sockets)
        if self.started:
            print(f"listening on {self._base_url}", flush=True)  # noqa: T201

    async def run_here(self) -> None:
        """Serve until told to end."""
        await self.serve(sockets=[self._sock])


def bind(settings: Settings) -> tuple[Simulator, socket.socket]:
    """A simulator and the socket on which it shall listen; port 0 finds a free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    simulator = Simulator(settings)
    host = f"[{settings.host}]" if family == socket.AF_INET6 else settings.host
    simulator.base_url = f"http://{host}:{sock.getsockname()[1]}"
    return simulator, sock


def serve(settings: Settings) -> int:
    """Serve until interrupted; the process's exit status."""
    try:
        simulator, sock = bind(settings)
        asyncio.run(Server(simulator, sock).run_here())
    except DomainError as error:
        print(f"a2i-simulator: {error.message}", file=sys.stderr)  # noqa: T201
    except OSError as error:
        print(
            f"a2i-simulator: cannot listen on {settings.host} port {settings.port}: {error.strerror}", file=sys.stderr
        )  # noqa: T201
    except KeyboardInterrupt:
        return 0
    else:
        return 0
    return 1
