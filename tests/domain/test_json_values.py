"""JSON goes in and comes out value for value."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain import json_values
from simulator.domain.errors import Invalid

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_was_read_is_written_and_read_the_same(value: object) -> None:
    once = json_values.parse(json_values.dump(value), "value")
    assert once == value
    assert json_values.dump(json_values.parse(json_values.dump(once), "value")) == json_values.dump(once)


def test_a_whole_number_with_a_point_loses_the_point() -> None:
    assert json_values.dump(json_values.parse("[996.0, 1.5, 1e3, 10000000000000000000001]", "value")) == (
        "[996,1.5,1000,10000000000000000000001]"
    )


@pytest.mark.parametrize("text", ["{'a': 1}", "", "{", "NaN", "[Infinity]", "[1e999]", "[" * 100_000])
def test_what_is_not_json_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Invalid, match=r"^InputContent must be valid JSON: "):
        json_values.parse(text, "InputContent")


def test_infinite_numbers_never_come_out() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_values.dump(math.inf)
