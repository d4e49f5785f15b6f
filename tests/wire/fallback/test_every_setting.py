"""Every setting of buckets and objects that moto's S3 knows is the same after a restart."""

from datetime import UTC, datetime

SET = {
    "accelerate": lambda s3: s3.put_bucket_accelerate_configuration(
        Bucket="bucket", AccelerateConfiguration={"Status": "Enabled"}
    ),
    "acl": lambda s3: s3.put_bucket_acl(Bucket="bucket", ACL="public-read"),
    "encryption": lambda s3: s3.put_bucket_encryption(
        Bucket="bucket",
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    ),
    "inventory": lambda s3: s3.put_bucket_inventory_configuration(
        Bucket="bucket",
        Id="i",
        InventoryConfiguration={
            "Id": "i",
            "IsEnabled": True,
            "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::bucket", "Format": "CSV"}},
            "IncludedObjectVersions": "All",
            "Schedule": {"Frequency": "Daily"},
        },
    ),
    "lifecycle": lambda s3: s3.put_bucket_lifecycle_configuration(
        Bucket="bucket",
        LifecycleConfiguration={
            "Rules": [{"ID": "r", "Filter": {"Prefix": "p"}, "Status": "Enabled", "Expiration": {"Days": 3}}]
        },
    ),
    "notification": lambda s3: s3.put_bucket_notification_configuration(
        Bucket="bucket",
        NotificationConfiguration={
            "QueueConfigurations": [
                {"Id": "n", "QueueArn": "arn:aws:sqs:us-east-1:123456789012:q", "Events": ["s3:ObjectCreated:*"]}
            ]
        },
    ),
    "ownership": lambda s3: s3.put_bucket_ownership_controls(
        Bucket="bucket", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    ),
    "website": lambda s3: s3.put_bucket_website(
        Bucket="bucket", WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}}
    ),
    "replication": lambda s3: s3.put_bucket_replication(
        Bucket="bucket",
        ReplicationConfiguration={
            "Role": "arn:aws:iam::123456789012:role/r",
            "Rules": [
                {
                    "ID": "r",
                    "Status": "Enabled",
                    "Destination": {"Bucket": "arn:aws:s3:::bucket"},
                    "DeleteMarkerReplication": {"Status": "Disabled"},
                }
            ],
        },
    ),
    "logging": lambda s3: s3.put_bucket_logging(
        Bucket="bucket", BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "p/"}}
    ),
    "object acl": lambda s3: s3.put_object_acl(Bucket="bucket", Key="k", ACL="public-read"),
    "legal hold": lambda s3: s3.put_object_legal_hold(Bucket="bucket", Key="k", LegalHold={"Status": "ON"}),
    "retention": lambda s3: s3.put_object_retention(
        Bucket="bucket",
        Key="k",
        Retention={"Mode": "GOVERNANCE", "RetainUntilDate": datetime(2040, 1, 1, tzinfo=UTC)},
    ),
    "restore": lambda s3: s3.restore_object(Bucket="bucket", Key="cold", RestoreRequest={"Days": 3}),
}
GET = {
    "accelerate": lambda s3: s3.get_bucket_accelerate_configuration(Bucket="bucket")["Status"],
    "acl": lambda s3: s3.get_bucket_acl(Bucket="bucket")["Grants"],
    "encryption": lambda s3: s3.get_bucket_encryption(Bucket="bucket")["ServerSideEncryptionConfiguration"],
    "inventory": lambda s3: s3.get_bucket_inventory_configuration(Bucket="bucket", Id="i")["InventoryConfiguration"],
    "lifecycle": lambda s3: s3.get_bucket_lifecycle_configuration(Bucket="bucket")["Rules"],
    "notification": lambda s3: s3.get_bucket_notification_configuration(Bucket="bucket")["QueueConfigurations"],
    "ownership": lambda s3: s3.get_bucket_ownership_controls(Bucket="bucket")["OwnershipControls"],
    "website": lambda s3: s3.get_bucket_website(Bucket="bucket")["IndexDocument"],
    "replication": lambda s3: s3.get_bucket_replication(Bucket="bucket")["ReplicationConfiguration"],
    "logging": lambda s3: s3.get_bucket_logging(Bucket="bucket")["LoggingEnabled"],
    "object acl": lambda s3: s3.get_object_acl(Bucket="bucket", Key="k")["Grants"],
    "legal hold": lambda s3: s3.get_object_legal_hold(Bucket="bucket", Key="k")["LegalHold"],
    "retention": lambda s3: s3.head_object(Bucket="bucket", Key="k")["ObjectLockRetainUntilDate"],
    "restore": lambda s3: s3.head_object(Bucket="bucket", Key="cold")["Restore"],
}


def test_every_setting_is_the_same_after_a_restart(tmp_path, serve):
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        s3.create_bucket(Bucket="logs", ACL="log-delivery-write")
        s3.create_bucket(Bucket="bucket", ObjectLockEnabledForBucket=True)
        s3.put_object(Bucket="bucket", Key="k", Body=b"v", WebsiteRedirectLocation="/there", CacheControl="no-store")
        s3.put_object(Bucket="bucket", Key="cold", Body=b"v", StorageClass="GLACIER")
        for put in SET.values():
            put(s3)
        before = {name: get(s3) for name, get in GET.items()} | {"head": _head(s3)}
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        assert {name: get(s3) for name, get in GET.items()} | {"head": _head(s3)} == before
        logs = s3.list_objects_v2(Bucket="logs")["Contents"]
        assert len(logs) > len(GET)


def _head(s3):
    answer = s3.head_object(Bucket="bucket", Key="k")
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}
