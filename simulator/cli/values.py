"""What a user writes as an argument."""

import json
import sys
from typing import Any

import click


def json_object(text: str) -> dict[str, Any]:
    """The JSON object of an argument; `-` reads it from stdin."""
    try:
        value = json.loads(sys.stdin.read() if text == "-" else text)
    except ValueError as error:
        raise click.UsageError(f"That is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise click.UsageError('The JSON must be an object, such as {"sentiment": {"label": "Positive"}}.')
    return value
