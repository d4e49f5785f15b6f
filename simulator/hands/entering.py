"""An answer entered into a task's page as a person would: by mouse and keyboard, through what can be seen.

The laws:

1. What to enter is an answerContent object for the form that `rendering.form` read from the page; where to enter it is
   the element that the field came from. Nothing is set by script.
2. A field that nobody can see is left alone, as a person would leave it. One on another tab is brought into view first.
3. Of several elements with one name the last counts, as in the answer (A2I_FACTS J2); checkboxes and radio buttons of
   one name are a field together.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from simulator.hands.drawing import draw_shapes
from simulator.hands.reviewing import choose_moderation_labels, label_passages, paint, review_pairs
from simulator.hands.spot import Spot, View
from simulator.hands.writing import ask, rank
from simulator.rendering.checking import unflattened
from simulator.rendering.fields import Form, Kind

Hand = Callable[[Spot, Any], Awaitable[None]]
"""Enters a value of one kind, as answerContent has it."""
_COVER = "style[data-crowd=veil]"


async def come(view: View) -> None:
    """Wait until the task's page has come and nothing covers it; a frame is empty, and complete, before that."""
    await view.locator(f"html:has(body > *):not(:has({_COVER}))").wait_for(state="attached")


async def enter(view: View, form: Form, answer: Mapping[str, object]) -> list[str]:
    """Fill in every visible field that the answer names; the names of those that nobody can see.

    Playwright's TimeoutError says which element did not take its value.
    """
    values = unflattened(form, answer) if form.flat else answer
    unseen = []
    for field in form.fields:
        if field.name not in values or field.kind is Kind.HIDDEN:
            continue
        spot = Spot(view, field)
        if await spot.show():
            await HANDS[field.kind](spot, values[field.name])
        else:
            unseen.append(field.name)
    return unseen


async def submit(view: View) -> None:
    """Press the button that submits the form."""
    crowd = view.locator("crowd-button[form-action=submit]")
    native = view.locator("form button:not([type]), form button[type=submit], form input[type=submit]")
    await (crowd.last if await crowd.count() else native.last).click()


async def _text(spot: Spot, value: str) -> None:
    await spot.control.fill(value)


async def _number(spot: Spot, value: float) -> None:
    await spot.inside("input[type=range]").fill(f"{value:g}")


async def _select(spot: Spot, value: str | list[str]) -> None:
    await spot.element.select_option(value)


async def _states(spot: Spot, value: Mapping[str, bool]) -> None:
    for choice, is_on in value.items():
        if is_on or spot.field.kind is Kind.FLAGS:
            await spot.box(choice).set_checked(is_on)


async def _label(spot: Spot, value: Mapping[str, str]) -> None:
    await spot.inside(_option(value["label"])).check()


async def _labels(spot: Spot, value: Mapping[str, list[str]]) -> None:
    if not value["labels"] and spot.field.exclusion:
        await spot.inside(".options input").last.check()
        return
    for choice in spot.field.choices:
        await spot.inside(_option(choice)).set_checked(choice in value["labels"])


def _option(label: str) -> str:
    return f".options input[value={json.dumps(label)}]"


HANDS: Mapping[Kind, Hand] = {
    Kind.TEXT: _text,
    Kind.SELECT: _select,
    Kind.NUMBER: _number,
    Kind.FLAGS: _states,
    Kind.RADIO: _states,
    Kind.LABEL: _label,
    Kind.LABELS: _labels,
    Kind.ENTITIES: label_passages,
    Kind.MODERATION: choose_moderation_labels,
    Kind.BLOCKS: review_pairs,
    Kind.SEMANTIC: paint,
    Kind.INSTANCES: paint,
    Kind.SHAPES: draw_shapes,
    Kind.RANKING: rank,
    Kind.QUESTIONS: ask,
}
