"""crowd-form: submitting, vetoes, what is gathered when, reset, buttons. Facts from A2I_FACTS J1 and K."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Task


def test_children_live_in_a_light_dom_form(task: Task) -> None:
    """A2I_FACTS J1, K.1 [O]."""
    page = task.form("<input name='a'>")
    assert page.evaluate("document.querySelector('crowd-form').form === document.querySelector('crowd-form > form')")
    assert page.locator("crowd-form > form > input").count() == 1


def test_a_submit_button_is_added_unless_there_is_one(task: Task) -> None:
    """crowd-form reference [D]."""
    page = task.form("<p>work</p>")
    assert page.locator("crowd-button[form-action=submit]").count() == 1
    page = task.form("<div><crowd-button form-action='submit'>Send</crowd-button></div>")
    assert page.locator("crowd-button[form-action=submit]").all_inner_texts() == ["Send"]
    page = task.form("<crowd-button>Add</crowd-button>")
    assert page.locator("crowd-button").all_inner_texts() == ["Add", "Submit"]


def test_a_veto_by_onsubmit_prevents_the_submission(task: Task) -> None:
    page = task.form("<input name='a' value='1'>")
    page.evaluate("() => { document.querySelector('crowd-form').onsubmit = (event) => event.preventDefault(); }")
    assert task.submit() is None


def test_a_veto_by_attribute_or_by_return_false_prevents_the_submission(task: Task) -> None:
    task.open("<crowd-form onsubmit='return false'><input name='a' value='1'></crowd-form>")
    assert task.submit() is None


def test_a_veto_by_a_listener_on_document_prevents_the_submission(task: Task) -> None:
    page = task.form("<input name='a' value='1'>")
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    assert task.submit() is None


def test_inputs_that_a_submit_listener_adds_or_fills_are_gathered(task: Task) -> None:
    """A2I_FACTS K.1 [O], also when they are appended to crowd-form itself."""
    page = task.form("<input type='hidden' name='filled' id='filled'>")
    page.evaluate("""() => {
        const form = document.querySelector('crowd-form');
        const make = (name) => Object.assign(document.createElement('input'), {type: 'hidden', name, value: name});
        form.addEventListener('submit', () => {
          filled.value = 'x';
          form.form.append(make('inner'));
          form.append(make('outer'));
        });
      }""")
    assert task.submit() == {"filled": "x", "inner": "inner", "outer": "outer"}


def test_submit_from_a_script_asks_the_listeners_too(task: Task) -> None:
    """Public apps set onsubmit to fill fields and then call submit() [O]."""
    page = task.form("<input type='hidden' name='a' id='a'>")
    page.evaluate(
        "() => { const form = document.querySelector('crowd-form'); form.onsubmit = () => { a.value = "
        "'x'; }; form.submit(); }"
    )
    assert task.shown_answers() == {"a": "x"}


def test_submit_called_inside_a_vetoing_listener_submits_once(task: Task) -> None:
    page = task.form("<input name='a' value='1'>")
    page.evaluate("""() => {
        window.calls = 0;
        const form = document.querySelector('crowd-form');
        form._submitHelperForm = () => { calls += 1; };
        form.onsubmit = (event) => { event.preventDefault(); form.submit(); };
        form.submit();
      }""")
    assert page.evaluate("calls") == 1


def test_the_delivery_can_be_replaced_by_the_page(task: Task) -> None:
    """A2I_FACTS J1 [O]: _submitHelperForm is an overridable hook."""
    page = task.form("<input name='a' value='1'>")
    page.evaluate(
        "() => { const form = document.querySelector('crowd-form'); form._submitHelperForm = () => { "
        "window.got = form._serializeForm().taskAnswers; }; }"
    )
    assert task.submit() is None
    assert page.evaluate("got") == '[{"a":"1"}]'


def test_outside_a_portal_the_answers_are_shown_in_the_page(task: Task) -> None:
    """A2I_FACTS J1: #answers-box in the shadow root."""
    page = task.form("<input name='a' value='1'>")
    assert not page.locator("#answers-box").is_visible()
    assert task.submit() == {"a": "1"}
    assert page.locator("#answers-box").is_visible()
    assert page.evaluate("document.querySelector('crowd-form').shadowRoot.querySelector('#answers-box') !== null")


def test_native_submit_buttons_and_enter_take_the_same_way(task: Task) -> None:
    markup = "<crowd-form><input name='a' value='1' required><button>Go</button></crowd-form>"
    page = task.open(markup)
    page.get_by_role("button", name="Go").click()
    assert task.shown_answers() == {"a": "1"}
    page = task.open(markup)
    page.locator("input").press("Enter")
    assert task.shown_answers() == {"a": "1"}
    page = task.open(markup)
    page.locator("input").fill("")
    page.get_by_role("button", name="Go").click()
    assert task.shown_answers() is None
    page = task.open(markup)
    page.evaluate("document.querySelector('crowd-form').form.requestSubmit()")
    assert task.shown_answers() == {"a": "1"}


def test_a_form_inside_takes_the_same_way_unless_it_keeps_the_page(task: Task) -> None:
    inner = "<p>Say:</p><form id='inner'><input name='a' value='1'><button>Go</button></form>"
    page = task.form(inner)
    page.get_by_role("button", name="Go").click()
    assert task.shown_answers() == {"a": "1"}
    page = task.form(inner)
    page.evaluate("document.querySelector('#inner').onsubmit = () => false")
    page.get_by_role("button", name="Go").click()
    assert task.shown_answers() is None
    page = task.form("<dialog open><form method='dialog'><button>Close</button></form></dialog><input name='a'>")
    page.get_by_role("button", name="Close").click()
    assert task.shown_answers() is None
    assert not page.locator("dialog[open]").count()


def test_enter_in_one_of_several_fields_does_not_submit(task: Task) -> None:
    page = task.form("<input name='a' value='1'><input name='b'>")
    page.locator("input[name=a]").press("Enter")
    assert task.shown_answers() is None


def test_control_enter_submits_from_any_field(task: Task) -> None:
    page = task.form("<crowd-text-area name='a'></crowd-text-area>")
    page.locator("crowd-text-area textarea").fill("text")
    page.keyboard.press("Control+Enter")
    assert task.shown_answers() == {"a": "text"}


def test_crowd_buttons_act_by_their_form_action(task: Task) -> None:
    """A2I_FACTS K.5 [O]: anywhere inside; "none" and no form-action do nothing."""
    page = task.form("""<input name='a' value='1'>
        <crowd-button id='none' form-action='none'>None</crowd-button><crowd-button id='plain'>Plain</crowd-button>
        <div><crowd-button id='reset' form-action='reset'>Reset</crowd-button></div>""")
    page.locator("input").fill("2")
    page.locator("#none").click()
    page.locator("#plain").click()
    assert task.shown_answers() is None
    assert page.locator("input").input_value() == "2"
    page.locator("#reset").click()
    assert task.shown_answers() is None
    assert page.locator("input").input_value() == "1"


def test_a_click_handler_runs_before_its_buttons_action_and_can_prevent_it(task: Task) -> None:
    page = task.form("<input name='a' value='1'><crowd-button form-action='submit'>Send</crowd-button>")
    page.evaluate(
        "() => { document.querySelector('crowd-button').onclick = () => { "
        "document.querySelector('input').value = 'filled'; }; }"
    )
    assert task.submit() == {"a": "filled"}
    page = task.form("<input name='a' value='1'><crowd-button form-action='submit'>Send</crowd-button>")
    page.evaluate("() => { document.querySelector('crowd-button').onclick = (event) => event.preventDefault(); }")
    assert task.submit() is None


def test_a_disabled_or_loading_button_swallows_clicks(task: Task) -> None:
    page = task.form("<crowd-button id='b' disabled>Add</crowd-button><crowd-button id='l' loading>Add</crowd-button>")
    page.evaluate(
        "() => { window.clicks = 0; for (const button of [b, l]) { button.addEventListener('click', () "
        "=> { clicks += 1; }); button.click(); } }"
    )
    assert page.evaluate("clicks") == 0


def test_reset_puts_every_kind_of_field_back(task: Task) -> None:
    page = task.form("""<short-instructions><crowd-input name="s" value="0"></crowd-input><input
        name="sn" value="0"></short-instructions>
        <crowd-input name="i" value="1"></crowd-input><crowd-text-area name="t"></crowd-text-area>
        <crowd-checkbox name="c" checked>c</crowd-checkbox>
        <crowd-slider name="n" min="0" max="9" value="4"></crowd-slider><crowd-toggle-button
        name="g">g</crowd-toggle-button><input name="x" value="2">
        <crowd-radio-group><crowd-radio-button name="r1" value="1" checked>1</crowd-radio-button>
        <crowd-radio-button name="r2" value="2">2</crowd-radio-button></crowd-radio-group>
        """)
    before = task.answers()
    for field in ("s", "i"):
        page.locator(f"crowd-input[name={field}] input").fill("changed")
    page.locator("crowd-text-area textarea").fill("changed")
    page.locator("input[name=x]").fill("changed")
    page.locator("input[name=sn]").fill("changed")
    page.locator("crowd-checkbox").click()
    page.locator("crowd-toggle-button").click()
    page.locator("crowd-radio-button[name=r2]").click()
    page.locator("crowd-slider input[type=range]").fill("7")
    changed = task.answers()
    assert all(changed[name] != before.get(name) for name in changed)
    page.evaluate("document.querySelector('crowd-form').reset()")
    assert task.answers() == before


def test_setting_a_custom_label_like_the_public_samples_do(task: Task) -> None:
    """Public samples read crowd-input's value in a crowd-button's onclick and then set it to null [O]."""
    page = task.open("""<crowd-form><crowd-input name="_l" id="l"></crowd-input><crowd-button
        id="add">Add</crowd-button><p id="out"></p></crowd-form>
        <script>add.onclick = () => { out.textContent = l.value; l.value = null; };</script>""")
    page.locator("crowd-input input").fill("thumb")
    page.locator("#add").click()
    assert page.locator("#out").inner_text() == "thumb"
    assert page.evaluate("l.value") == ""


def test_form_data_of_the_inner_form_knows_the_crowd_fields(task: Task) -> None:
    page = task.form("<crowd-input name='i' value='1'></crowd-input><crowd-slider name='s' value='5'></crowd-slider>")
    assert page.evaluate("Object.fromEntries(new FormData(document.querySelector('crowd-form').form))") == {
        "i": "1",
        "s": "5",
    }
