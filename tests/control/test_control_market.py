"""The marketplace over HTTP: what is refused and where, and that none of it touches an output document."""

from urllib.parse import parse_qsl

import pytest

from simulator.store import documents

TEAM = "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/reviewers"
FLOW = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/flow"
PUBLIC = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
GOOD = {"sentiment": {"label": "Good"}}


async def answered(control, name="loop", worker="ann", **values):
    """The id of an answer by that worker to a new loop of two tasks."""
    await control.start(name, 2, **values)
    await control.ask("POST", f"/human-loops/{name}/answers", {"answer": GOOD, "worker": worker}, 201)
    return (await control.ask("GET", f"/human-loops/{name}"))["answers"][0]["id"]


async def run_two_workers(control, between=None):
    """A loop from start to output, with `between` after the first answer; the bytes of the document."""
    for name in ("ann", "bob"):
        await control.ask("POST", "/workers", {"name": name}, 201)
    answer_id = await answered(control, reward_tenths=36)
    if between:
        await between(answer_id)
    await control.ask("POST", "/clock/advance", {"seconds": 90})
    await control.ask("POST", "/human-loops/loop/answers", {"answer": GOOD, "worker": "bob"}, 201)
    return control.objects.kept


async def test_no_marketplace_action_changes_a_byte_of_the_output(control, another):
    async def everything(answer_id):
        await control.ask("POST", f"/answers/{answer_id}/reject", {"reason": "Hasty."})
        await control.ask("POST", f"/answers/{answer_id}/approve", {})
        await control.ask("POST", "/workers/ann/bonuses", {"usd": "1", "reason": "x", "answer_id": answer_id}, 201)
        await control.ask("POST", "/workers/ann/ledger", {"usd": "-0.5", "reason": "x"}, 201)
        await control.ask("PUT", "/gold/it", {"human_loop_name": "loop", "answer": {"sentiment": {"label": "Bad"}}})
        await control.ask("POST", "/workers/ann/qualifications", {"name": "english", "score": 1})
        body = {"scope": TEAM, "qualification": "english", "comparator": "DoesNotExist"}
        await control.ask("PUT", "/requirements", body)
        await control.ask("POST", "/workers/ann/blocks", {"reason": "x"})
        await control.ask("PATCH", "/workers/ann", {"workteams": [], "takes_adult_content": False})
        await control.ask("GET", "/agreement", human_loop_name="loop")

    plain, judged = await run_two_workers(another), await run_two_workers(control, everything)
    assert list(plain) == ["s3://bucket/loop/output.json"]
    assert judged == plain


async def test_what_happened_in_the_marketplace_is_in_the_event_log(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    await control.ask("PUT", "/gold/it", {"human_loop_name": "loop", "answer": GOOD})
    answer_id = await answered(control, reward_tenths=36)
    await control.ask("POST", f"/answers/{answer_id}/approve", {"reason": "Good."})
    await control.ask("POST", "/workers/ann/blocks", {"reason": "Enough."})
    events = (await control.ask("GET", "/events"))["events"]
    happened = ["task-submitted", "gold-answered", "answer-approved", "ledger-entry-added", "worker-blocked"]
    assert [event["kind"] for event in events][-5:] == happened
    paid = next(event["data"] for event in events if event["kind"] == "ledger-entry-added")
    assert (paid["worker"], paid["usd"], paid["human_loop_name"]) == ("ann", "0.036", "loop")


@pytest.mark.parametrize(
    ("call", "body", "status", "place", "said"),
    [
        ("POST /workers/ann/qualifications", {"name": "a/b", "score": 1}, 400, "body.name", "no '/'"),
        ("POST /workers/ann/qualifications", {"name": "a", "score": 2**40}, 400, "body.score", "A score is"),
        ("POST /workers/ann/qualifications", {"name": "a", "score": 1.5}, 400, "body.score", "must be a whole number"),
        ("POST /workers/nobody/qualifications", {"name": "a", "score": 1}, 404, "POST ", "no worker called"),
        ("DELETE /workers/ann/qualifications/a", None, 404, "DELETE ", "has no qualification 'a'"),
        ("POST /workers/ann/blocks", {"reason": ""}, 400, "body.reason", "A reason has 1 to 1024"),
        ("POST /workers/ann/blocks", {"reason": "x", "scope": "?"}, 400, "body.scope", "should name a flow"),
        ("DELETE /workers/ann/blocks", None, 404, "DELETE ", "is not blocked from '*'"),
        ("POST /workers", {"name": "x", "qualifications": {"a/b": 1}}, 400, "body.qualifications.a/b", "no '/'"),
        ("POST /workers", {"name": "x", "qualifications": {"a": 2**40}}, 400, "body.qualifications.a", "A score"),
        ("PATCH /workers/ann", {"workteams": ["?"]}, 400, "body.workteams", "no work team is called '?'"),
        ("POST /workers/ann/ledger", {"usd": "0", "reason": "x"}, 400, "body", "adjusts nothing"),
        ("POST /workers/ann/ledger", {"usd": 1, "reason": "x"}, 400, "body.usd", "must be a text"),
        ("POST /workers/ann/bonuses", {"usd": "-1", "reason": "x"}, 400, "body", "must be more than nothing"),
        ("POST /workers/ann/bonuses", {"usd": "1.2345", "reason": "x"}, 400, "body.usd", "three decimals"),
        ("POST /workers/ann/bonuses", {"usd": "1", "reason": "x", "answer_id": "?"}, 404, "POST ", "no answer"),
        ("POST /answers/gone/approve", {}, 404, "POST ", "There is no answer with the id 'gone'"),
        ("POST /answers/gone/reject", {}, 400, "body.reason", "Give the worker a reason"),
        ("PUT /gold/x", {"answer": {"a": 1}}, 400, "body", "give one of the two"),
        ("PUT /gold/x", {"answer": {"a": 1}, "human_loop_name": "l", "input": 1}, 400, "body.input", "goes with"),
        ("PUT /gold/x", {"answer": {"a": 1}, "flow_definition": "?"}, 400, "body.flow_definition", "should name"),
        ("DELETE /gold/x", None, 404, "DELETE ", "no gold question called 'x'"),
        ("GET /agreement", None, 400, "query", "Give either flow_definition or human_loop_name"),
        ("GET /agreement?flow_definition=?", None, 400, "query.flow_definition", "should name a flow"),
        ("GET /agreement?human_loop_name=gone", None, 404, "GET ", "No human loop is called 'gone'"),
        ("GET /workers/nobody", None, 404, "GET ", "no worker called 'nobody'"),
    ],
)
async def test_a_refusal_names_the_place_and_the_mend(control, call, body, status, place, said):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    method, _, url = call.partition(" ")
    path, _, query = url.partition("?")
    where, sentence = await control.refused(method, path, body, status, **dict(parse_qsl(query)))
    assert where.startswith(place)
    assert said in sentence


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"comparator": "AtLeast"}, "body.comparator", "must be one of LessThan, "),
        ({"comparator": "Equal"}, "body.comparator", "Did you mean 'EqualTo'?"),
        ({"values": []}, "body.values", "compares with one number, not with 0"),
        ({"scope": "nothing"}, "body.scope", "'nothing' should name a flow definition or work team"),
        ({"qualification": ""}, "body.qualification", "A qualification's name"),
    ],
)
async def test_a_requirement_that_cannot_be_is_refused(control, change, place, said):
    body = {"scope": FLOW, "qualification": "english", "comparator": "LessThan", "values": [1]} | change
    where, sentence = await control.refused("PUT", "/requirements", body, 400)
    assert where == place
    assert said in sentence


async def test_a_name_that_several_things_have_is_no_scope(control):
    rows = [("flow-definition", "us-east-1"), ("workteam", "us-east-1")]
    await control.store.write(lambda uow: [documents.add(uow, _document(*row)) for row in rows])
    _, sentence = await control.refused("GET", "/requirements", None, 400, scope="same")
    assert "it is one of several: arn:flow-definition, arn:workteam." in sentence


async def test_members_of_the_public_team_are_paid_and_told_of_adult_content(control):
    await control.ask("POST", "/workers", {"name": "ann", "workteams": [PUBLIC], "takes_adult_content": False}, 201)
    await control.start("loop", 1, workteam_arn=PUBLIC, for_adults=True, reward_tenths=12)
    shown = await control.ask("GET", "/human-loops/loop")
    assert (shown["for_adults"], shown["reward_usd"]) == (True, "0.012")
    _, sentence = await control.refused("POST", "/human-loops/loop/answers", {"answer": GOOD, "worker": "ann"}, 409)
    assert "may show adult content, which you do not accept" in sentence
    await control.ask("PATCH", "/workers/ann", {"takes_adult_content": True})
    await control.ask("POST", "/human-loops/loop/answers", {"answer": GOOD, "worker": "ann"}, 201)
    earned = (await control.ask("GET", "/workers/ann"))["earnings"]
    assert (earned["pending_usd"], earned["total_usd"]) == ("0.012", "0.000")


async def test_gold_is_kept_listed_and_forgotten(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    await answered(control, "one", input_content='{"text":"hi"}')
    body = {"flow_definition": FLOW, "input": {"text": "hi"}, "answer": GOOD}
    await control.ask("PUT", "/gold/hi", body)
    assert (await control.ask("GET", "/gold"))["gold"][0]["input"] == {"text": "hi"}
    shown = await control.ask("GET", "/gold/hi")
    assert [(each["worker"], each["right"]) for each in shown["answers"]] == [("ann", True)]
    assert (await control.ask("DELETE", "/gold/hi"))["status"] == "forgotten"
    assert (await control.ask("GET", "/workers/ann"))["statistics"]["gold_answers"] == 0


async def test_the_ledger_comes_in_pages(control):
    await control.ask("POST", "/workers", {"name": "ann"}, 201)
    for number in range(1, 4):
        await control.ask("POST", "/workers/ann/ledger", {"usd": f"0.00{number}", "reason": "x"}, 201)
    first = await control.ask("GET", "/workers/ann/ledger", limit=2)
    rest = await control.ask("GET", "/workers/ann/ledger", limit=2, after=first["next"])
    assert [entry["usd"] for entry in first["entries"] + rest["entries"]] == ["0.001", "0.002", "0.003"]
    assert (rest["next"], rest["earnings"]["adjustments_usd"]) == (None, "0.006")


def _document(kind, region):
    return {
        "kind": kind, "account": "123456789012", "region": region, "name": "same", "arn": f"arn:{kind}",
        "status": "Active", "created_ms": 0, "updated_ms": 0, "body": "{}",
    }  # fmt: skip


@pytest.mark.parametrize(
    "path, body, place",
    [
        ("/workers/ann/bonuses", {"usd": "-1", "reason": "x"}, "body.usd"),
        ("/workers/ann/bonuses", {"usd": "1", "reason": ""}, "body.reason"),
        ("/workers/bob/bonuses", {"usd": "1", "reason": "x", "answer_id": "<of-ann>"}, "body.answer_id"),
        ("/workers/ann/ledger", {"usd": "0", "reason": "x"}, "body.usd"),
        ("/workers/ann/ledger", {"usd": "1", "reason": " "}, "body.reason"),
    ],
)
async def test_wrong_money_is_refused_at_its_place(control, path, body, place):
    for name in ("ann", "bob"):
        await control.ask("POST", "/workers", {"name": name}, 201)
    answer_id = await answered(control)
    sent = {key: answer_id if value == "<of-ann>" else value for key, value in body.items()}
    assert (await control.refused("POST", path, sent, 400))[0] == place


@pytest.mark.parametrize("name", ["", "x" * 64])
async def test_a_gold_question_cannot_be_a_loop_that_no_loop_can_be_called(control, name):
    place, _ = await control.refused("PUT", "/gold/it", {"human_loop_name": name, "answer": GOOD}, 400)
    assert place == "body.human_loop_name"
