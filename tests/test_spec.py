"""What the service models say, and that asking little costs little."""

import json

import pytest
from botocore.session import Session

from simulator.spec import ServiceSpec, Spec, UnknownOperation, UnknownService, _ModelFiles

OURS = ("sagemaker", "sagemaker-a2i-runtime", "textract", "rekognition")


@pytest.fixture(scope="module")
def spec():
    return Spec()


@pytest.mark.parametrize("name", OURS)
def test_protocol_and_names_are_what_botocore_resolves(spec, name):
    service, botocore_model = spec.service(name), Session().get_service_model(name)
    assert service.protocol == botocore_model.resolved_protocol
    assert service.signing_name == botocore_model.signing_name
    assert service.target_prefix == botocore_model.metadata.get("targetPrefix")


@pytest.mark.parametrize("name", OURS)
def test_shapes_are_botocores_own_in_all_but_prose(spec, name):
    ours, theirs = spec.service(name).model, Session().get_service_model(name)
    assert ours.operation_names == theirs.operation_names
    for shape_name in theirs.shape_names:
        our_shape, their_shape = ours.shape_for(shape_name), theirs.shape_for(shape_name)
        assert (our_shape.type_name, our_shape.metadata) == (their_shape.type_name, their_shape.metadata)
        assert list(getattr(our_shape, "members", ())) == list(getattr(their_shape, "members", ()))


def test_a_member_called_documentation_survives_the_stripping_of_prose(tmp_path):
    content = {"documentation": "prose", "members": {"documentation": {"shape": "Text", "documentation": "prose"}}}
    tmp_path.joinpath("model.json").write_text(json.dumps(content))
    assert _ModelFiles().load_file(str(tmp_path / "model")) == {"members": {"documentation": {"shape": "Text"}}}


def test_names_and_prefixes_are_known_without_reading_the_model():
    service = Spec().service("sagemaker")
    assert (service.protocol, service.target_prefix, service.signing_name) == ("json", "SageMaker", "sagemaker")
    assert not service.is_loaded


def test_a_model_is_read_once_whoever_asks(spec):
    spec.load(["textract"])
    assert spec.service("textract").is_loaded
    assert spec.service("textract").model is spec.service("textract").model
    assert Spec().service("textract") is not spec.service("textract")


def test_cbor_is_never_the_protocol_of_choice():
    service = ServiceSpec("new", None)
    service.__dict__["metadata"] = {"protocol": "smithy-rpc-v2-cbor", "protocols": ["smithy-rpc-v2-cbor", "json"]}
    assert service.protocol == "json"


def test_a_service_that_nobody_knows_is_refused(spec):
    with pytest.raises(UnknownService, match="'mechanical-elephant'"):
        spec.service("mechanical-elephant")


def test_an_operation_that_the_service_lacks_is_refused(spec):
    with pytest.raises(UnknownOperation, match="textract has no operation StartHumanLoop"):
        spec.operation("textract", "StartHumanLoop")
    assert not spec.service("textract").has_operation("StartHumanLoop")


def test_shapes_of_parameters_and_results_are_found_by_operation(spec):
    assert "HumanLoopInput" in spec.input_shape("sagemaker-a2i-runtime", "StartHumanLoop").members
    assert list(spec.output_shape("sagemaker-a2i-runtime", "StartHumanLoop").members) == ["HumanLoopArn"]
    assert spec.output_shape("sagemaker", "DeleteTags").members == {}
    assert spec.shape("sagemaker", "FlowDefinitionName").metadata["max"] == 63


@pytest.mark.parametrize(
    "service,code,status",
    [
        ("sagemaker-a2i-runtime", "ValidationException", 400),
        ("sagemaker-a2i-runtime", "ServiceQuotaExceededException", 402),
        ("sagemaker-a2i-runtime", "ResourceNotFoundException", 404),
        ("sagemaker-a2i-runtime", "ConflictException", 409),
        ("sagemaker-a2i-runtime", "ThrottlingException", 429),
        ("sagemaker-a2i-runtime", "InternalServerException", 500),
        ("sagemaker", "ResourceNotFound", 400),
        ("sagemaker", "ResourceInUse", 400),
        ("sagemaker", "ValidationException", 400),
        ("sagemaker", "InternalFailure", 500),
        ("textract", "InternalServerError", 500),
    ],
)
def test_errors_have_the_status_of_the_model_else_of_the_common_errors(spec, service, code, status):
    """A2I_FACTS C1 [O], C2 [D]."""
    assert spec.service(service).error_status(code) == status


def test_fixed_paths_come_before_those_with_labels(spec):
    routes = spec.service("sagemaker-a2i-runtime").routes
    assert [len(route.label_names) for route in routes] == [0, 0, 0, 1, 1]
    assert spec.service("sagemaker-a2i-runtime").folders == {"human-loops"}


@pytest.mark.parametrize("name,route", [("glacier", "accountId"), ("lambda", "FunctionName")])
def test_labels_are_found_in_paths_and_percent_decoded(spec, name, route):
    found = next(found for found in spec.service(name).routes if found.label_names == (route,))
    path = found.pattern.pattern.replace("([^/]+)", "a%2Fb%20c").replace("\\", "")
    assert found.labels(found.method, path) == {route: "a/b c"}
    assert found.labels("PATCH", path) is None


def test_a_greedy_label_takes_slashes_too(spec):
    greedy = [route for route in spec.service("s3").routes if "(.+)" in route.pattern.pattern]
    assert greedy[0].labels(greedy[0].method, "/bucket/a/b%20c") == {"Bucket": "bucket", "Key": "a/b c"}
