"""What is drawn can be chosen, moved, resized, relabelled, deleted, and all of it undone; initial values adjusted."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from e2e.elements.drawing.conftest import SIZE

if TYPE_CHECKING:
    from e2e.elements.drawing.conftest import Board

BOX = {"label": "Cat", "left": 100, "top": 100, "width": 200, "height": 150}
CORNERS = [(100, 100), (300, 100), (300, 300), (100, 300)]


def initial(value):
    return f'initial-value="{html.escape(json.dumps(value))}"'


def polygon(corners, label="Cat"):
    return {"label": label, "vertices": [{"x": x, "y": y} for x, y in corners]}


@pytest.mark.parametrize(
    "start, end, box",
    [
        ((200, 100), (230, 140), ("Cat", 100, 140, 200, 110)),
        ((100, 250), (60, 300), ("Cat", 60, 100, 240, 200)),
        ((300, 100), (280, 90), ("Cat", 100, 90, 180, 160)),
        ((300, 175), (340, 500), ("Cat", 100, 100, 240, 150)),
        ((300, 250), (50, 40), ("Cat", 50, 40, 50, 60)),
        ((140, 100), (190, 160), ("Cat", 150, 160, 200, 150)),
        ((140, 100), (-400, 900), ("Cat", 0, 383, 200, 150)),
    ],
    ids=[
        "top edge",
        "bottom left corner",
        "top right corner",
        "right edge",
        "past itself",
        "border",
        "out of the image",
    ],
)
def test_a_box_is_resized_by_its_handles_and_moved_by_its_border(board: Board, start, end, box):
    board.open("crowd-bounding-box", initial([BOX]))
    board.drag(start, end)
    assert board.boxes() == [box]


def test_the_chosen_box_is_moved_by_its_inside(board: Board):
    board.open("crowd-bounding-box", initial([BOX]))
    board.click((200, 175))
    board.drag((200, 175), (150, 200), (260, 225))
    assert board.boxes() == [("Cat", 160, 150, 200, 150)]


def test_vertices_are_moved_added_and_deleted(board: Board):
    page = board.open("crowd-polygon", initial([polygon(CORNERS)]))
    board.drag((300, 300), (340, 320))
    board.drag((200, 100), (210, 60))
    moved = [(100, 100), (210, 60), (300, 100), (340, 320), (100, 300)]
    assert board.corners() == [("Cat", moved)]
    board.click((300, 100))
    page.keyboard.press("Delete")
    assert board.corners() == [("Cat", [corner for corner in moved if corner != (300, 100)])]
    page.keyboard.press("Delete")
    assert board.corners() == []


def test_a_polygon_keeps_three_corners_and_does_not_cross_itself(board: Board):
    board.open("crowd-polygon", initial([polygon(CORNERS)]))
    board.drag((100, 100), (200, 250), (400, 200))
    ((_, corners),) = board.corners()
    assert corners[0] == (200, 250)


def test_the_keyboard_walks_handles_and_adds_and_deletes_vertices(board: Board):
    board.open("crowd-polygon", initial([polygon(CORNERS[:3])]))
    board.keys("]", ".", "Insert", *["Shift+ArrowDown"] * 2)
    assert board.corners() == [("Cat", [(100, 100), (200, 120), (300, 100), (300, 300)])]
    board.keys("Delete", ",", "ArrowLeft")
    assert board.corners() == [("Cat", [(100, 100), (300, 100), (299, 300)])]


def test_the_keyboard_moves_and_resizes_a_box(board: Board):
    board.open("crowd-bounding-box", initial([BOX]))
    board.keys("]", "ArrowRight", "Shift+ArrowDown")
    assert board.boxes() == [("Cat", 101, 110, 200, 150)]
    board.keys(*["."] * 5, "Shift+ArrowRight", "ArrowUp")
    assert board.boxes() == [("Cat", 101, 110, 210, 149)]


def test_a_key_that_is_held_is_one_step_of_the_history(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX]))
    board.keys("]")
    for _ in range(5):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    assert board.boxes()[0][1] == 105
    page.keyboard.press("Control+z")
    assert board.boxes()[0][1] == 100


def test_a_label_chosen_for_a_chosen_box_is_its_label(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX]))
    board.click((200, 175))
    page.keyboard.press("2")
    assert board.boxes()[0][0] == "Dog"
    page.get_by_role("radio", name="Bird").check()
    assert board.boxes()[0][0] == "Bird"
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    assert board.boxes()[0][0] == "Bird"


def test_a_label_key_after_drawing_means_the_next_box(board: Board):
    page = board.open("crowd-bounding-box")
    board.drag((100, 100), (200, 200))
    page.keyboard.press("3")
    board.drag((300, 100), (400, 200))
    assert [box[0] for box in board.boxes()] == ["Cat", "Bird"]


def test_every_change_can_be_undone_and_done_again(board: Board):
    page = board.open("crowd-bounding-box")
    seen = [board.boxes()]
    for change in (
        lambda: board.drag((100, 100), (200, 200)),
        lambda: board.drag((300, 100), (420, 220)),
        lambda: board.drag((150, 100), (250, 300)),
        lambda: board.drag((420, 220), (430, 240)),
        lambda: page.keyboard.press("2"),
        lambda: page.keyboard.press("Delete"),
    ):
        change()
        assert board.boxes() != seen[-1]
        seen.append(board.boxes())
    for before in reversed(seen[:-1]):
        page.keyboard.press("Control+z")
        assert board.boxes() == before
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    for after in seen[1:]:
        page.get_by_role("button", name="Redo").click()
        assert board.boxes() == after


def test_the_list_reaches_every_shape_by_keyboard(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX, BOX | {"label": "Dog", "left": 400}]))
    shapes = page.get_by_role("listbox", name="Boxes")
    assert shapes.get_by_role("option").all_inner_texts() == [
        "Cat\n200 \u00d7 150 at 100, 100",
        "Dog\n200 \u00d7 150 at 400, 100",
    ]
    shapes.focus()
    page.keyboard.press("End")
    expect(shapes.get_by_role("option", selected=True)).to_have_text("Dog200 \u00d7 150 at 400, 100")
    page.keyboard.press("Enter")
    expect(board.view).to_be_focused()
    page.keyboard.press("ArrowLeft")
    assert board.boxes()[1][1] == 399
    shapes.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    assert board.boxes() == [("Dog", 399, 100, 200, 150)]


def test_changes_are_announced(board: Board):
    page = board.open("crowd-bounding-box")
    news = page.locator("crowd-bounding-box .news")
    board.drag((100, 100), (200, 180))
    expect(news).to_have_text("Cat, box 1, 100 \u00d7 80 at 100, 100 added")
    page.keyboard.press("Control+z")
    expect(news).to_have_text("Undone: Cat, box 1, 100 \u00d7 80 at 100, 100 added")


def test_the_select_tool_takes_the_inside_and_draws_nothing(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX]))
    page.keyboard.press("v")
    board.drag((200, 175), (220, 185))
    board.drag((500, 400), (600, 500))
    assert board.boxes() == [("Cat", 120, 110, 200, 150)]


def test_hidden_shapes_are_not_drawn_but_stay_in_the_answer(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX]))
    assert board.colour((100, 130))[3] > 0
    page.keyboard.press("x")
    assert board.colour((100, 130))[3] == 0
    expect(page.get_by_role("button", name="Hide what is drawn")).to_have_attribute("aria-pressed", "true")
    assert board.boxes() == [("Cat", 100, 100, 200, 150)]


@pytest.mark.parametrize(
    "tag, value",
    [
        (
            "crowd-bounding-box",
            {"boundingBoxes": [{"height": 4.5, "label": "Cat", "left": 0.25, "top": 1, "width": 6}]},
        ),
        ("crowd-keypoint", {"keypoints": [{"label": "Dog", "x": 12.5, "y": 42}]}),
        ("crowd-polygon", {"polygons": [polygon(CORNERS)]}),
        ("crowd-polyline", {"polylines": [polygon(CORNERS)]}),
        ("crowd-line", {"lines": [polygon(CORNERS[:2])]}),
    ],
)
def test_an_initial_value_that_nobody_touched_comes_back_as_it_was(board: Board, tag, value):
    """A list or the object of an earlier answer [D]; initialValueModified [D, G for points and polygons]."""
    expected = {**value, "initialValueModified": False, "inputImageProperties": SIZE}
    for given in (value, next(iter(value.values()))):
        board.open(tag, initial(given))
        assert board.task.submit() == {"drawn": expected}


def test_an_initial_value_may_be_written_loosely_and_is_adjusted(board: Board):
    loose = "initial-value=\"[{label: 'Dog', left: 10, top: '20', width: 130, height: 40,}, ]\""
    page = board.open("crowd-bounding-box", loose)
    assert board.drawn()["initialValueModified"] is False
    board.drag((40, 20), (50, 20))
    assert board.boxes() == [("Dog", 20, 20, 130, 40)]
    assert board.drawn()["initialValueModified"] is True
    page.keyboard.press("Control+z")
    assert board.drawn()["initialValueModified"] is False


def test_initial_shapes_are_shown_only_with_a_label_that_is_on_offer(board: Board):
    """[D] crowd-keypoint; labels that a script adds bring them in (A2I_FACTS K.7 [O])."""
    points = [{"label": "Cat", "x": 1, "y": 2}, {"label": "Beak", "x": 3, "y": 4}]
    page = board.open("crowd-keypoint", initial(points))
    assert [point["label"] for point in board.shapes()] == ["Cat"]
    page.evaluate("document.querySelector('crowd-keypoint').labels = ['Cat', 'Beak']")
    assert [point["label"] for point in board.shapes()] == ["Cat", "Beak"]
    page.keyboard.press("2")
    board.click((50, 60))
    assert board.shapes()[-1] == {"label": "Beak", "x": 50, "y": 60}


def test_initial_shapes_end_where_the_image_ends(board: Board):
    boxes = [BOX | {"left": 700}, BOX | {"left": -50, "top": -20}, BOX | {"left": 900}]
    board.open("crowd-bounding-box", initial(boxes))
    assert board.boxes() == [("Cat", 700, 100, 100, 150), ("Cat", 0, 0, 150, 130)]
    assert board.drawn()["initialValueModified"] is False


def test_an_initial_value_that_cannot_be_read_is_shown_and_leaves_the_image_empty(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX, {"label": "Cat", "left": 3}]))
    assert page.get_by_text("item 2 is not a box").is_visible()
    assert board.boxes() == []


def test_reset_goes_back_to_the_initial_value(board: Board):
    page = board.open("crowd-bounding-box", initial([BOX]))
    board.drag((400, 100), (500, 200))
    page.evaluate("document.querySelector('crowd-form').reset()")
    assert board.boxes() == [("Cat", 100, 100, 200, 150)]


def test_scripts_read_and_set_the_value_and_hear_of_changes(board: Board):
    """A2I_FACTS J1 [O]: value, _submittableValue, change; what is read is a copy."""
    page = board.open("crowd-bounding-box")
    page.evaluate("""window.heard = [];
        document.querySelector("crowd-form").addEventListener("change", (event) => heard.push(event.detail.value));""")
    board.drag((100, 100), (200, 180))
    box = {"height": 80, "label": "Cat", "left": 100, "top": 100, "width": 100}
    assert page.evaluate("heard") == [{"boundingBoxes": [box], "inputImageProperties": SIZE}]
    assert (
        page.evaluate("""() => {
      const element = document.querySelector("crowd-bounding-box");
      element._submittableValue.boundingBoxes[0].label = "x";
      return element.value.boundingBoxes[0].label;
    }""")
        == "Cat"
    )
    page.evaluate("box => { document.querySelector('crowd-bounding-box').value = {boundingBoxes: [box]}; }", BOX)
    assert board.boxes() == [("Cat", 100, 100, 200, 150)]
    assert len(page.evaluate("heard")) == 1


def test_a_value_set_before_the_library_has_arrived_is_kept(board: Board):
    page = board.task.open("""<crowd-form><crowd-keypoint name="drawn" labels="['Cat']"
        src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='80' height='60'/>"></crowd-keypoint>
        </crowd-form><script>
        document.querySelector("crowd-keypoint").value = [{label: "Cat", x: 1, y: 2}];
        document.querySelector("crowd-keypoint").labels = ["Cat", "Cow"];</script>""")
    page.wait_for_function("document.querySelector('[name=drawn]').inputImageProperties")
    assert board.shapes() == [{"label": "Cat", "x": 1, "y": 2}]
    assert page.evaluate("document.querySelector('crowd-keypoint').labels") == ["Cat", "Cow"]


def test_required_wants_at_least_one_shape(board: Board):
    page = board.open("crowd-polyline", "required")
    assert board.task.submit() is None
    assert page.get_by_text("Please draw at least one polyline.").first.is_visible()
    board.click((10, 10), (50, 50))
    board.keys("Enter")
    assert board.task.submit() is not None


def test_a_disabled_element_shows_and_changes_nothing(board: Board):
    page = board.open("crowd-bounding-box", f"disabled {initial([BOX])}")
    board.drag((400, 100), (500, 200))
    page.keyboard.press("Delete")
    assert page.evaluate("document.querySelector('[name=drawn]').value.boundingBoxes.length") == 1
    assert board.task.answers() == {}
