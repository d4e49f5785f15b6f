"""What a task for the public workforce may pay: the listed prices alone, in thousandths of a US dollar.

A2I_FACTS H [D]: custom tasks and Rekognition's have sixteen prices, Textract's ten more. 0.012 dollars are one cent
and two tenths.
"""

from collections.abc import Mapping
from typing import Any

from simulator.domain.conditions import TEXTRACT
from simulator.domain.errors import Invalid
from simulator.domain.sentences import PRICE_NOT_LISTED

_SMALL = (12, 24, 36, 48, 60, 72)
_USUAL = (*_SMALL, *range(120, 1201, 120))
_TEXTRACT = (*_USUAL, *range(1320, 2401, 120))


def thousandths(price: Mapping[str, Any]) -> int:
    """A PublicWorkforceTaskPrice in thousandths of a dollar; a part that is not given is nothing."""
    amount = price.get("AmountInUsd", {})
    parts = (("Dollars", 1000), ("Cents", 10), ("TenthFractionsOfACent", 1))
    return sum(int(amount.get(part, 0)) * worth for part, worth in parts)


def check(price: Mapping[str, Any], source: str | None) -> None:
    """Refuse a price that is not listed; `source` is the AI service's request source, None for custom tasks."""
    listed, paid = _TEXTRACT if source == TEXTRACT else _USUAL, thousandths(price)
    if paid not in listed:
        names = ", ".join(f"{each / 1000:.3f}" for each in listed)
        raise Invalid(PRICE_NOT_LISTED(price=f"{paid / 1000:.3f}", listed=names))
