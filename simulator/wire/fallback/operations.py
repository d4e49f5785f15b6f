"""What operation a request asks for, in which service and protocol; and which S3 operations moto would misread.

moto's S3 looks for the sub-resources that it knows and takes anything else for the plain request: it would delete a
bucket when asked to delete the bucket's metrics configuration. Those operations are refused by name before moto sees
them.
"""

from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from moto.core.request import Request
from moto.core.responses import boto3_service_name
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model, service_name_from_moto_package_name

from simulator.wire.fallback.answers import Protocol

UNKNOWN_TO_MOTO = frozenset(
    {
        "CreateBucketMetadataConfiguration",
        "CreateBucketMetadataTableConfiguration",
        "CreateSession",
        "DeleteBucketAnalyticsConfiguration",
        "DeleteBucketIntelligentTieringConfiguration",
        "DeleteBucketInventoryConfiguration",
        "DeleteBucketMetadataConfiguration",
        "DeleteBucketMetadataTableConfiguration",
        "DeleteBucketMetricsConfiguration",
        "DeleteObjectAnnotation",
        "GetBucketAbac",
        "GetBucketAnalyticsConfiguration",
        "GetBucketIntelligentTieringConfiguration",
        "GetBucketMetadataConfiguration",
        "GetBucketMetadataTableConfiguration",
        "GetBucketMetricsConfiguration",
        "GetBucketRequestPayment",
        "GetObjectAnnotation",
        "GetObjectRetention",
        "GetObjectTorrent",
        "ListBucketAnalyticsConfigurations",
        "ListBucketIntelligentTieringConfigurations",
        "ListBucketMetricsConfigurations",
        "ListObjectAnnotations",
        "PutBucketAbac",
        "PutBucketAnalyticsConfiguration",
        "PutBucketIntelligentTieringConfiguration",
        "PutBucketMetricsConfiguration",
        "PutBucketRequestPayment",
        "PutObjectAnnotation",
        "RenameObject",
        "UpdateBucketMetadataAnnotationTableConfiguration",
        "UpdateBucketMetadataInventoryTableConfiguration",
        "UpdateBucketMetadataJournalTableConfiguration",
        "UpdateObjectEncryption",
        "WriteGetObjectResponse",
    }
)

_JSON_TYPES = ("application/x-amz-json", "application/json")
_MODEL_PROTOCOLS: dict[str, Protocol] = {"rest-xml": "rest-xml", "query": "query", "ec2": "ec2", "json": "json"}


def protocol_of(environ: dict[str, Any], service: str) -> Protocol:
    """The protocol in which the caller of moto's `service` expects an error."""
    content_type = environ.get("CONTENT_TYPE", "")
    if environ.get("HTTP_SMITHY_PROTOCOL") == "rpc-v2-cbor":
        return "cbor"
    if service == "s3":
        return "s3"
    if "HTTP_X_AMZ_TARGET" in environ:
        return "json"
    if content_type.startswith("application/x-www-form-urlencoded") or "Action=" in environ.get("QUERY_STRING", ""):
        return "ec2" if service == "ec2" else "query"
    return _MODEL_PROTOCOLS.get(_model_protocol(service), "rest-json")


def operation_of(environ: dict[str, Any], service: str) -> str:
    """The operation that a request asks for; method and path where no model knows it."""
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return str(target).rsplit(".", 1)[-1]
    environ["wsgi.input"].seek(0)
    request = Request({**environ, "werkzeug.request": None})
    if action := dict(parse_qsl(environ.get("QUERY_STRING", ""))).get("Action") or request.form.get("Action"):
        return str(action)
    try:
        operation, _ = get_service_router(_botocore_name(service)).match(request)
    except Exception:  # noqa: BLE001
        return f"{request.method} {request.path}"
    return str(operation.name)


def misread_by_moto(environ: dict[str, Any]) -> str | None:
    """The S3 operation that moto would take for another one; None for all others."""
    query = environ.get("QUERY_STRING", "")
    if not query or _marks().isdisjoint(name for name, _ in parse_qsl(query, keep_blank_values=True)):
        return None
    operation = operation_of(environ, "s3")
    return operation if operation in UNKNOWN_TO_MOTO else None


def _botocore_name(service: str) -> str:
    return boto3_service_name.get(service) or service_name_from_moto_package_name(service)


@cache
def _marks() -> frozenset[str]:
    model = get_service_model("s3")
    known = [model.operation_model(name) for name in UNKNOWN_TO_MOTO & set(model.operation_names)]
    return frozenset(name for operation in known for name in operation.http_trait.query_args)


@cache
def _model_protocol(service: str) -> str:
    try:
        return str(get_service_model(_botocore_name(service)).protocol)
    except Exception:  # noqa: BLE001
        return ""
