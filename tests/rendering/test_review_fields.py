"""Passages, moderation labels, documents and painted images: read from the page, answered, checked."""

import base64
import hashlib
import html
import json
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rendering.documents import corrected, readable
from simulator.rendering.fields import Kind
from simulator.rendering.form import answer_for, check_answer, read_form
from simulator.rendering.habits import Habits
from simulator.rendering.png import PngError, size_of, written

TEXT = "Ada Lovelace met 😀 Charles Babbage in London."
MODERATION = "AWS/Rekognition/DetectModerationLabels/Image/V3"
DOCUMENT = "AWS/Textract/AnalyzeDocument/Forms/V1"
SMALL = written(4, 4, [[((31, 119, 180, 255), 4)]] * 4)
GORE, WEAPONS = {"name": "Gore", "parentName": "Violence"}, {"name": "Weapons", "parentName": "Violence"}


def element(tag, **attributes):
    given = " ".join(
        f'{name.replace("_", "-")}="{html.escape(value if isinstance(value, str) else json.dumps(value))}"'
        for name, value in attributes.items()
    )
    return f"<crowd-{tag} {given}></crowd-{tag}>"


def word(identity, text):
    return {"blockType": "WORD", "confidence": 90, "id": identity, "text": text}


def pair(number, key, value):
    words = {side: [word(f"{side}{number}w{at}", text) for at, text in enumerate(texts.split())]
             for side, texts in (("k", key), ("v", value))}  # fmt: skip
    blocks = [
        {"blockType": "KEY_VALUE_SET", "entityTypes": ["KEY"], "id": f"k{number}", "relationships": [
            {"ids": [f"v{number}"], "type": "VALUE"}, {"ids": [each["id"] for each in words["k"]], "type": "CHILD"}]},
        {"blockType": "KEY_VALUE_SET", "entityTypes": ["VALUE"], "id": f"v{number}", "relationships": [
            {"ids": [each["id"] for each in words["v"]], "type": "CHILD"}]},
    ]  # fmt: skip
    return [*blocks, *words["k"], *words["v"]]


BLOCKS = [*pair(1, "Name:", "Jane Do"), *pair(2, "Mail address", "12 Any Street")]
KEYS = [
    {"importantFormKey": "Full name", "importantFormKeyAliases": ["NAME"]},
    {"importantFormKey": "Postal code", "importantFormKeyAliases": []},
]
ENTITIES = element("entity-annotation", name="ner", text=TEXT, labels=[{"label": "person"}, {"label": "place"}])
GIVEN = [{"label": "person", "startOffset": 0, "endOffset": 12}]
CHOICES = element("rekognition-detect-moderation-labels", categories=[GORE, WEAPONS])
REVIEW = element("textract-analyze-document", initial_value=BLOCKS, keys=KEYS)
PAGES = [
    ENTITIES,
    element("entity-annotator", name="ner", text=TEXT, labels=["person", "place"], initial_value=GIVEN),
    element("entity-annotation", name="ner", text="lower case only", labels=["a"]),
    CHOICES,
    element("rekognition-detect-moderation-labels", name="mine", categories=["A", "B"], exclusion_category="None"),
    REVIEW,
    element("textract-analyze-document", initial_value=[], keys=""),
    element("semantic-segmentation", name="seg", labels=["Cat", "Dog"]),
    element("semantic-segmentation", name="seg", labels=["Cat"], initial_value={"src": "s3://a/b.png"}),
    element("instance-segmentation", name="seg", labels=["Cat", "Dog", "Bird"]),
]


def ask(page):
    return read_form(f"<crowd-form>{page}</crowd-form>")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PAGES).map(ask), st.integers(0, 2**32), st.floats(0, 1))
def test_made_answers_fit_the_same_stream_gives_the_same_and_the_truth_is_kept(form, seed, skill):
    answer = answer_for(form, random.Random(seed))
    assert check_answer(form, answer) == []
    assert answer_for(form, random.Random(seed)) == answer
    assert answer_for(form, random.Random(seed + 1), answer, 1.0) == answer
    assert check_answer(form, answer_for(form, random.Random(seed + 1), answer, skill)) == []


def test_the_built_in_elements_answer_under_the_names_that_a2i_gives_them():
    assert [field.name for field in ask(CHOICES + REVIEW).fields] == [MODERATION, DOCUMENT]
    assert answer_for(ask(CHOICES), random.Random(0), {MODERATION: ["Weapons"]}) == {
        MODERATION: {"moderationLabels": [WEAPONS]}
    }


def test_a_widget_with_no_form_around_it_is_read_too():
    form = read_form(f"{ENTITIES}<script></script>")
    assert [(field.name, field.kind, field.choices) for field in form.fields] == [
        ("ner", Kind.ENTITIES, ("person", "place"))
    ]


@pytest.mark.parametrize(
    "entity, problem",
    [
        ({"label": "person", "startOffset": 19, "endOffset": 34}, None),
        (
            {"label": "person", "startOffset": 0, "endOffset": 46},
            '"ner" has an entity 1 that is no passage of the text: 0 to 46 of 45.',
        ),
        (
            {"label": "person", "startOffset": 4, "endOffset": 4},
            '"ner" has an entity 1 that is no passage of the text: 4 to 4 of 45.',
        ),
        ({"label": "x", "startOffset": 0, "endOffset": 3}, '"ner" has no label "x" (there are: person, place).'),
        (
            {"label": "person", "startOffset": "0", "endOffset": 3},
            '"ner" has an entity 1 whose "startOffset" and "endOffset" are no whole numbers.',
        ),
        ({"startOffset": 0, "endOffset": 3}, '"ner" has an entity 1 without a text "label".'),
    ],
)
def test_entities_lie_in_the_text_and_have_a_label_on_offer(entity, problem):
    assert check_answer(ask(ENTITIES), {"ner": {"entities": [entity]}}) == ([problem] if problem else [])


def test_passages_of_unlabelled_text_are_names_in_it():
    answer = answer_for(ask(ENTITIES), random.Random(3))
    passages = {TEXT[each["startOffset"] : each["endOffset"]] for each in answer["ner"]["entities"]}
    assert passages
    assert passages <= {"Ada Lovelace", "Charles Babbage", "London"}


def test_an_unskilled_worker_goes_wrong_as_people_do():
    form = ask(ENTITIES)
    truth = {"ner": [{"label": "place", "startOffset": 38, "endOffset": 44}]}
    answers = [answer_for(form, random.Random(seed), truth, 0.0)["ner"]["entities"] for seed in range(40)]
    assert [] in answers
    assert any(each and each[0]["label"] == "person" for each in answers)
    assert any(each and (each[0]["startOffset"], each[0]["endOffset"]) != (38, 44) for each in answers)


@pytest.mark.parametrize(
    "page, truth, wanted",
    [
        (
            ENTITIES,
            {"ner": [{"label": "place", "startOffset": 0, "endOffset": 3}]},
            lambda answer: answer["ner"]["entities"][0]["label"],
        ),
        (
            element("rekognition-detect-moderation-labels", categories=["place", "person"]),
            {MODERATION: ["place"]},
            lambda answer: answer[MODERATION]["moderationLabels"][0],
        ),
    ],
)
def test_labels_can_be_confused(page, truth, wanted):
    habits = Habits(confusion={"place": {"person": 1.0}})
    assert wanted(answer_for(ask(page), random.Random(1), truth, 1.0, habits)) == "person"


def test_moderation_labels_come_back_whole():
    form = ask(CHOICES)
    assert check_answer(form, {MODERATION: {"moderationLabels": [GORE]}}) == []
    assert check_answer(form, {MODERATION: {"moderationLabels": []}}) == []
    assert check_answer(form, {MODERATION: {"moderationLabels": [{"name": "Gore"}]}}) == [
        f'"{MODERATION}" has "Gore" in another form than the category has.'
    ]
    assert check_answer(form, {MODERATION: {"moderationLabels": ["Fire"]}}) == [
        f'"{MODERATION}" has no choice "Fire" (there are: Gore, Weapons).'
    ]
    assert check_answer(form, {MODERATION: ["Gore"]}) == [
        f'"{MODERATION}" must be an object with a list "moderationLabels".'
    ]


def test_the_truth_about_a_document_can_be_said_by_key_and_value():
    form = ask(REVIEW)
    said = {"name": "Jane Doe Smith", "Mail address": "", "Postal code": "98101"}
    blocks = answer_for(form, random.Random(0), {DOCUMENT: said})[DOCUMENT]["blocks"]
    assert readable(blocks) == {"Name:": "Jane Doe Smith", "Mail address": "", "Postal code": "98101"}
    by_id = {block["id"]: block for block in blocks}
    assert by_id["v1w1"]["text"] == "Doe"
    assert by_id["v1-word-3"]["text"] == "Smith"
    assert "relationships" not in by_id["v2"]
    assert by_id["added-key-3"]["entityTypes"] == ["KEY"]


def test_only_keys_that_no_block_has_by_name_or_alias_are_missing():
    (field,) = ask(REVIEW).fields
    assert field.detail.missing == ("Postal code",)
    assert corrected(field, {}) == BLOCKS


@pytest.mark.parametrize(
    "blocks, problem",
    [
        ([{"BlockType": "WORD", "Id": "x"}], 'has a block 1 without a text "blockType" (names begin in lower case)'),
        ([{"blockType": "PAGE", "id": "x"}], "has a new block 1 of type PAGE; only KEY_VALUE_SET, WORD can be"),
        ([{"blockType": "WORD", "id": "k1"}], "has a block 1 whose type was KEY_VALUE_SET, not WORD"),
        ([word("x", "a"), word("x", "b")], "has two blocks with the same id"),
        ("x", 'must be an object with a list "blocks" of objects'),
    ],
)
def test_blocks_are_those_under_review_or_new_keys_and_words(blocks, problem):
    assert f'"{DOCUMENT}" {problem}.' in check_answer(ask(REVIEW), {DOCUMENT: {"blocks": blocks}})


def pixels_of(data):
    raw = base64.b64decode(data)
    width, height = struct.unpack(">II", raw[16:24])
    start = raw.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", raw[start - 8 : start - 4])
    body = zlib.decompress(raw[start : start + length])
    rows = [body[y * (4 * width + 1) + 1 : (y + 1) * (4 * width + 1)] for y in range(height)]
    return [[row[4 * x : 4 * x + 4].hex() for x in range(width)] for row in rows]


def test_a_made_segmentation_is_a_png_in_the_colours_of_its_labels():
    answer = answer_for(ask(PAGES[9]), random.Random(4))["seg"]
    size = answer["inputImageProperties"]
    pixels = pixels_of(answer["labeledImage"]["pngImageData"])
    assert (len(pixels), len(pixels[0])) == (size["height"], size["width"])
    tones = {f"{each['color'][1:]}ff" for each in answer["instances"]}
    assert {pixel for row in pixels for pixel in row} - {"ffffff00"} <= tones
    adjusted = answer_for(ask(PAGES[8]), random.Random(4))["seg"]
    assert adjusted["initialValueModified"] is True
    assert adjusted["labelMappings"] == {"Cat": {"color": "#1f77b4"}}


def test_a_written_png_has_the_pixels_and_the_size_that_were_asked_for():
    rows = [[((y, 200, 7, 255), 137), ((250, 3, 3, 0), 1), ((1, 2, 3, 255), 162)] for y in range(90)]
    data = written(300, 90, rows)
    assert size_of(data) == (300, 90)
    assert [[bytes(colour).hex() for colour, length in row for _ in range(length)] for row in rows] == pixels_of(data)
    assert hashlib.sha256(data.encode()).hexdigest()[:16] == "22e733ea46272776", "the bytes are the same everywhere"


@given(st.lists(st.tuples(st.tuples(*[st.integers(0, 255)] * 4), st.integers(1, 700)), min_size=1, max_size=6))
def test_runs_of_any_length_are_written(runs):
    width = sum(length for _, length in runs)
    pixels = [bytes(colour).hex() for colour, length in runs for _ in range(length)]
    assert pixels_of(written(width, 2, [runs, runs])) == [pixels, pixels]


def test_a_segmentation_is_as_large_as_the_page_says():
    page = element("semantic-segmentation", name="seg", labels=["Cat"], data_image_width="640", data_image_height="480")
    answer = answer_for(ask(page), random.Random(7))["seg"]
    data = answer["labeledImage"]["pngImageData"]
    assert answer["inputImageProperties"] == {"height": 480, "width": 640}
    assert size_of(data) == (640, 480)
    assert len(data) < 30_000


@pytest.mark.parametrize(
    "data, problem",
    [
        ("§", "is not base64"),
        (base64.b64encode(b"GIF89a").decode(), "is no PNG"),
        (base64.b64encode(base64.b64decode(SMALL)[:-20]).decode(), "damaged"),
    ],
)
def test_what_is_no_whole_png_is_said(data, problem):
    with pytest.raises(PngError, match=problem):
        size_of(data)
    answer = {"seg": {"inputImageProperties": {"height": 4, "width": 4}, "labeledImage": {"pngImageData": data}}}
    assert problem in " ".join(check_answer(ask(PAGES[7]), answer))


@pytest.mark.parametrize(
    "change, problem",
    [
        ({"inputImageProperties": {"height": 4, "width": 5}}, "4 by 4 pixels for an image of 5 by 4"),
        ({"inputImageProperties": {"height": 4}}, 'needs "inputImageProperties"'),
        ({"labelMappings": {"Cow": {"color": "#1f77b4"}}}, 'has no label "Cow" (there are: Cat, Dog)'),
        ({"labelMappings": {"Cat": {"color": "blue"}}}, 'has no colour such as #1f77b4 for "Cat"'),
        ({"labelMappings": []}, 'needs an object "labelMappings"'),
    ],
)
def test_painted_images_fit_their_image_and_name_their_regions(change, problem):
    painted = {
        "inputImageProperties": {"height": 4, "width": 4},
        "labelMappings": {"Cat": {"color": "#1f77b4"}},
        "labeledImage": {"pngImageData": SMALL},
    }
    assert check_answer(ask(PAGES[7]), {"seg": painted}) == []
    assert problem in " ".join(check_answer(ask(PAGES[7]), {"seg": painted | change}))
