"""How the pages hold up for everybody: narrow screens, large text, high contrast, little motion, axe in many states."""

import pytest

LONG = "a-name-that-is-as-long-as-a-human-loops-name-may-be-it-does-fit"
ONE = "123456789012/us-east-1"
CONSOLE = [
    "/console",
    "/console/human-loops",
    f"/console/human-loops/{ONE}/{LONG}",
    "/console/workers",
    "/console/workers/ann",
    "/console/flow-definitions",
    f"/console/flow-definitions/{ONE}/reviews",
    f"/console/task-uis/{ONE}/reviews",
    f"/console/work-teams/{ONE}/team",
    "/console/requests",
    "/console/nowhere",
]
BEYOND = """() => {
  const names = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
    && each.getBoundingClientRect().right > innerWidth + 0.5 && !each.closest(".table-wrap, .nav, .tabs"));
  const wide = document.scrollingElement.scrollWidth > innerWidth;
  return [...(wide ? ["the page"] : []), ...names.map((each) => `${each.localName}.${each.className}`)].slice(0, 5);
}"""
COVERED = """() => [...document.querySelectorAll(".table-wrap :is(a, button)")]
  .filter((each) => {
    const edge = each.closest(".table-wrap").getBoundingClientRect().right;
    const { right, height } = each.getBoundingClientRect();
    return right > edge + 0.5 || height < 24;
  }).map((each) => each.innerText)"""
MOVING = """() => {
  const seconds = (list) => Math.max(...list.split(",").map(Number.parseFloat));
  const inside = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
    [each, ...(each.shadowRoot ? inside(each.shadowRoot) : [])]);
  return [...new Set(inside(document).filter((each) => {
    const { transitionDuration, transitionProperty, animationName, animationDuration } = getComputedStyle(each);
    return (transitionProperty !== "none" && seconds(transitionDuration) > 0.001)
      || (animationName !== "none" && seconds(animationDuration) > 0.001);
  }).map((each) => `${each.localName}.${each.className}`))];
}"""
LOOK = """(element, names) => {
  const style = getComputedStyle(element);
  return names.map((name) => style[name]);
}"""
HIGHLIGHT = """() => {
  const probe = document.createElement("i");
  probe.style.color = "Highlight";
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}"""


@pytest.fixture
def peopled(site):
    """A loop with a long name that waits, and a worker who has a password."""
    site.loop(LONG, "x" * 600)
    site.control("/workers", name="ann", password="secret")
    return site


def look(locator, *names):
    """Computed values of an element's style."""
    return locator.evaluate(LOOK, list(names))


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_of_the_portal_lies_beyond_a_narrow_screen(peopled, page, width):
    page.set_viewport_size({"width": width, "height": 780})
    found = {}
    page.goto(f"{peopled.url}/portal")
    found["sign in"] = page.evaluate(BEYOND)
    peopled.sign_in(page)
    found["board"] = page.evaluate(BEYOND)
    page.get_by_role("button", name="Start working").click()
    page.frame_locator("iframe").get_by_label("Word").fill("half")
    page.get_by_text("Draft saved").wait_for()
    found["work"] = page.evaluate(BEYOND)
    peopled.control("/clock/advance", seconds=301)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    found["expired"] = page.evaluate(BEYOND)
    page.goto(f"{peopled.url}/portal/nowhere")
    found["nowhere"] = page.evaluate(BEYOND)
    assert {name: each for name, each in found.items() if each} == {}


def test_nothing_of_the_console_lies_beyond_a_narrow_screen(peopled, page):
    found = {}
    for path in CONSOLE:
        page.goto(peopled.url + path)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 780})
            found[path, width] = page.evaluate(BEYOND)
    assert {name: each for name, each in found.items() if each} == {}


def test_every_button_and_link_in_a_table_is_within_reach_and_large_enough(peopled, page):
    found = {}
    peopled.control("/workers", name="bob")
    for width in (1280, 1000, 390):
        page.set_viewport_size({"width": width, "height": 780})
        for path in ("/console/workers", f"/console/human-loops/{ONE}/{LONG}", "/console/flow-definitions"):
            page.goto(peopled.url + path)
            found[path, width] = page.evaluate(COVERED)
    assert {name: each for name, each in found.items() if each} == {}


def test_the_place_in_the_console_is_in_view_on_a_phone(site, page):
    page.set_viewport_size({"width": 390, "height": 780})
    for path in ("/console", "/console/requests"):
        page.goto(site.url + path)
        current = page.locator(".nav [aria-current]")
        page.wait_for_function(
            "(link) => link.getBoundingClientRect().right <= innerWidth", arg=current.element_handle()
        )
        assert current.bounding_box()["x"] >= 0


def test_text_of_twice_the_size_stays_on_the_page(peopled, page):
    found = {}
    for path in ("/console", "/console/workers", f"/console/human-loops/{ONE}/{LONG}", "/portal", "/docs/elements"):
        page.goto(peopled.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (1280, 640):
            page.set_viewport_size({"width": width, "height": 800})
            found[path, width] = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert {name: each for name, each in found.items() if each > 0} == {}


def test_an_empty_list_and_one_that_is_filtered_empty_say_different_things(site, page):
    page.goto(f"{site.url}/console/human-loops")
    page.get_by_role("heading", name="No human loop yet").wait_for()
    page.get_by_role("searchbox").fill("nothing")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("heading", name="No such human loop").wait_for()


def test_axe_finds_nothing_serious_in_the_states_that_people_meet(peopled, page, check):
    found = {}

    def both(state):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found[state, scheme] = check(page)

    page.goto(f"{peopled.url}/portal")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    both("refused")
    page.goto(f"{peopled.url}/console/workers")
    page.get_by_label("Name", exact=True).fill("ann")
    page.get_by_role("button", name="Create worker").click()
    page.get_by_role("alert").wait_for()
    both("name is taken")
    page.get_by_role("button", name="Move time").click()
    page.get_by_role("dialog", name="Simulator time").wait_for()
    both("clock")
    peopled.work(page, "bob")
    page.set_viewport_size({"width": 390, "height": 780})
    page.get_by_role("button", name="Task actions").click()
    both("actions")
    peopled.control("/clock/advance", seconds=301)
    page.get_by_role("heading", name="The time for this task ran out").wait_for()
    both("expired")
    assert {name: each for name, each in found.items() if each} == {}


def test_high_contrast_shows_focus_and_what_is_chosen_on_our_pages(site, page):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{site.url}/console/workers")
    highlight = page.evaluate(HIGHLIGHT)
    current, other = page.locator(".nav [aria-current]"), page.locator(".nav a").first
    assert look(current, "borderBottomColor", "borderBottomWidth") == [highlight, "2px"]
    assert look(other, "borderBottomWidth") == ["0px"]
    page.locator("[name=kind]").first.focus()
    chosen, unchosen = page.locator(".choices span").all()[:2]
    assert look(chosen, "outlineColor", "outlineStyle") == [highlight, "solid"]
    assert look(chosen, "borderTopColor") != look(unchosen, "borderTopColor")
    page.keyboard.press("Tab")
    assert page.evaluate(f"({LOOK})(document.activeElement, ['outlineColor', 'outlineStyle'])") == [highlight, "solid"]
    page.goto(f"{site.url}/console/requests")
    switch = page.locator(".switch input")
    switch.uncheck()
    before = look(switch, "backgroundColor")
    switch.check()
    assert look(switch, "backgroundColor") == [highlight] != before
    page.goto(f"{site.url}/console/human-loops")
    tabs = page.locator(".tabs a")
    assert look(tabs.first, "borderBottomColor") == [highlight] != look(tabs.last, "borderBottomColor")


def test_high_contrast_shows_focus_and_what_is_chosen_in_the_elements(site, page):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{site.url}/docs/elements")
    page.locator("html[data-built]").wait_for()
    highlight = page.evaluate(HIGHLIGHT)
    tabs = page.locator("#crowd-tabs [role=tab]")
    assert look(tabs.first, "borderBottomColor") == [highlight] != look(tabs.last, "borderBottomColor")
    tools = page.locator("#crowd-bounding-box .tool")
    pressed, idle = (
        tools.and_(page.locator("[aria-pressed=true]")).first,
        tools.and_(page.locator("[aria-pressed=false]")),
    )
    assert look(pressed, "outlineColor", "outlineStyle") == [highlight, "solid"]
    assert look(idle.first, "outlineStyle") == ["none"]
    pressed.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert look(pressed, "outlineWidth") == ["3px"]
    swatches = page.locator("#crowd-entity-annotation .option .swatch")
    colours = {look(each, "backgroundColor")[0] for each in swatches.all()}
    assert len(colours) == swatches.count() == 2


def test_nothing_moves_for_those_who_asked_for_little_motion(peopled, page):
    found = {}
    for path in ("/console", "/portal", "/docs/elements"):
        page.goto(peopled.url + path)
        page.locator("html[data-built], .top, .side").first.wait_for()
        page.evaluate("""() => {
          document.body.append(Object.assign(document.createElement("span"), { className: "spinner" }));
          for (const each of document.querySelectorAll("[data-connection]")) each.dataset.connection = "lost";
        }""")
        found[path] = page.evaluate(MOVING)
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(MOVING) != [], "the test sees motion where there is some"
        page.emulate_media(reduced_motion="reduce")
    assert {path: each for path, each in found.items() if each} == {}
