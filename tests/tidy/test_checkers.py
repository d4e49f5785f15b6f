"""The checkers' verdicts, each one test, so that `make test` is all there is to run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
MOST_LINES = 200


def test_ruff_finds_nothing():
    _run(
        [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format", "concise", "."],
        "make format mends what can be mended.",
    )


def test_the_code_is_in_ruffs_form():
    _run(
        [PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise", "."],
        "make format puts it right. To see what it would do:\n  .venv/bin/ruff format --diff",
    )


@pytest.mark.timeout(600)
def test_mypy_finds_nothing():
    _run([PYTHON, "-m", "mypy", "--no-error-summary"], "Types are checked strictly.")


def test_rooms_import_downwards_only():
    _run([str(Path(PYTHON).with_name("lint-imports")), "--no-cache"], "See tool.importlinter in pyproject.toml.")


def test_hadolint_finds_nothing_in_the_dockerfile():
    _run([str(Path(PYTHON).with_name("hadolint")), "Dockerfile"], "What each rule means: hadolint's wiki.")


def test_the_set_up_script_is_posix_shell():
    _run(["sh", "-n", "tools/setup.sh"], "The machine may have nothing better than sh.")


def _run(command, mend):
    plain = os.environ | {"NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(command, cwd=ROOT, env=plain, check=False, capture_output=True, text=True)
    if done.returncode:
        told = [line for line in (done.stdout + done.stderr).splitlines() if ": note: " not in line]
        pytest.fail("\n".join([mend, *told[:MOST_LINES]]), pytrace=False)
