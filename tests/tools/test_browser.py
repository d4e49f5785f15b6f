"""tools/browser.py chooses a Chromium that starts, remembers it, and says what was tried when there is none."""

import os
from pathlib import Path

import pytest

from tools import browser


@pytest.fixture
def nothing_chosen(tmp_path, monkeypatch):
    choice = tmp_path / "chromium-path"
    monkeypatch.setattr(browser, "CHOICE", choice)
    monkeypatch.delenv("A2I_SIMULATOR_CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_make_playwright_run", lambda: None)
    return choice


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with nothing but what the test puts there, and no way to fetch anything."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(browser, "_ON_MACOS", ())
    monkeypatch.setattr(browser, "_from_playwright", lambda: iter([browser.Candidate("Playwright's", None, "offline")]))
    return folder


def program(folder, name):
    made = folder / name
    made.write_text("#!/bin/sh\nexit 1\n")
    made.chmod(0o755)
    return made


def test_what_is_installed_comes_before_what_is_fetched(programs):
    program(programs, "google-chrome")
    program(programs, "chromium")
    found = [(each.origin, each.path) for each in browser.candidates()]
    assert found[:2] == [("installed", programs / "chromium"), ("installed", programs / "google-chrome")]
    assert found[2] == ("Playwright's", None)


def test_a_named_browser_is_the_only_candidate(programs, monkeypatch):
    program(programs, "chromium")
    monkeypatch.setenv("A2I_SIMULATOR_CHROMIUM", "mine")
    assert [each.path for each in browser.candidates()] == [Path("mine")]


def test_the_first_that_starts_is_chosen_and_found_again_without_a_start(nothing_chosen, programs, monkeypatch, capsys):
    first, second = program(programs, "chromium"), program(programs, "google-chrome")
    started = []
    monkeypatch.setattr(browser, "obstacle", lambda path: started.append(path) or ("broken" if path == first else ""))
    assert (browser.main(), browser.main()) == (0, 0)
    assert started == [first, second]
    assert browser.chosen_chromium() == second
    assert capsys.readouterr().out == f"browser: {second} (installed)\n"


def test_a_choice_that_was_replaced_is_tried_again(nothing_chosen, programs, monkeypatch):
    chosen = program(programs, "chromium")
    started = []
    monkeypatch.setattr(browser, "obstacle", lambda path: started.append(path) or "")
    browser.main()
    os.utime(nothing_chosen, (1, 1))
    browser.main()
    assert started == [chosen, chosen]


def test_no_browser_at_all_is_told_with_everything_that_was_tried(nothing_chosen, programs, capsys):
    assert browser.main() == 1
    told = capsys.readouterr().err
    assert told.startswith("browser: no Chromium for the tests in a browser. Tried:")
    assert "- installed: none of chromium" in told
    assert "- Playwright's: offline" in told
    assert "npm's @sparticuz/chromium" in told
    assert "A2I_SIMULATOR_CHROMIUM=/path/to/chrome" in told


def test_a_program_that_is_no_browser_is_told_as_one(nothing_chosen, tmp_path):
    assert "does not start" in browser.obstacle(program(tmp_path, "chromium"))


def test_a_path_that_is_no_program_is_told_as_one(tmp_path):
    assert browser.obstacle(tmp_path / "absent") == f"{tmp_path}/absent is no program"


def test_asking_before_anything_was_chosen_names_the_command(nothing_chosen):
    with pytest.raises(browser.BrowserError, match="make browser"):
        browser.chosen_chromium()
