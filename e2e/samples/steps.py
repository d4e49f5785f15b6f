"""What a person does in the samples whose own scripts shape the form: they are told what to do before and after."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from simulator.rendering.fields import Form


@dataclass(frozen=True)
class Step:
    """`prepare` comes before the fields are filled in, `finish` after; `form` and `answer` replace what the page's own
    markup says; `expect` looks at the answer in place of the usual comparison."""

    prepare: Callable[..., Awaitable[None]] | None = None
    finish: Callable[..., Awaitable[None]] | None = None
    form: Form | None = None
    answer: dict | None = None
    expect: Callable[[dict], str] | None = None


STEPS: dict[str, Step] = {}
