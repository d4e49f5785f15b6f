"""Populations, presets and answer rules over the control API."""


async def test_a_population_comes_at_once_and_twice_gets_other_names(control):
    body = {"crew": "2 careful, 1 spammers, 1"}
    assert await control.ask("POST", "/populations", body, 201) == {
        "created": ["careful-1", "careful-2", "spammer-1", "crew-1"]
    }
    more = await control.ask(
        "POST",
        "/populations",
        {"crew": "1 careful", "workteam": "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/reviewers"},
        201,
    )
    assert more == {"created": ["careful-3"]}
    listed = {worker["name"]: worker for worker in (await control.ask("GET", "/workers"))["workers"]}
    assert listed["careful-1"]["profile"]["preset"] == "careful"
    assert listed["careful-1"]["workteam_arn"] is None
    assert listed["careful-3"]["workteam_arn"].endswith("/reviewers")


async def test_a_population_that_is_none_is_refused_and_nobody_comes(control):
    for crew, said in (
        ("2 carful", "body.crew: There is no preset 'carful'. Did you mean 'careful'?"),
        ("", "body.crew names nobody"),
        ("x", "body.crew: 'x' is no population"),
    ):
        place, message = await control.refused("POST", "/populations", {"crew": crew}, 400)
        assert place == "body.crew"
        assert said in message
    await control.refused("POST", "/populations", {"crew": "3 careful, 1 hasty @nobody"}, 400)
    assert (await control.ask("GET", "/workers"))["workers"] == []


async def test_the_presets_are_listed_with_what_they_are_for(control):
    listed = {preset["name"]: preset for preset in (await control.ask("GET", "/presets"))["presets"]}
    assert listed["spammer"]["says"] == "takes whatever there is and answers without looking"
    assert listed["careful"]["profile"]["skill"] == 0.96


async def test_a_worker_may_stand_on_a_preset(control):
    profile = {"preset": "careful", "skill": 0.5}
    made = await control.ask("POST", "/workers", {"name": "sim", "kind": "simulated", "profile": profile}, 201)
    assert (made["profile"]["skill"], made["profile"]["pause"]) == (0.5, 0.03)
    wrong = {"name": "b", "kind": "simulated", "profile": {"preset": "carefull"}}
    _, message = await control.refused("POST", "/workers", wrong, 400)
    assert "there is no preset 'carefull'. Did you mean 'careful'?" in message


async def test_answer_rules_are_kept_in_order_and_forgotten_one_by_one(control):
    first = await control.ask("POST", "/answer-rules", {"flow": "reviews-*", "move": "decline"}, 201)
    second = await control.ask("POST", "/answer-rules", {"answer": {"a": 1}, "input": {"x.y": None}}, 201)
    assert (await control.ask("GET", "/answer-rules"))["rules"] == [first, second]
    assert first["rule"] == {"flow": "reviews-*", "move": "decline"}
    await control.ask("DELETE", f"/answer-rules/{first['id']}")
    assert (await control.ask("GET", "/answer-rules"))["rules"] == [second]
    for gone in (first["id"], "x", "²"):
        _, message = await control.refused("DELETE", f"/answer-rules/{gone}", None, 404)
        assert "There is no answer rule" in message


async def test_an_answer_rule_that_is_none_is_refused(control):
    for body, said in (
        ({}, "body must give exactly one of answer, truth, move, url, function"),
        ({"move": "run"}, "body.move must be one of decline, release, lapse."),
        ({"flows": "x"}, "body.flows is not known. Did you mean 'flow'?"),
    ):
        _, message = await control.refused("POST", "/answer-rules", body, 400)
        assert said in message
