"""The crowd elements as one script: what templates load, with the modules of `worker_ui/crowd/` and the styles inside.

They are over a hundred small files, written to be read. Sent one by one they would cost a template a hundred requests
and more bytes than all of them compressed together, so the server joins them when they are first asked for. Nothing is
renamed or rewritten: comments go, each module becomes a function of its own, an import a destructuring, an export a
member of what the function returns. The frame around them is `crowd-html-elements.js`, which says where they go. A page
of one's own can load `crowd/index.js` as it is.

That works because the modules keep to a style, which is checked here: named imports and exports only, declared where
they stand, and no circles.
"""

import gzip
import hashlib
import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_DOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE = re.compile(r"^\s*//[^\n]*\n", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")
_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|class|function) (\w+))", re.MULTILINE)
_STRAY = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_RENAMED = re.compile(r"\b(\w+) as (\w+)\b")

FRAME = "crowd-html-elements.js"
"""The classic script that templates load."""

_MODULES = 'return import(new URL("crowd/index.js", here).href);'
_STYLES = 'pageStyles = "";'
_PAGE_STYLES = ("tokens.css", "crowd.css")


class BundleError(ValueError):
    """A module that cannot be joined; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The joined script as it is sent."""

    plain: bytes
    compressed: bytes
    etag: str


def bundle(worker_ui: Path) -> Bundle:
    """The script with all that is in it, to be served beside the folder `worker_ui`. Raises BundleError."""
    frame = _bare((worker_ui / FRAME).read_text(encoding="utf-8"))
    with_styles = _filled(frame, _STYLES, f"pageStyles = {_page_styles(worker_ui / 'styles')};")
    plain = _filled(with_styles, _MODULES, joined(worker_ui / "crowd")).encode()
    return Bundle(plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


def joined(folder: Path, entry: str = "index.js") -> str:
    """The body of a function that returns what `entry` exports; it wants the script's address as `here`.

    `folder` is `worker_ui/crowd/`. Raises BundleError.
    """
    modules: dict[str, str] = {}
    _gather(folder, entry, (), modules)
    names = {path: f"m{index}" for index, path in enumerate(modules)}
    place = f"{folder.parent.name}/{folder.name}"
    parts = [_wrapped(path, source, names, place) for path, source in modules.items()]
    return "\n".join([*parts, f"return {names[entry]};"])


def _filled(text: str, place: str, filling: str) -> str:
    if text.count(place) != 1:
        raise BundleError(f"{FRAME} must have {place!r} once.")
    return text.replace(place, filling)


def _page_styles(folder: Path) -> str:
    text = "".join((folder / name).read_text(encoding="utf-8") for name in _PAGE_STYLES)
    return json.dumps(_BLANK.sub("\n", _CSS_COMMENT.sub("", text)))


def _gather(folder: Path, path: str, above: tuple[str, ...], modules: dict[str, str]) -> None:
    if path in modules:
        return
    if path in above:
        raise BundleError(f"{' imports '.join([*above[above.index(path) :], path])}: break the circle.")
    source = _bare((folder / path).read_text(encoding="utf-8"))
    for match in _IMPORT.finditer(source):
        _gather(folder, _beside(path, match[3]), (*above, path), modules)
    modules[path] = source


def _bare(text: str) -> str:
    return _BLANK.sub("\n", _LINE.sub("", _DOC.sub("", text)))


def _beside(path: str, specifier: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))


def _wrapped(path: str, source: str, names: Mapping[str, str], place: str) -> str:
    def imported(match: re.Match[str]) -> str:
        wanted = match[2] or "{" + _RENAMED.sub(r"\1: \2", " ".join(match[1].split())) + "}"
        return f"const {wanted} = {names[_beside(path, match[3])]};\n"

    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(imported, source))
    stray = _STRAY.search(body)
    if stray:
        raise BundleError(f"{path} has {stray[0]!r}. Import and export by name, where the thing is declared.")
    here = f'new URL("{place}/{path}", here).href'
    return f"const {names[path]} = (() => {{{body.replace('import.meta.url', here)}return {{ {exported} }};\n}})();"
