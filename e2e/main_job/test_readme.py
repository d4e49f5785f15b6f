"""What the README shows works as it is written."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import main

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: ([\w-]+) -->\n```python\n(.*?)```", README, re.DOTALL))
COMMANDS = sorted(set(re.findall(r"(?:\.venv/bin/|`)a2i-simulator ([^`\n]+)", README)))
TOML = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def test_the_examples_run_one_after_the_other_against_the_served_simulator(server):
    running = server("--crew", "3")
    code = "\n".join(EXAMPLES[name] for name in ("main-job", "expiry")).replace("http://127.0.0.1:4280", running.url)
    environment = {
        **os.environ, "AWS_ENDPOINT_URL": running.url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    labels, status = done.stdout.splitlines()
    assert re.fullmatch(r"\['(Positive|Negative|Neutral)'(, '(Positive|Negative|Neutral)'){2}\]", labels)
    assert status == "Completed"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_is_shown_is_understood(command):
    words = [word for word in shlex.split(command) if word != "--help"]
    name = [word for word in words[:2] if re.fullmatch("[a-z-]+", word)]
    shown = CliRunner().invoke(main, [*name, "--help"])
    if shown.exit_code:
        name, shown = name[:1], CliRunner().invoke(main, [*name[:1], "--help"])
    assert shown.exit_code == 0
    assert [option for option in words if option.startswith("--") and option not in shown.output] == []


@pytest.mark.parametrize("text", TOML)
def test_the_configuration_that_is_shown_is_read(server, tmp_path, text):
    path = tmp_path / "a2i-simulator.toml"
    path.write_text(text, encoding="utf-8")
    assert server("--config", str(path)).url
