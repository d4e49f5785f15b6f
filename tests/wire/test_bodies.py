"""Reading bodies: whole, inflated, and never more than the limit."""

import gzip
import zlib

import pytest

from simulator.wire.bodies import inflate, inflated, read_body
from simulator.wire.refusals import ClientGone, Refusal


def receiving(*parts, left=False):
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.disconnect"} if left else {"type": "http.request"})
    remaining = iter(messages)

    async def receive():
        return next(remaining)

    return receive


async def test_a_body_in_pieces_is_put_together():
    assert await read_body({}, receiving(b"ab", b"", b"c"), 3) == b"abc"


async def test_an_absent_body_is_empty():
    assert await read_body({}, receiving(), 3) == b""


async def test_a_body_one_byte_over_the_limit_is_refused_with_the_limit():
    with pytest.raises(Refusal) as caught:
        await read_body({}, receiving(b"ab", b"cd"), 3)
    assert (caught.value.code, caught.value.status) == ("RequestEntityTooLargeException", 413)
    assert caught.value.message == "The request body is larger than 3 bytes."


async def test_a_body_announced_as_too_long_is_refused_before_it_is_read():
    async def receive():
        pytest.fail("the body was read")

    with pytest.raises(Refusal, match="larger than 3 bytes"):
        await read_body({"content-length": "4"}, receive, 3)


async def test_a_client_that_leaves_in_the_middle_is_noticed():
    with pytest.raises(ClientGone):
        await read_body({}, receiving(b"a", left=True), 3)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
def test_a_gzip_body_is_inflated(encoding):
    sent = gzip.compress(b"{}" * 100, mtime=0)
    assert inflated({"content-encoding": encoding}, sent, 1000) == b"{}" * 100


def test_a_gzip_file_of_several_members_is_inflated_whole():
    assert inflate(gzip.compress(b"ab", mtime=0) + gzip.compress(b"") + gzip.compress(b"cd"), 4) == b"abcd"


def test_a_small_gzip_body_that_inflates_beyond_the_limit_is_refused():
    bomb = gzip.compress(b"\0" * 10_000_000, mtime=0)
    assert len(bomb) < 20_000
    with pytest.raises(Refusal, match="larger than 20000 bytes"):
        inflate(bomb, 20_000)


def test_many_gzip_members_share_one_limit():
    with pytest.raises(Refusal, match="larger than 5 bytes"):
        inflate(gzip.compress(b"abc", mtime=0) * 2, 5)


@pytest.mark.parametrize(
    "body,words",
    [
        (b"not gzip", "incorrect header check"),
        (gzip.compress(b"abc", mtime=0)[:-4], "cut short"),
        (gzip.compress(b"abc", mtime=0) + b"rest", "incorrect header check"),
        (zlib.compress(b"abc"), "incorrect header check"),
    ],
)
def test_what_is_not_gzip_is_refused_with_the_reason(body, words):
    with pytest.raises(Refusal) as caught:
        inflate(body, 1000)
    assert caught.value.code == "SerializationException"
    assert words in caught.value.message


def test_another_encoding_is_refused_by_name():
    with pytest.raises(Refusal, match="'br' is not supported: send the body as it is, or as gzip"):
        inflated({"content-encoding": "br"}, b"x", 1000)
