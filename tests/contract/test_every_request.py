"""Requests made from the service models, for every operation of ours.

A valid request is accepted, and answered in the model's shape, or refused by a rule of content whose sentence is
registered. A request with one thing broken is refused with the right code and the constraint at the right place. None
is answered with a 500. Names and ARNs come from small pools, so that what they name is often there.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import regex
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from simulator.domain import guesses
from simulator.operations import table
from simulator.spec import Spec

EXAMPLES, BROKEN_EACH, TRIES = 20, 16, 400
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
UNMODELLED = {"ValidationException", "ResourceInUse", "ResourceLimitExceeded"}
"""Codes that an operation may use without listing them (A2I_FACTS C1 [O])."""
OURS = {operation: service for service, operation in sorted(table.build(None))}
ACCOUNT = "123450000001"
ARN = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}"
PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
VENDOR = "arn:aws:sagemaker:us-east-1:394669845002:workteam/vendor-crowd/acme-labels"
SPEC = Spec()
SENTENCES = [
    re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(sentence.text)), re.DOTALL)
    for sentence in guesses.all_sentences().values()
]
REKOGNITION = '{"Conditions":[{"ConditionType":"Sampling","ConditionParameters":{"RandomSamplingPercentage":5}}]}'
TEXTRACT = '{"Conditions":[{"ConditionType":"MissingImportantFormKey","ConditionParameters":{"ImportantFormKey":"a"}}]}'
SOUND_CONFIG = {
    "WorkteamArn": f"{ARN}:workteam/private-crowd/one", "HumanTaskUiArn": f"{ARN}:human-task-ui/one",
    "TaskTitle": "t", "TaskDescription": "d", "TaskCount": 3,
}  # fmt: skip
COGNITO_MEMBER = {"UserPool": "us-east-1_Pool", "ClientId": "client", "UserGroup": "group"}
ENDPOINTS = ("Issuer", "AuthorizationEndpoint", "TokenEndpoint", "UserInfoEndpoint", "LogoutEndpoint", "JwksUri")
OIDC = {"ClientId": "c", "ClientSecret": "s", **dict.fromkeys(ENDPOINTS, "https://idp.example.com")}


def names(longest: int) -> list[str]:
    return ["one", "one", "one", "two", "a--b", "n" * longest]


POOLS: dict[str, list[Any]] = {
    "FlowDefinitionName": names(63),
    "HumanTaskUiName": names(63),
    "HumanLoopName": [*names(63), "Upper"],
    "WorkteamName": [*names(63), "Upper"],
    "WorkforceName": ["one", "one", "Two-"],
    "WorkteamArn": [f"{ARN}:workteam/private-crowd/{name}" for name in names(63)] + [PUBLIC, *[VENDOR] * 4],
    "FlowDefinitionArn": [f"{ARN}:flow-definition/{name}" for name in names(63)] + [f"{ARN}:flow-definition/"],
    "HumanTaskUiArn": [f"{ARN}:human-task-ui/{name}" for name in names(63)] + [f"{ARN}:human-task-ui/"],
    "ResourceArn": [f"{ARN}:{kind}/one" for kind in ("flow-definition", "human-task-ui", "workforce", "model")]
    + [f"{ARN}:workteam/private-crowd/one", f"{ARN}:no-slash"],
    "RoleArn": [f"arn:aws:iam::{ACCOUNT}:role/r", "arn:aws-cn:iam::000000000000:role/service-role/x"],
    "S3Uri": ["s3://bucket", "s3://bucket/a/", "https://bucket.s3.amazonaws.com/a", "https://example.com/", "s3://é/x"],
    "KmsKeyId": ["", "key", "arn:aws:kms:us-east-1:123450000001:key/1"],
    "FlowDefinitionTaskKeyword": ["one", "two words"],
    "FlowDefinitionTaskTitle": ["t", "a\tb\n", "ü" * 128],
    "FlowDefinitionTaskDescription": ["d", "é" * 255],
    "HumanLoopActivationConditions": ["", "{}", REKOGNITION, TEXTRACT, "[1]", "not json"],
    "InputContent": ["{}", '{"text":"x"}', "[1, 2.0]", "", "{'no': 'json'}", '"' + "x" * 5000 + '"'],
    "TaskInput": ["{}", '{"text": "x"}', "[]", "no json"],
    "TemplateContent": ["<crowd-form></crowd-form>", "{{ task.input.text | upcase }}", "{% if %}", "x" * 128000],
    "TagKey": ["key", "Ключ", "aws:x", "k" * 128],
    "TagValue": ["", "value", "v" * 256],
    "CognitoUserPool": ["us-east-1_Pool", "us-east-1_Other"],
    "CognitoUserGroup": ["group", "Gruppe€"],
    "Group": ["group", "g" * 63],
    "ClientId": ["client", "c" * 1024],
    "ClientSecret": ["secret"],
    "OidcEndpoint": ["https://idp.example.com/x"],
    "Scope": ["openid profile"],
    "String200": ["d", "d" * 200],
    "NotificationTopicArn": ["arn:aws:sns:us-east-1:123450000001:topic"],
    "Cidr": ["10.0.0.0/16", "2001:db8:1234:1a00:0:0:0:0/56"],
    "WorkforceVpcId": ["vpc-1a", "vpc-"],
    "WorkforceSecurityGroupId": ["sg-1a"],
    "WorkforceSubnetId": ["subnet-1a"],
    "NextToken": ["", "forged"],
    "JobReferenceCodeContains": ["code"],
}
BREAKING_TEXT = "\u0000 _!"
"""Fits no pattern of ours."""


@dataclass(frozen=True)
class Broken:
    """A request with one thing broken, and what the refusal must say."""

    parameters: Any
    code: str
    words: str
    place: str


def values(shape: Any) -> st.SearchStrategy[Any]:
    match shape.type_name:
        case "structure":
            return structures(shape)
        case "list":
            least, most = shape.metadata.get("min", 0), min(shape.metadata.get("max", 3), 3)
            return st.lists(values(shape.member), min_size=least, max_size=most)
        case "map":
            keys = st.sampled_from(["a", "b"])
            return st.dictionaries(keys, st.sampled_from(["1", "2"]), max_size=2)
        case "string":
            return st.sampled_from(shape.metadata.get("enum") or POOLS[shape.name])
        case "integer":
            least = shape.metadata.get("min", 0)
            return st.integers(least, shape.metadata.get("max", least + 100_000))
        case "timestamp":
            first = datetime(2025, 12, 31, tzinfo=UTC)
            return st.integers(0, 172_800).map(lambda seconds: first + timedelta(seconds=seconds))
    raise AssertionError(shape)


@st.composite
def structures(draw: Any, shape: Any) -> dict[str, Any]:
    rare = 7 if "NextToken" in shape.members else 1
    made = {}
    for name, member in shape.members.items():
        share = rare if name == "NextToken" else 1
        if name in shape.required_members or draw(st.integers(0, share)) == 0:
            made[name] = draw(values(member))
    return made


def requests(operation: str, shape: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Valid requests; three of four have no two members that contradict each other."""
    whole = structures(shape).map(lambda made: coherent(operation, made))
    return st.one_of(whole, whole, whole, structures(shape))


def coherent(operation: str, made: dict[str, Any]) -> dict[str, Any]:
    for member in made.get("MemberDefinitions", ()):
        member.clear()
        member["CognitoMemberDefinition"] = dict(COGNITO_MEMBER)
    if operation == "CreateWorkforce":
        made.pop("CognitoConfig", None)
        made["OidcConfig"] = OIDC
    if made.get("WorkforceVpcConfig"):
        made["WorkforceVpcConfig"] = {"VpcId": "vpc-1", "SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}
    if operation == "RenderUiTemplate":
        made.pop("HumanTaskUiArn", None)
        made["UiTemplate"] = {"Content": "{{ task.input.text }}"}
    if operation == "CreateFlowDefinition":
        made.pop("HumanLoopActivationConfig", None)
        made["HumanLoopConfig"] = {**made.get("HumanLoopConfig", {}), **SOUND_CONFIG}
        made["HumanLoopConfig"].pop("PublicWorkforceTaskPrice", None)
        made["OutputConfig"]["S3OutputPath"] = "s3://bucket/out"
    if len({tag["Key"] for tag in made.get("Tags", ())} - {"aws:x"}) < len(made.get("Tags", ())):
        made["Tags"] = [{"Key": "key", "Value": "value"}]
    if "WorkforceName" in made and operation == "CreateWorkteam":
        del made["WorkforceName"]
    return made


def lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def breaks(shape: Any, value: Any) -> Iterator[tuple[tuple[Any, ...], Any, str, str]]:
    """Every way to break one thing of a value: where, by what (`None` takes it away), the code, the words."""
    match shape.type_name:
        case "structure":
            for name, member in shape.members.items():
                if name in shape.required_members:
                    yield (name,), None, "ValidationException", "Member must not be null"
                if name in value or member.type_name not in {"structure", "list", "map"}:
                    yield from (((name, *place), *rest) for place, *rest in breaks(member, value.get(name)))
        case "list":
            yield from list_breaks(shape, value)
        case "map" | "timestamp":
            return
        case _:
            yield from (((), *rest) for rest in scalar_breaks(shape))


def list_breaks(shape: Any, value: list[Any]) -> Iterator[tuple[tuple[Any, ...], Any, str, str]]:
    most, least = shape.metadata.get("max"), shape.metadata.get("min", 0)
    if most is not None and value:
        longer = [copy.deepcopy(value[0]) for _ in range(most + 1)]
        yield (), longer, "ValidationException", f"Member must have length less than or equal to {most}"
    if least:
        yield (), [], "ValidationException", f"Member must have length greater than or equal to {least}"
    if shape.member.type_name in {"structure", "list"}:
        for number, item in enumerate(value):
            yield from (((number, *place), *rest) for place, *rest in breaks(shape.member, item))
    else:
        for broken, code, words in scalar_breaks(shape.member):
            if code == "ValidationException" and value:
                yield (), [*value[:-1], broken], code, words


def scalar_breaks(shape: Any) -> Iterator[tuple[Any, str, str]]:
    rules, is_text = shape.metadata, shape.type_name == "string"
    if "enum" in rules:
        yield "AWS/Texttract/AnalyzeDocument/Forms/V1", "ValidationException", "Member must satisfy enum value set: ["
    if "pattern" in rules and not regex.fullmatch(rules["pattern"], BREAKING_TEXT):
        words = f"Member must satisfy regular expression pattern: {rules['pattern']}"
        yield BREAKING_TEXT, "ValidationException", words
    noun = "length" if is_text else "value"
    if "max" in rules:
        above = "x" * (rules["max"] + 1) if is_text else rules["max"] + 1
        yield above, "ValidationException", f"Member must have {noun} less than or equal to {rules['max']}"
    if rules.get("min", 0) > 0 or (not is_text and "min" in rules):
        below = "x" * (rules["min"] - 1) if is_text else rules["min"] - 1
        yield below, "ValidationException", f"Member must have {noun} greater than or equal to {rules['min']}"
    yield (7 if is_text else "seven"), "SerializationException", "can not be converted to"


def all_broken(shape: Any, parameters: dict[str, Any]) -> list[Broken]:
    found = []
    for place, broken, code, words in breaks(shape, parameters):
        if is_writable(shape, place, broken):
            found.append(Broken(changed(parameters, place, broken), code, words, told(place)))
    return found


def is_writable(shape: Any, place: tuple[Any, ...], broken: Any) -> bool:
    """A path cannot do without its label, and everything in it and in a query is text."""
    location = shape.members[place[0]].serialization.get("location")
    if location == "uri":
        return isinstance(broken, str) and broken != ""
    return location is None or not (broken is None or broken == 7)


def changed(parameters: Any, place: tuple[Any, ...], broken: Any) -> Any:
    made = copy.deepcopy(parameters)
    inside = made
    for step in place[:-1]:
        inside = inside[step]
    if broken is None:
        inside.pop(place[-1], None)
    else:
        inside[place[-1]] = broken
    return made


def told(place: tuple[Any, ...]) -> str:
    steps = [f"{step + 1}.member" if isinstance(step, int) else lower(step) for step in place]
    return f"at '{'.'.join(steps)}'"


def check_valid(operation: str, status: int, answer: dict[str, Any]) -> None:
    """Accepted and answered in the model's shape, or refused by a rule whose sentence is registered."""
    if status < 300:
        return
    code, message = answer["Error"]["Code"], answer["Error"]["Message"]
    assert status < 500, f"{operation}: {status} {message}"
    assert any(sentence.fullmatch(message) for sentence in SENTENCES), f"{operation}: {code}: {message}"
    modelled = {error.name for error in SPEC.service(OURS[operation]).model.operation_model(operation).error_shapes}
    assert code in modelled | UNMODELLED, f"{operation}: {code}"


def check_broken(operation: str, broken: Broken, status: int, answer: dict[str, Any]) -> None:
    """Refused with the code, the place and the words of what was broken."""
    code, message = answer["Error"]["Code"], answer["Error"]["Message"]
    assert (status, code) == (400, broken.code), f"{operation}: {status} {code}: {message} for {broken}"
    assert broken.place in message, f"{operation}: {message} for {broken}"
    assert broken.words in message, f"{operation}: {message} for {broken}"


@pytest.fixture(scope="module")
def client(aws_of):
    return aws_of(ACCOUNT)


def furnish(aws: Any, operation: str) -> None:
    """An empty simulator but for the things called `one`."""
    aws.process.run(aws.process.simulator.core.store.clear())
    if operation.endswith("Workforce") and operation != "CreateWorkforce":
        aws("CreateWorkforce", WorkforceName="one", OidcConfig=OIDC)
        return
    content = "{{ 1 | grant_read_access }}" if operation == "DeleteHumanLoop" else "<crowd-form></crowd-form>"
    config = {"WorkteamArn": aws.team("one"), "HumanTaskUiArn": aws.task_ui("one", content)}
    flow = aws("CreateFlowDefinition", **aws.flow_parameters("one", **config))["FlowDefinitionArn"]
    aws.start(flow, "one")


@pytest.mark.parametrize("operation", OURS)
def test_a_request_is_answered_as_the_model_and_the_registered_rules_say(client, operation):
    """What is drawn depends on the modules that are loaded, so one that is accepted may have to be looked for."""
    shape = SPEC.service(OURS[operation]).model.operation_model(operation).input_shape
    sent, accepted = 0, 0

    @SETTINGS
    @given(requests(operation, shape), st.lists(st.integers(0, 10_000), min_size=BROKEN_EACH, max_size=BROKEN_EACH))
    def run(parameters, choices):
        nonlocal sent, accepted
        furnish(client, operation)
        possible = all_broken(shape, parameters)
        for choice in choices:
            broken = possible[choice % len(possible)]
            check_broken(operation, broken, *client.raw(operation, broken.parameters))
        status, answer = client.raw(operation, parameters)
        check_valid(operation, status, answer)
        sent += 1 + len(choices)
        accepted += status < 300

    def is_accepted(parameters):
        furnish(client, operation)
        return client.raw(operation, parameters)[0] < 300

    run()
    assert sent >= EXAMPLES * (1 + BROKEN_EACH)
    if not accepted:
        find(requests(operation, shape), is_accepted, settings=settings(SETTINGS, max_examples=TRIES))


def test_these_are_ten_thousand_requests():
    assert len(OURS) * EXAMPLES * (1 + BROKEN_EACH) >= 10_000


def test_the_pools_keep_to_the_model():
    for operation, service in OURS.items():
        for shape in strings_of(SPEC.service(service).model.operation_model(operation).input_shape):
            for text in POOLS[shape.name]:
                pattern = "^.*$" if shape.name == "HumanLoopName" else shape.metadata.get("pattern", "(?s).*")
                assert regex.fullmatch(pattern, text), (shape.name, text)
                assert shape.metadata.get("min", 0) <= len(text) <= shape.metadata.get("max", len(text)), shape.name


def strings_of(shape: Any) -> Iterator[Any]:
    match shape.type_name:
        case "structure":
            for member in shape.members.values():
                yield from strings_of(member)
        case "list":
            yield from strings_of(shape.member)
        case "string" if "enum" not in shape.metadata:
            yield shape
