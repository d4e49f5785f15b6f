"""Loops, workers, clock, stop, delete, crash and restart in any order: the marketplace does what the model says.

TaskCount is never exceeded, nobody holds or answers a loop twice, no answer is lost or counted twice, every deadline is
kept to the millisecond, every loop ends. A hundred and twenty-eight runs, of fifty steps on the average, for each of
four sets of rules.
"""

import json
from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.machine.model import Flow, Model
from tests.machine.plant import ARN, Plant

RUNS, STEPS = 128, 60
TEAM = ("ann", "bob", "cat")
EVERYONE = (*TEAM, "dan", "eve")
NAMES = [f"loop-{number}" for number in range(5)]
RULES = {
    "as they come": {},
    "strict": {"retake_after_release": False, "empty_output": False, "tasks_per_worker": 2},
    "partial answers fail": {"partial_answers_at_expiry": "failed", "tasks_per_worker": 3},
    "declines do not end a loop": {"expire_after_declines": False, "empty_output": False},
}
USUAL = {
    "partial_answers_at_expiry": "completed", "expire_after_declines": True, "retake_after_release": True,
    "empty_output": True, "tasks_per_worker": 1,
}  # fmt: skip

LIMITS, LIFETIMES = st.sampled_from([30, 60, 400]), st.sampled_from([1, 45, 300, 864_000])
names, people, numbers = st.sampled_from(NAMES), st.sampled_from(EVERYONE), st.integers(0, 9)


class Marketplace(RuleBasedStateMachine):
    """The real marketplace beside the model."""

    rules_given: ClassVar[dict] = {}

    def __init__(self):
        super().__init__()
        self.model = Model({**USUAL, **self.rules_given}, 0)
        self.plant = Plant(self.rules_given)
        self.model.now = self.plant.clock.now_ms()
        self.flows_made = 0

    @initialize()
    def open(self):
        """A team of three, one who is in every team, one who is in another, and a flow definition."""
        self.plant.prepare()
        self.plant.hire(*TEAM, team=f"{ARN}:workteam/private-crowd/team")
        self.plant.hire("dan", team=None)
        self.plant.hire("eve", team=f"{ARN}:workteam/private-crowd/others")
        self.create_flow(2, 60, 300)

    def teardown(self):
        """Every loop ends, and what was kept is what the model says."""
        try:
            self.advance_to_the_end()
            self.agrees()
            assert not any(loop.is_open for loop in self.model.loops.values())
        finally:
            self.plant.close()

    @rule(
        count=st.integers(1, 3), limit=st.sampled_from([30, 60, 400]), lifetime=st.sampled_from([1, 45, 300, 864_000])
    )
    def create_flow(self, count, limit, lifetime):
        name = f"flow-{self.flows_made % 3}"
        self.flows_made += 1
        made = self.plant.create_flow(name, count, limit, lifetime)
        assert (made is not None) == (name not in self.model.flows)
        if made is not None:
            self.model.flows[name] = Flow(name, count, limit, lifetime)

    @rule(name=names, flow=numbers, content=st.sampled_from(["{}", '{"n": 1}']))
    def start(self, name, flow, content):
        flow_name = f"flow-{flow % 3}"
        started = self.plant.start(name, flow_name, content)
        assert (started is not None) == self.model.start(name, flow_name, content)

    @rule(worker=people)
    def claim(self, worker):
        wanted = self.model.next_for(worker) if worker != "eve" else None
        held = self.plant.at_desk(self.plant.desk.claim, worker)
        self._took(worker, wanted, held)

    @precondition(lambda self: self.model.loops)
    @rule(worker=people, number=numbers)
    def claim_of_a_loop(self, worker, number):
        loop = list(self.model.loops.values())[number % len(self.model.loops)]
        busy = self._working(worker) >= self.model.rules["tasks_per_worker"]
        may = worker != "eve" and not busy and self.model.may_take(worker, loop)
        task_id = self.plant.task_of(loop.name)
        held = self.plant.at_desk(lambda uow, row, at_ms: self.plant.desk.claim(uow, row, at_ms, task_id), worker)
        self._took(worker, loop if may else None, held)

    def _took(self, worker, wanted, held):
        assert hasattr(held, "loop") == (wanted is not None), held
        if wanted is not None:
            assert held.loop.name == wanted.name
            self.model.take(worker, wanted, held.assignment.id)

    def _working(self, worker):
        live = [hold for loop in self.model.loops.values() for hold in loop.live if hold.worker == worker]
        return sum(hold.state == "working" for hold in live)

    @precondition(lambda self: self.model.tokens)
    @rule(worker=people, token=st.integers(0, 99), mine=st.booleans(), word=numbers)
    def submit(self, worker, token, mine, word):
        answer = {"word": f"{worker}-{word}"}
        worker, token = self._lease(worker, token, mine=mine)
        if self._try("submit", worker, token, ("working",), answer):
            self.model.submit(token, answer)

    @precondition(lambda self: self.model.tokens)
    @rule(worker=people, token=st.integers(0, 99), mine=st.booleans(), move=st.sampled_from(["release", "decline"]))
    def give_back(self, worker, token, mine, move):
        worker, token = self._lease(worker, token, mine=mine)
        if self._try(move, worker, token, ("working", "paused")):
            self.model.give_back(token, f"{move}d")

    @precondition(lambda self: self.model.tokens)
    @rule(worker=people, token=st.integers(0, 99), mine=st.booleans())
    def pause_or_resume(self, worker, token, mine):
        worker, token = self._lease(worker, token, mine=mine)
        move = "resume" if self.model.tokens[token].state == "paused" else "pause"
        if self._try(move, worker, token, ("paused",) if move == "resume" else ("working",)):
            getattr(self.model, move)(token)

    def _lease(self, worker, number, *, mine):
        tokens = list(self.model.tokens)
        live = [token for token in tokens if self.model.tokens[token].is_live]
        among = live if mine and live else tokens
        token = among[number % len(among)]
        return (self.model.tokens[token].worker if mine else worker), token

    def _try(self, move, worker, token, states, *arguments):
        may = self.model.can_use(worker, token) and self.model.tokens[token].state in states
        refusal = self.plant.at_desk(getattr(self.plant.desk, move), worker, token, *arguments)
        assert (refusal is None) == may, (move, worker, refusal)
        return may

    @rule(name=names)
    def stop(self, name):
        assert (self.plant.runtime("StopHumanLoop", name) is not None) == self.model.stop(name)

    @rule(name=names)
    def delete(self, name):
        assert (self.plant.runtime("DeleteHumanLoop", name) is not None) == self.model.delete(name)

    @rule(number=st.integers(0, 2))
    def delete_flow(self, number):
        deleted = self.plant.aws("sagemaker", "DeleteFlowDefinition", FlowDefinitionName=f"flow-{number}")
        assert (deleted is not None) == self.model.delete_flow(f"flow-{number}")

    @rule(ms=st.sampled_from([1, 500, 29_999, 30_000, 45_000, 299_999, 10**6, 864_000_000]))
    def advance(self, ms):
        self._advance(self.model.now + ms)

    @precondition(lambda self: any(loop.is_open for loop in self.model.loops.values()))
    @rule(number=numbers, offset=st.sampled_from([-1, 0, 1]))
    def advance_to_the_edge_of_a_deadline(self, number, offset):
        loops = [loop for loop in self.model.loops.values() if loop.is_open]
        edges = sorted({at for loop in loops for at in (loop.until, *(hold.deadline for hold in loop.live))})
        self._advance(max(edges[number % len(edges)] + offset, self.model.now))

    def _advance(self, until):
        self.plant.advance(until)
        self.model.advance(until)
        assert self.plant.clock.now_ms() == self.model.now

    def advance_to_the_end(self):
        """Until idle: nothing can happen by itself any more."""
        end = self.model.idle_at()
        self.plant.advance(None)
        assert self.plant.clock.now_ms() <= max(end, self.model.now)
        self.model.advance(end)
        self.plant.advance(end)

    @rule()
    def drain(self):
        self.plant.drain()
        self.model.show()

    @rule(happens=st.integers(0, 2).map(lambda number: number == 0))
    def crash(self, happens):
        if happens:
            self.plant.crash()
        assert self.plant.clock.now_ms() == self.model.now

    @invariant()
    def agrees(self):
        """What is kept is what the model says, down to the millisecond."""
        found = self.plant.loops()
        assert set(found) == set(self.model.loops)
        for name, (row, holds) in found.items():
            loop = self.model.loops[name]
            assert (row.status, row.ended_ms) == (loop.shown, loop.ended), name
            kept = [(worker, h.status, h.accepted_ms, h.deadline_ms, h.ended_ms) for worker, h in holds]
            told = [(h.worker, h.state, h.accepted, h.deadline if h.is_live else None, h.ended) for h in loop.holds]
            assert Counter(kept) == Counter(told), name
            if not loop.is_open:
                self._check_document(row, loop)

    def _check_document(self, row, loop):
        document = self.plant.document(row)
        assert (document is not None) == loop.decided[1]
        if document is None:
            return
        given = [(a["answerContent"]["word"], round(a["timeSpentInSeconds"] * 1000)) for a in document["humanAnswers"]]
        assert Counter(given) == Counter((hold.answer["word"], hold.active) for hold in loop.answers)
        assert len({answer["workerId"] for answer in document["humanAnswers"]}) == len(given) <= loop.flow.count
        times = [answer["submissionTime"] for answer in document["humanAnswers"]]
        assert times == sorted(times)
        assert document["inputContent"] == json.loads(loop.content)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.timeout(600)
def test_the_marketplace_does_what_the_model_says(kind):
    machine = type("Marketplace", (Marketplace,), {"rules_given": RULES[kind]})
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    limits = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, derandomize=True, suppress_health_check=slow
    )
    run_state_machine_as_test(machine, settings=limits)
