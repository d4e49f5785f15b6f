"""Instants as the wire and the output write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain import instants
from simulator.domain.errors import Invalid


@given(st.integers(min_value=0, max_value=instants.LATEST_MS))
def test_an_instant_survives_being_written_and_read(at_ms: int) -> None:
    assert instants.parse_iso(instants.iso_millis(at_ms)) == at_ms
    assert instants.from_datetime(instants.as_datetime(at_ms)) == at_ms


def test_milliseconds_are_always_three_digits() -> None:
    assert instants.iso_millis(1) == "1970-01-01T00:00:00.001Z"
    assert instants.iso_seconds(1999) == "1970-01-01T00:00:01Z"


def test_what_is_not_an_instant_is_refused_with_an_example() -> None:
    with pytest.raises(Invalid, match=r"'tomorrow' is not an instant\. Write it as 2026-01-31T09:30:00Z"):
        instants.parse_iso("tomorrow")
