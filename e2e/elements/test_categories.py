"""The four classifiers: choosing, the exclusion category, the image, its overlay and the worker's comment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task
    from playwright.sync_api import Page

PICTURE = "data:image/svg+xml," + quote('<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"></svg>')
NONE = """exclusion-category="{ text: 'None of the above' }" """
KINDS = ["crowd-classifier-multi-select", "crowd-image-classifier-multi-select"]


def several(tag: str = KINDS[0], attributes: str = "", inside: str = "") -> str:
    return f"""<{tag} name="k" header="Which?" categories="['A', 'B', 'C']" src="{PICTURE}" {attributes}>
        {inside}</{tag}>"""


def image(attributes: str = "", inside: str = "", source: str = PICTURE) -> str:
    return f"""<crowd-image-classifier name="k" header="Which?" src="{source}"
        categories="['good', 'bad']" {attributes}>{inside}</crowd-image-classifier>"""


def scroll(page: Page) -> list[int]:
    script = "({scrollLeft, scrollTop}) => [Math.round(scrollLeft), Math.round(scrollTop)]"
    found: list[int] = page.locator(".viewport").evaluate(script)
    return found


@pytest.mark.parametrize("tag", KINDS)
def test_several_categories_are_submitted_in_the_order_of_the_attribute(task: Task, tag: str) -> None:
    """A2I_FACTS J2 [D]."""
    page = task.form(several(tag))
    assert task.submit() is None
    expect(page.locator(f"{tag} .message")).to_have_text("Please choose at least one category.")
    page.get_by_role("checkbox", name="C", exact=True).check()
    page.get_by_role("checkbox", name="A", exact=True).check()
    assert task.submit() == {"k": {"labels": ["A", "C"]}}


@pytest.mark.parametrize("tag", KINDS)
def test_the_exclusion_category_takes_back_all_others_and_answers_with_none(task: Task, tag: str) -> None:
    """Reference [D] for the choice; the empty list is inferred: labels are values of `categories`."""
    page = task.form(several(tag, NONE))
    page.get_by_role("checkbox", name="B", exact=True).check()
    page.get_by_role("checkbox", name="None of the above", exact=True).check()
    assert not page.get_by_role("checkbox", name="B", exact=True).is_checked()
    assert task.answers() == {"k": {"labels": []}}
    page.get_by_role("checkbox", name="C", exact=True).check()
    assert not page.get_by_role("checkbox", name="None of the above", exact=True).is_checked()
    assert task.submit() == {"k": {"labels": ["C"]}}


def test_hotkeys_toggle_categories_and_reach_the_exclusion(task: Task) -> None:
    page = task.form(several(attributes=NONE))
    for key in "131":
        page.keyboard.press(key)
    assert task.answers() == {"k": {"labels": ["C"]}}
    page.keyboard.press("4")
    assert task.answers() == {"k": {"labels": []}}


def test_an_exclusion_that_is_no_object_is_reported_and_the_rest_works(task: Task) -> None:
    page = task.form(several(attributes="exclusion-category='{ text: '"))
    expect(page.locator(".broken")).to_contain_text("The exclusion-category attribute cannot be read")
    page.get_by_role("checkbox", name="A", exact=True).check()
    assert task.submit() == {"k": {"labels": ["A"]}}


def test_scripts_read_and_set_several_categories(task: Task) -> None:
    page = task.form(several(attributes=NONE))
    read = """(value) => { const k = document.querySelector('[name=k]'); k.value = value; return k.value ?? null; }"""
    assert page.evaluate(read, {"labels": ["B", "unknown"]}) == {"labels": ["B"]}
    assert page.evaluate(read, ["C", "A"]) == {"labels": ["A", "C"]}
    assert page.evaluate(read, {"labels": []}) == {"labels": []}
    assert page.get_by_role("checkbox", name="None of the above", exact=True).is_checked()
    assert page.evaluate(read, None) is None
    page.evaluate("document.querySelector('[name=k]').categories = ['X', {label: 'Y'}]")
    assert page.locator(".option .name").all_inner_texts() == ["X", "Y", "None of the above"]


def test_reset_takes_the_choices_back(task: Task) -> None:
    page = task.form(several(attributes=NONE))
    page.get_by_role("checkbox", name="None of the above", exact=True).check()
    page.evaluate("document.querySelector('crowd-form').reset()")
    assert task.answers() == {}
    assert page.locator("input:checked").count() == 0


def test_an_image_is_classified_and_a_comment_appears_only_if_given(task: Task) -> None:
    """A2I_FACTS J2 [D]; the region's attributes are those of the reference."""
    comment = (
        '<worker-comment header="Why?" link-text="Say why" placeholder="It is blurred">Please say why.</worker-comment>'
    )
    page = task.form(image(inside=comment))
    page.get_by_role("radio", name="bad").check()
    assert task.answers() == {"k": {"label": "bad"}}
    page.get_by_role("button", name="Say why").click()
    window = page.get_by_role("dialog", name="Why?")
    expect(page.get_by_text("Please say why.")).to_be_visible()
    entry = window.get_by_placeholder("It is blurred")
    entry.fill("  ")
    window.get_by_role("button", name="Done").click()
    assert task.answers() == {"k": {"label": "bad"}}
    page.get_by_role("button", name="Say why").click()
    entry.fill(" 1 px off ")
    page.keyboard.press("Escape")
    assert task.submit() == {"k": {"label": "bad", "workerComment": "1 px off"}}


def test_keys_typed_into_the_comment_choose_nothing(task: Task) -> None:
    page = task.form(image(inside="<worker-comment></worker-comment>"))
    page.get_by_role("button", name="Add a comment").click()
    page.get_by_role("dialog", name="Add a comment").get_by_role("textbox").press_sequentially("12")
    assert task.answers() == {}


def test_without_the_region_no_comment_is_asked(task: Task) -> None:
    page = task.form(image())
    assert page.get_by_role("button", name="Add a comment").count() == 0


def test_the_image_zooms_with_buttons_keys_and_wheel_and_fits_again(task: Task) -> None:
    page = task.form(image())
    zoom, viewport = page.locator("output.zoom"), page.locator(".viewport")
    fitting = task.box(".canvas")["width"]
    expect(page.get_by_role("button", name="Zoom out")).to_be_disabled()
    page.get_by_role("button", name="Zoom in").click()
    expect(zoom).to_have_text("150 %")
    assert task.box(".canvas")["width"] == pytest.approx(fitting * 1.5, abs=1)
    viewport.press("+")
    expect(zoom).to_have_text("225 %")
    viewport.press("-")
    expect(zoom).to_have_text("150 %")
    viewport.press("0")
    expect(zoom).to_have_text("100 %")
    viewport.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    expect(zoom).to_have_text("272 %")
    page.get_by_role("button", name="Fit").click()
    assert task.box(".canvas")["width"] == pytest.approx(fitting, abs=1)


def test_a_close_image_moves_by_dragging_and_by_arrow_keys(task: Task) -> None:
    page = task.form(image())
    page.locator(".viewport").dblclick()
    expect(page.locator("output.zoom")).to_have_text("225 %")
    before, box = scroll(page), task.box(".viewport")
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 80)
    page.mouse.up()
    assert scroll(page) == [before[0] + 50, before[1] + 20]
    page.locator(".viewport").press("ArrowLeft")
    moved = "(left) => document.querySelector('[name=k]').shadowRoot.querySelector('.viewport').scrollLeft < left"
    page.wait_for_function(moved, arg=before[0] + 49)


def test_an_image_that_does_not_come_is_told(task: Task) -> None:
    page = task.form(image(source="/nowhere.png"))
    expect(page.locator(".no-image")).to_contain_text("could not be loaded from /nowhere.png")
    assert all("404" in problem for problem in task.problems)
    task.problems.clear()
    page = task.form(image(source=""))
    expect(page.locator(".no-image")).to_have_text("This task names no image.")


def test_boxes_of_an_earlier_task_lie_on_the_image(task: Task) -> None:
    """The reference's own example, JSON that is not JSON [D]."""
    boxes = """overlay='{"boundingBox": {labels: ["bird", "cat"], value: [
        {height: 200, label: "bird", left: 400, top: 100, width: 80},
        {height: 69, label: "cat", left: 79, top: 20, width: 247}]},}'"""
    page = task.form(image(boxes))
    expect(page.locator("svg.overlay rect")).to_have_count(2)
    scale = task.box(".canvas")["width"] / 800
    drawn, canvas = task.box("svg.overlay rect >> nth=0"), task.box(".canvas")
    assert drawn["x"] + 1 - canvas["x"] == pytest.approx(400 * scale, abs=2)
    assert drawn["height"] == pytest.approx(200 * scale, abs=3)
    assert page.locator(".legend li").all_inner_texts() == ["bird", "cat"]
    page.get_by_label("Show annotations").uncheck()
    expect(page.locator(".overlay")).to_have_count(0)


@pytest.mark.parametrize(
    "overlay, legend",
    [
        (
            '"semanticSegmentation": {"labels": ["Cat"], "labelMappings": {"Cat": {"color": "#2ca02c"}}, "src": "SRC"}',
            ["Cat"],
        ),
        (
            """"instanceSegmentation": {"labels": ["Cat"], "instances": [{"color": "#2ca02c", "label": "Cat"},
                {"color": "#1f77b4", "label": "Cat"}], "src": "SRC"}""",
            ["Cat (1)", "Cat (2)"],
        ),
    ],
)
def test_segments_of_an_earlier_task_lie_on_the_image(task: Task, overlay: str, legend: list[str]) -> None:
    page = task.form(image("overlay='{" + overlay.replace("SRC", PICTURE) + "}'"))
    expect(page.locator("img.overlay")).to_have_attribute("src", PICTURE)
    assert page.locator(".legend li").all_inner_texts() == legend


def test_an_overlay_that_cannot_be_read_is_told_and_the_work_goes_on(task: Task) -> None:
    page = task.form(image("overlay='{\"points\": []}'"))
    expect(page.locator(".overlay-broken")).to_contain_text("it has no boundingBox")
    page.keyboard.press("1")
    assert task.submit() == {"k": {"label": "good"}}
