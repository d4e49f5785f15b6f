"""Scripts in templates: what public templates do to the elements (A2I_FACTS J1, K), each fact by name.

The frameworks' ways with the DOM are written out by hand: what React 18 and Vue 3 do to a custom element, call by call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Task

REACT = """() => {
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const child of children) element.appendChild(child);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const text = (words) => Object.assign(document.createElement('p'), {textContent: words});
  window.intro = text('intro');
  window.first = make('crowd-input', {name: 'first', value: '1'});
  window.form = make('crowd-form', {id: 'f'}, intro, make('short-instructions', {}, text('Read')), first,
    make('crowd-classifier', {name: 'k', categories: '["A", "B"]'}));
  root.appendChild(form);
}"""
REACT_UPDATES = """() => {
  const second = document.createElement('crowd-input');
  second.setAttribute('name', 'second');
  second.setAttribute('value', '2');
  form.insertBefore(second, first);
  form.removeChild(intro);
  form.removeChild(first);
  form.appendChild(first);
}"""
VUE = """() => {
  const fragment = (parent) => {
    const [start, end] = [document.createTextNode(''), document.createTextNode('')];
    parent.insertBefore(start, null);
    parent.insertBefore(end, null);
    return {start, end};
  };
  const form = document.createElement('crowd-form');
  const gone = form.insertBefore(document.createComment('v-if'), null);
  window.list = fragment(form);
  window.add = (name) => {
    const input = document.createElement('crowd-input');
    input.setAttribute('name', name);
    input.value = name;
    list.end.parentNode.insertBefore(input, list.end);
  };
  add('a');
  root.insertBefore(form, null);
  add('b');
  const shown = document.createElement('crowd-checkbox');
  shown.setAttribute('name', 'c');
  gone.parentNode.insertBefore(shown, gone);
  gone.parentNode.removeChild(gone);
}"""


def names(task: Task) -> list[str]:
    script = "[...document.querySelector('crowd-form').form.querySelectorAll('[name]')].map(({name}) => name)"
    found: list[str] = task.page.evaluate(script)
    return found


def test_a_form_made_by_react_works_and_follows_its_updates(task: Task) -> None:
    """A2I_FACTS K.9 [O]: children are appended while the form is still detached, then moved by their old parent."""
    page = task.open("<div id='root'></div>")
    page.evaluate(REACT)
    page.wait_for_function("document.querySelector('crowd-form').form.contains(first)")
    page.evaluate(REACT_UPDATES)
    page.locator("crowd-classifier").get_by_text("B", exact=True).click()
    assert names(task) == ["second", "k", "first"]
    assert page.locator("crowd-form > short-instructions").is_visible()
    assert task.submit() == {"first": "1", "k": {"label": "B"}, "second": "2"}
    page.evaluate("root.removeChild(form)")
    assert page.locator("crowd-form").count() == 0


def test_a_field_that_react_controls_keeps_what_react_says(task: Task) -> None:
    """React puts an own value property on the field to watch it, and answers each input event with its own text."""
    page = task.form("<input name='a'>")
    page.evaluate("""() => {
      const input = document.querySelector('[name=a]');
      const {get, set} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
      Object.defineProperty(input, 'value', {configurable: true, get() { return get.call(this); },
        set(text) { set.call(this, text); }});
      document.addEventListener('input', () => { input.value = input.value.toUpperCase(); });
    }""")
    page.locator("[name=a]").fill("abc")
    assert task.submit() == {"a": "ABC"}


def test_a_form_made_by_vue_works_and_follows_its_updates(task: Task) -> None:
    """A2I_FACTS K.9 [O]: places are kept by empty texts and comments, and children know the parent they really have."""
    page = task.open("<div id='root'></div>")
    page.evaluate(VUE)
    page.wait_for_function("document.querySelector('crowd-form').form.contains(list.end)")
    page.evaluate("add('d')")
    assert names(task) == ["c", "a", "b", "d"]
    assert task.submit() == {"a": "a", "b": "b", "c": {"on": False}, "d": "d"}


def test_angular_and_others_that_set_properties_only_are_heard(task: Task) -> None:
    """A2I_FACTS K.7 [O]: .name, .value, .disabled, .checked, .required, .label as properties."""
    page = task.form("")
    page.evaluate("""() => {
      const put = (tag, properties) => {
        const element = Object.assign(document.createElement(tag), properties);
        document.querySelector('crowd-form').appendChild(element);
        return element;
      };
      put('crowd-input', {name: 'a', value: 'x', label: 'Name'});
      put('crowd-input', {name: 'off', value: 'x', disabled: true});
      put('crowd-checkbox', {name: 'c', value: 'v', checked: true});
      put('crowd-slider', {name: 's', min: 0, max: 5, value: 3});
      put('crowd-classifier', {name: 'k', categories: ['A', 'B'], value: 'B'});
    }""")
    assert page.get_by_label("Name").input_value() == "x"
    assert task.submit() == {"a": "x", "c": {"v": True}, "k": {"label": "B"}, "s": 3}


@pytest.mark.parametrize(
    ("element", "act", "value"),
    [
        ("<crowd-input name='e'></crowd-input>", "page.locator('crowd-input input').fill('x')", "x"),
        ("<crowd-checkbox name='e'>E</crowd-checkbox>", "page.get_by_role('checkbox').check()", {"on": True}),
        (
            "<crowd-classifier name='e' categories=\"['A', 'B']\"></crowd-classifier>",
            "page.keyboard.press('2')",
            {"label": "B"},
        ),
        (
            "<crowd-classifier-multi-select name='e' categories=\"['A']\"></crowd-classifier-multi-select>",
            "page.keyboard.press('1')",
            {"labels": ["A"]},
        ),
        ("<crowd-slider name='e' max='5'></crowd-slider>", "page.get_by_role('slider').fill('4')", 4),
    ],
)
def test_a_change_event_reaches_the_page_with_the_value_in_place(
    task: Task, element: str, act: str, value: Any
) -> None:
    """A2I_FACTS J1 [O]: `change`, `_submittableValue`."""
    page = task.form(element)
    page.evaluate("""() => { window.heard = [];
      document.querySelector('crowd-form').addEventListener('change',
        ({target}) => heard.push([target.getAttribute('name'), target._submittableValue])); }""")
    eval(act, {"page": page})
    page.keyboard.press("Tab")
    assert page.evaluate("heard") == [["e", value]]


def test_the_idiom_value_or_submittable_value_reads_any_element(task: Task) -> None:
    """AWS's samples read `el._submittableValue || el.value` [O]."""
    page = task.form("""<crowd-classifier name="k" categories="['A']"></crowd-classifier>
        <crowd-input name="i" value="x"></crowd-input>""")
    page.keyboard.press("1")
    read = "(tag) => { const el = document.querySelector(tag); return el._submittableValue || el.value; }"
    assert page.evaluate(read, "crowd-classifier") == {"label": "A"}
    assert page.evaluate(read, "crowd-input") == "x"


def test_placeholders_of_mturk_are_left_as_they_are(task: Task) -> None:
    """A2I_FACTS K: `${name}` is MTurk's own, A2I does not fill it in."""
    page = task.form('<p id="p">${image_url}</p><crowd-input name="a" value="${text}"></crowd-input>')
    assert page.locator("#p").inner_text() == "${image_url}"
    assert task.submit() == {"a": "${text}"}


def test_scripts_reach_the_parts_that_public_templates_style(task: Task) -> None:
    """A2I_FACTS K.9 [O]: pokes into the shadow roots, in AWS's own sample for wider instructions."""
    page = task.form("""<crowd-classifier-multi-select name="k" categories="['A']"><short-instructions>Read.
        </short-instructions><full-instructions header="H">All.</full-instructions></crowd-classifier-multi-select>""")
    page.evaluate("""() => {
      const root = document.querySelector('crowd-classifier-multi-select').shadowRoot;
      root.querySelector('.awsui-app-layout__navigation').style.width = '400px';
      root.querySelector('.awsui-modal-dialog').style.maxWidth = '90%';
    }""")
    assert task.box("crowd-classifier-multi-select .awsui-app-layout__navigation")["width"] == 400


def test_a_second_script_tag_of_the_library_changes_nothing(task: Task) -> None:
    page = task.open(
        "<script>window.ready = 0;"
        "document.addEventListener('all-crowd-elements-ready', () => { ready += 1; });</script>"
        "<crowd-form><crowd-input name='a' value='1'></crowd-input></crowd-form>"
        "<script src='/crowd-html-elements.js'></script>"
    )
    assert page.evaluate("ready") == 1
    assert task.submit() == {"a": "1"}
