"""Guessing, confusion and bias, over every kind of field with choices."""

import json
import random
from collections import Counter

import pytest

from simulator.rendering.form import answer_for, check_answer, read_form
from simulator.rendering.habits import Habits

LABELS = ["Cat", "Dog", "Cow"]
CHOICES = "".join(f'<input type=radio name=f value="{label}">' for label in LABELS)
OPTIONS = "".join(f'<option value="{label}">' for label in LABELS)
FORMS = {
    "label": (f"<crowd-classifier name=f categories='{json.dumps(LABELS)}'></crowd-classifier>", {"label": "Cat"}),
    "labels": (
        f"<crowd-classifier-multi-select name=f categories='{json.dumps(LABELS)}'></crowd-classifier-multi-select>",
        {"labels": ["Cat"]},
    ),
    "radio": (CHOICES, {"Cat": True, "Dog": False, "Cow": False}),
    "flags": (CHOICES.replace("radio", "checkbox"), {"Cat": True, "Dog": False, "Cow": False}),
    "select": (f"<select name=f>{OPTIONS}</select>", "Cat"),
}


def ask(name):
    page, truth = FORMS[name]
    return read_form(f"<crowd-form>{page}</crowd-form>"), {"f": truth}


def chosen(value):
    if isinstance(value, str):
        return value
    found = [value["label"]] if "label" in value else value.get("labels") or [key for key in value if value[key]]
    return ",".join(sorted(found))


def shares(name, skill, habits, with_truth=True, runs=1500):
    form, truth = ask(name)
    choose, found = random.Random(3), Counter()
    for _ in range(runs):
        answer = answer_for(form, choose, truth if with_truth else None, skill, habits)
        assert check_answer(form, answer) == []
        found[chosen(answer["f"])] += 1
    return {label: count / runs for label, count in found.items()}


@pytest.mark.parametrize("name", FORMS)
def test_a_confused_worker_takes_a_true_label_for_others_as_often_as_its_row_says(name):
    habits = Habits(confusion={"Cat": {"Cat": 1, "Dog": 3, "Horse": 5}, "Dog": {"Cow": 1}})
    found = shares(name, 1.0, habits)
    assert set(found) == {"Cat", "Dog"}
    assert found["Dog"] == pytest.approx(0.75, abs=0.05)


@pytest.mark.parametrize("name", FORMS)
def test_confusion_of_other_labels_leaves_the_skill_alone(name):
    assert shares(name, 1.0, Habits(confusion={"Cow": {"Dog": 1}, "Cat": {"Horse": 1}})) == {"Cat": 1.0}


@pytest.mark.parametrize("name", ["label", "radio", "select"])
def test_a_worker_who_guesses_is_right_by_chance_and_leans_to_what_it_favours(name):
    even = shares(name, 0.0, Habits(guesses=1.0))
    assert all(even[label] == pytest.approx(1 / 3, abs=0.05) for label in LABELS)
    leaning = shares(name, 0.0, Habits(guesses=1.0, bias={"Cow": 8}))
    assert leaning["Cow"] == pytest.approx(0.8, abs=0.05)


def test_an_error_leans_to_what_is_favoured_and_is_never_the_truth():
    found = shares("label", 0.0, Habits(bias={"Cat": 50, "Dog": 9}))
    assert set(found) == {"Dog", "Cow"}
    assert found["Dog"] == pytest.approx(0.9, abs=0.05)


def test_what_a_worker_never_chooses_has_weight_0():
    assert "Dog" not in shares("label", 0.0, Habits(guesses=1, bias={"Dog": 0}))
    assert set(shares("label", 0.0, Habits(guesses=1, bias=dict.fromkeys(LABELS, 0)))) == set(LABELS)


def test_boxes_are_ticked_as_often_as_they_are_favoured():
    found = shares("flags", 0.0, Habits(bias={"Cow": 3, "Cat": 0}), with_truth=False)
    ticked = {label: sum(share for key, share in found.items() if label in key) for label in LABELS}
    assert ticked["Cow"] == pytest.approx(0.9, abs=0.05)
    assert ticked["Dog"] == pytest.approx(0.3, abs=0.05)
    assert ticked["Cat"] == 0
