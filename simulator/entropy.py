"""Chance, from one seed. The only source of randomness.

A stream is named, not shared: its numbers depend on the seed and the name alone, never on who drew before. So adding a
worker disturbs no other worker, and a restart continues as if it had not happened. What must not be guessed (session
tokens, salts) comes from the system instead, and never reaches an output document.
"""

import hashlib
import random
import secrets
from collections.abc import Iterable

_SEED_BITS = 53
_BYTES = 8
_ALL_BITS = 2**64 - 1
_SPARE_BITS = 11
_UNIT = 2.0**-53
_VARIANTS = "89ab"
_INSTANT = 2**48 - 1
_SEPARATOR = "\x1f"


class Entropy:
    """Named streams and names' identifiers under one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def stream(self, *name: object) -> random.Random:
        """The random stream of that name, from its beginning."""
        return random.Random(self._digest(name))

    def share(self, *name: object) -> float:
        """The number from 0 up to 1 that belongs to that name: one draw, without the cost of a stream."""
        return _share(self._digest(name))

    def draws(self, number: int, *name: object) -> list[float]:
        """The first numbers from 0 up to 1, at most eight, that belong to that name, without the cost of a stream."""
        digest = hashlib.sha512(self._text(name)).digest()
        return [_share(digest[start : start + _BYTES]) for start in range(0, _BYTES * number, _BYTES)]

    def key(self, *name: object) -> int:
        """An odd number of 64 bits that belongs to that name; two of them make a number for `shares`."""
        return int.from_bytes(self._digest(name)[:_BYTES]) | 1

    def shares(self, keys: Iterable[int], key: int) -> list[float]:
        """A number from 0 up to 1 for each of several keys together with one other: a multiplicative hash."""
        return [((each * key & _ALL_BITS) >> _SPARE_BITS) * _UNIT for each in keys]

    def uuid(self, *name: object) -> str:
        """A UUID in version 4 form that belongs to that name."""
        digits = self._digest(name).hex()
        variant = _VARIANTS[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"

    def uuid_at(self, at_ms: int, *name: object) -> str:
        """A UUID in version 7 form that belongs to that name: it begins with the instant, so later ones come behind.

        For what a database keeps an index of: new ones stand together at its end, however many there are.
        """
        digits, instant = self._digest(name).hex(), f"{at_ms & _INSTANT:012x}"
        variant = _VARIANTS[int(digits[3], 16) % 4]
        return f"{instant[:8]}-{instant[8:]}-7{digits[:3]}-{variant}{digits[4:7]}-{digits[7:19]}"

    def hex(self, digits: int, *name: object) -> str:
        """`digits` lower-case hexadecimal digits that belong to that name."""
        return self._digest(name).hex()[:digits]

    def _digest(self, name: tuple[object, ...]) -> bytes:
        return hashlib.sha256(self._text(name)).digest()

    def _text(self, name: tuple[object, ...]) -> bytes:
        return _SEPARATOR.join(map(str, (self.seed, *name))).encode()


def _share(digest: bytes) -> float:
    return (int.from_bytes(digest[:_BYTES]) >> _SPARE_BITS) * _UNIT


def fresh_seed() -> int:
    """A seed for a run that named none."""
    return secrets.randbits(_SEED_BITS)


def unguessable() -> str:
    """A URL-safe token of 256 random bits."""
    return secrets.token_urlsafe(32)
