import random
import re
from pathlib import Path

import pytest

from simulator.domain.errors import Invalid, NotFound
from simulator.rendering import samples
from simulator.rendering.form import answer_for, check_answer, read_form
from simulator.rendering.liquid import TemplateRenderer

TEMPLATES = Path(__file__).parents[2] / "templates"
RENDERER = TemplateRenderer(lambda uri, _account: f"https://store.example/{uri.removeprefix('s3://')}")
NAMES = samples.names(TEMPLATES)
ELEMENTS = {
    "crowd-form",
    "crowd-button",
    "crowd-input",
    "crowd-text-area",
    "crowd-checkbox",
    "crowd-radio-group",
    "crowd-radio-button",
    "crowd-classifier",
    "crowd-instructions",
    "crowd-card",
}


def test_there_are_samples_enough_for_a_demonstration():
    assert set(NAMES) >= {"sentiment", "transcription", "choice-with-comment", "extraction"}
    assert sum(len(samples.load(name, TEMPLATES)) for name in NAMES) >= 36


@pytest.mark.parametrize("name", NAMES)
class TestTemplates:
    def test_a_template_is_sound_and_uses_only_elements_of_this_release(self, name):
        template = samples.template(name, TEMPLATES)
        assert RENDERER.check(template) == []
        assert set(re.findall(r"<(crowd-[a-z-]+)", template)) <= ELEMENTS

    def test_a_template_instructs_its_workers_shortly_and_in_full(self, name):
        template = samples.template(name, TEMPLATES)
        assert re.search("<short-instructions>|<short-summary>", template)
        assert re.search("<full-instructions |<detailed-instructions>", template)

    def test_every_sample_renders_and_its_truth_fits_the_form(self, name):
        template = samples.template(name, TEMPLATES)
        for sample in samples.load(name, TEMPLATES):
            form = read_form(RENDERER.render(template, sample.input))
            assert check_answer(form, sample.truth) == []
            assert set(sample.truth) <= {field.name for field in form.fields}

    def test_a_perfect_worker_gives_the_truth_of_every_sample(self, name):
        template = samples.template(name, TEMPLATES)
        for sample in samples.load(name, TEMPLATES):
            form = read_form(RENDERER.render(template, sample.input))
            answer = answer_for(form, random.Random(1), sample.truth, 1.0)
            given = {key: answer.get(key, "") for key in sample.truth}
            assert given == sample.truth

    def test_a_template_gets_by_without_its_optional_inputs(self, name):
        page = RENDERER.render(samples.template(name, TEMPLATES), {})
        assert page.count("<crowd-form>") == 1


def test_a_recording_is_played_when_there_is_one():
    template = samples.template("transcription", TEMPLATES)
    page = RENDERER.render(template, {"transcript": "x", "audio": "s3://calls/1.wav"})
    assert 'src="https://store.example/calls/1.wav"' in page
    assert "<audio" not in RENDERER.render(template, {"transcript": "x"})


def test_an_unknown_name_is_answered_with_those_that_there_are():
    with pytest.raises(NotFound, match="sentiment"):
        samples.load("nothing", TEMPLATES)


@pytest.mark.parametrize("line, sentence", [("{", "line 2 is not JSON"), ('{"input": {}}', "line 2 must be an object")])
def test_a_broken_sample_is_named_with_its_line(tmp_path, line, sentence):
    folder = tmp_path / "tasks" / "samples"
    folder.mkdir(parents=True)
    (folder / "x.jsonl").write_text('{"input": {}, "truth": {}}\n' + line, encoding="utf-8")
    with pytest.raises(Invalid, match=sentence):
        samples.load("x", tmp_path)
