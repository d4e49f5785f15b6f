"""Which doors there are: those of the folder `adapters`, and those that A2I_SIMULATOR_DOORS names.

A door of your own (another SDK, Terraform, …) is one file with a class that is a `Door` (door.py) and the line
`DOOR = ThatClass`. Name the file, or several with a comma, and every scenario runs through it as well:

    make test ARGS="e2e/doors" A2I_SIMULATOR_DOORS=path/to/my_door.py
"""

import importlib.util
import os
from pathlib import Path

from e2e.doors.adapters.aws_cli import CliDoor
from e2e.doors.adapters.javascript import JavaScriptDoor
from e2e.doors.adapters.python_aiobotocore import AiobotocoreDoor
from e2e.doors.adapters.python_boto3 import Boto3Door
from e2e.doors.adapters.sagemaker_core import SageMakerCoreDoor

OURS = (Boto3Door, AiobotocoreDoor, CliDoor, JavaScriptDoor, SageMakerCoreDoor)


def all_doors():
    """Our doors, then the user's."""
    named = os.environ.get("A2I_SIMULATOR_DOORS", "").split(",")
    return (*OURS, *(door_of(Path(path.strip())) for path in named if path.strip()))


def door_of(path):
    """The door of an adapter's file."""
    spec = importlib.util.spec_from_file_location(path.stem, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise ImportError(f"A2I_SIMULATOR_DOORS names {path}, which is no Python file.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, "DOOR"):
        raise ImportError(f"A2I_SIMULATOR_DOORS names {path}, which lacks the line DOOR = (its class).")
    return module.DOOR
