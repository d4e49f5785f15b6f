"""One seed, one course of events: whatever the machine, the disk or the order in which Python hashes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIO = Path(__file__).with_name("scenario.py")
ROOT = Path(__file__).parents[3]
CREW = re.search('CREW = "(.*)"', SCENARIO.read_text())[1]


def started(hash_seed, *arguments):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, str(SCENARIO), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT)


def ended(process):
    out, _ = process.communicate(timeout=110)
    assert process.returncode == 0
    return json.loads(out)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    processes = {
        "memory": started("0"),
        "disk": started("4711", "--data-dir", str(tmp_path_factory.mktemp("disk")), "--jitter", "5"),
        "more": started("1", "--crew", f"{CREW}, 2 expert"),
    }
    return {name: ended(process) for name, process in processes.items()}


def test_two_runs_are_the_same_to_the_byte_in_memory_and_on_disk_fast_and_slow(runs):
    assert runs["disk"] == runs["memory"]
    assert len(runs["memory"]["outputs"]) > 20
    assert {
        "task-submitted", "task-declined", "task-released", "task-lapsed", "task-paused", "worker-left",
        "human-loop-completed", "human-loop-stopped", "output-written",
    } <= set(runs["memory"]["kinds"])  # fmt: skip


def test_with_more_workers_each_one_answers_what_it_would_have_answered_without_them(runs):
    alone, together = runs["memory"]["answers"], runs["more"]["answers"]
    in_both = alone.keys() & together.keys()
    assert len(in_both) > 15
    assert {key: alone[key] for key in in_both} == {key: together[key] for key in in_both}
    assert any(key.startswith("expert-") for key in together)
