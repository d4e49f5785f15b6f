"""botocore writes requests and reads responses; our codec must read and write the same, for every operation."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from urllib.parse import urlencode

import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.spec import Spec
from simulator.wire.codec import codec_of
from simulator.wire.parts import Request

OURS = ("sagemaker", "sagemaker-a2i-runtime", "textract", "rekognition")
RICH_IN_LOCATIONS = {
    "lambda": ("Invoke", "PutFunctionConcurrency", "ListFunctions", "CreateFunction", "UntagResource", "TagResource"),
    "lex-runtime": ("PostText", "PostContent", "GetSession"),
    "glacier": ("GetJobOutput", "InitiateJob", "ListVaults", "DescribeVault"),
    "connect": ("ListUsers", "DescribeUser"),
    "iot-data": ("Publish", "GetThingShadow"),
}
SPEC = Spec()
OPERATIONS = [(name, operation) for name in OURS for operation in SPEC.service(name).model.operation_names]
OPERATIONS += [(name, operation) for name, operations in RICH_IN_LOCATIONS.items() for operation in operations]
EXAMPLES_PER_OPERATION = 4
DEEPEST = 6

few_examples = settings(
    max_examples=EXAMPLES_PER_OPERATION,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
plain_text = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
header_characters = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='",\\')
header_text = st.text(alphabet=header_characters, min_size=1, max_size=12)
json_values = st.dictionaries(plain_text, st.integers() | plain_text | st.none(), max_size=3)
long_ago = datetime(1971, 1, 1, tzinfo=UTC)
milliseconds = st.integers(0, 4_000_000_000_000)
moments = st.builds(lambda ms: long_ago + timedelta(milliseconds=ms), milliseconds)
whole_seconds = moments.map(lambda moment: moment.replace(microsecond=0))
SCALARS = {
    "string": plain_text,
    "character": plain_text,
    "integer": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "double": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "blob": st.binary(max_size=12),
    "timestamp": moments,
}


@cache
def values_of(shape_name, service, depth):
    return shape_values(SPEC.service(service).model.shape_for(shape_name), service, depth)


def shape_values(shape, service, depth=0):
    if shape.type_name == "structure":
        return structures(shape, service, depth)
    if shape.type_name == "list":
        return st.lists(member_values(shape.member, service, depth + 1), max_size=0 if depth > DEEPEST else 2)
    if shape.type_name == "map":
        most = 0 if depth > DEEPEST else 2
        return st.dictionaries(plain_text, member_values(shape.value, service, depth + 1), max_size=most)
    return SCALARS[shape.type_name]


def member_values(member, service, depth):
    location = member.serialization.get("location")
    if location is None:
        return st.deferred(lambda: values_of(member.name, service, depth))
    if location == "statusCode":
        return st.just(200)
    if location == "headers":
        return st.dictionaries(header_text.map(str.lower), header_text, min_size=1, max_size=2)
    if member.serialization.get("jsonvalue"):
        return json_values
    if location == "querystring" and member.type_name == "list":
        return st.lists(plain_text, min_size=1, max_size=3)
    texts = {"string": header_text, "timestamp": whole_seconds if location == "header" else moments}
    return texts.get(member.type_name, SCALARS[member.type_name])


def structures(shape, service, depth):
    if shape.is_tagged_union:
        return st.one_of(
            st.fixed_dictionaries({name: member_values(member, service, depth + 1)})
            for name, member in shape.members.items()
        )
    needed = set(shape.required_members) | {
        name for name, member in shape.members.items() if member.serialization.get("location") in {"uri", "statusCode"}
    }
    members = {name: member_values(member, service, depth + 1) for name, member in shape.members.items()}
    required = {name: values for name, values in members.items() if name in needed}
    optional = {name: values for name, values in members.items() if name not in needed and depth <= DEEPEST}
    return st.fixed_dictionaries(required, optional=optional)


def as_received(service, serialized):
    query = urlencode(serialized["query_string"] or {}, doseq=True)
    headers = {name.lower(): value for name, value in serialized["headers"].items()}
    return Request(serialized["method"], serialized["url_path"], query, headers)


def labels_of(service, operation, request):
    routes = (route for route in service.routes if route.operation == operation)
    return next(routes).labels(request.method, request.raw_path)


@pytest.mark.parametrize("name,operation", OPERATIONS)
def test_what_botocore_sends_is_decoded_to_the_parameters_it_was_given(name, operation):
    service = SPEC.service(name)
    model = service.operation(operation)
    serializer = create_serializer(service.protocol, include_validation=False)
    codec = codec_of(service, operation)

    @few_examples
    @given(parameters=structures(model.input_shape, name, 0) if model.input_shape else st.just({}))
    def round_trip(parameters):
        serialized = serializer.serialize_to_request(parameters, model)
        request = as_received(service, serialized)
        labels = labels_of(service, operation, request) if service.protocol == "rest-json" else {}
        body = serialized["body"]
        decoded = codec.decode(request, labels, body if isinstance(body, bytes) else body.encode())
        assert decoded == sent(model.input_shape, parameters)

    round_trip()


def sent(shape, parameters):
    if shape is None:
        return {}
    payload = shape.serialization.get("payload")
    kept = dict(parameters)
    if payload and kept.get(payload) == b"":
        del kept[payload]
    if payload and payload not in parameters and shape.members[payload].type_name == "structure":
        kept[payload] = {}
    return kept


@pytest.mark.parametrize("name,operation", OPERATIONS)
def test_what_we_answer_is_parsed_by_botocore_to_the_result_it_was_made_from(name, operation):
    service = SPEC.service(name)
    shape, streams = service.operation(operation).output_shape, service.operation(operation).has_streaming_output
    parser = create_parser(service.protocol)
    codec = codec_of(service, operation)

    @few_examples
    @given(result=structures(shape, name, 0) if shape else st.just({}))
    def round_trip(result):
        response = codec.encode(result)
        headers = HeadersDict(response.headers)
        body = BytesIO(response.body) if streams else response.body
        parsed = parser.parse({"body": body, "headers": headers, "status_code": response.status}, shape)
        del parsed["ResponseMetadata"]
        assert comparable(parsed, shape) == comparable(result, shape)

    round_trip()


def comparable(result, shape):
    payload = shape and shape.serialization.get("payload")
    if payload and shape.members[payload].type_name == "blob":
        raw = result.get(payload) or b""
        return {**result, payload: raw if isinstance(raw, bytes) else raw.read()}
    if payload and payload not in result:
        return {**result, payload: {}}
    return result
