"""The table of moves."""

import itertools

import pytest

from simulator.domain.errors import IllegalMove
from simulator.domain.tasks import ASSIGNMENT_AFTER, HELD, MOVES, SETTLED, Move, TaskStatus, after


@pytest.mark.parametrize(("status", "move"), list(itertools.product(TaskStatus, Move)))
def test_a_move_leads_where_its_row_says_and_is_refused_without_one(status: TaskStatus, move: Move) -> None:
    if (status, move) in MOVES:
        assert after(status, move) is MOVES[status, move]
    else:
        with pytest.raises(IllegalMove, match=f"A task that is {status} cannot be {move}"):
            after(status, move)


def test_no_move_leads_out_of_a_settled_task() -> None:
    assert not {status for status, _ in MOVES} & SETTLED


def test_every_unsettled_task_can_still_be_settled() -> None:
    for start in set(TaskStatus) - SETTLED:
        reached, todo = {start}, [start]
        while todo:
            status = todo.pop()
            following = {becomes for (was, _), becomes in MOVES.items() if was is status} - reached
            reached |= following
            todo += following
        assert reached & SETTLED


def test_every_move_that_a_worker_makes_says_what_becomes_of_the_assignment() -> None:
    from_a_worker = {move for (status, move) in MOVES if status in HELD} | {Move.ACCEPT}
    assert set(ASSIGNMENT_AFTER) == from_a_worker
