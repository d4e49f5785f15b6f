"""A drawing element on an image of 800 x 533 pixels, and a hand that points at places of the image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

SIZE = {"height": 533, "width": 800}
IMAGE = (
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='{SIZE['width']}' height='{SIZE['height']}'/>"
)
PLACE = """([x, y]) => {
  const { view, viewport } = document.querySelector("[name=drawn]").stage;
  const place = viewport.toView({ x, y });
  const picture = view.querySelector(".picture");
  const { left, top, width } = picture.getBoundingClientRect();
  const growth = width / parseFloat(getComputedStyle(picture).width);
  return [left + place.x * growth, top + place.y * growth];
}"""
COLOUR = """([x, y]) => {
  const { stage } = document.querySelector("[name=drawn]");
  stage.paint();
  const { ratio } = stage.viewport;
  const place = stage.viewport.toView({ x, y });
  const { data } = stage.contexts.work.getImageData(Math.round(place.x * ratio), Math.round(place.y * ratio), 1, 1);
  return [...data];
}"""
Place = tuple[float, float]


@dataclass
class Board:
    """What a person sees and does. Places are pixels of the image."""

    task: Any
    page: Page

    def open(self, tag: str, more: str = "", *, src: str = IMAGE, labels: str = "['Cat', 'Dog', 'Bird']") -> Page:
        """Show an element and wait for its image."""
        self.task.form(f'<{tag} name="drawn" src="{src}" labels="{labels}" {more}></{tag}>')
        self.page.wait_for_function("document.querySelector('[name=drawn]').inputImageProperties")
        return self.page

    @property
    def view(self) -> Any:
        """The image itself."""
        return self.page.get_by_role("application")

    def place(self, place: Place) -> tuple[float, float]:
        """Where a place of the image is in the window."""
        x, y = self.page.evaluate(PLACE, place)
        return x, y

    def point(self, place: Place) -> None:
        """Move the pointer there."""
        self.page.mouse.move(*self.place(place))

    def drag(self, start: Place, *ways: Place) -> None:
        """Press, go from place to place, let go."""
        self.point(start)
        self.page.mouse.down()
        for way in ways:
            self.point(way)
        self.page.mouse.up()

    def click(self, *places: Place) -> None:
        """Click one place after another."""
        for place in places:
            self.page.mouse.click(*self.place(place))

    def keys(self, *keys: str) -> None:
        """Press keys on the image."""
        self.view.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drawn(self) -> Any:
        """What the form would submit for the element."""
        return self.task.answers()["drawn"]

    def shapes(self) -> Any:
        """The list of shapes in it."""
        return next(value for value in self.drawn().values() if isinstance(value, list))

    def boxes(self) -> list[tuple[str, int, int, int, int]]:
        """Label, left, top, width, height of each box."""
        return [(box["label"], box["left"], box["top"], box["width"], box["height"]) for box in self.shapes()]

    def corners(self) -> list[tuple[str, list[Place]]]:
        """Label and vertices of each shape."""
        return [(shape["label"], [(at["x"], at["y"]) for at in shape["vertices"]]) for shape in self.shapes()]

    def colour(self, place: Place) -> list[int]:
        """Red, green, blue and opacity of what is drawn at a place of the image."""
        found: list[int] = self.page.evaluate(COLOUR, place)
        return found


@pytest.fixture
def board(task: Any) -> Iterator[Board]:
    """Nothing opened yet; the screen has one device pixel for each CSS pixel again afterwards."""
    yield Board(task, task.page)
    task.page.context.new_cdp_session(task.page).send("Emulation.clearDeviceMetricsOverride")
