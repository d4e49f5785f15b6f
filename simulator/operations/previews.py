"""RenderUiTemplate: what a worker would see, and what is wrong with the template."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from simulator.domain import instants, json_values
from simulator.domain.calls import Call
from simulator.domain.errors import Invalid, NotFound
from simulator.domain.sentences import TASK_UI_MISSING, UI_OR_TEMPLATE
from simulator.operations.documents import body_of
from simulator.operations.roles import check_role
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.rendering.errors import RenderError, TemplateProblem
from simulator.rendering.liquid import TemplateRenderer
from simulator.store import documents
from simulator.store.statuses import ACTIVE
from simulator.store.unit_of_work import UnitOfWork

_PLACE = "Task.Input"


def render_handler(service: Service) -> Handler:
    """RenderUiTemplate."""
    return partial(_render, service)


async def _render(service: Service, call: Call, parameters: Parameters) -> Result:
    if ("UiTemplate" in parameters) == ("HumanTaskUiArn" in parameters):
        raise Invalid(UI_OR_TEMPLATE())
    check_role(service.rules, call, parameters["RoleArn"])
    template = await _template(service, call, parameters)
    return preview(service.renderer, template, parameters["Task"]["Input"], call.now_ms, call.account)


async def _template(service: Service, call: Call, parameters: Parameters) -> str:
    if "UiTemplate" in parameters:
        return str(parameters["UiTemplate"]["Content"])
    arn = parameters["HumanTaskUiArn"]

    def query(uow: UnitOfWork) -> str | None:
        row = documents.by_arn(uow, arn)
        if row is None or (row.account, row.region) != (call.account, call.region) or row.status != ACTIVE:
            return None
        return documents.template(uow, body_of(row)["ContentSha256"])

    content = await service.store.read(query)
    if content is None:
        raise NotFound(TASK_UI_MISSING(name=arn))
    return content


def preview(
    renderer: TemplateRenderer, template: str, task_input: str, now_ms: int, account: str | None = None
) -> Result:
    """`RenderedContent`, empty where nothing could be rendered, and `Errors` with the place of each in its message.

    The members are the model's [D]; the codes and sentences are ours [G].
    """
    problems = renderer.check(template)
    try:
        value = json_values.parse(task_input, _PLACE)
        rendered = renderer.render(template, value, instants.as_datetime(now_ms), account)
    except RenderError as error:
        known = any((problem.code, problem.line) == (error.code, error.line) for problem in problems)
        found = [] if known else [TemplateProblem(error.code, error.message, error.line, error.column)]
        return _answer("", [*problems, *found])
    except Invalid as error:
        return _answer("", [*problems, TemplateProblem("InvalidInput", error.message)])
    return _answer(rendered, problems)


def _answer(rendered: str, problems: Sequence[TemplateProblem]) -> Result:
    return {"RenderedContent": rendered, "Errors": [_entry(problem) for problem in problems]}


def _entry(problem: TemplateProblem) -> dict[str, Any]:
    place = "" if problem.line is None else f" (line {problem.line}, column {problem.column})"
    return {"Code": problem.code, "Message": f"{problem.message}{place}"}
