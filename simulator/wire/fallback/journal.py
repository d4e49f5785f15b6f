"""The file that keeps the embedded S3: `s3.sqlite3`, with large bodies in files of their own beside it.

Laws:
1. A ticket is settled only after the change it stands for is on the disk (WAL, synchronous=FULL; large bodies are
   synced first). A change that need not be durable is settled when it is committed, which outlives the end of the
   process; it is on the disk with the next durable one, or after `sync`.
2. Changes reach the disk in the order in which they were submitted. Those that wait together share one commit. One
   that need not be durable, and has none before it, is written at once by the thread that submits it.
3. A change that could not be written is owed: it goes ahead of the next group, so that a full disk loses nothing that
   is acknowledged after it.
4. A body is written once and never rewritten. What a row no longer names is deleted with the row's own commit, its
   file after it. A file that no row names (the process died in between) is deleted at the next start.

One process owns the file: it is locked for as long as it is open.
"""

import os
import queue
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

SCHEMA = 1
LARGE_BODY_BYTES = 1024 * 1024

_LARGEST_GROUP = 256
_TABLES = """
CREATE TABLE stamp (schema INTEGER NOT NULL, moto TEXT NOT NULL);
CREATE TABLE things (
    seq INTEGER PRIMARY KEY, bucket TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, state BLOB NOT NULL,
    UNIQUE (bucket, kind, name)
);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, bucket TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, data BLOB);
CREATE INDEX bodies_of ON bodies (bucket, kind, name);
"""
_UPSERT = """
INSERT INTO things (bucket, kind, name, state) VALUES (?, ?, ?, ?)
ON CONFLICT (bucket, kind, name) DO UPDATE SET state = excluded.state
"""
_OF_THING = "bucket = ? AND kind = ? AND name = ?"


class StoreUnusable(Exception):
    """The kept S3 cannot be used; the message says why and what to do."""


class Name(NamedTuple):
    """A bucket's settings, an object with all its versions, or an upload in progress; `name` is "" for a bucket."""

    bucket: str
    kind: Literal["bucket", "key", "upload"]
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as it is kept: its state, the bodies that it names, and those of them that are new."""

    name: Name
    state: bytes
    body_ids: frozenset[int] = frozenset()
    new_bodies: tuple[tuple[int, bytes], ...] = ()


Change = tuple[tuple[Row | Name, ...], bool]
"""Rows to write and names to forget, in order; the flag means: forget everything first."""


@dataclass(frozen=True, slots=True)
class _Job:
    change: Change
    ticket: "Future[None]"
    durable: bool


class Journal:
    """The open file. `submit` from one thread at a time; tickets are settled by it or by the journal's own."""

    def __init__(self, data_dir: Path, moto_version: str) -> None:
        """Open or create the file in `data_dir`. Raises StoreUnusable."""
        self._path = data_dir / "s3.sqlite3"
        self._bodies = data_dir / "s3-bodies"
        self._bodies.mkdir(parents=True, exist_ok=True)
        self._db = _opened(self._path, moto_version)
        self._next_body_id = self._highest_body_id() + 1
        self._forget_stray_files()
        self._owed: list[Change] = []
        self._waits = True
        self._unsynced = False
        self._queued = self._finished = 0
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="embedded-s3-journal", daemon=True)
        self._thread.start()

    def new_body_id(self) -> int:
        """A number that no kept body has."""
        self._next_body_id += 1
        return self._next_body_id - 1

    def submit(self, change: Change, *, durable: bool = True) -> "Future[None]":
        """A ticket that is settled when `change` is kept (law 1); fails with StoreUnusable."""
        job = _Job(change, Future(), durable)
        if not durable and self._queued == self._finished:
            self._commit([job])
        else:
            self._queued += 1
            self._jobs.put(job)
        return job.ticket

    def sync(self) -> None:
        """Return when everything whose ticket is settled is on the disk; from any thread. Raises StoreUnusable."""
        if not self._unsynced:
            return
        self._unsynced = False
        try:
            _sync_file(self._path.with_name(f"{self._path.name}-wal"))
        except OSError as error:
            self._unsynced = True
            raise StoreUnusable(f"The embedded S3 could not write to {self._path}: {error}.") from error

    def close(self) -> None:
        """Write what was submitted, then let go of the file."""
        self._jobs.put(None)
        self._thread.join()
        self._db.close()

    def kept(self, kind: str) -> Iterator[tuple[Name, bytes]]:
        """Every kept thing of that kind, oldest first. To be read before the first change."""
        query = "SELECT bucket, name, state FROM things WHERE kind = ? ORDER BY seq"
        for bucket, name, state in self._db.execute(query, (kind,)):
            yield Name(bucket, kind, name), state  # type: ignore[arg-type]

    def body(self, body_id: int) -> bytes | Path:
        """A kept body: its bytes, or the file that holds them where it is large. Raises KeyError."""
        row = self._db.execute("SELECT data FROM bodies WHERE id = ?", (body_id,)).fetchone()
        if row is None:
            raise KeyError(body_id)
        return self._file(body_id) if row[0] is None else bytes(row[0])

    def _file(self, body_id: int) -> Path:
        return self._bodies / str(body_id)

    def _highest_body_id(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM bodies").fetchone()[0])

    def _forget_stray_files(self) -> None:
        named = {str(row[0]) for row in self._db.execute("SELECT id FROM bodies WHERE data IS NULL")}
        for file in self._bodies.iterdir():
            if file.name.isdigit() and file.name not in named:
                file.unlink()

    def _run(self) -> None:
        while group := self._next_group():
            self._commit(group)
            self._finished += len(group)

    def _next_group(self) -> list[_Job]:
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == _LARGEST_GROUP or self._jobs.empty():
                return group
            job = self._jobs.get()
        if group:
            self._jobs.put(None)
        return group

    def _commit(self, group: Sequence[_Job]) -> None:
        changes = [*self._owed, *(job.change for job in group)]
        durable = any(job.durable for job in group)
        try:
            self._wait_for_the_disk(durable)
            dropped = self._write(changes)
        except (OSError, sqlite3.Error) as error:
            self._owed = changes
            sentence = (
                f"The embedded S3 could not write to {self._path}: {error}. Make room or mend the disk, then try again."
            )
            _fail(group, StoreUnusable(sentence))
            return
        self._owed = []
        self._unsynced = not durable
        for job in group:
            job.ticket.set_result(None)
        for body_id in dropped:
            self._file(body_id).unlink(missing_ok=True)

    def _wait_for_the_disk(self, durable: bool) -> None:  # noqa: FBT001
        if durable is not self._waits:
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._waits = durable

    def _write(self, changes: Sequence[Change]) -> list[int]:
        self._write_large_bodies(changes)
        dropped: list[int] = []
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for rows, everything_first in changes:
                if everything_first:
                    dropped += self._forget_everything()
                for row in rows:
                    dropped += self._put(row) if isinstance(row, Row) else self._forget(row)
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return dropped

    def _write_large_bodies(self, changes: Iterable[Change]) -> None:
        bodies = [body for rows, _ in changes for row in rows if isinstance(row, Row) for body in row.new_bodies]
        large = [(body_id, data) for body_id, data in bodies if len(data) >= LARGE_BODY_BYTES]
        for body_id, data in large:
            _write_file(self._file(body_id), data)
        if large:
            _sync_folder(self._bodies)

    def _put(self, row: Row) -> list[int]:
        self._db.execute(_UPSERT, (*row.name, row.state))
        dropped = [] if row.name.kind == "bucket" else self._drop_bodies(row.name, row.body_ids)
        values = [
            (body_id, *row.name, data if len(data) < LARGE_BODY_BYTES else None) for body_id, data in row.new_bodies
        ]
        self._db.executemany("INSERT INTO bodies (id, bucket, kind, name, data) VALUES (?, ?, ?, ?, ?)", values)
        return dropped

    def _forget(self, name: Name) -> list[int]:
        if name.kind != "bucket":
            self._db.execute(f"DELETE FROM things WHERE {_OF_THING}", name)  # noqa: S608
            return self._drop_bodies(name, frozenset())
        self._db.execute("DELETE FROM things WHERE bucket = ?", (name.bucket,))
        gone = self._db.execute("DELETE FROM bodies WHERE bucket = ? RETURNING id", (name.bucket,))
        return [int(row[0]) for row in gone.fetchall()]

    def _drop_bodies(self, name: Name, but: frozenset[int]) -> list[int]:
        found = self._db.execute(f"SELECT id FROM bodies WHERE {_OF_THING}", name)  # noqa: S608
        gone = [int(row[0]) for row in found.fetchall() if row[0] not in but]
        self._db.executemany("DELETE FROM bodies WHERE id = ?", [(body_id,) for body_id in gone])
        return gone

    def _forget_everything(self) -> list[int]:
        gone = [int(row[0]) for row in self._db.execute("DELETE FROM bodies RETURNING id").fetchall()]
        self._db.execute("DELETE FROM things")
        return gone


def _fail(group: Iterable[_Job], error: Exception) -> None:
    for job in group:
        job.ticket.set_exception(error)


def _opened(path: Path, moto_version: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
    try:
        _settle_in(db, path, moto_version)
    except sqlite3.OperationalError as error:
        db.close()
        raise StoreUnusable(
            f"{path} cannot be opened: {error}. "
            "If another simulator is using it, stop that one or give this one another data directory."
        ) from error
    except sqlite3.DatabaseError as error:
        db.close()
        raise StoreUnusable(
            f"{path} is not a file of the embedded S3 ({error}). Move it away and start again."
        ) from error
    except StoreUnusable:
        db.close()
        raise
    return db


def _settle_in(db: sqlite3.Connection, path: Path, moto_version: str) -> None:
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("BEGIN EXCLUSIVE")
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _check_stamp(db, path, moto_version)
    else:
        for statement in _TABLES.strip().split(";\n"):
            db.execute(statement)
        db.execute("INSERT INTO stamp VALUES (?, ?)", (SCHEMA, moto_version))
    db.execute("UPDATE stamp SET moto = ?", (moto_version,))
    db.execute("COMMIT")


def _check_stamp(db: sqlite3.Connection, path: Path, moto_version: str) -> None:
    if not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'stamp'").fetchone()[0]:
        raise StoreUnusable(f"{path} is some other program's database. Move it away and start again.")
    schema, wrote = db.execute("SELECT schema, moto FROM stamp").fetchone()
    if schema != SCHEMA or wrote.split(".")[0] != moto_version.split(".", maxsplit=1)[0]:
        raise StoreUnusable(
            f"{path} was written in format {schema} with moto {wrote}; "
            f"this program reads format {SCHEMA} with moto {moto_version}. Start it with the version that wrote it, "
            "or move the file and the folder s3-bodies away to begin with an empty S3."
        )


def _write_file(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync_file(file: Path) -> None:
    with file.open("r+b") as kept:
        os.fsync(kept.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
