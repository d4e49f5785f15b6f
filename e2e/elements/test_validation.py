"""Nothing invalid is submitted; the worker sees what is wrong, and the focus is where it has to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task

FOCUSED = "document.activeElement.getAttribute('name')"


@pytest.mark.parametrize(
    "markup, message",
    [
        ('<crowd-input name="f" required></crowd-input>', "Please fill in this field."),
        ('<crowd-input name="f" value="   " required></crowd-input>', "Please fill in this field."),
        ('<crowd-input name="f" required error-message="Say it."></crowd-input>', "Say it."),
        (
            '<crowd-input name="f" value="ab" min-length="3"></crowd-input>',
            "Please enter at least 3 characters; there are 2.",
        ),
        (
            '<crowd-input name="f" value="abcd" max-length="3"></crowd-input>',
            "Please enter at most 3 characters; there are 4.",
        ),
        (
            '<crowd-input name="f" value="12" allowed-pattern="[0-9]{5}"></crowd-input>',
            "Please match the requested format.",
        ),
        (
            '<crowd-input name="f" value="1a" allowed-pattern="[0-9]"></crowd-input>',
            "Please match the requested format.",
        ),
        ('<crowd-input name="f" value="abc" pattern="[0-9]+" error-message="Digits."></crowd-input>', "Digits."),
        (
            '<crowd-input name="f" type="number" value="11" max="10"></crowd-input>',
            "Value must be less than or equal to 10.",
        ),
        (
            '<crowd-input name="f" type="number" value="1" min="2"></crowd-input>',
            "Value must be greater than or equal to 2.",
        ),
        ('<crowd-input name="f" type="email" value="no" error-message="An address."></crowd-input>', "An address."),
        ('<crowd-text-area name="f" required></crowd-text-area>', "Please fill in this field."),
        ('<crowd-checkbox name="f" required>Agree</crowd-checkbox>', "Please tick this box."),
        ('<crowd-toggle-button name="f" required>On</crowd-toggle-button>', "Please switch this on."),
        ('<crowd-slider name="f" required></crowd-slider>', "Please choose a value on the slider."),
        ('<crowd-classifier name="f" categories="[1]"></crowd-classifier>', "Please choose a category."),
    ],
)
def test_an_invalid_field_shows_its_message_and_takes_the_focus(task: Task, markup: str, message: str) -> None:
    page = task.form(f"<p>work</p>{markup}")
    assert not page.locator("[name=f] .message").is_visible()
    assert task.submit() is None
    expect(page.locator("[name=f] .message")).to_have_text(message)
    assert message in page.locator("crowd-form .status").inner_text()
    assert page.evaluate(FOCUSED) == "f"
    assert page.evaluate("document.querySelector('[name=f]').validity.valid") is False


@pytest.mark.parametrize(
    "markup",
    [
        '<crowd-input name="f" value="12345" allowed-pattern="[0-9]{5}"></crowd-input>',
        '<crowd-input name="f" value="123" allowed-pattern="[0-9]" auto-validate></crowd-input>',
        '<crowd-input name="f" allowed-pattern="[0-9]{5}" min-length="3"></crowd-input>',
        '<crowd-input name="f" value="x" allowed-pattern="["></crowd-input>',
        '<crowd-slider name="f" required value="3"></crowd-slider>',
        '<crowd-checkbox name="f" required checked>Agree</crowd-checkbox>',
        '<crowd-input name="f" required disabled></crowd-input>',
        (
            '<crowd-radio-group><crowd-radio-button name="f" required>not enforced [D]</crowd-radio-button>'
            "</crowd-radio-group>"
        ),
    ],
)
def test_a_valid_field_lets_the_form_go(task: Task, markup: str) -> None:
    task.form(f"{markup}")
    assert task.submit() is not None


def test_the_first_of_several_invalid_fields_takes_the_focus_and_all_show(task: Task) -> None:
    page = task.form("""<crowd-input name="ok" value="x"></crowd-input><crowd-input name="one"
        label="First name" required></crowd-input>
        <crowd-input name="two" required></crowd-input>""")
    assert task.submit() is None
    assert page.evaluate(FOCUSED) == "one"
    expect(page.locator("crowd-form .status")).to_have_text("First name: Please fill in this field. (and 1 more)")
    assert page.locator("crowd-input .message:visible").count() == 2


def test_a_message_goes_as_soon_as_the_value_is_right(task: Task) -> None:
    page = task.form('<crowd-input name="f" required></crowd-input>')
    task.submit()
    page.locator("crowd-input input").fill("x")
    expect(page.locator("crowd-input .message")).to_be_hidden()
    expect(page.locator("crowd-form .status")).to_be_hidden()
    assert task.submit() == {"f": "x"}


@pytest.mark.parametrize(
    "markup, mend",
    [
        ("<input name='f' required>", "document.querySelector('[name=f]').value = 'x'"),
        ("<textarea name='f' required></textarea>", "document.querySelector('[name=f]').value = 'x'"),
        (
            "<select name='f' required><option value=''>?<option>x</select>",
            "document.querySelector('[name=f]').value = 'x'",
        ),
        ("<input type='checkbox' name='f' required>", "document.querySelector('[name=f]').checked = true"),
        (
            "<input type='radio' name='f' value='1' required><input type='radio' name='f' value='2'>",
            "document.querySelector('[name=f]').checked = true",
        ),
        (
            "<input type='date' name='f' min='2019-01-01' value='2018-01-01'>",
            "document.querySelector('[name=f]').value = '2019-02-01'",
        ),
    ],
)
def test_native_fields_are_checked_too(task: Task, markup: str, mend: str) -> None:
    page = task.form(f"{markup}")
    assert task.submit() is None
    assert page.evaluate(FOCUSED) == "f"
    assert page.locator("[name=f]").first.get_attribute("aria-invalid") == "true"
    assert page.locator("crowd-form .status").is_visible()
    page.evaluate(mend)
    assert task.submit() is not None


def test_listeners_are_not_asked_while_a_field_is_invalid(task: Task) -> None:
    page = task.form('<crowd-input name="f" required></crowd-input>')
    page.evaluate("() => { window.asked = 0; document.querySelector('crowd-form').onsubmit = () => { asked += 1; }; }")
    task.submit()
    assert page.evaluate("asked") == 0


def test_an_invalid_field_in_a_closed_tab_is_brought_to_light(task: Task) -> None:
    page = task.form("""<crowd-tabs><crowd-tab header="A">a</crowd-tab>
        <crowd-tab header="B"><details><summary>more</summary><crowd-input
        name="f" required></crowd-input></details></crowd-tab></crowd-tabs>""")
    assert task.submit() is None
    expect(page.locator("crowd-input .message")).to_be_visible()
    assert page.evaluate(FOCUSED) == "f"


def test_an_invalid_field_in_a_closed_modal_is_brought_to_light(task: Task) -> None:
    page = task.form(
        "<crowd-modal link-text='More'><crowd-input name='i' label='Why' required></crowd-input></crowd-modal>"
    )
    assert task.submit() is None
    assert page.locator("crowd-modal dialog").evaluate("dialog => dialog.open")
    assert page.evaluate("document.activeElement.localName") == "crowd-input"


def test_a_classifier_without_categories_says_that_it_offers_none(task: Task) -> None:
    page = task.form("<crowd-classifier name='c' categories='[]'></crowd-classifier>")
    assert task.submit() is None
    assert page.locator("crowd-classifier .message").inner_text() == "This task offers no category to choose."


def test_characters_outside_the_allowed_pattern_are_ignored_while_typing(task: Task) -> None:
    """crowd-input reference: allowed-pattern with auto-validate [D]."""
    page = task.form('<crowd-input name="f" allowed-pattern="[0-9]" auto-validate></crowd-input>')
    page.locator("crowd-input input").press_sequentially("a1b2-3")
    assert task.submit() == {"f": "123"}


def test_pasted_characters_outside_the_allowed_pattern_are_ignored(task: Task) -> None:
    page = task.form('<crowd-text-area name="f" allowed-pattern="[a-z]" auto-validate></crowd-text-area>')
    page.locator("textarea").focus()
    page.keyboard.insert_text("aB1c")
    assert task.submit() == {"f": "ac"}


def test_auto_validate_shows_the_message_while_typing(task: Task) -> None:
    page = task.form('<crowd-input name="f" min-length="3" auto-validate error-message="Longer."></crowd-input>')
    page.locator("crowd-input input").press_sequentially("ab")
    expect(page.locator("crowd-input .message")).to_have_text("Longer.")
    page.locator("crowd-input input").press_sequentially("c")
    expect(page.locator("crowd-input .message")).to_be_hidden()


@pytest.mark.parametrize("tag", ["crowd-input", "crowd-text-area"])
def test_input_beyond_the_longest_length_is_ignored(task: Task, tag: str) -> None:
    """max-length [D]."""
    page = task.form(f'<{tag} name="f" max-length="3"></{tag}>')
    page.locator(f"{tag} .entry").press_sequentially("abcdef")
    assert task.submit() == {"f": "abc"}


def test_a_touched_slider_is_an_answer(task: Task) -> None:
    page = task.form('<crowd-slider name="f" min="1" max="5" required></crowd-slider>')
    page.locator("crowd-slider input[type=range]").press("ArrowRight")
    assert task.submit() == {"f": 2}


def test_the_sliders_first_place_can_be_chosen(task: Task) -> None:
    page = task.form('<crowd-slider name="f" min="1" max="5" required></crowd-slider>')
    page.locator("crowd-slider input[type=range]").press("Enter")
    assert task.submit() == {"f": 1}


def test_a_scripts_own_complaint_counts(task: Task) -> None:
    page = task.form('<crowd-input name="f" value="x"></crowd-input>')
    page.evaluate("document.querySelector('crowd-input').setCustomValidity('Not x.')")
    assert task.submit() is None
    expect(page.locator("crowd-input .message")).to_have_text("Not x.")
    page.evaluate("document.querySelector('crowd-input').setCustomValidity('')")
    assert task.submit() == {"f": "x"}
