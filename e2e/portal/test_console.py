"""An operator at the console, in a real browser."""

from playwright.sync_api import expect


def test_a_loop_appears_on_the_overview_without_a_reload(simulator, page):
    page.goto(simulator.url)
    page.get_by_role("heading", name="Start the first human loop").wait_for()
    page.locator("[data-connection=live]").wait_for()
    simulator.start("live")
    page.get_by_role("link", name="live", exact=True).click()
    page.get_by_role("heading", name="live").wait_for()
    expect(page.get_by_text("Nobody has answered yet.")).to_be_visible()


def test_the_output_is_shown_as_soon_as_it_is_written(simulator, page):
    simulator.start("loop")
    page.goto(f"{simulator.url}/console/human-loops/123456789012/us-east-1/loop")
    page.locator("[data-connection=live]").wait_for()
    simulator.ask("/human-loops/loop/answers", answer={"word": "fine"})
    page.get_by_label("Output document").get_by_text('"word": "fine"').wait_for()


def test_the_clock_is_moved_from_the_console(simulator, page):
    page.goto(f"{simulator.url}/console")
    shown = page.locator(".side-clock [data-now-text]")
    expect(shown).to_have_text("2026-03-01 10:00:00")
    page.get_by_role("button", name="Move time").click()
    dialog = page.get_by_role("dialog", name="Simulator time")
    dialog.get_by_label("How much").fill("2")
    dialog.get_by_label("Unit").select_option(label="hours")
    dialog.get_by_role("button", name="Advance").click()
    dialog.get_by_text("fell due on the way").wait_for()
    expect(shown).to_have_text("2026-03-01 12:00:00")
    dialog.get_by_role("button", name="To the next deadline").click()
    dialog.get_by_text("Nothing is due").wait_for()


def test_an_operator_makes_a_worker_and_opens_the_portal_as_that_worker(simulator, page):
    page.goto(f"{simulator.url}/console/workers")
    page.get_by_label("Name", exact=True).fill("zoe")
    page.get_by_role("button", name="Create worker").click()
    page.get_by_text("zoe is there.").wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open portal as zoe").click()
    opened.value.get_by_role("heading", name="Hello, zoe").wait_for()


def test_a_preview_shows_the_answer_that_the_template_would_give(simulator, page):
    page.goto(f"{simulator.url}/console/task-uis/123456789012/us-east-1/reviews")
    page.get_by_label("Sample input, JSON").fill('{"text": "a sample"}')
    page.get_by_role("button", name="Show with this input").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text("a sample").wait_for()
    frame.get_by_label("Word").fill("tried")
    frame.get_by_role("button", name="Send").click()
    page.locator("[data-preview-answer]").get_by_text('"word": "tried"').wait_for()


def test_the_colour_scheme_is_kept(simulator, page):
    page.goto(f"{simulator.url}/console")
    page.get_by_role("button", name="Use dark colours").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_an_operator_reviews_answers_from_the_page_of_their_loop(simulator, page):
    simulator.flow("twice", TaskCount=2)
    simulator.start("two", flow="twice")
    for name in ("ann", "bob"):
        simulator.ask("/workers", name=name)
        simulator.ask("/human-loops/two/answers", answer={"word": name}, worker=name)
    page.goto(f"{simulator.url}/console/human-loops/123456789012/us-east-1/two")
    page.get_by_role("button", name="Approve the answer of ann").click()
    page.get_by_role("heading", name="Answer of ann").wait_for()
    page.get_by_label("US dollars").fill("0.25")
    page.get_by_label("Reason").fill("A good word.")
    page.get_by_role("button", name="Pay bonus").click()
    page.get_by_role("link", name="two").click()
    page.get_by_role("link", name="Review the answer of bob").click()
    page.get_by_label("Reason").first.fill("Not a word.")
    page.get_by_role("button", name="Reject").click()
    page.get_by_text("Not a word.").wait_for()
    page.get_by_role("link", name="bob", exact=True).click()
    page.get_by_text("0 approved, 1 rejected, 0 pending").wait_for()
    page.goto(f"{simulator.url}/console/workers/ann")
    page.get_by_role("row", name="Bonus two A good word.").get_by_text("$0.250").wait_for()
