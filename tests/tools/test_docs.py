"""The pages of docs/ that are made from the code are up to date."""

import pytest

from simulator.domain import guesses
from tools import docs


@pytest.mark.parametrize("name", docs.PAGES)
def test_a_page_that_is_made_from_the_code_is_up_to_date(name):
    assert (docs.DOCS / name).read_text(encoding="utf-8") == docs.PAGES[name](), "run `make docs`"


def test_every_rule_is_told_among_the_guesses():
    assert sorted(entry.name for entry in guesses.SETTINGS) == sorted(guesses.defaults())
