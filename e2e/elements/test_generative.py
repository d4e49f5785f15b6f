"""crowd-text-ranking, crowd-question-answer-generation, crowd-slider-label: the elements of A2I_FACTS K.10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Task

RANKING = """<crowd-text-ranking name="r" text="Why is the sky blue?"
    responses='["Because.", "Light scatters.", "It is not."]'
    ordinal-ranking-dimensions='[{"name":"Clarity","allowTie":true},{"name":"Tone","allowTie":false}]'>
    </crowd-text-ranking>"""
TEXT = "Rivers run to the sea. The Amazon is long.  It has many arms."
QUESTIONS = f"""<crowd-question-answer-generation name="q" text="{TEXT}" min-questions=1 max-questions=3
    question-min-words=2 question-max-words=4 answer-min-words=1 answer-max-words=3 ATTRIBUTES>
    </crowd-question-answer-generation>"""
LABELS = "".join(
    f'<crowd-slider-label position="{place}">{text}</crowd-slider-label>' for place, text in [(1, "bad"), (5, "good")]
)


def questions(attributes: str = 'question-tags=\'["What", "Why"]\' allow-custom-question-tags=true') -> str:
    return QUESTIONS.replace("ATTRIBUTES", attributes)


def rank(task: Task, dimension: str, ranks: list[int]) -> None:
    for response, place in enumerate(ranks, 1):
        task.page.get_by_label(f"{dimension}: response {response} has rank {place}", exact=True).check()


def write(task: Task, number: int, question: str, answer: str) -> None:
    pair = task.page.locator(".pair").nth(number - 1)
    pair.locator(".question").fill(question)
    pair.locator(".answer").fill(answer)


def test_a_ranking_wants_every_response_on_every_dimension(task: Task) -> None:
    page = task.form(RANKING)
    assert page.locator("blockquote").inner_text() == "Why is the sky blue?"
    assert page.locator(".response").count() == 3
    rank(task, "Clarity", [2, 1, 2])
    rank(task, "Tone", [3, 1])
    assert task.submit() is None
    expect(page.locator("crowd-text-ranking .message")).to_have_text("Please rank response 3 on “Tone”.")
    assert page.evaluate("document.querySelector('[name=r]').shadowRoot.activeElement.dataset.response") == "2"
    page.get_by_label("Tone: response 3 has rank 2", exact=True).check()
    ranks = [{"name": "Clarity", "ranks": [2, 1, 2]}, {"name": "Tone", "ranks": [3, 1, 2]}]
    assert task.submit() == {"r": {"dimensions": ranks}}


def test_without_ties_a_rank_goes_from_one_response_to_the_other(task: Task) -> None:
    """Reference [D]: allowTie says whether responses may have the same rank."""
    page = task.form(RANKING)
    rank(task, "Tone", [1, 1])
    assert page.evaluate("document.querySelector('[name=r]').value.dimensions[1].ranks") == [None, 1, None]


def test_a_ranking_is_read_set_and_reset_by_scripts(task: Task) -> None:
    page = task.form(RANKING)
    value = {"dimensions": [{"name": "Tone", "ranks": [1, 2, 3]}, {"name": "Clarity", "ranks": [1, 1, 1]}]}
    page.evaluate("(value) => { document.querySelector('[name=r]').value = value; }", value)
    assert task.submit() == {"r": {"dimensions": value["dimensions"][::-1]}}
    page.evaluate("document.querySelector('crowd-form').reset()")
    assert task.answers() == {}


@pytest.mark.parametrize("name", ["responses", "ordinal-ranking-dimensions"])
def test_a_ranking_that_cannot_be_read_is_told(task: Task, name: str) -> None:
    page = task.form(f"<crowd-text-ranking name='r' {name}='[1'></crowd-text-ranking>")
    expect(page.locator(".broken")).to_contain_text(f"The {name} attribute cannot be read")


def test_the_text_may_be_the_address_of_one(task: Task) -> None:
    """Reference [D]: "the text or S3 reference to the text"."""
    task.site.put("far away", "/far.txt")
    page = task.form(f"<crowd-text-ranking name='r' text='{task.site.url}/far.txt'></crowd-text-ranking>")
    expect(page.locator("blockquote")).to_have_text("far away")


def test_questions_are_written_tagged_and_tied_to_sentences(task: Task) -> None:
    page = task.form(questions())
    write(task, 1, "What is long?", "The Amazon")
    page.get_by_label("What", exact=True).check()
    page.get_by_label("Another tag").fill("River")
    page.get_by_label("Another tag").press("Enter")
    page.get_by_label("Add a sentence as reference").select_option(label="The Amazon is long.")
    assert page.locator("mark").all_inner_texts() == ["The Amazon is long."]
    pair = {
        "question": "What is long?",
        "answer": "The Amazon",
        "tags": ["What", "River"],
        "references": [{"startOffset": 23, "endOffset": 42}],
    }
    assert task.submit() == {"q": {"questionAnswers": [pair]}}


def test_selected_text_becomes_a_reference_of_the_question_at_hand(task: Task) -> None:
    page = task.form(questions())
    page.get_by_role("button", name="Add a question").click()
    page.locator(".passage").evaluate("""(passage) => {
        const text = passage.firstChild;
        document.getSelection().setBaseAndExtent(text, 6, text, 14);
      }""")
    page.get_by_role("button", name="Refer to it in question 2").click()
    read = "document.querySelector('[name=q]').value.questionAnswers.map((pair) => pair.references)"
    assert page.evaluate(read) == [[{"startOffset": 7, "endOffset": 13}]]
    page.get_by_role("button", name="Remove the reference to: run to").click()
    assert task.answers() == {}


@pytest.mark.parametrize(
    "question, answer, message",
    [
        ("", "", "Question 1: please write a question of 2 words or more."),
        ("one", "a", "Question 1: please write a question of 2 words or more."),
        ("one two three four five", "a", "Question 1: please shorten the question to 4 words."),
        ("one two", "", "Question 1: please write an answer of 1 word or more."),
        ("one two", "a b c d", "Question 1: please shorten the answer to 3 words."),
    ],
)
def test_words_are_counted_at_submit(task: Task, question: str, answer: str, message: str) -> None:
    page = task.form(questions())
    write(task, 1, question, answer)
    assert task.submit() is None
    expect(page.locator("crowd-question-answer-generation .message")).to_have_text(message)


def test_questions_come_and_go_between_the_least_and_the_most(task: Task) -> None:
    page = task.form(questions())
    expect(page.get_by_role("button", name="Remove question 1")).to_be_disabled()
    for _ in range(2):
        page.get_by_role("button", name="Add a question").click()
    expect(page.get_by_role("button", name="Add a question")).to_be_disabled()
    for number, word in enumerate(["first", "second", "third"], 1):
        write(task, number, f"{word} one", word)
    page.get_by_role("button", name="Remove question 2").click()
    assert [pair["answer"] for pair in task.answers()["q"]["questionAnswers"]] == ["first", "third"]


def test_a_card_that_was_added_and_left_empty_does_not_count(task: Task) -> None:
    page = task.form(questions())
    write(task, 1, "one two", "a")
    page.get_by_role("button", name="Add a question").click()
    answers = task.submit()
    assert answers is not None
    assert len(answers["q"]["questionAnswers"]) == 1


def test_without_tags_on_offer_none_are_asked(task: Task) -> None:
    """Reference [D]: an empty question-tags hides the field."""
    page = task.form(questions("question-tags='[]' allow-custom-question-tags='false'"))
    assert not page.locator(".tags").is_visible()


def test_questions_are_set_and_reset_by_scripts(task: Task) -> None:
    page = task.form(questions())
    pair = {
        "question": "a b",
        "answer": "c",
        "tags": ["Why", "own"],
        "references": [{"startOffset": 0, "endOffset": 6}],
    }
    page.evaluate("(pair) => { document.querySelector('[name=q]').value = {questionAnswers: [pair]}; }", pair)
    assert task.submit() == {"q": {"questionAnswers": [pair]}}
    page.evaluate("document.querySelector('crowd-form').reset()")
    assert task.answers() == {}


def test_slider_labels_stand_below_their_places_and_can_be_pressed(task: Task) -> None:
    """A2I_FACTS K.10 [O]."""
    middle = '<crowd-slider-label position="3">neither good nor bad</crowd-slider-label>'
    page = task.form(f'<crowd-slider name="s" min="1" max="5" required>{LABELS}{middle}</crowd-slider>')
    bar = task.box(".bar")
    labels = [task.box(f"crowd-slider-label >> nth={number}") for number in range(3)]
    for label, share in zip(labels, (0, 1, 0.5), strict=True):
        place = bar["x"] + 12 + share * (bar["width"] - 24)
        assert label["x"] <= place <= label["x"] + label["width"]
        assert bar["x"] - 1 <= label["x"]
        assert label["x"] + label["width"] <= bar["x"] + bar["width"] + 1
    assert labels[2]["x"] + labels[2]["width"] / 2 == pytest.approx(bar["x"] + bar["width"] / 2, abs=1)
    assert not page.locator(".ends").is_visible()
    page.get_by_text("good", exact=True).click()
    assert task.submit() == {"s": 5}
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "5: good"
