"""docs/control-api.md tells every call, and its examples are what the simulator answers."""

import json
import re
from pathlib import Path

import pytest

from simulator.store import documents

PAGE = (Path(__file__).parents[2] / "docs" / "control-api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```http\n(\w+) (\S+)\n(?:(\{.*\})\n)?\n(\d+)\n(\{.*\})\n```", PAGE)
TOLD = set(re.findall(r"^\| `(\w+) (/\S*)` \|", PAGE, re.MULTILINE))
FLOW = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/reviewers"


@pytest.fixture
async def stage(control):
    """What the page says there is before its first example."""
    await control.store.write(lambda uow: [documents.add(uow, _document(*each)) for each in _DOCUMENTS])
    for name in ("review-1", "review-2"):
        await control.start(name, 2, flow_arn=FLOW, reward_tenths=36)
    return control


async def test_every_call_is_told_and_nothing_else(control):
    listed = (await control.ask("GET", ""))["calls"]
    assert {(call["method"], call["path"].removeprefix("/_simulator")) for call in listed} == TOLD


async def test_the_examples_are_answered_as_they_say(stage):
    assert len(EXAMPLES) == PAGE.count("```http")
    known = {}
    for method, path, body, status, expected in EXAMPLES:
        sent = _filled(body, known)
        response = await stage.client.request(method, f"/_simulator{_filled(path, known)}", content=sent or None)
        assert response.status_code == int(status), f"{method} {path}: {response.text}"
        _compare(json.loads(expected), response.json(), f"{method} {path}", known)


def _filled(text, known):
    return re.sub(r"<([\w-]+)>", lambda match: known[match[1]], text)


def _compare(expected, found, where, known):
    if isinstance(expected, dict):
        assert set(expected) <= set(found), where
        for name, value in expected.items():
            _compare(value, found[name], f"{where} {name}", known)
    elif isinstance(expected, list):
        assert len(expected) == len(found), where
        for number, value in enumerate(expected):
            _compare(value, found[number], f"{where} [{number}]", known)
    elif isinstance(expected, str) and re.fullmatch(r"<[\w-]+>", expected):
        assert known.setdefault(expected[1:-1], found) == found, where
    elif expected != "…":
        assert found == expected, where


def _document(kind, arn):
    name = arn.rsplit("/", 1)[-1]
    return {
        "kind": kind, "account": "123456789012", "region": "us-east-1", "name": name, "arn": arn, "status": "Active",
        "created_ms": 0, "updated_ms": 0, "body": "{}",
    }  # fmt: skip


_DOCUMENTS = (("flow-definition", FLOW), ("workteam", TEAM))
