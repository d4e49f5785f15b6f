"""What a request says of its signature, before anything of it is believed.

It says it in the header `Authorization` or, presigned, in the query. Both name the access key, the credential scope
(date, region, service), the headers that are covered, and the signature. Anything that is not Signature Version 4 with
HMAC (the asymmetric 4A) is refused by name; version 2 is another module's (`version_two.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import parse_qs

from simulator.wire.parts import Request
from simulator.wire.signatures.rejections import Reason, Rejected

ALGORITHM = "AWS4-HMAC-SHA256"
LONGEST_PRESIGNED_SECONDS = 604_800
S3_SIGNING_NAMES = frozenset({"s3", "s3express", "s3-object-lambda", "s3-outposts"})

_PARTS = ("Credential", "Signature", "SignedHeaders")
_QUERY_PARTS = ("Algorithm", "Credential", "Signature", "Date", "SignedHeaders")
_BASIC_FORMAT = re.compile(r"\d{8}T\d{6}Z")
_SCOPE_ELEMENTS = 5
_S3_WANTS = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
    "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A signature as a request presents it. `expires_seconds` is None unless the request is presigned."""

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str
    instant: str
    token: str | None
    expires_seconds: int | None

    @property
    def scope(self) -> str:
        """The credential scope, as it is signed."""
        return f"{self.date}/{self.region}/{self.service}/aws4_request"

    @property
    def is_for_s3(self) -> bool:
        """Whether S3's manners count."""
        return self.service in S3_SIGNING_NAMES

    @property
    def at(self) -> datetime:
        """When the request says that it was signed."""
        return _parsed(self.instant)


def claim_of(request: Request) -> Claim | None:
    """The signature that a request presents; None where nobody signed. Raises Rejected where it is not whole."""
    header = request.headers.get("authorization")
    if header is not None:
        return _from_header(header, request.headers)
    if "X-Amz-" in request.query_string:
        return _from_query(parse_qs(request.query_string, keep_blank_values=True))
    return None


def _from_header(header: str, headers: Mapping[str, str]) -> Claim:
    algorithm, _, rest = header.strip().partition(" ")
    if algorithm != ALGORITHM:
        raise Rejected(Reason.UNSUPPORTED, f"Unsupported AWS 'algorithm': {algorithm!r}.")
    given = {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in rest.split(","))}
    missing = [f"Authorization header requires {name!r} parameter." for name in _PARTS if not given.get(name)]
    dated = headers.get("x-amz-date") or headers.get("date")
    if not dated:
        missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if missing or dated is None:
        raise Rejected(Reason.INCOMPLETE, f"{' '.join(missing)} Authorization={header}")
    return _claim(given, _instant(dated), headers.get("x-amz-security-token"), None)


def _from_query(query: Mapping[str, list[str]]) -> Claim | None:
    given = {name: query[f"X-Amz-{name}"][0] for name in _QUERY_PARTS if f"X-Amz-{name}" in query}
    if "Signature" not in given and "Credential" not in given:
        return None
    if given.get("Algorithm", ALGORITHM) != ALGORITHM:
        raise Rejected(Reason.UNSUPPORTED, f"Unsupported AWS 'algorithm': {given['Algorithm']!r}.")
    missing = [
        f"AWS query-string parameters must include 'X-Amz-{name}'." for name in _QUERY_PARTS if name not in given
    ]
    if missing:
        sentence = f"{' '.join(missing)} Re-examine the query-string parameters."
        raise Rejected(Reason.QUERY, _S3_WANTS if "/s3/" in given.get("Credential", "") else sentence)
    expires = query.get("X-Amz-Expires", ["900"])[0]
    token = query.get("X-Amz-Security-Token", [None])[0]
    return _claim(given, _instant(given["Date"]), token, _seconds(expires))


def _claim(given: Mapping[str, str], instant: str, token: str | None, expires_seconds: int | None) -> Claim:
    key, date, region, service = scope_of(given["Credential"])
    names = tuple(given["SignedHeaders"].lower().split(";"))
    claim = Claim(key, date, region, service, names, given["Signature"], instant, token, expires_seconds)
    if "host" not in names:
        sentence = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        raise Rejected(Reason.INCOMPLETE if claim.is_for_s3 else Reason.DIFFERENT, sentence)
    if date != instant[:8]:
        sentence = (
            f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{date}' != "
            f"'{instant[:8]}', from '{instant}'."
        )
        raise Rejected(Reason.INCOMPLETE if claim.is_for_s3 else Reason.DIFFERENT, sentence)
    return claim


def scope_of(credential: str) -> tuple[str, str, str, str]:
    """Access key, date, region and service of a credential. Raises Rejected where it is not well formed."""
    parts = credential.rsplit("/", _SCOPE_ELEMENTS - 1)
    if len(parts) != _SCOPE_ELEMENTS:
        sentence = (
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
            f"got '{credential}'"
        )
        raise Rejected(Reason.INCOMPLETE, sentence)
    key, date, region, service, end = parts
    if end != "aws4_request":
        sentence = f"Credential should be scoped with a valid terminator: 'aws4_request', not '{end}'."
        raise Rejected(Reason.INCOMPLETE, sentence)
    return key, date, region, service


def _instant(given: str) -> str:
    try:
        if not _BASIC_FORMAT.fullmatch(given):
            return parsedate_to_datetime(given).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        _parsed(given)
    except (ValueError, OverflowError):
        sentence = f"Date must be in ISO-8601 'basic format'. Got '{given}'. See http://en.wikipedia.org/wiki/ISO_8601"
        raise Rejected(Reason.INCOMPLETE, sentence) from None
    return given


@lru_cache(256)
def _parsed(instant: str) -> datetime:
    return datetime.strptime(instant, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:9]) <= LONGEST_PRESIGNED_SECONDS:
        sentence = (
            "X-Amz-Expires must be a number of seconds between 1 and a week; that is, it must not be more than "
            f"{LONGEST_PRESIGNED_SECONDS} seconds"
        )
        raise Rejected(Reason.QUERY, sentence)
    return int(text)
