"""Several embedded AWS in one process, although moto keeps its state in the process.

moto's state hangs on module-level dictionaries. A world is one embedded AWS's content of them. Entering a world that
is not the current one puts the current content aside and hangs the entered world's content in its place, so two
simulators in one test run never see each other. One lock lets one thread into moto at a time. What was there before
any world (a test's own use of moto) is a world too, and is back when the last one has been left.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.core.base_backend import BackendDict
from moto.core.model_instances import model_data
from moto.s3.models import FakeBucket, FakeKey, s3_backends

_lock = threading.RLock()
_in_use: list[BackendDict[Any]] = vars(BackendDict)["_instances"]


class World:
    """The state of every moto service, as one embedded AWS sees it."""

    def __init__(self) -> None:
        self._aside: list[tuple[Any, dict[str, Any]]] = []
        self._bucket_accounts: dict[str, tuple[str, str]] = {}

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Hold moto, with this world in it."""
        with _lock:
            if _current[0] is not self:
                _current[0].put_aside()
                self.put_in_place()
                _current[0] = self
            yield

    def put_aside(self) -> None:
        """Take this world's content out of moto."""
        self._aside = [(backends, dict(backends)) for backends in _in_use]
        self._bucket_accounts = dict(s3_backends.bucket_accounts)
        _hang_up([])

    def put_in_place(self) -> None:
        """Make this world's content moto's."""
        _hang_up(self._aside)
        s3_backends.bucket_accounts.update(self._bucket_accounts)
        self._aside, self._bucket_accounts = [], {}

    def empty(self) -> None:
        """Forget everything in this world."""
        with self.entered():
            dispose_objects()
            BackendDict.reset()
            _hang_up([])

    def leave(self) -> None:
        """Forget this world and bring back what was there before any."""
        with _lock:
            self.empty()
            _outside.put_in_place()
            _current[0] = _outside


def forget_strays() -> None:
    """Close objects that moto made in passing (copies for a listing), and drop its record of all it ever made.

    moto remembers every object, message and role that it ever made, which in a long run fills the memory.
    """
    tracked: list[FakeKey] = vars(FakeKey)["instances_tracked"]
    for key in tracked:
        if not _is_kept(key):
            key.dispose()
    for models in model_data.values():
        for model in models.values():
            model.instances_tracked.clear()  # type: ignore[attr-defined]


def dispose_objects() -> None:
    """Close every object of the current world."""
    for bucket in _buckets():
        for _, versions in bucket.keys.lists():
            for version in versions:
                getattr(version, "dispose", lambda: None)()
        for upload in bucket.multiparts.values():
            upload.dispose()


def _buckets() -> Iterator[FakeBucket]:
    for partitions in s3_backends.values():
        for backend in partitions.values():
            yield from backend.buckets.values()


def _is_kept(key: FakeKey) -> bool:
    if key.bucket_name is None:
        return True
    if key.bucket_name not in s3_backends.bucket_accounts:
        return False
    partition, account = s3_backends.bucket_accounts[key.bucket_name]
    bucket = s3_backends[account][partition].buckets.get(key.bucket_name)
    return bucket is not None and any(version is key for version in bucket.keys.getlist(key.name, []))


def _hang_up(content: list[tuple[Any, dict[str, Any]]]) -> None:
    for backends in _in_use:
        backends.clear()
    _in_use.clear()
    s3_backends.bucket_accounts.clear()
    for backends, accounts in content:
        backends.update(accounts)
        _in_use.append(backends)


_outside = World()
_current: list[World] = [_outside]
