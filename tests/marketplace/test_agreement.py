"""Agreement between workers, field by field."""

import pytest

from simulator.marketplace import agreement
from simulator.marketplace.agreement import Given, Scale

KRIPPENDORFF = {
    "A": "1 2 3 3 2 1 4 1 2 . . .", "B": "1 2 3 3 2 2 4 1 2 5 . 3", "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}  # fmt: skip
"""The reliability data of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C."""


def published(read):
    return [
        Given(worker, unit, {"value": read(text)})
        for worker, row in KRIPPENDORFF.items()
        for unit, text in enumerate(row.split())
        if text != "."
    ]


def test_alpha_of_published_data_with_missing_answers_is_the_published_one():
    nominal = agreement.by_field(published(str))["value"]
    interval = agreement.by_field(published(int))["value"]
    assert (nominal.scale, round(nominal.alpha, 3)) == (Scale.NOMINAL, 0.743)
    assert (interval.scale, round(interval.alpha, 3)) == (Scale.INTERVAL, 0.849)
    assert (nominal.answers, nominal.loops, nominal.workers) == (41, 12, 4)


def test_the_labels_within_a_choice_are_compared_and_each_field_by_itself():
    given = [
        Given("ann", 1, {"mood": {"label": "good"}, "tags": {"labels": ["a", "b"]}, "note": "x"}),
        Given("bob", 1, {"mood": {"label": "good"}, "tags": {"labels": ["b", "a"]}}),
        Given("ann", 2, {"mood": {"label": "bad"}, "tags": {"labels": ["a"]}}),
        Given("bob", 2, {"mood": {"label": "good"}, "tags": {"labels": ["a", "b"]}}),
    ]
    fields = agreement.by_field(given)
    assert list(fields) == ["mood", "note", "tags"]
    assert (fields["mood"].percent, fields["tags"].percent, fields["note"].percent) == (50.0, 50.0, None)
    assert fields["tags"].scale is Scale.SETS
    assert fields["mood"].alpha == pytest.approx(0.0)
    assert fields["tags"].alpha == pytest.approx(0.0)


def test_drawings_are_compared_by_how_much_they_cover_each_other():
    box = {"height": 100, "label": "Cat", "left": 0, "top": 0, "width": 100}
    drawn = [box, box | {"width": 50}, box, box | {"label": "Dog"}]
    given = [
        Given(worker, loop, {"drawn": {"boundingBoxes": [shape]}})
        for (worker, loop), shape in zip([("ann", 1), ("bob", 1), ("ann", 2), ("bob", 2)], drawn, strict=True)
    ]
    found = agreement.by_field(given)["drawn"]
    assert (found.scale, found.percent) == (Scale.SHAPES, 25.0)
    within, between = (0.5 + 1) / 2, (0.5 + 0 + 1 + 0.5 + 1 + 1) / 6
    assert found.alpha == pytest.approx(1 - within / between)


def test_too_little_to_tell_is_told_as_nothing():
    one_loop = [Given("ann", 1, {"a": "x"}), Given("bob", 1, {"a": "y"})]
    all_alike = [Given(worker, loop, {"a": "x"}) for worker in "ab" for loop in (1, 2)]
    assert agreement.by_field(one_loop)["a"].alpha is None
    assert agreement.by_field(one_loop)["a"].percent == 0.0
    assert (agreement.by_field(all_alike)["a"].alpha, agreement.by_field(all_alike)["a"].percent) == (None, 100.0)
    assert agreement.by_field([]) == {}


def test_without_the_library_the_percent_agreement_remains_and_the_note_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "nltk.metrics.agreement", None)
    fields = agreement.by_field(published(str))
    assert fields["value"].alpha is None
    assert fields["value"].percent is not None
    assert "pip install 'a2i-simulator[agreement]'" in agreement.note()
