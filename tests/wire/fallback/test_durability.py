"""What S3 acknowledged is there after the process was killed."""

import sqlite3
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from simulator.wire.fallback import journal as journal_module
from simulator.wire.fallback.journal import LARGE_BODY_BYTES, Journal, Name, Row, StoreUnusable

PART_BYTES = 5 * 1024 * 1024
SERVER = """
    import asyncio, sys, socket
    from pathlib import Path
    import uvicorn
    from simulator.wire.fallback.embedded import EmbeddedAws

    async def main():
        aws = EmbeddedAws(Path(sys.argv[1]), "123456789012")
        await aws.start()
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(aws.asgi, interface="asgi3", lifespan="off", log_level="warning")
        await uvicorn.Server(config).serve(sockets=[listening])

    asyncio.run(main())
"""


def spawn(data_dir):
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), str(data_dir)], stdout=subprocess.PIPE, text=True
    )
    port = int(process.stdout.readline())
    client = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )
    return process, client


def kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


def test_every_acknowledged_object_survives_a_kill_in_the_middle_of_writing(tmp_path, serve):
    process, s3 = spawn(tmp_path)
    s3.create_bucket(Bucket="bucket")
    acknowledged = []

    def write(worker: int) -> None:
        for number in range(1000):
            key = f"{worker}/{number}"
            try:
                s3.put_object(Bucket="bucket", Key=key, Body=key.encode() * 50, Metadata={"of": key})
            except (BotoCoreError, ClientError):
                return
            acknowledged.append(key)
            if len(acknowledged) >= 60:
                process.kill()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    kill(process)
    assert len(acknowledged) >= 60
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        for key in acknowledged:
            found = s3.get_object(Bucket="bucket", Key=key)
            assert (found["Body"].read(), found["Metadata"]) == (key.encode() * 50, {"of": key})


def test_an_upload_in_progress_is_completed_after_a_kill(tmp_path, serve):
    process, s3 = spawn(tmp_path)
    s3.create_bucket(Bucket="bucket")
    upload = s3.create_multipart_upload(Bucket="bucket", Key="big", Metadata={"a": "b"}, Tagging="t=1")["UploadId"]
    asked = {"Bucket": "bucket", "Key": "big", "UploadId": upload}
    first = s3.upload_part(**asked, PartNumber=1, Body=b"a" * PART_BYTES)["ETag"]
    kill(process)
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        second = s3.upload_part(**asked, PartNumber=2, Body=b"end")["ETag"]
        parts = [{"PartNumber": 1, "ETag": first}, {"PartNumber": 2, "ETag": second}]
        s3.complete_multipart_upload(**asked, MultipartUpload={"Parts": parts})
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        found = s3.get_object(Bucket="bucket", Key="big")
        assert (found["Body"].read(), found["Metadata"]) == (b"a" * PART_BYTES + b"end", {"a": "b"})
        assert s3.get_object_tagging(Bucket="bucket", Key="big")["TagSet"] == [{"Key": "t", "Value": "1"}]
        assert "Uploads" not in s3.list_multipart_uploads(Bucket="bucket")
    assert len(list((tmp_path / "s3-bodies").iterdir())) == 1


def test_versions_markers_tags_and_bucket_settings_survive_a_restart(tmp_path, serve):
    with serve(tmp_path) as served:
        s3 = served.client("s3", key="111122223333")
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}
        s3.put_bucket_cors(Bucket="bucket", CORSConfiguration={"CORSRules": [rule]})
        s3.put_bucket_policy(Bucket="bucket", Policy='{"Version": "2012-10-17", "Statement": []}')
        s3.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": [{"Key": "b", "Value": "2"}]})
        s3.put_public_access_block(Bucket="bucket", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
        s3.put_object(Bucket="bucket", Key="k", Body=b"1", Tagging="a=1")
        s3.put_object(Bucket="bucket", Key="k", Body=b"2" * (LARGE_BODY_BYTES + 1), ContentType="text/plain")
        s3.delete_object(Bucket="bucket", Key="k")
        s3.copy_object(
            Bucket="bucket", Key="copy", CopySource={"Bucket": "bucket", "Key": "k", "VersionId": _newest(s3)}
        )
        before = _described(s3)
    with serve(tmp_path) as served:
        s3 = served.client("s3", key="111122223333")
        assert _described(s3) == before
        assert served.client("s3").list_buckets()["Buckets"] == []
        with pytest.raises(s3.exceptions.NoSuchKey):
            s3.get_object(Bucket="bucket", Key="k")


def _newest(s3):
    return s3.list_object_versions(Bucket="bucket", Prefix="k")["Versions"][0]["VersionId"]


def _described(s3):
    listed = s3.list_object_versions(Bucket="bucket")
    bodies = [
        s3.get_object(Bucket="bucket", Key=entry["Key"], VersionId=entry["VersionId"])["Body"].read()
        for entry in listed["Versions"]
    ]
    return {
        "buckets": s3.list_buckets()["Buckets"],
        "versions": listed["Versions"],
        "markers": listed["DeleteMarkers"],
        "bodies": bodies,
        "region": s3.head_bucket(Bucket="bucket")["BucketRegion"],
        "cors": s3.get_bucket_cors(Bucket="bucket")["CORSRules"],
        "policy": s3.get_bucket_policy(Bucket="bucket")["Policy"],
        "tags": s3.get_bucket_tagging(Bucket="bucket")["TagSet"],
        "access": s3.get_public_access_block(Bucket="bucket")["PublicAccessBlockConfiguration"],
        "object tags": [
            s3.get_object_tagging(Bucket="bucket", Key=entry["Key"], VersionId=entry["VersionId"])["TagSet"]
            for entry in listed["Versions"]
        ],
    }


def test_what_was_deleted_stays_deleted_and_leaves_nothing_behind(tmp_path, serve):
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        for bucket in ("kept", "gone"):
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key="large", Body=b"x" * LARGE_BODY_BYTES)
            s3.put_object(Bucket=bucket, Key="small", Body=b"x")
        s3.delete_objects(Bucket="gone", Delete={"Objects": [{"Key": "large"}, {"Key": "small"}]})
        s3.create_multipart_upload(Bucket="gone", Key="never finished")
        s3.delete_bucket(Bucket="gone")
        s3.delete_object(Bucket="kept", Key="large")
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["kept"]
        assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="kept")["Contents"]] == ["small"]
    with sqlite3.connect(tmp_path / "s3.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM things").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM bodies").fetchone() == (1,)
    assert list((tmp_path / "s3-bodies").iterdir()) == []


def test_an_overwritten_object_keeps_only_its_last_body(tmp_path, serve):
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        s3.create_bucket(Bucket="bucket")
        for body in (b"1", b"2" * LARGE_BODY_BYTES, b"3"):
            s3.put_object(Bucket="bucket", Key="k", Body=body)
        s3.put_object_tagging(Bucket="bucket", Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "1"}]})
    with sqlite3.connect(tmp_path / "s3.sqlite3") as db:
        assert db.execute("SELECT data FROM bodies").fetchall() == [(b"3",)]
    assert list((tmp_path / "s3-bodies").iterdir()) == []


def test_reset_empties_every_service_and_the_file(tmp_path, serve):
    with serve(tmp_path) as served:
        s3 = served.client("s3")
        s3.create_bucket(Bucket="bucket")
        s3.put_object(Bucket="bucket", Key="k", Body=b"x" * LARGE_BODY_BYTES)
        served.client("sqs").create_queue(QueueName="q")
        served.run(served.aws.reset())
        assert s3.list_buckets()["Buckets"] == []
        assert "QueueUrls" not in served.client("sqs").list_queues()
        s3.create_bucket(Bucket="bucket")
    with serve(tmp_path) as served:
        assert "Contents" not in served.client("s3").list_objects_v2(Bucket="bucket")
    assert list((tmp_path / "s3-bodies").iterdir()) == []


def test_two_in_one_process_do_not_see_each_other(tmp_path, serve):
    with serve(tmp_path) as first, serve() as second:
        for served in (first, second):
            served.client("s3").create_bucket(Bucket="bucket")
        first.client("s3").put_object(Bucket="bucket", Key="k", Body=b"v")
        assert second.client("s3").list_objects_v2(Bucket="bucket")["KeyCount"] == 0
        second.run(second.aws.reset())
        assert first.client("s3").list_objects_v2(Bucket="bucket")["KeyCount"] == 1


def test_a_second_process_on_the_same_directory_is_told_so(tmp_path, serve):
    with serve(tmp_path), pytest.raises(StoreUnusable, match="another simulator"):
        Journal(tmp_path, "5.2.5")


def test_a_file_of_another_format_or_program_is_refused_by_name(tmp_path, serve):
    Journal(tmp_path, "4.9.0").close()
    with pytest.raises(StoreUnusable, match=r"written in format 1 with moto 4\.9\.0"), serve(tmp_path):
        pass
    other = tmp_path / "other"
    other.mkdir()
    (other / "s3.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnusable, match="not a file of the embedded S3"):
        Journal(other, "5.2.5")


def test_state_that_cannot_be_read_back_is_said_to_the_client_and_nothing_is_overwritten(tmp_path, serve):
    journal = Journal(tmp_path, "5.2.5")
    journal.submit(((Row(Name("bucket", "bucket", ""), b"garbage"),), False)).result()
    journal.close()
    with serve(tmp_path) as served, pytest.raises(ClientError, match="could not be read back") as refused:
        served.client("s3").create_bucket(Bucket="other")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    with sqlite3.connect(tmp_path / "s3.sqlite3") as db:
        assert db.execute("SELECT bucket FROM things").fetchall() == [("bucket",)]


def test_a_write_that_the_disk_refuses_is_an_error_and_goes_out_with_the_next_one(tmp_path, monkeypatch):
    journal = Journal(tmp_path, "5.2.5")
    large = Row(Name("b", "key", "k"), b"state", frozenset({7}), ((7, b"x" * LARGE_BODY_BYTES),))

    def refuse(file, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(journal_module, "_write_file", refuse)
        with pytest.raises(StoreUnusable, match="No space left"):
            journal.submit(((large,), False)).result()
    journal.submit(((Row(Name("b", "bucket", ""), b"settings"),), False)).result()
    journal.close()
    again = Journal(tmp_path, "5.2.5")
    assert [name for name, _ in again.kept("key")] == [Name("b", "key", "k")]
    assert again.body(7).read_bytes() == b"x" * LARGE_BODY_BYTES
    again.close()


def settings(name):
    return ((Row(Name(name, "bucket", ""), b"settings"),), False)


def test_a_change_that_need_not_be_durable_is_kept_at_once_and_on_the_disk_after_one_sync(tmp_path, monkeypatch):
    synced = []
    sync_file = journal_module._sync_file
    monkeypatch.setattr(journal_module, "_sync_file", lambda file: synced.append(file.name) or sync_file(file))
    journal = Journal(tmp_path, "5.2.5")
    journal.sync()
    assert synced == []
    for number in range(3):
        journal.submit(settings(f"bucket-{number}"), durable=False).result()
    journal.sync()
    journal.sync()
    assert synced == ["s3.sqlite3-wal"]
    journal.submit(settings("later"), durable=False).result()
    journal.submit(settings("last")).result()
    journal.sync()
    assert synced == ["s3.sqlite3-wal"]
    journal.close()
    again = Journal(tmp_path, "5.2.5")
    assert [name.bucket for name, _ in again.kept("bucket")] == ["bucket-0", "bucket-1", "bucket-2", "later", "last"]
    again.close()


def test_a_change_that_need_not_be_durable_is_written_at_once_but_never_before_an_earlier_one(tmp_path, monkeypatch):
    may_write, write_file = threading.Event(), journal_module._write_file
    monkeypatch.setattr(journal_module, "_write_file", lambda file, data: may_write.wait() and write_file(file, data))
    journal, name = Journal(tmp_path, "5.2.5"), Name("b", "key", "k")
    assert journal.submit(settings("b"), durable=False).done()
    large = Row(name, b"earlier", frozenset({7}), ((7, b"x" * LARGE_BODY_BYTES),))
    tickets = [
        journal.submit(((large,), False)),
        journal.submit(((Row(name, b"later"),), False), durable=False),
    ]
    assert not any(ticket.done() for ticket in tickets)
    may_write.set()
    for ticket in tickets:
        ticket.result()
    journal.close()
    again = Journal(tmp_path, "5.2.5")
    assert list(again.kept("key")) == [(name, b"later")]
    again.close()


def test_a_sync_that_the_disk_refuses_is_an_error_and_is_tried_again(tmp_path, monkeypatch):
    journal = Journal(tmp_path, "5.2.5")
    journal.submit(settings("bucket"), durable=False).result()
    with monkeypatch.context() as broken:
        broken.setattr(journal_module, "_sync_file", refuse_to_sync)
        for _ in range(2):
            with pytest.raises(StoreUnusable, match=r"could not write .* No space left"):
                journal.sync()
    journal.sync()
    journal.close()


def refuse_to_sync(_file):
    raise OSError(28, "No space left on device")


def test_a_body_file_that_no_row_names_is_deleted_at_the_start(tmp_path):
    Journal(tmp_path, "5.2.5").close()
    stray = tmp_path / "s3-bodies" / "99"
    stray.write_bytes(b"left behind")
    Journal(tmp_path, "5.2.5").close()
    assert not stray.exists()
