"""The output document of a loop, put together from what is kept and written to S3."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.domain import json_values, output, workforce
from simulator.domain.output import HumanAnswer, Identity
from simulator.domain.workforce import Crowd
from simulator.entropy import Entropy
from simulator.outbox.object_store import ObjectStore
from simulator.store import documents, human_loops, tasks, workers
from simulator.store.memory import DOCUMENTS
from simulator.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Written:
    """Where the document is, and how long."""

    uri: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Output:
    """A document and where it shall go."""

    account: str
    region: str
    uri: str
    body: bytes


@dataclass(frozen=True, slots=True)
class OutputWriter:
    """Writes output documents to an object store."""

    objects: ObjectStore
    entropy: Entropy

    async def write(self, prepared: Output, *, durable: bool = True) -> Written:
        """Put a document where it shall go. Raises ObjectStoreError."""
        await self.objects.put(
            prepared.uri,
            prepared.body,
            "application/json",
            account=prepared.account,
            region=prepared.region,
            durable=durable,
        )
        return Written(prepared.uri, len(prepared.body))

    def write_here(self, prepared: Output) -> Written | None:
        """The same in this thread, without waiting for the disk; None where the store has no way to."""
        at = (prepared.uri, prepared.body, "application/json")
        if not self.objects.put_here(*at, account=prepared.account, region=prepared.region):
            return None
        return Written(prepared.uri, len(prepared.body))

    def prepare(self, uow: UnitOfWork, loop_id: int) -> Output | None:
        """The loop's document as it stands now; None if the loop is gone."""
        loop = human_loops.find_by_id(uow, loop_id)
        if loop is None:
            return None
        identity = self._identities(uow, loop)
        answers = [self._answer(row, identity(row.worker_sub)) for row in tasks.answers(uow, loop_id)]
        content = json_values.parse(loop.input_content, "inputContent")
        body = output.document(loop.flow_arn, loop.name, content, answers)
        return Output(loop.account, loop.region, loop.output_uri, body)

    def _answer(self, row: Row[Any], identity: Identity | None) -> HumanAnswer:
        content: Any = json_values.parse(row.answer, "answerContent")
        return HumanAnswer(
            worker_id=workers.public_id(self.entropy, row.worker_name),
            content=content,
            accepted_ms=row.accepted_ms,
            submitted_ms=row.ended_ms,
            active_ms=row.active_ms,
            identity=identity,
        )

    def _identities(self, uow: UnitOfWork, loop: Row[Any]) -> Callable[[str], Identity | None]:
        if workforce.crowd_of(loop.workteam_arn) is not Crowd.PRIVATE:
            return lambda _sub: None
        key = ("identities", loop.workteam_arn, loop.account, loop.region)
        return uow.remembered(DOCUMENTS, key, lambda: self._of_team(uow, loop))

    def _of_team(self, uow: UnitOfWork, loop: Row[Any]) -> Callable[[str], Identity | None]:
        team = documents.by_arn(uow, loop.workteam_arn)
        body: Any = json_values.parse(team.body, "workteam") if team else {}
        pool = default_user_pool(self.entropy, loop.account, loop.region)
        return partial(workforce.identity, body, _oidc_issuer(uow, body, loop), loop.region, pool)


def default_user_pool(entropy: Entropy, account: str, region: str) -> str:
    """The Cognito user pool of an account's private workforce where none was named: `REGION_` and nine characters."""
    return f"{region}_{entropy.hex(9, 'user-pool', account, region).upper()}"


def _oidc_issuer(uow: UnitOfWork, workteam: Any, loop: Row[Any]) -> str | None:  # noqa: ANN401
    scope = documents.Scope("workforce", loop.account, loop.region)
    found = documents.find(uow, scope, workteam.get("WorkforceName", "default"))
    body: Any = json_values.parse(found.body, "workforce") if found else {}
    issuer = body.get("OidcConfig", {}).get("Issuer")
    return str(issuer) if issuer else None
