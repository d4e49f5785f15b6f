#!/bin/sh
# Makes .venv what requirements.txt and pyproject.toml say, and does nothing when it already is.
#
# Needs only a POSIX shell. It finds a Python that fits and leaves the rest to setup_environment.py.
# PYTHON names the interpreter to use instead of the one found. With --announce it says so when there was nothing to do.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/set-up-for
venv_python=.venv/bin/python

fingerprint() {
    pwd -P
    cat pyproject.toml requirements.txt tools/setup.sh tools/setup_environment.py tools/package_tools.py | cksum
}

# Prints "fits" for a CPython that the lock was tried with, "newer" for a later one, else what stands against it.
judge() {
    "$1" - 2>/dev/null <<'PYTHON' || echo "does not run"
import sys
version = sys.version_info[:2]
spoken = "is Python %d.%d.%d" % sys.version_info[:3]
if getattr(getattr(sys, "implementation", None), "name", "") != "cpython":
    print(spoken + ", but not CPython")
elif version < (3, 11):
    print(spoken)
else:
    print("fits" if version <= (3, 14) else "newer")
PYTHON
}

identity() {
    "$1" -c 'import sys; print(sys.version_info[:3], sys.base_prefix)' 2>/dev/null || echo "does not run"
}

# One candidate a line: what the user calls python3 first, then the versions by name, then where installers put them.
candidates() {
    for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
        command -v "$name" || true
    done
    for folder in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin /opt/homebrew/bin /usr/local/bin /usr/bin; do
        for name in python3.13 python3.12 python3.11 python3.14 python3; do
            if [ -x "$folder/$name" ]; then echo "$folder/$name"; fi
        done
    done
}

complain() {
    {
        echo "setup: $1"
        echo "       Debian, Ubuntu: apt-get install python3 python3-venv    Fedora: dnf install python3.12"
        echo "       macOS: brew install python                              or name yours: make setup PYTHON=/path/to/python3"
    } >&2
    exit 1
}

# Sets $python, or ends with a message that lists what was looked at.
find_python() {
    newer=""
    seen=""
    while read -r candidate; do
        verdict=$(judge "$candidate")
        case $verdict in
            fits) python=$candidate; return ;;
            newer) newer=${newer:-$candidate} ;;
            *) seen="$seen
         $candidate $verdict" ;;
        esac
    done <<LIST
$(candidates | awk '!again[$0]++')
LIST
    python=$newer
    [ -n "$python" ] || complain "Python 3.11 or newer is needed, and none was found. Looked at:${seen:- nothing called python3}"
}

# Sets $python to the one that the user named, or ends with what stands against it.
take_named_python() {
    named=$(command -v "$PYTHON") || complain "PYTHON=$PYTHON is no program."
    verdict=$(judge "$named")
    case $verdict in
        fits | newer) python=$named ;;
        *) complain "PYTHON=$PYTHON $verdict; Python 3.11 or newer is needed." ;;
    esac
}

if [ -n "${PYTHON:-}" ]; then
    take_named_python
    if [ "$(identity "$python")" = "$(identity $venv_python)" ]; then python=$venv_python; else rm -f $stamp; fi
else
    case $(judge $venv_python) in
        fits | newer) python=$venv_python ;;
        *) rm -f $stamp; find_python ;;
    esac
fi

if [ -f $stamp ] && [ "$(fingerprint)" = "$(cat $stamp)" ]; then
    if [ "${1:-}" = --announce ]; then echo "setup: .venv is up to date."; fi
    exit 0
fi
rm -f $stamp
"$python" tools/setup_environment.py </dev/null
fingerprint >$stamp
