"""Sees which buckets, objects and uploads moto's S3 touches, whoever asks for it.

The S3 backend's methods are the one door: requests pass through it, and so do access logs, CloudFormation and every
other service of moto that writes to S3. Each method that may change something is wrapped so that it notes the names
among its arguments. What only reads is told by its name; anything unknown counts as a change, because noting too much
costs one row and noting too little costs somebody's object. A name is only ever a hint to look: what is written is
the state found there later.
"""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.s3.models import FakeKey, FakeMultipart, S3Backend

from simulator.wire.fallback.journal import Name

_READERS = ("_", "get_", "list_", "head_", "iter_", "select_", "is_", "log_", "default_", "reset", "upload_file")

_touched: set[Name] = set()


def take_touched() -> list[Name]:
    """What was touched since the last call, buckets first."""
    taken = set(_touched)
    _touched.difference_update(taken)
    return sorted(taken)


def witnessed_backend() -> type[S3Backend]:
    """The S3 backend of moto with its changing methods wrapped."""
    wrapped = {name: _noting(method) for name, method in vars(S3Backend).items() if _may_change(name, method)}
    return type(S3Backend.__name__, (S3Backend,), {**wrapped, "__module__": S3Backend.__module__})


def _may_change(name: str, method: object) -> bool:
    return inspect.isfunction(method) and not name.startswith(_READERS)


def _noting(method: Callable[..., Any]) -> Callable[..., Any]:
    parameters = tuple(inspect.signature(method).parameters)

    @functools.wraps(method)
    def noting(*args: object, **kwargs: object) -> object:
        arguments = dict(zip(parameters, args, strict=False)) | kwargs
        result: object = None
        try:
            result = method(*args, **kwargs)
        finally:
            _touched.update(_names(arguments, result))
        return result

    return noting


def _names(arguments: Mapping[str, Any], result: object) -> Iterator[Name]:
    bucket = arguments.get("bucket_name") or arguments.get("dest_bucket_name") or _bucket_of(arguments.get("arn"))
    key = arguments.get("key_name") or arguments.get("dest_key_name")
    if isinstance(given := arguments.get("key"), FakeKey):
        bucket, key = given.bucket_name, given.name
    if bucket is None:
        return
    upload = result.id if isinstance(result, FakeMultipart) else arguments.get("multipart_id")
    if upload is not None:
        yield Name(bucket, "upload", upload)
    elif key is not None:
        yield Name(bucket, "key", key)
    else:
        yield Name(bucket, "bucket", "")


def _bucket_of(arn: str | None) -> str | None:
    return arn.split(":")[-1].split("/")[0] if arn else None
