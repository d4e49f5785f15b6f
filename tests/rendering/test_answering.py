import html
import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rendering.form import answer_for, check_answer, read_form
from simulator.rendering.patterns import sample

NAMES = st.sampled_from(["a", "b", "comment", "invoice date", "total.amount", "first_name", "_", "é"])
VALUES = st.lists(st.sampled_from(["x", "y", "two words", "It's", "&<"]), min_size=1, max_size=4, unique=True)
PATTERNS = st.sampled_from(
    [
        r"\d{5}",
        r"[A-Z]{2}-\d{3,4}",
        r"(?:EUR|USD|GBP)",
        r"[a-z]+@[a-z]+\.(com|org)",
        r"^\+?[0-9 ]{6,12}$",
        r"[^0-9]+",
        r"\w+",
    ]
)


def quoted(value):
    return f'"{html.escape(str(value))}"'


def made(page, **parts):
    named = st.builds("name={} {}".format, NAMES.map(quoted), st.sampled_from(["", "required"]))
    return st.builds(page.format, named=named, **parts)


def repeated(pattern):
    def build(named, values):
        return "".join(pattern.format(named=named, value=quoted(value)) for value in values)

    return st.builds(build, NAMES.map(lambda name: f"name={quoted(name)}"), VALUES)


ELEMENTS = st.one_of(
    made(
        "<{tag} {named} {limit} value={value}></{tag}>",
        tag=st.sampled_from(["crowd-input", "crowd-text-area", "textarea"]),
        limit=st.sampled_from(["", "max-length=12 maxlength=12", "min-length=30 minlength=30"]),
        value=st.sampled_from(["''", "'as it was'", "x"]),
    ),
    made("<input type=number {named} min={low} max={high}>", low=st.integers(-50, 0), high=st.integers(0, 30)),
    made("<crowd-input type=date {named} min=2023-05-0{day} max=2023-06-01></crowd-input>", day=st.integers(1, 9)),
    made(
        "<input {named} type={type}>",
        type=st.sampled_from(["email", "url", "tel", "time", "color", "month", "week", "datetime-local"]),
    ),
    made("<input {named} pattern={pattern}>", pattern=PATTERNS.map(quoted)),
    made(
        "<crowd-slider {named} min={low} max={high} step=0.5></crowd-slider>",
        low=st.integers(-9, 0),
        high=st.integers(0, 9),
    ),
    made(
        "<{tag} {named} categories={labels}></{tag}>",
        tag=st.sampled_from(["crowd-classifier", "crowd-classifier-multi-select", "crowd-image-classifier"]),
        labels=VALUES.map(json.dumps).map(quoted),
    ),
    made(
        "<select {named} {multiple}><option value=''>{options}</select>",
        multiple=st.sampled_from(["", "multiple"]),
        options=VALUES.map(lambda values: "".join(f"<option value={quoted(value)}>" for value in values)),
    ),
    repeated("<crowd-checkbox {named} value={value} required></crowd-checkbox>"),
    repeated("<input type=checkbox {named} value={value}>"),
    repeated("<input type=radio {named} value={value} required>"),
    repeated("<crowd-radio-button name={value} value=yes></crowd-radio-button>").map(
        lambda buttons: f"<crowd-radio-group>{buttons}</crowd-radio-group>"
    ),
)


@st.composite
def forms(draw):
    flat = draw(st.sampled_from(["", "answer-format=flatten-objects"]))
    return read_form(f"<crowd-form {flat}>{''.join(draw(st.lists(ELEMENTS, max_size=6)))}</crowd-form>")


@settings(max_examples=200, deadline=None)
@given(forms(), st.integers(0, 2**32))
def test_a_made_answer_always_fits_the_form(form, seed):
    assert check_answer(form, answer_for(form, random.Random(seed))) == []


@settings(max_examples=100, deadline=None)
@given(forms(), st.integers(0, 2**32))
def test_the_same_stream_gives_the_same_answer(form, seed):
    assert answer_for(form, random.Random(seed)) == answer_for(form, random.Random(seed))


@settings(max_examples=150, deadline=None)
@given(forms(), st.integers(0, 2**32), st.floats(0, 1))
def test_a_worker_with_full_skill_gives_the_truth_and_any_other_a_fitting_answer(form, seed, skill):
    truth = answer_for(form, random.Random(seed))
    perfect = answer_for(form, random.Random(seed + 1), truth, 1.0)
    assert {name: perfect.get(name) for name in truth} == truth
    assert check_answer(form, answer_for(form, random.Random(seed + 1), truth, skill)) == []


def ask(page):
    return read_form(f"<crowd-form>{page}</crowd-form>")


SENTIMENT = ask("""<crowd-classifier name=s categories="['p','n','m']"></crowd-classifier>""")


@pytest.mark.parametrize("skill", [0.0, 0.25, 0.8, 1.0])
def test_skill_is_the_share_of_true_answers(skill):
    choose = random.Random(5)
    answers = [answer_for(SENTIMENT, choose, {"s": {"label": "p"}}, skill) for _ in range(2000)]
    assert abs(sum(answer == {"s": {"label": "p"}} for answer in answers) / 2000 - skill) < 0.04


TWO_BOXES = "<crowd-checkbox name=f value=a></crowd-checkbox><crowd-checkbox name=f value=b></crowd-checkbox>"


@pytest.mark.parametrize(
    "page, short, full",
    [
        ("<crowd-classifier name=f categories=p,n></crowd-classifier>", "p", {"label": "p"}),
        (
            "<crowd-classifier-multi-select name=f categories=p,n></crowd-classifier-multi-select>",
            ["n"],
            {"labels": ["n"]},
        ),
        ("<input type=radio name=f value=a><input type=radio name=f value=b>", "b", {"a": False, "b": True}),
        (TWO_BOXES, ["a"], {"a": True, "b": False}),
        (TWO_BOXES, {"b": True}, {"a": False, "b": True}),
        ("<crowd-toggle-button name=f></crowd-toggle-button>", True, {"on": True}),
        ("<crowd-input name=f></crowd-input>", 12.5, "12.5"),
        ("<crowd-slider name=f></crowd-slider>", 7, 7),
    ],
)
def test_a_truth_may_be_given_shortly(page, short, full):
    assert answer_for(ask(page), random.Random(1), {"f": short}) == {"f": full}


def test_a_truth_that_does_not_fit_is_not_used():
    answer = answer_for(SENTIMENT, random.Random(1), {"s": {"label": "unheard of"}})
    assert check_answer(SENTIMENT, answer) == []


def test_a_true_empty_field_is_left_out_as_the_element_leaves_it_out():
    """A2I_FACTS J2 [D] for crowd-input."""
    form = ask("<crowd-input name=a value=wrong></crowd-input><input name=b value=wrong>")
    assert answer_for(form, random.Random(1), {"a": "", "b": ""}) == {"b": ""}


def test_what_stands_in_a_field_is_mostly_kept():
    form = ask('<crowd-text-area name=t value="hello  there you"></crowd-text-area>')
    answers = [answer_for(form, random.Random(seed))["t"] for seed in range(300)]
    assert set(answers) == {"hello  there you", "Hello there you."}
    assert answers.count("hello  there you") > 200


def test_an_unskilled_reader_misses_the_correction():
    form = ask('<crowd-text-area name=t value="order for too"></crowd-text-area>')
    assert answer_for(form, random.Random(1), {"t": "Order for two."}, 0.0) == {"t": "order for too"}


def test_of_a_group_one_button_is_on():
    form = ask(
        "<crowd-radio-group>"
        + "".join(f"<crowd-radio-button name=b{n} value=yes></crowd-radio-button>" for n in range(3))
        + "</crowd-radio-group>"
    )
    seen = set()
    for seed in range(40):
        answer = answer_for(form, random.Random(seed))
        on = [name for name, states in answer.items() if states == {"yes": True}]
        assert len(on) == 1
        seen.update(on)
    assert seen == {"b0", "b1", "b2"}
    truth = {"b0": {"yes": False}, "b1": {"yes": True}, "b2": {"yes": False}}
    assert answer_for(form, random.Random(1), truth) == truth
    assert answer_for(form, random.Random(1), truth, 0.0) != truth


def test_a_field_nobody_can_fill_is_left_empty_rather_than_filled_wrongly():
    form = ask(r'<crowd-input name=a pattern="(a)\1b(?=c)d"></crowd-input><input name=b maxlength=0>')
    assert answer_for(form, random.Random(1)) == {"b": ""}


@settings(deadline=None)
@given(st.from_regex(re.compile(r"[a-c\[\]()|{}0-3,?*+\\dw.^$-]{0,14}"), fullmatch=True), st.integers(0, 1000))
def test_a_sample_is_made_of_any_pattern_or_of_none(pattern, seed):
    text = sample(pattern, random.Random(seed))
    assert text is None or len(text) <= 400


@given(PATTERNS, st.integers(0, 10_000))
def test_a_sample_matches_its_pattern(pattern, seed):
    assert re.fullmatch(pattern, sample(pattern, random.Random(seed)))
