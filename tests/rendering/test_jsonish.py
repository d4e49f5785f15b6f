import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.rendering.jsonish import JsonishError, parse_jsonish, parse_list


@pytest.mark.parametrize(
    "text, value",
    [
        ("['Cat', 'Dog', 'None of the Above']", ["Cat", "Dog", "None of the Above"]),
        ("['positive','negative',]", ["positive", "negative"]),
        ("['Can't say', 'Yes']", ["Can't say", "Yes"]),
        ("[\"a\", 'b', c d]", ["a", "b", "c d"]),
        ("{ text: 'None of the above' }", {"text": "None of the above"}),
        (
            '[{name: "Nudity", p: "",},{name: \'Blood\', n: -1.5,},]',
            [{"name": "Nudity", "p": ""}, {"name": "Blood", "n": -1.5}],
        ),
        ("[True, False, None, undefined, null]", [True, False, None, None, None]),
        ("[1, 2.0, .5, 1e3]", [1, 2, 0.5, 1000]),
        (r"['it\'s', 'a\u0041\n']", ["it's", "aA\n"]),
        ("[\u2018curly\u2019, \u201cquotes\u201d]", ["curly", "quotes"]),
        ("[['a'], {'b': ['c']}]", [["a"], {"b": ["c"]}]),
        ("[{x: 'a', // the \"first\"\n y: [ // two, or more\n 1 // one\n, 2 /* two */]}]", [{"x": "a", "y": [1, 2]}]),
        ("['a' // one\n, 'b' /* two */]", ["a", "b"]),
        ("[https://a.example/b, 'c // d', yes // no]", ["https://a.example/b", "c // d", "yes // no"]),
        ("", []),
        ("one, two , three", ["one", "two", "three"]),
        ("'one', 'two, too'", ["one", "two, too"]),
        ("{label: 'x'}", [{"label": "x"}]),
    ],
)
def test_what_people_write_for_json_is_understood(text, value):
    """A2I_FACTS K.2 [O]: half of all templates have such attributes."""
    assert (parse_list(text) if not text.startswith("{ ") else parse_jsonish(text)) == value


@pytest.mark.parametrize(
    "text, place",
    [
        ("['a'", "character 5"),
        ("{a}", "character 3"),
        ("['a' 'b", "character 8"),
        ("[1,,2]", "character 4"),
        ("[1] x", "character 5"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_place(text, place):
    with pytest.raises(JsonishError, match=place):
        parse_jsonish(text)


def test_deep_nesting_is_an_error_and_no_crash():
    with pytest.raises(JsonishError):
        parse_jsonish("[" * 100_000)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_strict_json_is_never_read_differently(value):
    assert parse_jsonish(json.dumps(value)) == value


@given(st.text(alphabet="[]{}'\",:\\ aé1.-", max_size=30))
def test_any_attribute_gives_a_list_or_a_plain_error(text):
    with suppress(JsonishError):
        assert isinstance(parse_list(text), list)
