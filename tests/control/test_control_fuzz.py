"""Whatever is sent, the control API answers with JSON and never fails."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CHANGES = [
    ("POST", "/reset"),
    ("POST", "/clock"),
    ("POST", "/clock/advance"),
    ("POST", "/workers"),
    ("POST", "/workers/ann/sign-in"),
    ("POST", "/workers/nobody/sign-in"),
    ("POST", "/human-loops/loop/answers"),
    ("POST", "/human-loops/nowhere/answers"),
    ("PUT", "/human-loops/loop/truth"),
    ("PATCH", "/workers/ann"),
    ("POST", "/workers/ann/qualifications"),
    ("POST", "/workers/ann/blocks"),
    ("PUT", "/requirements"),
    ("POST", "/workers/ann/ledger"),
    ("POST", "/workers/ann/bonuses"),
    ("POST", "/answers/gone/reject"),
    ("PUT", "/gold/first"),
    ("POST", "/faults"),
]
LISTS = ["/workers", "/tasks", "/human-loops", "/human-loops/loop", "/events", "/requests", "/clock", "/health"]
LISTS += ["/workers/ann", "/workers/ann/ledger", "/requirements", "/gold", "/agreement", "/answers/gone", "/faults"]
OF_MARKET = ["workteams", "takes_adult_content", "score", "scope", "reason", "qualification", "comparator", "values"]
OF_MARKET += [
    "service",
    "operation",
    "code",
    "count",
    "usd",
    "answer_id",
    "human_loop_name",
    "flow_definition",
    "input",
]
MEMBERS = ["name", "kind", "workteam", "profile", "password", "task", "mode", "now", "speed", "seconds", "until"]
PARAMETERS = ["limit", "after", "status", "worker", "human_loop_name", "name", "account", "region", "scope"]
WORDS = ["idle", "manual", "scaled", "browser", "simulated", "ann", "2026-06-01T00:00:00Z", "9999-12-31", "", "\ud800"]

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
members = st.sampled_from([*MEMBERS, *OF_MARKET, "answer", "worker", "check"]) | st.text()
bodies = st.dictionaries(members, values, max_size=4) | values
queries = st.dictionaries(st.sampled_from(PARAMETERS), st.integers().map(str) | st.text(), max_size=2)
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(response):
    document = response.json()
    if response.status_code >= 400:
        assert response.status_code < 500, document
        assert document["error"]["message"]
        assert document["error"]["place"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize("call", CHANGES, ids=" ".join)
@given(body=bodies)
@many
async def test_any_json_body_gets_an_answer_or_a_clear_refusal(control, call, body):
    if not await control.exists("loop"):
        await control.start(task_count=3)
    await control.client.post("/_simulator/workers", content='{"name": "ann"}')
    method, path = call
    check(await control.client.request(method, f"/_simulator{path}", content=json.dumps(body)))


@pytest.mark.parametrize("call", CHANGES, ids=" ".join)
@given(content=st.binary())
@settings(many, max_examples=30)
async def test_any_bytes_get_an_answer_or_a_clear_refusal(control, call, content):
    method, path = call
    check(await control.client.request(method, f"/_simulator{path}", content=content))


@pytest.mark.parametrize("path", LISTS)
@given(query=queries)
@settings(many, max_examples=60)
async def test_any_query_gets_an_answer_or_a_clear_refusal(control, path, query):
    check(await control.client.get(f"/_simulator{path}", params=query))
