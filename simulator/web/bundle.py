"""The crowd elements as one module: the modules of `worker_ui/crowd/`, each in a function of its own, in order.

They are over a hundred small files, written to be read. Sent one by one they would cost a template a hundred requests
and more bytes than all of them compressed together, so the server joins them when they are first asked for. Nothing is
renamed or rewritten: comments go, an import becomes a destructuring, an export a member of what the function returns.
A page of one's own can load `crowd/index.js` as it is.

That works because the modules keep to a style, which is checked here: named imports and exports only, declared where
they stand, and no circles.
"""

import gzip
import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_DOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_LINE = re.compile(r"^\s*//[^\n]*\n", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")
_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|class|function) (\w+))", re.MULTILINE)
_STRAY = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_RENAMED = re.compile(r"\b(\w+) as (\w+)\b")


class BundleError(ValueError):
    """A module that cannot be joined; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The joined module as it is sent."""

    plain: bytes
    compressed: bytes
    etag: str


def bundle(folder: Path, entry: str = "index.js") -> Bundle:
    """Join `entry` and what it needs; `folder` is `crowd/`, and the result is served beside it. Raises BundleError."""
    modules: dict[str, str] = {}
    _gather(folder, entry, (), modules)
    names = {path: f"m{index}" for index, path in enumerate(modules)}
    parts = [_wrapped(path, source, names, folder.name) for path, source in modules.items()]
    exports = ", ".join(_EXPORT.findall(modules[entry]))
    plain = "\n".join([*parts, f"export const {{ {exports} }} = {names[entry]};\n"]).encode()
    return Bundle(plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


def _gather(folder: Path, path: str, above: tuple[str, ...], modules: dict[str, str]) -> None:
    if path in modules:
        return
    if path in above:
        raise BundleError(f"{' imports '.join([*above[above.index(path) :], path])}: break the circle.")
    source = _BLANK.sub("\n", _LINE.sub("", _DOC.sub("", (folder / path).read_text(encoding="utf-8"))))
    for match in _IMPORT.finditer(source):
        _gather(folder, _beside(path, match[3]), (*above, path), modules)
    modules[path] = source


def _beside(path: str, specifier: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))


def _wrapped(path: str, source: str, names: Mapping[str, str], folder: str) -> str:
    def imported(match: re.Match[str]) -> str:
        wanted = match[2] or "{" + _RENAMED.sub(r"\1: \2", " ".join(match[1].split())) + "}"
        return f"const {wanted} = {names[_beside(path, match[3])]};\n"

    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(imported, source))
    stray = _STRAY.search(body)
    if stray:
        raise BundleError(f"{path} has {stray[0]!r}. Import and export by name, where the thing is declared.")
    here = f'new URL("{folder}/{path}", import.meta.url).href'
    return f"const {names[path]} = (() => {{{body.replace('import.meta.url', here)}return {{ {exported} }};\n}})();"
