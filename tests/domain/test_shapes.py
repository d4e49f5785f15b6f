"""How alike drawings are, by hand-made cases whose figures are plain to see."""

import pytest

from simulator.domain.gold import is_right
from simulator.domain.shapes import agree, drawing_in, likeness

SIZE = {"height": 500, "width": 1000}
BOX = {"height": 100, "label": "Cat", "left": 0, "top": 0, "width": 100}


def drawing(key, *shapes):
    found = drawing_in({key: list(shapes), "inputImageProperties": SIZE})
    assert found is not None
    return found


def boxes(*shapes):
    return drawing("boundingBoxes", *shapes)


def polygon(*corners):
    return {"label": "Cat", "vertices": [{"x": x, "y": y} for x, y in corners]}


@pytest.mark.parametrize(
    "other, share",
    [
        (BOX, 1),
        (BOX | {"left": 50}, 1 / 3),
        (BOX | {"width": 50}, 1 / 2),
        (BOX | {"left": 100}, 0),
        (BOX | {"label": "Dog"}, 0),
    ],
)
def test_boxes_are_as_alike_as_their_intersection_is_to_their_union(other, share):
    assert likeness(boxes(BOX), boxes(other)) == pytest.approx(share)


def test_polygons_are_measured_by_area_whatever_their_corners():
    square = polygon((0, 0), (100, 0), (100, 100), (0, 100))
    same = polygon((50, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    triangle = polygon((0, 0), (100, 100), (0, 100))
    assert likeness(drawing("polygons", square), drawing("polygons", same)) == pytest.approx(1)
    assert likeness(drawing("polygons", square), drawing("polygons", triangle)) == pytest.approx(0.5, abs=0.01)


def test_points_and_lines_are_measured_by_distance_beside_the_image():
    point = {"label": "Eye", "x": 100, "y": 100}
    assert likeness(drawing("keypoints", point), drawing("keypoints", point | {"x": 125})) == pytest.approx(0.5)
    line, back = polygon((0, 0), (200, 0)), polygon((200, 10), (100, 10), (0, 10))
    assert likeness(drawing("polylines", line), drawing("polylines", back)) == pytest.approx(0.8)


def test_a_shape_that_one_of_them_lacks_counts_against_both():
    far = BOX | {"left": 500}
    assert likeness(boxes(BOX, far), boxes(BOX)) == pytest.approx(2 / 3)
    assert likeness(boxes(), boxes()) == 1
    assert likeness(boxes(), boxes(BOX)) == 0


def test_drawings_agree_when_every_shape_has_a_partner():
    far = BOX | {"left": 500}
    assert agree(boxes(BOX, far), boxes(far | {"left": 510}, BOX | {"top": 5}))
    assert not agree(boxes(BOX, far), boxes(BOX))
    assert not agree(boxes(BOX), boxes(BOX, far))
    assert not agree(boxes(BOX), boxes(BOX | {"left": 50}))


def test_a_gold_drawing_need_not_be_met_to_the_pixel():
    known = {"drawn": {"boundingBoxes": [BOX], "inputImageProperties": SIZE}}
    near = {"drawn": {"boundingBoxes": [BOX | {"left": 3}], "inputImageProperties": SIZE}, "comment": "x"}
    assert is_right(known, near)
    assert not is_right(known, {"drawn": {"boundingBoxes": [], "inputImageProperties": SIZE}})
    assert not is_right(known, {"drawn": {"label": "Cat"}})


@pytest.mark.parametrize("value", [None, 3, {}, {"label": "x"}, {"polygons": [3]}, {"boundingBoxes": [{"left": "a"}]}])
def test_what_is_no_drawing_is_none(value):
    assert drawing_in(value) is None
