"""The check of AWS's samples, held to our own templates and to templates that are broken on purpose."""

import asyncio

from e2e.samples.check import when_ready
from e2e.samples.collection import Sample
from e2e.samples.report import page_of
from simulator.assets import templates
from simulator.rendering import samples

NEVER_SUBMITS = """<crowd-form><crowd-input name="word" required></crowd-input></crowd-form>
<script>document.querySelector('crowd-form').onsubmit = (event) => event.preventDefault();</script>"""
ALTERS = """<crowd-form><input name="word" required></crowd-form>
<script>
  document.querySelector('crowd-form').onsubmit = () => { document.querySelector('input').value = 'x'; };
</script>"""
EVERY_FIELD = """<crowd-form>
  <crowd-tabs>
    <crowd-tab header="One"><crowd-input name="a.b" label="Dotted"></crowd-input><select name="s">
      <option value="1">One</option><option value="2">Two</option></select></crowd-tab>
    <crowd-tab header="Two"><crowd-slider name="n" min="1" max="5"></crowd-slider>
      <textarea name="t" required></textarea></crowd-tab>
  </crowd-tabs>
  <input type="radio" name="r" value="yes"> yes <input type="radio" name="r" value="no"> no
  <crowd-radio-group><crowd-radio-button name="p" value="p">P</crowd-radio-button>
    <crowd-radio-button name="q" value="q">Q</crowd-radio-button></crowd-radio-group>
  <input type="checkbox" name="c" value="1"> one <input type="checkbox" name="c"> two
  <crowd-checkbox name="d" value="d">D</crowd-checkbox><crowd-toggle-button name="e">E</crowd-toggle-button>
  <input type="date" name="day" required>
  <select multiple name="m"><option>x</option><option>y</option><option>z</option></select>
</crowd-form>"""

EVERY_WIDGET = """<crowd-form>
  <crowd-classifier-multi-select name="cm" categories="['A', 'B']" exclusion-category="{ text: 'None' }" header="Which">
    <classification-target>This</classification-target></crowd-classifier-multi-select>
  <crowd-text-ranking name="r" text="Why is the sky blue?" responses='["Because.", "Light scatters."]'
    ordinal-ranking-dimensions='[{"name":"Clarity","allowTie":true},{"name":"Tone","allowTie":false}]'>
    </crowd-text-ranking>
  <crowd-question-answer-generation name="q" text="Rivers run to the sea. The Amazon is long." min-questions=2
    max-questions=3 question-tags='["What", "Why"]' question-min-words=2 question-max-words=20 answer-min-words=1
    answer-max-words=20></crowd-question-answer-generation>
</crowd-form>"""


def _ours():
    folder = templates()
    return [
        Sample(f"ours/{name}", samples.template(name, folder), dict(samples.load(name, folder)[0].input))
        for name in samples.names(folder)
    ]


async def test_our_own_templates_are_well(trying):
    findings = [await trying(sample) for sample in _ours()]
    assert len(findings) >= 4
    assert [finding for finding in findings if not finding.is_well] == []


async def test_every_kind_of_form_field_can_be_entered_by_hand_on_another_tab_too(trying):
    finding = await trying(Sample("made/every-field", EVERY_FIELD, {}))
    assert finding.is_well, finding
    assert finding.fields == 12
    assert not finding.notes


async def test_the_newer_widgets_can_be_answered_by_hand(trying):
    finding = await trying(Sample("made/every-widget", EVERY_WIDGET, {}))
    assert finding.is_well, finding
    assert (finding.fields, finding.notes) == (3, [])


async def test_a_template_that_is_not_well_is_found_out(trying):
    broken = await trying(Sample("made/broken", "<crowd-form>{% if %}</crowd-form>", {}))
    assert broken.renders
    unknown = await trying(Sample("made/unknown", "<crowd-form><crowd-nonsense></crowd-nonsense></crowd-form>", {}))
    assert unknown.loads == "no element crowd-nonsense"
    altered = await trying(Sample("made/altered", ALTERS, {}))
    assert '"word" is "x"' in altered.answer
    table = page_of([broken, unknown, altered])
    assert "0 of 3 are well." in table
    assert "**no**: no element crowd-nonsense" in table


async def test_a_form_that_refuses_to_be_submitted_is_not_completed(trying, monkeypatch):
    monkeypatch.setattr("e2e.samples.check.PATIENCE_MS", 1000)
    stuck = await trying(Sample("made/stuck", NEVER_SUBMITS, {}))
    assert stuck.completed == "not submitted: nothing tells why"
    assert stuck.answer == "not submitted"


async def test_a_frame_whose_page_has_not_come_yet_is_waited_for(profile):
    """Its empty document is complete and has nothing over it; a slow machine shows it for a while."""
    page = await profile.new_page()
    await page.set_content("<iframe></iframe>")
    frame = page.frames[1]
    waiting = asyncio.create_task(when_ready(frame))
    for _ in range(5):
        await frame.evaluate("() => new Promise((drawn) => requestAnimationFrame(drawn))")
    assert not waiting.done()
    await page.locator("iframe").evaluate("(frame) => { frame.src = 'data:text/html,<crowd-form></crowd-form>'; }")
    assert await waiting == "no element crowd-form"
