"""How loops end (A2I_FACTS B)."""

import itertools

import pytest

from simulator.domain import human_loops as loops
from simulator.domain.errors import IllegalMove
from simulator.domain.human_loops import (
    MOVES,
    Ending,
    FailureCode,
    HumanLoopStatus,
    LoopMove,
    Rules,
    Tally,
    after,
    closes_pool,
    ending,
    settlement,
)

OPEN, STOPPING = HumanLoopStatus.IN_PROGRESS, HumanLoopStatus.STOPPING


@pytest.mark.parametrize(
    "tally", [Tally(available=1), Tally(held=1), Tally(submitted=2, held=1), Tally(submitted=2, available=1)]
)
@pytest.mark.parametrize("status", [OPEN, STOPPING])
def test_a_loop_does_not_end_while_an_answer_can_come(status: HumanLoopStatus, tally: Tally) -> None:
    assert ending(status, 3, tally, Rules()) is None


def test_a_loop_with_every_answer_is_completed() -> None:
    assert ending(OPEN, 3, Tally(submitted=3), Rules()) == Ending(HumanLoopStatus.COMPLETED)


def test_a_loop_that_nobody_answered_fails_as_expired() -> None:
    decided = ending(OPEN, 3, Tally(), Rules())
    assert decided is not None
    assert (decided.status, decided.failure_code) == (HumanLoopStatus.FAILED, FailureCode.EXPIRED)
    assert decided.failure_reason == "The task expired: 0 of 3 workers completed it before it was no longer available."


def test_partial_answers_complete_the_loop_or_fail_it_as_the_rule_says() -> None:
    kept = ending(OPEN, 3, Tally(submitted=1), Rules())
    dropped = ending(OPEN, 3, Tally(submitted=1), Rules(partial_answers_at_expiry="failed"))
    assert kept == Ending(HumanLoopStatus.COMPLETED)
    assert dropped is not None
    assert dropped.status is HumanLoopStatus.FAILED


def test_a_stopped_loop_keeps_the_answers_that_were_given() -> None:
    assert ending(STOPPING, 3, Tally(submitted=1), Rules(empty_output=False)) == Ending(HumanLoopStatus.STOPPED)


def test_without_answers_a_document_is_written_as_the_rule_says() -> None:
    stopped = ending(STOPPING, 1, Tally(), Rules(empty_output=False))
    assert stopped is not None
    assert not stopped.writes_output


def test_the_pool_closes_by_expiry_stop_or_as_many_declines_as_tasks() -> None:
    def closed(
        status: HumanLoopStatus = OPEN, *, declines: int = 0, expired: bool = False, rules: Rules | None = None
    ) -> bool:
        tally = Tally(available=1, declines=declines)
        return closes_pool(status, 2, tally, expired=expired, rules=rules or Rules())

    assert not closed()
    assert not closed(declines=1)
    assert closed(declines=2)
    assert not closed(declines=2, rules=Rules(expire_after_declines=False))
    assert closed(expired=True)
    assert closed(STOPPING)


@pytest.mark.parametrize(("status", "move"), list(itertools.product(HumanLoopStatus, LoopMove)))
def test_a_loop_moves_along_its_table(status: HumanLoopStatus, move: LoopMove) -> None:
    if (status, move) in MOVES:
        assert after(status, move) is MOVES[status, move]
    else:
        with pytest.raises(IllegalMove, match=f"A human loop that is {status} cannot be {move}"):
            after(status, move)


def test_every_final_status_is_reached_by_its_move_and_left_by_none() -> None:
    assert {becomes for becomes in MOVES.values() if becomes not in loops.OPEN} == set(loops.ENDS_BY)
    assert not {was for was, _ in MOVES} & set(loops.ENDS_BY)


@pytest.mark.parametrize("rules", [Rules(), Rules(expire_after_declines=False, partial_answers_at_expiry="failed")])
def test_whatever_the_mix_a_loop_goes_on_exactly_while_an_answer_can_come(rules: Rules) -> None:
    for submitted, available, held, declines in itertools.product(range(4), range(4), range(4), range(4)):
        if submitted + available + held > 3:
            continue
        tally = Tally(submitted, available, held, declines)
        for status, expired in itertools.product(loops.OPEN, (False, True)):
            found = settlement(status, 3, tally, expired=expired, rules=rules)
            can_come = held or (available and found.closing is None)
            assert (found.ending is None) == bool(can_come)
            assert found.closing is None or available
            assert found.ending is None or (status, loops.ENDS_BY[found.ending.status]) in MOVES


def test_a_loop_goes_with_its_flow_definition_unless_somebody_began_it() -> None:
    assert loops.goes_with_its_flow(Tally(available=3, declines=1))
    assert not loops.goes_with_its_flow(Tally(available=2, held=1))
    assert not loops.goes_with_its_flow(Tally(available=2, submitted=1))
