"""The live page of the crowd elements: whole, right, quiet, and open to everybody, in light and in the dark."""

import importlib.util
import json
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("static_site", Path(__file__).with_name("static_site.py"))
static_site = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(static_site)

ANSWERING = """() => {
  const at = (tag, inner) => document.querySelector(`#${tag} ${inner}`);
  at('crowd-input', 'crowd-input').value = 'Ada';
  for (const tag of ['crowd-classifier', 'crowd-image-classifier']) at(tag, tag).value = at(tag, tag).categories[1];
  for (const tag of ['crowd-classifier-multi-select', 'crowd-image-classifier-multi-select']) at(tag, tag).value = [];
  at('crowd-text-ranking', 'crowd-text-ranking').value =
    {dimensions: [{name: 'Clarity', ranks: [1, 1]}, {name: 'Truth', ranks: [1, 2]}]};
  at('crowd-question-answer-generation', 'crowd-question-answer-generation').value =
    {questionAnswers: [{question: 'Where to?', answer: 'The sea'}]};
  for (const form of document.querySelectorAll('article crowd-form'))
    form.dispatchEvent(new Event('change', {bubbles: true}));
  return new Promise((resolve) => setTimeout(resolve, 50));
}"""
COMPARED = """() => [...document.querySelectorAll('article')].map((article) => {
  const form = article.querySelector('crowd-form');
  const [answer] = JSON.parse(form._serializeForm().taskAnswers);
  form.submit();
  const box = form.shadowRoot.querySelector('#answers-box');
  return {tag: article.id, shown: article.querySelector('[data-answer]').textContent, answer: JSON.stringify(answer),
    submitted: box.hidden ? null : JSON.stringify(JSON.parse(box.querySelector('pre').textContent)[0])};
})"""


@pytest.fixture(scope="module")
def live(browser):
    """The page, opened once; it fails if anything was said in the console or asked for elsewhere."""
    problems = []
    with static_site.static_site() as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
        page.on("console", lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("request", lambda asked: _is_here(asked.url, address) or problems.append(f"left the site: {asked.url}"))
        page.goto(f"{address}/elements/index.html")
        page.locator("html[data-built]").wait_for()
        yield page
        page.close()
    assert problems == []


def _is_here(url, address):
    return url.startswith((address, "data:", "blob:"))


def test_every_registered_element_has_its_example(live):
    tags = live.evaluate("import('/crowd/index.js').then(({ELEMENTS}) => Object.keys(ELEMENTS))")
    shown = live.evaluate("[...document.querySelectorAll('article')].map(({id}) => id)")
    missing = [tag for tag in tags if not live.locator(f"#{tag} {tag}").count() and tag not in shown]
    assert missing == [], "give it an example in worker_ui/elements/examples.js"
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_element(live, check, scheme):
    live.evaluate("(scheme) => { document.documentElement.dataset.scheme = scheme; }", scheme)
    assert check(live) == []


def test_axe_finds_nothing_serious_while_fields_are_disabled_or_wrong(live, check):
    live.evaluate("""() => {
      for (const element of document.querySelectorAll('article crowd-form *')) element.validate?.();
    }""")
    assert check(live) == []
    live.evaluate("""() => {
      for (const form of document.querySelectorAll('article crowd-form')) form.reset();
      for (const element of document.querySelectorAll('article crowd-form [name]')) element.disabled = true;
    }""")
    found = check(live)
    live.evaluate("""() => {
      for (const element of document.querySelectorAll('article crowd-form [name]')) element.disabled = false;
    }""")
    assert found == []


def test_the_answer_beside_an_element_is_what_submitting_gives(live):
    live.evaluate(ANSWERING)
    compared = live.evaluate(COMPARED)
    for each in compared:
        if "… (" not in each["shown"]:
            assert json.loads(each["shown"]) == json.loads(each["answer"]), each["tag"]
        assert each["submitted"] in {each["answer"], None}, each["tag"]
    sent = {each["tag"] for each in compared if each["submitted"] is not None}
    assert {"crowd-input", "crowd-classifier", "crowd-bounding-box", "crowd-text-ranking", "crowd-slider"} <= sent


def test_the_answer_follows_the_keyboard(live):
    live.locator("#crowd-text-area textarea").fill("typed")
    live.wait_for_function("document.querySelector('#crowd-text-area [data-answer]').textContent.includes('typed')")


def test_searching_leaves_what_is_named_and_says_how_many(live):
    live.get_by_label("Find an element").fill("image categor")
    assert live.locator("article:visible").evaluate_all("(found) => found.map(({id}) => id)") == [
        "crowd-image-classifier",
        "crowd-image-classifier-multi-select",
    ]
    assert live.locator("#found").inner_text() == "2 elements"
    live.get_by_label("Find an element").fill("")
    assert live.locator("article:visible").count() > 30


def test_on_a_phone_nothing_is_wider_than_the_screen(live):
    live.set_viewport_size({"width": 390, "height": 800})
    assert live.evaluate("document.documentElement.scrollWidth") <= 390
    live.set_viewport_size({"width": 1280, "height": 900})


def test_the_check_itself_sees_into_shadow_roots(live, check):
    live.evaluate("""() => {
      const host = Object.assign(document.createElement('div'), {id: 'flaw'});
      host.attachShadow({mode: 'open'}).innerHTML = '<input>';
      document.querySelector('main').append(host);
    }""")
    found = check(live)
    live.evaluate("document.getElementById('flaw').remove()")
    assert [finding.split(":")[0] for finding in found] == ["label"]
