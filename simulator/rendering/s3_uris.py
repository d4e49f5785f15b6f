"""The ways in which a template names an S3 object, read as one.

`s3://bucket/key`, `http(s)://s3.amazonaws.com/bucket/key` and virtual-hosted addresses are in use (A2I_FACTS K.4 [O]);
regional and dual-stack hosts are the same addresses elsewhere [I].
"""

import re
from urllib.parse import unquote, urlsplit

_S3 = re.compile(r"s3://(?P<bucket>[a-zA-Z0-9][\w.\-]{1,254})/(?P<key>.+)", re.DOTALL)
_HOST = re.compile(
    r"(?:(?P<bucket>[a-z0-9][a-z0-9.\-]{1,62})\.)?s3(?:[.\-](?:dualstack\.)?[a-z]{2,4}(?:-[a-z]+)+-\d)?"
    r"\.amazonaws\.com(?:\.cn)?"
)


def s3_uri(address: str) -> str | None:
    """The address as `s3://bucket/key`, its key decoded; None when it names no S3 object."""
    text = address.strip()
    plain = _S3.fullmatch(text)
    if plain:
        return f"s3://{plain['bucket']}/{plain['key']}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    return _from_host(host, unquote(parts.path)) if parts.scheme in {"http", "https"} else None


def _from_host(host: str, path: str) -> str | None:
    match = _HOST.fullmatch(host)
    if not match:
        return None
    bucket, _, key = (match["bucket"], "", path[1:]) if match["bucket"] else path[1:].partition("/")
    return f"s3://{bucket}/{key}" if bucket and key else None
