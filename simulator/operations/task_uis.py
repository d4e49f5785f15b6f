"""Human task UIs: worker task templates by name."""

import hashlib
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import instants
from simulator.domain.calls import Call
from simulator.domain.errors import NotFound
from simulator.domain.sentences import TASK_UI_MISSING, TASK_UI_NOT_ACTIVE
from simulator.operations.documents import DocumentKind, New, add, body_of, remove_slowly
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.store import documents
from simulator.store.statuses import ACTIVE
from simulator.store.unit_of_work import UnitOfWork


def create_handler(service: Service) -> Handler:
    """CreateHumanTaskUi."""
    return partial(_create, service)


async def _create(service: Service, call: Call, parameters: Parameters) -> Result:
    content: str = parameters["UiTemplate"]["Content"]
    sha256 = hashlib.sha256(content.encode()).hexdigest()

    def work(uow: UnitOfWork) -> str:
        documents.keep_template(uow, sha256, content)
        new = New(parameters["HumanTaskUiName"], {"ContentSha256": sha256}, parameters.get("Tags", ()))
        return add(HUMAN_TASK_UI, uow, call, new)

    return {"HumanTaskUiArn": await service.store.write(work)}


def _describe(service: Service, uow: UnitOfWork, row: Row[Any]) -> Result:
    sha256 = body_of(row)["ContentSha256"]
    url = f"{service.base_url()}/human-task-ui-templates/{sha256}"
    template = {"Url": url, "ContentSha256": sha256}
    return {**_summary(service, uow, row), "HumanTaskUiStatus": row.status, "UiTemplate": template}


def _summary(_service: Service, _uow: UnitOfWork, row: Row[Any]) -> Result:
    return {
        "HumanTaskUiName": row.name,
        "HumanTaskUiArn": row.arn,
        "CreationTime": instants.as_datetime(row.created_ms),
    }


def _missing(name: str) -> NotFound:
    return NotFound(TASK_UI_MISSING(name=name))


def _remove(service: Service, uow: UnitOfWork, row: Row[Any], call: Call) -> None:
    if row.status != ACTIVE:
        raise NotFound(TASK_UI_NOT_ACTIVE(name=row.name, status=row.status))
    remove_slowly(service, uow, row, call)


HUMAN_TASK_UI = DocumentKind(
    noun="HumanTaskUi",
    resource="human-task-ui",
    describe=_describe,
    summary=_summary,
    missing=_missing,
    remove=_remove,
    summaries="HumanTaskUiSummaries",
)
