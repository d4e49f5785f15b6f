"""How pip and uv are called for this checkout's .venv: which of them there is, and with whose settings.

uv is fast but reads none of pip's configuration. Whoever has told pip about a mirror, a proxy or a certificate means
every tool that fetches packages, so `uv_environment` says the same to uv in uv's own variables. What the user has said
to uv directly always wins, and nothing of it is ever written to a file.

Needs the standard library only: it runs before anything is installed.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.txt"

_QUIET_PIP = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_USER": "0",
}
_COMMON_UV = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
_MISLEADING = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")


class SetupError(Exception):
    """What stands in the way and how to mend it, in words for the person who ran make."""


def say(sentence: str) -> None:
    """Tell the person one thing, at once even when the output is a pipe."""
    print(f"setup: {sentence}", flush=True)


def base_python() -> str:
    """Answer the interpreter outside any virtual environment that the running one comes from."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def succeeds(command: list[str], environment: Mapping[str, str] | None = None) -> bool:
    """Run the command with its messages shown; answer whether it ended well."""
    return subprocess.run(command, cwd=ROOT, env=environment or child_environment(), check=False).returncode == 0


def output_of(command: list[str]) -> str | None:
    """Answer what the command prints, or None when it is missing or fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, env=child_environment(), check=False, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def child_environment() -> dict[str, str]:
    """Answer the environment for programs: the user's own, less what would lead an interpreter astray."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return kept | _QUIET_PIP | {"DEBIAN_FRONTEND": "noninteractive"}


def pip_command() -> list[str] | None:
    """Answer how to call a pip that installs into .venv: the one inside, else the base interpreter's, else None."""
    inside = [str(VENV_PYTHON), "-m", "pip"]
    if output_of([*inside, "--version"]) is not None:
        return inside
    outside = [base_python(), "-m", "pip", "--python", str(VENV_PYTHON)]
    return outside if output_of([*outside, "--version"]) is not None else None


def uv_command() -> list[str] | None:
    """Answer how to call uv: the locked one, installed into .venv first if need be, else the user's own, else None."""
    inside = [str(VENV_PYTHON), "-m", "uv"]
    if (output_of([*inside, "--version"]) or "").startswith(f"uv {locked_version('uv')} "):
        return inside
    if _install_locked_uv():
        return inside
    found = shutil.which("uv")
    return [found] if found and output_of([found, "--version"]) is not None else None


def _install_locked_uv() -> bool:
    pip = pip_command()
    if pip is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        block = Path(folder, "uv.txt")
        block.write_text(split_lock(LOCK.read_text(), "uv")[0])
        command = [*pip, "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
        return output_of([*command, "-r", str(block)]) is not None


def locked_version(package: str) -> str:
    """Answer the version that the lock names for the package."""
    found = re.search(rf"^{re.escape(package)}==([^\s;]+)", LOCK.read_text(), re.MULTILINE)
    if found is None:
        raise SetupError(f"requirements.txt does not name {package}; make it again with: make lock")
    return found[1]


def split_lock(lock: str, package: str) -> tuple[str, str]:
    """Split the lock's text into the package's own lines (with its hashes) and all the others."""
    ours: list[str] = []
    others: list[str] = []
    inside = False
    for line in lock.splitlines(keepends=True):
        if not line[:1].isspace():
            inside = line.startswith(f"{package}==")
        (ours if inside else others).append(line)
    return "".join(ours), "".join(others)


def uv_environment() -> dict[str, str]:
    """Answer the environment for uv: the user's own, and pip's settings in uv's words where uv was told nothing."""
    listing = output_of([*(pip_command() or ["pip"]), "config", "list"]) or ""
    told = pip_settings(listing, os.environ)
    return _COMMON_UV | uv_words(told) | child_environment()


def pip_settings(listing: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Answer the options that `pip install` would obey: global, then its own section, then PIP_ variables."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.strip().rpartition(".")
        if section in found:
            found[section][option] = str(ast.literal_eval(value))
    variables = {
        name[4:].lower().replace("_", "-"): value
        for name, value in environment.items()
        if name.startswith("PIP_") and value
    }
    return found["global"] | found["install"] | variables


def uv_words(told: Mapping[str, str]) -> dict[str, str]:
    """Translate pip's options into uv's variables.

    pip takes the best version from all of its indexes, uv by default the first index that knows the name; the lock's
    hashes make pip's way safe here.
    """
    words = {
        "UV_DEFAULT_INDEX": told.get("index-url", ""),
        "UV_INDEX": " ".join(told.get("extra-index-url", "").split()),
        "UV_INDEX_STRATEGY": "unsafe-best-match" if told.get("extra-index-url") else "",
        "UV_FIND_LINKS": ",".join(told.get("find-links", "").split()),
        "UV_NO_INDEX": "1" if told.get("no-index", "").lower() in {"1", "true", "yes", "on"} else "",
        "UV_INSECURE_HOST": " ".join(told.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": told.get("timeout", told.get("default-timeout", "")),
        "HTTPS_PROXY": told.get("proxy", ""),
        "HTTP_PROXY": told.get("proxy", ""),
        "SSL_CLIENT_CERT": told.get("client-cert", ""),
        "SSL_CERT_DIR" if Path(told.get("cert", "")).is_dir() else "SSL_CERT_FILE": told.get("cert", ""),
    }
    return {name: value for name, value in words.items() if value}
