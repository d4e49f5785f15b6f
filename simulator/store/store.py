"""The store: opens the database, writes through the one writer, reads beside it."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine, StaticPool, create_engine, event, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlmodel import SQLModel

from simulator.domain.errors import Invalid
from simulator.domain.events import Event
from simulator.store.prepared import Preparations
from simulator.store.tables import SCHEMA_VERSION, meta
from simulator.store.unit_of_work import UnitOfWork
from simulator.store.writer import Writer, execute

T = TypeVar("T")
Next = Callable[[UnitOfWork], T] | None
Listener = Callable[[Sequence[Event]], None]
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-65536")


class Store:
    """Everything that is kept. Units of work are plain functions that get a `UnitOfWork`."""

    def __init__(self, engine: Engine) -> None:
        """Take a prepared engine; `open_store` is how to get one."""
        self._engine = engine
        self._listeners: list[Listener] = []
        self._when_due: list[Callable[[int], None]] = []
        self._when_effects: list[Callable[[frozenset[str]], None]] = []
        self._preparations = Preparations(engine.dialect)
        self._first: list[Callable[[], None]] = []
        self._writer = Writer(engine, self._preparations, self._before_durable, self._tell)
        self._in_memory = isinstance(engine.pool, StaticPool)
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="store-reader")

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the events of every commit, in order, in the event loop's thread."""
        self._listeners.append(listener)

    def when_due(self, callback: Callable[[int], None]) -> None:
        """Call `callback` after a commit that set deadlines, with the earliest of them in epoch milliseconds."""
        self._when_due.append(callback)

    def when_effects(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Call `callback` after a commit that asked for effects, with their kinds."""
        self._when_effects.append(callback)

    def first_durable(self, sync: Callable[[], None]) -> None:
        """Call `sync`, in the writer's thread, before every commit that waits for the disk.

        It brings on the disk what steps rely on elsewhere, so that none is durable before that is.
        """
        self._first.append(sync)

    async def write(self, work: Callable[[UnitOfWork], T], *, durable: bool = True) -> T:
        """Run a unit of work; returns once it is durable, or raises what it raised with nothing changed.

        One that need not be durable is so with the next that is (law 5 of `unit_of_work.py`).
        """
        result: T = await self._writer.write(work, durable=durable)
        return result

    async def write_in_turns(self, first: Callable[[UnitOfWork], T], then: Callable[[T], Next[T]]) -> T:
        """Run units of work one after another without coming back in between; what the last returns.

        None of them waits for the disk (law 5 of `unit_of_work.py`). `then` is called in the writer's thread with what
        each returned, once that is committed; it gives the next one, or None. Units of others come between.
        """
        result: T = await self._writer.write_in_turns(first, then)
        return result

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run a function that only reads, on the last committed state."""
        if self._in_memory:
            return await self.write(query)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, query)

    def _read(self, query: Callable[[UnitOfWork], T]) -> T:
        with self._engine.connect() as connection:
            execute(connection, "BEGIN")
            return query(UnitOfWork(connection, self._preparations))

    def _before_durable(self) -> None:
        for sync in self._first:
            sync()

    def _tell(self, units: Sequence[UnitOfWork]) -> None:
        events = [event for unit in units for event in unit.events]
        due = min((unit.due_ms for unit in units if unit.due_ms is not None), default=None)
        for listener in self._listeners if events else ():
            listener(events)
        for when_due in self._when_due if due is not None else ():
            when_due(due or 0)
        effects = frozenset(kind for unit in units for kind in unit.effects)
        for when_effects in self._when_effects if effects else ():
            when_effects(effects)

    async def clear(self) -> None:
        """Empty every table but `meta`."""
        await self.write(_clear)

    async def close(self) -> None:
        """Finish what was asked for and let go of the database."""
        await self._writer.close()
        self._readers.shutdown()
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open or create the database at a SQLAlchemy URL of SQLite; call inside a running event loop."""
    engine = _engine(url)
    try:
        _prepare(engine)
    except DatabaseError as error:
        message = f"The database {url} cannot be used: {error.orig}. Name another with --data-dir or --database-url."
        raise Invalid(message) from error
    return Store(engine)


def _engine(url: str) -> Engine:
    try:
        backend, database = make_url(url).get_backend_name(), make_url(url).database
    except ArgumentError:
        backend, database = "", ""
    if backend != "sqlite":
        message = f"The database URL {url!r} is not supported. Use sqlite:///PATH, or sqlite:// to keep nothing."
        raise Invalid(message)
    pool = {"poolclass": StaticPool} if database in {None, "", ":memory:"} else {}
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, **pool)
    event.listen(engine, "connect", _on_connect)
    return engine


def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _prepare(engine: Engine) -> None:
    with engine.begin() as connection:
        execute(connection, "BEGIN")
        SQLModel.metadata.create_all(connection)
        found = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
        if found is None:
            connection.execute(insert(meta).values(key="schema", value=str(SCHEMA_VERSION)))
        elif found != str(SCHEMA_VERSION):
            message = (
                f"The database has schema {found}, and this version of the simulator reads {SCHEMA_VERSION}. "
                "Use the version that made it, or another --data-dir."
            )
            raise Invalid(message)


def _clear(uow: UnitOfWork) -> None:
    uow.run(text("PRAGMA defer_foreign_keys=ON"))
    for table in reversed(SQLModel.metadata.sorted_tables):
        if table.name != "meta":
            uow.run(table.delete())
