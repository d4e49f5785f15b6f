"""The crowd elements as one module: what it holds, how small it is, what it refuses to join."""

import gzip
import re
from pathlib import Path

import pytest

from simulator.web.bundle import BundleError, bundle

WORKER_UI = Path(__file__).parents[2] / "worker_ui"
BUDGET_BYTES = 150_000


@pytest.fixture(scope="module")
def joined():
    """The elements as they are served."""
    return bundle(WORKER_UI / "crowd")


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


def test_the_library_fits_its_budget_on_the_wire(joined):
    others = [
        WORKER_UI / "crowd-html-elements.js",
        *(WORKER_UI / "styles" / name for name in ("tokens.css", "crowd.css")),
    ]
    total = len(joined.compressed) + sum(len(path.read_bytes()) for path in others)
    assert total < BUDGET_BYTES


def test_every_module_is_in_it_once_and_the_entry_exports_what_it_exported(joined):
    text = joined.plain.decode()
    modules = list((WORKER_UI / "crowd").rglob("*.js"))
    assert text.count("= (() => {") >= len(modules)
    assert text.rstrip().splitlines()[-1].startswith("export const { ELEMENTS, register, ready } = ")
    assert not re.search(r"^import\b", text, re.MULTILINE)


def test_the_same_files_give_the_same_bytes(joined):
    assert bundle(WORKER_UI / "crowd") == joined
    assert gzip.decompress(joined.compressed) == joined.plain


def test_names_comments_and_addresses_are_carried_over(folder):
    text = bundle(
        folder(
            index='import { a as b } from "./part/a.js";\nimport * as all from "./part/a.js";\n'
            "/** said */\nexport const c = [b, all.a];\n",
            part__a="// @ts-check\nexport const a = import.meta.url;\n",
        )
    ).plain.decode()
    assert 'const m0 = (() => {const a = new URL("crowd/part/a.js", import.meta.url).href;\nreturn { a };' in text
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
        bundle(folder(**modules))


async def test_it_is_sent_compressed_to_who_takes_that_and_known_by_its_tag(site, joined):
    path = "/worker_ui/crowd.js"
    answer = await site.client.get(path)
    assert (answer.headers["content-encoding"], answer.content) == ("gzip", joined.plain)
    assert int(answer.headers["content-length"]) == len(joined.compressed)
    plain = await site.client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == joined.plain
    known = await site.client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_the_live_page_is_served(site):
    answer = await site.client.get("/docs/elements", follow_redirects=True)
    assert (answer.status_code, str(answer.url.path)) == (200, "/worker_ui/elements/index.html")
    assert answer.headers["content-type"].startswith("text/html")


async def test_the_entry_loads_it_and_the_pages_styles(site):
    text = (await site.client.get("/crowd-html-elements.js")).text
    assert '"worker_ui/crowd.js"' in text
    for path in ("worker_ui/crowd.js", "worker_ui/styles/tokens.css", "worker_ui/styles/crowd.css"):
        assert f'"{path}"' in text
        assert (await site.client.get(f"/{path}")).headers["access-control-allow-origin"] == "*"
