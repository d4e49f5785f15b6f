"""The answer schema of a page: every field that it asks, in document order.

As the browser gathers answers: from everything inside crowd-form, or, without one, from the whole page (A2I_FACTS K.8
[O]); checkboxes and radio buttons of one name are one field; otherwise the last element of a name counts [I]. Fields
that a script adds cannot be seen here, so an answer with other names is no mistake.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from simulator.rendering.answering import answer_for
from simulator.rendering.checking import check_answer
from simulator.rendering.elements import READERS, field_of
from simulator.rendering.fields import Field, Form, Kind
from simulator.rendering.markup import Place, attributes, spans

__all__ = ["Field", "Form", "Kind", "answer_for", "check_answer", "read_form"]

_OF_INTEREST = frozenset({*READERS, "crowd-form", "crowd-radio-group", "fieldset", "optgroup", "option", "template"})
_MERGED = frozenset({Kind.FLAGS, Kind.RADIO})


def read_form(html: str) -> Form:
    """What a rendered page asks."""
    reading = _Reading()
    for text, name, tag in _pieces(html.replace("\r\n", "\n").replace("\r", "\n")):
        reading.text(text)
        if name.startswith("/"):
            reading.end(name[1:])
        elif name in _OF_INTEREST:
            reading.start(name, attributes(tag))
    return reading.form()


def _pieces(html: str) -> Iterator[tuple[str, str, str]]:
    index = 0
    for span in spans(html):
        if span.place is Place.TAG:
            yield html[index : span.start], span.name, html[span.start : span.end]
        else:
            yield html[index : span.start], "", ""
        index = span.end
    yield html[index:], "", ""


@dataclass(slots=True)
class _Option:
    value: str | None
    selected: bool
    disabled: bool
    text: str = ""

    @property
    def choice(self) -> str:
        return self.value if self.value is not None else " ".join(unescape(self.text).split())


@dataclass(slots=True)
class _Reading:
    fields: dict[str, Field] = field(default_factory=dict)
    outside: dict[str, Field] = field(default_factory=dict)
    forms: int = 0
    in_form: bool = False
    flat: bool = False
    hidden: list[str] = field(default_factory=list)
    groups: int = 0
    in_group: bool = False
    open: Field | None = None
    dead_options: bool = False
    options: list[_Option] = field(default_factory=list)

    def form(self) -> Form:
        self._close()
        found = self.fields if self.forms else self.outside
        return Form(tuple(found.values()), self.flat)

    def text(self, text: str) -> None:
        if self.open and self.open.kind is Kind.TEXT:
            initial = unescape(text).removeprefix("\n")
            self.open = replace(self.open, initial=initial or None)
        elif self.open and self.options:
            self.options[-1].text += text

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "template" or (name == "fieldset" and (self.hidden or "disabled" in given)):
            self.hidden.append(name)
        elif name == "crowd-form":
            self.forms, self.in_form = self.forms + 1, True
            self.flat = self.flat or given.get("answer-format") == "flatten-objects"
        elif name == "crowd-radio-group":
            self.groups, self.in_group = self.groups + 1, True
        elif name == "optgroup":
            self.dead_options = "disabled" in given
        elif name == "option" and self.open:
            is_dead = self.dead_options or "disabled" in given
            self.options.append(_Option(given.get("value"), "selected" in given, is_dead))
        elif not self.hidden:
            self._ask(name, given)

    def end(self, name: str) -> None:
        if self.hidden and name == self.hidden[-1]:
            self.hidden.pop()
        elif name == "crowd-form":
            self.in_form = False
        elif name == "crowd-radio-group":
            self.in_group = False
        elif name == "optgroup":
            self.dead_options = False
        elif name in {"select", "textarea"}:
            self._close()

    def _ask(self, name: str, given: dict[str, str]) -> None:
        asked = field_of(name, given)
        if asked is None:
            return
        if name in {"select", "textarea"}:
            self._close()
            self.open = asked
        elif name == "crowd-radio-button" and self.in_group:
            self._add(replace(asked, group=f"group-{self.groups}"))
        else:
            self._add(asked)

    def _close(self) -> None:
        if self.open:
            self._add(_with_options(self.open, self.options) if self.open.kind is Kind.SELECT else self.open)
        self.open, self.options, self.dead_options = None, [], False

    def _add(self, asked: Field) -> None:
        for kept in (self.fields, self.outside) if self.in_form else (self.outside,):
            before = kept.get(asked.name)
            if before and {before.kind, asked.kind} <= _MERGED:
                kept[asked.name] = _merged(before, asked)
            else:
                kept.pop(asked.name, None)
                kept[asked.name] = asked


def _merged(before: Field, asked: Field) -> Field:
    return replace(
        before,
        kind=before.kind if before.kind is asked.kind else Kind.FLAGS,
        choices=tuple(dict.fromkeys([*before.choices, *asked.choices])),
        checked=before.checked + asked.checked,
        demanded=before.demanded + asked.demanded,
        required=before.required or asked.required,
    )


def _with_options(select: Field, options: list[_Option]) -> Field:
    alive = [option for option in options if not option.disabled]
    choices = tuple(dict.fromkeys(option.choice for option in alive))
    selected = tuple(option.choice for option in alive if option.selected)
    if select.required:
        choices = tuple(choice for choice in choices if choice)
    prompt = next((option.choice for option in options if option.selected and option.disabled), None)
    return replace(
        select,
        choices=choices,
        checked=selected or (choices[:1] if not select.multiple else ()),
        initial=None if select.multiple else prompt,
    )
