"""Where on a task's page a field is entered."""

import json
from dataclasses import dataclass

from playwright.async_api import Frame, FrameLocator, Locator, Page

from simulator.rendering.elements import USUAL_NAMES
from simulator.rendering.fields import Field

View = Page | Frame | FrameLocator
"""What shows a task: the page itself, or the frame in the portal."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one field in a view."""

    view: View
    field: Field

    @property
    def is_crowd(self) -> bool:
        """Whether the field is asked by an element of ours, with its controls in a shadow root."""
        return "-" in self.field.element

    @property
    def element(self) -> Locator:
        """The element that asks; of several with the field's name the last, as in the answer."""
        return self.view.locator(self._selector()).last

    @property
    def control(self) -> Locator:
        """What takes the keys: the element itself, or what stands in its shadow root."""
        return self.element.locator("input, textarea").first if self.is_crowd else self.element

    def box(self, choice: str) -> Locator:
        """The checkbox or radio button of that value."""
        value = f"[value={json.dumps(choice)}]"
        box = self.view.locator(self._selector(value if choice != "on" else f':is({value}, [value=""], :not([value]))'))
        return box.first.locator("input").first if self.is_crowd else box.first

    def inside(self, selector: str) -> Locator:
        """Parts of the element, those in its shadow root included."""
        return self.element.locator(selector)

    async def show(self) -> bool:
        """Bring the field into view, by the tab that it stands on if need be; whether a person can see it."""
        if not await self.element.count():
            return False
        if not await self.element.is_visible():
            find = "element => element.closest('crowd-tab')?.getAttribute('header') ?? null"
            header = await self.element.evaluate(find)
            if header is not None:
                await self.view.get_by_role("tab", name=header).click()
        return await self.element.is_visible()

    def _selector(self, more: str = "") -> str:
        named = f"[name={json.dumps(self.field.name)}]"
        usual = self.field.name == USUAL_NAMES.get(self.field.element)
        return f"{self.field.element}{f':is({named}, :not([name]))' if usual else named}{more}"
