"""What the writer remembers between units of work, because it is asked for at every step and seldom changes.

1. Only what follows from the tables in `SELDOM` is remembered, and a worker's name and profile, which never change. A
   statement that changes one of those tables forgets everything, and so does every unit that is rolled back.
2. It belongs to the one connection that writes, so what is remembered is true within the unit that asks. Readers
   remember nothing.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlalchemy.sql.dml import UpdateBase

from simulator.store.tables import answer_rules, blocks, golds, memberships, qualifications, requirements

T = TypeVar("T")
SELDOM = frozenset({memberships, blocks, qualifications, requirements, golds, answer_rules})
_MOST = 20_000


class Memory:
    """What was made, by its key."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is remembered under `key`, made if nothing is."""
        if key not in self._kept:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._kept.clear()


def unsettles(statement: Executable) -> bool:
    """Whether what is remembered may not be true after that statement."""
    return isinstance(statement, UpdateBase) and statement.table in SELDOM
