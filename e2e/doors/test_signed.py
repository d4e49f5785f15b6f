"""Every door's own signatures, before a simulator that counts them."""

import json
from dataclasses import replace

import pytest

from e2e.doors.aws import Aws
from e2e.doors.door import Caller
from e2e.doors.given import bucket, flow, loop_request, task_ui
from e2e.doors.registry import OURS
from tools.door_places import doors_left_out

ACCOUNTS = {door: f"20000000000{number}" for number, door in enumerate(OURS)}
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = "".join(f'[keys.{account}]\nsecret = "{SECRET}"\naccount = "{account}"\n' for account in ACCOUNTS.values())
WITH_LOOPS = [door for door in OURS if door.has("sagemaker-a2i-runtime", "StartHumanLoop")]


@pytest.fixture(scope="module")
def strict_server(tmp_path_factory, serving):
    """A simulator that answers only who signs with a key that it knows."""
    folder = tmp_path_factory.mktemp("signed")
    (folder / "keys.toml").write_text(KEYS)
    with serving(folder / "server.log", "--config", str(folder / "keys.toml"), "--auth", "sigv4") as running:
        yield running


@pytest.fixture
def signed(strict_server, opened):
    """A function that answers AWS on that server through the door of a class, with its key."""

    def through(door):
        if getattr(door, "set_up_by", None) in doors_left_out():
            pytest.skip("A2I_SIMULATOR_WITHOUT_DOORS leaves it out")
        return Aws(opened(door), strict_server, Caller(strict_server.url, ACCOUNTS[door], secret=SECRET))

    return through


def with_secret(aws, secret):
    return replace(aws, caller=replace(aws.caller, secret=secret))


@pytest.mark.parametrize("door", OURS, ids=lambda door: door.name)
def test_the_control_plane_believes_the_signature_and_no_other(door, signed):
    aws = signed(door)
    task_ui(aws, "signed", "<p>Größe</p>")
    assert [item["HumanTaskUiName"] for item in aws.every("ListHumanTaskUis", MaxResults=5)] == ["signed"]
    guessing, stranger = with_secret(aws, "guessed"), aws.elsewhere(account="299999999999")
    guessing.refused("DescribeHumanTaskUi", "InvalidSignatureException", message="signature", HumanTaskUiName="signed")
    stranger.refused("DescribeHumanTaskUi", "UnrecognizedClientException", message="token", HumanTaskUiName="signed")


@pytest.mark.parametrize("door", WITH_LOOPS, ids=lambda door: door.name)
def test_runtime_and_s3_believe_the_signature_and_no_other(door, signed):
    aws = signed(door)
    flow_arn = flow(aws, "signed-loops")
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    aws("StartHumanLoop", **loop_request(flow_arn, "Signed--1", '{"text": "Größe"}'))
    aws.answer("Signed--1", {"sentiment": {"label": "Positive"}})
    uri = aws.ended("Signed--1")["HumanLoopOutput"]["OutputS3Uri"]
    assert json.loads(aws.read(uri))["inputContent"] == {"text": "Größe"}
    guessing = with_secret(aws, "guessed")
    guessing.refused("DescribeHumanLoop", "InvalidSignatureException", status=403, HumanLoopName="Signed--1")
    guessing.refused("CreateBucket", "SignatureDoesNotMatch", status=403, service="s3", Bucket="stolen")
