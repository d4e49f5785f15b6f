"""What the checks of style look at: every file that git knows or would take, and the Python among them, parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def name(self):
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self):
        return self.path.read_text()

    @cached_property
    def tree(self):
        return ast.parse(self.text)

    def functions(self):
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]


@pytest.fixture(scope="session")
def files():
    """Every file that is tracked or would be, as a Source."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0")) - {""}))
    return [Source(path) for path in paths if path.is_file()]


@pytest.fixture(scope="session")
def python(files):
    """Every Python file."""
    return [file for file in files if file.path.suffix == ".py"]


@pytest.fixture(scope="session")
def product(python):
    """The Python that users install."""
    return [file for file in python if file.name.startswith("simulator/")]


@pytest.fixture
def refuse():
    """Fail with one line for each finding, and the way to mend them."""

    def fail(findings, mend):
        if findings:
            pytest.fail("\n".join([mend, *map(str, findings)]), pytrace=False)

    return fail
