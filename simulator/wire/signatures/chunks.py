"""Bodies that are signed piece by piece (`aws-chunked`).

Each chunk's signature covers the one before, the first one the request's; after the last chunk, trailers may be signed
the same way ("Signature calculations for the Authorization header: transferring payload in multiple chunks", AWS S3
API reference).
"""

import hashlib
import hmac
from collections.abc import Mapping

from simulator.wire.signatures.canonical import mac
from simulator.wire.signatures.claims import Claim
from simulator.wire.signatures.rejections import Reason, Rejected

SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_WITH_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
UNSIGNED_WITH_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
STREAMING_HASHES = frozenset({SIGNED, SIGNED_WITH_TRAILER, UNSIGNED_WITH_TRAILER})
TRAILER_SIGNATURE = "x-amz-trailer-signature"

_EMPTY = hashlib.sha256(b"").hexdigest()


class ChunkSignatures:
    """Follows the chain of signatures through one body."""

    def __init__(self, key: bytes, claim: Claim, *, with_trailer: bool) -> None:
        self._with_trailer = with_trailer
        self._key = key
        self._about = f"{claim.instant}\n{claim.scope}"
        self._last = claim.signature

    def chunk(self, sha256: str, extension: str) -> None:
        """A chunk whose bytes have that hash, and what followed its length. Raises Rejected if it is not the next."""
        name, _, given = extension.partition("=")
        self._go_on("PAYLOAD", f"{_EMPTY}\n{sha256}", given if name.strip() == "chunk-signature" else "")

    def trailers(self, trailers: Mapping[str, str]) -> None:
        """What followed the last chunk, in the order in which it was sent. Raises Rejected if it is not signed."""
        if not self._with_trailer:
            return
        given = trailers.get(TRAILER_SIGNATURE, "")
        text = "".join(f"{name}:{value}\n" for name, value in trailers.items() if name != TRAILER_SIGNATURE)
        self._go_on("TRAILER", hashlib.sha256(text.encode()).hexdigest(), given)

    def _go_on(self, kind: str, hashes: str, given: str) -> None:
        text = f"AWS4-HMAC-SHA256-{kind}\n{self._about}\n{self._last}\n{hashes}"
        self._last = mac(self._key, text).hex()
        if not hmac.compare_digest(self._last.encode(), given.strip().encode()):
            raise Rejected(Reason.DIFFERENT, None, (("StringToSign", text), ("SignatureProvided", given.strip())))
