"""pip's settings reach uv, and the lock can be split."""

from pathlib import Path

import pytest

from tools.package_tools import locked_version, pip_settings, split_lock, uv_words

LOCK = """uv==1.2 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via us
uvicorn==0.5 \\
    --hash=sha256:cc
"""


def test_a_variable_beats_pips_own_section_and_that_beats_the_global_one():
    listing = "global.index-url='global'\ninstall.index-url='install'\nglobal.cert='bundle'\nlist.index-url='no'\n"
    assert pip_settings(listing, {}) == {"index-url": "install", "cert": "bundle"}
    assert pip_settings(listing, {"PIP_INDEX_URL": "variable"})["index-url"] == "variable"


def test_an_empty_variable_says_nothing():
    assert pip_settings("global.proxy='p'\n", {"PIP_PROXY": ""}) == {"proxy": "p"}


def test_a_mirror_said_to_pip_is_said_to_uv():
    told = {"index-url": "https://mirror.example/simple", "trusted-host": "a b", "timeout": "60", "proxy": "http://p:1"}
    assert uv_words(told) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INSECURE_HOST": "a b",
        "UV_HTTP_TIMEOUT": "60",
        "HTTPS_PROXY": "http://p:1",
        "HTTP_PROXY": "http://p:1",
    }


def test_further_indexes_are_all_asked_as_pip_asks_them():
    words = uv_words({"extra-index-url": "https://a.example\nhttps://b.example", "find-links": "one two"})
    assert words["UV_INDEX"] == "https://a.example https://b.example"
    assert words["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert words["UV_FIND_LINKS"] == "one,two"


@pytest.mark.parametrize("kind, variable", [("file", "SSL_CERT_FILE"), ("folder", "SSL_CERT_DIR")])
def test_a_certificate_is_a_file_or_a_folder(tmp_path, kind, variable):
    place = tmp_path / "certificates"
    place.mkdir() if kind == "folder" else place.touch()
    assert uv_words({"cert": str(place)}) == {variable: str(place)}


def test_nothing_said_to_pip_is_nothing_said_to_uv():
    assert uv_words({}) == {}


def test_the_lock_is_split_at_a_whole_name():
    ours, others = split_lock(LOCK, "uv")
    assert ours.splitlines()[0] == "uv==1.2 \\"
    assert ours.count("--hash") == 2
    assert others.startswith("uvicorn==0.5")
    assert ours + others == LOCK


def test_the_lock_names_the_installer_itself():
    assert locked_version("uv").count(".") >= 1
    assert Path(__file__).parents[2].joinpath("requirements.txt").exists()
