"""The output document: what A2I writes to `output.json` (A2I_FACTS A1, A2 [D, O])."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.domain import instants, json_values

NAME = "output.json"
"""What the document is called in its folder (A2I_FACTS A3 [D])."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a worker of a private work team is to the identity provider."""

    issuer: str
    sub: str
    provider_type: str = "Cognito"


@dataclass(frozen=True, slots=True)
class HumanAnswer:
    """One worker's answer. `identity` is given for a private work team only (A2I_FACTS A1 [D])."""

    worker_id: str
    content: Mapping[str, object]
    accepted_ms: int
    submitted_ms: int
    active_ms: int
    identity: Identity | None = None

    def document(self) -> dict[str, object]:
        """The entry of `humanAnswers`."""
        entry: dict[str, object] = {
            "acceptanceTime": instants.iso_millis(self.accepted_ms),
            "answerContent": self.content,
            "submissionTime": instants.iso_millis(self.submitted_ms),
            "timeSpentInSeconds": self.active_ms / 1000,
            "workerId": self.worker_id,
        }
        if self.identity:
            entry["workerMetadata"] = {"identityData": _identity_data(self.identity)}
        return entry


def _identity_data(identity: Identity) -> dict[str, str]:
    return {"identityProviderType": identity.provider_type, "issuer": identity.issuer, "sub": identity.sub}


def document(flow_arn: str, loop_name: str, input_content: object, answers: Sequence[HumanAnswer]) -> bytes:
    """The bytes of `output.json` of a custom task, answers in the order in which they were submitted."""
    body = {
        "flowDefinitionArn": flow_arn,
        "humanAnswers": [answer.document() for answer in answers],
        "humanLoopName": loop_name,
        "inputContent": input_content,
    }
    return json_values.dump(body).encode()


def uri(output_path: str, flow_name: str, created_ms: int, loop_name: str) -> str:
    """Where the document goes: under the flow's path, by the time the loop was created (A2I_FACTS A3 [D])."""
    root = output_path.rstrip("/")
    return f"{root}/{flow_name}/{instants.folder(created_ms)}/{loop_name}/{NAME}"
