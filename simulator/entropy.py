"""Chance, from one seed. The only source of randomness.

A stream is named, not shared: its numbers depend on the seed and the name alone, never on who drew before. So adding a
worker disturbs no other worker, and a restart continues as if it had not happened. What must not be guessed (session
tokens, salts) comes from the system instead, and never reaches an output document.
"""

import hashlib
import math
import random
import secrets
import uuid
from collections.abc import Iterable, Sequence

_SEED_BITS = 53
_SHARE_BITS = 53
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

    def shares(self, before: Sequence[object], several: Iterable[str], after: Sequence[object]) -> list[float]:
        """The numbers of names that differ in one part, as `share` gives them one by one."""
        start = _SEPARATOR.join(str(part) for part in (self.seed, *before, ""))
        end = _SEPARATOR.join(str(part) for part in ("", *after))
        digest = hashlib.sha256
        return [_share(digest(f"{start}{part}{end}".encode()).digest()) for part in several]

    def uuid(self, *name: object) -> str:
        """A UUID in version 4 form that belongs to that name."""
        return str(uuid.UUID(bytes=self._digest(name)[:16], version=4))

    def hex(self, digits: int, *name: object) -> str:
        """`digits` lower-case hexadecimal digits that belong to that name."""
        return self._digest(name).hex()[:digits]

    def _digest(self, name: tuple[object, ...]) -> bytes:
        text = _SEPARATOR.join(str(part) for part in (self.seed, *name))
        return hashlib.sha256(text.encode()).digest()


def _share(digest: bytes) -> float:
    return math.ldexp(int.from_bytes(digest[:8]) >> (64 - _SHARE_BITS), -_SHARE_BITS)


def fresh_seed() -> int:
    """A seed for a run that named none."""
    return secrets.randbits(_SEED_BITS)


def unguessable() -> str:
    """A URL-safe token of 256 random bits."""
    return secrets.token_urlsafe(32)
