"""Who may take what: the rules, apart from any store."""

import pytest

from simulator.domain.admission import (
    EVERYTHING,
    MET_BEFORE,
    OTHER_TEAM,
    Admission,
    Bar,
    Barred,
    Block,
    Comparator,
    Requirement,
    admission,
    is_for_adults,
    why_nothing,
)
from simulator.domain.errors import Invalid
from simulator.domain.workforce import Crowd

TEAM, FLOW = "arn:team", "arn:flow"
MET = {
    ("LessThan", (5,)): {4}, ("LessThanOrEqualTo", (5,)): {4, 5}, ("GreaterThan", (5,)): {6},
    ("GreaterThanOrEqualTo", (5,)): {5, 6}, ("EqualTo", (5,)): {5}, ("NotEqualTo", (5,)): {4, 6, None},
    ("Exists", ()): {4, 5, 6}, ("DoesNotExist", ()): {None}, ("In", (4, 5)): {4, 5}, ("NotIn", (4, 5)): {6, None},
}  # fmt: skip


@pytest.mark.parametrize(("case", "met"), MET.items())
def test_a_score_meets_a_requirement_as_its_comparator_says(case, met):
    comparator, numbers = case
    asked = Requirement(FLOW, "medical", Comparator(comparator), numbers)
    assert {score for score in (4, 5, 6, None) if asked.is_met(score)} == met
    assert "'medical'" in asked.sentence()


@pytest.mark.parametrize(
    ("comparator", "numbers", "sentence"),
    [
        ("EqualTo", (), "EqualTo compares with one number, not with 0."),
        ("EqualTo", (1, 2), "EqualTo compares with one number, not with 2."),
        ("Exists", (1,), "Exists compares with no number, not with 1."),
        ("In", (), "In compares with numbers, not with 0."),
    ],
)
def test_a_comparator_has_as_many_numbers_as_it_compares_with(comparator, numbers, sentence):
    with pytest.raises(Invalid, match=sentence):
        Requirement(FLOW, "medical", Comparator(comparator), numbers)


def test_the_first_bar_that_stands_is_what_a_worker_is_told():
    unmet = Requirement(FLOW, "medical", Comparator.GREATER_THAN_OR_EQUAL_TO, (80,))
    found = admission([TEAM], [Block(TEAM, "rude")], [(unmet, 79)], takes_adult_content=False)
    assert found.why_not("arn:other", FLOW, for_adults=True) == OTHER_TEAM
    assert found.why_not(TEAM, FLOW, for_adults=True) == Barred(Bar.BLOCKED, "You are blocked from these tasks: rude")
    unblocked = admission([TEAM], [], [(unmet, 79)], takes_adult_content=False)
    assert unblocked.why_not(TEAM, FLOW, for_adults=True).sentence == (
        "These tasks need a score of at least 80 in the qualification 'medical'."
    )
    skilled = admission([TEAM], [], [(unmet, 80)], takes_adult_content=False)
    assert skilled.why_not(TEAM, FLOW, for_adults=True).bar is Bar.ADULT_CONTENT
    assert skilled.why_not(TEAM, FLOW, for_adults=False) is None


def test_a_block_from_everything_bars_a_member_of_every_team():
    found = admission(None, [Block(EVERYTHING, "spam")], [], takes_adult_content=True)
    assert found.why_not(TEAM, FLOW, for_adults=False).sentence == "You are blocked from every task: spam"
    assert Admission().why_not(TEAM, FLOW, for_adults=True) is None


def test_only_the_public_workforce_is_asked_about_adult_content():
    assert is_for_adults(Crowd.PUBLIC, ["FreeOfPersonallyIdentifiableInformation"], rule=True)
    assert not is_for_adults(Crowd.PUBLIC, ["FreeOfAdultContent"], rule=True)
    assert not is_for_adults(Crowd.PUBLIC, [], rule=False)
    assert not is_for_adults(Crowd.PRIVATE, [], rule=True)
    assert not is_for_adults(Crowd.VENDOR, [], rule=True)


def test_whoever_gets_nothing_is_told_every_reason_with_its_number():
    blocked = Barred(Bar.BLOCKED, "You are blocked from these tasks: rude")
    told = why_nothing({MET_BEFORE: 1, blocked: 2, OTHER_TEAM: 1200}, 1)
    assert told == [
        "2 tasks are available to others. You are blocked from these tasks: rude",
        "1 task is available to others. You have worked on this item before; another worker must do this task.",
        "1,200 tasks are available to other work teams.",
        "1 task is in progress with other workers. What is released or runs out of time comes back here.",
    ]
