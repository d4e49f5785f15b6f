"""Rules of what to answer: the first that matches decides."""

import pytest

from simulator.domain.answer_rules import Gives, Rule, Subject, first_match, read_rule, rule_of
from simulator.domain.errors import Invalid

TASK = Subject("reviews", "loop-17", "careful-3", {"text": "Good [shoes]", "customer": {"tier": "gold", "age": 7}})


@pytest.mark.parametrize(
    "match,fits",
    [
        ({}, True),
        ({"flow": "reviews"}, True),
        ({"flow": "review"}, False),
        ({"loop": "loop-1*", "worker": "careful-*"}, True),
        ({"worker": "hasty-*"}, False),
        ({"input": {"customer.tier": "gold", "customer.age": 7}}, True),
        ({"input": {"customer.age": "7"}}, False),
        ({"input": {"customer.age": True}}, False),
        ({"input": {"customer.name": "Ann"}}, False),
        ({"input": {"text.tier": "gold"}}, False),
        ({"input": {"text": "Good [*"}}, True),
        ({"input": {"customer.age": "*"}}, False),
    ],
)
def test_a_rule_matches_by_names_and_by_members_of_the_input(match, fits):
    rule = read_rule({**match, "move": "decline"}, "rule")
    assert rule.matches(TASK) is fits
    assert read_rule(rule.document(), "rule") == rule


def test_the_first_rule_that_matches_decides():
    rules = [Rule(Gives.MOVE, "lapse", worker="x"), Rule(Gives.ANSWER, {"a": 1}), Rule(Gives.MOVE, "decline")]
    assert first_match(rules, TASK) is rules[1]
    assert first_match(rules[:1], TASK) is None


def test_a_source_is_a_url_or_a_function():
    assert rule_of("http://127.0.0.1:9/a") == Rule(Gives.URL, "http://127.0.0.1:9/a")
    assert rule_of("my.people:answers.careful") == Rule(Gives.FUNCTION, "my.people:answers.careful")


@pytest.mark.parametrize(
    "document,said",
    [
        ([], "rule must be an object such as"),
        ({"flows": "x", "move": "decline"}, "rule has no member 'flows'. It has flow, loop, worker, input"),
        ({"flow": "x"}, "rule must give exactly one of answer, truth, move, url, function"),
        ({"answer": {}, "move": "decline"}, "rule must give exactly one of"),
        ({"answer": 5}, "rule.answer must be an object with the answers by name."),
        ({"move": "submit"}, "rule.move must be one of decline, release, lapse."),
        ({"url": "ftp://x"}, "rule.url must be a URL that begins with http:// or https://."),
        ({"function": "os.system"}, "rule.function must name a Python function as module:function."),
        ({"flow": 5, "move": "decline"}, "rule.flow must be a name, in which * stands for any text."),
        ({"input": "x", "move": "decline"}, "rule.input must be an object of members and their values"),
    ],
)
def test_a_rule_that_is_none_is_refused(document, said):
    with pytest.raises(Invalid) as refused:
        read_rule(document, "rule")
    assert said in refused.value.message
