"""The small parts: addresses, chunks, shapes of refusals."""

import io

import pytest

from simulator.wire.fallback.addressing import access_key_of, account_of, bucket_in_host
from simulator.wire.fallback.answers import Refusal
from simulator.wire.fallback.aws_chunked import Malformed, decode


@pytest.mark.parametrize(
    "host, method, path, bucket",
    [
        ("127.0.0.1:4280", "GET", "/b/k", None),
        ("localhost", "PUT", "/", None),
        ("simulator:4280", "GET", "/b/k", None),
        ("[::1]:4280", "GET", "/b/k", None),
        ("s3.localhost:4280", "GET", "/b/k", None),
        ("b.localhost:4280", "GET", "/k", "b"),
        ("my.dotted.b.s3.localhost", "GET", "/k", "my.dotted.b"),
        ("known.sim.test", "GET", "/k", "known"),
        ("known.dotted.sim.test", "GET", "/k", "known.dotted"),
        ("other.sim.test", "GET", "/b/k", None),
        ("other.sim.test", "PUT", "/", "other"),
        ("b.s3.amazonaws.com", "GET", "/k", None),
    ],
)
def test_a_host_names_a_bucket_by_these_rules(host, method, path, bucket):
    assert bucket_in_host(host, method, path, {"known", "known.dotted"}.__contains__) == bucket


@pytest.mark.parametrize(
    "environ, key",
    [
        ({"HTTP_AUTHORIZATION": "AWS4-HMAC-SHA256 Credential=AKID/d/r/s3/aws4_request, x"}, "AKID"),
        ({"HTTP_AUTHORIZATION": "AWS AKID:signature"}, "AKID"),
        ({"QUERY_STRING": "X-Amz-Credential=111122223333%2Fd%2Fr%2Fs3%2Faws4_request"}, "111122223333"),
        ({"QUERY_STRING": "AWSAccessKeyId=AKID&Signature=x"}, "AKID"),
        ({"HTTP_AUTHORIZATION": "Bearer x", "QUERY_STRING": "a=b"}, None),
    ],
)
def test_the_access_key_is_found_wherever_it_is(environ, key):
    assert access_key_of(environ) == key


@pytest.mark.parametrize(
    "key, account",
    [(None, "default"), ("111122223333", "111122223333"), ("ISSUED", "444455556666"), ("else", "default")],
)
def test_the_account_follows_from_the_access_key(key, account):
    assert account_of(key, "default", {"ISSUED": "444455556666"}.get) == account


def test_signed_chunks_and_trailers_are_taken_apart():
    body = b"3;chunk-signature=aa\r\nabc\r\nA;chunk-signature=bb\r\n0123456789\r\n0;chunk-signature=cc\r\n"
    carried, trailers = decode(io.BytesIO(body + b"X-Amz-Checksum-Crc32: AAAA==\r\nx-amz-trailer-signature:dd\r\n\r\n"))
    assert carried.read() == b"abc0123456789"
    assert trailers == {"x-amz-checksum-crc32": "AAAA==", "x-amz-trailer-signature": "dd"}


@pytest.mark.parametrize(
    "body, said",
    [
        (b"", "no chunk length"),
        (b"zz\r\n", "no chunk length"),
        (b"-1\r\n", "no chunk length"),
        (b"5\r\nab", "3 bytes too early"),
        (b"2\r\nabc\r\n0\r\n\r\n", "longer than it says"),
    ],
)
def test_a_broken_chunk_is_told_with_its_place(body, said):
    with pytest.raises(Malformed, match=said):
        decode(io.BytesIO(body))


@pytest.mark.parametrize("protocol", ["s3", "rest-xml", "query", "ec2", "json", "rest-json"])
def test_botocore_reads_a_refusal_of_every_protocol(protocol):
    from botocore.parsers import create_parser

    answer = Refusal(501, "NotImplemented", "no <such> \x00 thing & more").shaped(protocol)
    parser = create_parser("rest-xml" if protocol == "s3" else protocol)
    parsed = parser.parse({"status_code": 501, "headers": dict(answer.headers), "body": answer.body}, None)
    assert parsed["Error"]["Code"] == "NotImplemented"
    assert parsed["Error"]["Message"].startswith("no <such>")


@pytest.mark.parametrize("length", [3, 23, 24, 255, 256, 70_000])
def test_botocore_reads_a_refusal_in_cbor_of_any_length(length):
    from botocore.parsers import create_parser

    answer = Refusal(501, "NotImplemented", "m" * length).shaped("cbor")
    parsed = create_parser("smithy-rpc-v2-cbor").parse(
        {"status_code": 501, "headers": dict(answer.headers), "body": answer.body}, None
    )
    assert parsed["Error"]["Code"] == "NotImplemented"
    assert parsed["Error"]["Message"] == "m" * min(length, 65535)
