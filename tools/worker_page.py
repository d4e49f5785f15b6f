"""The page about simulated workers: the text beside this module, its tables from `domain.profiles` and `presets`."""

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from string import Template
from typing import Any

from simulator.domain.attendance import offset_text
from simulator.domain.durations import Even, Skewed
from simulator.domain.presets import PRESETS
from simulator.domain.profiles import Profile

_TEXT = Path(__file__).with_suffix(".md")


def worker_page(made_by: str) -> str:
    """The page, with its tables made from the code."""
    presets = [(f"`{name}`", preset.says, _plain(preset.document)) for name, preset in PRESETS.items()]
    members = [
        (f"`{each.name}`", each.metadata["unit"], f"`{_default(each)}`", each.metadata["says"])
        for each in fields(Profile)
    ]
    return Template(_TEXT.read_text(encoding="utf-8")).substitute(
        made_by=made_by,
        presets=_table(("preset", "what it is like", "what is not as usual"), presets),
        members=_table(("member", "unit", "default", "what it says"), members),
    )


def _default(member: Any) -> str:  # noqa: ANN401
    value = member.default if member.default is not MISSING else member.default_factory()
    if isinstance(value, Even | Skewed):
        value = value.document()
    if member.name == "utc_offset":
        value = offset_text(value)
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _plain(document: Any) -> str:  # noqa: ANN401
    return f"`{json.dumps(document)}`" if document else "nothing"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *rows))
