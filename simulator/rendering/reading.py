"""The form of a loop's task as the crew reads it: rendered once for all workers of the loop.

The crew sees the page as of the loop's start, so that no answer depends on which worker came when, and S3 URIs where a
browser would get presigned addresses, which are different in every run.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from simulator.domain import instants, json_values
from simulator.rendering.fields import Form
from simulator.rendering.form import read_form
from simulator.rendering.liquid import TemplateRenderer

K = TypeVar("K")
V = TypeVar("V")
_FORMS_KEPT = 256
_TEMPLATES_KEPT = 256
_TIME = re.compile(r"\b(?:now|today)\b")


class FormReader:
    """Reads forms and keeps those that were read last. For one thread at a time."""

    def __init__(self) -> None:
        self._renderer = TemplateRenderer(lambda uri, _account: uri)
        self._forms: OrderedDict[tuple[str, str, int], Form] = OrderedDict()
        self._templates: OrderedDict[str, tuple[str, bool]] = OrderedDict()

    def read(self, sha256: str, template: Callable[[str], str], input_content: str, at_ms: int) -> Form:
        """What the page of a template asks for an input at an instant. `template` gives the text for the hash.

        Raises RenderError.
        """
        text, tells_time = _kept(self._templates, sha256, _TEMPLATES_KEPT, lambda: _looked_at(template(sha256)))
        key = (sha256, input_content, at_ms if tells_time else 0)
        return _kept(self._forms, key, _FORMS_KEPT, lambda: self._read(text, input_content, at_ms))

    def _read(self, template: str, input_content: str, at_ms: int) -> Form:
        task_input = json_values.parse(input_content, "inputContent")
        return read_form(self._renderer.render(template, task_input, instants.as_datetime(at_ms)))


def _looked_at(template: str) -> tuple[str, bool]:
    return template, _TIME.search(template) is not None


def _kept(cache: OrderedDict[K, V], key: K, limit: int, make: Callable[[], V]) -> V:
    if key in cache:
        cache.move_to_end(key)
        return cache[key]
    value = cache[key] = make()
    if len(cache) > limit:
        cache.popitem(last=False)
    return value
