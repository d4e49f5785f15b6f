"""Reviews of answers, and gold questions, apart from any store."""

import itertools

import pytest

from simulator.domain import gold
from simulator.domain.errors import IllegalMove
from simulator.domain.gold import Question
from simulator.domain.reviews import MOVES, Review, Verdict, after


@pytest.mark.parametrize(("review", "verdict"), list(itertools.product(Review, Verdict)))
def test_a_review_moves_along_its_table(review, verdict):
    if (review, verdict) in MOVES:
        assert after(review, verdict) is MOVES[review, verdict]
    else:
        with pytest.raises(IllegalMove, match=f"An answer that is {review} cannot be {verdict}"):
            after(review, verdict)


def test_only_who_was_paid_is_told_how_to_take_money_back():
    with pytest.raises(IllegalMove, match="Book an adjustment"):
        after(Review.APPROVED, Verdict.REJECT)
    with pytest.raises(IllegalMove, match=r"cannot be rejected\.$"):
        after(Review.REJECTED, Verdict.REJECT)


def test_an_answer_is_paid_once_at_most():
    assert not [was for (was, verdict) in MOVES if was is Review.APPROVED]


def test_an_answer_is_right_if_it_has_every_known_field_whatever_else_it_has():
    known = {"a": {"label": "x"}, "b": 1}
    assert gold.is_right(known, {"a": {"label": "x"}, "b": 1, "comment": "hm"})
    assert not gold.is_right(known, {"a": {"label": "x"}})
    assert not gold.is_right(known, {"a": {"label": "y"}, "b": 1})


def test_the_most_exact_gold_question_counts():
    flow, same = Question("flow", {}, flow_arn="f"), Question("input", {}, flow_arn="f", input_sha256="h")
    own = Question("own", {}, human_loop_name="loop")
    every = [flow, same, own]
    assert gold.question_of(every, "loop", "f", "h") is own
    assert gold.question_of(every, "other", "f", "h") is same
    assert gold.question_of(every, "other", "f", "another") is flow
    assert gold.question_of(every, "other", "g", "h") is None


def test_accuracy_counts_after_enough_gold_questions_only():
    assert not gold.falls_short(0, 4, 0.5, 5)
    assert gold.falls_short(2, 5, 0.5, 5)
    assert not gold.falls_short(3, 6, 0.5, 5)
    assert not gold.falls_short(0, 100, 0.0, 5)
