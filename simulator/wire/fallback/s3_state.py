"""Between moto's S3 in memory and the journal: what was touched goes out, what was kept comes in.

Going out is idempotent: a touched name is written as it is found in memory, or forgotten if it is not there.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

from moto.s3.models import FakeBucket, S3Backend, s3_backends

from simulator.wire.fallback.freezing import bucket_from, freeze, settings_of, thaw
from simulator.wire.fallback.journal import Journal, Name, Row, StoreUnusable
from simulator.wire.fallback.witness import take_touched

Tags = list[tuple[str, str, str, dict[str, str | None]]]
"""Tags of one thing: account and partition of the backend that holds them, ARN, the tags."""


def save_touched(journal: Journal | None, *, durable: bool = True) -> "Future[None] | None":
    """Submit what was touched since the last call; None where there is nothing to wait for."""
    touched = take_touched()
    if journal is None or not touched:
        return None
    return journal.submit((tuple(_as_found(name, journal) for name in touched), False), durable=durable)


def bring_back(journal: Journal) -> None:
    """Fill moto's empty S3 with what was kept. Raises StoreUnusable."""
    try:
        for _, state in journal.kept("bucket"):
            _hang_bucket(*thaw(state, journal.body))
        for name, state in journal.kept("key"):
            versions, tags = thaw(state, journal.body)
            _bucket(name.bucket).keys.setlist(name.name, versions)
            _hang_tags(tags)
        for name, state in journal.kept("upload"):
            _bucket(name.bucket).multiparts[name.name] = thaw(state, journal.body)
    except Exception as error:
        raise StoreUnusable(
            f"The kept S3 could not be read back ({type(error).__name__}: {error}). Start with the version that wrote "
            "it, or move s3.sqlite3 and the folder s3-bodies out of the data directory to begin with an empty S3."
        ) from error


def bucket_exists(name: str) -> bool:
    """Whether there is a bucket of that name, in any account."""
    return name in s3_backends.bucket_accounts


def _as_found(name: Name, journal: Journal) -> Row | Name:
    bucket = _bucket_or_none(name.bucket)
    if bucket is None:
        return Name(name.bucket, "bucket", "")
    if name.kind == "bucket":
        return freeze(name, (settings_of(bucket), _tags_of(bucket.arn)), journal.new_body_id)
    if name.kind == "upload":
        upload = bucket.multiparts.get(name.name)
        return name if upload is None else freeze(name, upload, journal.new_body_id)
    versions = bucket.keys.getlist(name.name, [])
    if not versions:
        return name
    tags = [tag for version in versions if hasattr(version, "arn") for tag in _tags_of(version.arn)]
    return freeze(name, (list(versions), tags), journal.new_body_id)


def _bucket_or_none(name: str) -> FakeBucket | None:
    if name not in s3_backends.bucket_accounts:
        return None
    partition, account = s3_backends.bucket_accounts[name]
    return s3_backends[account][partition].buckets.get(name)


def _bucket(name: str) -> FakeBucket:
    bucket = _bucket_or_none(name)
    if bucket is None:
        raise KeyError(name)
    return bucket


def _hang_bucket(settings: dict[str, Any], tags: Tags) -> None:
    bucket = bucket_from(settings)
    s3_backends[bucket.account_id][bucket.partition].buckets[bucket.name] = bucket
    _hang_tags(tags)


def _hang_tags(tags: Tags) -> None:
    for account, partition, arn, values in tags:
        s3_backends[account][partition].tagger.tags[arn] = values


def _tags_of(arn: str) -> Tags:
    return [
        (account, partition, arn, dict(backend.tagger.tags[arn]))
        for account, partition, backend in _backends()
        if backend.tagger.has_tags(arn)
    ]


def _backends() -> Iterator[tuple[str, str, S3Backend]]:
    for account, partitions in s3_backends.items():
        for partition, backend in partitions.items():
            yield account, partition, backend
