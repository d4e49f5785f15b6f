"""What a simulated worker answers: what the template's form asks, the truth as often as the worker's skill lets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.domain import instants, json_values
from simulator.entropy import Entropy
from simulator.marketplace.desk import Held
from simulator.marketplace.pool import profile_of
from simulator.rendering.answering import answer_for
from simulator.rendering.form import read_form
from simulator.rendering.liquid import TemplateRenderer
from simulator.store import documents, workers
from simulator.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """Reads the rendered form of a task and fills it in."""

    entropy: Entropy
    renderer: TemplateRenderer

    def __call__(self, uow: UnitOfWork, held: Held, worker: Row[Any]) -> Mapping[str, object]:
        """The answer of that worker to the task it holds."""
        html = self._page(uow, held)
        stream = self.entropy.stream("answer", worker.name, held.assignment.id)
        return answer_for(read_form(html), stream, truth=_truth(uow, held.loop.name), skill=profile_of(worker).skill)

    def _page(self, uow: UnitOfWork, held: Held) -> str:
        template = documents.template(uow, held.loop.template_sha256) or ""
        task_input = json_values.parse(held.loop.input_content, "inputContent")
        return self.renderer.render(template, task_input, instants.as_datetime(held.assignment.accepted_ms))


def _truth(uow: UnitOfWork, loop_name: str) -> Mapping[str, object] | None:
    kept = workers.truth(uow, loop_name)
    value: Any = json_values.parse(kept, "truth") if kept else None
    return value if isinstance(value, dict) else None
