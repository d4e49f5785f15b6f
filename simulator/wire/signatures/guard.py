"""The check of signatures, in two steps: what the head alone tells, and what only the body shows.

Laws. The wall's clock counts, whatever the simulator's says, because clients sign with the wall's time. A request that
names the hash of its body is verified before its body is read, so a stranger's upload costs nothing; its body is
hashed while it passes, and a wrong one is refused before anybody has acted on it. Where the body must be hashed first,
that hash is the signed one. Nothing is compared in a time that depends on where it differs.

S3 allows fifteen minutes between the clocks, the other services five (AWS's documents on RequestTimeTooSkewed and on
troubleshooting signatures). Who need not sign: browsers asking for CORS leave, and the few operations that AWS's
models exempt (`open_calls.py`).
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from simulator.wire.parts import Request
from simulator.wire.signatures.canonical import canonical_requests, mac, signing_key, string_to_sign
from simulator.wire.signatures.chunks import (
    SIGNED_WITH_TRAILER,
    STREAMING_HASHES,
    UNSIGNED_WITH_TRAILER,
    ChunkSignatures,
)
from simulator.wire.signatures.claims import Claim, claim_of, scope_of
from simulator.wire.signatures.forms import Form, refuse_against_policy
from simulator.wire.signatures.keys import Key, KeyRing
from simulator.wire.signatures.rejections import Details, Reason, Rejected
from simulator.wire.signatures.version_two import OldClaim, matches, old_claim_of, verify_old

UNSIGNED = "UNSIGNED-PAYLOAD"

_S3_SKEW, _SKEW = timedelta(minutes=15), timedelta(minutes=5)
_BASIC = "%Y%m%dT%H%M%SZ"
_EXTENDED = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Admission:
    """A request whose head is in order. `due_hash` is what its body must have; None if that is open, or checked."""

    request: Request
    claim: Claim | None
    key: bytes
    due_hash: str | None = None
    body_decides: bool = False
    chunks: ChunkSignatures | None = None

    def finish(self, sha256: str) -> None:
        """The body is whole and has that hash. Raises Rejected."""
        if self.body_decides and self.claim is not None:
            _verify(self.request, self.claim, self.key, sha256)
        elif self.due_hash is not None and not hmac.compare_digest(self.due_hash.encode(), sha256.encode()):
            details = (("ClientComputedContentSHA256", self.due_hash), ("S3ComputedContentSHA256", sha256))
            raise Rejected(Reason.BODY, None, details)


class Guard:
    """Admits requests that a known key signed a short while ago."""

    def __init__(self, keys: KeyRing, wall_ms: Callable[[], int]) -> None:
        self._keys = keys
        self._wall_ms = wall_ms

    async def admit(self, request: Request) -> Admission:
        """Check everything that the head tells. Raises Rejected."""
        if (old := old_claim_of(request)) is not None:
            return await self._admit_old(request, old)
        claim = claim_of(request)
        if claim is None:
            raise Rejected(Reason.MISSING)
        key = await self._key(claim.access_key, claim.token)
        _check_time(claim, self._now())
        secret = signing_key(key.secret, claim.date, claim.region, claim.service)
        return _s3_admission(request, claim, secret) if claim.is_for_s3 else _admission(request, claim, secret)

    async def admit_form(self, form: Form) -> None:
        """Check an upload from a browser's form. Raises Rejected."""
        fields = form.fields
        if "policy" not in fields or not fields.keys() & {"x-amz-credential", "awsaccesskeyid"}:
            raise Rejected(Reason.MISSING)
        credential = fields.get("x-amz-credential")
        access_key, *scope = scope_of(credential) if credential else (fields["awsaccesskeyid"],)
        key = await self._key(access_key, fields.get("x-amz-security-token"))
        given = fields.get("x-amz-signature" if credential else "signature", "")
        if not _signs_policy(key, scope, fields["policy"], given):
            shown = (("AWSAccessKeyId", access_key), ("StringToSign", fields["policy"]), ("SignatureProvided", given))
            raise Rejected(Reason.DIFFERENT, None, shown)
        refuse_against_policy(form, self._now())

    async def _admit_old(self, request: Request, old: OldClaim) -> Admission:
        key = await self._key(old.access_key, old.token)
        verify_old(request, old, key.secret, self._now())
        return Admission(request, None, b"")

    async def _key(self, access_key: str, token: str | None) -> Key:
        key = await self._keys.find(access_key)
        if key is None:
            raise Rejected(Reason.UNKNOWN_KEY, None, (("AWSAccessKeyId", access_key),))
        check_session(key, token, self._wall_ms())
        return key

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._wall_ms() / 1000, UTC)


def _signs_policy(key: Key, scope: list[str], policy: str, given: str) -> bool:
    if not scope:
        return matches(key.secret, policy, given)
    date, region, service = scope
    due = mac(signing_key(key.secret, date, region, service), policy).hex()
    return hmac.compare_digest(due.encode(), given.encode())


def refuse_other_service(claim: Claim | None, signing_name: str) -> None:
    """Raises Rejected where the credential is for another service than the one that is asked."""
    if claim is None:
        raise Rejected(Reason.UNSUPPORTED, "Unsupported AWS 'algorithm': signature version 2.")
    if claim.service != signing_name:
        raise Rejected(Reason.DIFFERENT, f"Credential should be scoped to correct service: '{signing_name}'.")


def check_session(key: Key, token: str | None, now_ms: int) -> None:
    """Raises Rejected unless the token is the key's and its session still lasts."""
    if (key.session_token or "") != (token or ""):
        raise Rejected(Reason.BAD_TOKEN)
    if key.ends_ms is not None and key.ends_ms <= now_ms:
        raise Rejected(Reason.EXPIRED_TOKEN)


def _admission(request: Request, claim: Claim, key: bytes) -> Admission:
    if request.headers.get("x-amz-content-sha256") == UNSIGNED:
        _verify(request, claim, key, UNSIGNED)
        return Admission(request, claim, key)
    return Admission(request, claim, key, body_decides=True)


def _s3_admission(request: Request, claim: Claim, key: bytes) -> Admission:
    presigned = claim.expires_seconds is not None
    given = request.headers.get("x-amz-content-sha256") or request.query.get("X-Amz-Content-Sha256", [None])[0]
    if given is None and not presigned:
        raise Rejected(Reason.HASH_MISSING)
    _refuse_unsigned(request, claim)
    due = given or UNSIGNED
    try:
        _verify(request, claim, key, due)
    except Rejected:
        if not presigned or due == UNSIGNED:
            raise
        _verify(request, claim, key, UNSIGNED)
    if due in STREAMING_HASHES:
        signed = None if due == UNSIGNED_WITH_TRAILER else due
        chunks = ChunkSignatures(key, claim, with_trailer=due == SIGNED_WITH_TRAILER) if signed else None
        return Admission(request, claim, key, chunks=chunks)
    return Admission(request, claim, key, due_hash=None if due == UNSIGNED else due)


def _refuse_unsigned(request: Request, claim: Claim) -> None:
    loose = [
        name
        for name in request.headers
        if name.startswith("x-amz-") and name not in claim.signed_headers and name != "x-amz-content-sha256"
    ]
    if loose:
        raise Rejected(Reason.HEADERS, None, (("HeadersNotSigned", ", ".join(loose)),))


def _verify(request: Request, claim: Claim, key: bytes, payload_hash: str) -> None:
    given = claim.signature.encode()
    tried = ""
    for tried in canonical_requests(request, claim, payload_hash):
        due = mac(key, string_to_sign(claim, tried)).hex()
        if hmac.compare_digest(due.encode(), given):
            return
    raise Rejected(Reason.DIFFERENT, None, _shown(claim, tried))


def _shown(claim: Claim, canonical_request: str) -> Details:
    text = string_to_sign(claim, canonical_request)
    return (
        ("AWSAccessKeyId", claim.access_key),
        ("StringToSign", text),
        ("SignatureProvided", claim.signature),
        ("StringToSignBytes", text.encode().hex(" ")),
        ("CanonicalRequest", canonical_request),
        ("CanonicalRequestBytes", canonical_request.encode().hex(" ")),
    )


def _check_time(claim: Claim, now: datetime) -> None:
    skew = _S3_SKEW if claim.is_for_s3 else _SKEW
    if claim.expires_seconds is not None:
        _check_presigned(claim, claim.expires_seconds, now, skew)
    elif not now - skew <= claim.at <= now + skew:
        raise Rejected(Reason.EXPIRED, _skewed(claim, now, skew), _skew_details(claim, now, skew))


def _check_presigned(claim: Claim, seconds: int, now: datetime, skew: timedelta) -> None:
    until = claim.at + timedelta(seconds=seconds)
    if claim.at > now + skew:
        sentence = "Request is not yet valid" if claim.is_for_s3 else _skewed(claim, now, skew)
        raise Rejected(Reason.DENIED, sentence)
    if until < now:
        sentence = (
            "Request has expired"
            if claim.is_for_s3
            else f"Signature expired: {claim.instant} is now earlier than {_basic(now - timedelta(seconds=seconds))} "
            f"({_basic(now)} - {seconds} sec.)"
        )
        expired = (
            ("X-Amz-Expires", str(seconds)),
            ("Expires", until.strftime(_EXTENDED)),
            ("ServerTime", now.strftime(_EXTENDED)),
        )
        raise Rejected(Reason.DENIED, sentence, expired)


def _skewed(claim: Claim, now: datetime, skew: timedelta) -> str:
    minutes = skew.seconds // 60
    if claim.at < now:
        return (
            f"Signature expired: {claim.instant} is now earlier than {_basic(now - skew)} ({_basic(now)} - "
            f"{minutes} min.)"
        )
    return (
        f"Signature not yet current: {claim.instant} is still later than {_basic(now + skew)} ({_basic(now)} + "
        f"{minutes} min.)"
    )


def _skew_details(claim: Claim, now: datetime, skew: timedelta) -> Details:
    return (
        ("RequestTime", claim.instant),
        ("ServerTime", now.strftime(_EXTENDED)),
        ("MaxAllowedSkewMilliseconds", str(skew.seconds * 1000)),
    )


def _basic(at: datetime) -> str:
    return at.strftime(_BASIC)


def sha256_of(body: bytes) -> str:
    """The hash of a body, as signatures write it."""
    return hashlib.sha256(body).hexdigest()
