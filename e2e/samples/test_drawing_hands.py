"""Shapes drawn by hand, from StartHumanLoop to output.json."""

import html
import json

from e2e.samples.collection import Sample
from e2e.samples.inputs import PICTURE
from e2e.samples.steps import STEPS, Step
from simulator.rendering.drawn import TOOLS

DRAWING = """<crowd-form><{tag} name="drawn" src="{{{{ task.input.taskObject | grant_read_access }}}}"
  labels="['Cat', 'Dog']" {more}></{tag}></crowd-form>"""
SIZE = {"height": 480, "width": 640}


def initial(*boxes):
    return f'initial-value="{html.escape(json.dumps(boxes))}"'


async def test_shapes_are_drawn_by_hand_and_come_back_as_they_were_drawn(trying, monkeypatch):
    samples = [Sample(f"made/{tag}", DRAWING.format(tag=tag, more=""), {"taskObject": PICTURE}) for tag in TOOLS]
    small = {"height": 3, "label": "Dog", "left": 300, "top": 200, "width": 2}
    kept = {"height": 80, "label": "Cat", "left": 290, "top": 190, "width": 120}
    adjusted = DRAWING.format(tag="crowd-bounding-box", more=initial(kept, kept | {"left": 40}))
    samples.append(Sample("made/adjusted", adjusted, {"taskObject": PICTURE}))
    answer = {"drawn": {"boundingBoxes": [kept, small], "inputImageProperties": SIZE, "initialValueModified": True}}
    monkeypatch.setitem(STEPS, "made/adjusted", Step(answer=lambda _form, _answer: answer))
    findings = [await trying(sample) for sample in samples]
    assert [finding for finding in findings if not finding.is_well] == []
