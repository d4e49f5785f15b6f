"""What simulated workers answer: what a rule says; else what was said by who is asked; else what the form asks.

1. Rules first, those of the control API before those of the settings; the first that matches decides.
2. Without a rule, the worker fills in the form: the truth of the loop, where one is kept, as often as its skill and
   habits let it, and anything that the form accepts where there is none.
3. What comes from outside is checked as an answer through the control API is. An error from outside, or an answer that
   the form could not give, is an event, and the worker declines the task: it does not make something up.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns, json_values
from simulator.domain.answer_rules import ASKED, Gives, Rule, Subject, first_match, read_rule
from simulator.domain.profiles import Profile
from simulator.entropy import Entropy
from simulator.marketplace.crew import Answer, NoAnswer, Visit, Waiting
from simulator.marketplace.presence import Presence
from simulator.marketplace.visits import Outcome
from simulator.rendering.answering import answer_for
from simulator.rendering.errors import RenderError
from simulator.rendering.fields import Form
from simulator.rendering.habits import Habits
from simulator.rendering.reading import FormReader
from simulator.store import answering, documents, workers
from simulator.store.answering import Question
from simulator.store.unit_of_work import UnitOfWork


class Answers:
    """Where the crew's answers come from. `rules` are those of the settings."""

    def __init__(self, entropy: Entropy, presence: Presence, rules: Sequence[Rule] = ()) -> None:
        self._entropy = entropy
        self._presence = presence
        self._rules = tuple(rules)
        self._forms = FormReader()

    def begin(self, uow: UnitOfWork, visit: Visit, at_ms: int) -> None:
        """Ask for the answer where a rule says so."""
        rule = self._rule(uow, visit)
        if rule is not None and rule.gives in ASKED:
            question = Question(visit.held.assignment.id, rule.gives.value, str(rule.value))
            answering.ask(uow, visit.held.loop.id, question, at_ms)

    def told(self, uow: UnitOfWork, visit: Visit) -> Outcome | None:
        """The outcome that a rule wants."""
        rule = self._rule(uow, visit)
        return Outcome(str(rule.value)) if rule is not None and rule.gives is Gives.MOVE else None

    def fields(self, uow: UnitOfWork, loop: Row[Any]) -> int:
        """How many fields the loop's form asks; none where it cannot be read."""
        try:
            return len(self._form(uow, loop).fields)
        except RenderError:
            return 0

    def end(self, uow: UnitOfWork, visit: Visit, at_ms: int) -> Answer | NoAnswer | Waiting:
        """The answer of that worker to the task it holds."""
        rule = self._rule(uow, visit)
        if rule is not None and rule.gives is Gives.ANSWER:
            return Answer(_mapping(rule.value))
        if rule is not None and rule.gives in ASKED:
            return self._asked(uow, visit, at_ms)
        return self._filled_in(uow, visit, _mapping(rule.value) if rule is not None else None)

    def _asked(self, uow: UnitOfWork, visit: Visit, at_ms: int) -> Answer | NoAnswer | Waiting:
        found = answering.asked(uow, visit.held.assignment.id)
        if found is None:
            if not answering.is_asked(uow, visit.held.loop.id, visit.held.assignment.id):
                self.begin(uow, visit, at_ms)
            return Waiting()
        answering.forget_asked(uow, visit.held.assignment.id)
        if found.error is not None:
            return NoAnswer(found.error)
        if found.answer is None:
            return self._filled_in(uow, visit, None)
        return Answer(_mapping(json_values.parse(found.answer, "answer")))

    def _filled_in(
        self, uow: UnitOfWork, visit: Visit, truth: Mapping[str, object] | None
    ) -> Answer | NoAnswer | Waiting:
        loop, profile = visit.held.loop, self._presence.profile(visit.worker)
        try:
            form = self._form(uow, loop)
        except RenderError as error:
            return NoAnswer(error.message)
        stream = self._entropy.stream("answer", *visit.name)
        true = truth if truth is not None else _truth(uow, loop.name)
        return Answer(answer_for(form, stream, true, profile.skill, _habits(profile)))

    def _form(self, uow: UnitOfWork, loop: Row[Any]) -> Form:
        def template(sha256: str) -> str:
            return documents.template(uow, sha256) or ""

        return self._forms.read(loop.template_sha256, template, loop.input_content, loop.created_ms)

    def _rule(self, uow: UnitOfWork, visit: Visit) -> Rule | None:
        kept = answering.rules(uow)
        if not kept and not self._rules:
            return None
        return first_match([*(_parsed(row.rule) for row in kept), *self._rules], _subject(visit))


def _subject(visit: Visit) -> Subject:
    loop = visit.held.loop
    flow = arns.parse(loop.flow_arn)
    task_input = json_values.parse(loop.input_content, "inputContent")
    return Subject(flow.name if flow else loop.flow_arn, loop.name, visit.worker.name, task_input)


def _habits(profile: Profile) -> Habits:
    return Habits(profile.guesses, profile.confusion, profile.bias)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Rule:
    return read_rule(json_values.parse(text, "rule"), "rule")


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _truth(uow: UnitOfWork, loop_name: str) -> Mapping[str, object] | None:
    kept = workers.truth(uow, loop_name)
    value: Any = json_values.parse(kept, "truth") if kept else None
    return value if isinstance(value, dict) else None
