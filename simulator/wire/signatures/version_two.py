"""Signature Version 2, which S3 still takes: boto3 presigns with it unless it is told otherwise.

The signature is HMAC-SHA1 of a few lines: method, Content-MD5, Content-Type, date or expiry, the `x-amz-` headers, and
the resource with those parameters that name a part of it ("Signing and authenticating REST requests (AWS signature
version 2)", AWS S3 user guide). The body is not covered. A bucket in the host name belongs to the resource; which part
of a host is the bucket is not known here, so every front part is tried.
"""

import base64
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from simulator.wire.parts import Request
from simulator.wire.signatures.rejections import Reason, Rejected

_SKEW = timedelta(minutes=15)
_EXTENDED = "%Y-%m-%dT%H:%M:%SZ"
_SUB_RESOURCES = re.compile(
    "accelerate|acl|analytics|cors|defaultObjectAcl|delete|inventory|lifecycle|location|logging|metrics|notification|"
    "object-lock|partNumber|policy|replication|requestPayment|restore|select|select-type|storageClass|tagging|torrent|"
    "uploadId|uploads|versionId|versioning|versions|website|response-[a-z-]+"
)


@dataclass(frozen=True, slots=True)
class OldClaim:
    """A version 2 signature as a request presents it; `expires` is None unless the request is presigned."""

    access_key: str
    signature: str
    token: str | None
    expires: str | None


def old_claim_of(request: Request) -> OldClaim | None:
    """The version 2 signature that a request presents, if it presents one."""
    header = request.headers.get("authorization", "")
    if header.startswith("AWS "):
        access_key, _, signature = header.removeprefix("AWS ").strip().rpartition(":")
        return OldClaim(access_key, signature, request.headers.get("x-amz-security-token"), None)
    if header or "AWSAccessKeyId=" not in request.query_string:
        return None
    query = {name: values[0] for name, values in request.query.items()}
    token = query.get("x-amz-security-token")
    return OldClaim(query["AWSAccessKeyId"], query.get("Signature", ""), token, query.get("Expires", ""))


def verify_old(request: Request, claim: OldClaim, secret: str, now: datetime) -> None:
    """Raises Rejected unless the signature is the secret's and its time is not over."""
    _check_time(request, claim, now)
    text = ""
    for text in _texts(request, claim):
        if matches(secret, text, claim.signature):
            return
    shown = (("AWSAccessKeyId", claim.access_key), ("StringToSign", text), ("SignatureProvided", claim.signature))
    raise Rejected(Reason.DIFFERENT, None, (*shown, ("StringToSignBytes", text.encode().hex(" "))))


def matches(secret: str, text: str, signature: str) -> bool:
    """Whether the signature is that of the text."""
    due = base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha1"))
    return hmac.compare_digest(due, signature.encode())


def _check_time(request: Request, claim: OldClaim, now: datetime) -> None:
    if claim.expires is None:
        at = _date(request.headers)
        if not now - _SKEW <= at <= now + _SKEW:
            raise Rejected(Reason.EXPIRED, None, (("ServerTime", now.strftime(_EXTENDED)),))
        return
    if not claim.expires.isdecimal() or int(claim.expires[:12]) >= 1 << 38:
        raise Rejected(Reason.DENIED, f"Invalid date (should be seconds since epoch): {claim.expires}")
    until = datetime.fromtimestamp(int(claim.expires), UTC)
    if until < now:
        details = (("Expires", until.strftime(_EXTENDED)), ("ServerTime", now.strftime(_EXTENDED)))
        raise Rejected(Reason.DENIED, "Request has expired", details)


def _date(headers: Mapping[str, str]) -> datetime:
    given = headers.get("x-amz-date") or headers.get("date") or ""
    try:
        return parsedate_to_datetime(given).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Rejected(Reason.DENIED, "AWS authentication requires a valid Date or x-amz-date header") from None


def _texts(request: Request, claim: OldClaim) -> Iterator[str]:
    headers = request.headers
    dated = "" if "x-amz-date" in headers else headers.get("date", "")
    amazon = {name: ",".join(request.all(name)).strip() for name in headers if name.startswith("x-amz-")}
    if claim.expires is not None and claim.token is not None:
        amazon["x-amz-security-token"] = claim.token
    head = (
        request.method,
        headers.get("content-md5", ""),
        headers.get("content-type", ""),
        claim.expires if claim.expires is not None else dated,
        *(f"{name}:{value}" for name, value in sorted(amazon.items())),
    )
    for bucket in _buckets(headers.get("host", "")):
        yield "\n".join((*head, bucket + request.raw_path + _sub_resources(request.query_string)))


def _buckets(host: str) -> Iterator[str]:
    yield ""
    labels = host.split(":", maxsplit=1)[0].lower().split(".")
    for count in range(1, len(labels)):
        yield f"/{'.'.join(labels[:count])}"


def _sub_resources(query_string: str) -> str:
    pairs = sorted(pair.partition("=") for pair in query_string.split("&"))
    kept = [name + equals + unquote(value) for name, equals, value in pairs if _SUB_RESOURCES.fullmatch(name)]
    return f"?{'&'.join(kept)}" if kept else ""
