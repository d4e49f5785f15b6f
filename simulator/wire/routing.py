"""Which service and operation a request names, and for whom.

An AWS request says it in up to three places. The SigV4 credential scope, in `Authorization` or (presigned) in
`X-Amz-Credential`, names the access key, the region and the service's signing name. `X-Amz-Target` names service and
operation of the json protocols. REST operations are known by method and path; their services share signing names (the
A2I runtime signs as `sagemaker`), so scope and path are needed together. A request without scope and target is taken
for REST only when its host name says so, since a path alone may as well be an S3 bucket.

Whatever names no service of ours is nobody's here: `Router.route` answers None and the gateway gives it to the
fallback. An access key of twelve digits is the account; any other belongs to the default account, unless the ring of
keys (`signatures/keys.py`) knows better.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from simulator.spec import ServiceSpec
from simulator.wire.parts import Request
from simulator.wire.refusals import Refusal, unknown_operation

_SCOPE = re.compile(
    r"Credential=(?P<key>[^/,\s]+)/\d{8}/(?:(?P<region>[a-zA-Z0-9-]{1,63})/)?(?P<name>[a-zA-Z0-9_.-]+)/aws4_request"
)
_ACCOUNT = re.compile(r"[0-9]{12}")
_PARTITIONS = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("us-isob-", "aws-iso-b"),
    ("us-isof-", "aws-iso-f"),
    ("us-iso-", "aws-iso"),
    ("eu-isoe-", "aws-iso-e"),
    ("eusc-", "aws-eusc"),
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, and for which region and service; `signing_name` and `access_key` are None where nobody did."""

    account: str
    region: str
    signing_name: str | None
    access_key: str | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """What a request asks for. `labels` are the percent-decoded labels of a REST path."""

    service: ServiceSpec
    operation: str
    signer: Signer
    labels: Mapping[str, str] = field(default_factory=dict)


class UnknownTarget(Exception):
    """A request for a service of ours that names none of its operations; `refusal` is what to tell the client."""

    def __init__(self, service: ServiceSpec, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.service = service
        self.refusal = refusal


class Router:
    """Knows the services that are served here; reads only their metadata until a REST path has to be matched."""

    def __init__(self, services: Iterable[ServiceSpec], default_account: str, default_region: str) -> None:
        self._default_account = default_account
        self._default_region = default_region
        services = tuple(services)
        self._by_target = {service.target_prefix: service for service in services if service.protocol == "json"}
        self._by_signing_name = {service.signing_name: service for service in self._by_target.values()}
        self._rest = tuple(service for service in services if service.protocol == "rest-json")

    def signer(self, request: Request) -> Signer:
        """Who signed the request, by its credential scope."""
        scope = _scope(request)
        if scope is None:
            return Signer(self._default_account, self._default_region, None)
        key, region, name = scope.group("key", "region", "name")
        account = key if _ACCOUNT.fullmatch(key) else self._default_account
        return Signer(account, region or self._default_region, name, key)

    def route(self, request: Request, signer: Signer) -> Destination | None:
        """Where the request goes, or None when it is not ours; raises UnknownTarget.

        That the operation exists is certain only for REST; a target's operation is taken by its word.
        """
        target = request.headers.get("x-amz-target")
        if target is not None:
            return self._by_header(target, signer)
        if request.raw_path == "/":
            self._refuse_bare(signer)
        return self._by_path(request, signer)

    def _by_header(self, target: str, signer: Signer) -> Destination | None:
        prefix, _, operation = target.rpartition(".")
        service = self._by_target.get(prefix)
        if service is not None:
            return Destination(service, operation, signer)
        meant = self._by_signing_name.get(signer.signing_name or "")
        if meant is None:
            return None
        due = f"{meant.target_prefix}.OPERATION"
        raise UnknownTarget(meant, unknown_operation(f"The target {target!r} is unknown: it must be {due}.", 400))

    def _by_path(self, request: Request, signer: Signer) -> Destination | None:
        for service in self._rest:
            if _may_mean(service, request, signer):
                found = _match(service, request, signer)
                if found is not None:
                    return found
        return None

    def _refuse_bare(self, signer: Signer) -> None:
        meant = self._by_signing_name.get(signer.signing_name or "")
        if meant is not None:
            due = f"X-Amz-Target: {meant.target_prefix}.OPERATION"
            raise UnknownTarget(meant, unknown_operation(f"The request has no target header ({due}).", 404))


def partition_of(region: str) -> str:
    """The partition that a region belongs to, `aws` for all that are not special."""
    return next((partition for start, partition in _PARTITIONS if region.startswith(start)), "aws")


def _scope(request: Request) -> re.Match[str] | None:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        return _SCOPE.search(authorization)
    if "X-Amz-Credential=" in request.query_string:
        return _SCOPE.search(unquote(request.query_string))
    return None


def _may_mean(service: ServiceSpec, request: Request, signer: Signer) -> bool:
    if signer.signing_name is not None:
        return signer.signing_name == service.signing_name
    return request.headers.get("host", "").startswith(f"{service.metadata['endpointPrefix']}.")


def _match(service: ServiceSpec, request: Request, signer: Signer) -> Destination | None:
    for route in service.routes:
        labels = route.labels(request.method, request.raw_path)
        if labels is not None:
            return Destination(service, route.operation, signer, labels)
    if request.raw_path.split("/")[1] in service.folders:
        sentence = f"{service.name} has no operation {request.method} {request.raw_path}."
        raise UnknownTarget(service, unknown_operation(sentence, 404))
    return None
