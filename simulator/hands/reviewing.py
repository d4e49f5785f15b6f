"""Hands for reviews: passages labelled with the mouse, moderation labels, key-value pairs, painted images.

A painted image is painted in the answer's labels and instances, in their order, but not pixel by pixel: a hand draws
one line for each.
"""

import re
from collections.abc import Mapping
from typing import Any

from simulator.hands.spot import Spot
from simulator.rendering.details import Document, Items
from simulator.rendering.documents import readable, reviewed
from simulator.rendering.fields import Kind

_PLACE_OF_PASSAGE = """(element, [start, end]) => {
  const units = (points) => [...element.getAttribute('text')].slice(0, points).join('').length;
  const [from, to] = [units(start), units(end)];
  const range = document.createRange();
  let at = 0;
  for (const line of element.shadowRoot.querySelectorAll('.text .line')) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('.tag')) continue;
      const next = at + node.data.length;
      if (at <= from && from < next) range.setStart(node, from - at);
      if (at < to && to <= next) range.setEnd(node, to - at);
      at = next;
    }
    at += 1;
  }
  range.startContainer.parentElement.scrollIntoView({block: 'center'});
  const boxes = [...range.getClientRects()];
  const [first, last, host] = [boxes[0], boxes.at(-1), element.getBoundingClientRect()];
  return [first.left + 1 - host.left, (first.top + first.bottom) / 2 - host.top,
    last.right - 1 - host.left, (last.top + last.bottom) / 2 - host.top];
}"""
_ROWS = 0.2, 0.6


async def label_passages(spot: Spot, value: Mapping[str, Any]) -> None:
    """Take wrong labels off, then select each passage with the mouse and press its label; short ones first."""
    wanted = [_entity(each) for each in value["entities"]]
    there = [_entity(each) for each in await spot.element.evaluate("element => element.value.entities")]
    for at in reversed(range(len(there))):
        if there[at] not in wanted:
            await spot.inside(".list .remove").nth(at).click()
    new = [entity for entity in wanted if entity not in there]
    for start, end, label in sorted(new, key=lambda entity: entity[1] - entity[0]):
        await _drag(spot, await spot.element.evaluate(_PLACE_OF_PASSAGE, [start, end]))
        await spot.inside(".labels .option").nth(spot.field.choices.index(label)).click()


async def choose_moderation_labels(spot: Spot, value: Mapping[str, Any]) -> None:
    """Tick what applies; press the button for none of them where there is one."""
    exclusion = spot.inside(".exclusion:not([hidden])")
    if not value["moderationLabels"] and await exclusion.count():
        if await exclusion.get_attribute("aria-pressed") == "false":
            await exclusion.click()
        return
    detail = spot.field.detail
    items = detail.parsed() if isinstance(detail, Items) else ()
    for at, item in enumerate(items):
        await spot.inside(".options input").nth(at).set_checked(item in value["moderationLabels"])


async def review_pairs(spot: Spot, value: Mapping[str, Any]) -> None:
    """Correct values, say which pairs are none, which values are blank and which keys cannot be found."""
    detail = spot.field.detail if isinstance(spot.field.detail, Document) else Document("[]")
    found = readable(value["blocks"])
    ids = {block.get("id") for block in value["blocks"]}
    for at, (key_id, key, text) in enumerate(reviewed(detail)):
        card = spot.inside(".cards .card").nth(at)
        if key_id and key_id not in ids:
            await card.locator(".no").check()
        elif not key_id and key not in found:
            await card.locator(".not-found").check()
        elif found.get(key, "") != text:
            await card.locator(".value-input").fill(found[key])
        elif not key_id:
            await card.locator(".blank").check()


async def paint(spot: Spot, value: Mapping[str, Any]) -> None:
    """Draw a line with the brush for each label, or for each instance."""
    labels = [each["label"] for each in value.get("instances", [])] or list(value.get("labelMappings", {}))
    for at, label in enumerate(labels):
        await spot.inside(".palette label").filter(has_text=re.compile(rf"^{re.escape(label)}\s*\d*$")).first.click()
        if spot.field.kind is Kind.INSTANCES:
            await spot.inside(".instances .add").click()
        view = spot.inside(".view")
        await view.scroll_into_view_if_needed()
        box, host = await view.bounding_box(), await spot.element.bounding_box()
        if box and host:
            x = box["x"] - host["x"] + box["width"] * (at + 1) / (len(labels) + 1)
            top, bottom = (box["y"] - host["y"] + box["height"] * share for share in _ROWS)
            await _drag(spot, (x, top, x, bottom))


async def _drag(spot: Spot, line: tuple[float, float, float, float]) -> None:
    host = await spot.element.bounding_box()
    mouse = spot.element.page.mouse
    left, top = (host["x"], host["y"]) if host else (0, 0)
    await mouse.move(left + line[0], top + line[1])
    await mouse.down()
    await mouse.move(left + line[2], top + line[3], steps=3)
    await mouse.up()


def _entity(each: Mapping[str, Any]) -> tuple[int, int, str]:
    return each["startOffset"], each["endOffset"], each["label"]
