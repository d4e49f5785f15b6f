"""Money is exact to a tenth of a cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain import money
from simulator.domain.errors import Invalid


@given(st.integers(-999_999_999, 999_999_999))
def test_what_is_written_is_read_back_exactly(tenths):
    assert money.parse(money.usd(tenths), "usd") == tenths


@pytest.mark.parametrize(("text", "tenths"), [("0.036", 36), ("1", 1000), ("1.2", 1200), ("-0.1", -100), ("0", 0)])
def test_dollars_may_have_up_to_three_decimals(text, tenths):
    assert money.parse(text, "usd") == tenths


@pytest.mark.parametrize("text", ["", "1.2345", "$1", "1,2", ".5", "1.", "--1", "1e3", "٣", "9999999999", " 1"])
def test_anything_else_is_refused_with_the_mend(text):
    with pytest.raises(Invalid, match=r'body.usd must be US dollars as text .* such as "0.036"'):
        money.parse(text, "body.usd")
