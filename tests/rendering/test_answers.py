import pytest

from simulator.domain.errors import Invalid
from simulator.rendering.answers import ANSWER_LIMIT_BYTES, answer_content


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("submitted", [[{"a": 1, "b": {"c": [True, None]}}], {"a": 1, "b": {"c": [True, None]}}])
def test_a_list_of_one_object_is_the_object(submitted):
    """A2I_FACTS A2 [O]: A2I unwraps what crowd-form submits."""
    assert answer_content(submitted) == {"a": 1, "b": {"c": [True, None]}}


def test_several_objects_are_merged_and_the_later_one_wins_a_name():
    assert answer_content([{"a": 1, "b": 1}, {"b": 2}]) == {"a": 1, "b": 2}


def test_a_form_without_answers_gives_an_empty_object():
    assert answer_content([{}]) == {}


@pytest.mark.parametrize(
    "submitted, sentence",
    [
        ([], "empty list"),
        (None, "it is null"),
        ("text", "it is a text"),
        (3, "it is a number"),
        ([[{}]], "it is a list"),
        ([{}, "x"], "it is a text"),
        ({"a": float("nan")}, '"a" holds a number that JSON does not have'),
        ({"a": [float("inf")]}, '"a" holds a number that JSON does not have'),
        ({"a": deep(64)}, '"a" is nested more than 64 levels deep'),
        ({"a": "\ud800"}, "lone surrogate"),
        ({"\udfff": 1}, "lone surrogate"),
        ({"a": {1, 2}}, "a value of type set"),
        ({str(number): 1 for number in range(10_001)}, "at most 10000"),
        ({"a": "x" * ANSWER_LIMIT_BYTES}, f"at most {ANSWER_LIMIT_BYTES}"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(submitted, sentence):
    with pytest.raises(Invalid) as caught:
        answer_content(submitted)
    assert sentence in caught.value.message


def test_an_answer_at_the_limits_is_accepted():
    assert answer_content({"a": deep(63)}) == {"a": deep(63)}
