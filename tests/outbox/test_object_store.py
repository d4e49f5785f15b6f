"""Our S3 client against the embedded store, against a store over HTTP, and against what goes wrong."""

import asyncio
import json
import socket
import subprocess
import sys
from datetime import UTC, datetime

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from simulator.outbox.object_store import Location, ObjectStore, ObjectStoreError, locate
from simulator.wire.fallback.embedded import EmbeddedAws

ACCOUNT, REGION, PUBLIC = "123456789012", "us-east-1", "http://127.0.0.1:4280"
MOTO = """
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
input()
"""


@pytest.fixture
async def aws(tmp_path):
    started = EmbeddedAws(tmp_path, ACCOUNT)
    await started.start()
    yield started
    await started.stop()


@pytest.fixture(params=["through a client", "directly"])
async def embedded(request, aws):
    direct_put = aws.put_object if request.param == "directly" else None
    async with ObjectStore.embedded(aws.asgi, ACCOUNT, REGION, lambda: PUBLIC, None, direct_put) as store:
        yield store


@pytest.fixture(scope="module")
def moto_url():
    command = [sys.executable, "-c", MOTO]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.kill()


@pytest.fixture
async def remote(moto_url):
    client = boto3.client(
        "s3", endpoint_url=moto_url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )
    await asyncio.to_thread(client.create_bucket, Bucket="bucket")
    async with ObjectStore.at(moto_url, REGION, ("test", "test", None)) as store:
        yield store


@pytest.fixture
def refused_url():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


async def make_bucket(store: ObjectStore, name: str, account: str = ACCOUNT, region: str = REGION) -> None:
    client = await store._client(account, region)
    where = {} if region == REGION else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    await client.create_bucket(Bucket=name, **where)


async def test_what_is_put_into_the_embedded_store_comes_back(embedded):
    await make_bucket(embedded, "bucket")
    await embedded.put("s3://bucket/a b/ü.json", b'{"a": 1}', "application/json")
    await embedded.put("s3://bucket/empty", b"", "text/plain")
    assert await embedded.get("s3://bucket/a b/ü.json") == b'{"a": 1}'
    assert await embedded.get("s3://bucket/empty") == b""
    client = await embedded._client(None, REGION)
    assert (await client.head_object(Bucket="bucket", Key="a b/ü.json"))["ContentType"] == "application/json"


async def test_each_account_and_region_is_served_as_itself(embedded):
    await make_bucket(embedded, "theirs", "111122223333", "eu-west-1")
    client = await embedded._client("111122223333", "eu-west-1")
    assert [bucket["Name"] for bucket in (await client.list_buckets())["Buckets"]] == ["theirs"]
    assert (await (await embedded._client(None, REGION)).list_buckets())["Buckets"] == []
    await embedded.put("s3://theirs/k", b"v", "text/plain", account="111122223333", region="eu-west-1")
    assert await embedded.get("s3://theirs/k", account="111122223333", region="eu-west-1") == b"v"


async def test_an_object_that_is_written_directly_is_what_a_client_writes(aws):
    written = []
    for direct_put in (None, aws.put_object):
        async with ObjectStore.embedded(aws.asgi, ACCOUNT, REGION, lambda: PUBLIC, None, direct_put) as store:
            client = await store._client(None, REGION)
            if direct_put is None:
                await make_bucket(store, "bucket")
                status = {"Status": "Enabled"}
                await client.put_bucket_versioning(Bucket="bucket", VersioningConfiguration=status)
            await store.put("s3://bucket/k", b"{}", "application/json")
            head = await client.head_object(Bucket="bucket", Key="k")
            versions = (await client.list_object_versions(Bucket="bucket"))["Versions"]
            written.append(
                {name: head[name] for name in head.keys() - {"ResponseMetadata", "LastModified", "VersionId"}}
            )
    assert written[0] == written[1]
    assert len(versions) == 2


async def test_a_refusal_of_the_direct_way_is_told_as_the_clients(aws):
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket/*"}
    ]}  # fmt: skip
    async with ObjectStore.embedded(aws.asgi, ACCOUNT, REGION, lambda: PUBLIC, None, aws.put_object) as store:
        await make_bucket(store, "bucket")
        await (await store._client(None, REGION)).put_bucket_policy(Bucket="bucket", Policy=json.dumps(policy))
        with pytest.raises(ObjectStoreError, match="the store in the embedded S3 denies access"):
            await store.put("s3://bucket/k", b"{}", "application/json")


async def test_a_client_is_made_once_for_an_account_and_a_region(embedded):
    clients = await asyncio.gather(*(embedded._client(ACCOUNT, REGION) for _ in range(5)))
    other = await embedded._client(ACCOUNT, "eu-west-1")
    assert len({id(client) for client in clients}) == 1
    assert other is not clients[0]


async def test_many_objects_are_put_at_once(embedded):
    await make_bucket(embedded, "bucket")
    await asyncio.gather(*(embedded.put(f"s3://bucket/{n}", str(n).encode(), "text/plain") for n in range(40)))
    assert [await embedded.get(f"s3://bucket/{n}") for n in range(40)] == [str(n).encode() for n in range(40)]


async def test_a_missing_bucket_and_a_missing_object_are_said_and_not_worth_a_retry(embedded):
    with pytest.raises(ObjectStoreError, match="there is no bucket nowhere in the embedded S3") as bucket:
        await embedded.put("s3://nowhere/k", b"v", "text/plain")
    await make_bucket(embedded, "bucket")
    with pytest.raises(ObjectStoreError, match="Cannot read s3://bucket/k: there is no such object") as key:
        await embedded.get("s3://bucket/k")
    assert (bucket.value.retryable, key.value.retryable) == (False, False)


async def test_the_users_aws_profile_does_not_concern_the_embedded_store(embedded, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "does-not-exist")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    await make_bucket(embedded, "bucket")
    await embedded.put("s3://bucket/k", b"v", "text/plain")


async def test_an_application_that_fails_or_hangs_is_an_error_worth_a_retry(monkeypatch):
    async def fail(_scope, _receive, _send):
        raise ZeroDivisionError("oops")

    async def hang(_scope, _receive, _send):
        await asyncio.Event().wait()

    monkeypatch.setattr("simulator.outbox.object_store._READ_SECONDS", 0.05)
    for app, said in ((fail, "oops"), (hang, "Read timeout")):
        async with ObjectStore.embedded(app, ACCOUNT, REGION, lambda: PUBLIC) as store:
            with pytest.raises(ObjectStoreError, match=said) as failed:
                await store.put("s3://bucket/k", b"v", "text/plain")
            assert failed.value.retryable


async def test_a_presigned_address_of_the_embedded_store_points_at_the_public_server_and_is_readable(embedded):
    await make_bucket(embedded, "bucket")
    await embedded.put("s3://bucket/a b/+ü.txt", b"v", "text/plain")
    url = embedded.presign("s3://bucket/a b/+ü.txt", 60, account="111122223333")
    assert url.startswith(f"{PUBLIC}/bucket/a%20b/%2B%C3%BC.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&")
    assert "111122223333%2F" in url
    transport = httpx.ASGITransport(app=_app_of(embedded))
    async with httpx.AsyncClient(transport=transport) as browser:
        assert (await browser.get(url)).content == b"v"


def _app_of(store: ObjectStore):
    return store._endpoint.app


async def test_what_is_put_into_a_store_over_http_comes_back(remote):
    await remote.put(
        "s3://bucket/a b/ü.json", b"x" * 100_000, "application/json", account="111122223333", region="eu-west-1"
    )
    assert await remote.get("s3://bucket/a b/ü.json") == b"x" * 100_000
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(remote.presign("s3://bucket/a b/ü.json", 60))).content == b"x" * 100_000


async def test_a_missing_bucket_over_http_is_named(remote):
    with pytest.raises(ObjectStoreError, match="there is no bucket nowhere at http://127") as refused:
        await remote.put("s3://nowhere/k", b"v", "text/plain")
    assert not refused.value.retryable


async def test_a_port_that_refuses_is_worth_a_retry(refused_url):
    async with ObjectStore.at(refused_url, REGION, ("test", "test", None), retries=0) as store:
        with pytest.raises(
            ObjectStoreError, match=f"Cannot write s3://bucket/k: nothing answers at {refused_url}"
        ) as refused:
            await store.put("s3://bucket/k", b"v", "text/plain")
    assert refused.value.retryable


@pytest.mark.parametrize(
    "status, code, retryable, said",
    [
        (403, "AccessDenied", False, "denies access"),
        (403, "SignatureDoesNotMatch", False, "denies access"),
        (503, "SlowDown", True, "answered 503 SlowDown"),
        (500, "InternalError", True, "answered 500 InternalError"),
        (301, "PermanentRedirect", False, "redirects every request"),
        (405, "MethodNotAllowed", False, "answered 405 MethodNotAllowed"),
    ],
)
async def test_a_refusal_says_what_the_store_said(status, code, retryable, said):
    async def refuse(_scope, _receive, send):
        body = f"<Error><Code>{code}</Code><Message>so there</Message></Error>".encode()
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/xml")]}
        )
        await send({"type": "http.response.body", "body": body})

    async with ObjectStore.embedded(refuse, ACCOUNT, REGION, lambda: PUBLIC) as store:
        with pytest.raises(ObjectStoreError, match=said) as refused:
            await store.put("s3://bucket/k", b"v", "text/plain")
    assert refused.value.retryable is retryable


async def test_credentials_come_from_the_environment_or_else_are_the_dummy_pair(monkeypatch, tmp_path, refused_url):
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    async with ObjectStore.at(refused_url, REGION) as store:
        assert "X-Amz-Credential=test%2F" in store.presign("s3://bucket/k", 60)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDFROMENV")
    with pytest.raises(ObjectStoreError, match="Partial credentials"):
        await ObjectStore.at(refused_url, REGION).__aenter__()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    async with ObjectStore.at(refused_url, REGION) as store:
        url = store.presign("s3://bucket/k", 60)
    assert "X-Amz-Credential=AKIDFROMENV%2F" in url
    assert "X-Amz-Security-Token=token" in url


async def test_a_presigned_address_carries_the_signature_that_boto3_would_give(monkeypatch, refused_url):
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    theirs = boto3.client(
        "s3",
        endpoint_url=refused_url,
        region_name="eu-west-1",
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
    ).generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "a b/+ü~.txt"}, ExpiresIn=77)
    async with ObjectStore.at(refused_url, "eu-west-1", ("AKID", "secret", None)) as store:
        assert store.presign("s3://bucket/a b/+ü~.txt", 77) == theirs


@pytest.mark.parametrize("seconds", [0, -1, 604801])
async def test_an_address_cannot_be_presigned_for_longer_than_aws_allows(embedded, seconds):
    with pytest.raises(ObjectStoreError, match="1 to 604800 seconds"):
        embedded.presign("s3://bucket/k", seconds)


@pytest.mark.parametrize(
    "uri",
    [
        "s3://bucket/a/b c.txt",
        "https://s3.amazonaws.com/bucket/a/b%20c.txt",
        "http://s3.eu-west-1.amazonaws.com/bucket/a/b%20c.txt",
        "https://s3-us-west-2.amazonaws.com/bucket/a/b%20c.txt",
        "https://bucket.s3.amazonaws.com/a/b%20c.txt",
        "https://bucket.s3.eu-west-1.amazonaws.com/a/b%20c.txt",
        "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a/b%20c.txt",
    ],
)
def test_every_form_of_address_names_the_object(uri):
    assert locate(uri) == Location("bucket", "a/b c.txt")


@pytest.mark.parametrize(
    "uri",
    ["", "bucket/key", "s3://", "s3://bucket", "s3://bucket/", "s3:///key", "https://example.com/a/b", "ftp://a/b"],
)
def test_what_is_not_an_address_is_refused_and_quoted(uri):
    with pytest.raises(ObjectStoreError, match="is not a valid S3 URI") as refused:
        locate(uri)
    assert repr(uri) in refused.value.message
    assert not refused.value.retryable


async def test_the_embedded_store_refuses_what_s3_refuses(embedded):
    await make_bucket(embedded, "bucket")
    with pytest.raises(ClientError, match="BucketAlready"):
        await make_bucket(embedded, "bucket", "111122223333")
