"""The queries that run for every task read by an index, however many tasks there are."""

from types import SimpleNamespace

import pytest

from simulator.domain.admission import MET_BEFORE, Admission
from simulator.domain.tasks import AssignmentStatus, TaskStatus
from simulator.store import admission, answers, documents, human_loops, ledger, tasks, workers
from simulator.store.store import open_store

BARRING = (AssignmentStatus.SUBMITTED, AssignmentStatus.DECLINED)
ANN = SimpleNamespace(id=1, in_every_team=False, takes_adult_content=True)
FREELANCER = SimpleNamespace(id=2, in_every_team=True, takes_adult_content=False)
ONE_TEAM = Admission(frozenset({"arn"}))
TWO_TEAMS = Admission(frozenset({"arn", "other"}), {"flow": MET_BEFORE})
EVERY_TEAM = Admission(None, {"flow": MET_BEFORE}, takes_adult_content=False)
QUERIES = {
    "offers to a member of a team": lambda uow: tasks.offers(uow, ANN, ONE_TEAM, 0, BARRING, 10),
    "offers to a member of two teams": lambda uow: tasks.offers(uow, ANN, TWO_TEAMS, 0, BARRING, 10),
    "offers to a member of every team": lambda uow: tasks.offers(uow, FREELANCER, EVERY_TEAM, 0, BARRING, 10),
    "one offer": lambda uow: tasks.offer(uow, ANN, ONE_TEAM, "id", 0, BARRING),
    "what a worker is admitted to": lambda uow: admission.of_worker(uow, ANN),
    "the gold question that a loop is": lambda uow: answers.gold_for(uow, "loop", "flow", "hash"),
    "answers that approve themselves": lambda uow: answers.due(uow, 0),
    "how a worker did at a flow's golds": lambda uow: answers.gold_tally(uow, 1, "flow"),
    "what a worker did": lambda uow: answers.tally_of_worker(uow, 1),
    "what a worker earned": lambda uow: ledger.sums(uow, 1),
    "what a worker will earn": lambda uow: ledger.pending(uow, 1),
    "workers who act before an instant": lambda uow: workers.planned(uow, 10, 0, 5),
    "how often a worker met a loop": lambda uow: (tasks.leases(uow, 1, 1), tasks.has_met(uow, 1, 1, BARRING)),
    "tasks of a loop that nobody holds": lambda uow: tasks.unattended(uow, 1),
    "leases that lapsed": lambda uow: tasks.lapsed(uow, 0),
    "what a worker holds": lambda uow: tasks.held_by(uow, 1),
    "how a loop stands": lambda uow: tasks.tally(uow, 1),
    "the taking of a task": lambda uow: tasks.set_status(uow, "id", TaskStatus.AVAILABLE, TaskStatus.ACCEPTED, "lease"),
    "a document by its name": lambda uow: documents.find(uow, documents.Scope("k", "a", "r"), "n"),
    "a worker by its id": lambda uow: workers.by_id(uow, 1),
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
    assert not [step for step in plans if step.startswith("SCAN") and "INDEX" not in step and not _is_small(step)]


def _is_small(step):
    """The rules that operators made are read whole, and so are the few offers of each team that are merged."""
    return step in {"SCAN requirement", "SCAN CONSTANT ROW"} or step.startswith("SCAN anon_")


def _plans(uow, query):
    driver = uow.connection.connection.driver_connection
    seen = []
    driver.set_trace_callback(seen.append)
    query(uow)
    driver.set_trace_callback(None)
    return [row[-1] for statement in seen for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
