"""What AWS says to a request whose signature it does not accept: code, status and sentence, by the caller's protocol.

One reason has up to five names. JSON services add `Exception` to the query services' codes and answer 400, REST
services answer 403; EC2 has one code for nearly everything; S3 has codes and sentences of its own, and tells a client
what it computed, so that the error alone shows where the two differ.
"""

from dataclasses import dataclass
from enum import Enum

Details = tuple[tuple[str, str], ...]

_RESULT_DIFFERS = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
_BAD_TOKEN = "The security token included in the request is invalid."  # noqa: S105
_EXPIRED_TOKEN = "The security token included in the request is expired"  # noqa: S105
_NOT_VALIDATED = "AWS was not able to validate the provided access credentials"


class Reason(Enum):
    """Why a signature is not accepted."""

    MISSING = "nobody signed"
    INCOMPLETE = "the signature's parts are not all there, or not well formed"
    UNSUPPORTED = "another way of signing"
    UNKNOWN_KEY = "nobody has this access key"
    BAD_TOKEN = "the session token is not the key's"  # noqa: S105
    EXPIRED_TOKEN = "the session is over"  # noqa: S105
    DIFFERENT = "the signature is another one"
    EXPIRED = "signed too long ago, or in the future"
    QUERY = "a presigned URL's parameters are not all there, or not well formed"
    DENIED = "a presigned URL or form whose time is over, or that does not allow this"
    POLICY = "a form's policy cannot be read"
    TOO_LARGE = "more bytes than a form's policy allows"
    TOO_SMALL = "fewer bytes than a form's policy allows"
    BODY = "the body is not the one that was announced"
    HASH_MISSING = "S3 wants to know the body's hash"
    HEADERS = "headers of AWS that the signature does not cover"


@dataclass(frozen=True, slots=True)
class _Said:
    status: int
    code: str
    sentence: str


class Rejected(Exception):
    """A request that is refused for its signature; `sentence` replaces the reason's usual one."""

    def __init__(self, reason: Reason, sentence: str | None = None, details: Details = ()) -> None:
        super().__init__(sentence or reason.value)
        self.reason = reason
        self.sentence = sentence
        self.details = details

    def said(self, protocol: str) -> tuple[int, str, str]:
        """HTTP status, error code and sentence for a caller of `protocol` (`s3`, `json`, `query`, ...)."""
        if protocol == "s3":
            said = _S3[self.reason]
            return said.status, said.code, said.sentence.format(self.sentence or "")
        said = _OTHERS[self.reason]
        sentence = self.sentence or said.sentence
        if protocol == "ec2":
            return 401, "AuthFailure", self.sentence or _NOT_VALIDATED
        if protocol in {"query", "rest-xml"}:
            return said.status, _QUERY_CODES.get(said.code, said.code), sentence
        return 400 if protocol == "json" else 403, f"{said.code}Exception", sentence


_QUERY_CODES = {"InvalidSignature": "SignatureDoesNotMatch", "UnrecognizedClient": "InvalidClientTokenId"}
_OTHERS = {
    Reason.MISSING: _Said(403, "MissingAuthenticationToken", "Missing Authentication Token"),
    Reason.INCOMPLETE: _Said(400, "IncompleteSignature", ""),
    Reason.UNSUPPORTED: _Said(400, "IncompleteSignature", ""),
    Reason.UNKNOWN_KEY: _Said(403, "UnrecognizedClient", _BAD_TOKEN),
    Reason.BAD_TOKEN: _Said(403, "UnrecognizedClient", _BAD_TOKEN),
    Reason.EXPIRED_TOKEN: _Said(403, "ExpiredToken", _EXPIRED_TOKEN),
    Reason.DIFFERENT: _Said(403, "InvalidSignature", _RESULT_DIFFERS),
    Reason.EXPIRED: _Said(403, "InvalidSignature", ""),
    Reason.QUERY: _Said(400, "IncompleteSignature", ""),
    Reason.DENIED: _Said(403, "InvalidSignature", ""),
    Reason.BODY: _Said(403, "InvalidSignature", _RESULT_DIFFERS),
    Reason.HASH_MISSING: _Said(403, "InvalidSignature", _RESULT_DIFFERS),
    Reason.HEADERS: _Said(403, "InvalidSignature", _RESULT_DIFFERS),
}
_S3 = {
    Reason.MISSING: _Said(403, "AccessDenied", "Access Denied"),
    Reason.INCOMPLETE: _Said(400, "AuthorizationHeaderMalformed", "The authorization header is malformed; {}"),
    Reason.UNSUPPORTED: _Said(
        400,
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ),
    Reason.UNKNOWN_KEY: _Said(
        403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."
    ),
    Reason.BAD_TOKEN: _Said(400, "InvalidToken", "The provided token is malformed or otherwise invalid."),
    Reason.EXPIRED_TOKEN: _Said(400, "ExpiredToken", "The provided token has expired."),
    Reason.DIFFERENT: _Said(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing "
        "method.",
    ),
    Reason.EXPIRED: _Said(
        403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."
    ),
    Reason.QUERY: _Said(400, "AuthorizationQueryParametersError", "{}"),
    Reason.DENIED: _Said(403, "AccessDenied", "{}"),
    Reason.POLICY: _Said(400, "InvalidPolicyDocument", "Invalid Policy: {}"),
    Reason.TOO_LARGE: _Said(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
    Reason.TOO_SMALL: _Said(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"),
    Reason.BODY: _Said(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ),
    Reason.HASH_MISSING: _Said(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"),
    Reason.HEADERS: _Said(403, "AccessDenied", "There were headers present in the request which were not signed"),
}
