"""Reviewing Textract's key-value pairs as a person does, and the blocks that are submitted."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task
    from playwright.sync_api import Page

KEY = "AWS/Textract/AnalyzeDocument/Forms/V1"
TAG = "crowd-textract-analyze-document"
IMAGE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'/>"
KEYS = [
    {"importantFormKey": "Full name", "importantFormKeyAliases": ["name", "Nom"]},
    {"importantFormKey": "Postal code", "importantFormKeyAliases": ["ZIP"]},
]
FIXED = "no-key-edit no-geometry-edit"


def geometry(left: float, top: float, width: float = 0.2, height: float = 0.1) -> dict[str, Any]:
    """A place on the page, in shares of it."""
    return {"boundingBox": {"height": height, "left": left, "top": top, "width": width}}


def pair(number: int, key: str, value: str) -> list[dict[str, Any]]:
    """A key, its value and their words, as A2I hands them to the template."""
    key_words = [word(f"k{number}w{at}", text) for at, text in enumerate(key.split())]
    value_words = [word(f"v{number}w{at}", text) for at, text in enumerate(value.split())]
    key_block = {
        "blockType": "KEY_VALUE_SET",
        "confidence": 38.4,
        "entityTypes": ["KEY"],
        "geometry": geometry(0.1, 0.2 * number),
        "id": f"k{number}",
        "relationships": [
            {"ids": [f"v{number}"], "type": "VALUE"},
            {"ids": [each["id"] for each in key_words], "type": "CHILD"},
        ],
    }
    value_block: dict[str, Any] = {
        "blockType": "KEY_VALUE_SET",
        "confidence": 97,
        "entityTypes": ["VALUE"],
        "geometry": geometry(0.5, 0.2 * number),
        "id": f"v{number}",
    }
    if value_words:
        value_block["relationships"] = [{"ids": [each["id"] for each in value_words], "type": "CHILD"}]
    return [key_block, value_block, *key_words, *value_words]


def word(identity: str, text: str) -> dict[str, Any]:
    """A WORD block."""
    return {"blockType": "WORD", "confidence": 90.5, "id": identity, "text": text}


BLOCKS = [
    {"blockType": "PAGE", "id": "page", "relationships": [{"ids": ["k1", "v1", "k2", "v2"], "type": "CHILD"}]},
    *pair(1, "Name:", "Jane Do"),
    *pair(2, "Mail address", "12 Any Street"),
    *pair(3, "Phone", ""),
]


def show(task: Task, more: str = FIXED, blocks: object = BLOCKS, keys: object = ()) -> Page:
    """Open the element as the guide's template writes it, and wait for the document."""
    page = task.form(f"""<{TAG} src="{IMAGE}" initial-value="{html.escape(json.dumps(blocks))}" header="Review" {more}
        keys="{html.escape(json.dumps(keys))}" block-types="['KEY_VALUE_SET']"><short-instructions>Look.
        </short-instructions><full-instructions header="Instructions"></full-instructions></{TAG}>""")
    page.wait_for_function(f"document.querySelector('{TAG}').stage.picture")
    return page


def submitted(task: Task) -> dict[str, dict[str, Any]]:
    """The submitted blocks by id."""
    answer = task.submit()
    assert answer is not None
    assert set(answer) == {KEY}
    return {block["id"]: block for block in answer[KEY]["blocks"]}


def value_read(blocks: dict[str, dict[str, Any]], key: str) -> str:
    """A value as public readers of A2I's output find it [O]: the words of the blocks that the key names."""
    relations = {each["type"]: each["ids"] for each in blocks[key]["relationships"]}
    children = [each for each in blocks[relations["VALUE"][0]].get("relationships", []) if each["type"] == "CHILD"]
    return " ".join(blocks[child]["text"] for each in children for child in each["ids"])


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the document, in shares of it, is in the window."""
    at = page.evaluate(
        f"""([x, y]) => {{
          const {{stage}} = document.querySelector('{TAG}');
          stage.view.scrollIntoView({{block: 'nearest'}});
          const box = stage.view.getBoundingClientRect();
          const at = stage.viewport.toView({{x: 400 * x, y: 300 * y}});
          return [at.x + box.left + stage.view.clientLeft, at.y + box.top + stage.view.clientTop];
        }}""",
        [x, y],
    )
    return at[0], at[1]


def drag(page: Page, *corners: tuple[float, float]) -> None:
    """Draw with the mouse from corner to corner."""
    page.mouse.move(*place(page, *corners[0]))
    page.mouse.down()
    page.mouse.move(*place(page, *corners[1]))
    page.mouse.up()


def test_untouched_blocks_come_back_as_they_came(task: Task) -> None:
    show(task)
    assert list(submitted(task).values()) == BLOCKS


def test_a_corrected_value_changes_the_words_that_readers_join(task: Task) -> None:
    page = show(task)
    name = page.get_by_role("textbox", name="Value of Name:")
    name.fill("Jane Doe")
    name.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("12 Any Street, Any Town")
    blocks = submitted(task)
    assert value_read(blocks, "k1") == "Jane Doe"
    assert blocks["v1"]["text"] == "Jane Doe"
    assert value_read(blocks, "k2") == "12 Any Street, Any Town"
    assert blocks["v2-word-4"] == {
        "blockType": "WORD",
        "confidence": 100,
        "geometry": geometry(0.5, 0.4),
        "id": "v2-word-4",
        "text": "Any",
    }
    assert blocks["k2"] == next(block for block in BLOCKS if block["id"] == "k2")


def test_no_blank_and_not_found_are_said_in_blocks(task: Task) -> None:
    page = show(task, keys=KEYS)
    assert task.submit() is None
    expect(page.get_by_role("textbox", name="Value of Postal code")).to_be_focused()
    page.get_by_role("checkbox", name="Key not found").check()
    page.get_by_role("radiogroup", name="Is Name: a valid key-value pair?").get_by_role("radio", name="No").check()
    page.get_by_role("listitem").filter(has_text="Mail address").get_by_role("checkbox", name="Value is blank").check()
    blocks = submitted(task)
    assert {"k1", "v1"}.isdisjoint(blocks)
    assert blocks["page"]["relationships"] == [{"ids": ["k2", "v2"], "type": "CHILD"}]
    assert "relationships" not in blocks["v2"]
    assert blocks["v2"]["text"] == ""
    assert not [identity for identity in blocks if identity.startswith("added")]


def test_a_missing_key_that_is_found_becomes_blocks_with_its_box(task: Task) -> None:
    """The worker can add the keys of `keys` [D]; their boxes may be drawn even where given ones may not be changed."""
    page = show(task, keys=KEYS)
    page.get_by_role("textbox", name="Value of Postal code").fill("98101 WA")
    page.get_by_role("button", name="Draw the value").last.click()
    drag(page, (0.5, 0.7), (0.7, 0.8))
    blocks = submitted(task)
    assert value_read(blocks, "added-key-4") == "98101 WA"
    assert blocks["added-key-4"]["entityTypes"] == ["KEY"]
    box = blocks["added-value-4"]["geometry"]["boundingBox"]
    assert {name: round(share, 1) for name, share in box.items()} == {
        "height": 0.1,
        "left": 0.5,
        "top": 0.7,
        "width": 0.2,
    }


def test_the_document_and_the_list_lead_to_one_another(task: Task) -> None:
    page = show(task)
    page.mouse.click(*place(page, 0.55, 0.45))
    expect(page.get_by_role("textbox", name="Value of Mail address")).to_be_focused()
    expect(page.locator(".card.current")).to_contain_text("Mail address")


def test_keys_and_boxes_can_be_changed_unless_the_template_forbids_it(task: Task) -> None:
    page = show(task, more="")
    page.get_by_role("textbox", name="Key").first.fill("Full name")
    page.get_by_role("textbox", name="Value of Name:").click()
    drag(page, (0.6, 0.25), (0.7, 0.35))
    drag(page, (0.8, 0.4), (0.9, 0.5))
    page.get_by_role("application", name="Review").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    blocks = submitted(task)
    box = blocks["v1"]["geometry"]["boundingBox"]
    assert [round(box[name], 2) for name in ("left", "top", "width", "height")] == [0.6, 0.3, 0.3, 0.2]
    assert len(blocks["v1"]["geometry"]["polygon"]) == 4
    assert [blocks["k1"]["text"], blocks["k1w0"]["text"]] == ["Full name", "Full"]
    assert blocks["k1"]["geometry"] == geometry(0.1, 0.2)


def test_given_boxes_and_keys_stay_where_the_template_forbids_to_change_them(task: Task) -> None:
    page = show(task)
    page.get_by_role("textbox", name="Value of Name:").click()
    drag(page, (0.6, 0.25), (0.7, 0.35))
    page.get_by_role("application", name="Review").press("ArrowLeft")
    assert page.get_by_role("textbox", name="Key", exact=True).count() == 0
    assert list(submitted(task).values()) == BLOCKS


def test_every_step_can_be_undone_and_done_again(task: Task) -> None:
    page = show(task)
    name = page.get_by_role("textbox", name="Value of Name:")
    name.fill("Jane Doe")
    page.get_by_role("radiogroup", name="Is Name: a valid key-value pair?").get_by_role("radio", name="No").check()
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    undo.click()
    expect(name).to_be_enabled()
    undo.click()
    expect(name).to_have_value("Jane Do")
    assert undo.get_attribute("aria-disabled") == "true"
    redo.click()
    expect(name).to_have_value("Jane Doe")
    assert value_read(submitted(task), "k1") == "Jane Doe"


def test_a_draft_keeps_verdicts_and_a_reset_takes_all_back(task: Task) -> None:
    page = show(task, keys=KEYS)
    page.get_by_role("checkbox", name="Key not found").check()
    page.get_by_role("radio", name="No").first.check()
    draft = page.evaluate(f"document.querySelector('{TAG}').draft")
    page.evaluate("document.querySelector('crowd-form').reset()")
    assert not page.get_by_role("checkbox", name="Key not found").is_checked()
    page.evaluate(f"(state) => {{ document.querySelector('{TAG}').draft = state; }}", draft)
    assert page.get_by_role("radio", name="No").first.is_checked()
    assert "k1" not in submitted(task)


def test_a_box_to_tick_is_ticked_off_and_texts_without_words_are_read(task: Task) -> None:
    """A SELECTION_ELEMENT [D: Textract]; a block that carries `text` itself [D: the guide's sample]."""
    blocks = [
        {"blockType": "KEY_VALUE_SET", "entityTypes": ["KEY"], "id": "k", "text": "Member", "relationships": [
            {"ids": ["v"], "type": "VALUE"}]},
        {"blockType": "KEY_VALUE_SET", "entityTypes": ["VALUE"], "id": "v", "relationships": [
            {"ids": ["s"], "type": "CHILD"}]},
        {"blockType": "SELECTION_ELEMENT", "id": "s", "selectionStatus": "SELECTED"},
    ]  # fmt: skip
    page = show(task, blocks=blocks)
    page.get_by_role("checkbox", name="Member is selected").uncheck()
    assert submitted(task)["s"]["selectionStatus"] == "NOT_SELECTED"


def test_scripts_can_read_and_set_the_value_and_hear_changes(task: Task) -> None:
    page = show(task)
    page.evaluate(f"""() => {{
        const review = document.querySelector('{TAG}');
        window.heard = [];
        review.addEventListener('change', (event) => heard.push(event.target.value.blocks.length));
        review.value = {{blocks: review.value.blocks.filter((block) => /2/.test(block.id))}};
    }}""")
    page.get_by_role("textbox", name="Value of Mail address").fill("none")
    page.keyboard.press("Tab")
    assert page.evaluate("heard") == [7]
    assert value_read(submitted(task), "k2") == "none"


def test_broken_attributes_are_named(task: Task) -> None:
    page = task.form(f"""<{TAG} src="{IMAGE}" initialValue="[" keys="[{{" blockTypes="['TABLE']"></{TAG}>""")
    notice = page.locator(TAG).get_by_role("alert").first
    expect(notice).to_contain_text("The initial-value attribute")
    expect(notice).to_contain_text("The keys attribute")
    expect(notice).to_contain_text("only KEY_VALUE_SET is supported")
