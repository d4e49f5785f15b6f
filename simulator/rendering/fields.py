"""What a task's page asks: the answer schema, one for simulated workers, the check of answers and the docs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from simulator.rendering.details import Detail


class Kind(StrEnum):
    """How a field's answer looks (A2I_FACTS J2)."""

    TEXT = "text"
    """`"name": "text"`; every native input with a text value, crowd-input, crowd-text-area."""
    HIDDEN = "hidden"
    """`"name": "text"`, the same for every worker: `initial`."""
    SELECT = "select"
    """`"name": "option"`, or a list of options when `multiple`."""
    NUMBER = "number"
    """`"name": 5.5`; a slider."""
    FLAGS = "flags"
    """`"name": {"choice": true, …}`; checkboxes and switches, any number of them on."""
    RADIO = "radio"
    """`"name": {"choice": true, …}`; at most one on."""
    LABEL = "label"
    """`"name": {"label": "choice"}`; a classifier."""
    LABELS = "labels"
    """`"name": {"labels": ["choice", …]}`; a classifier for several."""
    RANKING = "ranking"
    """`"name": {"dimensions": [{"name", "ranks": [2, 1, …]}]}`; ranks of texts, `detail` is a Ranking [G]."""
    QUESTIONS = "questions"
    """`"name": {"questionAnswers": [{…}]}`; questions about a text, `detail` is a Questions [G]."""
    ENTITIES = "entities"
    """`"name": {"entities": [{endOffset, label, startOffset}]}`; passages of a text, `detail` is a Passages."""
    MODERATION = "moderation"
    """`"name": {"moderationLabels": [category, …]}`; texts or whole objects, `detail` is an Items."""
    BLOCKS = "blocks"
    """`"name": {"blocks": [{…}]}`; a document's key-value pairs, `detail` is a Document."""
    SEMANTIC = "semantic"
    """`"name": {labelMappings, labeledImage, inputImageProperties}`; a painted image, `detail` is a Regions."""
    INSTANCES = "instances"
    """`"name": {instances, labeledImage, inputImageProperties}`; a painted image, `detail` is a Regions."""
    SHAPES = "shapes"
    """`"name": {"boundingBoxes": [{…}], "inputImageProperties": {…}}`; shapes on an image, `detail` is a Drawing."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranks from 1, the best, to `responses`, on each of `dimensions`: its name, and whether ties are allowed."""

    dimensions: tuple[tuple[str, bool], ...]
    responses: int


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions and answers about `text`: how many, how many words each, tags on offer, whether others may be added.

    Bounds are (least, most); a most of None is no bound.
    """

    text: str
    count: tuple[int, int | None]
    question_words: tuple[int, int | None]
    answer_words: tuple[int, int | None]
    tags: tuple[str, ...] = ()
    custom_tags: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes under `key` in the answer, of `fewest` to `most` points each (None: no bound).

    `size` is the image's width and height as the template declares it. `given` are the initial shapes; with `adjusts`
    the answer says by `initialValueModified` whether they were changed.
    """

    key: str
    fewest: int
    most: int | None
    size: tuple[int, int] | None
    given: tuple[Mapping[str, Any], ...]
    adjusts: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a page asks.

    `choices` are the values on offer, in document order; `demanded` those that must be on, `checked` those that are on
    before the worker comes. `initial` is the text that stands in the field, of a select an option that is shown but not
    on offer. `minimum`, `maximum` and `step` are numbers, for dates and times ISO texts. `pattern` must match the whole
    text, or each of its characters if `each_character`. `group` joins radio fields of several names of which only one
    may be on. `comment`: a worker may add `workerComment`. `exclusion` is the text that stands for none of the choices.
    `detail` is what only one kind has. `element` is the tag, `input_type` an input's type, `title` what the worker
    reads beside the field.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = False
    minimum: float | str | None = None
    maximum: float | str | None = None
    pattern: str | None = None
    max_length: int | None = None
    multiple: bool = False
    min_length: int = 0
    step: float | None = None
    each_character: bool = False
    initial: str | None = None
    checked: tuple[str, ...] = ()
    demanded: tuple[str, ...] = ()
    group: str = ""
    comment: bool = False
    exclusion: str = ""
    detail: Ranking | Questions | Drawing | Detail | None = None
    element: str = ""
    input_type: str = "text"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that a page asks, in document order; `flat` when answers are keyed `name.value` (A2I_FACTS J1 [O])."""

    fields: tuple[Field, ...]
    flat: bool = False

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)
