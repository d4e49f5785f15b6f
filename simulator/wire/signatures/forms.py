"""Uploads from a browser's form: the signature covers a policy, and the policy says what the form may hold.

The fields and conditions are those of "Creating an HTML form (using AWS Signature Version 4)" and "POST policy" (AWS S3
API reference). What a policy does not name is not allowed, but for the file, the signature, the policy itself and
fields that begin with `x-ignore-`.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from simulator.wire.signatures.rejections import Reason, Rejected

_UNNAMED = frozenset({"file", "policy", "x-amz-signature", "signature", "awsaccesskeyid"})


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent: its fields by lower-case name, the bucket it goes to, the size of its file."""

    fields: Mapping[str, str]
    bucket: str
    file_bytes: int


def refuse_against_policy(form: Form, now: datetime) -> None:
    """Raises Rejected unless the form's policy allows the form at `now`."""
    policy = _policy(form.fields["policy"])
    if _expiration(policy) <= now:
        raise Rejected(Reason.DENIED, "Invalid according to Policy: Policy expired.")
    named = {"bucket"}
    for condition in policy["conditions"]:
        named.add(_check(condition, form))
    extra = [name for name in form.fields if name not in named | _UNNAMED and not name.startswith("x-ignore-")]
    if extra:
        raise Rejected(Reason.DENIED, f"Invalid according to Policy: Extra input fields: {extra[0]}")


def _policy(text: str) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(text, validate=False))
    except (binascii.Error, ValueError):
        raise Rejected(Reason.POLICY, "Invalid JSON.") from None
    if not isinstance(policy, dict) or not isinstance(policy.get("conditions"), list):
        raise Rejected(Reason.POLICY, "Policy missing conditions.")
    return policy


def _expiration(policy: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(policy["expiration"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        raise Rejected(Reason.POLICY, "Policy missing expiration.") from None


def _check(condition: object, form: Form) -> str:
    """Hold one condition; the name of the field that it is about."""
    match condition:
        case dict() if len(condition) == 1:
            name, value = next(iter(condition.items()))
            return _hold(form, str(name).lower(), "eq", str(value), condition)
        case ["eq" | "starts-with" as operator, str(name), str(value)] if name.startswith("$"):
            return _hold(form, name[1:].lower(), operator, value, condition)
        case ["content-length-range", low, high]:
            _hold_range(form, low, high)
            return "file"
    raise Rejected(Reason.POLICY, f"Invalid Condition: {json.dumps(condition)}")


def _hold(form: Form, name: str, operator: str, value: str, condition: object) -> str:
    given = form.bucket if name == "bucket" else form.fields.get(name, "")
    holds = given == value if operator == "eq" else given.startswith(value)
    if not holds:
        shown = json.dumps(["eq", f"${name}", value] if isinstance(condition, dict) else condition)
        raise Rejected(Reason.DENIED, f"Invalid according to Policy: Policy Condition failed: {shown}")
    return name


def _hold_range(form: Form, low: object, high: object) -> None:
    try:
        least, most = int(str(low)), int(str(high))
    except ValueError:
        raise Rejected(Reason.POLICY, "Invalid content-length-range.") from None
    details = (("ProposedSize", str(form.file_bytes)),)
    if form.file_bytes > most:
        raise Rejected(Reason.TOO_LARGE, None, (*details, ("MaxSizeAllowed", str(most))))
    if form.file_bytes < least:
        raise Rejected(Reason.TOO_SMALL, None, (*details, ("MinSizeAllowed", str(least))))
