"""The one writer thread with its group commit."""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from simulator.store.memory import Memory
from simulator.store.prepared import Preparations
from simulator.store.unit_of_work import UnitOfWork, driver_of

Work = Callable[[UnitOfWork], Any]
Then = Callable[[Any], Work | None]
Committed = Callable[[Sequence[UnitOfWork]], None]

_LARGEST_GROUP = 256


@dataclass(slots=True)
class _Job:
    work: Work
    future: asyncio.Future[Any]
    durable: bool
    then: Then | None = None
    outcome: Any = None
    error: BaseException | None = None
    unit: UnitOfWork | None = None

    def settle(self) -> None:
        if self.future.cancelled():
            return
        if self.error is None:
            self.future.set_result(self.outcome)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Runs units of work one after another in a thread of its own and commits them in groups."""

    def __init__(
        self, engine: Engine, preparations: Preparations, before_durable: Callable[[], None], committed: Committed
    ) -> None:
        """`committed` is called in the event loop's thread with the units of each commit.

        `before_durable` is called in the writer's thread before a commit that waits for the disk.
        """
        self._engine = engine
        self._preparations = preparations
        self._before_durable = before_durable
        self._committed = committed
        self._memory = Memory()
        self._waits = True
        self._closing = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def write(self, work: Work, *, durable: bool) -> Any:  # noqa: ANN401
        """What `work` returns, once it is committed, and on the disk if it shall be `durable`."""
        job = _Job(work, self._loop.create_future(), durable)
        self._jobs.put(job)
        return await job.future

    async def write_in_turns(self, first: Work, then: Then) -> Any:  # noqa: ANN401
        """Run units of work one after another, none of them durable; what the last returns.

        `then` is called in the writer's thread with what each returned, once it is committed, and gives the next one
        or None. Units of other callers come between.
        """
        job = _Job(first, self._loop.create_future(), durable=False, then=then)
        self._jobs.put(job)
        return await job.future

    async def close(self) -> None:
        """Finish what was asked for and end the thread; units in turns end after the present one, cancelled."""
        self._closing = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        with self._engine.connect() as connection:
            group: list[_Job] = []
            while group := self._next_group(group):
                self._commit_group(connection, group)
                self._loop.call_soon_threadsafe(self._settle, group)
                group = [following for job in group if job.then and (following := self._following(job, job.then))]

    def _next_group(self, group: list[_Job]) -> list[_Job]:
        while not group or (len(group) < _LARGEST_GROUP and not self._jobs.empty()):
            job = self._jobs.get()
            if job is None:
                self._jobs.put(None)
                return group
            group.append(job)
        return group

    def _following(self, job: _Job, then: Then) -> _Job | None:
        try:
            work = then(job.outcome) if job.error is None and not job.future.cancelled() else None
        except Exception as error:  # noqa: BLE001
            job.error, work = error, None
        if work is not None and not self._closing:
            return _Job(work, job.future, durable=False, then=then)
        self._loop.call_soon_threadsafe(job.settle if work is None else job.future.cancel)
        return None

    def _commit_group(self, connection: Connection, group: Sequence[_Job]) -> None:
        try:
            durable = any(job.durable for job in group)
            if durable:
                self._before_durable()
            self._wait_for_the_disk(connection, durable)
            execute(connection, "BEGIN")
            run = _run_job if len(group) == 1 else _run_in_savepoint
            for job in group:
                run(UnitOfWork(connection, self._preparations, self._memory), job)
            execute(connection, "COMMIT")
        except Exception as error:  # noqa: BLE001
            self._memory.forget()
            _roll_back(connection)
            _fail(group, error)

    def _wait_for_the_disk(self, connection: Connection, durable: bool) -> None:  # noqa: FBT001
        if durable is not self._waits:
            execute(connection, f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._waits = durable

    def _settle(self, group: Iterable[_Job]) -> None:
        units: list[UnitOfWork] = []
        for job in group:
            if job.error is None and job.unit is not None:
                units.append(job.unit)
            if job.then is None:
                job.settle()
        self._committed(units)


def execute(connection: Connection, statement: str) -> None:
    """Run a statement of transaction control on the driver's own connection, past the cost of a whole execution.

    The driver is in autocommit mode and begins no transaction by itself.
    """
    driver_of(connection).execute(statement).close()


def _roll_back(connection: Connection) -> None:
    if driver_of(connection).in_transaction:
        execute(connection, "ROLLBACK")


def _run_job(unit: UnitOfWork, job: _Job) -> None:
    job.outcome = job.work(unit)
    unit.flush()
    job.unit = unit


def _run_in_savepoint(unit: UnitOfWork, job: _Job) -> None:
    execute(unit.connection, "SAVEPOINT unit_of_work")
    try:
        _run_job(unit, job)
    except Exception as error:  # noqa: BLE001
        execute(unit.connection, "ROLLBACK TO SAVEPOINT unit_of_work")
        job.error = error
        unit.forget()
    execute(unit.connection, "RELEASE SAVEPOINT unit_of_work")


def _fail(group: Iterable[_Job], error: Exception) -> None:
    for job in group:
        job.error = job.error or error
