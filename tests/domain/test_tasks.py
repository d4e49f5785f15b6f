"""The table of moves."""

import itertools

import pytest

from simulator.domain.errors import IllegalMove
from simulator.domain.tasks import (
    ASSIGNMENT_MOVES,
    HELD,
    MOVES,
    SETTLED,
    AssignmentStatus,
    Move,
    TaskStatus,
    after,
    assignment_after,
)


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


@pytest.mark.parametrize(("status", "move"), list(itertools.product(AssignmentStatus, Move)))
def test_an_assignment_moves_along_its_own_table_and_no_further(status: AssignmentStatus, move: Move) -> None:
    if (status, move) in ASSIGNMENT_MOVES:
        assert assignment_after(status, move) is ASSIGNMENT_MOVES[status, move]
    else:
        with pytest.raises(IllegalMove):
            assignment_after(status, move)


def test_a_task_in_hand_and_its_assignment_make_the_same_moves() -> None:
    pairs = {TaskStatus.ACCEPTED: AssignmentStatus.WORKING, TaskStatus.PAUSED: AssignmentStatus.PAUSED}
    of_tasks = {(pairs[status], move) for status, move in MOVES if status in HELD}
    assert of_tasks == set(ASSIGNMENT_MOVES)
