"""Makes every lock: each dependency of each kind, for every platform, with hashes. No lock names an index.

- requirements.txt, from pyproject.toml: what .venv holds.
- e2e/doors/*/requirements.txt: the environments of their own that tools/doors.py makes.
- e2e/doors/javascript/package-lock.json, when there is an npm.

`make lock` keeps the versions that still fit; `make lock ARGS=--upgrade` takes the newest.
"""

import shutil
import sys

from package_tools import LOCK, ROOT, SetupError, say, succeeds, uv_command, uv_environment

HOW = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header", "--quiet"),
]
DOORS = ROOT / "e2e" / "doors"
SOURCES = {
    LOCK: ["pyproject.toml", "--all-extras", "--group", "dev"],
    DOORS / "node" / "requirements.txt": ["e2e/doors/node/requirements.in"],
    DOORS / "sagemaker-core" / "requirements.txt": [
        "e2e/doors/sagemaker-core/requirements.in",
        *("--overrides", "e2e/doors/sagemaker-core/overrides.txt"),
    ],
}


def main() -> int:
    """Write the locks; answer the exit status."""
    uv = uv_command()
    if uv is None:
        raise SetupError("there is no uv for this machine, and only uv can make the lock.")
    compile_ = [*uv, "pip", "compile", *HOW, *sys.argv[1:]]
    made = [
        succeeds([*compile_, *source, "--output-file", str(lock)], uv_environment()) for lock, source in SOURCES.items()
    ]
    return 0 if all([*made, _lock_javascript()]) else 1


def _lock_javascript() -> bool:
    npm = shutil.which("npm")
    if npm is None:
        say("there is no npm, so e2e/doors/javascript/package-lock.json stays as it is.")
        return True
    folder = DOORS / "javascript"
    lock = ["--package-lock-only", "--omit-lockfile-registry-resolved", "--ignore-scripts", "--no-audit", "--no-fund"]
    verb = "update" if "--upgrade" in sys.argv else "install"
    return succeeds([npm, "--prefix", str(folder), verb, *lock])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetupError as error:
        sys.exit(f"lock: {error}")
