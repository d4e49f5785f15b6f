import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from simulator import assets

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_a_checkout_serves_its_own_folders():
    assert (assets.worker_ui(), assets.templates()) == (ROOT / "worker_ui", ROOT / "templates")


def test_a_missing_folder_is_named_with_both_places_and_the_mend(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"neither .*_assets/worker_ui nor .*worker_ui.*Install it again"):
        assets._find("worker_ui", tmp_path / "simulator")


def test_the_wheel_carries_every_file_of_the_browser_code_and_the_templates(wheel):
    packed = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "worker_ui", "templates"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    wanted = {f"simulator/_assets/{name}" for name in listed if (ROOT / name).exists()}
    assert wanted
    assert wanted <= packed


def test_the_wheel_carries_the_licence_and_nothing_of_the_tests(wheel):
    packed = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in packed)
    assert [name for name in packed if name.split("/")[0] not in {"simulator", wheel_info(packed)}] == []


def wheel_info(packed):
    return next(name.split("/")[0] for name in packed if ".dist-info/" in name)


def test_an_installed_wheel_finds_its_assets_in_itself(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = "from simulator import assets; print(assets.worker_ui(), assets.templates(), sep='\\n')"
    isolated = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    answer = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=tmp_path,
        env=isolated,
        check=True,
        capture_output=True,
        text=True,
    )
    inside = tmp_path / "simulator" / "_assets"
    assert answer.stdout.split() == [str(inside / "worker_ui"), str(inside / "templates")]
