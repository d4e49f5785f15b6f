"""Health, reset, the list of calls, and how the control API refuses what it cannot read."""

import pytest

from simulator import __version__
from simulator.domain import json_values


async def test_health_says_what_runs_and_where(control):
    health = await control.ask("GET", "/health")
    assert (health["status"], health["version"], health["seed"]) == ("running", __version__, 1)
    assert health["portal_url"] == "http://simulator.test/portal"
    assert health["clock"]["now"] == "2026-01-01T00:00:00.000Z"
    assert health["outputs"] == {"pending": 0, "failing": 0}


async def test_health_counts_outputs_that_cannot_be_written(control):
    control.objects.broken = "no such bucket"
    await control.start()
    await control.ask("POST", "/human-loops/loop/answers", {"answer": {"sentiment": {"label": "Good"}}}, 201)
    assert (await control.ask("GET", "/health"))["outputs"] == {"pending": 1, "failing": 1}


@pytest.mark.parametrize("path", ["", "/"])
async def test_the_root_lists_every_call(control, path):
    listed = {(call["method"], call["path"]) for call in (await control.ask("GET", path))["calls"]}
    assert {("GET", "/_simulator/health"), ("POST", "/_simulator/human-loops/{name}/answers")} <= listed
    assert all(call["does"] for call in (await control.ask("GET", path))["calls"])


async def test_every_listed_call_has_a_route(control):
    for call in (await control.ask("GET", "/"))["calls"]:
        path = call["path"].replace("{name}", "nobody")
        response = await control.client.request(call["method"], path, params={"no-such-parameter": "1"})
        assert response.status_code in {200, 400, 404}, call
        assert "has no path" not in response.text, call


async def test_reset_empties_what_was_there(control):
    await control.start()
    await control.ask("POST", "/reset")
    assert (await control.ask("GET", "/human-loops"))["human_loops"] == []


async def test_an_unknown_path_is_told_what_is_like_it(control):
    place, message = await control.refused("GET", "/worker", None, 404)
    assert place == "GET /_simulator/worker"
    assert "/_simulator/workers" in message


@pytest.mark.parametrize("path, allowed", [("/clock", "GET, HEAD, POST"), ("/", "GET, HEAD"), ("", "GET, HEAD")])
async def test_a_wrong_method_is_told_the_right_ones_as_json(control, path, allowed):
    response = await control.client.delete(f"/_simulator{path}")
    assert response.status_code == 405
    assert response.headers["allow"] == allowed
    assert allowed in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "raw, said",
    [
        (b"{", "line 1 column 2"),
        (b"\xff", "byte 0"),
        (b"[]", "not an array"),
        (b"null", "not null"),
        (b"7", "not a number"),
        (rb'{"name": "\ud800"}', "surrogate"),
        (b"[" * 5000, "nested too deeply"),
        (b'{"name": ' + b"[" * 150 + b"]" * 150 + b"}", "nested too deeply"),
        (b'{"name": NaN}', "NaN is not a JSON value"),
    ],
)
async def test_a_body_that_is_no_json_object_is_refused_at_its_place(control, raw, said):
    response = await control.client.post("/_simulator/workers", content=raw)
    assert response.status_code == 400
    assert response.json()["error"]["place"] == "body"
    assert said in response.json()["error"]["message"]


@pytest.mark.parametrize("told", [True, False])
async def test_an_oversized_body_is_refused_whether_or_not_its_length_is_told(control, told):
    async def chunks():
        for _ in range(30):
            yield b" " * 10_000

    content = b" " * 300_000 if told else chunks()
    response = await control.client.post("/_simulator/reset", content=content)
    assert response.status_code == 413
    assert "200000 bytes" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "body, place, said",
    [
        ({}, "body.name", "is missing"),
        ({"name": 7}, "body.name", "body.name must be a text."),
        ({"name": "a/b"}, "body.name", "without '/'"),
        ({"name": "ann", "workteams": "x"}, "body.workteams", "must be a list"),
        ({"name": "ann", "workteams": ["gone"]}, "body.workteams", "no work team is called 'gone'"),
        ({"name": "ann", "workteam": "gone"}, "body.workteam", "no work team is called 'gone'"),
        ({"name": "ann", "workteams": ["x"] * 101}, "body.workteams", "must have 100 items or fewer"),
        ({"name": "ann", "takes_adult_content": 1}, "body.takes_adult_content", "must be true or false"),
        ({"name": "ann", "qualifications": {"a": 1.5}}, "body.qualifications.a", "must be a whole number"),
        ({"name": "ann", "qualifications": []}, "body.qualifications", "must be a JSON object"),
        ({"name": "ann", "password": ""}, "body.password", "must have 1 characters or more"),
        ({"name": "ann", "kind": "simulated", "profile": {"skil": 1}}, "body.profile", "Did you mean 'skill'?"),
        ({"name": "ann", "knd": "browser"}, "body.knd", "Did you mean 'kind'?"),
        ({"name": "ann", "kind": "robot"}, "body.kind", "'browser' or 'simulated'"),
        ({"name": "ann", "kind": "browser", "profile": {}}, "body.profile", "simulated workers"),
        ({"name": "ann", "kind": "simulated", "password": "x"}, "body.password", "browser workers"),
    ],
)
async def test_a_member_that_is_wrong_is_named_with_the_mend(control, body, place, said):
    found, message = await control.refused("POST", "/workers", body, 400)
    assert found == place
    assert said in message


@pytest.mark.parametrize(
    "path, body, place, said",
    [
        ("/clock", {"mode": "Real"}, "body.mode", "body.mode must be 'real', 'scaled' or 'manual'."),
        ("/clock", {"mode": "scaled", "speed": 0}, "body.speed", "body.speed must be more than 0."),
        ("/clock/advance", {"seconds": -1}, "body.seconds", "body.seconds must be 0 or more."),
        ("/clock/advance", {"seconds": "9"}, "body.seconds", "body.seconds must be a number."),
        ("/faults", {"service": "s3", "code": ""}, "body.code", "an error code such as ThrottlingException"),
        ("/populations", {"crew": "1 quick @gone"}, "body.crew", "no work team is called 'gone'"),
        ("/answer-rules", {"loop": "x", "url": "gone"}, "body.url", "begins with http://"),
    ],
)
async def test_what_is_wrong_is_said_in_plain_words_at_its_place(control, path, body, place, said):
    found, message = await control.refused("POST", path, body, 400)
    assert (found, said in message) == (place, True), message


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "1001"}, {"limit": "many"}, {"after": "x"}, {"after": "-1"}]
)
async def test_a_query_parameter_that_is_wrong_is_named(control, query):
    place, _ = await control.refused("GET", "/workers", None, 400, **query)
    assert place == f"query.{next(iter(query))}"


async def test_a_query_parameter_given_twice_is_refused(control):
    response = await control.client.get("/_simulator/tasks?worker=ann&worker=bob")
    assert response.json()["error"] == {
        "message": "worker is given more than once. Give it once.",
        "place": "query.worker",
    }


async def test_a_page_of_another_origin_may_change_nothing(control):
    body = json_values.dump({})
    for origin in ("https://elsewhere.test", "null"):
        response = await control.client.post("/_simulator/reset", content=body, headers={"origin": origin})
        assert response.status_code == 403
    own = await control.client.post("/_simulator/reset", content=body, headers={"origin": "http://simulator.test"})
    assert own.status_code == 200


async def test_a_fault_inside_is_told_without_a_traceback(control, caplog):
    control.store.write = _broken
    control.store.read = _broken
    response = await control.client.get("/_simulator/health")
    assert response.status_code == 500
    assert response.json()["error"]["message"] == "The simulator failed at this call; its log says why."
    assert "disk on fire" in caplog.text


async def _broken(_work):
    raise RuntimeError("disk on fire")
