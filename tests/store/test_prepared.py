"""A statement that comes again goes straight to the driver, and nobody can tell by what it answers."""

import json

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    insert,
    select,
    update,
)  # fmt: skip

from simulator.store.prepared import Preparations
from simulator.store.unit_of_work import UnitOfWork

THINGS = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String),
    Column("is_on", Boolean),
    Column("more", JSON),
)
ADD = insert(THINGS)
ADD_RETURNING = insert(THINGS).returning(THINGS)
BY_NAME = select(THINGS).where(THINGS.c.name == bindparam("name")).order_by(THINGS.c.id)
LISTED = select(THINGS.c.name).where(THINGS.c.name.in_(["a", "c"])).order_by(THINGS.c.name).limit(bindparam("most"))
GIVEN = select(THINGS.c.name).where(THINGS.c.name.in_(bindparam("names", expanding=True))).order_by(THINGS.c.name)
RENAME = update(THINGS).where(THINGS.c.name == bindparam("was")).values(name=bindparam("becomes"), is_on=True)
DROP = delete(THINGS).where(THINGS.c.name == bindparam("name"))


@pytest.fixture
def preparations(engine):
    return Preparations(engine.dialect)


@pytest.fixture
def engine():
    made = create_engine("sqlite://")
    yield made
    made.dispose()


@pytest.fixture
def uow(engine, preparations):
    with engine.connect() as connection:
        THINGS.metadata.create_all(connection)
        yield UnitOfWork(connection, preparations)


def thing(name, **more):
    return {"name": name, "is_on": False, "more": {"n": [1]}} | more


def test_the_first_and_every_further_use_answer_alike(uow):
    rounds = []
    for name in ("a", "b", "c"):
        key = uow.add(ADD, thing(name, is_on=True))
        rows = uow.all(BY_NAME, {"name": name})
        rounds.append((key, [dict(row._mapping) for row in rows], rows[0].more, uow.run(DROP, {"name": name})))
    assert rounds == [
        (1, [{"id": 1, "name": name, "is_on": True, "more": {"n": [1]}}], {"n": [1]}, 1) for name in ("a", "b", "c")
    ]


def test_a_returning_insert_gives_the_row_at_every_use(uow):
    assert [uow.add_returning(ADD_RETURNING, thing(name, more=None)).id for name in "abc"] == [1, 2, 3]


def test_lists_are_expanded_whether_the_statement_or_the_caller_brings_them(uow):
    uow.run(ADD, [thing(name) for name in "abcd"])
    for _ in range(3):
        assert [row.name for row in uow.all(LISTED, {"most": 5})] == ["a", "c"]
        assert [row.name for row in uow.all(LISTED, {"most": 1})] == ["a"]
        assert [row.name for row in uow.all(GIVEN, {"names": ["b", "d"]})] == ["b", "d"]
        assert [row.name for row in uow.all(GIVEN, {"names": ["b"]})] == ["b"]


def test_many_rows_at_once_and_other_sets_of_columns_find_their_own_statement(uow):
    for number in range(3):
        assert uow.run(ADD, [thing(f"many-{number}"), thing(f"many-{number}")]) == 2
        uow.add(ADD, {"name": f"bare-{number}"})
    found = uow.all(BY_NAME, {"name": "bare-2"})
    assert [(row.is_on, row.more) for row in found] == [(None, None)]
    assert len(uow.all(BY_NAME, {"name": "many-2"})) == 2


def test_values_of_the_statement_itself_and_of_the_caller_meet_in_an_update(uow):
    for number in range(3):
        uow.add(ADD, thing("old"))
        assert uow.run(RENAME, {"was": "old", "becomes": f"new-{number}"}) == 1
        assert uow.first(BY_NAME, {"name": f"new-{number}"}).is_on is True
        assert uow.run(RENAME, {"was": "old", "becomes": "x"}) == 0
    assert uow.scalar(BY_NAME, {"name": "old"}) is None
    assert uow.scalar(BY_NAME, {"name": "new-0"}) == 1


def test_only_a_statement_that_comes_again_is_prepared_and_none_outlives_its_last_holder(uow, preparations):
    assert preparations.find(DROP, {"name": "a"}) is None
    prepared = preparations.find(DROP, {"name": "a"})
    assert prepared.text.replace("\n", "") == "DELETE FROM thing WHERE thing.name = ?"
    before = len(preparations._met)
    for name in "abc":
        uow.run(delete(THINGS).where(THINGS.c.name == name))
    assert len(preparations._met) <= before + 1


def test_stored_json_is_what_sqlalchemy_would_have_stored(uow):
    for _ in range(3):
        uow.add(ADD, thing("json", more={"é": None}))
    driver = uow.connection.connection.driver_connection
    stored = {row[0] for row in driver.execute("SELECT more FROM thing")}
    assert [json.loads(text) for text in stored] == [{"é": None}]
