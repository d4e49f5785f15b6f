"""A customer's template is hostile here: what it tries from its frame comes to nothing."""

from e2e.portal.conftest import opened_task

HOSTILE = """<crowd-form><p>{{ task.input.text }}</p><label>Word <input name="word"></label></crowd-form>
<script>
  window.tried = {};
  const attempt = async (name, act) => {
    try { window.tried[name] = String(await act()); } catch (error) { window.tried[name] = 'refused: ' + error.name; }
  };
  window.all = Promise.all([
    attempt('cookie', () => document.cookie),
    attempt('storage', () => localStorage.length),
    attempt('parent', () => window.parent.document.title),
    attempt('top', () => { window.top.location.href = 'about:blank'; return 'gone'; }),
    attempt('board', async () => (await fetch('/portal')).text()),
    attempt('release', async () => (await fetch(location.href.replace('frame', 'release'),
      {method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({})})).type),
    attempt('control', async () => (await fetch('/_simulator/reset', {method: 'POST', mode: 'no-cors'})).type),
  ]);
</script>"""


def test_the_frame_reaches_neither_cookies_nor_the_portal_nor_the_simulator(simulator, page):
    simulator.flow("hostile", HOSTILE)
    simulator.start("loop", flow="hostile")
    simulator.sign_in(page)
    page.get_by_role("button", name="Start working").click()
    opened_task(page)
    frame = page.frames[1]
    frame.evaluate("window.all.then(() => true)")
    tried = frame.evaluate("window.tried")
    for name in ("cookie", "storage", "parent", "top", "board"):
        assert tried[name].startswith("refused"), tried
    assert simulator.statuses("loop") == ["accepted"]
    assert frame.evaluate("self.origin") == "null"


def test_the_frames_address_opened_by_itself_is_in_the_sandbox_too(working, page):
    working()
    page.goto(page.url + "/frame")
    page.get_by_label("Word").wait_for()
    assert page.evaluate("self.origin") == "null"
    read = "(() => { try { return document.cookie } catch (error) { return error.name } })()"
    assert page.evaluate(read) == "SecurityError"


def test_a_message_from_another_window_submits_nothing(simulator, working, page):
    working()
    page.evaluate("window.postMessage({type: 'a2i:submit', answers: [{word: 'forged'}]}, '*')")
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 200))")
    assert simulator.statuses("loop") == ["accepted"]


def test_another_worker_cannot_see_the_task(simulator, working, page, browser):
    working(text="for ann only")
    context = browser.new_context()
    other = context.new_page()
    simulator.sign_in(other, "bob")
    answer = other.goto(page.url + "/frame")
    assert answer.status == 403
    assert "for ann only" not in other.content()
    context.close()
