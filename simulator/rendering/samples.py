"""Our own task templates and their sample inputs, each with its true answer, for demonstrations and tests.

`tasks/NAME.liquid.html` is a template, `tasks/samples/NAME.jsonl` its samples: one object in a line, `input` for the
template's `task.input`, `truth` for the answer that a perfect worker would give.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.domain.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Sample:
    """One task: its input, and the answerContent that is right for it."""

    input: Mapping[str, object]
    truth: Mapping[str, object]


def names(templates: Path) -> tuple[str, ...]:
    """The templates that there are, in alphabetical order. `templates` is the folder that holds `tasks/`."""
    return tuple(sorted(path.name.removesuffix(".liquid.html") for path in (templates / "tasks").glob("*.liquid.html")))


def template(name: str, templates: Path) -> str:
    """The Liquid text of a template. Raises NotFound."""
    return _read(templates / "tasks" / f"{name}.liquid.html", f"task template '{name}'", templates)


def load(name: str, templates: Path) -> tuple[Sample, ...]:
    """The samples of a template, in their order. Raises NotFound, or Invalid that names the line."""
    text = _read(templates / "tasks" / "samples" / f"{name}.jsonl", f"sample file '{name}'", templates)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return tuple(_sample(line, f"{name}.jsonl line {number}") for number, line in lines)


def _read(path: Path, what: str, templates: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise NotFound(f"There is no {what}; there are: {', '.join(names(templates))}.") from None


def _sample(line: str, place: str) -> Sample:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise Invalid(f"{place} is not JSON: {error}.") from None
    if not isinstance(value, dict) or not all(isinstance(value.get(part), dict) for part in ("input", "truth")):
        raise Invalid(f"{place} must be an object with the objects 'input' and 'truth'.")
    return Sample(value["input"], value["truth"])
