"""Bots work in the real portal, and time stands still while they type."""

import os
import re
import subprocess
import sys

import pytest

from tools.browser import chosen_chromium

FORM = """<crowd-form>
  <crowd-classifier name="mood" categories="['Good', 'Bad']" header="How does it sound?">
    <classification-target>{{ task.input.text }}</classification-target>
  </crowd-classifier>
  <crowd-input name="word" label="Word" required></crowd-input>
  <label><input type="checkbox" name="sure" value="yes"> Sure</label>
</crowd-form>"""
NOW = "2026-03-01T10:00:00.000Z"


def bots(url, *arguments):
    command = [sys.executable, "-m", "simulator", "bots", *arguments, "--stop-when-idle", "--url", url]
    environment = {**os.environ, "A2I_SIMULATOR_CHROMIUM": str(chosen_chromium())}
    return subprocess.run(command, capture_output=True, text=True, timeout=100, env=environment, check=False)


@pytest.fixture(scope="module")
def worked(running):
    running.prepare()
    running.flow("moods", FORM, TaskCount=2)
    for number in range(3):
        name = f"loop-{number}"
        running.control.put(f"/human-loops/{name}/truth", json={"answer": {"mood": {"label": "Bad"}, "word": "rain"}})
        running.start(name, flow="moods")
    return bots(running.url, "2", "--preset", "expert")


def test_bots_take_fill_in_and_submit_every_task_through_the_portal(running, worked):
    assert (worked.returncode, worked.stderr) == (0, "")
    assert worked.stdout == "bot-1: 3 tasks, bot-2: 3 tasks\n"
    for number in range(3):
        loop = running.control.get(f"/human-loops/loop-{number}").json()
        assert loop["status"] == "Completed"
        assert sorted(given["worker"] for given in loop["answers"]) == ["bot-1", "bot-2"]
        assert all({"mood", "word"} <= given["answer"].keys() for given in loop["answers"])


def test_what_bots_answer_is_the_truth_as_often_as_their_skill_lets_them(running, worked):
    given = [answer for number in range(3) for answer in running.answers(f"loop-{number}")]
    assert sum(answer["mood"] == {"label": "Bad"} for answer in given) >= 5
    assert sum(answer["word"] == "rain" for answer in given) >= 5


def test_no_simulator_time_passes_while_bots_type(running, worked):
    assert running.control.get("/clock").json()["now"] == NOW
    loop = running.control.get("/human-loops/loop-0").json()
    assert {given["active_seconds"] for given in loop["answers"]} == {0}


def test_a_bot_without_a_browser_is_told_how_to_get_one(running):
    command = [sys.executable, "-m", "simulator", "bots", "--url", running.url, "--chromium", "no-such-browser"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert re.match(r"Error: bots need a browser: pip install 'a2i-simulator\[browser\]'", ended.stderr)
