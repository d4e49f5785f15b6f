"""A PNG as segmentation answers carry it, and a look at one.

Compressed by hand, by one block of DEFLATE's fixed codes whose only matches repeat the last four bytes, as the
browser's elements do it: what zlib's compressor makes depends on its build, and the same seed gives the same bytes
everywhere.
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Iterable

Colour = tuple[int, int, int, int]
Run = tuple[Colour, int]
"""A colour, red, green, blue and alpha from 0 to 255, and how many pixels of a row have it."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = struct.pack(">BBBBB", 8, 6, 0, 0, 0)
_LONGEST_MATCH = 258
_FIXED_CODES = ((0, 0b00110000, 8), (144, 0b110010000, 9), (256, 0, 7), (280, 0b11000000, 8))
"""From which symbol on codes begin with which one, and of how many bits they are (RFC 1951, 3.2.6)."""
_LENGTH_BITS = (*(0,) * 8, *(bits for bits in range(1, 6) for _ in range(4)))


class PngError(ValueError):
    """The data is no PNG; the message is the end of a sentence."""


def written(width: int, height: int, rows: Iterable[Iterable[Run]]) -> str:
    """An 8-bit RGBA PNG in base64. `rows` gives the runs of each row, from left to right; together they fill it."""
    stream = _Deflater()
    for runs in rows:
        stream.literals(b"\0")
        for colour, length in runs:
            stream.run(bytes(colour), length)
    head = struct.pack(">II", width, height) + _RGBA
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", stream.end()), _chunk(b"IEND", b"")]
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


class _Deflater:
    def __init__(self) -> None:
        self.bytes = bytearray(b"\x78\x01")
        self.held = self.count = 0
        self.adler = 1
        self._put(0b011, 3)

    def literals(self, data: bytes) -> None:
        for byte in data:
            self._put(*_LITERALS[byte])
        self.adler = zlib.adler32(data, self.adler)

    def run(self, pixel: bytes, times: int) -> None:
        self.literals(pixel)
        self.adler = zlib.adler32(pixel * (times - 1), self.adler)
        left = 4 * (times - 1)
        while left > 0:
            length = left if left <= _LONGEST_MATCH else min(_LONGEST_MATCH, left - 4)
            self._put(*_MATCHES[length])
            left -= length

    def end(self) -> bytes:
        self._put(0, 7 + (-(self.count + 7)) % 8)
        return bytes(self.bytes) + struct.pack(">I", self.adler)

    def _put(self, value: int, count: int) -> None:
        self.held |= value << self.count
        self.count += count
        whole = self.count // 8
        self.bytes += (self.held & ((1 << 8 * whole) - 1)).to_bytes(whole, "little")
        self.held >>= 8 * whole
        self.count -= 8 * whole


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _code(symbol: int) -> tuple[int, int]:
    first, code, count = next(row for row in reversed(_FIXED_CODES) if symbol >= row[0])
    return int(f"{code + symbol - first:0{count}b}"[::-1], 2), count


def _matches() -> dict[int, tuple[int, int]]:
    found = {}
    length = 3
    for number, extra_bits in enumerate(_LENGTH_BITS):
        value, count = _code(257 + number)
        for extra in range(1 << extra_bits):
            found[length + extra] = _with_distance(value | extra << count, count + extra_bits)
        length += 1 << extra_bits
    found[_LONGEST_MATCH] = _with_distance(*_code(285))
    return found


def _with_distance(value: int, count: int) -> tuple[int, int]:
    four_bytes_back = 0b11000
    return value | four_bytes_back << count, count + 5


_LITERALS = [_code(byte) for byte in range(256)]
_MATCHES = _matches()
