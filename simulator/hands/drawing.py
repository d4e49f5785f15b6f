"""Hands that draw shapes on an image: boxes, points, polygons, polylines and lines, with the mouse.

The image is as large as it is: an answer for another size is drawn in proportion (`rendering.drawn.fitted`). Initial
shapes that the answer has stay, the others are deleted. A shape that would be too small to draw is looked at closely
first, by the wheel. Alt is held, so that no shape that is there already gets in the way.
"""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from simulator.hands.spot import Spot
from simulator.rendering.drawn import Point, fitted, points_of
from simulator.rendering.fields import Drawing

_SIZE = """element => new Promise((resolve) => {
  const look = () => element.inputImageProperties ? resolve(element.inputImageProperties) : setTimeout(look, 20);
  look();
})"""
_PLACES = """(element, points) => {
  const { view, viewport } = element.stage;
  const [inner, outer] = [view.getBoundingClientRect(), element.getBoundingClientRect()];
  return points.map(([x, y]) => {
    const place = viewport.toView({ x, y });
    return [place.x + inner.left + view.clientLeft - outer.left, place.y + inner.top + view.clientTop - outer.top];
  });
}"""
_SHOW = "element => element.stage.view.scrollIntoView({ block: 'center' })"
_CLOSE_ENOUGH = 40.0
_WHEEL_STEP = 1.0018


async def draw_shapes(spot: Spot, value: Mapping[str, Any]) -> None:
    """Draw what an answer has and the image has not; delete what the image has and the answer has not."""
    detail = spot.field.detail
    if not isinstance(detail, Drawing):
        return
    size = await spot.element.evaluate(_SIZE)
    wanted = fitted(value, (size["width"], size["height"]))[detail.key]
    there = (await spot.element.evaluate("element => element.value"))[detail.key]
    for at in reversed(range(len(there))):
        if there[at] not in wanted:
            await spot.inside(".list .row").nth(at).click()
            await spot.element.page.keyboard.press("Delete")
    for shape in wanted:
        if shape not in there:
            await _draw(spot, detail, shape)


async def _draw(spot: Spot, detail: Drawing, shape: Mapping[str, Any]) -> None:
    await spot.element.evaluate(_SHOW)
    if spot.field.choices:
        await spot.inside(f".palette input[value={json.dumps(shape['label'])}]").check()
    points = points_of(detail.key, shape)
    places = await _places_close_by(spot, points)
    keyboard, mouse = spot.element.page.keyboard, spot.element.page.mouse
    await keyboard.down("Alt")
    if detail.key in {"boundingBoxes", "lines"}:
        await mouse.move(*places[0])
        await mouse.down()
        await mouse.move(*places[1], steps=3)
        await mouse.up()
    else:
        for place in places:
            await mouse.click(*place)
    await keyboard.up("Alt")
    if detail.most is None:
        await keyboard.press("Enter")


async def _places_close_by(spot: Spot, points: Sequence[Point]) -> list[Point]:
    """Where the points are in the window, the whole of them large enough to be drawn."""
    await spot.inside(".toolbar [data-id=fit]").click()
    places = await _places(spot, points)
    nearest = min((math.dist(*pair) for pair in pairwise(places)), default=_CLOSE_ENOUGH)
    if nearest >= _CLOSE_ENOUGH:
        return places
    mouse = spot.element.page.mouse
    await mouse.move(*(sum(axis) / len(places) for axis in zip(*places, strict=True)))
    await mouse.wheel(0, -math.log(_CLOSE_ENOUGH / max(nearest, 1.0)) / math.log(_WHEEL_STEP))
    await spot.element.evaluate("() => new Promise((resolve) => setTimeout(resolve, 50))")
    return await _places(spot, points)


async def _places(spot: Spot, points: Sequence[Point]) -> list[Point]:
    host = await spot.element.bounding_box()
    left, top = (host["x"], host["y"]) if host else (0, 0)
    found = await spot.element.evaluate(_PLACES, [list(point) for point in points])
    return [(left + x, top + y) for x, y in found]
