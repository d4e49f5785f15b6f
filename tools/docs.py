"""Writes the pages of docs/ that are made from the code: `make docs`.

A page is a function without arguments that answers its Markdown; `PAGES` has them by file name. A test makes every page
anew and compares.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import lifecycle_page as lifecycle  # noqa: E402
import operations_page as operations  # noqa: E402
import worker_page as worker  # noqa: E402

from simulator.domain import guesses  # noqa: E402

DOCS = ROOT / "docs"
MADE_BY = "<!-- Made by `make docs`; changes by hand are lost. -->"


def guesses_page() -> str:
    """The page of guesses: rules that can be set, and sentences."""
    defaults = guesses.defaults()
    settings = [
        (f"`{entry.name}`", f"`{_toml(defaults[entry.name])}`", entry.unknown, entry.meaning, entry.source)
        for entry in guesses.SETTINGS
    ]
    texts = [(entry.when, f"`{entry.text}`", entry.source) for entry in guesses.all_sentences().values()]
    return "\n".join(
        [
            "# Guesses",
            "",
            MADE_BY,
            "",
            "AWS publishes neither everything that Amazon A2I does nor the text of most refusals. Here is what the",
            "simulator does instead. The flags: **D** documented by AWS, **O** observed in public code, **I** inferred",
            "from those, **G** a guess.",
            "",
            "## Rules that you can set",
            "",
            "Keys of the table `[rules]` in the file that `--config` names.",
            "",
            *_table(("rule", "default", "what is not known", "what the values mean", "flag"), settings),
            "",
            "## Sentences",
            "",
            "The code of each error is AWS's where it is known; do not rely on the words.",
            "",
            *_table(("said when", "text", "flag"), texts),
            "",
        ]
    )


def lifecycle_page() -> str:
    """The page of what can become of tasks, answers and human loops."""
    return "\n".join(["# Lifecycle", "", MADE_BY, "", *lifecycle.lines()])


def operations_page() -> str:
    """The page of operations: through which door the scenarios prove each, and which refusals they try."""
    return "\n".join(["# Operations and doors", "", MADE_BY, "", *operations.lines()])


def workers_page() -> str:
    """The page about simulated workers."""
    return worker.worker_page(MADE_BY)


PAGES: Mapping[str, Callable[[], str]] = {
    "guesses.md": guesses_page,
    "lifecycle.md": lifecycle_page,
    "operations.md": operations_page,
    "workers.md": workers_page,
}


def main() -> None:
    """Write every page."""
    DOCS.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [head, ("---",) * len(head), *rows]
    return [f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value) if isinstance(value, int) else f"{value:g}"


if __name__ == "__main__":
    main()
