"""Forms that real frameworks make after the page has loaded: React 18 and Vue 3 (A2I_FACTS K.9 [O]).

Each makes the same form, adds a question, takes one away, reorders, and keeps what the worker has answered meanwhile.
The frameworks are npm's packages, which `make doors` installs beside the JavaScript SDK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.door_places import JAVASCRIPT, doors_left_out

if TYPE_CHECKING:
    from conftest import Task

PACKAGES = JAVASCRIPT / "node_modules"
FILES = {
    "react": ["react/umd/react.production.min.js", "react-dom/umd/react-dom.production.min.js"],
    "vue": ["vue/dist/vue.global.prod.js"],
}
REACT = """<div id="root"></div><script>
  const {createElement: h, useState} = React;
  const App = () => {
    const [questions, setQuestions] = useState(['a', 'b']);
    const [isUrgent, setUrgent] = useState(true);
    const [note, setNote] = useState('');
    window.ask = (names) => ReactDOM.flushSync(() => { setQuestions(names); setUrgent(false); });
    return h('crowd-form', {id: 'form'},
      h('short-instructions', null, h('p', null, 'Read the text.')),
      isUrgent && h('crowd-checkbox', {name: 'urgent'}, 'Urgent'),
      questions.map((name) => h('crowd-input', {key: name, name, label: `Question ${name}`})),
      h('crowd-classifier', {name: 'kind', categories: '["Good", "Bad"]', header: 'Kind?'},
        h('classification-target', null, 'A text')),
      h('input', {name: 'note', 'aria-label': 'Note', value: note,
        onChange: ({target}) => setNote(target.value.toUpperCase())}));
  };
  setTimeout(() => ReactDOM.createRoot(document.getElementById('root')).render(h(App)), 20);
</script>"""
VUE = """<div id="root"></div><script>
  const app = {
    data: () => ({questions: ['a', 'b'], isUrgent: true, note: ''}),
    watch: {note(text) { this.note = text.toUpperCase(); }},
    template: `<crowd-form id="form">
      <short-instructions><p>Read the text.</p></short-instructions>
      <crowd-checkbox v-if="isUrgent" name="urgent">Urgent</crowd-checkbox>
      <crowd-input v-for="name in questions" :key="name" :name="name" :label="'Question ' + name"></crowd-input>
      <crowd-classifier name="kind" :categories="['Good', 'Bad']" header="Kind?">
        <classification-target>A text</classification-target></crowd-classifier>
      <input name="note" aria-label="Note" v-model="note"></crowd-form>`,
  };
  setTimeout(() => {
    const made = Vue.createApp(app);
    made.config.compilerOptions.isCustomElement = (tag) => /^crowd-|-instructions$|-target$/.test(tag);
    const shown = made.mount('#root');
    window.ask = (names) => { shown.questions = names; shown.isUrgent = false; return Vue.nextTick(); };
  }, 20);
</script>"""
PAGES = {"react": REACT, "vue": VUE}

pytestmark = pytest.mark.skipif("javascript" in doors_left_out(), reason="the JavaScript packages are left out")


@pytest.fixture(params=PAGES)
def framework(request: pytest.FixtureRequest, task: Task) -> Task:
    """A form that a framework made, with two questions."""
    missing = [file for file in FILES[request.param] if not (PACKAGES / file).exists()]
    assert not missing, f"{missing[0]} is not there yet; run: make doors"
    for file in FILES[request.param]:
        task.site.put((PACKAGES / file).read_text(encoding="utf-8"), f"/{file}")
    scripts = "".join(f'<script src="/{file}"></script>' for file in FILES[request.param])
    task.open(scripts + PAGES[request.param])
    task.page.get_by_label("Question b").wait_for()
    return task


def test_what_a_framework_makes_after_the_page_has_loaded_is_filled_in_and_submitted(framework: Task) -> None:
    page = framework.page
    page.get_by_label("Question a").fill("one")
    page.get_by_role("checkbox", name="Urgent").check()
    page.get_by_text("Bad", exact=True).click()
    page.get_by_label("Note").fill("loud")
    assert page.locator("short-instructions").get_by_text("Read the text.").is_visible()
    assert framework.submit() == {
        "a": "one", "kind": {"label": "Bad"}, "note": "LOUD", "urgent": {"on": True},
    }  # fmt: skip


def test_what_a_framework_adds_removes_and_moves_later_changes_the_form_and_keeps_the_answers(framework: Task) -> None:
    page = framework.page
    page.get_by_label("Question a").fill("one")
    page.get_by_label("Question b").fill("two")
    page.get_by_text("Good", exact=True).click()
    page.evaluate("ask(['c', 'b', 'a'])")
    page.get_by_label("Question c").fill("three")
    labels = page.locator("crowd-input").evaluate_all("(inputs) => inputs.map((input) => input.getAttribute('label'))")
    assert labels == ["Question c", "Question b", "Question a"]
    page.evaluate("ask(['c', 'a'])")
    page.get_by_label("Question b").wait_for(state="detached")
    assert framework.submit() == {"a": "one", "c": "three", "kind": {"label": "Good"}, "note": ""}
