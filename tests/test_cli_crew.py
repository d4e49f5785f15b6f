"""The crew among the options: populations, presets and rules from the command line, the environment and a file."""

import asyncio
import logging
import sys
from types import ModuleType

import pytest
from click.testing import CliRunner

from simulator.cli import serving
from simulator.cli.main import main
from simulator.domain.answer_rules import Gives, Rule, rule_of
from simulator.domain.durations import Even
from simulator.domain.populations import Group
from simulator.settings import Settings

FILE = """
crew = "3 meticulous, 2 hasty @reviewers"
answer-seconds = 2.5

[presets.meticulous]
preset = "careful"
skill = 0.99
work_seconds = 90

[[answers]]
flow = "reviews"
answer = { sentiment = { label = "Positive" } }

[[answers]]
url = "http://127.0.0.1:9/answer"
"""


@pytest.fixture
def served(monkeypatch):
    seen = []
    serving = ModuleType("simulator.cli.serving")
    serving.serve = lambda settings: seen.append(settings) or 0
    monkeypatch.setitem(sys.modules, "simulator.cli.serving", serving)
    monkeypatch.setattr("simulator.cli.serving", serving, raising=False)

    def run(*arguments, **env):
        result = CliRunner().invoke(main, ["serve", *arguments], env=env)
        return seen[-1] if result.exit_code == 0 else result.stderr

    return run


def test_a_crew_is_a_number_or_a_population(served):
    assert served("--crew", "7").crew == 7
    assert served(A2I_SIMULATOR_CREW="50 careful, 2 spammers @t").crew == (
        Group(50, "careful"), Group(2, "spammer", "t"),
    )  # fmt: skip
    assert served("--crew", "7").population() == (Group(7),)


def test_presets_and_rules_stand_in_the_file(served, tmp_path):
    path = tmp_path / "simulator.toml"
    path.write_text(FILE)
    settings = served("--config", str(path), "--answers-from", "my.people:answer")
    assert settings.crew == (Group(3, "meticulous"), Group(2, "hasty", "reviewers"))
    kind = settings.presets["meticulous"]
    assert (kind.preset, kind.skill, kind.work_seconds, kind.pause) == ("meticulous", 0.99, Even(90, 90), 0.03)
    assert [rule.gives for rule in settings.answer_rules] == [Gives.ANSWER, Gives.URL, Gives.FUNCTION]
    assert settings.answer_rules[2] == Rule(Gives.FUNCTION, "my.people:answer")
    assert settings.answer_seconds == 2.5


@pytest.mark.parametrize(
    "text,said",
    [
        ("crew = '3 carefull'", "Invalid value for '--crew': There is no preset 'carefull'. Did you mean 'careful'?"),
        ("crew = 'x'", "crew: 'x' is no population"),
        ("presets = 1", "presets must be tables: write [presets.NAME] before each preset."),
        ("[presets.a]\nskil = 1", "presets.a: profile has no member 'skil'. Did you mean 'skill'?"),
        ("[presets.a]\npreset = 'b'", "presets.a: profile.preset: there is no preset 'b'."),
        ("answers = 1", "answers must be tables: write [[answers]] before each rule."),
        ("[[answers]]\nflow = 'x'", "answers[1] must give exactly one of answer, truth, move, url, function"),
        ("answers-from = 'nothing'", "answers-from: The source of answers must name a Python function"),
    ],
)
def test_what_is_none_is_refused_with_its_place(served, tmp_path, text, said):
    path = tmp_path / "simulator.toml"
    path.write_text(text)
    assert said in served("--config", str(path))


@pytest.mark.parametrize(
    "source, said",
    [
        ("nowhere:answer", "No module named 'nowhere'"),
        ("json:nothing", "no attribute 'nothing'"),
        ("json:__doc__", "no function"),
    ],
)
def test_a_function_that_cannot_be_had_is_refused_before_anything_starts(source, said, capsys):
    settings = Settings(data_dir=None, port=0, answer_rules=(rule_of(source),))
    assert serving.serve(settings) == 1
    assert said in capsys.readouterr().err


def test_ending_the_server_in_the_middle_of_a_call_tells_no_traceback():
    def told(error):
        record = logging.makeLogRecord({"exc_info": (type(error), error, None)})
        return serving._is_no_cancellation(record)

    assert told(ValueError())
    assert not told(asyncio.CancelledError())
    assert serving._is_no_cancellation(logging.makeLogRecord({}))
