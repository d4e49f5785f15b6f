"""tools/doors.py makes a door once, says in a sentence why it cannot, and its locks hold no address."""

import json
import re
from pathlib import Path

import pytest

from tools import door_places
from tools.door_places import JAVASCRIPT, SOURCES

ENGINE = re.compile(r">= ?(\d+)")
PYTHON_LOCKS = ("node", "sagemaker-core")


@pytest.fixture
def doors(monkeypatch, tmp_path):
    """The tool, with its folders in a scratch place and no program on PATH but what a test writes."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "tools")
    import doors

    programs = tmp_path / "programs"
    programs.mkdir()
    (tmp_path / "javascript").mkdir()
    (tmp_path / "javascript" / "package-lock.json").write_text("{}")
    for name, place in (("FOLDER", ".doors"), ("JAVASCRIPT", "javascript"), ("NODE_PATH", ".doors/node-path")):
        monkeypatch.setattr(doors, name, tmp_path / place)
    monkeypatch.setattr(doors, "chosen_node", lambda: Path((tmp_path / ".doors/node-path").read_text().strip()))
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("A2I_SIMULATOR_WITHOUT_DOORS", "sagemaker-core")
    doors.programs = programs
    return doors


def program(doors, name, text):
    path = doors.programs / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def npm_that_works(doors):
    told = doors.programs / "told"
    program(doors, "npm", f'[ "$1" = --version ] && echo 10 || {{ echo "$@" >> {told}; mkdir -p node_modules; }}')
    return told


def test_a_node_on_path_that_is_new_enough_is_taken_and_the_sdk_installed_once(doors):
    node, told = program(doors, "node", "echo v20.1.0"), npm_that_works(doors)
    assert [doors.main(), doors.main()] == [0, 0]
    assert doors.NODE_PATH.read_text().strip() == str(node)
    assert told.read_text().count("ci --ignore-scripts") == 1


def test_a_changed_lock_is_installed_again(doors):
    program(doors, "node", "echo v22.0.0")
    told = npm_that_works(doors)
    doors.main()
    (doors.JAVASCRIPT / "package-lock.json").write_text('{"changed": true}')
    doors.main()
    assert told.read_text().count("ci ") == 2


def test_an_old_node_sends_for_the_one_of_pypi(doors, monkeypatch):
    program(doors, "node", "echo v18.20.0")
    npm_that_works(doors)
    carried = program(doors, "carried-node", "echo v24.0.0")
    npm = program(doors, "carried-npm", "mkdir -p node_modules")
    monkeypatch.setattr(doors, "_node_from_pypi", lambda: doors.Node(carried, (str(npm),)))
    assert doors.main() == 0
    assert doors.NODE_PATH.read_text().strip() == str(carried)


def test_a_failing_npm_is_told_with_its_reason_and_the_way_around(doors, capsys):
    program(doors, "node", "echo v20.1.0")
    reason = "npm error request to http://mirror.example/x failed, reason: connect ECONNREFUSED"
    complaint = f"npm error code ECONNREFUSED\nnpm error errno X\n{reason}"
    program(doors, "npm", f'[ "$1" = --version ] && echo 10 && exit\necho "{complaint}" >&2; exit 1')
    assert doors.main() == 1
    error = capsys.readouterr().err
    assert reason in error
    assert "A2I_SIMULATOR_WITHOUT_DOORS=javascript" in error


def test_make_test_goes_on_without_a_door_that_cannot_be_made(doors, monkeypatch, capsys):
    program(doors, "node", "echo v20.1.0")
    program(doors, "npm", '[ "$1" = --version ] && echo 10 && exit\nexit 1')
    monkeypatch.setattr("sys.argv", ["doors.py", "--go-on"])
    assert doors.main() == 0
    assert capsys.readouterr().err.endswith("doors: going on; the tests of javascript will fail.\n")


def test_a_door_that_is_none_cannot_be_left_out(doors, monkeypatch, capsys):
    monkeypatch.setenv("A2I_SIMULATOR_WITHOUT_DOORS", "javascript, netscape")
    assert doors.main() == 1
    assert capsys.readouterr().err == (
        "doors: A2I_SIMULATOR_WITHOUT_DOORS names 'netscape'; it may name javascript and sagemaker-core.\n"
    )


def test_doors_that_are_left_out_need_nothing(doors, monkeypatch):
    monkeypatch.setenv("A2I_SIMULATOR_WITHOUT_DOORS", "javascript,sagemaker-core")
    assert doors.main() == 0
    assert not doors.FOLDER.exists()


def test_a_door_that_was_not_made_names_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr(door_places, "NODE_PATH", tmp_path / "none")
    monkeypatch.setattr(door_places, "SAGEMAKER_CORE_PYTHON", tmp_path / "none")
    for ask in (door_places.chosen_node, door_places.sagemaker_core_python):
        with pytest.raises(door_places.DoorError, match="run: make doors"):
            ask()


def test_the_javascript_lock_has_hashes_and_no_addresses():
    packages = json.loads((JAVASCRIPT / "package-lock.json").read_text())["packages"]
    locked = [package for name, package in packages.items() if name]
    assert len(locked) > 20
    assert all(package["integrity"].startswith("sha512-") for package in locked)
    assert not any("resolved" in package for package in locked)


def test_no_locked_javascript_package_wants_a_newer_node_than_we_ask_for(doors):
    packages = json.loads((JAVASCRIPT / "package-lock.json").read_text())["packages"]
    wanted = {
        int(ENGINE.search(package["engines"]["node"])[1]) for package in packages.values() if "engines" in package
    }
    assert max(wanted) == doors._OLDEST_NODE


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_version_in_a_door_s_lock_has_hashes(name):
    blocks = re.split(r"^(?=[a-z])", (SOURCES / name / "requirements.txt").read_text(), flags=re.MULTILINE)
    assert [block.splitlines()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block] == []
