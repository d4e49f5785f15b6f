"""Every door's own signatures, before a simulator that counts them."""

import json
from dataclasses import replace

import pytest

from e2e.doors.aws import Aws
from e2e.doors.door import Caller
from e2e.doors.given import bucket, flow, loop_request, task_ui
from e2e.doors.registry import OURS

ACCOUNTS = {door.name: f"20000000000{number}" for number, door in enumerate(OURS)}
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
def signed(strict_server):
    """A function that answers AWS on that server through a door, with its key."""
    return lambda door: Aws(door, strict_server, Caller(strict_server.url, ACCOUNTS[door.name], secret=SECRET))


def with_secret(aws, secret):
    return replace(aws, caller=replace(aws.caller, secret=secret))


def sign_for_the_control_plane(aws):
    task_ui(aws, "signed", "<p>Größe</p>")
    assert [item["HumanTaskUiName"] for item in aws.every("ListHumanTaskUis", MaxResults=5)] == ["signed"]
    guessing, stranger = with_secret(aws, "guessed"), aws.elsewhere(account="299999999999")
    guessing.refused("DescribeHumanTaskUi", "InvalidSignatureException", message="signature", HumanTaskUiName="signed")
    stranger.refused("DescribeHumanTaskUi", "UnrecognizedClientException", message="token", HumanTaskUiName="signed")


def sign_for_runtime_and_s3(aws):
    flow_arn = flow(aws, "signed-loops")
    aws("CreateBucket", service="s3", Bucket=bucket(aws))
    aws("StartHumanLoop", **loop_request(flow_arn, "Signed--1", '{"text": "Größe"}'))
    aws.answer("Signed--1", {"sentiment": {"label": "Positive"}})
    uri = aws.ended("Signed--1")["HumanLoopOutput"]["OutputS3Uri"]
    assert json.loads(aws.read(uri))["inputContent"] == {"text": "Größe"}
    guessing = with_secret(aws, "guessed")
    guessing.refused("DescribeHumanLoop", "InvalidSignatureException", status=403, HumanLoopName="Signed--1")
    guessing.refused("CreateBucket", "SignatureDoesNotMatch", status=403, service="s3", Bucket="stolen")


def test_the_signature_of_every_door_is_believed_and_no_other(through_each_door, signed):
    through_each_door(sign_for_the_control_plane, signed)
    through_each_door(sign_for_runtime_and_s3, signed, WITH_LOOPS)
