"""Whether a body came whole: S3's checksums, in headers or trailers, and Content-MD5.

moto keeps what it is told. CRC32C and CRC64NVME, for which Python has no function, are kept unchecked as well.
"""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Callable
from functools import partial
from typing import IO, Any

from simulator.wire.fallback.answers import Refusal

_PIECE_BYTES = 256 * 1024


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, piece: bytes) -> None:
        self._value = zlib.crc32(piece, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


_ALGORITHMS: dict[str, tuple[str, Callable[[], Any]]] = {
    "HTTP_CONTENT_MD5": ("Content-MD5", partial(hashlib.md5, usedforsecurity=False)),
    "HTTP_X_AMZ_CHECKSUM_CRC32": ("CRC32", _Crc32),
    "HTTP_X_AMZ_CHECKSUM_SHA1": ("SHA1", partial(hashlib.sha1, usedforsecurity=False)),
    "HTTP_X_AMZ_CHECKSUM_SHA256": ("SHA256", hashlib.sha256),
}


def damage_of(environ: dict[str, Any]) -> Refusal | None:
    """The refusal of a body that is not the one whose checksum came with it; `environ` is a plain S3 request.

    CompleteMultipartUpload sends the checksum of the object and not of its own body.
    """
    if environ["REQUEST_METHOD"] == "POST" and "uploadId=" in environ.get("QUERY_STRING", ""):
        return None
    for name in _ALGORITHMS.keys() & environ.keys():
        refusal = _refusal(*_ALGORITHMS[name], environ[name], environ["wsgi.input"])
        if refusal is not None:
            return refusal
    return None


def _refusal(said: str, made: Callable[[], Any], given: str, body: IO[bytes]) -> Refusal | None:
    hashed = made()
    try:
        due = base64.b64decode(given, validate=True)
    except binascii.Error:
        due = b""
    if len(due) != len(hashed.digest()):
        code = "InvalidDigest" if said == "Content-MD5" else "InvalidRequest"
        return Refusal(400, code, f"The {said} you specified was invalid.")
    body.seek(0)
    while piece := body.read(_PIECE_BYTES):
        hashed.update(piece)
    body.seek(0)
    if hashed.digest() == due:
        return None
    found = "what we received" if said == "Content-MD5" else "the calculated checksum"
    return Refusal(400, "BadDigest", f"The {said} you specified did not match {found}.")
