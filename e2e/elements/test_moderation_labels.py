"""crowd-rekognition-detect-moderation-labels, held to its reference page (a2i-crowd-rekognition-detection.md [D])."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task

KEY = "AWS/Rekognition/DetectModerationLabels/Image/V3"
IMAGE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'/>"
OBJECTS = """[ { name: &quot;Gore&quot;, parentName: &quot;Violence&quot;, }, { name: &quot;Weapons&quot;,
    parentName: &quot;Violence&quot;, confidence: 81.25, }, { name: &quot;Suggestive&quot;, parentName: &quot;&quot;,
    }, ]"""
GORE = {"name": "Gore", "parentName": "Violence"}
WEAPONS = {"name": "Weapons", "parentName": "Violence", "confidence": 81.25}


def widget(categories: str = OBJECTS, more: str = "") -> str:
    """The element as the guide's template writes it."""
    return f"""<crowd-rekognition-detect-moderation-labels categories="{categories}" src="{IMAGE}" {more}
        header="Review the image"><short-instructions>Look.</short-instructions><full-instructions header="All">Long.
        </full-instructions></crowd-rekognition-detect-moderation-labels>"""


def test_chosen_objects_come_back_whole_in_their_order(task: Task) -> None:
    page = task.form(widget())
    page.keyboard.press("2")
    page.get_by_role("checkbox", name="Gore").click()
    page.keyboard.press("3")
    page.keyboard.press("3")
    assert task.submit() == {KEY: {"moderationLabels": [GORE, WEAPONS]}}


def test_chosen_texts_come_back_as_texts(task: Task) -> None:
    page = task.form(widget("['Gore', 'Weapons']"))
    page.get_by_text("Weapons").click()
    assert task.submit() == {KEY: {"moderationLabels": ["Weapons"]}}


def test_without_an_exclusion_category_nothing_is_an_answer(task: Task) -> None:
    task.form(widget())
    assert task.submit() == {KEY: {"moderationLabels": []}}


@pytest.mark.parametrize("given", ["None of these", "{ text: 'None of these' }"])
def test_the_exclusion_takes_choices_back_bars_them_and_lets_go_again(task: Task, given: str) -> None:
    page = task.form(widget(more=f'exclusion-category="{given}"'))
    assert task.submit() is None
    expect(page.get_by_role("group", name="Review the image")).to_have_accessible_description(
        "Choose every category that applies, or press “None of these”."
    )
    gore, exclusion = page.get_by_role("checkbox", name="Gore"), page.get_by_role("button", name="None of these")
    gore.click()
    exclusion.click()
    assert gore.is_disabled()
    assert not gore.is_checked()
    assert task.submit() == {KEY: {"moderationLabels": []}}
    draft = page.evaluate("document.querySelector('crowd-rekognition-detect-moderation-labels').draft")
    assert draft == {"isExcluded": True, "moderationLabels": []}
    exclusion.press("Enter")
    page.keyboard.press("1")
    assert task.submit() == {KEY: {"moderationLabels": [GORE]}}


def test_scripts_can_set_categories_and_value_and_hear_changes(task: Task) -> None:
    page = task.form(widget())
    page.evaluate("""() => {
        const widget = document.querySelector('crowd-rekognition-detect-moderation-labels');
        window.heard = [];
        widget.addEventListener('change', () => heard.push(widget.value.moderationLabels));
        widget.categories = ['A', 'B', 'C'];
        widget.value = {moderationLabels: ['C']};
    }""")
    page.get_by_role("checkbox", name="A").click()
    assert page.evaluate("heard") == [["A", "C"]]
    assert task.submit() == {KEY: {"moderationLabels": ["A", "C"]}}


def test_a_picture_that_does_not_come_is_said_to_be_missing(task: Task) -> None:
    page = task.form(widget().replace(IMAGE, "data:image/png;base64,AAAA"))
    expect(page.get_by_text("The image could not be loaded.")).to_be_visible()
