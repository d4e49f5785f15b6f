"""What can be said of a worker: how much was done, how well, how fast, and what it earned.

The figures cover the answers that are still there; a human loop that is deleted takes its answers with it. The ledger
keeps what was earned.
"""

from typing import Any

from simulator.domain import money
from simulator.domain.reviews import EntryKind
from simulator.store import answers, ledger
from simulator.store.unit_of_work import UnitOfWork


def statistics(uow: UnitOfWork, worker_id: int) -> dict[str, Any]:
    """Counts, accuracy at gold questions (0 to 1), and seconds of active work for an answer; null where none is."""
    tally = answers.tally_of_worker(uow, worker_id)
    median_ms = answers.median_ms_of_worker(uow, worker_id, tally.submitted)
    return {
        "working": tally.working,
        "paused": tally.paused,
        "answers": tally.submitted,
        "released": tally.released,
        "declined": tally.declined,
        "lapsed": tally.lapsed,
        "pending": tally.pending,
        "approved": tally.approved,
        "rejected": tally.rejected,
        "gold_answers": tally.golds,
        "gold_right": tally.golds_right,
        "accuracy": _share(tally.golds_right, tally.golds),
        "mean_seconds": _share(tally.active_ms / 1000, tally.submitted),
        "median_seconds": None if median_ms is None else median_ms / 1000,
    }


def earnings(uow: UnitOfWork, worker_id: int) -> dict[str, str]:
    """What the ledger says, and the rewards that wait for an approval; in dollars, exact to a tenth of a cent."""
    sums = ledger.sums(uow, worker_id)
    return {
        "rewards_usd": money.usd(sums[EntryKind.REWARD]),
        "bonuses_usd": money.usd(sums[EntryKind.BONUS]),
        "adjustments_usd": money.usd(sums[EntryKind.ADJUSTMENT]),
        "total_usd": money.usd(sum(sums.values())),
        "pending_usd": money.usd(ledger.pending(uow, worker_id)),
    }


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None
