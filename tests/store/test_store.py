"""The unit of work: whole or not at all, durable before it is acknowledged, one commit for many callers."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, text

from simulator.domain.errors import Invalid
from simulator.domain.events import Event, Kind
from simulator.store import meta, tables, writer
from simulator.store.store import Store, open_store
from simulator.store.tables import SCHEMA_VERSION
from simulator.store.unit_of_work import UnitOfWork


@pytest.fixture(params=["memory", "disk"])
async def store(request, tmp_path):
    kept = open_store("sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    yield kept
    await kept.close()


def put(key: str):
    return lambda uow: meta.put(uow, key, "there")


def put_then_fail(uow: UnitOfWork) -> None:
    meta.put(uow, "half", "there")
    message = "no"
    raise Invalid(message)


def waits_for_the_disk(uow: UnitOfWork) -> bool:
    """Whether the commit of this unit will: SQLite's level FULL (2), not NORMAL (1)."""
    return {2: True, 1: False}[uow.scalar(text("PRAGMA synchronous"))]


async def get(store: Store, key: str) -> str | None:
    return await store.read(lambda uow: meta.get(uow, key))


async def test_what_was_written_is_read(store):
    await store.write(put("key"))
    assert await get(store, "key") == "there"


async def test_a_unit_that_raises_changes_nothing_and_disturbs_no_other_of_its_group(store):
    outcomes = await asyncio.gather(
        store.write(put("before")), store.write(put_then_fail), store.write(put("after")), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), Invalid, type(None)]
    assert [await get(store, key) for key in ("before", "half", "after")] == ["there", None, "there"]


async def test_many_callers_share_one_commit(store, monkeypatch):
    """A caller whom the writer finds alone, as the first may be, needs no savepoint."""
    sent = []
    execute = writer.execute

    def note(connection, statement):
        sent.append(statement)
        execute(connection, statement)

    monkeypatch.setattr(writer, "execute", note)
    await asyncio.gather(*(store.write(put(str(number))) for number in range(200)))
    alone = list(pairwise(sent)).count(("BEGIN", "COMMIT"))
    assert sent.count("SAVEPOINT unit_of_work") + alone == 200
    assert 1 <= sent.count("COMMIT") < 100


async def test_only_what_need_not_be_durable_does_not_wait_for_the_disk(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    waits = await store.write(waits_for_the_disk)
    step = await store.write(waits_for_the_disk, durable=False)
    several = await asyncio.gather(*(store.write(waits_for_the_disk, durable=number == 3) for number in range(5)))
    await store.close()
    assert (waits, step, several[3]) == (True, False, True)


async def test_what_steps_rely_on_elsewhere_is_on_the_disk_before_a_unit_that_waits_for_it(store):
    order = []
    store.first_durable(lambda: order.append("elsewhere"))
    await store.write(lambda _uow: order.append("step"), durable=False)
    await store.write(lambda _uow: order.append("unit"))
    assert order == ["step", "elsewhere", "unit"]


async def test_a_unit_fails_where_what_steps_rely_on_cannot_be_brought_on_the_disk(store):
    def full() -> None:
        raise OSError("No space left on device")

    store.first_durable(full)
    with pytest.raises(OSError, match="No space left"):
        await store.write(put("key"))
    await store.write(lambda uow: meta.get(uow, "key"), durable=False)
    assert await store.write(lambda uow: meta.get(uow, "key"), durable=False) is None


async def test_a_step_that_need_not_be_durable_is_seen_at_once_and_kept(tmp_path):
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    store = open_store(url)
    await store.write(put("step"), durable=False)
    assert await get(store, "step") == "there"
    await store.close()
    again = open_store(url)
    assert await get(again, "step") == "there"
    await again.close()


async def test_listeners_hear_the_events_of_units_that_were_committed_and_of_no_others(store):
    heard = []
    store.listen(heard.extend)
    happened = Event(Kind.WORKER_CREATED, 1, {"worker": "ann"})

    def fail_after_emitting(uow: UnitOfWork) -> None:
        uow.emit(Event(Kind.WORKER_CREATED, 2, {"worker": "bob"}))
        put_then_fail(uow)

    await asyncio.gather(
        store.write(lambda uow: uow.emit(happened)), store.write(fail_after_emitting), return_exceptions=True
    )
    assert heard == [happened]
    assert [row.at_ms for row in await store.read(lambda uow: meta.facts_after(uow, 0, 10))] == [1]


async def test_clearing_leaves_what_belongs_to_the_database(store):
    await store.write(put("seed"))
    await store.write(lambda uow: uow.emit(Event(Kind.WORKER_CREATED, 1)))
    await store.clear()
    assert await get(store, "seed") == "there"
    assert not await store.read(lambda uow: meta.facts_after(uow, 0, 10))


def turns(*works):
    """The first of several units of work, and what gives the others."""
    left = iter(works)
    return next(left), lambda _outcome: next(left, None)


async def test_units_in_turns_follow_one_another_and_the_last_one_s_outcome_is_told(store):
    seen = []
    works = [lambda uow, number=number: (meta.put(uow, f"turn-{number}", "there"), number)[1] for number in range(5)]
    first, then = turns(*works)
    assert await store.write_in_turns(first, lambda outcome: (seen.append(outcome), then(outcome))[1]) == 4
    assert seen == [0, 1, 2, 3, 4]
    assert [await get(store, f"turn-{number}") for number in range(5)] == ["there"] * 5


async def test_every_turn_is_committed_before_the_next_one_is_asked_for(tmp_path):
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    store, seen = open_store(url), []

    def then(_outcome):
        with sqlite3.connect(tmp_path / "kept.sqlite3") as beside:
            seen.append(beside.execute("SELECT count(*) FROM meta WHERE key LIKE 'turn-%'").fetchone()[0])
        return put(f"turn-{len(seen)}") if len(seen) < 3 else None

    await store.write_in_turns(put("turn-0"), then)
    assert seen == [1, 2, 3]
    await store.close()


async def test_units_of_others_come_between_those_in_turns(store):
    order, others = [], []

    def turn(_uow: UnitOfWork) -> None:
        order.append("turn")

    def then(_outcome):
        if len(order) == 1:
            ask = store.write(lambda _uow: order.append("other"))
            others.append(asyncio.run_coroutine_threadsafe(ask, loop))
            while store._writer._jobs.empty():
                pass
        return turn if order.count("turn") < 3 else None

    loop = asyncio.get_running_loop()
    await store.write_in_turns(turn, then)
    await asyncio.wrap_future(others[0])
    assert order == ["turn", "turn", "other", "turn"]


async def test_a_turn_that_fails_ends_the_turns_and_nothing_else(store):
    first, then = turns(put("before"), put_then_fail, put("after"))
    with pytest.raises(Invalid):
        await store.write_in_turns(first, then)
    assert [await get(store, key) for key in ("before", "half", "after")] == ["there", None, None]
    await store.write(put("later"))
    assert await get(store, "later") == "there"


async def test_what_goes_wrong_between_two_turns_is_told_to_who_asked(store):
    def then(_outcome):
        message = "between"
        raise Invalid(message)

    with pytest.raises(Invalid, match="between"):
        await store.write_in_turns(put("first"), then)
    assert await get(store, "first") == "there"


async def test_turns_for_which_nobody_waits_any_more_end(store):
    begun, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def then(_outcome):
        loop.call_soon_threadsafe(begun.set)
        return put("again")

    waiting = asyncio.create_task(store.write_in_turns(put("first"), then))
    await begun.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    await store.write(lambda _uow: loop.call_soon_threadsafe(ended.set))
    await ended.wait()
    assert await store.write(lambda _uow: store._writer._jobs.empty())


async def test_closing_ends_turns_that_would_go_on_for_ever(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def then(_outcome):
        loop.call_soon_threadsafe(begun.set)
        return put("again")

    waiting = asyncio.create_task(store.write_in_turns(put("first"), then))
    await begun.wait()
    await store.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_closing_finishes_what_was_asked_for(tmp_path):
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    store = open_store(url)
    writing = [asyncio.ensure_future(store.write(put(str(number)))) for number in range(50)]
    await asyncio.gather(*writing)
    await store.close()
    again = open_store(url)
    assert await get(again, "49") == "there"
    await again.close()


@pytest.mark.parametrize("url", ["postgresql://host/db", "nonsense", ""])
async def test_a_database_that_is_not_supported_is_refused_with_what_to_use(url):
    with pytest.raises(Invalid, match="Use sqlite:///PATH"):
        open_store(url)


async def test_a_file_that_is_no_database_is_refused_by_name(tmp_path):
    path = tmp_path / "kept.sqlite3"
    path.write_text("this is a text and not a database, and it is long enough to be looked at" * 20)
    with pytest.raises(Invalid, match=r"kept\.sqlite3 cannot be used: file is not a database"):
        open_store(f"sqlite:///{path}")


async def test_a_database_of_another_schema_is_refused_with_both_numbers(tmp_path):
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    store = open_store(url)
    await store.write(lambda uow: meta.put(uow, "schema", "999"))
    await store.close()
    with pytest.raises(Invalid, match=f"has schema 999, and this version of the simulator reads {SCHEMA_VERSION}"):
        open_store(url)


WRITE_UNTIL_KILLED = """
import asyncio, sys
from simulator.store import meta
from simulator.store.store import open_store

async def main(url):
    store = open_store(url)
    async def one(number):
        await store.write(lambda uow: meta.put(uow, f"key-{number}", "there"))
        print(number, flush=True)
    number = 0
    while True:
        await asyncio.gather(*(one(number + step) for step in range(16)))
        number += 16

asyncio.run(main(sys.argv[1]))
"""


async def test_what_was_acknowledged_is_there_after_kill_9(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    with subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", WRITE_UNTIL_KILLED, url], stdout=subprocess.PIPE, text=True
    ) as process:
        acknowledged = [next(process.stdout).strip() for _ in range(500)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    store = open_store(url)
    kept = await store.read(lambda uow: {row.key for row in uow.all(select(tables.meta.c.key))})
    await store.close()
    assert len(acknowledged) >= 500
    assert not {f"key-{number}" for number in acknowledged} - kept


def refuse_at_once(_uow: UnitOfWork) -> None:
    message = "no"
    raise Invalid(message)


async def test_a_unit_that_touches_nothing_leaves_no_transaction_behind(store):
    for _ in range(3):
        with pytest.raises(Invalid):
            await store.write(refuse_at_once)
        await store.write(lambda _uow: None)
    await store.write(put("after"))
    assert await get(store, "after") == "there"


async def test_a_query_that_fails_at_once_leaves_no_transaction_behind(store):
    for _ in range(10):
        with pytest.raises(Invalid):
            await store.read(refuse_at_once)
    await store.write(put("after"))
    assert await get(store, "after") == "there"
