"""Makes requirements.txt from pyproject.toml: every dependency of every kind, for every platform, with hashes.

`make lock` keeps the versions that still fit; `make lock ARGS=--upgrade` takes the newest. The file names no index.
"""

import sys

from package_tools import LOCK, SetupError, succeeds, uv_command, uv_environment

COMPILE = [
    *("pip", "compile", "pyproject.toml", "--all-extras", "--group", "dev"),
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header", "--quiet", "--output-file", str(LOCK)),
]


def main() -> int:
    """Write the lock; answer the exit status."""
    uv = uv_command()
    if uv is None:
        raise SetupError("there is no uv for this machine, and only uv can make the lock.")
    return 0 if succeeds([*uv, *COMPILE, *sys.argv[1:]], uv_environment()) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetupError as error:
        sys.exit(f"lock: {error}")
