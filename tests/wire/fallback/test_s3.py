"""S3 as boto3 sees it over a real port."""

import http.client
import io
import json
from concurrent.futures import ThreadPoolExecutor

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

PART_BYTES = 5 * 1024 * 1024


def test_an_object_comes_back_with_its_type_and_metadata(s3):
    s3.put_object(Bucket="bucket", Key="a/b c.txt", Body=b"hello", ContentType="text/plain", Metadata={"who": "me"})
    found = s3.get_object(Bucket="bucket", Key="a/b c.txt")
    assert (found["Body"].read(), found["ContentType"], found["Metadata"]) == (b"hello", "text/plain", {"who": "me"})


@pytest.mark.parametrize("key", ["a//b", "/lead", "trail/", "ü/%20+&=?#", "a%2Fb", "..", "a/./b", "x" * 900])
def test_any_key_names_the_object_that_was_stored_under_it(s3, key):
    s3.put_object(Bucket="bucket", Key=key, Body=key.encode())
    assert s3.get_object(Bucket="bucket", Key=key)["Body"].read() == key.encode()
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="bucket")["Contents"]] == [key]


def test_an_object_in_parts_is_put_together(s3):
    upload = s3.create_multipart_upload(Bucket="bucket", Key="big")["UploadId"]
    parts = []
    for number, data in enumerate([b"a" * PART_BYTES, b"end"], start=1):
        part = s3.upload_part(Bucket="bucket", Key="big", UploadId=upload, PartNumber=number, Body=data)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    s3.complete_multipart_upload(Bucket="bucket", Key="big", UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.get_object(Bucket="bucket", Key="big")["Body"].read() == b"a" * PART_BYTES + b"end"


def test_the_managed_transfer_of_boto3_uploads_and_downloads(s3):
    data = bytes(range(256)) * 40_000
    s3.upload_fileobj(io.BytesIO(data), "bucket", "managed")
    back = io.BytesIO()
    s3.download_fileobj("bucket", "managed", back)
    assert back.getvalue() == data


def test_a_range_is_cut_out(s3):
    s3.put_object(Bucket="bucket", Key="k", Body=b"0123456789")
    found = s3.get_object(Bucket="bucket", Key="k", Range="bytes=2-5")
    assert (found["Body"].read(), found["ContentRange"]) == (b"2345", "bytes 2-5/10")


def test_presigned_urls_read_and_write(s3):
    write = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "k", "ContentType": "text/plain"})
    read = s3.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "k"})
    assert httpx.put(write, content=b"signed", headers={"content-type": "text/plain"}).status_code == 200
    assert httpx.get(read).content == b"signed"


def test_copy_keeps_the_content_and_deleting_many_deletes_each(s3):
    s3.put_object(Bucket="bucket", Key="k1", Body=b"v")
    s3.copy_object(Bucket="bucket", Key="k2", CopySource={"Bucket": "bucket", "Key": "k1"})
    assert s3.get_object(Bucket="bucket", Key="k2")["Body"].read() == b"v"
    deleted = s3.delete_objects(Bucket="bucket", Delete={"Objects": [{"Key": "k1"}, {"Key": "k2"}]})["Deleted"]
    assert {entry["Key"] for entry in deleted} == {"k1", "k2"}
    assert s3.list_objects_v2(Bucket="bucket")["KeyCount"] == 0


def test_versions_are_kept_and_found(s3):
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="bucket", Key="k", Body=b"1")["VersionId"]
    s3.put_object(Bucket="bucket", Key="k", Body=b"2")
    s3.delete_object(Bucket="bucket", Key="k")
    assert s3.get_object(Bucket="bucket", Key="k", VersionId=first)["Body"].read() == b"1"
    listed = s3.list_object_versions(Bucket="bucket")
    assert (len(listed["Versions"]), len(listed["DeleteMarkers"])) == (2, 1)
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket="bucket", Key="k")


def test_the_cors_rules_of_a_bucket_answer_a_preflight_and_nobody_else_is_let_in(s3, served):
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["http://app.test"], "MaxAgeSeconds": 5}
    s3.put_object(Bucket="bucket", Key="k", Body=b"v", ACL="public-read")
    asked = {"origin": "http://app.test", "access-control-request-method": "GET"}
    before = httpx.get(f"{served.url}/bucket/k", headers={"origin": "http://app.test"})
    s3.put_bucket_cors(Bucket="bucket", CORSConfiguration={"CORSRules": [rule]})
    preflight = httpx.options(f"{served.url}/bucket/k", headers=asked)
    after = httpx.get(f"{served.url}/bucket/k", headers={"origin": "http://app.test"})
    assert "access-control-allow-origin" not in before.headers
    assert preflight.headers["access-control-allow-origin"] == "http://app.test"
    assert after.headers["access-control-allow-origin"] == "http://app.test"


def test_tags_of_objects_and_buckets_come_back(s3):
    s3.put_object(Bucket="bucket", Key="k", Body=b"v", Tagging="a=1")
    s3.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": [{"Key": "b", "Value": "2"}]})
    assert s3.get_object_tagging(Bucket="bucket", Key="k")["TagSet"] == [{"Key": "a", "Value": "1"}]
    assert s3.get_bucket_tagging(Bucket="bucket")["TagSet"] == [{"Key": "b", "Value": "2"}]


def test_if_none_match_lets_one_of_many_racers_win(served, s3):
    def race(body: int) -> int:
        try:
            answer = s3.put_object(Bucket="bucket", Key="k", Body=str(body), IfNoneMatch="*")
        except ClientError as error:
            return error.response["ResponseMetadata"]["HTTPStatusCode"]
        return answer["ResponseMetadata"]["HTTPStatusCode"]

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(race, range(16)))
    assert outcomes == [200] + [412] * 15


def test_a_client_that_expects_100_continue_gets_it_before_it_sends_the_body(s3, served):
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    connection.connect()
    url = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "k"})
    head = f"PUT {url.removeprefix(served.url)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n"
    connection.sock.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
    assert connection.sock.recv(1024).startswith(b"HTTP/1.1 100 ")
    connection.sock.sendall(b"body")
    assert connection.sock.recv(4096).startswith(b"HTTP/1.1 200 ")
    connection.close()
    assert s3.get_object(Bucket="bucket", Key="k")["Body"].read() == b"body"


def test_an_aws_chunked_body_is_stored_without_its_chunks_and_with_its_checksum(s3, served):
    url = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "k"})
    body = b"5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
    headers = {
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "content-encoding": "aws-chunked",
        "x-amz-trailer": "x-amz-checksum-crc32",
        "x-amz-decoded-content-length": "11",
    }
    assert httpx.put(url, content=body, headers=headers).status_code == 200
    found = s3.get_object(Bucket="bucket", Key="k", ChecksumMode="ENABLED")
    assert found["Body"].read() == b"hello world"
    assert found["ChecksumCRC32"] == "DUoRhQ=="
    assert "ContentEncoding" not in found


def test_a_broken_aws_chunked_body_is_refused(s3, served):
    url = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "k"})
    headers = {"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}
    answer = httpx.put(url, content=b"5\r\nhel", headers=headers)
    assert (answer.status_code, "IncompleteBody" in answer.text) == (400, True)


def test_a_stream_of_unknown_length_is_stored(s3):
    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.left = [b"one", b"two"]

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return self.left.pop(0) if self.left else b""

    s3.upload_fileobj(Unseekable(), "bucket", "k")
    assert s3.get_object(Bucket="bucket", Key="k")["Body"].read() == b"onetwo"


@pytest.mark.parametrize("host", ["bucket.localhost", "bucket.s3.localhost", "bucket.sim.example.test"])
def test_a_bucket_in_the_host_name_is_found(s3, served, host):
    s3.put_object(Bucket="bucket", Key="a/k", Body=b"v", ACL="public-read")
    answer = httpx.get(f"{served.url}/a/k", headers={"host": f"{host}:{served.port}"})
    assert answer.content == b"v"


def test_boto3_in_virtual_host_style_creates_lists_and_reads(served, monkeypatch):
    client = served.client("s3", url=f"http://localhost:{served.port}", s3={"addressing_style": "virtual"})
    monkeypatch.setattr("socket.getaddrinfo", _loopback)
    client.create_bucket(Bucket="with.dots.in")
    client.put_object(Bucket="with.dots.in", Key="k", Body=b"v")
    assert client.get_object(Bucket="with.dots.in", Key="k")["Body"].read() == b"v"
    assert served.client("s3").list_objects_v2(Bucket="with.dots.in")["KeyCount"] == 1


def _loopback(host, port, *rest, **options):
    return [(2, 1, 6, "", ("127.0.0.1", port))]


def test_a_server_name_with_dots_is_not_taken_for_a_bucket(s3, served):
    s3.put_object(Bucket="bucket", Key="k", Body=b"v", ACL="public-read")
    answer = httpx.get(f"{served.url}/bucket/k", headers={"host": "simulator.example.test"})
    assert answer.content == b"v"


def test_head_bucket_tells_the_region(served):
    client = served.client("s3", region="eu-west-1")
    client.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert client.head_bucket(Bucket="bucket")["BucketRegion"] == "eu-west-1"


def test_metadata_names_keep_their_underscores(s3, served):
    url = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "k"})
    httpx.put(url, content=b"v", headers={"x-amz-meta-my_key": "1"})
    assert s3.head_object(Bucket="bucket", Key="k")["Metadata"] == {"my_key": "1"}


def test_an_upload_to_a_missing_bucket_is_refused_in_the_words_of_s3(served):
    with pytest.raises(ClientError) as refused:
        served.client("s3").put_object(Bucket="nowhere", Key="k", Body=b"v")
    assert refused.value.response["Error"]["Code"] == "NoSuchBucket"


def test_a_new_object_reaches_the_queue_that_the_bucket_notifies(s3, served):
    queues = served.client("sqs")
    queue = queues.create_queue(QueueName="q")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:123456789012:q"
    wish = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    s3.put_bucket_notification_configuration(Bucket="bucket", NotificationConfiguration=wish)
    s3.put_object(Bucket="bucket", Key="k", Body=b"v")
    told = queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    events = [json.loads(message["Body"]) for message in told]
    assert "k" in [event["Records"][0]["s3"]["object"]["key"] for event in events if "Records" in event]


def test_anonymous_requests_with_a_foreign_host_are_answered_here(served):
    for path in ("/", "/index.html", "/latest/meta-data/", "/moto-api/reset", "/favicon.ico"):
        answer = httpx.get(f"{served.url}{path}", headers={"host": "www.example.com"})
        assert answer.headers["content-type"].startswith(("application/xml", "text/xml"))


def test_an_amazon_host_name_reaches_the_same_bucket(s3, served):
    s3.put_object(Bucket="bucket", Key="k", Body=b"v", ACL="public-read")
    for host, path in (("s3.amazonaws.com", "/bucket/k"), ("bucket.s3.eu-west-1.amazonaws.com", "/k")):
        assert httpx.get(f"{served.url}{path}", headers={"host": host}).content == b"v"


def test_a_client_of_signature_version_2_is_served(served, s3):
    client = boto3.client(
        "s3",
        endpoint_url=served.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(signature_version="s3"),
    )
    client.put_object(Bucket="bucket", Key="k", Body=b"v")
    assert httpx.get(client.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "k"})).content == b"v"


def test_a_browser_form_uploads_with_a_presigned_post(s3):
    form = s3.generate_presigned_post("bucket", "form/${filename}")
    answer = httpx.post(form["url"], data=form["fields"], files={"file": ("name.txt", b"from a form", "text/plain")})
    assert answer.status_code == 204
    assert s3.get_object(Bucket="bucket", Key="form/name.txt")["Body"].read() == b"from a form"
