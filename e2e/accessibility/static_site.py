"""A static server for the live page of the crowd elements, as somebody's own web server would be one."""

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WORKER_UI = Path(__file__).parents[2] / "worker_ui"


class Handler(BaseHTTPRequestHandler):
    """Files of worker_ui, nothing else."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = WORKER_UI / self.path.partition("?")[0].lstrip("/")
        is_there = file.is_file()
        body = file.read_bytes() if is_there else b"not here"
        self.send_response(200 if is_there else 404)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@contextmanager
def static_site() -> Iterator[str]:
    """The server's address while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
