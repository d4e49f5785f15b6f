"""What a person does in the samples whose own scripts shape the form: they are told what to do before and after."""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from simulator.rendering.fields import Drawing, Field, Form, Kind

CUSTOM_LABELS = ("Title", "Total")


@dataclass(frozen=True)
class Step:
    """What is special about a sample.

    `prepare` comes before the fields are filled in, `finish` after. `form` makes the form that the page's markup does
    not show, from the one that it does. `check` says what is wrong with an answer beyond the usual comparison, or in
    its place where nothing `compares`.
    """

    prepare: Callable[..., Awaitable[None]] | None = None
    finish: Callable[..., Awaitable[None]] | None = None
    form: Callable[[Form], Form] = lambda form: form
    answer: Callable[[Form, dict], dict] = lambda _form, answer: answer
    check: Callable[[dict], str] = lambda _answer: ""
    compares: bool = True


def _with_custom_labels(form):
    """The labels that `_add_labels` makes, in place of the one in the markup; the collector field is for the script."""
    fields = [dataclasses.replace(asked, choices=CUSTOM_LABELS) if asked.choices else asked for asked in form.fields]
    return Form(tuple(asked for asked in fields if asked.name != "_customLabel"), form.flat)


async def _add_labels(frame):
    for label in CUSTOM_LABELS:
        await frame.locator("#customLabel input").fill(label)
        await frame.locator("#addLabel").click()


PARENT, CHILD = "PERSON #1", "PERSON #1 >> HAND #1"


async def _add_instance(frame):
    """A hand that belongs to the person: the script makes the label of it."""
    await frame.locator("#dropdown").select_option("HAND")
    await frame.locator("#additionalDropdown").select_option(PARENT)
    await frame.locator("#addButton").click()


def _boxes_alone(_form):
    """The boxes, which the markup hides behind later fields of the same name: the script reads them."""
    drawing = Drawing("boundingBoxes", 2, 2, None, ())
    return Form((Field("_", Kind.SHAPES, choices=(PARENT, CHILD), detail=drawing, element="crowd-bounding-box"),))


def _parent_and_child(_form, _answer):
    boxes = [{"label": PARENT, "left": 100, "top": 100}, {"label": CHILD, "left": 160, "top": 160}]
    return {"_": {"boundingBoxes": [box | {"height": 200, "width": 300} for box in boxes]}}


def _has_parents(answer):
    found = {box["label"]: box for box in json.loads(answer["instances"])}
    well = set(found) == {"PERSON", "HAND"} and found["HAND"]["parent"] == found["PERSON"]["id"]
    return "" if well else f"the script's boxes are {answer['instances']}"


async def _drag_images(frame):
    """One picture into each of the three groups, with the mouse."""
    page = frame.page
    for group in range(3):
        image = frame.locator("#unclassified img").first
        target = frame.locator(".right .StackedList").nth(group)
        await image.scroll_into_view_if_needed()
        start, end = await image.bounding_box(), await target.bounding_box()
        await page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        await page.mouse.down()
        await page.wait_for_timeout(150)
        await page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
        await page.wait_for_timeout(150)
        await page.mouse.up()
        await page.wait_for_timeout(150)


def _has_groups(answer):
    groups = json.loads(answer["faces"])
    return "" if [len(group) for group in groups] == [1, 1, 1] else f"the groups are {groups}"


_CUSTOM = Step(prepare=_add_labels, form=_with_custom_labels)
STEPS = {
    "images/bounding-box-custom-labels": _CUSTOM,
    "images/bounding-box-hierarchical": Step(
        prepare=_add_instance, form=_boxes_alone, answer=_parent_and_child, check=_has_parents, compares=False
    ),
    "images/instance-segmentation-custom-values": _CUSTOM,
    "images/keypoint-custom-labels": _CUSTOM,
    "images/multi-image-classification-draggable": Step(finish=_drag_images, check=_has_groups),
    "images/ocr": _CUSTOM,
    "images/semantic-segmentation-custom-labels": _CUSTOM,
    "other/receipt-transcription": _CUSTOM,
}
"""The samples that need something special, by name."""
