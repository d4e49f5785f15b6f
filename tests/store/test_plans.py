"""The queries that run for every task read by an index, however many tasks there are."""

from types import SimpleNamespace

import pytest
from sqlalchemy import event

from simulator.domain.tasks import AssignmentStatus
from simulator.store import human_loops, tasks, workers
from simulator.store.store import open_store

BARRING = (AssignmentStatus.SUBMITTED, AssignmentStatus.DECLINED)
ANN = SimpleNamespace(id=1, workteam_arn="arn")
FREELANCER = SimpleNamespace(id=2, workteam_arn=None)
QUERIES = {
    "offers to a member of a team": lambda uow: tasks.offers(uow, ANN, 0, BARRING, 10),
    "one offer": lambda uow: tasks.offer(uow, ANN, "id", 0, BARRING),
    "leases that lapsed": lambda uow: tasks.lapsed(uow, 0),
    "what a worker holds": lambda uow: tasks.held_by(uow, 1),
    "how a loop stands": lambda uow: tasks.tally(uow, 1),
    "the answers of a loop": lambda uow: tasks.answers(uow, 1),
    "loops that expired": lambda uow: human_loops.expired(uow, 0),
    "the next deadline": human_loops.next_deadline_ms,
    "a loop by its name": lambda uow: human_loops.find(uow, "a", "r", "n"),
    "workers who act now": lambda uow: workers.awake(uow, 0),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_a_query_of_every_task_uses_an_index(name):
    store = open_store("sqlite://")
    plans = await store.write(lambda uow: _plans(uow, QUERIES[name]))
    await store.close()
    assert plans
    assert not [step for step in plans if step.startswith("SCAN") and "INDEX" not in step]


def _plans(uow, query):
    seen = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        seen.append((statement, parameters))

    event.listen(uow.connection, "before_cursor_execute", note)
    query(uow)
    event.remove(uow.connection, "before_cursor_execute", note)
    explain = uow.connection.connection.driver_connection.execute
    return [row[-1] for statement, values in seen for row in explain(f"EXPLAIN QUERY PLAN {statement}", values)]
