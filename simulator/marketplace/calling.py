"""Who gets up for a task: the idle workers who would be the first to reach for it, and no more than there are tasks.

1. An idle worker costs nothing: it has no next act. When tasks of a loop are on offer, every idle worker of the team
   would notice after its own reaction time, from the moment at which it is there; the quickest are called, one for each
   task for which nobody comes yet. The others need not get up, because they would come too late.
2. A worker who was called and did not take a task of that loop (a task of another loop was more urgent, or somebody in
   a browser was faster) hands the call on, so no task is left behind while somebody idle may take it. Who took a task
   of another loop was not the one called for it: that one is on its way already, and comes for this task instead.
3. A worker is idle only when there is nothing that it may take: whoever finishes a task looks for the next before it
   rests. So nobody must look at old tasks when a new one comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain.human_loops import Rules
from simulator.domain.tasks import AssignmentStatus
from simulator.entropy import Entropy
from simulator.marketplace.presence import Presence
from simulator.store import admission, human_loops, tasks, workers
from simulator.store.unit_of_work import UnitOfWork

ALWAYS_BARRING = (AssignmentStatus.SUBMITTED, AssignmentStatus.DECLINED, AssignmentStatus.LAPSED)


def barring(rules: Rules) -> tuple[AssignmentStatus, ...]:
    """After which outcomes a worker does not meet a loop again."""
    return ALWAYS_BARRING if rules.retake_after_release else (*ALWAYS_BARRING, AssignmentStatus.RELEASED)


@dataclass(frozen=True, slots=True)
class Calling:
    """Calls idle simulated workers."""

    entropy: Entropy
    rules: Rules
    presence: Presence

    def call(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """Call as many idle workers as there are tasks of the loop for which nobody comes."""
        wanted = tasks.unattended(uow, loop.id)
        if wanted > 0:
            self._bring(uow, loop, wanted, at_ms)

    def call_for_new(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> None:
        """The same for a loop that has just come: all its tasks are there to be taken, and nobody has met it."""
        self._bring(uow, loop, loop.task_count, at_ms, is_new=True)

    def hand_on(self, uow: UnitOfWork, loop_id: int, taken_loop_id: int | None, at_ms: int) -> None:
        """Somebody called for a loop took a task of another, or none: let others come."""
        wanted = tasks.unattended(uow, loop_id)
        loop = human_loops.find_by_id(uow, loop_id) if wanted > 0 else None
        if loop is None:
            return
        if taken_loop_id is not None and self._divert(uow, taken_loop_id, loop):
            wanted -= 1
        if wanted:
            self._bring(uow, loop, wanted, at_ms)

    def _bring(self, uow: UnitOfWork, loop: Row[Any], wanted: int, at_ms: int, *, is_new: bool = False) -> None:
        for notice_ms, worker_id in self._coming(uow, loop, at_ms):
            if notice_ms >= loop.available_until_ms or not wanted:
                return
            if self._may_take(uow, worker_id, loop, is_new=is_new):
                workers.wake(uow, worker_id, notice_ms, loop.id)
                wanted -= 1

    def _divert(self, uow: UnitOfWork, from_loop_id: int, loop: Row[Any]) -> bool:
        """Let a worker who gets up for more tasks than a loop has come for another loop; whether one may."""
        if tasks.unattended(uow, from_loop_id) >= 0:
            return False
        for worker in workers.called_for(uow, from_loop_id):
            if worker.wake_ms < loop.available_until_ms and self._may_take(uow, worker.id, loop):
                workers.wake(uow, worker.id, worker.wake_ms, loop.id)
                return True
        return False

    def _may_take(self, uow: UnitOfWork, worker_id: int, loop: Row[Any], *, is_new: bool = False) -> bool:
        """Whether a worker may take a task of the loop, one being there to be taken."""
        admitted = admission.of_worker(uow, workers.who(uow, worker_id))
        if admitted.why_not(loop.workteam_arn, loop.flow_arn, for_adults=loop.for_adults):
            return False
        return is_new or not tasks.has_met(uow, loop.id, worker_id, barring(self.rules))

    def _coming(self, uow: UnitOfWork, loop: Row[Any], at_ms: int) -> Iterator[tuple[int, int]]:
        idle, who = workers.idle(uow, loop.workteam_arn), partial(workers.who, uow)
        return self.presence.notices(idle, who, self.entropy.key("reaction", loop.arn, at_ms), at_ms)
