"""The marketplace as one would explain it on a sheet of paper: what the real one is compared with.

Independent of the product: no table of moves, no database, nothing imported from it. Instants are milliseconds.
"""

from dataclasses import dataclass, field

BARRED_BY = {"submitted", "declined", "lapsed"}


@dataclass
class Hold:
    """One worker's time with a task of a loop."""

    loop: "Loop"
    worker: str
    accepted: int
    deadline: int
    state: str = "working"
    active: int = 0
    since: int | None = None
    ended: int | None = None
    answer: dict | None = None

    @property
    def is_live(self):
        """Whether the lease runs."""
        return self.state in {"working", "paused"}

    def end(self, state, at):
        """Turn into a record."""
        self.rest(at)
        self.state, self.ended = state, at

    def rest(self, at):
        """Active time stops."""
        if self.since is not None:
            self.active, self.since = self.active + at - self.since, None


@dataclass
class Loop:
    """A human loop: how many answers are wanted, until when, and who has done what."""

    name: str
    flow: "Flow"
    content: str
    created: int
    number: int
    holds: list[Hold] = field(default_factory=list)
    stopping: bool = False
    closed: bool = False
    decided: tuple[str, bool] | None = None
    ended: int | None = None
    shown: str = "InProgress"

    @property
    def until(self):
        """The end of the availability lifetime."""
        return self.created + self.flow.lifetime * 1000

    @property
    def is_open(self):
        """Whether Describe shows it as going on."""
        return self.shown in {"InProgress", "Stopping"}

    @property
    def live(self):
        """The leases that run."""
        return [hold for hold in self.holds if hold.is_live]

    @property
    def answers(self):
        """The answers that were submitted."""
        return [hold for hold in self.holds if hold.state == "submitted"]

    @property
    def available(self):
        """How many tasks can be taken."""
        return 0 if self.closed else self.flow.count - len(self.answers) - len(self.live)


@dataclass
class Flow:
    """A flow definition."""

    name: str
    count: int
    limit: int
    lifetime: int
    deleting: bool = False


@dataclass
class Model:
    """All of it, under one set of rules."""

    rules: dict
    now: int
    flows: dict[str, Flow] = field(default_factory=dict)
    loops: dict[str, Loop] = field(default_factory=dict)
    tokens: dict[str, Hold] = field(default_factory=dict)
    started: int = 0

    def start(self, name, flow_name, content):
        """StartHumanLoop; whether it is accepted."""
        flow, there = self.flows.get(flow_name), self.loops.get(name)
        if flow is None or flow.deleting:
            return False
        if there and there.is_open:
            return (there.flow, there.content) == (flow, content)
        if there:
            self._forget(there)
        self.started += 1
        self.loops[name] = Loop(name, flow, content, self.now, self.started)
        return True

    def next_for(self, worker):
        """The loop of which a worker gets a task: the one that ends first, then the oldest."""
        held = [hold for loop in self.loops.values() for hold in loop.live if hold.worker == worker]
        if sum(hold.state == "working" for hold in held) >= self.rules["tasks_per_worker"]:
            return None
        offered = [loop for loop in self.loops.values() if self.may_take(worker, loop)]
        return min(offered, key=lambda loop: (loop.until, loop.number), default=None)

    def may_take(self, worker, loop):
        """Whether a worker could take a task of a loop."""
        barred_by = BARRED_BY if self.rules["retake_after_release"] else BARRED_BY | {"released"}
        met = any(hold.worker == worker and (hold.is_live or hold.state in barred_by) for hold in loop.holds)
        return loop.available > 0 and self.now < loop.until and not met

    def take(self, worker, loop, token):
        """A worker gets a lease."""
        hold = Hold(loop, worker, self.now, self.now + loop.flow.limit * 1000, since=self.now)
        loop.holds.append(hold)
        self.tokens[token] = hold

    def can_use(self, worker, token):
        """Whether a lease is good in a worker's hands now."""
        hold = self.tokens.get(token)
        return hold is not None and hold.worker == worker and hold.is_live and self.now < hold.deadline

    def submit(self, token, answer):
        """An answer is handed in."""
        hold = self.tokens[token]
        hold.answer = answer
        self._give_back(hold, "submitted", self.now)

    def give_back(self, token, state):
        """A lease ends without an answer."""
        self._give_back(self.tokens[token], state, self.now)

    def pause(self, token):
        """The worker goes away for a while; the lease runs on."""
        self.tokens[token].rest(self.now)
        self.tokens[token].state = "paused"

    def resume(self, token):
        """The worker is back."""
        self.tokens[token].state, self.tokens[token].since = "working", self.now

    def stop(self, name):
        """StopHumanLoop; whether it is accepted."""
        loop = self.loops.get(name)
        if loop is None or not loop.is_open:
            return False
        if not loop.stopping and loop.decided is None:
            loop.stopping, loop.shown = True, "Stopping"
            self._settle(loop, self.now)
        return True

    def delete(self, name):
        """DeleteHumanLoop; whether it is accepted."""
        loop = self.loops.get(name)
        if loop is None or loop.is_open:
            return False
        self._forget(loop)
        return True

    def delete_flow(self, name):
        """DeleteFlowDefinition; whether it is accepted."""
        flow = self.flows.get(name)
        if flow is None or flow.deleting:
            return False
        flow.deleting = True
        for loop in [loop for loop in self.loops.values() if loop.flow is flow and loop.is_open]:
            if loop.live or loop.answers:
                self.stop(loop.name)
            else:
                self._forget(loop)
        self._let_flows_go()
        return True

    def advance(self, until):
        """Time passes: at each instant leases lapse first, then lifetimes end; then what is decided shows."""
        self.show()
        while (at := self._next()) is not None and at <= until:
            self.now = at
            for loop in list(self.loops.values()):
                for hold in [hold for hold in loop.live if hold.deadline == at]:
                    self._give_back(hold, "lapsed", at)
            for loop in list(self.loops.values()):
                if loop.until == at and loop.decided is None:
                    self._settle(loop, at)
            self.show()
        self.now = max(self.now, until)

    def show(self):
        """Output documents are written, and what was decided is seen."""
        for loop in self.loops.values():
            if loop.decided:
                loop.shown = loop.decided[0]
        self._let_flows_go()

    def idle_at(self):
        """When the last thing that can happen by itself has happened."""
        live = [hold.deadline for loop in self.loops.values() for hold in loop.live]
        return max([*live, *(loop.until for loop in self.loops.values() if loop.decided is None)], default=self.now)

    def _next(self):
        live = [hold.deadline for loop in self.loops.values() for hold in loop.live]
        open_until = [loop.until for loop in self.loops.values() if not loop.closed and loop.decided is None]
        return min([*live, *(at for at in open_until if at > self.now)], default=None)

    def _give_back(self, hold, state, at):
        hold.end(state, at)
        self._settle(hold.loop, at)

    def _settle(self, loop, at):
        decliners = {hold.worker for hold in loop.holds if hold.state == "declined"}
        too_many = self.rules["expire_after_declines"] and len(decliners) >= loop.flow.count
        if loop.available and (loop.stopping or too_many or at >= loop.until):
            loop.closed = True
        if loop.decided or loop.live or loop.available:
            return
        answers, ended = len(loop.answers), "Failed"
        if loop.stopping:
            ended = "Stopped"
        elif answers == loop.flow.count or (answers and self.rules["partial_answers_at_expiry"] == "completed"):
            ended = "Completed"
        writes = ended == "Completed" or bool(answers) or self.rules["empty_output"]
        loop.decided, loop.ended = (ended, writes), at
        if not writes:
            loop.shown = ended

    def _forget(self, loop):
        del self.loops[loop.name]
        self.tokens = {token: hold for token, hold in self.tokens.items() if hold.loop is not loop}

    def _let_flows_go(self):
        for flow in [flow for flow in self.flows.values() if flow.deleting]:
            if not any(loop.flow is flow and loop.is_open for loop in self.loops.values()):
                del self.flows[flow.name]
