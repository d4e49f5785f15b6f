"""What each element submits, held to A2I_FACTS J2; the flag of each fact stands beside its case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Task

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("crowd-input gives its text [D]", '<crowd-input name="tag" value="blue"></crowd-input>', {"tag": "blue"}),
    ("an empty crowd-input does not appear [D]", '<crowd-input name="tag"></crowd-input>', {}),
    (
        "crowd-text-area gives its text [D]",
        '<crowd-text-area name="t" value="a&#10;b"></crowd-text-area>',
        {"t": "a\nb"},
    ),
    ("an empty crowd-text-area does not appear [G]", '<crowd-text-area name="t"></crowd-text-area>', {}),
    (
        "crowd-checkbox gives on when it has no value [D]",
        '<crowd-checkbox name="c" checked></crowd-checkbox>',
        {"c": {"on": True}},
    ),
    (
        "an unticked crowd-checkbox appears as false [D]",
        '<crowd-checkbox name="c" value="v"></crowd-checkbox>',
        {"c": {"v": False}},
    ),
    (
        "checkboxes of one name merge [D]",
        (
            '<crowd-checkbox name="c" value="blurry" checked></crowd-checkbox><div><crowd-checkbox name="c" '
            'value="dim"></crowd-checkbox></div>'
        ),
        {"c": {"blurry": True, "dim": False}},
    ),
    (
        "radio buttons in a group answer under their own names [D]",
        (
            '<crowd-radio-group><crowd-radio-button name="btn1" value="yes" checked></crowd-radio-button>'
            '<crowd-radio-button name="btn2" value="no"></crowd-radio-button></crowd-radio-group>'
        ),
        {"btn1": {"yes": True}, "btn2": {"no": False}},
    ),
    (
        "radio buttons of one name merge with false [D, O]",
        (
            '<crowd-radio-button name="s" value="a.mp4" checked></crowd-radio-button><crowd-radio-button '
            'name="s" value="b.mp4"></crowd-radio-button>'
        ),
        {"s": {"a.mp4": True, "b.mp4": False}},
    ),
    (
        "a radio button without a value gives on [D, O]",
        '<crowd-radio-button name="q.0" checked></crowd-radio-button>',
        {"q.0": {"on": True}},
    ),
    (
        "native radios give a boolean each [O]",
        '<input type="radio" name="r" value="agree" checked><input type="radio" name="r" value="disagree">',
        {"r": {"agree": True, "disagree": False}},
    ),
    (
        "native checkboxes give a boolean each [G]",
        (
            '<input type="checkbox" name="b" value="foo" checked><input type="checkbox" name="b" '
            'value="bar"><input type="checkbox" name="plain" checked>'
        ),
        {"b": {"foo": True, "bar": False}, "plain": {"on": True}},
    ),
    (
        "native text, textarea and hidden fields give strings [I]",
        '<input name="i" value="1"><textarea name="t">two</textarea><input type="hidden" name="h" value="3">',
        {"i": "1", "t": "two", "h": "3"},
    ),
    ("an empty native field gives an empty string [I]", '<input name="i">', {"i": ""}),
    (
        "select gives the option's value [O]",
        '<select name="s"><option value="0">a<option value="1" selected>b</select>',
        {"s": "1"},
    ),
    (
        "select multiple gives the list of values [G]",
        '<select name="s" multiple><option selected>a<option>b<option selected>c</select>',
        {"s": ["a", "c"]},
    ),
    (
        "crowd-slider gives a JSON number [O]",
        '<crowd-slider name="s" min="0" max="10" step="0.01" value="5.68"></crowd-slider>',
        {"s": 5.68},
    ),
    (
        "an untouched slider answers where its knob stands [G]",
        '<crowd-slider name="s" min="3" max="9"></crowd-slider>',
        {"s": 3},
    ),
    ("crowd-toggle-button [D]", '<crowd-toggle-button name="t" checked></crowd-toggle-button>', {"t": {"on": True}}),
    (
        "crowd-toggle-button with a value [D]",
        '<crowd-toggle-button name="t" value="v"></crowd-toggle-button>',
        {"t": {"v": False}},
    ),
    (
        "dotted, bracketed and spaced names stay flat (K) [O]",
        '<input name="a.b" value="1"><input name="c[0]" value="2"><input name="d e" value="3">',
        {
            "a.b": "1",
            "c[0]": "2",
            "d e": "3",
        },
    ),
    (
        "of two strings with one name the later wins [I]",
        '<input name="_" value="a"><input type="hidden" name="_" value="b">',
        {"_": "b"},
    ),
    (
        "disabled fields give nothing [G]",
        '<crowd-input name="a" value="x" disabled></crowd-input><input name="b" value="x" disabled>',
        {},
    ),
    (
        "a disabled fieldset silences what is in it [G]",
        '<fieldset disabled><crowd-input name="a" value="x"></crowd-input><input name="b"></fieldset>',
        {},
    ),
    (
        "buttons and nameless fields give nothing",
        '<input value="x"><button name="b" value="1">b</button><input type="submit" name="s" value="x">',
        {},
    ),
    (
        "fields in the instruction regions are gathered (K) [O]",
        '<short-instructions><crowd-input name="a" value="x"></crowd-input></short-instructions>',
        {"a": "x"},
    ),
    (
        "fields in hidden tabs are gathered",
        (
            '<crowd-tabs><crowd-tab header="1">a</crowd-tab><crowd-tab header="2"><input name="b" value="x">'
            "</crowd-tab></crowd-tabs>"
        ),
        {"b": "x"},
    ),
    (
        "a name that means something in JavaScript is a name",
        '<input name="__proto__" value="x"><input name="constructor" value="y">',
        {
            "__proto__": "x",
            "constructor": "y",
        },
    ),
]


@pytest.mark.parametrize("markup, answers", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_elements_submit_what_a2i_stores(task: Task, markup: str, answers: dict[str, Any]) -> None:
    task.form(f"{markup}")
    assert task.answers() == answers
    assert task.submit() == answers


def test_the_classifier_submits_its_label(task: Task) -> None:
    """A2I_FACTS J2 [D, O]."""
    page = task.form("""<crowd-classifier name="category" categories="['Cat', 'Dog']"></crowd-classifier>""")
    page.get_by_text("Dog").click()
    assert task.submit() == {"category": {"label": "Dog"}}


def test_keys_come_out_in_alphabetical_order_at_every_level(task: Task) -> None:
    """A2I_FACTS A2 [O]."""
    page = task.form("""<input name="z" value="1"><crowd-checkbox name="b" value="y"></crowd-checkbox>
        <crowd-checkbox name="b" value="x"></crowd-checkbox><input name="a" value="2">""")
    text = page.evaluate("document.querySelector('crowd-form')._serializeForm().taskAnswers")
    assert text == '[{"a":"2","b":{"x":false,"y":false},"z":"1"}]'


def test_flatten_objects_joins_names_and_keys(task: Task) -> None:
    """A2I_FACTS J1 [O]: answer-format="flatten-objects" gives name.value."""
    task.open(
        '<crowd-form answer-format="flatten-objects"><crowd-radio-button name="q.0" checked>'
        '</crowd-radio-button><input name="t" value="x"></crowd-form>'
    )
    assert task.answers() == {"q.0.on": True, "t": "x"}


def test_a_custom_value_element_submits_its_object(task: Task) -> None:
    """A2I_FACTS J1 [O]: object-value-input with name, value and validate()."""
    page = task.open("""<crowd-form><object-value-input name="review"></object-value-input></crowd-form>
        <script>customElements.define('object-value-input', class extends HTMLElement {
          value = {z: 1, a: [{y: 2, b: 3}]};
          isFine = false;
          validate() { return this.isFine; }
        });</script>""")
    assert task.submit() is None
    page.evaluate("document.querySelector('object-value-input').isFine = true")
    assert task.submit() == {"review": {"a": [{"b": 3, "y": 2}], "z": 1}}


def test_a_value_without_a_json_form_is_reported_and_nothing_is_submitted(task: Task) -> None:
    page = task.form("<x-loop name='l'></x-loop>")
    page.evaluate("const loop = {}; loop.self = loop; document.querySelector('x-loop').value = loop")
    assert task.submit() is None
    assert "cannot be written as JSON" in page.locator("crowd-form .status").inner_text()
