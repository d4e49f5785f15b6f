"""Everything can be done without a pointer, and hotkeys stay out of the way of typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task

GROUP = """<crowd-form><input id="before"><crowd-radio-group aria-label="Kind"><crowd-radio-button
        name="a" value="1">One</crowd-radio-button>
  <crowd-radio-button name="b" value="2" disabled>Two</crowd-radio-button><crowd-radio-button name="c"
        value="3">Three</crowd-radio-button></crowd-radio-group></crowd-form>"""
CLASSIFIER = """<crowd-form><crowd-classifier name="k" header="Which one?"
        categories="['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L']">
  <classification-target>x</classification-target></crowd-classifier><crowd-input
        name="t"></crowd-input></crowd-form>"""


def test_arrow_keys_choose_in_a_radio_group_and_pass_over_disabled_buttons(task: Task) -> None:
    page = task.open(GROUP)
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert task.answers() == {"a": {"1": False}, "c": {"3": True}}
    page.keyboard.press("ArrowRight")
    assert task.answers() == {"a": {"1": True}, "c": {"3": False}}
    page.keyboard.press("ArrowUp")
    assert task.answers() == {"a": {"1": False}, "c": {"3": True}}


def test_a_radio_group_is_one_stop_for_tab(task: Task) -> None:
    page = task.open(GROUP)
    page.locator("crowd-radio-button[name=c]").click()
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('name')") == "c"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.localName") == "crowd-button"


def test_only_one_button_of_a_group_is_on_however_it_was_switched(task: Task) -> None:
    page = task.open(GROUP)
    page.get_by_role("radio", name="One").check()
    page.evaluate("document.querySelector('crowd-radio-button[name=c]').checked = true")
    assert task.answers() == {"a": {"1": False}, "c": {"3": True}}
    assert page.evaluate("document.querySelector('crowd-radio-group').value") == "3"


@pytest.mark.parametrize("key, label", [("1", "A"), ("9", "I"), ("0", "J"), ("a", "K"), ("B", "L")])
def test_hotkeys_choose_a_category(task: Task, key: str, label: str) -> None:
    page = task.open(CLASSIFIER)
    page.keyboard.press(key)
    assert page.evaluate("document.querySelector('crowd-classifier').value") == {"label": label}
    assert page.locator("crowd-classifier .option:has(:checked) kbd").inner_text().lower() == key.lower()


def test_hotkeys_are_not_taken_from_a_text_field_or_from_shortcuts(task: Task) -> None:
    page = task.open(CLASSIFIER)
    page.locator("crowd-input input").press_sequentially("1a")
    page.locator("body").press("Alt+2")
    assert task.answers() == {"t": "1a"}


def test_a_hotkey_without_a_category_does_nothing(task: Task) -> None:
    page = task.open(CLASSIFIER)
    page.keyboard.press("z")
    assert task.answers() == {}


def test_with_several_classifiers_a_key_goes_to_the_first_one_without_an_answer(task: Task) -> None:
    one, two = (f"""<crowd-classifier name="{name}" categories="['A', 'B']"></crowd-classifier>""" for name in "pq")
    page = task.form(f"{one}{two}")
    page.keyboard.press("1")
    page.locator("body").evaluate("document.activeElement.blur()")
    page.evaluate("document.querySelector('crowd-classifier').shadowRoot.activeElement?.blur()")
    page.keyboard.press("2")
    assert task.answers() == {"p": {"label": "A"}, "q": {"label": "B"}}


def test_arrows_move_between_categories_and_change_is_announced(task: Task) -> None:
    page = task.open(CLASSIFIER)
    page.evaluate(
        "() => { window.changes = []; document.addEventListener('change', (event) => "
        "changes.push(event.target.value)); }"
    )
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("changes") == [{"label": "B"}, {"label": "C"}]


def test_space_switches_checkboxes_and_toggles(task: Task) -> None:
    page = task.form(
        """<crowd-checkbox name="c">Box</crowd-checkbox><crowd-toggle-button name="t">Switch</crowd-toggle-button>"""
    )
    page.get_by_role("checkbox", name="Box").press("Space")
    page.get_by_role("switch", name="Switch").press("Space")
    assert task.answers() == {"c": {"on": True}, "t": {"on": True}}


def test_tabs_follow_the_arrow_keys(task: Task) -> None:
    page = task.form("""<crowd-tabs><crowd-tab header="One">first</crowd-tab><crowd-tab header="Two">second</crowd-tab>
        <crowd-tab header="Three">third</crowd-tab></crowd-tabs>""")
    page.get_by_role("tab", name="One").focus()
    for key, text in (
        ("ArrowRight", "second"),
        ("End", "third"),
        ("ArrowRight", "first"),
        ("ArrowLeft", "third"),
        ("Home", "first"),
    ):
        page.keyboard.press(key)
        assert [tab.inner_text() for tab in page.locator("crowd-tab:visible").all()] == [text]


def test_full_instructions_open_in_a_window_that_escape_closes(task: Task) -> None:
    page = task.form("""<crowd-classifier name="k" categories="['A', 'B']">
        <short-instructions>Short.</short-instructions>
        <full-instructions header="How to">Long.</full-instructions></crowd-classifier>""")
    assert page.get_by_text("Short.").is_visible()
    assert not page.get_by_text("Long.").is_visible()
    opener = page.get_by_role("button", name="View full instructions")
    opener.press("Enter")
    expect(page.get_by_role("dialog", name="How to")).to_be_visible()
    expect(page.get_by_text("Long.")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
    assert task.answers() == {}


def test_instructions_have_a_tab_for_each_region_that_is_there(task: Task) -> None:
    """crowd-instructions reference [D]: Summary, Detailed Instructions, Examples."""
    page = task.form("""<crowd-instructions link-text="Help me" link-type="button"><short-summary>sum</short-summary>
        <detailed-instructions>detail</detailed-instructions><positive-example>good one</positive-example>
        <positive-example>good two</positive-example>
        <negative-example>bad one</negative-example></crowd-instructions>""")
    page.get_by_role("button", name="Help me").click()
    assert page.get_by_role("tab").all_inner_texts() == ["Summary", "Detailed Instructions", "Examples"]
    assert page.get_by_text("sum", exact=True).is_visible()
    assert not page.get_by_text("detail", exact=True).is_visible()
    page.get_by_role("tab", name="Summary").press("End")
    assert page.get_by_text("good two").is_visible()
    assert page.get_by_text("bad one").is_visible()
    assert not page.get_by_text("detail", exact=True).is_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_instructions_with_one_region_have_one_tab_and_a_default_link(task: Task) -> None:
    page = task.form("<crowd-instructions><detailed-instructions>detail</detailed-instructions></crowd-instructions>")
    page.get_by_role("button", name="Click for instructions").click()
    assert page.get_by_role("tab").all_inner_texts() == ["Detailed Instructions"]
    assert page.get_by_text("detail", exact=True).is_visible()


def test_labels_name_the_fields_for_a_screen_reader(task: Task) -> None:
    page = task.form("""<crowd-input name="a" label="Invoice number"></crowd-input><crowd-text-area
        name="b" placeholder="Why?"></crowd-text-area>
        <label for="c">Amount</label><crowd-input id="c" name="c"></crowd-input><crowd-slider
        name="sure"></crowd-slider>
        <crowd-icon-button icon="report-problem" title="Report"></crowd-icon-button>
        <crowd-classifier name="k" header="Which one?" categories="['A']"></crowd-classifier>""")
    for role, name in (
        ("textbox", "Invoice number"),
        ("textbox", "Why?"),
        ("textbox", "Amount"),
        ("slider", "sure"),
        ("button", "Report"),
        ("radiogroup", "Which one?"),
    ):
        expect(page.get_by_role(role, name=name)).to_be_visible()  # type: ignore[arg-type]


def test_errors_are_tied_to_their_fields(task: Task) -> None:
    page = task.form('<crowd-input name="a" label="Name" required></crowd-input>')
    task.submit()
    field = page.get_by_role("textbox", name="Name")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Please fill in this field.")
    expect(field).to_be_focused()


def test_of_several_buttons_marked_as_checked_the_last_is_on(task: Task) -> None:
    task.form("""<crowd-radio-group><crowd-radio-button name="a" checked>A</crowd-radio-button>
        <crowd-radio-button name="b" checked>B</crowd-radio-button></crowd-radio-group>""")
    assert task.answers() == {"a": {"on": False}, "b": {"on": True}}


@pytest.mark.parametrize("tag", ["crowd-input", "crowd-text-area"])
@pytest.mark.parametrize(
    "wish, focused", [("auto-focus", True), ("auto-focus='true'", True), ("auto-focus='false'", False)]
)
def test_auto_focus_puts_the_cursor_into_the_field_once_the_page_is_shown(
    task: Task, tag: str, wish: str, focused: bool
) -> None:
    """crowd-input and crowd-text-area reference [D]."""
    page = task.form(f"<input name='other'><{tag} name='t' {wish}></{tag}><{tag} name='u' {wish}></{tag}>")
    page.evaluate("() => new Promise((resolve) => setTimeout(() => setTimeout(resolve)))")
    assert (page.evaluate("document.activeElement.getAttribute('name')") == "t") == focused


@pytest.mark.parametrize("tag", ["crowd-checkbox", "crowd-toggle-button", "crowd-radio-button"])
def test_a_label_or_a_script_that_clicks_an_element_switches_it_once(task: Task, tag: str) -> None:
    page = task.form(
        f"<label id='around'>Around <{tag} id='one' name='a'></{tag}></label>"
        f"<label id='apart' for='two'>Apart</label><{tag} id='two' name='b'></{tag}>"
        f"<{tag} id='three' name='c'>Text</{tag}><{tag} id='off' name='d' disabled>Off</{tag}>"
    )
    page.evaluate("window.changes = []; document.addEventListener('change', ({target}) => changes.push(target.id))")
    on = {"on": True}
    page.locator("#around").click(position={"x": 4, "y": 8})
    page.locator("#apart").click(position={"x": 4, "y": 8})
    page.evaluate("for (const id of ['three', 'off']) document.getElementById(id).click()")
    assert task.answers() == {"a": on, "b": on, "c": on}
    assert page.evaluate("changes") == ["one", "two", "three"]
    for name in ("one", "three"):
        page.locator(f"#{name} input").click()
    assert task.answers() == {name: {"on": tag == "crowd-radio-button" or name == "b"} for name in "abc"}
