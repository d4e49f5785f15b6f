"""Whom a request is from and what it is for, as far as its address tells.

S3 puts a bucket's name into the path or in front of the host. moto guesses from dots in the host, which fails for
bucket names with dots and for a server whose own name has dots. So a bucket in the host is moved into the path here,
by these rules:

- a host without dots, or an IP address, names no bucket;
- in `NAME.localhost` and `NAME.s3.localhost` NAME is the bucket;
- Amazon's own host names are left as they are, since moto knows them;
- in any other host, the longest front part that is the name of an existing bucket is the bucket; a PUT of the root
  can only create a bucket, so there the first label is its name.

The account of a request is its access key id where that is 12 digits.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

_ACCOUNT = re.compile(r"\d{12}")
_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/")
_OLD_CREDENTIAL = re.compile(r"AWS ([^:\s]+):")


def access_key_of(environ: Mapping[str, Any]) -> str | None:
    """The access key id that signed a request, from its header or its presigned URL; None where nobody signed."""
    header = environ.get("HTTP_AUTHORIZATION", "")
    if found := _CREDENTIAL.search(header) or _OLD_CREDENTIAL.match(header):
        return found[1]
    if "X-Amz-Credential" not in (query := environ.get("QUERY_STRING", "")) and "AWSAccessKeyId" not in query:
        return None
    values = parse_qs(query)
    credential = (values.get("X-Amz-Credential") or values.get("AWSAccessKeyId") or [""])[0]
    return credential.split("/")[0] or None


def account_of(access_key: str | None, default: str, holder_of: Callable[[str], str | None]) -> str:
    """The account that a request speaks for; `holder_of` knows which account issued an access key."""
    if access_key is None:
        return default
    if _ACCOUNT.fullmatch(access_key):
        return access_key
    return holder_of(access_key) or default


def presigned_scope(environ: Mapping[str, Any]) -> str | None:
    """An Authorization header that carries the credential scope of a presigned URL; None where there is none."""
    if "HTTP_AUTHORIZATION" in environ or "X-Amz-Credential" not in environ.get("QUERY_STRING", ""):
        return None
    credential = parse_qs(environ["QUERY_STRING"]).get("X-Amz-Credential", [""])[0]
    return f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"


def bucket_in_host(host: str, method: str, path: str, exists: Callable[[str], bool]) -> str | None:
    """The bucket that `host` (with or without port) names, by the rules above; `path` is the request's."""
    name = host.rsplit("]", 1)[-1].split(":", 1)[0].rstrip(".").lower()
    if "." not in name or _is_ip(name) or ".amazonaws.com" in name:
        return None
    if name.endswith(".localhost"):
        return _local_bucket(name.removesuffix(".localhost"))
    labels = name.split(".")
    fronts = (".".join(labels[:count]) for count in range(len(labels) - 1, 0, -1))
    if (known := next(filter(exists, fronts), None)) is not None:
        return known
    return labels[0] if method == "PUT" and path == "/" else None


def _local_bucket(front: str) -> str | None:
    return None if front == "s3" else front.removesuffix(".s3")


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
