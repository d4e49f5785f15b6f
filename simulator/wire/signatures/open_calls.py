"""Calls that need no signature, on AWS as here.

A browser asks for CORS leave without credentials. A few operations exist to get credentials, or stand before them:
those whose model says `authtype: none`. The json services among them are known by target, STS by action.
"""

from urllib.parse import parse_qs

from simulator.spec import Spec, UnknownOperation
from simulator.wire.parts import Request

LONGEST_ACTION_BODY_BYTES = 256 * 1024

_SERVICES_BY_TARGET = {
    "AWSCognitoIdentityService": "cognito-identity",
    "AWSCognitoIdentityProviderService": "cognito-idp",
}
_STS_ACTIONS = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})


def is_open(spec: Spec, request: Request) -> bool:
    """Whether the head alone shows that nobody need sign."""
    if request.method == "OPTIONS":
        return True
    prefix, _, operation = request.headers.get("x-amz-target", "").rpartition(".")
    service = _SERVICES_BY_TARGET.get(prefix)
    if service is not None:
        try:
            return spec.operation(service, operation).auth_type == "none"
        except UnknownOperation:
            return False
    return bool(_STS_ACTIONS.intersection(request.query.get("Action", ())))


def may_be_open_action(request: Request) -> bool:
    """Whether the body may name an operation that nobody need sign."""
    kind = request.headers.get("content-type", "")
    return request.method == "POST" and kind.startswith("application/x-www-form-urlencoded")


def is_open_action(body: bytes) -> bool:
    """Whether a form's body names an operation that nobody need sign."""
    values = parse_qs(body.decode("latin-1"))
    return bool(_STS_ACTIONS.intersection(values.get("Action", ())))
