"""Drawing by mouse, finger and keyboard gives exactly the answer that A2I stores (A2I_FACTS J2 [D])."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from e2e.elements.drawing.conftest import SIZE

if TYPE_CHECKING:
    from e2e.elements.drawing.conftest import Board

TAGS = ["crowd-bounding-box", "crowd-keypoint", "crowd-polygon", "crowd-polyline", "crowd-line"]
ZOOM = """async (zoom) => {
  const { stage } = document.querySelector("[name=drawn]");
  const drawn = () => stage.contexts.work.canvas.width / stage.view.clientWidth;
  stage.zoomBy(zoom);
  await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 100 && Math.abs(drawn() / devicePixelRatio - 1) > 0.01; frame += 1)
    await new Promise(requestAnimationFrame);
  return [stage.viewport.ratio, drawn()];
}"""


def vertices(*places):
    return [{"x": x, "y": y} for x, y in places]


def test_boxes_are_drawn_by_dragging(board: Board):
    page = board.open("crowd-bounding-box")
    board.drag((243, 117), (300, 300), (430, 518))
    page.keyboard.press("2")
    board.drag((800, 240), (699, 116))
    assert board.task.submit() == {
        "drawn": {
            "boundingBoxes": [
                {"height": 401, "label": "Cat", "left": 243, "top": 117, "width": 187},
                {"height": 124, "label": "Dog", "left": 699, "top": 116, "width": 101},
            ],
            "inputImageProperties": SIZE,
        }
    }


def test_points_are_set_by_clicking(board: Board):
    page = board.open("crowd-keypoint")
    board.click((155, 275))
    page.get_by_text("Dog").click()
    board.click((341, 447), (12, 500))
    assert board.task.submit() == {
        "drawn": {
            "inputImageProperties": SIZE,
            "keypoints": [
                {"label": "Cat", "x": 155, "y": 275},
                {"label": "Dog", "x": 341, "y": 447},
                {"label": "Dog", "x": 12, "y": 500},
            ],
        }
    }


@pytest.mark.parametrize("ending", ["first corner", "last corner again", "Enter"])
def test_polygons_are_drawn_corner_by_corner(board: Board, ending: str):
    page = board.open("crowd-polygon")
    places = [(570, 239), (603, 513), (723, 445), (701, 217)]
    board.click(*places)
    assert board.shapes() == []
    if ending == "Enter":
        page.keyboard.press("Enter")
    else:
        board.click(places[0] if ending == "first corner" else places[-1])
    expected = {"label": "Cat", "vertices": vertices(*places)}
    assert board.task.submit() == {"drawn": {"inputImageProperties": SIZE, "polygons": [expected]}}


def test_polylines_may_cross_themselves_and_end_with_enter(board: Board):
    page = board.open("crowd-polyline")
    places = [(100, 100), (300, 300), (300, 100), (100, 300)]
    board.click(*places)
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    board.click((500, 500))
    page.mouse.dblclick(*board.place((600, 400)))
    assert board.task.submit() == {
        "drawn": {
            "inputImageProperties": SIZE,
            "polylines": [
                {"label": "Cat", "vertices": vertices(*places)},
                {"label": "Bird", "vertices": vertices((500, 500), (600, 400))},
            ],
        }
    }


def test_lines_are_drawn_by_dragging_or_by_two_clicks(board: Board):
    board.open("crowd-line")
    board.drag((58, 295), (742, 398))
    board.click((472, 310), (780, 200))
    assert board.task.submit() == {
        "drawn": {
            "inputImageProperties": SIZE,
            "lines": [
                {"label": "Cat", "vertices": vertices((58, 295), (742, 398))},
                {"label": "Cat", "vertices": vertices((472, 310), (780, 200))},
            ],
        }
    }


def test_a_box_may_be_drawn_by_two_clicks(board: Board):
    board.open("crowd-bounding-box")
    board.click((100, 100), (220, 180))
    assert board.boxes() == [("Cat", 100, 100, 120, 80)]


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
@pytest.mark.parametrize("zoom", [1, 3, 12])
def test_every_zoom_and_pixel_ratio_gives_the_same_pixels(board: Board, zoom: float, ratio: float):
    page = board.open("crowd-bounding-box")
    metrics = {"width": 1000 + round(100 * ratio), "height": 780, "deviceScaleFactor": ratio, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", metrics)
    page.wait_for_function("width => innerWidth === width", arg=metrics["width"])
    assert page.evaluate(ZOOM, zoom) == [ratio, pytest.approx(ratio, rel=0.01)]
    board.drag((391, 257), (405, 271))
    assert board.boxes() == [("Cat", 391, 257, 14, 14)]
    assert board.colour((391, 264))[3] > 200
    assert 0 < board.colour((398, 264))[3] < 100
    assert board.colour((380, 264))[3] == 0


@pytest.mark.parametrize("style", ["zoom: 1.5", "zoom: 0.67", "transform: scale(0.8); transform-origin: 0 0"])
def test_a_template_that_scales_its_page_gets_the_same_pixels(board: Board, style: str):
    page = board.open("crowd-bounding-box")
    page.evaluate("style => { document.body.style = style; }", style)
    page.wait_for_function(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"
    )
    board.drag((391, 257), (500, 371))
    assert board.boxes() == [("Cat", 391, 257, 109, 114)]


@pytest.mark.parametrize("tag", TAGS)
def test_everything_stays_within_the_image(board: Board, tag: str):
    board.open(tag)
    if tag in {"crowd-bounding-box", "crowd-line"}:
        board.drag((700, 500), (812, 545))
    else:
        board.click((795, 528), (808, 200), (700, 541))
        board.keys("Enter")
    found = board.drawn()
    (key,) = [name for name in found if name != "inputImageProperties"]
    for shape in found[key]:
        points = shape.get("vertices", [shape] if "x" in shape else [])
        box = [{"x": shape["left"] + shape["width"], "y": shape["top"] + shape["height"]}] if "left" in shape else []
        assert all(0 <= at["x"] <= 800 and 0 <= at["y"] <= 533 for at in points + box)
    assert found[key]


def test_lines_of_a_polygon_may_not_cross(board: Board):
    """The guide's own instructions [D]."""
    page = board.open("crowd-polygon")
    board.click((100, 100), (300, 300), (300, 100), (100, 300))
    assert page.get_by_text("cannot cross").first.is_visible()
    board.keys("Enter")
    assert board.corners() == [("Cat", [(100, 100), (300, 300), (300, 100)])]
    board.click((450, 200), (500, 200), (500, 300), (400, 300), (400, 100), (600, 100), (600, 350))
    board.keys("Enter")
    assert len(board.shapes()) == 1
    assert board.task.submit() is None


def test_undo_and_redo_go_back_and_forth_between_the_points_of_a_polygon(board: Board):
    """The guide's own instructions [D]."""
    page = board.open("crowd-polygon")
    board.click((100, 100), (300, 100), (300, 300))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    board.click((200, 400))
    board.keys("Enter")
    assert board.corners() == [("Cat", [(100, 100), (300, 100), (200, 400)])]


def test_a_box_can_be_drawn_inside_another_and_on_its_border_with_alt(board: Board):
    page = board.open("crowd-bounding-box")
    board.drag((100, 100), (500, 400))
    board.drag((200, 200), (300, 300))
    page.keyboard.down("Alt")
    board.drag((100, 250), (160, 300))
    page.keyboard.up("Alt")
    assert board.boxes() == [("Cat", 100, 100, 400, 300), ("Cat", 200, 200, 100, 100), ("Cat", 100, 250, 60, 50)]


def test_escape_drops_what_is_begun(board: Board):
    page = board.open("crowd-bounding-box")
    board.point((100, 100))
    page.mouse.down()
    board.point((200, 200))
    page.keyboard.press("Escape")
    page.mouse.up()
    board.click((300, 300))
    page.keyboard.press("Escape")
    assert board.boxes() == []
    assert board.task.submit() == {"drawn": {"boundingBoxes": [], "inputImageProperties": SIZE}}


def test_a_shape_that_is_not_finished_keeps_the_form_from_being_submitted(board: Board):
    page = board.open("crowd-polygon")
    board.click((100, 100), (300, 100))
    assert board.task.submit() is None
    assert page.get_by_text("Finish the polygon").first.is_visible()
    page.keyboard.press("Escape")
    assert board.task.submit() == {"drawn": {"inputImageProperties": SIZE, "polygons": []}}


def test_the_keyboard_draws_with_a_cursor_of_its_own(board: Board):
    """The cursor starts in the middle of the view; a step is one pixel of the image, Shift makes ten of it."""
    board.open("crowd-bounding-box")
    board.keys("Enter", "Space", *["Shift+ArrowRight"] * 3, *["ArrowDown"] * 25, "Space")
    assert board.boxes() == [("Cat", 400, 267, 30, 25)]
    board.keys("2", *["Shift+ArrowUp"] * 4, "Enter", "ArrowLeft", "ArrowUp", "Enter")
    assert board.boxes()[1] == ("Dog", 429, 251, 1, 1)


def test_the_keyboard_draws_polygons(board: Board):
    board.open("crowd-polygon")
    board.keys("Enter", "Space", *["Shift+ArrowRight"] * 4, "Space", *["Shift+ArrowDown"] * 3, "Space", "Enter")
    assert board.corners() == [("Cat", [(400, 267), (440, 267), (440, 297)])]


def test_a_finger_draws_and_two_fingers_zoom(board: Board):
    page = board.open("crowd-bounding-box")
    session = page.context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(map(board.place, places))]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (100, 100))
    touch("touchMove", (200, 150))
    touch("touchMove", (300, 220))
    touch("touchEnd")
    assert board.boxes() == [("Cat", 100, 100, 200, 120)]
    before = page.evaluate("document.querySelector('[name=drawn]').stage.viewport.scale")
    touch("touchStart", (350, 250))
    touch("touchStart", (350, 250), (450, 250))
    touch("touchMove", (300, 250), (500, 250))
    touch("touchEnd")
    assert page.evaluate("document.querySelector('[name=drawn]').stage.viewport.scale") == pytest.approx(
        2 * before, rel=0.02
    )
    assert len(board.boxes()) == 1
