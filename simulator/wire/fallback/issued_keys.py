"""Access keys that moto's IAM and STS issued: users' keys, and those of assumed roles with their tokens.

GetSessionToken and GetFederationToken are missing: moto answers them with one constant key that belongs to nobody.
"""

from collections.abc import Iterator
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import AssumedRole, sts_backends

from simulator.wire.signatures.keys import Key


def issued_key(access_key: str) -> Key | None:
    """The key of that id in the current world, if it is active."""
    for account, backend in _backends(iam_backends):
        key = backend.access_keys.get(access_key)
        if key is not None:
            return _key(account, key) if key.status == "Active" else None
    return None


def _key(account: str, key: Any) -> Key:  # noqa: ANN401
    role = next((role for role in _roles() if role.access_key_id == key.access_key_id), None)
    if role is None:
        return Key(key.secret_access_key, account)
    ends_ms = int(role.expiration.timestamp() * 1000)
    return Key(key.secret_access_key, role.account_id, role.session_token, ends_ms)


def _roles() -> Iterator[AssumedRole]:
    for _, backend in _backends(sts_backends):
        yield from backend.assumed_roles


def _backends(backends: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    for account, partitions in list(backends.items()):
        for backend in list(partitions.values()):
            yield str(account), backend
