"""The output document against the one real document that was published whole (A2I_FACTS A2 [O])."""

import json

from simulator.domain import json_values, output
from simulator.domain.instants import parse_iso
from simulator.domain.output import HumanAnswer, Identity

FLOW = "arn:aws:sagemaker:us-east-1:534095625703:flow-definition/fraud-detector-a2i-1613589635065"
IDENTITY = Identity(
    "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1DCLqiVmd", "ec69f8cb-3505-4fef-a2d7-56d1b974644a"
)
FRAUD_DETECTOR = (
    '{"flowDefinitionArn":"arn:aws:sagemaker:us-east-1:534095625703:flow-definition/fraud-detector-a2i-1613589635065",'
    '"humanAnswers":[{"acceptanceTime":"2021-02-17T19:20:52.563Z",'
    '"answerContent":{"category":{"label":"Needs furthur review"}},'
    '"submissionTime":"2021-02-17T19:23:38.092Z",'
    '"timeSpentInSeconds":165.529,'
    '"workerId":"7fe4cd6b55282093",'
    '"workerMetadata":{"identityData":{"identityProviderType":"Cognito",'
    '"issuer":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1DCLqiVmd",'
    '"sub":"ec69f8cb-3505-4fef-a2d7-56d1b974644a"}}}],'
    '"humanLoopName":"Fraud-detector-1613589638354",'
    '"inputContent":{"score":{"sample_fraud_detection_insightscore":996},"taskObject":{"event":"a"}}}'
)


def fraud_answer(identity: Identity | None = IDENTITY) -> HumanAnswer:
    accepted, submitted = parse_iso("2021-02-17T19:20:52.563Z"), parse_iso("2021-02-17T19:23:38.092Z")
    content = {"category": {"label": "Needs furthur review"}}
    return HumanAnswer("7fe4cd6b55282093", content, accepted, submitted, submitted - accepted, identity)


def test_the_fraud_detector_document_comes_out_byte_for_byte() -> None:
    sent = '{"taskObject":{"event":"a"},"score":{"sample_fraud_detection_insightscore":996.0}}'
    content = json_values.parse(sent, "inputContent")
    body = output.document(FLOW, "Fraud-detector-1613589638354", content, [fraud_answer()])
    assert body.decode() == FRAUD_DETECTOR


def test_without_a_private_workforce_there_is_no_worker_metadata() -> None:
    body = json.loads(output.document(FLOW, "loop", {}, [fraud_answer(identity=None)]))
    assert sorted(body["humanAnswers"][0]) == [
        "acceptanceTime",
        "answerContent",
        "submissionTime",
        "timeSpentInSeconds",
        "workerId",
    ]


def test_the_document_goes_to_flow_then_creation_time_then_loop() -> None:
    created = parse_iso("2021-02-17T19:20:38.354Z")
    expected = "s3://bucket/out/flow/2021/02/17/19/20/38/loop/output.json"
    assert output.uri("s3://bucket/out", "flow", created, "loop") == expected
    assert output.uri("s3://bucket/out/", "flow", created, "loop") == expected


def test_a_bare_bucket_gives_no_double_slash() -> None:
    assert output.uri("s3://bucket/", "flow", 0, "loop") == "s3://bucket/flow/1970/01/01/00/00/00/loop/output.json"
