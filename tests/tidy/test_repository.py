"""What the repository holds and what it must not."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from simulator import __version__

ROOT = Path(__file__).parents[2]
UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home/\w+|Users/\w+|opt/pypi)/")
SCRATCH = re.compile(r"(?<![\w.~-])/t[m]p/")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|npmjs\.com|deb\.debian|crates|debian)\.(?:org|com|io)\b(?!/licen)", re.IGNORECASE
)
LICENCE_NAMES = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)


@pytest.fixture(scope="module")
def text_lines(files):
    found = []
    for file in files:
        if b"\0" not in file.path.read_bytes()[:8000]:
            lines = file.path.read_text(errors="replace").splitlines()
            found += [(file.name, number, line) for number, line in enumerate(lines, 1)]
    return found


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_nothing_is_left_unfinished(text_lines, refuse):
    refuse(_matching(text_lines, UNFINISHED), "Finish it, or file an issue; the code holds no reminders:")


def test_no_file_names_a_place_on_somebodys_machine(text_lines, refuse):
    refuse(_matching(text_lines, MACHINE), "Paths are relative to the checkout, or come from the user:")


def test_no_code_names_the_scratch_folder(text_lines, refuse):
    code = [line for line in text_lines if not line[0].endswith(".md")]
    refuse(_matching(code, SCRATCH), "Scratch files belong in tempfile's folder or pytest's tmp_path:")


def test_no_file_names_a_package_registry(text_lines, refuse):
    refuse(
        _matching(text_lines, REGISTRY), "Which index packages come from is the user's choice, made in pip's settings:"
    )


def test_vendored_files_carry_their_licence(files, refuse):
    vendored = [file.path for file in files if "vendor" in file.path.relative_to(ROOT).parts[:-1]]
    findings = [f"  {path.relative_to(ROOT)}" for path in vendored if not _has_licence(path)]
    refuse(findings, "A vendored package lies in vendor/NAME/ with its licence beside it:")


def test_minified_files_are_vendored(files, refuse):
    minified = [file.name for file in files if ".min." in file.path.name and "vendor" not in file.path.parts]
    refuse(minified, "Our own code is served as it is written:")


def test_the_licence_is_apache_2_in_full():
    licence = (ROOT / "LICENSE").read_text()
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert licence.count("\n") == 202


def test_the_changelog_has_room_for_what_is_new():
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert [
        heading for heading in headings[1:] if not re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading)
    ] == []


def test_the_package_and_its_metadata_tell_one_version(project):
    assert project["project"]["version"] == __version__


def test_the_lock_satisfies_every_dependency(project, refuse):
    locked = _locked()
    wanted = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *project["dependency-groups"]["dev"],
    ]
    wanted += [text for extra in project["project"]["optional-dependencies"].values() for text in extra]
    refuse([f"  {text}" for text in wanted if not _is_locked(Requirement(text), locked)], "Run make lock; it lacks:")


def test_every_locked_version_has_hashes(refuse):
    blocks = re.split(r"^(?=[a-z])", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE)
    named = [block for block in blocks if block.strip()]
    assert len(named) > 50
    refuse([block.splitlines()[0] for block in named if "--hash=sha256:" not in block], "Run make lock; no hash has:")


def _matching(lines, pattern):
    return [f"  {name}:{number} {line.strip()[:100]}" for name, number, line in lines if pattern.search(line)]


def _has_licence(path):
    parts = path.relative_to(ROOT).parts
    package = ROOT.joinpath(*parts[: parts.index("vendor") + 2])
    folder = package if package.is_dir() else package.parent
    return any(LICENCE_NAMES.match(found.name) for found in folder.iterdir())


def _locked():
    found = re.findall(r"^([a-z0-9][\w.-]*)==([^\s;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def _is_locked(wanted, locked):
    version = locked.get(canonicalize_name(wanted.name))
    return version is not None and wanted.specifier.contains(version, prereleases=True)
