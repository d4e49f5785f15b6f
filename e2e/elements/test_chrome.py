"""The elements that only show something, and the layout on wide and narrow pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task

EVERYTHING = """<crowd-form><short-instructions>Short.</short-instructions><crowd-input name="a"
        label="A"></crowd-input><crowd-checkbox name="c">Box</crowd-checkbox>
  <crowd-radio-group><crowd-radio-button name="r">Dot</crowd-radio-button></crowd-radio-group>
        <crowd-toggle-button name="t">Switch</crowd-toggle-button>
  <crowd-button>Press</crowd-button><crowd-icon-button icon="star" title="Star"></crowd-icon-button>
        <crowd-modal link-text="More">x</crowd-modal>
  <crowd-tabs><crowd-tab header="T">x</crowd-tab></crowd-tabs><input name="n"><select name="s"><option>o</select>
  <crowd-classifier name="k" categories="['A', 'B']"></crowd-classifier></crowd-form>"""
TARGETS = "crowd-input .box, .choice, .button:visible, [role=tab], .option, input[name=n], select"


@pytest.mark.parametrize("width", [390, 1280])
def test_every_target_is_big_enough_for_a_finger(task: Task, width: int) -> None:
    page = task.open(EVERYTHING)
    page.set_viewport_size({"width": width, "height": 800})
    targets = page.locator(TARGETS)
    heights = [
        (target.evaluate("(node) => node.outerHTML.slice(0, 80)"), target.bounding_box())
        for target in targets.all()
        if target.is_visible()
    ]
    assert len(heights) > 10
    assert [found for found in heights if not found[1] or found[1]["height"] < 43.5] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_its_window(task: Task, width: int) -> None:
    page = task.open(EVERYTHING)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_short_instructions_stand_beside_the_work_and_fold_above_it_on_a_phone(task: Task) -> None:
    page = task.form("""<crowd-classifier name="k" categories="['A']"><short-instructions>Read it.</short-instructions>
        <classification-target>The target</classification-target></crowd-classifier>""")
    text, fold = page.get_by_text("Read it."), page.locator("crowd-classifier .fold")
    left = task.box("short-instructions")
    assert left["x"] + left["width"] < task.box("classification-target")["x"]
    page.set_viewport_size({"width": 390, "height": 800})
    expect(text).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert task.box("short-instructions")["y"] < task.box("classification-target")["y"]


def test_the_submit_button_stays_in_view_on_a_long_page(task: Task) -> None:
    page = task.form("<div style='height: 3000px'>long</div>")
    expect(page.locator("crowd-button[form-action=submit]")).to_be_in_viewport()


def test_a_category_list_that_cannot_be_read_says_so_in_place(task: Task) -> None:
    page = task.form("""<crowd-classifier name="k" categories="['A', 'B'"></crowd-classifier>""")
    expect(page.locator("crowd-classifier .broken")).to_contain_text("The categories attribute cannot be read")


def test_categories_can_be_read_and_set_from_a_script(task: Task) -> None:
    page = task.form("""<crowd-classifier name="k" categories="['A', 'B']"></crowd-classifier>""")
    assert page.evaluate("document.querySelector('crowd-classifier').categories") == ["A", "B"]
    page.evaluate(
        "() => { const k = document.querySelector('crowd-classifier'); k.value = {label: 'B'}; "
        "k.categories = k.categories.concat(['C']); }"
    )
    assert page.locator("crowd-classifier .option .name").all_inner_texts() == ["A", "B", "C"]
    assert task.submit() == {"k": {"label": "B"}}


@pytest.mark.parametrize(
    "kind, role", [("info", "status"), ("success", "status"), ("warning", "alert"), ("error", "alert")]
)
def test_alerts_have_a_role_by_their_kind_and_can_be_dismissed(task: Task, kind: str, role: str) -> None:
    page = task.form(f"<crowd-alert type='{kind}' dismissible>Mind this.</crowd-alert>")
    expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_text("Mind this.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("crowd-alert")).to_be_hidden()


def test_an_alert_that_may_not_be_dismissed_has_no_button(task: Task) -> None:
    page = task.form("<crowd-alert>Mind this.</crowd-alert>")
    expect(page.get_by_role("button", name="Dismiss")).to_be_hidden()


def test_a_card_shows_heading_and_content(task: Task) -> None:
    page = task.form("<crowd-card heading='Receipt'><p>Total 3</p></crowd-card>")
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    expect(page.get_by_text("Total 3")).to_be_visible()


def test_only_one_toast_is_visible_and_it_goes_after_its_duration(task: Task) -> None:
    """crowd-toast reference [D]."""
    page = task.form("""<crowd-toast id='one' duration='600000' opened>One</crowd-toast>
        <crowd-toast id='two' duration='0' text='Two'></crowd-toast>""")
    expect(page.get_by_text("One")).to_be_visible()
    page.evaluate("two.show()")
    expect(page.get_by_text("One")).to_be_hidden()
    expect(page.get_by_text("Two")).to_be_visible()
    page.evaluate("two.show({text: 'Three', duration: 1})")
    expect(page.get_by_text("Three")).to_be_hidden()


def test_a_modal_opens_by_its_link_and_closes(task: Task) -> None:
    """crowd-modal reference [D]: the default link text."""
    page = task.form("<crowd-modal>Some text</crowd-modal>")
    page.get_by_role("button", name="Click to open modal").click()
    expect(page.get_by_role("dialog", name="Click to open modal")).to_be_visible()
    expect(page.get_by_text("Some text")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("style", ["", "zoom: 1.5"])
def test_a_badge_sits_on_the_corner_of_its_element(task: Task, style: str) -> None:
    badged = "<p style='margin: 50px 200px' id='p'>text</p><crowd-badge for='p' label='3'></crowd-badge>"
    task.form(f"<div style='{style}'>{badged}</div>")
    target, badge = task.box("#p"), task.box("crowd-badge")
    assert abs(badge["x"] + badge["width"] / 2 - target["x"] - target["width"]) < 1
    assert abs(badge["y"] + badge["height"] / 2 - target["y"]) < 1


def test_a_link_button_is_a_link(task: Task) -> None:
    page = task.form("<crowd-button href='/task.html#x' target='_blank'>Go</crowd-button>")
    link = page.get_by_role("link", name="Go")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")


@pytest.mark.parametrize(
    "markup",
    [
        "<crowd-button icon='search'>Find</crowd-button>",
        "<crowd-button><iron-icon icon='search'></iron-icon></crowd-button>",
    ],
)
def test_icons_are_drawn_without_loading_anything(task: Task, markup: str) -> None:
    page = task.form(f"{markup}")
    expect(page.locator("crowd-button svg.glyph")).to_be_visible()


@pytest.mark.parametrize("align, is_right", [("left", False), ("right", True)])
def test_a_buttons_icon_stands_on_the_side_that_it_is_aligned_to(task: Task, align: str, is_right: bool) -> None:
    """crowd-button reference [D]."""
    task.form(f"<crowd-button id='find' icon='search' icon-align='{align}'>Find</crowd-button>")
    assert (task.box("#find svg.glyph")["x"] > task.box("#find .text")["x"]) == is_right


def test_a_fab_shows_one_character_and_an_ellipsis_for_more(task: Task) -> None:
    """crowd-fab reference [D]."""
    page = task.form("<crowd-fab label='+' title='Add'></crowd-fab><crowd-fab label='More'></crowd-fab>")
    assert [button.inner_text() for button in page.locator("crowd-fab .button").all()] == ["+", "…"]


def test_a_text_area_grows_up_to_its_rows_and_counts(task: Task) -> None:
    page = task.form("<crowd-text-area name='t' rows='2' max-rows='4' char-counter></crowd-text-area>")
    area = page.locator("textarea")
    heights = []
    for lines in (1, 3, 4, 20):
        area.fill("\n".join("x" * lines))
        heights.append(area.evaluate("(node) => node.offsetHeight"))
    assert heights[0] < heights[1] < heights[2] == heights[3]
    assert page.locator("crowd-text-area .count").inner_text() == "39"


def test_an_editable_slider_has_a_number_box_that_moves_the_knob(task: Task) -> None:
    page = task.form("<crowd-slider name='s' min='0' max='10' pin editable></crowd-slider>")
    page.get_by_role("spinbutton").fill("7")
    page.keyboard.press("Tab")
    assert page.locator("crowd-slider .pin").inner_text() == "7"
    assert task.submit() == {"s": 7}
    page.get_by_role("spinbutton").fill("99")
    page.keyboard.press("Tab")
    assert task.submit() == {"s": 10}


@pytest.mark.parametrize("direction, angle", [("ltr", "90deg"), ("rtl", "270deg")])
def test_a_sliders_colour_follows_the_direction_of_writing(task: Task, direction: str, angle: str) -> None:
    page = task.form(f"<div dir='{direction}'><crowd-slider name='s' value='30'></crowd-slider></div>")
    style = "getComputedStyle(document.querySelector('crowd-slider').root.querySelector('.bar'))"
    assert page.evaluate(f"{style}.getPropertyValue('--onwards')") == angle


def test_public_hooks_for_styling_the_instructions_are_there(task: Task) -> None:
    """Public templates reach for these classes in a widget's shadow root (A2I_FACTS K.9 [O])."""
    page = task.form(
        """<crowd-classifier name="k" categories="['A']">
        <short-instructions>Read.</short-instructions></crowd-classifier>"""
    )
    page.evaluate(
        "document.querySelector('crowd-classifier').shadowRoot"
        ".querySelector('.awsui-app-layout__navigation').style.width = '400px'"
    )
    assert task.box("crowd-classifier .panel")["width"] == 400
    assert page.evaluate(
        "document.querySelector('crowd-classifier').shadowRoot.querySelector('.awsui-modal-dialog') !== null"
    )
