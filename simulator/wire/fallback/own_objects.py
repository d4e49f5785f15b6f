"""Objects of this program's own, put straight into moto's S3: what a PutObject without any headers comes to.

Nobody signs for them, so what a signature leads to is left out: the account is given. Versions, the bucket's default
encryption, notifications and the witness are the backend's, and so they hold here as well. A bucket on which more
depends (a policy, object lock, an access log, another account's) is left to a whole request.
"""

from moto.s3.models import FakeBucket, s3_backends
from moto.s3.utils import metadata_from_headers

from simulator.domain.new_object import NewObject


def put(new: NewObject) -> bool:
    """Write an object; False where only a whole request can tell what becomes of it. The caller holds moto."""
    partition, account = s3_backends.bucket_accounts.get(new.bucket, ("", ""))
    if account != new.account:
        return False
    backend = s3_backends[account][partition]
    bucket = backend.buckets[new.bucket]
    if not _is_plain(bucket):
        return False
    key = backend.put_object(new.bucket, new.key, new.body, storage="STANDARD")
    key.set_metadata(metadata_from_headers({"Content-Type": new.content_type}))
    key.set_acl(bucket.acl)
    if backend.tagger.has_tags(key.arn):
        backend.put_object_tagging(key, {})
    return True


def _is_plain(bucket: FakeBucket) -> bool:
    return not (bucket.policy or bucket.object_lock_enabled or bucket.logging)
