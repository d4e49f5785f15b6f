"""A task in a sandboxed frame without an origin: it loads, talks to the portal by messages, and never submits twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Portal

TASK = '<crowd-form><crowd-input name="a" value="1" required></crowd-input><input name="b" value="2"></crowd-form>'
ANSWERS = [{"a": "1", "b": "2"}]


def press_submit(portal: Portal) -> None:
    portal.frame.locator("crowd-button[form-action=submit]").click()


def test_ready_comes_with_the_height_of_the_content(portal: Portal) -> None:
    portal.embed(TASK)
    (ready,) = portal.heard("a2i:ready")
    height = portal.frame.locator("crowd-form").evaluate("(form) => Math.ceil(form.getBoundingClientRect().bottom)")
    assert ready["height"] == height
    assert ready["isFromFrame"]
    assert ready["origin"] == "null"


def test_an_accepted_submission_ends_in_a_done_page(portal: Portal) -> None:
    portal.embed(TASK, accepts={"accepted": True, "message": "Saved."})
    press_submit(portal)
    (submitted,) = portal.wait_for("a2i:submit")
    assert submitted["answers"] == ANSWERS
    assert submitted["activeMilliseconds"] >= 0
    expect(portal.frame.locator(".done")).to_contain_text("Saved.")
    expect(portal.frame.locator("crowd-input")).to_be_hidden()


def test_a_refused_submission_says_why_and_can_be_repeated(portal: Portal) -> None:
    portal.embed(TASK, accepts={"accepted": False, "message": "Your time for this task is over."})
    press_submit(portal)
    expect(portal.frame.locator("crowd-form .status")).to_have_text("Your time for this task is over.")
    press_submit(portal)
    assert len(portal.wait_for("a2i:submit", 2)) == 2


def test_while_waiting_the_form_is_closed_and_does_not_submit_again(portal: Portal) -> None:
    portal.embed(TASK, accepts=None)
    press_submit(portal)
    portal.wait_for("a2i:submit")
    form = portal.frame.locator("crowd-form")
    expect(form).to_have_attribute("aria-busy", "true")
    assert form.evaluate("(form) => form.shadowRoot.querySelector('.work').inert")
    form.evaluate("(form) => { form.submit(); form.querySelector('crowd-button[form-action=submit]').click(); }")
    portal.say({"type": "a2i:submit-result", "accepted": True})
    expect(portal.frame.locator(".done")).to_be_visible()
    form.evaluate("(form) => form.submit()")
    assert len(portal.heard("a2i:submit")) == 1


def test_a_verdict_from_anyone_but_the_portal_is_ignored(portal: Portal) -> None:
    portal.embed(TASK, accepts=None)
    press_submit(portal)
    portal.wait_for("a2i:submit")
    form = portal.frame.locator("crowd-form")
    form.evaluate("""() => new Promise((resolve) => {
        window.addEventListener('message', () => setTimeout(resolve), {once: true});
        window.postMessage({type: 'a2i:submit-result', accepted: true}, '*');
      })""")
    expect(form).to_have_attribute("aria-busy", "true")
    expect(portal.frame.locator(".done")).to_be_hidden()


def test_an_invalid_form_tells_the_portal_nothing(portal: Portal) -> None:
    portal.embed('<crowd-form><crowd-input name="a" required></crowd-input></crowd-form>')
    press_submit(portal)
    expect(portal.frame.locator("crowd-input .message")).to_be_visible()
    assert portal.heard("a2i:submit") == []


def test_native_submit_ways_work_where_the_sandbox_forbids_native_forms(portal: Portal) -> None:
    portal.embed(
        '<crowd-form><input name="a" value="1"><button type="submit">Go</button></crowd-form>',
        accepts={"accepted": True},
    )
    portal.frame.get_by_role("button", name="Go").click()
    assert portal.wait_for("a2i:submit")[0]["answers"] == [{"a": "1"}]


def test_a_change_of_height_is_reported(portal: Portal) -> None:
    portal.embed(TASK)
    portal.frame.locator("crowd-form").evaluate(
        "(form) => { form.form.insertAdjacentHTML('beforeend', '<div style=\"height: 2000px\"></div>'); }"
    )
    grown = portal.wait_for("a2i:resize")[-1]["height"]
    assert grown > 2000
    portal.frame.locator("crowd-form").evaluate("(form) => { form.form.lastElementChild.remove(); }")
    portal.task.page.wait_for_function(
        "(grown) => messages.at(-1).type === 'a2i:resize' && messages.at(-1).height < grown - 1900", arg=grown
    )


def test_the_height_does_not_follow_the_frames_own(portal: Portal) -> None:
    portal.embed(TASK)
    (ready,) = portal.heard("a2i:ready")
    portal.task.page.locator("iframe").evaluate("(frame) => { frame.style.height = '3000px'; }")
    script = (
        "async () => { const link = await import('/worker_ui/crowd/portal-link.js'); return link.contentHeight(); }"
    )
    assert portal.frame.locator("crowd-form").evaluate(script) == ready["height"]


def test_activity_is_reported_at_most_once_a_second(portal: Portal) -> None:
    portal.embed(TASK)
    portal.frame.locator("crowd-form").evaluate("""(form) => {
        const clock = performance.now.bind(performance);
        let shift = 0;
        performance.now = () => clock() * 0 + shift;
        const press = () => form.dispatchEvent(new KeyboardEvent('keydown', {key: 'x', bubbles: true}));
        for (shift of [10, 500, 1000, 1011, 1500, 2020]) press();
      }""")
    portal.say({"type": "a2i:theme", "scheme": "dark"})
    expect(portal.frame.locator("html")).to_have_attribute("data-scheme", "dark")
    assert len(portal.heard("a2i:activity")) == 3


def test_the_portal_sets_the_scheme(portal: Portal) -> None:
    portal.embed(TASK)
    page = portal.frame.locator("html")
    portal.say({"type": "a2i:theme", "scheme": "dark"})
    expect(page).to_have_attribute("data-scheme", "dark")
    portal.say({"type": "a2i:theme", "scheme": "light"})
    expect(page).to_have_attribute("data-scheme", "light")


def test_a_template_with_colours_of_its_own_stays_light(portal: Portal) -> None:
    portal.embed(f"<style>td {{ background-color: white }}</style>{TASK}", accepts={"accepted": True})
    page = portal.frame.locator("html")
    expect(page).to_have_attribute("data-scheme", "light")
    portal.say({"type": "a2i:theme", "scheme": "dark"})
    press_submit(portal)
    portal.wait_for("a2i:submit")
    expect(page).to_have_attribute("data-scheme", "light")
