"""S3's manners: presigned addresses, forms, bodies in signed pieces, hashes and checksums that must hold."""

import base64
import hashlib
import hmac
import io
import re
import zlib
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
KEY = "a b/ü(1)!*'+=&$@;:,~.txt"


def code(answered):
    """Status and code of an S3 refusal."""
    return answered.status, re.search("<Code>(.*?)</Code>", answered.text)[1]


@pytest.fixture
def s3(served):
    return served.client("s3")


@pytest.mark.parametrize("style", ["path", "virtual"])
def test_objects_with_any_name_go_in_and_out(served, style):
    s3 = served.client("s3", s3={"addressing_style": style}) if style == "path" else served.client("s3")
    s3.put_object(Bucket="bucket", Key=KEY, Body=b"content", Metadata={"a": "b  c"})
    assert s3.get_object(Bucket="bucket", Key=KEY)["Body"].read() == b"content"
    assert [found["Key"] for found in s3.list_objects_v2(Bucket="bucket", Prefix="a b/")["Contents"]] == [KEY]
    s3.delete_objects(Bucket="bucket", Delete={"Objects": [{"Key": KEY}]})


def test_a_large_object_goes_in_by_parts(s3):
    body = bytes(range(256)) * 4096 * 12
    s3.upload_fileobj(io.BytesIO(body), "bucket", "large")
    assert hashlib.sha256(s3.get_object(Bucket="bucket", Key="large")["Body"].read()).digest() == (
        hashlib.sha256(body).digest()
    )


def test_a_body_other_than_the_announced_one_is_refused_and_nothing_is_kept(served, s3):
    signed = served.sign("s3", "/bucket/tampered", "PUT", b"the signed one")
    signed.body = b"another one!!!"
    answered = served.send(signed)
    assert code(answered) == (400, "XAmzContentSHA256Mismatch")
    for name, body in (("Client", b"the signed one"), ("S3", b"another one!!!")):
        assert f"<{name}ComputedContentSHA256>{hashlib.sha256(body).hexdigest()}<" in answered.text
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="bucket", Key="tampered")


def test_s3_wants_the_hash_of_the_body_and_every_header_of_aws_signed(served):
    signed = served.sign("s3", "/bucket/x", "PUT", b"x")
    assert code(served.send(signed, x_amz_content_sha256=None)) == (400, "InvalidRequest")
    answered = served.send(signed, x_amz_acl="public-read")
    assert code(answered) == (403, "AccessDenied")
    assert "<HeadersNotSigned>x-amz-acl</HeadersNotSigned>" in answered.text
    assert served.send(served.sign("s3", "/bucket/x", "PUT", b"x", payload_hash="UNSIGNED-PAYLOAD")).status == 200


def test_other_ways_of_signing_are_refused_by_name(served):
    sentence = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
    for headers, target in (
        ({"authorization": "Bearer token"}, "/bucket"),
        ({"authorization": "AWS4-ECDSA-P256-SHA256 Credential=A/1/s3/aws4_request, SignedHeaders=host"}, "/bucket"),
        ({}, "/bucket?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=A/1/s3/aws4_request&X-Amz-Signature=0"),
    ):
        answered = served.ask("GET", target, headers)
        assert (code(answered), sentence in answered.text) == ((400, "InvalidRequest"), True)


def test_a_presigned_address_works_for_whoever_has_it_and_for_nothing_else(served):
    s3 = served.client("s3", signature_version="s3v4")
    s3.put_object(Bucket="bucket", Key=KEY, Body=b"content")
    url = s3.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": KEY}, 60)
    assert served.ask("GET", url).body == b"content"
    assert code(served.ask("DELETE", url)) == (403, "SignatureDoesNotMatch")
    assert code(served.ask("GET", url.replace("/a%20b", "/b%20b"))) == (403, "SignatureDoesNotMatch")
    assert code(served.ask("GET", url.replace("Expires=60", "Expires=61"))) == (403, "SignatureDoesNotMatch")
    assert code(served.ask("GET", url + "&versionId=1")) == (403, "SignatureDoesNotMatch")
    put = s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "put"}, 60)
    assert served.ask("PUT", put, body=b"anything").status == 200
    assert s3.get_object(Bucket="bucket", Key="put")["Body"].read() == b"anything"
    session = served.client("s3", served.session, signature_version="s3v4")
    assert served.ask("GET", session.generate_presigned_url("list_buckets")).status == 200


def test_signature_version_two_with_which_boto3_presigns_by_itself_counts_as_well(served, s3):
    s3.put_object(Bucket="bucket", Key=KEY, Body=b"content")
    for client in (s3, served.client("s3", served.session)):
        shown = {"Bucket": "bucket", "Key": KEY, "ResponseContentType": "text/x y"}
        url = client.generate_presigned_url("get_object", shown, 60)
        assert "AWSAccessKeyId=" in url
        assert served.ask("GET", url).body == b"content"
        assert code(served.ask("PUT", url)) == (403, "SignatureDoesNotMatch")
        assert code(served.ask("GET", url.replace("/a%20b", "/b%20b"))) == (403, "SignatureDoesNotMatch")
        assert code(served.ask("GET", re.sub("KeyId=[^&]*", "KeyId=AKIANOBODY", url))) == (403, "InvalidAccessKeyId")
    answered = served.ask("GET", s3.generate_presigned_url("list_objects", {"Bucket": "bucket"}, -1))
    assert code(answered) == (403, "AccessDenied")
    assert "<Message>Request has expired</Message><Expires>" in answered.text
    old = served.client("s3", signature_version="s3")
    old.put_object(Bucket="bucket", Key="old", Body=b"x", Metadata={"b": "1", "a": "2"})
    assert old.get_object_acl(Bucket="bucket", Key="old")["Grants"]
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        served.client("s3", ("AKIAANA", "not ana's"), signature_version="s3").list_buckets()


def test_ours_do_not_take_signature_version_two(served):
    headers = {"authorization": "AWS AKIAANA:signature", "x-amz-target": "SageMaker.ListFlowDefinitions"}
    assert served.ask("POST", "/", headers, b"{}").status == 400


def presigned(served, seconds_ago, expires, service="s3", path="/bucket", key=None):
    """An address that was presigned a while ago."""
    at = (datetime.now(UTC) - timedelta(seconds=seconds_ago)).strftime("%Y%m%dT%H%M%SZ")

    class Signer(SigV4QueryAuth):
        def payload(self, request):
            return "UNSIGNED-PAYLOAD" if service == "s3" else super().payload(request)

        def add_auth(self, request):
            request.context["timestamp"] = at
            self._modify_request_before_signing(request)
            canonical = self.canonical_request(request)
            self._inject_signature_to_request(request, self.signature(self.string_to_sign(request, canonical), request))

    request = AWSRequest(method="GET", url=served.url + path)
    Signer(Credentials(*(key or served.ana)), service, "us-east-1", expires).add_auth(request)
    return request.url


def test_an_expired_address_is_refused_with_when_it_expired_and_what_time_it_is(served):
    assert served.ask("GET", presigned(served, 50, 60)).status == 200
    answered = served.ask("GET", presigned(served, 70, 60))
    assert code(answered) == (403, "AccessDenied")
    assert "<Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires><Expires>" in answered.text
    assert re.search(r"<ServerTime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</ServerTime>", answered.text)
    assert "Request is not yet valid" in served.ask("GET", presigned(served, -3600, 60)).text


def test_a_presigned_call_of_another_service_works_and_expires_too(served):
    path = "/?Action=GetCallerIdentity&Version=2011-06-15"
    assert "<Account>111111111111<" in served.ask("GET", presigned(served, 1, 60, "sts", path)).text
    answered = served.ask("GET", presigned(served, 61, 60, "sts", path))
    assert code(answered) == (403, "SignatureDoesNotMatch")
    assert "Signature expired: " in answered.text


@pytest.mark.parametrize(
    "change, words",
    [
        ((r"&X-Amz-SignedHeaders=[^&]*", ""), "requires the X-Amz-Algorithm"),
        ((r"Expires=60", "Expires=700000"), "between 1 and a week"),
        ((r"Expires=60", "Expires=-1"), "between 1 and a week"),
    ],
)
def test_an_address_whose_parameters_are_not_whole_is_refused(served, change, words):
    answered = served.ask("GET", re.sub(*change, presigned(served, 1, 60)))
    assert code(answered) == (400, "AuthorizationQueryParametersError")
    assert words in answered.text


def chunked(served, path, parts, trailers=(), *, spoil=None):
    """A PUT whose body is signed piece by piece, by the rules that AWS publishes and without our code."""
    kind = SIGNED + ("-TRAILER" if trailers else "")
    headers = {"x-amz-decoded-content-length": str(sum(map(len, parts))), "content-encoding": "aws-chunked"}
    if trailers:
        headers["x-amz-trailer"] = ",".join(name for name, _ in trailers)
    signed = served.sign("s3", path, "PUT", headers=headers, payload_hash=kind)
    at = signed.headers["X-Amz-Date"]
    scope = f"{at[:8]}/us-east-1/s3/aws4_request"
    key = f"AWS4{served.ana[1]}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    last = signed.headers["Authorization"].rpartition("Signature=")[2]

    def following(name, hashes):
        text = f"AWS4-HMAC-SHA256-{name}\n{at}\n{scope}\n{last}\n{hashes}"
        return hmac.new(key, text.encode(), "sha256").hexdigest()

    body, empty = b"", hashlib.sha256(b"").hexdigest()
    for number, part in enumerate([*parts, b""]):
        last = following("PAYLOAD", f"{empty}\n{hashlib.sha256(part).hexdigest()}")
        sent = part[::-1] if spoil == number else part
        body += f"{len(part):x};chunk-signature={last}\r\n".encode() + sent + (b"\r\n" if part else b"")
    if trailers:
        text = "".join(f"{name}:{value}\n" for name, value in trailers)
        last = following("TRAILER", hashlib.sha256(text.encode()).hexdigest())
        shown = last if spoil != "trailer" else "0" * 64
        body += text.replace("\n", "\r\n").encode() + f"x-amz-trailer-signature:{shown}\r\n".encode()
    signed.body = body + b"\r\n"
    return signed


PARTS = [b"a" * 65_536, b"bc" * 1000, b"d"]
CRC32 = ("x-amz-checksum-crc32", base64.b64encode(zlib.crc32(b"".join(PARTS)).to_bytes(4, "big")).decode())


@pytest.mark.parametrize("trailers", [(), (CRC32,)])
def test_a_body_signed_in_pieces_is_put_together(served, s3, trailers):
    assert served.send(chunked(served, "/bucket/pieces", PARTS, trailers)).status == 200
    found = s3.get_object(Bucket="bucket", Key="pieces", ChecksumMode="ENABLED")
    assert found["Body"].read() == b"".join(PARTS)


@pytest.mark.parametrize("trailers, spoil", [((), 1), ((CRC32,), "trailer"), ((CRC32,), 1)])
def test_a_piece_or_a_trailer_that_was_changed_is_refused_and_nothing_is_kept(served, s3, trailers, spoil):
    answered = served.send(chunked(served, "/bucket/spoilt", PARTS, trailers, spoil=spoil))
    assert code(answered) == (403, "SignatureDoesNotMatch")
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="bucket", Key="spoilt")


def test_pieces_may_not_be_left_out_or_swapped(served):
    signed = chunked(served, "/bucket/spoilt", [b"abc", b"def"])
    first, second = (part for part in re.findall(rb"3;chunk-signature=.{64}\r\n...\r\n", signed.body))
    signed.body = signed.body.replace(first + second, second + first)
    assert code(served.send(signed)) == (403, "SignatureDoesNotMatch")
    signed.body = signed.body.replace(second + first, first)
    assert code(served.send(signed))[0] in {400, 403}


def test_a_trailing_checksum_of_an_unsigned_body_must_hold(served, s3):
    def put(checksum):
        headers = {"x-amz-decoded-content-length": "3", "content-encoding": "aws-chunked", "x-amz-trailer": CRC32[0]}
        signed = served.sign(
            "s3", "/bucket/u", "PUT", headers=headers, payload_hash="STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        )
        signed.body = b"3\r\nabc\r\n0\r\n" + f"{CRC32[0]}:{checksum}\r\n\r\n".encode()
        return served.send(signed)

    assert put(base64.b64encode(zlib.crc32(b"abc").to_bytes(4, "big")).decode()).status == 200
    answered = put("AAAAAA==")
    assert code(answered) == (400, "BadDigest")
    assert "The CRC32 you specified did not match the calculated checksum." in answered.text


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_a_checksum_in_a_header_must_hold(s3, algorithm):
    s3.put_object(Bucket="bucket", Key="c", Body=b"abc", ChecksumAlgorithm=algorithm)
    wrong = base64.b64encode(b"\0" * {"CRC32": 4, "SHA1": 20, "SHA256": 32}[algorithm]).decode()
    with pytest.raises(ClientError, match="BadDigest"):
        s3.put_object(Bucket="bucket", Key="c", Body=b"abc", **{f"Checksum{algorithm}": wrong})
    with pytest.raises(ClientError, match="BadDigest"):
        s3.put_object(Bucket="bucket", Key="c", Body=b"abc", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
    with pytest.raises(ClientError, match="InvalidDigest"):
        s3.put_object(Bucket="bucket", Key="c", Body=b"abc", ContentMD5="AAAA")


def form_of(served, conditions, fields=None, key=None, expires=60, version="s3v4"):
    client = served.client("s3", key or served.ana, signature_version=version)
    return client.generate_presigned_post("bucket", "form/${filename}", fields, conditions, expires)


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_a_form_that_its_policy_allows_is_uploaded(served, s3, version):
    conditions = [["content-length-range", 1, 100], {"acl": "private"}]
    post = form_of(served, conditions, {"acl": "private"}, version=version)
    sent = httpx.post(post["url"], data=post["fields"], files={"file": ("f.txt", b"content")})
    assert sent.status_code == 204
    assert s3.get_object(Bucket="bucket", Key="form/f.txt")["Body"].read() == b"content"


@pytest.mark.parametrize(
    "changed, size, status, words",
    [
        ({"acl": "public-read"}, 5, 403, "Extra input fields: acl"),
        ({"key": "elsewhere"}, 5, 403, "Policy Condition failed"),
        ({"x-amz-signature": "0" * 64}, 5, 403, "SignatureDoesNotMatch"),
        ({"policy": "bm8gSlNPTg=="}, 5, 403, "SignatureDoesNotMatch"),
        ({"x-amz-credential": "AKIANOBODY/20260101/us-east-1/s3/aws4_request"}, 5, 403, "InvalidAccessKeyId"),
        ({}, 101, 400, "EntityTooLarge"),
        ({}, 0, 400, "EntityTooSmall"),
    ],
)
def test_a_form_that_its_policy_does_not_allow_is_refused(served, changed, size, status, words):
    post = form_of(served, [["content-length-range", 1, 100]])
    sent = httpx.post(post["url"], data=post["fields"] | changed, files={"file": ("f.txt", b"x" * size)})
    assert (sent.status_code, words in sent.text) == (status, True), sent.text


def test_a_form_whose_policy_is_over_or_that_has_none_is_refused(served):
    post = form_of(served, [], expires=-1)
    sent = httpx.post(post["url"], data=post["fields"], files={"file": ("f.txt", b"x")})
    assert "Invalid according to Policy: Policy expired." in sent.text
    sent = httpx.post(f"{served.url}/bucket", data={"key": "k"}, files={"file": ("f.txt", b"x")})
    assert (sent.status_code, "<Code>AccessDenied</Code>" in sent.text) == (403, True)
