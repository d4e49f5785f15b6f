"""Setting columns of one row: a statement for each set of columns, made once."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Table, Update, bindparam, update

from simulator.store.memory import ROW
from simulator.store.unit_of_work import UnitOfWork


def change(uow: UnitOfWork, table: Table, key: int | str, values: dict[str, object]) -> int:
    """Set columns of the row with that `id`; how many rows there were."""
    return uow.run(_statement(table, tuple(values)), {**values, ROW: key})


@cache
def _statement(table: Table, columns: tuple[str, ...]) -> Update:
    values: dict[str, BindParameter[Any]] = {column: bindparam(column) for column in columns}
    return update(table).where(table.c.id == bindparam(ROW)).values(**values)
