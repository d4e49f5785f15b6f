"""What only one kind of review field has; texts instead of objects, so that a form stays a plain value."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Passages:
    """The text whose passages are labelled, and the entities that stand in it before the worker comes.

    An entity is (start, end, label); offsets are code points.
    """

    text: str
    given: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """What the answer holds for each choice, as JSON: the category's text, or its whole object."""

    texts: tuple[str, ...]

    def parsed(self) -> tuple[Any, ...]:
        """The items themselves, in the order of the choices."""
        return tuple(json.loads(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks under review, a JSON list, and the keys that are to be found because no block has them."""

    blocks: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regions:
    """A painted image: its width and height, None when nothing tells them, and whether there is an earlier answer."""

    size: tuple[int, int] | None = None
    adjusts: bool = False


Detail = Passages | Items | Document | Regions
