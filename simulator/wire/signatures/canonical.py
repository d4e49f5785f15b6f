"""The signature that a request should have, computed from the request as it came.

S3 signs the path as it is sent; all other services sign it normalised and percent-encoded once more ("Create a signed
AWS API request", IAM user guide). A client may have encoded path or query otherwise than those it signed, so they are
tried as sent and as AWS would have written them. Signing keys are kept, since deriving one costs four HMACs and a
client uses the same for a day.
"""

import hashlib
import hmac
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from simulator.wire.parts import Request
from simulator.wire.signatures.claims import ALGORITHM, Claim

_UNRESERVED = "-_.~"
_SIGNATURE = "X-Amz-Signature"


@lru_cache(1024)
def signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    """The key that signs for one day, region and service."""
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, "aws4_request"):
        key = mac(key, part)
    return key


def mac(key: bytes, text: str) -> bytes:
    """HMAC-SHA256 of a text."""
    return hmac.digest(key, text.encode(), "sha256")


def canonical_requests(request: Request, claim: Claim, payload_hash: str) -> Iterator[str]:
    """The request in the form that is signed; more than one where clients differ."""
    rest = "\n".join(
        (
            *(f"{name}:{_value(request, name)}" for name in claim.signed_headers),
            "",
            ";".join(claim.signed_headers),
            payload_hash,
        )
    )
    for path in _paths(request.raw_path, claim):
        for query in _queries(request.query_string):
            yield f"{request.method}\n{path}\n{query}\n{rest}"


def string_to_sign(claim: Claim, canonical_request: str) -> str:
    """What the signing key signs."""
    digest = hashlib.sha256(canonical_request.encode()).hexdigest()
    return f"{ALGORITHM}\n{claim.instant}\n{claim.scope}\n{digest}"


def _paths(raw_path: str, claim: Claim) -> tuple[str, ...]:
    if not claim.is_for_s3:
        return (quote(_normalised(raw_path), safe="/~"),)
    written = quote(unquote_to_bytes(raw_path), safe="/" + _UNRESERVED)
    return (raw_path,) if written == raw_path else (raw_path, written)


def _normalised(raw_path: str) -> str:
    if "//" not in raw_path and "/." not in raw_path:
        return raw_path
    kept: list[str] = []
    for part in raw_path.split("/"):
        if part == "..":
            del kept[-1:]
        elif part and part != ".":
            kept.append(part)
    end = "/" if kept and raw_path.endswith("/") else ""
    return f"/{'/'.join(kept)}{end}"


def _queries(query_string: str) -> tuple[str, ...]:
    if not query_string:
        return ("",)
    pairs = [(name, value) for name, _, value in (pair.partition("=") for pair in query_string.split("&") if pair)]
    sent = [(name, value) for name, value in pairs if name != _SIGNATURE]
    written = [(_encoded(name), _encoded(value)) for name, value in sent]
    return tuple(
        "&".join(f"{name}={value}" for name, value in sorted(form))
        for form in ([sent] if written == sent else [sent, written])
    )


def _encoded(text: str) -> str:
    return quote(unquote_to_bytes(text), safe=_UNRESERVED)


def _value(request: Request, name: str) -> str:
    return ",".join(" ".join(value.split()) for value in request.all(name))
