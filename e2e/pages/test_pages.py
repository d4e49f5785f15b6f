"""What the pages promise to people in a browser: safe buttons, keyboards, small screens, dark rooms, no reloading."""

import pytest
from playwright.sync_api import expect

LOOP = "/console/human-loops/123456789012/us-east-1"
ATTEMPT = """(act) => { try { return String(new Function(`return ${act}`)()) } catch (error) { return error.name } }"""
LIGHT, DARK = "rgb(244, 246, 245)", "rgb(14, 21, 19)"
SHOWS = "(colour) => getComputedStyle(document.documentElement).backgroundColor === colour"
MOVES = [
    ("Release task", "Release this task?", "Release task", "You released the task.", "available"),
    ("Decline task", "Decline this task?", "Decline task", "You declined the task.", "expired"),
    ("Stop and resume later", "Stop and resume later?", "Stop task", "This task is stopped", "paused"),
]


@pytest.mark.parametrize(("button", "heading", "confirm", "told", "status"), MOVES)
def test_nothing_is_given_up_before_it_is_confirmed(site, page, button, heading, confirm, told, status):
    site.loop("loop")
    frame = site.work(page)
    frame.get_by_label("Word").fill("half")
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog", name=heading)
    dialog.get_by_role("button", name="Keep working").click()
    dialog.wait_for(state="hidden")
    assert site.task_status("loop") == "accepted"
    expect(frame.get_by_label("Word")).to_have_value("half")
    page.get_by_role("button", name=button).click()
    dialog.get_by_role("button", name=confirm).click()
    page.get_by_text(told).first.wait_for()
    assert site.task_status("loop") == status


@pytest.mark.parametrize(("button", "offers"), [("Release task", 1), ("Decline task", 0)])
def test_a_released_task_is_offered_again_and_a_declined_one_is_not(site, page, button, offers):
    site.loop("loop")
    site.work(page)
    page.get_by_role("button", name=button).click()
    page.get_by_role("dialog").get_by_role("button", name=button).click()
    page.get_by_role("heading", name="Hello, ann").wait_for()
    expect(page.locator("[data-offers]")).to_have_attribute("data-offers", str(offers))


def test_a_declined_task_is_offered_to_another_worker_while_there_are_enough_left(site, page, browser):
    site.flow("pairs", TaskCount=2)
    site.loop("loop", flow="pairs")
    site.work(page)
    page.get_by_role("button", name="Decline task").click()
    page.get_by_role("dialog").get_by_role("button", name="Decline task").click()
    page.get_by_text("You declined the task.").wait_for()
    context = browser.new_context()
    site.work(context.new_page(), "bob")
    context.close()


def test_the_page_never_promises_that_somebody_else_does_a_declined_task(site, page):
    """As many declines as answers wanted end an item: A2I_FACTS, everyone declines [G]."""
    site.loop("loop")
    site.work(page)
    page.get_by_role("button", name="Decline task").click()
    expect(page.get_by_role("dialog")).to_contain_text("too many workers decline")
    page.get_by_role("dialog").get_by_role("button", name="Decline task").click()
    page.get_by_text("You declined the task.").wait_for()
    assert site.task_status("loop") == "expired"


def test_a_worker_signs_in_takes_answers_and_submits_with_the_keyboard_alone(site, page):
    site.loop("loop")
    site.control("/workers", name="kay", password="secret")
    page.goto(f"{site.url}/portal")
    page.locator("input[name=name]:focus").wait_for()
    page.keyboard.type("kay")
    page.keyboard.press("Tab")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hello, kay").wait_for()
    _tab_to(page, "Take task: Judge a review")
    page.keyboard.press("Space")
    page.frame_locator("iframe").get_by_label("Word").wait_for()
    page.locator("[data-loading]").wait_for(state="detached")
    _tab_to(page, "word")
    page.keyboard.type("splendid")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("because")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Submitted").wait_for()
    (answer,) = site.answers("loop")
    assert (answer["word"], answer["why"]) == ("splendid", "because")
    assert answer["mood"] == {"bad": True, "good": False} or answer["mood"] == "bad"


def _tab_to(page, name):
    named = (
        "(document.activeElement.ariaLabel || document.activeElement.name || document.activeElement.innerText)?.trim()"
    )
    for _ in range(40):
        page.keyboard.press("Tab")
        is_inside = page.evaluate("document.activeElement.localName") == "iframe"
        if is_inside:
            page.frames[1].wait_for_function("document.activeElement !== document.body")
        if (page.frames[1] if is_inside else page).evaluate(named) == name:
            return
    message = f"the keyboard does not reach {name}"
    raise AssertionError(message)


def test_the_frame_reaches_neither_cookies_nor_the_page_around_it(site, page):
    site.loop("loop")
    site.work(page)
    assert any(each["name"] == "a2i_session" for each in page.context.cookies())
    frame = page.frames[1]
    assert frame.evaluate("self.origin") == "null"
    for act in (
        "document.cookie",
        "window.parent.document.title",
        "window.parent.document.querySelector('[data-lease]').dataset.lease",
        "window.top.localStorage.length",
        "window.localStorage.length",
        "window.parent.location.href",
    ):
        assert frame.evaluate(ATTEMPT, act) == "SecurityError", act
    assert frame.evaluate("window.frameElement") is None


def test_no_script_of_a_page_reads_the_session(site, page):
    site.sign_in(page)
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("path", ["/console", "/portal"])
def test_dark_colours_stay_after_a_reload_and_go_on_the_next_click(site, page, path):
    site.sign_in(page)
    page.goto(site.url + path)
    page.wait_for_function(SHOWS, arg=LIGHT)
    page.get_by_role("button", name="Use dark colours").click()
    page.wait_for_function(SHOWS, arg=DARK)
    page.reload()
    page.wait_for_function(SHOWS, arg=DARK)
    page.get_by_role("button", name="Use light colours").click()
    page.wait_for_function(SHOWS, arg=LIGHT)


def test_the_system_decides_until_the_reader_does(site, page):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site.url}/console")
    page.wait_for_function(SHOWS, arg=DARK)
    page.get_by_role("button", name="Use light colours").click()
    page.wait_for_function(SHOWS, arg=LIGHT)
    page.reload()
    page.wait_for_function(SHOWS, arg=LIGHT)


def test_the_overview_counts_a_loop_as_soon_as_it_starts_and_ends(site, page):
    page.goto(f"{site.url}/console")
    page.locator("[data-connection=live]").wait_for()
    page.evaluate("window.isSamePage = true")
    running = page.locator("[data-status=InProgress] .tile-number")
    expect(running).to_have_text("0")
    site.loop("live")
    page.locator("[data-status=InProgress] .tile-number", has_text="1").wait_for()
    page.get_by_role("link", name="live", exact=True).wait_for()
    site.control("/human-loops/live/answers", answer={"word": "fine"})
    page.locator("[data-status=Completed] .tile-number", has_text="1").wait_for()
    expect(running).to_have_text("0")
    assert page.evaluate("window.isSamePage") is True


def test_a_phone_shows_every_action_of_a_task(site, page):
    site.loop("loop")
    page.set_viewport_size({"width": 390, "height": 780})
    site.work(page)
    page.get_by_role("button", name="Task actions").click()
    for name in ("Stop and resume later", "Release task", "Decline task"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 780


def test_hostile_input_runs_nothing_in_the_console(site, page):
    attack = "<img src=x onerror=window.attacked=1><script>window.attacked=1</script>"
    site.loop("loop", attack)
    for path in (f"{LOOP}/loop", "/console", "/console/human-loops"):
        page.goto(site.url + path)
        page.locator("[data-connection=live]").wait_for()
        assert page.evaluate("window.attacked") is None
    site.control("/human-loops/loop/answers", answer={"word": attack})
    page.goto(f"{site.url}{LOOP}/loop")
    page.get_by_label("Output document").get_by_text(attack).first.wait_for()
    assert page.evaluate("window.attacked") is None
