"""tools/setup.sh finds a Python that fits, and does nothing when there is nothing to do."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"
STAND_IN = """import os, sys
os.makedirs(".venv/bin", exist_ok=True)
if not os.path.exists(".venv/bin/python"):
    os.symlink(sys.executable, ".venv/bin/python")
print("made by", os.environ["WHO"] if "WHO" in os.environ else "nobody")
"""


@dataclass
class Checkout:
    """A folder with a set-up that only tells which interpreter ran it, and a PATH of its own."""

    folder: Path
    programs: Path

    def interpreter(self, name, version=None):
        """Put an interpreter on PATH: this one, or one that only knows how to say a version."""
        program = self.programs / name
        told = f'echo "is Python {version}"' if version else f'WHO={name} exec "{sys.executable}" "$@"'
        program.write_text(f"#!/bin/sh\n{told}\n")
        program.chmod(0o755)

    def set_up(self, *options, **variables):
        environment = {"PATH": f"{self.programs}:{os.defpath}", "HOME": str(self.folder), **variables}
        command = ["sh", str(self.folder / "tools" / "setup.sh"), *options]
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


@pytest.fixture
def checkout(tmp_path):
    folder, programs = tmp_path / "check out", tmp_path / "programs"
    programs.mkdir()
    shutil.copytree(TOOLS, folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tools" / "setup_environment.py").write_text(STAND_IN)
    (folder / "pyproject.toml").write_text("one")
    (folder / "requirements.txt").write_text("one")
    return Checkout(folder, programs)


def test_what_the_user_calls_python3_is_taken_when_it_fits(checkout):
    checkout.interpreter("python3")
    checkout.interpreter("python3.12")
    assert checkout.set_up().stdout == "made by python3\n"


def test_a_python3_that_is_too_old_gives_way_to_one_that_fits(checkout):
    checkout.interpreter("python3", "3.9.2")
    checkout.interpreter("python3.13", "3.13.0, but not CPython")
    checkout.interpreter("python3.12")
    assert checkout.set_up().stdout == "made by python3.12\n"


def test_the_named_interpreter_is_the_one(checkout):
    checkout.interpreter("python3")
    checkout.interpreter("mine")
    assert checkout.set_up(PYTHON="mine").stdout == "made by mine\n"


def test_a_named_interpreter_that_is_too_old_is_refused_with_the_mend(checkout):
    checkout.interpreter("old", "3.9.2")
    done = checkout.set_up(PYTHON="old")
    assert done.returncode == 1
    assert "PYTHON=old is Python 3.9.2; Python 3.11 or newer is needed." in done.stderr
    assert "make setup PYTHON=" in done.stderr


def test_a_named_interpreter_that_does_not_exist_is_refused(checkout):
    done = checkout.set_up(PYTHON="absent")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "setup: PYTHON=absent is no program.")


def test_a_second_run_does_nothing_and_says_so_when_asked(checkout):
    checkout.interpreter("python3")
    checkout.set_up()
    assert checkout.set_up().stdout == ""
    assert checkout.set_up("--announce").stdout == "setup: .venv is up to date.\n"


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.txt"])
def test_a_change_of_what_is_wanted_sets_up_again(checkout, changed):
    checkout.interpreter("python3")
    checkout.set_up()
    (checkout.folder / changed).write_text("two")
    assert "made by" in checkout.set_up().stdout


def test_a_failed_set_up_is_tried_again(checkout):
    checkout.interpreter("python3")
    script = checkout.folder / "tools" / "setup_environment.py"
    script.write_text(f"{STAND_IN}sys.exit(3)\n")
    assert checkout.set_up().returncode == 3
    assert checkout.set_up().returncode == 3


def test_a_moved_checkout_is_set_up_again(checkout):
    checkout.interpreter("python3")
    checkout.set_up()
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("elsewhere"))
    assert "made by" in checkout.set_up().stdout
