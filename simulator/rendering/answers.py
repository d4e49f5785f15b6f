"""What a browser submitted, as one answerContent object.

crowd-form submits a list with one object; A2I stores the object (A2I_FACTS A2 [O]). Several objects in the list are
merged, the later one winning a name.
"""

import json
import math
from collections.abc import Mapping

from simulator.domain.errors import Invalid

ANSWER_LIMIT_BYTES = 10 * 1024 * 1024
DEPTH_LIMIT = 64
NAME_LIMIT = 10_000


def answer_content(submitted: object) -> dict[str, object]:
    """The answer in a submitted JSON value, `[{…}]` or `{…}`. Raises Invalid with a sentence for the submitter."""
    parts = submitted if isinstance(submitted, list) else [submitted]
    if not parts:
        raise Invalid("The answer is an empty list; it must hold one object with the answers by name.")
    answer: dict[str, object] = {}
    for part in parts:
        if not isinstance(part, Mapping):
            raise Invalid(
                f"The answer must be an object with the answers by name, or a list with one; it is {_name(part)}."
            )
        answer.update(part)
    if len(answer) > NAME_LIMIT:
        raise Invalid(f"The answer has {len(answer)} names; at most {NAME_LIMIT} are allowed.")
    _check_values(answer)
    _check_size(answer)
    return answer


def _check_values(answer: Mapping[str, object]) -> None:
    waiting: list[tuple[object, str, int]] = [(value, str(name), 1) for name, value in answer.items()]
    while waiting:
        value, name, depth = waiting.pop()
        if depth > DEPTH_LIMIT:
            raise Invalid(f'The answer "{name}" is nested more than {DEPTH_LIMIT} levels deep.')
        if isinstance(value, float) and not math.isfinite(value):
            raise Invalid(f'The answer "{name}" holds a number that JSON does not have ({value}).')
        if not isinstance(value, str | int | float | list | dict | None):
            raise Invalid(f'The answer "{name}" holds {_name(value)}, which JSON does not have.')
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting.extend((each, name, depth + 1) for each in inner)


def _check_size(answer: Mapping[str, object]) -> None:
    try:
        size = len(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
    except UnicodeEncodeError:
        message = "The answer holds half a character (a lone surrogate), which cannot be stored as UTF-8."
        raise Invalid(message) from None
    except (TypeError, ValueError) as error:
        raise Invalid(f"The answer cannot be written as JSON: {error}.") from None
    if size > ANSWER_LIMIT_BYTES:
        raise Invalid(f"The answer has {size} bytes; at most {ANSWER_LIMIT_BYTES} are allowed.")


def _name(value: object) -> str:
    names = {
        str: "a text",
        bool: "a truth value",
        int: "a number",
        float: "a number",
        list: "a list",
        type(None): "null",
    }
    return names.get(type(value), f"a value of type {type(value).__name__}")
