"""How the library arrives: what a template's scripts may rely on before, while and after its elements come to life."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Task
    from playwright.sync_api import Request

STRANGE = "http://strange.test/"
CLASSIFIER = """<crowd-classifier name="c" categories="['a', 'b']"></crowd-classifier>"""


def test_properties_set_before_the_upgrade_are_kept(task: Task) -> None:
    page = task.open("""<crowd-form><crowd-input name="i"></crowd-input><crowd-checkbox
        name="c"></crowd-checkbox><crowd-slider name="s"></crowd-slider>
        <crowd-classifier name="k"></crowd-classifier></crowd-form>
        <script>
          document.querySelector('crowd-input').value = 'early';
          document.querySelector('crowd-checkbox').checked = true;
          document.querySelector('crowd-slider').value = 7;
          document.querySelector('crowd-classifier').categories = ['x', 'y'];
        </script>""")
    page.locator("crowd-classifier").get_by_text("y").click()
    assert task.submit() == {"c": {"on": True}, "i": "early", "k": {"label": "y"}, "s": 7}


def test_listeners_attached_before_the_upgrade_are_heard(task: Task) -> None:
    page = task.open("""<crowd-form><crowd-input name="i" value="x"></crowd-input></crowd-form>
        <script>
          window.heard = [];
          document.querySelector('crowd-form').onsubmit = () => heard.push('onsubmit');
          document.querySelector('crowd-form').addEventListener('submit', () => heard.push('listener'));
          document.querySelector('crowd-input').addEventListener('input', () => heard.push('input'));
        </script>""")
    page.locator("crowd-input input").fill("y")
    task.submit()
    assert page.evaluate("heard") == ["input", "onsubmit", "listener"]


def test_elements_are_upgraded_when_dom_content_loaded_fires(task: Task) -> None:
    """A2I_FACTS K, template feature 6 [O]."""
    page = task.open("""<script>
          document.addEventListener('DOMContentLoaded', () => {
            window.seen = document.querySelector('crowd-input').value;
          });
        </script>
        <crowd-form><crowd-input name="i" value="x"></crowd-input></crowd-form>""")
    assert page.evaluate("seen") == "x"


def test_ready_fires_once_on_document_when_everything_is_defined(task: Task) -> None:
    page = task.open("""<script>
          window.ready = [];
          document.addEventListener('all-crowd-elements-ready', () => {
            ready.push(document.querySelectorAll('crowd-form:not(:defined), crowd-input:not(:defined)').length);
          });
        </script><crowd-form><crowd-input name="i"></crowd-input></crowd-form>""")
    assert page.evaluate("ready") == [0]
    assert (
        page.evaluate("customElements.whenDefined('crowd-radio-group').then((element) => element.name)")
        == "CrowdRadioGroup"
    )


def test_a_script_that_the_page_adds_itself_works_too(task: Task) -> None:
    loader = """<script>
        const script = document.createElement('script');
        script.src = '/crowd-html-elements.js';
        document.head.append(script);
      </script>"""
    task.open('<crowd-form><crowd-input name="i" value="x"></crowd-input></crowd-form>', library=loader)
    assert task.submit() == {"i": "x"}


@pytest.mark.parametrize(
    "library",
    [
        '<script type="module" src="/worker_ui/crowd/index.js"></script>',
        '<script src="/worker_ui/crowd-html-elements.js"></script>',
        '<script type="module" src="/crowd-html-elements.js"></script>',
        '<script async src="/crowd-html-elements.js"></script>',
    ],
    ids=["modules alone", "files one by one", "as a module", "async"],
)
def test_it_can_be_loaded_in_other_ways(task: Task, library: str) -> None:
    page = task.open('<crowd-form><crowd-input name="i" value="x"></crowd-input></crowd-form>', library=library)
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert task.submit() == {"i": "x"}


@pytest.mark.parametrize("kind", ["", "type=module"])
def test_a_page_of_another_origin_fetches_one_script_and_nothing_else(task: Task, kind: str) -> None:
    library = f"{task.site.url}/crowd-html-elements.js"
    strange, asked = _show_on_a_strange_site(task, f"<script {kind} src='{library}'></script>")
    assert asked == [strange, library]
    assert task.page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert task.submit() == {"i": "x"}
    task.problems.remove(f"left the site: {strange}")


def test_where_the_policy_forbids_inline_code_and_styles_the_elements_come_all_the_same(task: Task) -> None:
    library = f"{task.site.url}/crowd-html-elements.js"
    policy = f"default-src 'none'; script-src {library}; style-src {task.site.url}"
    head = f'<meta http-equiv="content-security-policy" content="{policy}"><script src="{library}"></script>'
    strange, asked = _show_on_a_strange_site(task, head)
    styles = [f"{task.site.url}/worker_ui/styles/{name}.css" for name in ("crowd", "tokens")]
    assert (asked[:2], sorted(asked[2:])) == ([strange, library], styles)
    assert task.page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert task.submit() == {"i": "x"}
    assert all("Content Security Policy" in problem or strange in problem for problem in task.problems)
    task.problems.clear()


def test_the_templates_own_styles_win_wherever_they_stand(task: Task) -> None:
    page = task.open(
        "<crowd-form></crowd-form>",
        library=f"<style>:root {{ --a2i-accent: red }} body {{ margin: 7px }}</style>{task.library}",
    )
    assert page.evaluate("getComputedStyle(document.body).margin") == "7px"
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--a2i-accent')") == "red"


def test_the_page_is_hidden_without_a_jump_until_it_is_ready_and_shown_then(task: Task) -> None:
    page = task.open("""<p id="text">text</p>
        <script>window.during = getComputedStyle(document.body).visibility;</script>
        <crowd-form></crowd-form>""")
    assert page.evaluate("during") == "hidden"
    assert page.locator("#text").is_visible()


def test_without_its_modules_the_template_is_shown_as_it_is(task: Task) -> None:
    task.page.route("**/crowd/index.js", lambda route: route.abort())
    files = '<script src="/worker_ui/crowd-html-elements.js"></script>'
    task.page.goto(task.site.put(f"<!doctype html>{files}<crowd-form><p>work</p></crowd-form>"))
    task.page.wait_for_function("!document.querySelector('style[data-crowd=veil]')")
    assert task.page.get_by_text("work").is_visible()
    assert any("could not be loaded" in problem for problem in task.problems)
    task.problems.clear()


def test_an_unknown_crowd_element_shows_its_content_and_the_form_still_submits(task: Task) -> None:
    page = task.form("""<crowd-hologram name="h" src="x"><short-instructions>Turn it.</short-instructions>
        <crowd-input name="i" value="x"></crowd-input></crowd-hologram>""")
    assert page.get_by_text("Turn it.").is_visible()
    assert task.submit() == {"i": "x"}


def test_a_page_without_a_crowd_form_submits_all_the_same(task: Task) -> None:
    """A2I_FACTS K.8 [O]."""
    page = task.open(
        f"<h1>Question</h1>{CLASSIFIER}<input name='n' value='1'><script>window.ran = (window.ran ?? 0) + 1;</script>"
    )
    page.get_by_text("b", exact=True).click()
    assert task.submit() == {"c": {"label": "b"}, "n": "1"}
    assert page.evaluate("ran") == 1


def test_a_page_without_any_crowd_element_is_left_alone(task: Task) -> None:
    page = task.open("<form><input name='n'></form>")
    assert page.locator("crowd-form").count() == 0


def test_a_form_made_after_load_works(task: Task) -> None:
    """A2I_FACTS K.9 [O]: forms created by React, Angular or Vue."""
    page = task.open("<div id='root'></div>")
    page.evaluate("""() => {
        const form = document.createElement('crowd-form');
        root.appendChild(form);
        const input = document.createElement('crowd-input');
        input.setAttribute('name', 'late');
        input.value = 'x';
        form.appendChild(input);
      }""")
    assert task.submit() == {"late": "x"}


def test_frameworks_can_move_and_remove_the_children_they_gave_to_crowd_form(task: Task) -> None:
    page = task.open("<crowd-form id='f'><p id='one'>1</p><p id='two'>2</p></crowd-form>")
    texts = page.evaluate("""() => {
        f.insertBefore(two, one);
        f.removeChild(one);
        const three = document.createElement('p');
        three.textContent = '3';
        f.replaceChild(three, two);
        return f.form.textContent.trim();
      }""")
    assert texts == "3"


def test_content_replaced_as_a_whole_gets_a_form_again(task: Task) -> None:
    page = task.form("<input name='a' value='1'>")
    page.evaluate("document.querySelector('crowd-form').innerHTML = \"<input name='b' value='2'>\"")
    page.wait_for_function("document.querySelector('crowd-form > form > input[name=b]')")
    assert task.submit() == {"b": "2"}


def test_a_cloned_element_is_an_element_of_its_own(task: Task) -> None:
    """A2I_FACTS K, template feature 7 [O]."""
    page = task.form("<crowd-input name='a' value='1'></crowd-input>")
    page.evaluate("""() => {
        const copy = document.querySelector('crowd-input').cloneNode(true);
        copy.name = 'b';
        document.querySelector('crowd-form').form.appendChild(copy);
        copy.value = '2';
      }""")
    assert task.submit() == {"a": "1", "b": "2"}


def _show_on_a_strange_site(task: Task, head: str) -> tuple[str, list[str]]:
    """Show a template on a site of another origin. Returns its address, and all that it asks for, itself included."""
    form = "<crowd-form><crowd-input name='i' value='x'></crowd-input></crowd-form>"
    strange = task.site.put(f"<!doctype html>{head}{form}").replace("127.0.0.1", "localhost")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    task.page.on("request", note)
    task.page.goto(strange)
    task.page.locator("crowd-input:defined").wait_for()
    task.page.locator("style[data-crowd=veil]").wait_for(state="detached")
    task.page.remove_listener("request", note)
    return strange, asked
