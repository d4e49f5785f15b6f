"""Statements prepared once: what SQLAlchemy makes of a statement is kept, and the driver runs it.

SQLAlchemy spends some thirty microseconds on each execution, SQLite itself three. A statement that lives as long as the
program (a module's constant, a cached one) is compiled when it is met for the second time; from then on it goes
straight to the driver. One that is made for a single call never comes twice, and SQLAlchemy runs it. Either way the
rows are SQLAlchemy's, and so are the conversions between Python's values and the column's.

Errors of a prepared statement are the driver's own (`sqlite3.Error`).
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Dialect, Executable, Row
from sqlalchemy.engine import result_tuple
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The text of a statement, where its values come from, and how its rows are made."""

    text: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    binds: Mapping[str, Convert]
    columns: tuple[Convert | None, ...] | None
    row: Callable[[Iterable[Any]], Row[Any]] | None

    def values(self, parameters: Values) -> list[Any]:
        """The values in the order of the text's placeholders."""
        if self.constants:
            parameters = {**self.constants, **parameters}
        if not self.binds:
            return [parameters[name] for name in self.names]
        return [self.binds[name](parameters[name]) if name in self.binds else parameters[name] for name in self.names]

    def rows(self, cursor: sqlite3.Cursor) -> list[Row[Any]]:
        """Everything that a query found."""
        row = self.row
        if row is None:
            return []
        if self.columns is None:
            return [row(found) for found in cursor]
        converts = self.columns
        return [
            row([convert(value) if convert else value for convert, value in zip(converts, found, strict=True)])
            for found in cursor
        ]


class Preparations:
    """The prepared statements of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._met: WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared | None]] = WeakKeyDictionary()

    def find(self, statement: Executable, parameters: Values) -> Prepared | None:
        """The statement prepared for parameters of these names; None leaves it to SQLAlchemy."""
        known = self._met.get(statement)
        if known is None:
            self._met[statement] = {}
            return None
        names = tuple(parameters)
        if names not in known:
            known[names] = self._prepare(statement, parameters)
        return known[names]

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
        converts = tuple(kind.result_processor(self._dialect, None) for kind in kinds)
        return Prepared(
            text=state.statement,
            names=tuple(state.positiontup or ()),
            constants={name: value for name, value in state.parameters.items() if name not in parameters},
            binds=_binds(compiled, state.processors),
            columns=converts if any(converts) else None,
            row=result_tuple([column.keyname for column in found]) if found else None,
        )


def _binds(compiled: SQLCompiler, expanded: Mapping[str, Any]) -> Mapping[str, Convert]:
    found: dict[str, Any] = {**compiled._bind_processors, **expanded}  # noqa: SLF001
    return {name: convert for name, convert in found.items() if callable(convert)}
