"""Bodies in AWS's own chunked form, turned into what they carry.

SDKs send `aws-chunked` when they do not know a body's checksum before they have sent it, or sign it piece by piece. A
piece is `<length in hex>[;chunk-signature=...]`, CRLF, the bytes, CRLF; a piece of length 0 ends the body, and lines
`name:value` after it are trailers, which stand for headers that could not be sent in time (checksums). Documented for
S3 in "Signature calculations for trailing headers" (AWS S3 API reference).
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from simulator.wire.signatures.chunks import ChunkSignatures

STREAMING = "STREAMING-"
IN_MEMORY_BYTES = 1024 * 1024

_LONGEST_LINE_BYTES = 16 * 1024
_PIECE_BYTES = 256 * 1024


class Malformed(ValueError):
    """The body breaks the rules of aws-chunked; the message says where."""


def decode(source: IO[bytes], signatures: ChunkSignatures | None = None) -> tuple[IO[bytes], dict[str, str]]:
    """What `source` carries, at its beginning, and the trailers by lower-case name.

    Raises Malformed, and Rejected where `signatures` are given and something is not signed as it must be.
    """
    carried: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115
    length = -1
    while length:
        length, extension = _head(source)
        sha256 = hashlib.sha256() if signatures else None
        _copy(source, carried, length, sha256.update if sha256 else _nothing)
        if signatures and sha256:
            signatures.chunk(sha256.hexdigest(), extension)
        if length and source.readline(2) != b"\r\n":
            raise Malformed(f"The chunk before byte {source.tell()} is longer than it says.")
    trailers = dict(_trailers(source))
    if signatures:
        signatures.trailers(trailers)
    carried.seek(0)
    return carried, trailers


def _nothing(_piece: bytes) -> None:
    return


def _head(source: IO[bytes]) -> tuple[int, str]:
    digits, _, extension = source.readline(_LONGEST_LINE_BYTES).partition(b";")
    digits = digits.strip()
    if not digits or digits.strip(b"0123456789abcdefABCDEF"):
        raise Malformed(f"There is no chunk length before byte {source.tell()}.")
    return int(digits, 16), extension.decode("latin-1").strip()


def _copy(source: IO[bytes], target: IO[bytes], length: int, seen: Callable[[bytes], Any]) -> None:
    missing = length
    while missing:
        piece = source.read(min(missing, _PIECE_BYTES))
        if not piece:
            raise Malformed(f"The body ends {missing} bytes too early.")
        target.write(piece)
        seen(piece)
        missing -= len(piece)


def _trailers(source: IO[bytes]) -> Iterator[tuple[str, str]]:
    while line := source.readline(_LONGEST_LINE_BYTES).strip():
        name, _, value = line.partition(b":")
        yield name.decode("latin-1").strip().lower(), value.decode("latin-1").strip()
