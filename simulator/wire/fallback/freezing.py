"""moto's buckets, objects and uploads as bytes, and back.

A thing is pickled whole, so that versions, delete markers, locks and whatever moto adds next come along without being
named here. Two things are taken out. Bodies are kept apart and named by number: changing an object's tags must not
rewrite its content. Attributes are laid over a freshly made object at thawing, so that a newer moto finds its new
attributes at their defaults. The pickles are read only from the data directory that this program itself wrote.
"""

import copyreg
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto.s3.models import FakeBucket, FakeKey

from simulator.wire.fallback.journal import Name, Row

BodyOf = Callable[[int], bytes | Path]

_MARK = "kept_body_id"
_BUFFER = "_value_buffer"
_APART = {"keys", "multiparts"}


@dataclass(frozen=True, slots=True)
class _BodyRef:
    body_id: int


class FileBody:
    """A large body in a file of its own, opened only while it is read; it can stand where moto expects a buffer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Where the next read begins."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = offset + (self._path.stat().st_size if base is None else base)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, or all that follow."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            data = file.read(size)
        self._at += len(data)
        return data

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(slots=True)
class _Bodies:
    new_id: Callable[[], int]
    ids: set[int] = field(default_factory=set)
    new: list[tuple[int, bytes]] = field(default_factory=list)

    def ref(self, key: FakeKey) -> _BodyRef:
        body_id = vars(key).get(_MARK)
        if body_id is None:
            body_id = vars(key)[_MARK] = self.new_id()
            self.new.append((body_id, key.value))
        self.ids.add(body_id)
        return _BodyRef(body_id)


class _Freezer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, bodies: _Bodies) -> None:
        super().__init__(out, protocol=5)
        self._bodies = bodies

    def persistent_id(self, thing: object) -> int | None:
        return thing.body_id if type(thing) is _BodyRef else None

    def reducer_override(self, thing: Any) -> Any:  # noqa: ANN401
        if not isinstance(thing, FakeKey):
            return NotImplemented
        state = {name: value for name, value in vars(thing).items() if name not in {_BUFFER, "lock"}}
        if not _closed(thing):
            ref = self._bodies.ref(thing)
            state |= {_BUFFER: ref, _MARK: ref.body_id}
        return copyreg.__newobj__, (FakeKey,), state, None, None, _thaw_key  # type: ignore[attr-defined]


class _Thawer(pickle.Unpickler):
    def __init__(self, data: bytes, body_of: BodyOf) -> None:
        super().__init__(io.BytesIO(data))
        self._body_of = body_of

    def persistent_load(self, body_id: Any) -> Any:  # noqa: ANN401
        body = self._body_of(body_id)
        return io.BytesIO(body) if isinstance(body, bytes) else FileBody(body)


def freeze(name: Name, thing: object, new_body_id: Callable[[], int]) -> Row:
    """`thing` (an object's versions, an upload, a bucket's settings) as a row; each new body gets a number."""
    bodies = _Bodies(new_body_id)
    out = io.BytesIO()
    _Freezer(out, bodies).dump(thing)
    return Row(name, out.getvalue(), frozenset(bodies.ids), tuple(bodies.new))


def thaw(data: bytes, body_of: BodyOf) -> Any:  # noqa: ANN401
    """What `freeze` was given. Raises whatever unpickling raises where the bytes come from a moto too different."""
    return _Thawer(data, body_of).load()


def settings_of(bucket: FakeBucket) -> dict[str, Any]:
    """A bucket without its objects and uploads."""
    return {name: value for name, value in vars(bucket).items() if name not in _APART}


def bucket_from(settings: dict[str, Any]) -> FakeBucket:
    """An empty bucket with those settings, known to moto by its name."""
    bucket = FakeBucket(settings["name"], settings["account_id"], settings["region_name"])  # type: ignore[abstract]
    vars(bucket).update(settings)
    return bucket


def _closed(key: FakeKey) -> bool:
    return key.disposed or bool(getattr(vars(key)[_BUFFER], "closed", False))


def _thaw_key(key: FakeKey, state: dict[str, Any]) -> None:
    blank = FakeKey(state["name"], b"", state["account_id"], state["region_name"])
    blank.dispose()
    vars(key).update(vars(blank))
    vars(key).update(state)
