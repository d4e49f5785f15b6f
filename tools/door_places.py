"""Where tools/doors.py puts what the doors of e2e/doors need, and which doors the person leaves out."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".doors"
SOURCES = ROOT / "e2e" / "doors"
JAVASCRIPT = SOURCES / "javascript"
SAGEMAKER_CORE_PYTHON = FOLDER / "sagemaker-core" / "bin" / "python"
NODE_PATH = FOLDER / "node-path"
EXTRA_DOORS = ("javascript", "sagemaker-core")


class DoorError(Exception):
    """Why a door is not ready and what to do, in words for the person who ran make."""


def doors_left_out() -> frozenset[str]:
    """Answer the doors that A2I_SIMULATOR_WITHOUT_DOORS names; a name that is none raises DoorError."""
    named = frozenset(re.split(r"[,\s]+", os.environ.get("A2I_SIMULATOR_WITHOUT_DOORS", ""))) - {""}
    unknown = sorted(named - set(EXTRA_DOORS))
    if unknown:
        raise DoorError(f"A2I_SIMULATOR_WITHOUT_DOORS names {unknown[0]!r}; it may name {' and '.join(EXTRA_DOORS)}.")
    return named


def chosen_node() -> Path:
    """Answer the Node.js that `make doors` chose; raises DoorError when none was chosen yet."""
    if not NODE_PATH.exists():
        raise DoorError("no Node.js was chosen yet; run: make doors")
    return Path(NODE_PATH.read_text().strip())


def sagemaker_core_python() -> Path:
    """Answer the interpreter that has sagemaker-core; raises DoorError when it was not made yet."""
    if not SAGEMAKER_CORE_PYTHON.exists():
        raise DoorError("sagemaker-core is not installed yet; run: make doors")
    return SAGEMAKER_CORE_PYTHON
