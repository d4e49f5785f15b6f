"""The table of operations: (service, operation) to handler. The composition root hands it to the wire."""

from collections.abc import Mapping

from simulator.operations import (
    documents,
    flow_definitions,
    human_loops,
    labeling_jobs,
    previews,
    subscriptions,
    tags,
    task_uis,
    workforces,
    workteams,
)
from simulator.operations.service import Handler, Service

SAGEMAKER = "sagemaker"
RUNTIME = "sagemaker-a2i-runtime"
_KINDS = (flow_definitions.FLOW_DEFINITION, task_uis.HUMAN_TASK_UI, workteams.WORKTEAM, workforces.WORKFORCE)


def build(service: Service) -> Mapping[tuple[str, str], Handler]:
    """Every operation that the simulator answers itself."""
    control = {
        "CreateFlowDefinition": flow_definitions.create_handler(service),
        "CreateHumanTaskUi": task_uis.create_handler(service),
        "CreateWorkteam": workteams.create_handler(service),
        "UpdateWorkteam": workteams.update_handler(service),
        "CreateWorkforce": workforces.create_handler(service),
        "UpdateWorkforce": workforces.update_handler(service),
        "RenderUiTemplate": previews.render_handler(service),
        "ListLabelingJobsForWorkteam": labeling_jobs.list_handler(service),
        **subscriptions.handlers(service),
        **tags.handlers(service),
    }
    for kind in _KINDS:
        control |= documents.handlers(service, kind)
    runtime = human_loops.handlers(service)
    return {(SAGEMAKER, name): handler for name, handler in control.items()} | {
        (RUNTIME, name): handler for name, handler in runtime.items()
    }
