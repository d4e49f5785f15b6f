"""What simulated workers draw, and how drawn answers are checked (A2I_FACTS J2)."""

import html
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.rendering.drawn import ASSUMED_SIZE, TOOLS
from simulator.rendering.fields import Kind
from simulator.rendering.form import answer_for, check_answer, read_form
from simulator.rendering.habits import Habits

LABELS = ["Cat", "Dog", "It's a bird"]
BOX = {"height": 40, "label": "Cat", "left": 10, "top": 20, "width": 30}
CORNERS = [{"x": 10, "y": 10}, {"x": 60, "y": 12}, {"x": 40, "y": 70}]
SHAPES = {
    "crowd-bounding-box": BOX,
    "crowd-keypoint": {"label": "Cat", "x": 5, "y": 6},
    "crowd-line": {"label": "Cat", "vertices": CORNERS[:2]},
    "crowd-polygon": {"label": "Cat", "vertices": CORNERS},
    "crowd-polyline": {"label": "Cat", "vertices": CORNERS},
}


def form_of(tag, more=""):
    labels = html.escape(json.dumps(LABELS))
    return read_form(f'<crowd-form><{tag} name="drawn" src="x.png" labels="{labels}" {more}></{tag}></crowd-form>')


def form_with_initial(tag, shapes):
    return form_of(tag, f'initial-value="{html.escape(json.dumps(shapes))}"')


def box_problems(shapes, more="", size=None):
    answer = {"boundingBoxes": shapes} | ({"inputImageProperties": size} if size else {})
    return check_answer(form_of("crowd-bounding-box", more), {"drawn": answer})


@pytest.mark.parametrize("tag", TOOLS)
def test_a_drawing_element_asks_for_shapes_with_its_labels(tag):
    (field,) = form_of(tag).fields
    assert (field.kind, field.choices, field.required) == (Kind.SHAPES, tuple(LABELS), False)
    assert form_of(tag, "required").fields[0].required


@given(tag=st.sampled_from(sorted(TOOLS)), seed=st.integers(), declared=st.booleans(), data=st.data())
def test_whatever_a_worker_draws_is_accepted(tag, seed, declared, data):
    more = "data-image-width='64' data-image-height='48'" if declared else ""
    key = TOOLS[tag][0]
    truth = data.draw(st.sampled_from([None, {"drawn": [SHAPES[tag]]}, {"drawn": {key: []}}]))
    form = form_of(tag, "" if truth else more)
    answer = answer_for(form, random.Random(seed), truth, data.draw(st.floats(0, 1)))
    assert check_answer(form, answer) == []
    width, height = (64, 48) if declared and not truth else ASSUMED_SIZE
    assert answer["drawn"]["inputImageProperties"] == {"height": height, "width": width}
    assert list(answer["drawn"]) == sorted(answer["drawn"])


@pytest.mark.parametrize("tag", TOOLS)
def test_a_perfect_worker_gives_the_truth_and_the_image_size_that_it_names(tag):
    key = TOOLS[tag][0]
    truth = {key: [SHAPES[tag]], "inputImageProperties": {"height": 100, "width": 200}}
    assert answer_for(form_of(tag), random.Random(1), {"drawn": truth}) == {"drawn": truth}


@pytest.mark.parametrize("tag", TOOLS)
def test_a_good_hand_misses_the_truth_by_a_little_and_keeps_labels_and_counts(tag):
    key = TOOLS[tag][0]
    truth = {key: [SHAPES[tag]] * 3, "inputImageProperties": {"height": 100, "width": 200}}
    found = [answer_for(form_of(tag), random.Random(seed), {"drawn": truth}, 0.999)["drawn"] for seed in range(20)]
    assert all(len(drawn[key]) == 3 and {shape["label"] for shape in drawn[key]} == {"Cat"} for drawn in found)
    truth = {key: [SHAPES[tag]], "inputImageProperties": {"height": 10_000, "width": 10_000}}
    assert any(
        answer_for(form_of(tag), random.Random(seed), {"drawn": truth}, 0.9)["drawn"] != truth for seed in range(9)
    )


@pytest.mark.parametrize("tag", TOOLS)
def test_a_worker_without_skill_draws_something_else_than_the_truth(tag):
    truth = {TOOLS[tag][0]: [SHAPES[tag]], "inputImageProperties": {"height": 100, "width": 200}}
    found = [answer_for(form_of(tag), random.Random(seed), {"drawn": truth}, 0) for seed in range(30)]
    assert all(answer != {"drawn": truth} for answer in found)
    assert len({json.dumps(answer) for answer in found}) > 10


def test_labels_are_confused_shape_by_shape():
    truth = {"drawn": [BOX, BOX | {"label": "Dog"}]}
    habits = Habits(confusion={"Cat": {"Dog": 1.0}})
    answer = answer_for(form_of("crowd-bounding-box"), random.Random(1), truth, 1.0, habits)
    assert [box["label"] for box in answer["drawn"]["boundingBoxes"]] == ["Dog", "Dog"]


def test_initial_shapes_are_kept_or_adjusted_and_the_answer_says_which():
    form = form_with_initial("crowd-bounding-box", [BOX, BOX | {"label": "no such label"}])
    answers = [answer_for(form, random.Random(seed))["drawn"] for seed in range(30)]
    assert {answer["initialValueModified"] for answer in answers} == {True, False}
    for answer in answers:
        assert answer["initialValueModified"] == (answer["boundingBoxes"] != [BOX])
        assert len(answer["boundingBoxes"]) == 1


def test_an_image_whose_size_nobody_tells_is_large_enough_for_what_lies_on_it():
    form = form_with_initial("crowd-keypoint", {"keypoints": [{"label": "Cat", "x": 5000.5, "y": 10}]})
    size = answer_for(form, random.Random(1))["drawn"]["inputImageProperties"]
    assert size == {"height": ASSUMED_SIZE[1], "width": 5001}


def test_made_up_points_are_one_for_each_label():
    drawn = answer_for(form_of("crowd-keypoint"), random.Random(1))["drawn"]
    assert [point["label"] for point in drawn["keypoints"]] == LABELS


def test_made_up_polygons_do_not_cross_themselves():
    for seed in range(50):
        drawn = answer_for(form_of("crowd-polygon"), random.Random(seed))["drawn"]
        for polygon in drawn["polygons"]:
            corners = [(vertex["x"], vertex["y"]) for vertex in polygon["vertices"]]
            assert not crosses(corners)


@pytest.mark.parametrize(
    "shapes, problem",
    [
        ([BOX | {"label": "Cow"}], 'has no choice "Cow" in item 1'),
        ([BOX, BOX | {"width": 0}], 'has a width or height that is not above 0 in item 2 of "boundingBoxes"'),
        ([BOX | {"top": True}], "has no numbers left, top, width and height in item 1"),
        ([{**BOX, "label": 3}], 'has no text "label" in item 1'),
        (["box"], "has no numbers left, top, width and height in item 1"),
    ],
)
def test_a_wrong_box_is_named(shapes, problem):
    (found,) = box_problems(shapes)
    assert problem in found


def test_shapes_that_leave_the_image_are_refused_if_its_size_is_known():
    assert box_problems([BOX]) == []
    assert "leaves the image of 30 x 60 pixels" in box_problems([BOX], size={"height": 60, "width": 30})[0]
    assert "leaves the image of 64 x 48 pixels" in box_problems([BOX], "data-image-width=64 data-image-height=48")[0]
    assert "inputImageProperties" in box_problems([BOX], size={"height": 0, "width": 30})[0]


@pytest.mark.parametrize(
    "tag, vertices, problem",
    [
        ("crowd-polygon", CORNERS[:2], "has fewer than 3 vertices"),
        ("crowd-line", CORNERS, "has not 2 vertices"),
        ("crowd-polyline", [{"x": 1}], "has no vertices with numbers x and y"),
    ],
)
def test_too_few_or_too_many_vertices_are_named(tag, vertices, problem):
    answer = {TOOLS[tag][0]: [{"label": "Cat", "vertices": vertices}]}
    (found,) = check_answer(form_of(tag), {"drawn": answer})
    assert problem in found


def test_an_empty_drawing_is_right_unless_something_is_required():
    assert box_problems([]) == []
    assert box_problems([], "required") == ['"drawn" is required.']


def crosses(corners):
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
    pairs = [(one, other) for at, one in enumerate(edges) for other in edges[at + 2 :] if not set(one) & set(other)]
    return any(turn(*a, c) * turn(*a, d) < 0 and turn(c, d, a[0]) * turn(c, d, a[1]) < 0 for a, (c, d) in pairs)


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
