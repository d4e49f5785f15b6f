"""The crowd elements as one script: what it holds, how small it is, what it refuses to join."""

import gzip
import re
from pathlib import Path

import pytest

from simulator.web.bundle import FRAME, BundleError, bundle, joined

WORKER_UI = Path(__file__).parents[2] / "worker_ui"
BUDGET_BYTES = 150_000


@pytest.fixture(scope="module")
def script():
    """The elements as they are served."""
    return bundle(WORKER_UI)


@pytest.fixture
def folder(tmp_path):
    """A folder of modules, made from their texts."""

    def write(**modules):
        for name, text in modules.items():
            path = tmp_path / "crowd" / f"{name.replace('__', '/')}.js"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "crowd"

    return write


def test_the_library_fits_its_budget_on_the_wire(script):
    assert len(script.compressed) < BUDGET_BYTES


def test_every_module_and_style_is_in_it_once_and_nothing_that_a_classic_script_may_not_say(script):
    text = script.plain.decode()
    modules = list((WORKER_UI / "crowd").rglob("*.js"))
    assert len(re.findall(r"^ *const m\d+ = \(\(\) => \{", text, re.MULTILINE)) == len(modules)
    assert text.count("--a2i-neutral-0: light-dark(") == text.count(":where(crowd-form) :where(hr)") == 1
    assert text.lstrip().startswith('(() => {\n  "use strict";')
    assert not re.search(r"^(?:import|export)\b|\bimport\(|import\.meta", text, re.MULTILINE)


def test_the_same_files_give_the_same_bytes(script):
    assert bundle(WORKER_UI) == script
    assert gzip.decompress(script.compressed) == script.plain


def test_names_comments_and_addresses_are_carried_over(folder, tmp_path):
    text = joined(
        folder(
            index='import { a as b } from "./part/a.js";\nimport * as all from "./part/a.js";\n'
            "/** said */\nexport const c = [b, all.a];\n",
            part__a="// @ts-check\nexport const a = import.meta.url;\n",
        )
    )
    place = f"{tmp_path.name}/crowd/part/a.js"
    assert f'const m0 = (() => {{const a = new URL("{place}", here).href;\nreturn {{ a }};' in text
    assert "const {a: b} = m0;" in text.replace("{ a: b }", "{a: b}")
    assert "const all = m0;" in text
    assert "said" not in text
    assert "@ts-check" not in text


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        (
            {"index": 'import { a } from "./a.js";\n', "a": 'import { b } from "./index.js";\nexport const a = 1;\n'},
            "index.js imports a.js imports index.js: break the circle.",
        ),
        ({"index": "const a = 1;\nexport { a };\n"}, "index.js has 'export { a };'. Import and export by name"),
        ({"index": 'import "./a.js";\n'}, "index.js has 'import \"./a.js\";'."),
    ],
)
def test_what_cannot_be_joined_is_named(folder, modules, message):
    with pytest.raises(BundleError, match=re.escape(message)):
        joined(folder(**modules))


def test_a_frame_without_a_place_for_the_modules_is_refused(folder, tmp_path):
    folder(index="export const a = 1;\n")
    (tmp_path / "styles").mkdir()
    for name in ("tokens.css", "crowd.css"):
        (tmp_path / "styles" / name).write_text("/* said */ a { }")
    frame = tmp_path / FRAME
    frame.write_text('const pageStyles = "";')
    with pytest.raises(BundleError, match=re.escape(f"{FRAME} must have")):
        bundle(tmp_path)


async def test_it_is_sent_compressed_to_who_takes_that_and_known_by_its_tag(site, script):
    path = "/crowd-html-elements.js"
    answer = await site.client.get(path)
    assert (answer.headers["content-encoding"], answer.content) == ("gzip", script.plain)
    assert int(answer.headers["content-length"]) == len(script.compressed)
    assert answer.headers["access-control-allow-origin"] == "*"
    plain = await site.client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == script.plain
    known = await site.client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_the_live_page_is_served(site):
    answer = await site.client.get("/docs/elements", follow_redirects=True)
    assert (answer.status_code, str(answer.url.path)) == (200, "/worker_ui/elements/index.html")
    assert answer.headers["content-type"].startswith("text/html")
