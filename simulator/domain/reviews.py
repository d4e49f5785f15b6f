"""How the requester judges an answer, and what that does to the worker's pay.

Laws (MTurk's, A2I_FACTS H [D]; A2I itself has no such calls):

1. A submitted answer is pending. It is approved or rejected by whoever asked for it; one that earns a reward approves
   itself after a delay.
2. The reward is booked when the answer is approved, once. A rejected answer books nothing.
3. A rejected answer may still be approved. An approved one stays so: to take money back, book an adjustment.
4. No review changes the output document.
"""

from collections.abc import Mapping
from enum import StrEnum

from simulator.domain.errors import IllegalMove


class Review(StrEnum):
    """How an answer stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """What can happen to an answer."""

    APPROVE = "approved"
    REJECT = "rejected"


class EntryKind(StrEnum):
    """What a row of a worker's ledger is for."""

    REWARD = "reward"
    BONUS = "bonus"
    ADJUSTMENT = "adjustment"


MOVES: Mapping[tuple[Review, Verdict], Review] = {
    (Review.PENDING, Verdict.APPROVE): Review.APPROVED,
    (Review.PENDING, Verdict.REJECT): Review.REJECTED,
    (Review.REJECTED, Verdict.APPROVE): Review.APPROVED,
}


def after(review: Review, verdict: Verdict) -> Review:
    """What an answer becomes, or IllegalMove."""
    try:
        return MOVES[review, verdict]
    except KeyError:
        paid = review is Review.APPROVED and verdict is Verdict.REJECT
        mend = " Book an adjustment to take money back." if paid else ""
        raise IllegalMove(review, verdict, f"An answer that is {review} cannot be {verdict}.{mend}") from None
