"""A person works in the portal, in a real browser."""

import re

from playwright.sync_api import expect

from e2e.portal.conftest import opened_task


def test_a_worker_takes_a_task_answers_and_sees_that_it_is_done(simulator, working, page):
    frame = working(text="Say <i>yes</i>")
    frame.get_by_text("Say <i>yes</i>").wait_for()
    frame.get_by_label("Word").fill("yes")
    frame.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Submitted").wait_for()
    page.get_by_role("link", name="Back to the task list").last.click()
    page.locator("[data-figure=done-today]", has_text="1").wait_for()
    assert simulator.answers("loop") == [{"word": "yes"}]


def test_the_next_task_loads_by_itself_unless_it_is_switched_off(simulator, working, page):
    for name in ("second", "third"):
        simulator.start(name, text=name)
    frame = working("first", text="first")
    first = page.url
    frame.get_by_label("Word").fill("a")
    frame.get_by_role("button", name="Send").click()
    page.wait_for_url(lambda url: url != first)
    opened_task(page)
    page.get_by_role("switch", name="Continue with the next task").uncheck()
    frame.get_by_label("Word").fill("b")
    frame.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Start the next task").wait_for()
    page.reload()
    page.get_by_role("heading", name="You submitted this task").wait_for()


def test_release_gives_the_task_back_after_a_warning(simulator, working, page):
    working()
    page.get_by_role("button", name="Release task").click()
    dialog = page.get_by_role("dialog", name="Release this task?")
    expect(dialog).to_contain_text("what you have entered is lost")
    dialog.get_by_role("button", name="Release task").click()
    page.get_by_text("You released the task.").wait_for()
    assert simulator.statuses("loop") == ["available"]
    expect(page.get_by_role("button", name="Take task")).to_be_visible()
    simulator.start("another")
    page.locator("[data-offers='2']").wait_for()
    expect(page.get_by_text("You released the task.")).to_be_visible()


def test_decline_is_for_good(simulator, working, page):
    working()
    page.get_by_role("button", name="Decline task").click()
    dialog = page.get_by_role("dialog", name="Decline this task?")
    expect(dialog).to_contain_text("cannot come back")
    dialog.get_by_role("button", name="Decline task").click()
    page.get_by_text("You declined the task.").wait_for()
    page.get_by_text("Nothing for you to take right now").wait_for()


def test_a_stopped_task_keeps_its_time_running_and_what_was_entered(simulator, working, page):
    frame = working()
    frame.get_by_label("Word").fill("half")
    page.get_by_role("button", name="Stop and resume later").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop task").click()
    page.get_by_role("heading", name="This task is stopped").wait_for()
    assert simulator.statuses("loop") == ["paused"]
    simulator.ask("/clock/advance", seconds=60)
    page.get_by_text("Task time: 1:00 of 5 min").wait_for()
    page.get_by_role("button", name="Resume task").click()
    page.get_by_role("heading", name="This task is stopped").wait_for(state="hidden")
    expect(frame.get_by_label("Word")).to_have_value("half")
    frame.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Submitted").wait_for()


def test_a_stopped_task_is_resumed_from_the_list(simulator, working, page):
    working()
    page.get_by_role("button", name="Stop and resume later").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop task").click()
    page.get_by_role("link", name="Back to the task list").last.click()
    page.get_by_role("link", name="Open to resume").click()
    page.get_by_role("button", name="Resume task").click()
    opened_task(page)
    assert simulator.statuses("loop") == ["accepted"]


def test_a_lapsed_lease_is_told_and_the_work_greyed_out(simulator, working, page):
    working()
    simulator.ask("/clock/advance", seconds=299)
    page.get_by_text("Task time: 4:59 of 5 min").wait_for()
    expect(page.locator("[data-timer]")).to_have_attribute("data-urgency", "soon")
    simulator.ask("/clock/advance", seconds=1)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    expect(page.locator("[data-stage]")).to_have_attribute("inert", "")
    expect(page.get_by_role("button", name="Release task")).to_be_disabled()
    assert simulator.statuses("loop") == ["available"]


def test_the_countdown_stands_still_with_the_clock(simulator, working, page):
    working()
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 1100))")
    assert re.sub(r"\s+", " ", page.locator("[data-timer]").inner_text()).strip() == "Task time: 0:00 of 5 min"
    simulator.ask("/clock/advance", seconds=30)
    page.get_by_text("Task time: 0:30 of 5 min").wait_for()


def test_a_task_appears_and_goes_without_a_reload(simulator, page, browser):
    simulator.sign_in(page)
    page.get_by_text("Nothing for you to take right now").wait_for()
    simulator.start("live")
    page.get_by_role("button", name="Take task").wait_for()
    context = browser.new_context()
    other = context.new_page()
    simulator.sign_in(other, "bob")
    other.get_by_role("button", name="Take task").click()
    page.get_by_text("1 task is in progress with other workers.").wait_for()
    context.close()


def test_the_whole_line_works_with_the_keyboard_alone(simulator, page):
    simulator.start("loop")
    simulator.ask("/workers", name="ann", password="secret")
    page.goto(f"{simulator.url}/portal")
    page.locator("input[name=name]:focus").wait_for()
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hello, ann").wait_for()
    _tab_to(page, "Start working")
    page.keyboard.press("Enter")
    opened_task(page)
    _tab_to(page, "Release task")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    expect(page.get_by_role("button", name="Release task")).to_be_focused()
    _tab_to(page, "word")
    page.keyboard.type("done")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Submitted").wait_for()
    page.locator("[data-veil-buttons] a:focus").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hello, ann").wait_for()
    assert simulator.answers("loop") == [{"word": "done"}]


def _tab_to(page, name):
    for _ in range(40):
        page.keyboard.press("Tab")
        if _focused(page) == name:
            return
    message = f"the keyboard does not reach {name}"
    raise AssertionError(message)


def _focused(page):
    """The name or text of what has the focus; a frame gets it a little later than the page gives it."""
    named = "document.activeElement.name || document.activeElement.innerText?.trim()"
    if page.evaluate("document.activeElement.localName") != "iframe":
        return page.evaluate(named)
    page.frames[1].wait_for_function("document.activeElement !== document.body")
    return page.frames[1].evaluate(named)


def test_a_frame_that_is_ready_before_the_page_around_it_listens_is_shown_and_gets_its_draft(simulator, page):
    simulator.start("loop")
    simulator.sign_in(page)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/portal/work.js*", hold)
    page.get_by_role("button", name="Start working").click()
    word = page.frame_locator("iframe").get_by_label("Word")
    word.wait_for()
    page.frame_locator("iframe").locator("html:not(:has(style[data-crowd=veil]))").wait_for()
    for route in held:
        route.continue_()
    expect(page.locator("[data-loading]")).to_have_count(0)
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        word.fill("half")
    page.unroute("**/portal/work.js*")
    page.reload()
    expect(word).to_have_value("half")
