"""ListLabelingJobsForWorkteam: labeling jobs are Ground Truth's, so a team that is known has none."""

from functools import partial

from simulator.domain.calls import Call
from simulator.domain.errors import NotFound
from simulator.domain.sentences import LABELING_TEAM_MISSING
from simulator.operations import paging
from simulator.operations.service import Handler, Parameters, Result, Service
from simulator.operations.workteams import workteam_exists


def list_handler(service: Service) -> Handler:
    """ListLabelingJobsForWorkteam."""
    return partial(_list, service)


async def _list(service: Service, call: Call, parameters: Parameters) -> Result:
    arn = parameters["WorkteamArn"]
    paging.position(service.entropy, ("LabelingJob", arn), parameters.get("NextToken"))
    if not await service.store.read(lambda uow: workteam_exists(service, uow, call, arn)):
        raise NotFound(LABELING_TEAM_MISSING(arn=arn))
    return {"LabelingJobSummaryList": []}
