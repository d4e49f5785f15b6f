"""What the writer remembers between units of work, because it is asked for at every step and seldom changes.

1. What is remembered belongs to a topic. A statement that changes one of the tables that a topic follows from forgets
   the topic, and a unit that is rolled back forgets everything.
2. A topic of rows is remembered by the ids of its rows: a new row leaves it alone, and a change of one row
   (`changes.py`) forgets that row only.
3. It belongs to the one connection that writes, so what is remembered is true within the unit that asks. Readers
   remember nothing. That there is nothing (None) is not remembered either.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Executable, Table
from sqlalchemy.sql.dml import Insert, UpdateBase

from simulator.store import tables

T = TypeVar("T")
ROW: Final = "key_"
"""The parameter by which a statement names the one row that it changes, by its id."""

_LONGEST_INPUT = 65_536


@dataclass(frozen=True, eq=False, slots=True)
class Topic:
    """Something to remember: what it follows from, whether its keys are ids of rows, how much is kept at most."""

    tables: frozenset[Table]
    by_row: bool = False
    most: int = 20_000
    fits: Callable[[Any], bool] = lambda _found: True


ADMISSIONS = Topic(frozenset({tables.memberships, tables.blocks, tables.qualifications, tables.requirements}))
ANSWER_RULES = Topic(frozenset({tables.answer_rules}))
DOCUMENTS = Topic(frozenset({tables.documents}), most=1024)
DRAFTS = Topic(frozenset({tables.drafts}))
GOLDS = Topic(frozenset({tables.golds}))
LOOPS = Topic(
    frozenset({tables.human_loops}), by_row=True, most=1024, fits=lambda row: len(row.input_content) <= _LONGEST_INPUT
)
TRUTHS = Topic(frozenset({tables.truths}))
WHO = Topic(frozenset(), by_row=True)
"""Of workers what seldom changes: `store/workers.py` itself forgets what did, since workers wake all the time."""

TOPICS = (ADMISSIONS, ANSWER_RULES, DOCUMENTS, DRAFTS, GOLDS, LOOPS, TRUTHS, WHO)


class Memory:
    """What was made, by topic and key."""

    def __init__(self) -> None:
        self._kept: dict[Topic, dict[Hashable, Any]] = {topic: {} for topic in TOPICS}

    def get(self, topic: Topic, key: Hashable, make: Callable[[], T]) -> T:
        """What is remembered under `key`, made if nothing is."""
        kept = self._kept[topic]
        found: T | None = kept.get(key)
        if found is None:
            found = make()
            if found is not None and topic.fits(found):
                if len(kept) >= topic.most:
                    kept.clear()
                kept[key] = found
        return found

    def forget(self, topics: Iterable[Topic] = TOPICS, row: int | None = None) -> None:
        """Forget topics; of those of rows only that `row`, if it is given."""
        for topic in topics:
            if topic.by_row and row is not None:
                self._kept[topic].pop(row, None)
            else:
                self._kept[topic].clear()


def unsettled(statement: Executable) -> tuple[Topic, ...]:
    """The topics that may not be true after that statement."""
    if not isinstance(statement, UpdateBase):
        return ()
    adds = isinstance(statement, Insert)
    return tuple(topic for topic in TOPICS if statement.table in topic.tables and not (adds and topic.by_row))
