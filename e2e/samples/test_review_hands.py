"""Reviews entered by hand, from StartHumanLoop to output.json, in the templates of AWS's guide and beside them."""

import base64

from e2e.samples import media
from e2e.samples.collection import Sample
from e2e.samples.inputs import INPUTS, PICTURE, input_of
from e2e.samples.steps import STEPS, Step
from simulator.rendering.png import size_of, written

DOCUMENT = """{% capture s3_uri %}s3://{{ task.input.aiServiceRequest.document.s3Object.bucket }}/{{
  task.input.aiServiceRequest.document.s3Object.name }}{% endcapture %}
<crowd-form>
  <crowd-textract-analyze-document src="{{ s3_uri | grant_read_access }}" no-key-edit no-geometry-edit
    initial-value="{{ task.input.selectedAiServiceResponse.blocks }}" header="Review the pairs"
    keys="{{ task.input.humanLoopContext.importantFormKeys }}" block-types="['KEY_VALUE_SET']">
    <short-instructions header="Instructions">Look.</short-instructions>
    <full-instructions header="Instructions"></full-instructions>
  </crowd-textract-analyze-document>
</crowd-form>"""
MODERATION = """{% capture s3_uri %}s3://{{ task.input.aiServiceRequest.image.s3Object.bucket }}/{{
  task.input.aiServiceRequest.image.s3Object.name }}{% endcapture %}
<crowd-form>
  <crowd-rekognition-detect-moderation-labels src="{{ s3_uri | grant_read_access }}" header="Review the image"
    categories='[{% for label in task.input.selectedAiServiceResponse.moderationLabels %}
      {name: "{{ label.name }}", parentName: "{{ label.parentName }}",},{% endfor %}]'>
    <short-instructions header="Instructions">Look.</short-instructions>
    <full-instructions header="Instructions"></full-instructions>
  </crowd-rekognition-detect-moderation-labels>
</crowd-form>"""
PASSAGES = """<crowd-entity-annotation name="ner" header="Label it" text="{{ task.input.taskObject }}"
  labels="{{ task.input.labels | to_json }}"></crowd-entity-annotation>"""
PAINTING = """<crowd-form><crowd-{kind}-segmentation name="seg" labels="['Cat', 'Dog']" header="Paint"
  src="{{{{ task.input.taskObject | grant_read_access }}}}"></crowd-{kind}-segmentation></crowd-form>"""
FOUND = {"importantFormKey": "Postal code", "importantFormKeyAliases": ["ZIP"]}


def _paints(member, wanted):
    def expect(given):
        return "" if given["seg"][member] == wanted else f"{member} is {given['seg'][member]}"

    return expect


async def test_reviews_are_entered_by_hand_and_come_back_as_they_were_entered(trying):
    document = INPUTS["text/textract_analyze_document"]
    searched = {**document, "humanLoopContext": {"importantFormKeys": [FOUND]}}
    samples = [
        Sample("made/document", DOCUMENT, document),
        Sample("made/document-with-a-missing-key", DOCUMENT, searched),
        Sample("made/moderation", MODERATION, INPUTS["images/rekognition_detect_moderation"]),
        Sample("made/passages", PASSAGES, input_of("text/named-entity-recognition")),
    ]
    findings = [await trying(sample) for sample in samples]
    assert [finding for finding in findings if not finding.is_well] == []
    assert [finding.fields for finding in findings] == [1] * len(samples)


async def test_images_are_painted_by_hand_in_the_answers_labels_and_instances(trying, monkeypatch):
    colours = {"Cat": {"color": "#1f77b4"}, "Dog": {"color": "#ff7f0e"}}
    instances = [{"color": colour, "label": label} for label, colour in (("Dog", "#1f77b4"), ("Dog", "#ff7f0e"))]
    answer = {"seg": {"instances": instances}}
    monkeypatch.setitem(STEPS, "made/semantic", Step(check=_paints("labelMappings", colours), compares=False))
    monkeypatch.setitem(
        STEPS, "made/instance", Step(answer=lambda *_: answer, check=_paints("instances", instances), compares=False)
    )
    for kind in ("semantic", "instance"):
        finding = await trying(Sample(f"made/{kind}", PAINTING.format(kind=kind), {"taskObject": PICTURE}))
        assert finding.is_well, finding


ADJUSTING = """<crowd-form><crowd-semantic-segmentation name="seg" labels="['Cat', 'Dog']" header="Adjust"
  src="{{ task.input.taskObject | grant_read_access }}" initial-value='{"labelMappings": {"Cat": {"color": "#2ca02c"}},
  "src": "{{ task.input.earlier | grant_read_access }}"}'></crowd-semantic-segmentation></crowd-form>"""
READABLE = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}


async def test_an_earlier_segmentation_is_read_from_a_bucket_whose_cors_rules_allow_it(trying, simulator, monkeypatch):
    """As on AWS, where Ground Truth's guide demands such a rule [D: sms-cors-update]."""
    earlier = written(64, 48, [[((44, 160, 44, 255), 32), ((255, 255, 255, 0), 32)]] * 48)
    simulator.keep("earlier.png", base64.b64decode(earlier), "image/png")
    simulator.s3.put_bucket_cors(Bucket="sample-media", CORSConfiguration=READABLE)
    seen = []
    monkeypatch.setitem(
        STEPS, "made/adjusting", Step(check=lambda given: seen.append(given["seg"]) or "", compares=False)
    )
    finding = await trying(
        Sample("made/adjusting", ADJUSTING, {"taskObject": PICTURE, "earlier": "s3://sample-media/earlier.png"})
    )
    assert finding.is_well, finding
    assert seen[0]["initialValueModified"] is True
    assert seen[0]["labelMappings"]["Cat"] == {"color": "#2ca02c"}
    assert size_of(seen[0]["labeledImage"]["pngImageData"]) == (media.WIDTH, media.HEIGHT)
