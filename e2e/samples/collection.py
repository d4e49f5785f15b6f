"""Where AWS's public sample templates come from: the repository on GitHub, or a folder that holds them.

They are fetched when the check runs and are not ours to keep.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from e2e.samples.inputs import input_of

ADDRESS = "https://github.com/aws-samples/amazon-a2i-sample-task-uis"


@dataclass(frozen=True)
class Sample:
    """A template and what it is given; `name` is its path without endings, `images/polygon`."""

    name: str
    text: str
    input: object


def samples_of(folder):
    """Every template of a folder, or of the repository fetched into it if it is empty."""
    folder = Path(folder)
    if not folder.exists() or not any(folder.iterdir()):
        _fetch(folder)
    files = sorted(folder.glob("*/*.html"))
    if not files:
        message = f"{folder} holds no templates such as images/polygon.liquid.html."
        raise SystemExit(message)
    return [_sample(file) for file in files]


def _sample(file):
    name = f"{file.parent.name}/{file.name.split('.')[0]}"
    return Sample(name, file.read_text(encoding="utf-8"), input_of(name))


def _fetch(folder):
    done = subprocess.run(["git", "clone", "--quiet", "--depth", "1", ADDRESS, str(folder)], check=False)
    if done.returncode:
        message = f"{ADDRESS} could not be fetched. Fetch it by other means and name its folder: --from FOLDER."
        raise SystemExit(message)
