"""The unit of work: what one caller reads and changes, whole or not at all.

1. Every change goes through one writer thread; a unit of work is a plain function that runs there with the database to
   itself. So what it reads is still true when it writes.
2. State, outbox rows (`Effect`) and events (`Fact`) of a unit share its fate: they are committed together or not at
   all.
3. Group commit: the writer takes all units that are waiting, gives each a savepoint, and makes them durable with one
   commit. A unit that raises is rolled back to its savepoint alone. No caller hears of success before the commit has
   returned.
4. Readers run beside the writer on a connection of their own and see what is committed. A database in memory has one
   connection, so there the readers queue with the writers.
5. A unit that is only a step on the way to an answer (time that is moved runs thousands of deadlines before it says
   that it is there) need not wait for the disk: it outlives the end of the process at once, and a loss of power with
   the next commit that is durable, which everything before it goes along with. Whoever takes such steps ends with a
   durable one.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Row, insert

from simulator.domain import json_values
from simulator.domain.events import Event
from simulator.store.memory import ROW, TOPICS, Memory, Topic, unsettled
from simulator.store.prepared import Preparations, Prepared
from simulator.store.tables import facts

T = TypeVar("T")
Parameters = dict[str, Any] | Sequence[Mapping[str, Any]]

_ADD_FACT = insert(facts)
_NOTHING: Mapping[str, Any] = {}


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection."""
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


@dataclass(slots=True)
class UnitOfWork:
    """One caller's transaction. `events` collects what happened; it is written when the unit ends.

    `due_ms` is the earliest deadline that the unit set, `effects` the kinds of effects that it asked for: after the
    commit they tell who must be woken. `memory` is the writer's; a reader has none.
    """

    connection: Connection
    preparations: Preparations
    memory: Memory | None = None
    events: list[Event] = field(default_factory=list)
    due_ms: int | None = None
    effects: set[str] = field(default_factory=set)
    _driver: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._driver = driver_of(self.connection)

    def run(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """Execute a statement, once per mapping of parameters; how many rows it changed."""
        if parameters is not None and not isinstance(parameters, dict):
            return self._run_many(statement, list(parameters))
        given: dict[str, Any] = parameters or {}
        prepared = self.preparations.find(statement, given)
        if prepared is None:
            return self._execute_unprepared(statement, parameters).rowcount
        return self._execute(prepared, given).rowcount

    def add(self, statement: Executable, parameters: Mapping[str, Any]) -> int:
        """Insert one row; its integer primary key."""
        prepared = self.preparations.find(statement, parameters)
        if prepared is not None:
            return self._execute(prepared, parameters).lastrowid or 0
        key = self._execute_unprepared(statement, dict(parameters)).inserted_primary_key
        return int(key[0]) if key else 0

    def all(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Every row of a query."""
        given = parameters or _NOTHING
        prepared = self.preparations.find(statement, given)
        if prepared is None:
            return self.connection.execute(statement, parameters).all()
        return prepared.rows(self._driver.execute(prepared.text, prepared.take(given)))

    def remembered(self, topic: Topic, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, or gave before; it must follow from the topic's tables alone (`memory.py`)."""
        return make() if self.memory is None else self.memory.get(topic, key, make)

    def forget(self, topics: Iterable[Topic] = TOPICS, row: int | None = None) -> None:
        """Forget what was remembered; of topics of rows only that `row`, if it is given."""
        if self.memory is not None:
            self.memory.forget(topics, row)

    def first(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The first row of a query, or None."""
        found = self.all(statement, parameters)
        return found[0] if found else None

    def add_returning(self, statement: Executable, parameters: Mapping[str, Any]) -> Row[Any]:
        """Insert one row with a RETURNING statement; the row."""
        return self.all(statement, parameters)[0]

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
        """The first value of the first row, or None."""
        found = self.column(statement, parameters)
        return found[0] if found else None

    def column(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """The first value of every row."""
        given = parameters or _NOTHING
        prepared = self.preparations.find(statement, given)
        if prepared is None:
            return [row[0] for row in self.connection.execute(statement, parameters)]
        return prepared.first_values(self._driver.execute(prepared.text, prepared.take(given)))

    def emit(self, *events: Event) -> None:
        """Record what happened."""
        self.events.extend(events)

    def will_be_due(self, at_ms: int | None) -> None:
        """Note that something falls due at that instant."""
        if at_ms is not None and (self.due_ms is None or at_ms < self.due_ms):
            self.due_ms = at_ms

    def flush(self) -> None:
        """Write the events that were recorded."""
        rows = [{"at_ms": e.at_ms, "kind": e.kind.value, "data": json_values.dump(dict(e.data))} for e in self.events]
        if rows:
            self.run(_ADD_FACT, rows)

    def _execute(self, prepared: Prepared, parameters: Mapping[str, Any]) -> sqlite3.Cursor:
        if prepared.unsettles:
            self.forget(prepared.unsettles, parameters.get(ROW))
        return self._driver.execute(prepared.text, prepared.take(parameters))

    def _execute_unprepared(self, statement: Executable, parameters: Parameters | None) -> CursorResult[Any]:
        if topics := unsettled(statement):
            self.forget(topics, parameters.get(ROW) if isinstance(parameters, dict) else None)
        return self.connection.execute(statement, parameters)

    def _run_many(self, statement: Executable, parameters: Sequence[Mapping[str, Any]]) -> int:
        prepared = self.preparations.find(statement, parameters[0]) if parameters else None
        if prepared is None:
            return self._execute_unprepared(statement, parameters).rowcount
        if prepared.unsettles:
            self.forget(prepared.unsettles)
        return self._driver.executemany(prepared.text, [prepared.take(each) for each in parameters]).rowcount
