"""A PNG as segmentation answers carry it, and a look at one.

Written without compression: what zlib's compressor makes depends on its build, and the same seed gives the same bytes
everywhere.
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int, int]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_STORED_MOST = 65_535
_RGBA = struct.pack(">BBBBB", 8, 6, 0, 0, 0)


class PngError(ValueError):
    """The data is no PNG; the message is the end of a sentence."""


def written(width: int, height: int, colour: Callable[[int, int], Colour]) -> str:
    """An 8-bit RGBA PNG in base64. `colour` gives that of the pixel at x, y."""
    rows = (b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    body = b"".join(rows)
    head = struct.pack(">II", width, height) + _RGBA
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", _stored(body)), _chunk(b"IEND", b"")]
    return base64.b64encode(_SIGNATURE + b"".join(parts)).decode()


def size_of(data: str) -> tuple[int, int]:
    """Width and height of a PNG in base64, its chunks checked. Raises PngError."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise PngError("is not base64") from None
    if not raw.startswith(_SIGNATURE):
        raise PngError("is no PNG")
    names = list[bytes]()
    at = len(_SIGNATURE)
    while at + 12 <= len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        body = raw[at + 4 : at + 8 + length]
        if raw[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(body)):
            raise PngError("is a PNG that is damaged or cut short")
        names.append(body[:4])
        at += 12 + length
    if at != len(raw) or names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise PngError("is a PNG that is damaged or cut short")
    width, height = struct.unpack(">II", raw[16:24])
    return width, height


def _stored(data: bytes) -> bytes:
    blocks = [data[at : at + _STORED_MOST] for at in range(0, len(data), _STORED_MOST)] or [b""]
    parts = [
        struct.pack("<BHH", at == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for at, block in enumerate(blocks)
    ]
    return b"\x78\x01" + b"".join(parts) + struct.pack(">I", zlib.adler32(data))


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
