import random

import pytest

from simulator.rendering.form import Kind, answer_for, check_answer, read_form

RANKING = """<crowd-form><crowd-text-ranking name="r" responses='["a", "b", "c"]'
    ordinal-ranking-dimensions='[{"name": "Clarity", "allowTie": true}, {name: "Tone", allowTie: false},]'>
    </crowd-text-ranking></crowd-form>"""
TEXT = "Rivers run to the sea. The Amazon is long! Is it?"
QUESTIONS = f"""<crowd-form><crowd-question-answer-generation name="q" text="{TEXT}" min-questions=1 max-questions=3
    question-min-words=3 question-max-words=5 answer-max-words=2 question-tags='["What", "Why"]'
    allow-custom-question-tags=CUSTOM></crowd-question-answer-generation></crowd-form>"""
SEVERAL = """<crowd-form><{tag} name="k" categories="['a', 'b']" exclusion-category="{text}"></{tag}></crowd-form>"""


def ranks(clarity, tone):
    return {"r": {"dimensions": [{"name": "Clarity", "ranks": clarity}, {"name": "Tone", "ranks": tone}]}}


def pair(**changes):
    right = {"question": "Where do rivers run?", "answer": "the sea", "tags": ["What"]}
    return right | {"references": [{"startOffset": 0, "endOffset": 22}]} | changes


def questions(*pairs, custom="false"):
    return check_answer(read_form(QUESTIONS.replace("CUSTOM", custom)), {"q": {"questionAnswers": list(pairs)}})


def test_a_ranking_knows_its_dimensions_and_how_many_responses_there_are():
    [field] = read_form(RANKING).fields
    assert (field.kind, field.required) == (Kind.RANKING, True)
    assert (field.detail.dimensions, field.detail.responses) == ((("Clarity", True), ("Tone", False)), 3)


def test_ties_are_right_only_where_they_are_allowed():
    assert check_answer(read_form(RANKING), ranks([1, 1, 2], [2, 1, 3])) == []
    [problem] = check_answer(read_form(RANKING), ranks([1, 1, 2], [2, 2, 3]))
    assert 'the same rank on "Tone"' in problem


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({}, "is required"),
        ({"r": []}, 'an object with a list "dimensions"'),
        (ranks([1, 2], [1, 2, 3]), 'needs 3 ranks on "Clarity"'),
        (ranks([1, 2, 4], [1, 2, 3]), "no whole number from 1 to 3"),
        (ranks([1, 2, True], [1, 2, 3]), "no whole number from 1 to 3"),
    ],
)
def test_a_ranking_that_does_not_fit_is_told(answer, problem):
    [found] = check_answer(read_form(RANKING), answer)
    assert problem in found


@pytest.mark.parametrize("seed", range(20))
def test_simulated_rankings_and_questions_fit(seed):
    for html in (RANKING, QUESTIONS.replace("CUSTOM", "true")):
        form = read_form(html)
        assert check_answer(form, answer_for(form, random.Random(seed))) == []


def test_questions_within_their_bounds_are_right():
    assert questions(pair(), pair(tags=[])) == []
    assert questions(pair(tags=["my own"]), custom="true") == []


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ([], "has 0 questions; 1 to 3 are wanted"),
        ([pair()] * 4, "has 4 questions; 1 to 3 are wanted"),
        ([pair(question="Why so")], "has 2 words in question 1; 3 to 5 are wanted"),
        ([pair(), pair(answer="a b c")], "has 3 words in answer 2; 1 to 2 are wanted"),
        ([pair(tags=["my own"])], "has a tag on question 1 that is not on offer"),
        ([pair(references=[{"startOffset": 3, "endOffset": 3}])], "no stretch of the text"),
        ([pair(references=[{"startOffset": 0, "endOffset": 400}])], "no stretch of the text"),
    ],
)
def test_questions_outside_their_bounds_are_told(pairs, problem):
    [found] = questions(*pairs)
    assert problem in found


@pytest.mark.parametrize("tag", ["crowd-classifier-multi-select", "crowd-image-classifier-multi-select"])
@pytest.mark.parametrize("text", ["{ text: 'None of the above' }", "None of the above"])
def test_an_exclusion_category_lets_a_worker_choose_none(tag, text):
    form = read_form(SEVERAL.format(tag=tag, text=text))
    assert form.fields[0].exclusion == "None of the above"
    assert check_answer(form, {"k": {"labels": []}}) == []
    assert check_answer(form, {}) == ['"k" is required.']
    told = answer_for(form, random.Random(1), {"k": "None of the above"})
    assert told == {"k": {"labels": []}}


def test_an_exclusion_that_cannot_be_read_is_none():
    form = read_form(SEVERAL.format(tag="crowd-classifier-multi-select", text="{ text: "))
    assert form.fields[0].exclusion == ""
    assert check_answer(form, {"k": {"labels": []}}) == ['"k" is required.']
