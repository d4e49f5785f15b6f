"""Fills .venv from the lock: every package at its locked version and hash, then the project itself, editable.

Run by setup.sh with an interpreter that fits; needs the standard library only. Ways, best first:

- The environment: `venv` with pip in it. Where Debian's Python lacks ensurepip, it is made without pip if an outside
  pip or uv can fill it, else Debian's own package is installed when we may, else the message names that package.
- The packages: uv, itself at its locked version. Where uv has no wheel, or fails, pip does the same more slowly. Both
  compile them now: where PYTHONDONTWRITEBYTECODE is set, every start of a server would compile them anew, for seconds.
"""

import importlib
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from package_tools import (
    LOCK,
    ROOT,
    VENV,
    VENV_PYTHON,
    SetupError,
    base_python,
    output_of,
    pip_command,
    say,
    split_lock,
    succeeds,
    uv_command,
    uv_environment,
)


def main() -> int:
    """Make .venv ready; answer the exit status."""
    started = time.perf_counter()
    try:
        make_environment()
        install()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    say(f"ready in {time.perf_counter() - started:.0f} s.")
    return 0


def make_environment() -> None:
    """Make .venv, unless this interpreter already runs in one that was made here."""
    if Path(sys.prefix) == VENV and _was_made_here():
        return
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists():
        raise SetupError(f"{VENV} is no virtual environment; move it away and run make again.")
    say(f"making .venv with Python {platform.python_version()} ({base_python()}).")
    with_pip = _has_ensurepip() or _mend_ensurepip()
    command = [base_python(), "-m", "venv", "--clear", *([] if with_pip else ["--without-pip"]), str(VENV)]
    if not succeeds(command):
        raise SetupError(f"could not make .venv; the lines above say why. The command was: {' '.join(command)}")


def _was_made_here() -> bool:
    """Say whether .venv's scripts name this very folder: an environment that was moved or copied is useless."""
    activate = VENV / "bin" / "activate"
    return activate.exists() and str(VENV) in activate.read_text()


def _has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _mend_ensurepip() -> bool:
    """Answer whether ensurepip is there now; False means that something outside can fill an environment without it."""
    outside = shutil.which("uv") or output_of([base_python(), "-m", "pip", "--version"])
    if outside and importlib.util.find_spec("venv"):
        return False
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get") and base_python().startswith("/usr/bin/"):
        say(f"this Python lacks ensurepip; installing Debian's {package}.")
        steps = (["update"], ["install", "-y", "--no-install-recommends", package])
        if all(output_of(["apt-get", "-qq", *step]) is not None for step in steps) and _has_ensurepip():
            return True
    raise SetupError(
        f"{base_python()} lacks ensurepip, and there is neither pip nor uv to do without it.\n"
        f"       Debian, Ubuntu: sudo apt-get install {package}    (or python3-pip)\n"
        "       or name another interpreter: make setup PYTHON=/path/to/python3"
    )


def install() -> None:
    """Install what the lock says, and the project; with uv, else with pip."""
    packages = sum(line[:1].isalnum() for line in LOCK.read_text().splitlines())
    say(f"installing {packages} locked packages.")
    uv, pip = uv_command(), pip_command()
    if uv is not None and _install_with_uv(uv):
        return
    if pip is None:
        raise SetupError(_HOW_TO_REACH_AN_INDEX)
    say("uv cannot do it here; pip does the same, more slowly.")
    if not _install_with_pip(pip):
        raise SetupError(_HOW_TO_REACH_AN_INDEX)


_HOW_TO_REACH_AN_INDEX = (
    "the packages could not be installed; the lines above say why.\n"
    "       Behind a mirror or a proxy, tell pip once (pip config set global.index-url ..., global.proxy,\n"
    "       global.cert, or PIP_INDEX_URL, PIP_PROXY, PIP_CERT): the same is used here. Then run make again."
)


def _install_with_uv(uv: list[str]) -> bool:
    environment = uv_environment()
    into = ["--quiet", "--python", str(VENV_PYTHON)]
    sync = [*uv, "pip", "sync", *into, "--compile-bytecode", "--require-hashes", str(LOCK)]
    project = [*uv, "pip", "install", *into, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    return succeeds(sync, environment) and succeeds(project, environment)


def _install_with_pip(pip: list[str]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "requirements.txt")
        lock.write_text(split_lock(LOCK.read_text(), "uv")[1])
        packages = [*pip, "install", "--quiet", "--require-hashes", "-r", str(lock)]
        project = [*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        return succeeds(packages) and succeeds(project)


if __name__ == "__main__":
    sys.exit(main())
