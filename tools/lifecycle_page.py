"""The page docs/lifecycle.md: what can become of tasks, assignments, answers and human loops, drawn from the tables.

The diagrams are the rows of the tables in `simulator.domain`; the outcomes are what `settlement` says about each mix.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from simulator.domain import human_loops as loops
from simulator.domain import reviews, tasks
from simulator.domain.human_loops import Ending, HumanLoopStatus, Rules, Settlement, Tally
from simulator.domain.tasks import Move

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)
_WANTED = 3
_OPEN, _STOPPING = HumanLoopStatus.IN_PROGRESS, HumanLoopStatus.STOPPING
_ENDS = "[*]"
_ABOUT_TASKS = """A human loop has as many tasks as it wants answers. Each is on its own on offer, in somebody's hands,
or settled for good. A task that is released, declined or lapses is on offer again at once, to others: the one who
declined it or let it lapse does not meet the loop again."""
_ABOUT_ASSIGNMENTS = """An assignment is one worker's hold of a task. It is a lease with a deadline of its own, and
nobody else can use it. The deadline runs on while the task is paused; the time that counts as active does not."""
_ABOUT_ANSWERS = """A submitted answer can be judged, for the worker's pay and record. A2I has no such calls, and
nothing of it reaches the output document. [marketplace.md](marketplace.md) tells more."""
_ABOUT_LOOPS = """A loop is open while answers can come. When none can come any more, its end is decided at that
instant, the output document is written, and only then does the loop show its final status. A loop that has ended can
be deleted, and its name used again.

A template is rendered with the loop's input as the loop starts, so one that cannot be shown to any worker ends the loop
at once: StartHumanLoop succeeds, and the loop is `Failed` with `ValidationError` and a reason that begins with
`Task failed to render:`. Where the output document cannot be written, it is tried again after growing pauses of real
time, for ever unless `--output-attempts` says otherwise; until then the loop shows the status that it had."""
_ABOUT_OUTCOMES = f"""For a loop that wants {_WANTED} answers. Tasks left are those that nobody holds. A rule in
brackets has another value than its default ([guesses.md](guesses.md))."""
_OTHER_RULES = (
    Rules(partial_answers_at_expiry="failed"),
    Rules(expire_after_declines=False),
    Rules(empty_output=False),
)


class _Mix:
    """A standing of a loop: what happened, in words and in numbers."""

    def __init__(self, words: str, status: HumanLoopStatus, tally: Tally, *, expired: bool = False) -> None:
        self.words, self.status, self.tally, self.expired = words, status, tally, expired

    def under(self, rules: Rules) -> Settlement:
        """What follows by those rules."""
        return loops.settlement(self.status, _WANTED, self.tally, expired=self.expired, rules=rules)


_MIXES = (
    _Mix("every answer is in", _OPEN, Tally(submitted=3)),
    _Mix("some answers are in, the lifetime runs", _OPEN, Tally(submitted=1, available=2)),
    _Mix("lifetime over, no answer", _OPEN, Tally(available=3), expired=True),
    _Mix("lifetime over, some answers", _OPEN, Tally(submitted=2, available=1), expired=True),
    _Mix("lifetime over, one still at work", _OPEN, Tally(submitted=1, held=1, available=1), expired=True),
    _Mix("lifetime over, the one at work submits", _OPEN, Tally(submitted=2), expired=True),
    _Mix(
        "lifetime over, the one at work gives it back or lets it lapse",
        _OPEN,
        Tally(submitted=1, available=1),
        expired=True,
    ),
    _Mix("fewer declines than answers wanted", _OPEN, Tally(available=3, declines=2)),
    _Mix("as many declines as answers wanted, no answer", _OPEN, Tally(available=3, declines=3)),
    _Mix("as many declines, some answers", _OPEN, Tally(submitted=1, available=2, declines=3)),
    _Mix("as many declines, one still at work", _OPEN, Tally(held=1, available=2, declines=3)),
    _Mix("stopped, nobody had begun", _STOPPING, Tally(available=3)),
    _Mix("stopped, some answers, nobody at work", _STOPPING, Tally(submitted=1, available=2)),
    _Mix("stopped, one still at work", _STOPPING, Tally(submitted=1, held=1, available=1)),
    _Mix("stopped, the one at work submits", _STOPPING, Tally(submitted=2)),
    _Mix("stopped, the one at work gives it back or lets it lapse", _STOPPING, Tally(submitted=1, available=1)),
    _Mix("stopped, the one at work gives the last answer", _STOPPING, Tally(submitted=3)),
)


def lines() -> list[str]:
    """The page below its title."""
    return [
        *_section("Tasks", _ABOUT_TASKS, _diagram(tasks.MOVES, {"offered": tasks.TaskStatus.AVAILABLE})),
        *_section(
            "Assignments",
            _ABOUT_ASSIGNMENTS,
            _diagram(tasks.ASSIGNMENT_MOVES, {"accepted": tasks.AssignmentStatus.WORKING}),
        ),
        *_section("Answers", _ABOUT_ANSWERS, _diagram(reviews.MOVES, {"submitted": reviews.Review.PENDING})),
        *_section("Human loops", _ABOUT_LOOPS, _diagram(loops.MOVES, {"started": _OPEN}, last="deleted")),
        *_section("How a human loop ends", _ABOUT_OUTCOMES, _outcomes()),
    ]


def _section(heading: str, text: str, body: Iterable[str]) -> list[str]:
    return [f"## {heading}", "", text, "", *body, ""]


def _diagram(moves: Mapping[tuple[S, M], S], first: Mapping[str, S], last: str | None = None) -> list[str]:
    arrows = [f"    {_ENDS} --> {status.value}: {move}" for move, status in first.items()]
    arrows += [f"    {was.value} --> {becomes.value}: {move.value}" for (was, move), becomes in moves.items()]
    begun = {was for was, _ in moves}
    final = dict.fromkeys(becomes for becomes in moves.values() if becomes not in begun)
    arrows += [f"    {status.value} --> {_ENDS}{f': {last}' if last else ''}" for status in final]
    return ["```mermaid", "stateDiagram-v2", *arrows, "```"]


def _outcomes() -> list[str]:
    head = ("what happened", "tasks left", "the loop", "output document")
    rows = [_row(mix.words, mix, Rules()) for mix in _MIXES]
    rows += [_row(f"{mix.words} (`{_differing(rules)}`)", mix, rules) for mix in _MIXES for rules in _telling(mix)]
    rows += [*_beside_the_tally(), *_with_the_flow()]
    return [f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *rows)]


def _telling(mix: _Mix) -> list[Rules]:
    return [rules for rules in _OTHER_RULES if mix.under(rules) != mix.under(Rules())]


def _differing(rules: Rules) -> str:
    names = [name for name in Rules.__slots__ if getattr(rules, name) != getattr(Rules(), name)]
    return ", ".join(f"{name} = {_toml(getattr(rules, name))}" for name in names)


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def _row(words: str, mix: _Mix, rules: Rules) -> tuple[str, ...]:
    found = mix.under(rules)
    left = "stay on offer" if found.closing is None else f"are {found.closing.value}"
    return words, left if mix.tally.available else "none", *_end(found.ending)


def _end(ending: Ending | None) -> tuple[str, str]:
    if ending is None:
        return "goes on", "not yet"
    code = f", `{ending.failure_code.value}`" if ending.failure_code else ""
    return f"`{ending.status.value}`{code}", "is written first" if ending.writes_output else "none"


def _beside_the_tally() -> list[tuple[str, ...]]:
    refused = "the template fails to render as the loop starts, or its content is refused"
    unwritten = "the output document cannot be written (bucket gone) in `--output-attempts` attempts"
    return [(refused, "none", *_end(loops.unrenderable(""))), (unwritten, "none", *_end(loops.unwritable("")))]


def _with_the_flow() -> list[tuple[str, ...]]:
    cases = (("nobody had begun", Tally(available=3)), ("somebody had begun", Tally(held=1, available=2)))
    goes, stops = (f"are {Move.WITHDRAW.value}", "deleted with it", "none"), ("as if stopped",) * 3
    return [
        (f"flow definition deleted, {words}", *(goes if loops.goes_with_its_flow(tally) else stops))
        for words, tally in cases
    ]
