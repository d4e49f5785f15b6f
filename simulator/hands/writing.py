"""Ranks given to texts, and questions written about one."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.hands.spot import Spot

_ADD_REFERENCE = ".sentence"


async def rank(spot: Spot, value: Mapping[str, Any]) -> None:
    """Give every response its rank on every dimension."""
    for dimension in value["dimensions"]:
        for response, rank in enumerate(dimension["ranks"], 1):
            name = f"{dimension['name']}: response {response} has rank {rank}"
            await spot.element.get_by_label(name, exact=True).check()


async def ask(spot: Spot, value: Mapping[str, Any]) -> None:
    """Write questions and answers, with their tags and references to whole sentences."""
    pairs = spot.inside(".pair")
    for number, pair in enumerate(value["questionAnswers"]):
        if await pairs.count() <= number:
            await spot.element.get_by_role("button", name="Add a question").click()
        card = pairs.nth(number)
        await card.locator(".question").fill(pair["question"])
        await card.locator(".answer").fill(pair["answer"])
        for tag in pair.get("tags", []):
            await card.locator(f".chip:has-text({json.dumps(tag)}) input").check()
        for reference in pair.get("references", []):
            sentence = _sentence(spot, reference)
            await card.locator(_ADD_REFERENCE).select_option(label=sentence)


def _sentence(spot: Spot, reference: Mapping[str, int]) -> str:
    text = getattr(spot.field.detail, "text", "")
    return " ".join(text[reference["startOffset"] : reference["endOffset"]].split())
