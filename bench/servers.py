"""Servers under measurement: each a process of its own on a free port of loopback, ended by its own process id."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ECHO = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

async def echo(request):
    return JSONResponse(await request.json())

uvicorn.run(Starlette(routes=[Route("/echo", echo, methods=["POST"])]), port=int(sys.argv[1]), log_level="error")
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens; `start_seconds` is from its process's start to its first readiness."""

    port: int
    pid: int
    start_seconds: float

    def memory_mb(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def simulator(*options: str) -> Iterator[Running]:
    """`a2i-simulator serve` with these options."""
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", *options]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Running(int(line.rsplit(":", 1)[1]), process.pid, time.perf_counter() - started)
        finally:
            process.terminate()


@contextmanager
def echo() -> Iterator[Running]:
    """A bare Starlette application that gives back the JSON it was sent."""
    port = _free_port()
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", ECHO, str(port)]) as process:
        try:
            _wait_for(port)
            yield Running(port, process.pid, time.perf_counter() - started)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, seconds: float = 20) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    message = f"nothing listens on port {port}"
    raise TimeoutError(message)


def options(data_dir: Path) -> Sequence[str]:
    """What every measured simulator is told."""
    return ("--data-dir", str(data_dir), "--seed", "1")
