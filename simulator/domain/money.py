"""Money, exactly: whole tenths of a cent of a US dollar, the smallest part that AWS prices have (A2I_FACTS C3 [D])."""

import re

from simulator.domain.errors import Invalid

_TENTHS_OF_A_DOLLAR = 1000
_USD = re.compile(r"(-?)(\d{1,9})(?:\.(\d{1,3}))?", re.ASCII)


def parse(text: str, place: str) -> int:
    """The tenths of a cent in a text such as `1.20` or `-0.036`; `place` names where it stands."""
    match = _USD.fullmatch(text)
    if match is None:
        raise Invalid(f'{place} must be US dollars as text with at most three decimals, such as "0.036", not {text!r}.')
    sign, whole, part = match.groups()
    tenths = int(whole) * _TENTHS_OF_A_DOLLAR + int((part or "").ljust(3, "0"))
    return -tenths if sign else tenths


def usd(tenths: int) -> str:
    """`0.036`: dollars with three decimals."""
    whole, part = divmod(abs(tenths), _TENTHS_OF_A_DOLLAR)
    return f"{'-' if tenths < 0 else ''}{whole}.{part:03d}"
