"""Passwords of workers, stretched with scrypt: slow on purpose, so never inside a unit of work."""

import hashlib
import hmac

from simulator.entropy import unguessable

_COST = 2**14
_MEMORY_BYTES = 2**26


def hashed(password: str) -> str:
    """What is kept of a password."""
    salt = unguessable()
    return f"{salt}${_stretch(password, salt)}"


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept; without a kept one any will do."""
    if kept is None:
        return True
    salt, _, digest = kept.partition("$")
    return hmac.compare_digest(digest, _stretch(password, salt))


def _stretch(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=_COST, r=8, p=1, maxmem=_MEMORY_BYTES).hex()
