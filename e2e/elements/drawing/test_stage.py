"""Looking at the image: zoom, pan, loading and its failures; labels; instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from e2e.elements.drawing.conftest import IMAGE

if TYPE_CHECKING:
    from e2e.elements.drawing.conftest import Board

VIEWPORT = "document.querySelector('[name=drawn]').stage.viewport"
STATE = f"(({{ scale, x, y, fitScale }}) => ({{ scale, x, y, fitScale }}))({VIEWPORT})"
GONE = "/no-such-image.png"


def state(board: Board):
    return board.page.evaluate(STATE)


def test_the_wheel_zooms_about_the_pointer_and_ends_at_the_whole_image(board: Board):
    page = board.open("crowd-bounding-box")
    before = board.place((200, 100))
    board.point((200, 100))
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"({STATE}).scale > 1.2 * ({STATE}).fitScale")
    assert board.place((200, 100)) == pytest.approx(before, abs=1)
    page.mouse.wheel(0, 3000)
    page.wait_for_function(f"({STATE}).scale === ({STATE}).fitScale")


def test_zooming_out_any_further_scrolls_the_page(board: Board):
    page = board.open("crowd-bounding-box")
    page.evaluate("document.body.style.paddingBlockEnd = '2000px'")
    board.point((200, 100))
    page.mouse.wheel(0, 200)
    page.wait_for_function("window.scrollY > 0")
    assert state(board)["scale"] == state(board)["fitScale"]


@pytest.mark.parametrize("way", ["middle button", "space", "pan tool", "Shift and wheel"])
def test_the_view_is_panned(board: Board, way: str):
    page = board.open("crowd-bounding-box")
    page.keyboard.press("+")
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    before = state(board)
    start, end = (400, 260), (380, 250)
    shift = [20 * before["scale"], 10 * before["scale"]]
    if way == "middle button":
        board.point(start)
        places = [board.place(start), board.place(end)]
        page.mouse.down(button="middle")
        page.mouse.move(*places[1])
        page.mouse.up(button="middle")
    elif way == "Shift and wheel":
        board.point(start)
        page.keyboard.down("Shift")
        page.mouse.wheel(0, shift[0])
        page.keyboard.up("Shift")
        shift = [shift[0], 0]
        page.wait_for_function(f"({STATE}).x !== {before['x']}")
    else:
        places = [board.place(start), board.place(end)]
        board.view.focus()
        if way == "space":
            page.keyboard.down("Space")
        else:
            page.keyboard.press("h")
        page.mouse.move(*places[0])
        page.mouse.down()
        page.mouse.move(*places[1])
        page.mouse.up()
        page.keyboard.up("Space")
    after = state(board)
    assert [before["x"] - after["x"], before["y"] - after["y"]] == pytest.approx(shift, abs=1)
    assert board.boxes() == []
    page.keyboard.press("f")
    assert state(board)["scale"] == state(board)["fitScale"]


def test_a_shape_chosen_in_the_list_comes_into_sight(board: Board):
    page = board.open("crowd-keypoint", "initial-value=\"[{label: 'Cat', x: 790, y: 520}]\"")
    page.evaluate("document.querySelector('[name=drawn]').stage.zoomBy(10, {x: 0, y: 0})")
    page.get_by_role("option").click()
    box = board.task.box("crowd-keypoint >> .view")
    x, y = board.place((790, 520))
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]


def test_the_image_stays_whole_when_the_window_changes(board: Board):
    page = board.open("crowd-bounding-box")
    board.drag((10, 10), (20, 30))
    for width in (390, 800, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.wait_for_function(f"window.innerWidth === {width}")
        page.wait_for_function(f"({STATE}).scale === ({STATE}).fitScale")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert board.boxes() == [("Cat", 10, 10, 10, 20)]


def test_an_image_that_cannot_be_loaded_is_told_and_can_be_tried_again(board: Board):
    page = board.task.form(f'<crowd-bounding-box name="drawn" src="{GONE}" labels="[\'Cat\']"></crowd-bounding-box>')
    expect(page.get_by_text("The image could not be loaded.")).to_be_visible()
    assert board.task.submit() is None
    board.task.problems.clear()
    page.route(f"**{GONE}", lambda route: route.fulfill(content_type="image/svg+xml", body=IMAGE.partition(",")[2]))
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function("document.querySelector('[name=drawn]').inputImageProperties")
    board.drag((10, 10), (30, 20))
    assert board.boxes() == [("Cat", 10, 10, 20, 10)]


def test_a_task_without_an_image_says_so(board: Board):
    page = board.task.form("""<crowd-polygon name="drawn" labels="['Cat']"></crowd-polygon>""")
    expect(page.get_by_text("names no image")).to_be_visible()
    page.evaluate("src => { document.querySelector('crowd-polygon').src = src; }", IMAGE)
    page.wait_for_function("document.querySelector('[name=drawn]').inputImageProperties")
    expect(page.get_by_text("names no image")).to_be_hidden()


def test_labels_have_keys_colours_and_counts(board: Board):
    page = board.open(
        "crowd-line",
        "label-colors=\"['#ff0000', 'no colour']\"",
        labels="['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']",
    )
    board.drag((100, 100), (300, 100))
    page.keyboard.press("0")
    board.drag((100, 200), (300, 200))
    assert [shape["label"] for shape in board.shapes()] == ["a", "j"]
    red, green, blue, _ = board.colour((200, 100))
    assert red > 200
    assert max(green, blue) < 60
    rows = page.locator("crowd-line .label")
    assert rows.first.inner_text().split() == ["a", "1", "1"]
    assert rows.last.inner_text().split() == ["k"]
    assert len({row.evaluate("row => row.style.getPropertyValue('--colour')") for row in rows.all()}) == 11


def test_rows_of_many_long_labels_keep_their_height(board: Board):
    labels = [f"A label of several words, number {number}" for number in range(40)]
    page = board.open("crowd-line", labels=str(labels).replace('"', "'"))
    squeezed = (
        "row => row.scrollHeight > row.clientHeight || row.querySelector('.name').offsetHeight > row.clientHeight - 8"
    )
    assert not page.locator("crowd-line .label").first.evaluate(squeezed)


def test_labels_that_are_no_list_are_told(board: Board):
    page = board.open("crowd-bounding-box", labels="['Cat', 'Dog'")
    assert page.get_by_text("The labels attribute of this crowd-bounding-box is not a list").is_visible()


def test_scripts_add_labels(board: Board):
    """A2I_FACTS K.7 [O]: a public sample reads and sets `labels`."""
    page = board.open("crowd-bounding-box", labels="['PERSON #1']")
    page.evaluate("const e = document.querySelector('[name=drawn]'); e.labels = e.labels.concat(['HAND #1'])")
    page.get_by_text("HAND #1").click()
    board.drag((10, 10), (30, 20))
    assert board.boxes() == [("HAND #1", 10, 10, 20, 10)]


def test_the_labels_attribute_turns_into_strict_json(board: Board):
    """A public sample takes it apart at `","` [I: it works on A2I although its own attribute has single quotes]."""
    page = board.open("crowd-keypoint", labels="['Item A', 'It's B']")
    read = "document.querySelector('[name=drawn]').getAttribute('labels')"
    assert page.evaluate(read) == '["Item A","It\'s B"]'
    page.evaluate("document.querySelector('[name=drawn]').labels = ['C', 'D']")
    assert page.evaluate(read) == '["C","D"]'
    page.evaluate("document.querySelector('[name=drawn]').setAttribute('labels', 'E, F')")
    assert page.evaluate("document.querySelector('[name=drawn]').labels") == ["E", "F"]


def test_without_a_labels_attribute_shapes_have_an_empty_label(board: Board):
    board.task.form(f'<crowd-bounding-box name="drawn" src="{IMAGE}"></crowd-bounding-box>')
    board.page.wait_for_function("document.querySelector('[name=drawn]').inputImageProperties")
    board.drag((10, 10), (30, 20))
    assert board.boxes() == [("", 10, 10, 20, 10)]


def test_with_an_empty_list_of_labels_nothing_is_drawn_until_a_script_adds_one(board: Board):
    """A public sample empties the list and lets the worker add labels [O]."""
    page = board.open("crowd-bounding-box", labels="[]")
    board.drag((10, 10), (30, 20))
    assert board.boxes() == []
    assert page.get_by_text("There is no label to choose yet").first.is_visible()
    page.evaluate("document.querySelector('[name=drawn]').labels = ['mine']")
    board.drag((10, 10), (30, 20))
    assert board.boxes() == [("mine", 10, 10, 20, 10)]


def test_a_template_finds_where_the_image_is_by_the_upper_canvas(board: Board):
    """A public sample lays an image of its own over `canvas.upper-canvas` of the shadow root (A2I_FACTS K.9 [O])."""
    page = board.open("crowd-bounding-box")
    script = """() => {
      const box = document.querySelector('[name=drawn]').shadowRoot.querySelector('canvas.upper-canvas');
      const { left, top, right, bottom } = box.getBoundingClientRect();
      return [left, top, right, bottom];
    }"""
    page.wait_for_function(f"({script})()[2] > ({script})()[0]")
    assert page.evaluate(script) == pytest.approx([*board.place((0, 0)), *board.place((800, 533))], abs=0.1)


def test_instructions_and_header_are_shown(board: Board):
    board.task.form(f"""<crowd-polygon name="drawn" src="{IMAGE}" labels="['a']" header="Draw around each cat">
        <short-instructions>Be tight.</short-instructions>
        <full-instructions header="All of it">Long.</full-instructions></crowd-polygon>""")
    page = board.page
    assert page.get_by_role("heading", name="Draw around each cat").is_visible()
    assert page.get_by_text("Be tight.").is_visible()
    page.get_by_role("button", name="View full instructions").click()
    expect(page.get_by_role("dialog", name="All of it")).to_be_visible()


def test_the_toolbar_is_one_stop_for_tab_and_goes_on_by_arrows(board: Board):
    page = board.open("crowd-bounding-box")
    page.get_by_role("button", name="Draw a box").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Choose and move")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    expect(board.view).to_be_focused()


def test_keys_that_are_typed_into_a_field_draw_nothing(board: Board):
    board.task.form(f"""<crowd-bounding-box name="drawn" src="{IMAGE}" labels="['Cat', 'Dog']"></crowd-bounding-box>
        <crowd-input name="note" label="Note"></crowd-input>""")
    page = board.page
    page.get_by_role("textbox", name="Note").press_sequentially("2vh")
    assert page.get_by_role("radio", name="Cat").is_checked()
    expect(page.get_by_role("button", name="Draw a box")).to_have_attribute("aria-pressed", "true")
