"""Statements prepared once: what SQLAlchemy makes of a statement is kept, and the driver runs it.

SQLAlchemy spends some thirty microseconds on each execution, SQLite itself three. A statement that lives as long as the
program (a module's constant, a cached one) is compiled when it is met for the second time; from then on it goes
straight to the driver. One that is made for a single call never comes twice, and SQLAlchemy runs it. Either way the
rows are SQLAlchemy's, and so are the conversions between Python's values and the column's.

Errors of a prepared statement are the driver's own (`sqlite3.Error`).
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from weakref import WeakSet

from sqlalchemy import ClauseElement, Dialect, Executable, Row
from sqlalchemy.engine import result_tuple
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert

from simulator.store.memory import Topic, unsettled

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Prepared:
    """The text of a statement, where its values come from, and how its rows are made.

    `take` gives the values in the order of the text's placeholders. `columns` are the places in a row that need
    converting. `unsettles` are the topics that may not be true afterwards (`memory.py`).
    """

    text: str
    take: Callable[[Values], Sequence[Any]]
    columns: tuple[tuple[int, Convert], ...]
    row: Callable[[Iterable[Any]], Row[Any]] | None
    unsettles: tuple[Topic, ...]

    def rows(self, cursor: sqlite3.Cursor) -> list[Row[Any]]:
        """Everything that a query found."""
        row = self.row
        if row is None:
            return []
        if not self.columns:
            return [row(found) for found in cursor]
        return [row(self._converted(found)) for found in cursor]

    def first_values(self, cursor: sqlite3.Cursor) -> list[Any]:
        """The first value of every row that a query found."""
        values = [found[0] for found in cursor]
        if self.columns and self.columns[0][0] == 0:
            return [self.columns[0][1](value) for value in values]
        return values

    def _converted(self, found: Iterable[Any]) -> list[Any]:
        values = list(found)
        for place, convert in self.columns:
            values[place] = convert(values[place])
        return values


class Preparations:
    """The prepared statements of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._met: WeakSet[Executable] = WeakSet()
        self._kept: dict[Executable, dict[tuple[str, ...], Prepared | None]] = {}

    def find(self, statement: Executable, parameters: Values) -> Prepared | None:
        """The statement prepared for parameters of these names; None leaves it to SQLAlchemy."""
        known = self._kept.get(statement)
        if known is None:
            known = self._keep(statement)
        if known is None:
            return None
        names = tuple(parameters)
        if names in known:
            return known[names]
        prepared = known[names] = self._prepare(statement, parameters)
        return prepared

    def _keep(self, statement: Executable) -> dict[tuple[str, ...], Prepared | None] | None:
        if statement not in self._met:
            self._met.add(statement)
            return None
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        return self._kept.setdefault(statement, {})

    def _prepare(self, statement: Executable, parameters: Values) -> Prepared | None:
        if any(isinstance(value, list | tuple | set | frozenset) for value in parameters.values()):
            return None
        columns = list(parameters) if isinstance(statement, Insert) else None
        if not isinstance(statement, ClauseElement):
            return None
        compiled = statement.compile(dialect=self._dialect, column_keys=columns)
        if not isinstance(compiled, SQLCompiler) or compiled.prefetch:
            return None
        state = compiled.construct_expanded_state(dict(parameters))
        found = compiled._result_columns or ()  # noqa: SLF001
        kinds = [column.type.dialect_impl(self._dialect) for column in found]
        converts = [kind.result_processor(self._dialect, None) for kind in kinds]
        constants = {name: value for name, value in state.parameters.items() if name not in parameters}
        return Prepared(
            text=state.statement,
            take=_taking(tuple(state.positiontup or ()), constants, _binds(compiled, state.processors)),
            columns=tuple((place, convert) for place, convert in enumerate(converts) if convert),
            row=result_tuple([column.keyname for column in found]) if found else None,
            unsettles=unsettled(statement),
        )


def _taking(
    names: tuple[str, ...], constants: Values, binds: Mapping[str, Convert]
) -> Callable[[Values], Sequence[Any]]:
    if binds:
        converts = tuple((name, binds.get(name)) for name in names)
        return lambda given: _converted({**constants, **given}, converts)
    picked = _picking(names)
    return (lambda given: picked({**constants, **given})) if constants else picked


def _converted(given: Values, converts: Iterable[tuple[str, Convert | None]]) -> list[Any]:
    return [convert(given[name]) if convert else given[name] for name, convert in converts]


def _picking(names: tuple[str, ...]) -> Callable[[Values], Sequence[Any]]:
    if len(names) > 1:
        return itemgetter(*names)
    if not names:
        return lambda _parameters: ()
    only = names[0]
    return lambda parameters: (parameters[only],)


def _binds(compiled: SQLCompiler, expanded: Mapping[str, Any]) -> Mapping[str, Convert]:
    found: dict[str, Any] = {**compiled._bind_processors, **expanded}  # noqa: SLF001
    return {name: convert for name, convert in found.items() if callable(convert)}
