"""Passages are labelled by mouse and by keyboard, and submitted as A2I stores them (A2I_FACTS J2 [D])."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task
    from playwright.sync_api import Page

TEXT = "Ada Lovelace wrote 😀 to Charles Babbage in May 1843.\n\nShe lived in London."
LABELS = [
    {"label": "person", "shortDisplayName": "per", "fullDisplayName": "Person"},
    {"label": "date", "shortDisplayName": "dat"},
    "place",
]


def widget(text: str = TEXT, initial: object = None, tag: str = "crowd-entity-annotation", inside: str = "") -> str:
    """The element as templates write it."""
    value = f'initial-value="{html.escape(json.dumps(initial))}"' if initial is not None else ""
    labels = html.escape(json.dumps(LABELS).replace('"', "'"))
    return f'<{tag} name="ner" header="Label it" text="{html.escape(text)}" labels="{labels}" {value}>{inside}</{tag}>'


def entity(passage: str, label: str, text: str = TEXT) -> dict[str, Any]:
    """An entity as it is submitted: Python's offsets are code points, as A2I's."""
    start = text.index(passage)
    return {"endOffset": start + len(passage), "label": label, "startOffset": start}


def drag_over(page: Page, passage: str) -> None:
    """Select a passage with the mouse."""
    box = page.evaluate(BOX_OF_PASSAGE, passage)
    page.mouse.move(box["left"] + 1, box["middle"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["middle"], steps=3)
    page.mouse.up()


BOX_OF_PASSAGE = """(passage) => {
  const holder = document.querySelector('[name=ner]').shadowRoot.querySelector('.text');
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(), isOpen = false; node; node = walker.nextNode()) {
    if (node.parentNode.closest('.tag')) continue;
    const [head] = passage.split('|');
    const tail = passage.split('|').at(-1);
    if (!isOpen && node.data.includes(head)) { range.setStart(node, node.data.indexOf(head)); isOpen = true; }
    if (isOpen && node.data.includes(tail)) { range.setEnd(node, node.data.indexOf(tail) + tail.length); break; }
  }
  const boxes = [...range.getClientRects()];
  return {left: boxes[0].left, right: boxes.at(-1).right, middle: (boxes[0].top + boxes[0].bottom) / 2};
}"""


def entities(page: Page) -> list[dict[str, Any]]:
    """What is labelled now."""
    found: list[dict[str, Any]] = page.evaluate("document.querySelector('[name=ner]').value.entities")
    return found


def press_label(page: Page, name: str) -> None:
    """Press a label's button."""
    page.get_by_role("group", name="Labels").get_by_role("button", name=name).click()


def test_select_a_passage_then_press_its_label(task: Task) -> None:
    page = task.open(widget())
    drag_over(page, "Charles Babbage")
    press_label(page, "Person")
    drag_over(page, "Ada Lovelace")
    page.keyboard.press("1")
    expect(page.locator("#hint")).to_have_text("“Ada Lovelace” is labelled Person.")
    expected = {"entities": [entity("Ada Lovelace", "person"), entity("Charles Babbage", "person")]}
    assert task.submit() == {"ner": expected}


def test_press_a_label_first_and_every_selection_gets_it(task: Task) -> None:
    page = task.open(widget())
    press_label(page, "date")
    drag_over(page, "May")
    drag_over(page, "1843")
    assert entities(page) == [entity("May", "date"), entity("1843", "date")]


def test_everything_works_from_the_keyboard(task: Task) -> None:
    """Caret, selection, hotkeys, removal, undo and redo, in a text that takes no input."""
    page = task.open(widget())
    page.get_by_role("textbox", name="Text to label").focus()
    for key in ("Control+Home", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "1"):
        page.keyboard.press(key)
    assert entities(page) == [entity("Ada", "person")]
    page.keyboard.press("3")
    assert entities(page) == [entity("Ada", "place")]
    page.keyboard.press("Delete")
    assert entities(page) == []
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert entities(page) == [entity("Ada", "person")]
    page.keyboard.press("Control+Shift+Z")
    assert entities(page) == [entity("Ada", "place")]
    for key in ("Control+End", "ArrowLeft", "Control+Shift+ArrowLeft", "3", "x", "Enter", "Control+Enter"):
        page.keyboard.press(key)
    assert task.shown_answers() == {"ner": {"entities": [entity("Ada", "place"), entity("London", "place")]}}
    lines = page.locator("[part=text] .line").all_text_contents()
    assert "\n".join(lines).replace("place\u00d7", "") == TEXT


def test_offsets_are_code_points_and_white_space_at_the_ends_is_left_out(task: Task) -> None:
    page = task.open(widget("😀😀 two  "))
    page.get_by_role("textbox").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("2")
    assert entities(page) == [{"endOffset": 6, "label": "date", "startOffset": 0}]


def test_an_initial_value_is_shown_adjusted_and_restored(task: Task) -> None:
    given = [entity("Ada Lovelace", "person"), entity("Charles", "place"), entity("London", "place")]
    page = task.open(widget(initial=given))
    listed = page.get_by_role("group", name="Labels").locator("..").get_by_role("listitem")
    assert [row.inner_text().split("\n")[0] for row in listed.all()] == ["Ada Lovelace", "Charles", "London"]
    page.get_by_role("button", name="Remove place from “Charles”").click()
    page.locator(".tag", has_text="place").get_by_role("button").click()
    page.get_by_role("button", name="Ada Lovelace Person", exact=True).click()
    page.keyboard.press("2")
    assert entities(page) == [entity("Ada Lovelace", "date")]
    page.evaluate("document.querySelector('[name=ner]').formResetCallback()")
    assert entities(page) == given
    assert page.get_by_role("button", name="Undo").is_disabled()


@pytest.mark.parametrize(
    "tag, expected",
    [
        ("crowd-entity-annotation", [entity("Ada Lovelace", "person")]),
        ("crowd-entity-annotator", [entity("Ada Lovelace", "person"), entity("Lovelace wrote", "date")]),
    ],
)
def test_a_portion_of_a_labelled_passage_cannot_be_taken_except_where_overlaps_are_allowed(
    task: Task, tag: str, expected: list[dict[str, Any]]
) -> None:
    """The reference's instructions [D]; the newer widget supports overlapping annotations [D: NER guide]."""
    page = task.open(widget(initial=[entity("Ada Lovelace", "person")], tag=tag))
    page.evaluate(SELECT_ACROSS)
    press_label(page, "date")
    assert entities(page) == expected
    refused = page.locator("#hint").inner_text().startswith("Part of that is labelled already.")
    assert refused == (tag == "crowd-entity-annotation")


SELECT_ACROSS = """() => {
  const holder = document.querySelector('[name=ner]').shadowRoot.querySelector('.text');
  const [one, other] = [holder.querySelector('mark').firstChild, holder.querySelector('.tag').nextSibling];
  holder.focus();
  document.getSelection().setBaseAndExtent(one, 4, other, 6);
}"""


def test_all_of_a_labelled_passage_may_be_taken_into_a_longer_one(task: Task) -> None:
    page = task.open(widget(initial=[entity("Charles", "person")]))
    drag_over(page, "Charles| Babbage")
    press_label(page, "place")
    assert entities(page) == [entity("Charles", "person"), entity("Charles Babbage", "place")]


def test_without_a_form_around_it_brings_its_own_where_a_template_adds_questions(task: Task) -> None:
    """The reference's own example [D]: further questions go into the form in the shadow root."""
    question = """<div id="more"><crowd-radio-group><crowd-radio-button name="tech" value="tech">T</crowd-radio-button>
        </crowd-radio-group></div>"""
    poke = """<script>document.addEventListener('all-crowd-elements-ready', () => { document
        .querySelector('crowd-entity-annotation').shadowRoot.querySelector('crowd-form').form.appendChild(more); });
        </script>"""
    page = task.open(widget(inside=question) + poke)
    page.get_by_role("radio", name="T").click()
    assert page.locator("crowd-form").count() == 1
    assert task.submit() == {"ner": {"entities": []}, "tech": {"tech": True}}


def test_inside_a_form_it_is_a_field_like_others(task: Task) -> None:
    page = task.form(widget() + '<crowd-input name="i" value="x"></crowd-input>')
    page.evaluate("""() => {
        const annotator = document.querySelector('[name=ner]');
        window.heard = [];
        annotator.addEventListener('change', () => heard.push(annotator.value.entities.length));
        annotator.labels = [{label: 'new', fullDisplayName: 'Something new'}];
        annotator.value = {entities: [{label: 'new', startOffset: 0, endOffset: 3}]};
    }""")
    drag_over(page, "Charles Babbage")
    press_label(page, "Something new")
    assert page.evaluate("heard") == [2]
    assert page.locator("crowd-form").count() == 1
    expected = {"entities": [entity("Ada", "new"), entity("Charles Babbage", "new")]}
    assert task.submit() == {"i": "x", "ner": expected}


def test_broken_attributes_are_named_and_break_nothing(task: Task) -> None:
    page = task.form("""<crowd-entity-annotation name="ner" text="abc" labels="[{'label" initial-value="{">
        </crowd-entity-annotation>""")
    notice = page.locator("crowd-entity-annotation").get_by_role("alert").first
    expect(notice).to_contain_text("The labels attribute cannot be read")
    expect(notice).to_contain_text("The initial-value attribute cannot be read")
    assert task.submit() == {"ner": {"entities": []}}


def test_a_hundred_thousand_characters_stay_fluid(task: Task) -> None:
    """Half a second is far above what was measured (20 to 60 ms on two busy cores) and far below what annoys."""
    text = "alpha beta gamma delta " * 4348
    given = [{"label": "person", "startOffset": at, "endOffset": at + 5} for at in range(0, 100_000, 230)]
    page = task.open(widget(text, given))
    spent = page.evaluate(LABEL_IN_THE_MIDDLE)
    assert len(entities(page)) == len(given) + 5
    assert min(spent) < 500


LABEL_IN_THE_MIDDLE = """async () => {
  const root = document.querySelector('[name=ner]').shadowRoot;
  const line = root.querySelector('.line');
  root.querySelector('.text').focus();
  const spent = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const plain = [...line.childNodes].filter((node) => node instanceof Text)[200 + 2 * turn];
    document.getSelection().setBaseAndExtent(plain, 1, plain, 5);
    const before = performance.now();
    root.querySelectorAll('.option')[1].click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    spent.push(performance.now() - before);
  }
  return spent;
}"""
