"""Answers of the control API as aligned text for people."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def table(rows: Sequence[Row], columns: Mapping[str, str], empty: str) -> str:
    """Rows under headings: `columns` maps a heading to the member it shows, as in `lease.deadline`."""
    if not rows:
        return empty
    lines = [list(columns), *([cell(_member(row, path)) for path in columns.values()] for row in rows)]
    widths = [max(_width(line[index]) for line in lines) for index in range(len(columns))]
    return "\n".join(_aligned(line, widths) for line in lines)


def facts(document: Row, members: Mapping[str, str]) -> str:
    """One fact a line: `members` maps a label to the member it shows; what is null is left out."""
    shown = {label: _member(document, path) for label, path in members.items()}
    widest = max(len(label) for label in members)
    return "\n".join(f"{label:<{widest}}  {cell(value)}" for label, value in shown.items() if value is not None)


def event_row(event: Row) -> Row:
    """An event as a row: what it is `about` (a loop's name, else an ARN), the `worker`, and `more`, the rest."""
    data = dict(event["data"])
    arn = data.pop("human_loop_arn", None)
    about = data.pop("human_loop_name", None) or data.pop("arn", arn)
    worker = data.pop("worker", None)
    more = "  ".join(f"{name}={cell(value)}" for name, value in data.items())
    return {**event, "about": about, "worker": worker, "more": more or None}


def cell(value: object) -> str:
    """A value on one line: null as `-`, objects as JSON."""
    if value is None:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in text)


def _member(row: Row, path: str) -> Any:  # noqa: ANN401
    value: Any = row
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
