"""Half-filled forms: what the page tells the portal while a worker types, and what it takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Portal

FIELDS = """<input name="t" value="x"><input type="checkbox" name="b" value="1"><input type="radio" name="r" value="1">
  <input type="radio" name="r" value="2"><select name="s"><option>a<option>b</select>
  <select name="m" multiple><option>a<option>b<option>c</select><textarea name="a"></textarea>
  <input type="hidden" name="h" value="1"><input type="password" name="p"><input type="file" name="f">
  <crowd-input name="ci"></crowd-input><crowd-input name="cf" type="file"></crowd-input>
  <crowd-text-area name="ca"></crowd-text-area><crowd-checkbox name="cc" value="1">One</crowd-checkbox>
  <crowd-checkbox name="cc" value="2">Two</crowd-checkbox><crowd-toggle-button name="ct">T</crowd-toggle-button>
  <crowd-radio-group><crowd-radio-button name="g1" value="1">1</crowd-radio-button>
  <crowd-radio-button name="g2" value="2">2</crowd-radio-button></crowd-radio-group>
  <crowd-slider name="cs" min="0" max="10" required></crowd-slider>
  <crowd-classifier name="k" categories="['A', 'B']"></crowd-classifier>
  <crowd-classifier-multi-select name="ks" categories="['A', 'B']"></crowd-classifier-multi-select>"""
FILLED = """() => {
  const at = (selector) => document.querySelector(selector);
  Object.assign(at('[name=t]'), {value: 'typed'});
  for (const selector of ['[name=b]', '[name=r][value="2"]', '[name=cc][value="2"]', '[name=ct]', '[name=g2]'])
    at(selector).checked = true;
  at('[name=s]').value = 'b';
  for (const place of [0, 2]) at('[name=m]').options[place].selected = true;
  for (const name of ['a', 'ci', 'ca']) at(`[name=${name}]`).value = 'more';
  at('[name=cs]').value = 7;
  at('[name=k]').value = {label: 'B'};
  at('[name=ks]').value = ['A'];
}"""


def collected(portal: Portal) -> dict[str, Any]:
    """What the page has now."""
    before = len(portal.heard("a2i:draft"))
    portal.say({"type": "a2i:collect-draft"})
    draft: dict[str, Any] = portal.wait_for("a2i:draft", before + 1)[-1]["draft"]
    return draft


def inside(portal: Portal, script: str) -> Any:
    return portal.task.page.frames[1].evaluate(script)


def test_every_kind_of_field_goes_into_the_draft_and_comes_back(portal: Portal) -> None:
    form = f"<crowd-form>{FIELDS}</crowd-form>"
    portal.embed(form)
    empty = collected(portal)
    inside(portal, FILLED)
    filled = collected(portal)
    answer = inside(portal, "document.querySelector('crowd-form')._serializeForm().taskAnswers")
    assert not {key.split()[1] for key in filled} & {"h", "p", "f", "cf"}
    assert "crowd-slider cs 0" not in empty
    portal.embed(form)
    assert collected(portal) == empty
    portal.say({"type": "a2i:draft", "draft": filled})
    assert collected(portal) == filled
    assert inside(portal, "document.querySelector('crowd-form')._serializeForm().taskAnswers") == answer


def test_typing_reaches_the_portal_by_itself_and_only_when_something_changed(portal: Portal) -> None:
    portal.embed("<crowd-form><crowd-input name='i'></crowd-input></crowd-form>")
    portal.frame.locator("crowd-input input").press_sequentially("abc")
    assert portal.wait_for("a2i:draft")[0]["draft"] == {"crowd-input i 0": "abc"}
    portal.frame.locator("crowd-input input").press("Tab")
    portal.frame.locator("crowd-input input").press("End")
    portal.task.page.evaluate("new Promise((resolve) => setTimeout(resolve, 700))")
    assert len(portal.heard("a2i:draft")) == 1


def test_what_a_person_has_touched_is_not_overwritten(portal: Portal) -> None:
    portal.embed("<crowd-form><input name='a'><input name='b'></crowd-form>")
    portal.frame.locator("[name=a]").fill("mine")
    portal.say({"type": "a2i:draft", "draft": {"input a 0": "old", "input b 0": "old"}})
    assert collected(portal) == {"input a 0": "mine", "input b 0": "old"}


def test_a_field_that_comes_later_is_filled_in_when_it_comes(portal: Portal) -> None:
    """A2I_FACTS K.9 [O]: forms created after load."""
    portal.embed("<crowd-form><input name='a'><input name='a'></crowd-form>")
    portal.say({"type": "a2i:draft", "draft": {"input a 1": "second", "crowd-input late 0": "x"}})
    inside(
        portal,
        "() => document.querySelector('crowd-form').insertAdjacentHTML('beforeend', "
        "'<crowd-input name=late></crowd-input>')",
    )
    portal.frame.locator("crowd-input[name=late]").wait_for()
    assert collected(portal) == {"input a 0": "", "input a 1": "second", "crowd-input late 0": "x"}


def test_a_restored_field_announces_itself_to_the_pages_scripts(portal: Portal) -> None:
    portal.embed("""<crowd-form><select name="s"><option>a<option>b</select><p id="echo"></p></crowd-form>
        <script>const select = document.querySelector('select');
        select.onchange = () => { echo.textContent = select.value; };</script>""")
    portal.say({"type": "a2i:draft", "draft": {"select s 0": "b"}})
    portal.frame.locator("#echo", has_text="b").wait_for()


def test_a_custom_element_keeps_its_value(portal: Portal) -> None:
    portal.embed("""<crowd-form><object-value-input name="o"></object-value-input></crowd-form>
        <script>customElements.define('object-value-input', class extends HTMLElement { value = {n: 1}; });</script>""")
    assert collected(portal) == {"object-value-input o 0": {"n": 1}}
    portal.say({"type": "a2i:draft", "draft": {"object-value-input o 0": {"n": 2}}})
    assert collected(portal) == {"object-value-input o 0": {"n": 2}}


@pytest.mark.parametrize("draft", ["null", "'text'", "{'input a 0': {deep: 1}, 'nobody x 0': 1}"])
def test_a_draft_that_does_not_fit_harms_nothing(portal: Portal, draft: str) -> None:
    portal.embed("<crowd-form><input type='number' name='a' value='1'></crowd-form>", accepts={"accepted": True})
    portal.task.page.evaluate(f"frames[0].postMessage({{type: 'a2i:draft', draft: {draft}}}, '*')")
    portal.frame.get_by_role("button", name="Submit").click()
    portal.wait_for("a2i:submit")
