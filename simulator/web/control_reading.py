"""Reading what a control call was sent: strictly, by a model, with an error that names the place and the mend.

A call's body or query is a pydantic model. A member that the model does not have, that is missing, or that has the
wrong type is refused by name; nothing is guessed and nothing is ignored.
"""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from simulator.domain import json_values
from simulator.domain.errors import DomainError, Invalid

_DEEPEST = 100
_SENTENCES = {
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number that is not infinite",
    "bool_type": "must be true or false",
    "dict_type": "must be a JSON object",
    "list_type": "must be a list",
    "literal_error": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "string_too_short": "must have {min_length} characters or more",
    "string_too_long": "must have {max_length} characters or fewer",
    "too_long": "must have {max_length} items or fewer",
}


class Body(BaseModel):
    """A JSON object in a request's body: no other members, no conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Query(BaseModel):
    """A request's query parameters: no others; text becomes what the field says."""

    model_config = ConfigDict(frozen=True, extra="forbid")


B = TypeVar("B", bound=Body)
Q = TypeVar("Q", bound=Query)


class Misread(Invalid):
    """A request that cannot be read; `place` says where it is wrong, as in `body.profile.skill`."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place


class TooLarge(DomainError):
    """A body beyond the limit."""


async def read_body(request: Request, model: type[B], limit_bytes: int) -> B:
    """The request's body as `model`; an empty body is an empty object. Misread or TooLarge say what is wrong."""
    raw = await _receive(request, limit_bytes)
    value = _json(raw) if raw.strip() else {}
    if not isinstance(value, dict):
        kind = json_values.type_names.get(type(value), "number")
        raise Misread("body", f"The body must be a JSON object such as {_example(model)}, not {_article(kind)}.")
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise _misread("body", error, model) from None


def read_query(request: Request, model: type[Q]) -> Q:
    """The request's query parameters as `model`; Misread says what is wrong."""
    given: dict[str, str] = {}
    for name, text in request.query_params.multi_items():
        if name in given:
            raise Misread(f"query.{name}", f"{name} is given more than once. Give it once.")
        given[name] = text
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise _misread("query", error, model) from None


def near(word: str, words: Sequence[str]) -> str:
    """` Did you mean 'x'?` where one of `words` is like `word`, else nothing."""
    found = difflib.get_close_matches(word, words, n=1)
    return f" Did you mean {found[0]!r}?" if found else ""


async def _receive(request: Request, limit_bytes: int) -> bytes:
    length = request.headers.get("content-length", "0")
    received, size = [], int(length) if length.isdecimal() else 0
    if size <= limit_bytes:
        size = 0
        async for chunk in request.stream():
            received.append(chunk)
            size += len(chunk)
            if size > limit_bytes:
                break
    if size > limit_bytes:
        raise TooLarge(f"The body is longer than {limit_bytes} bytes. Send a smaller one.")
    return b"".join(received)


def _json(raw: bytes) -> object:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Misread("body", f"The body must be JSON in UTF-8; byte {error.start} is not.") from None
    try:
        value = json_values.parse(text, "The body")
    except Invalid as error:
        raise Misread("body", error.message) from None
    _check_text(value)
    return value


def _check_text(value: object) -> None:
    if _depth(value) > _DEEPEST:
        raise Misread("body", f"The body is nested too deeply: at most {_DEEPEST} levels are read.")
    try:
        json_values.dump(value).encode()
    except UnicodeEncodeError:
        message = r"The body has half of a surrogate pair (such as \ud800) without the other half."
        raise Misread("body", message) from None


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level and depth <= _DEEPEST:
        level = [part for whole in level for part in _parts(whole)]
        depth += 1
    return depth


def _parts(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def _misread(root: str, error: ValidationError, model: type[BaseModel]) -> Misread:
    first = error.errors(include_url=False)[0]
    where = [str(part) for part in first["loc"]]
    place, name = ".".join([root, *where]), where[-1] if where else root
    return Misread(place, _sentence(place, name, first, model))


def _sentence(place: str, name: str, problem: Any, model: type[BaseModel]) -> str:  # noqa: ANN401
    known = list(model.model_fields)
    match problem["type"]:
        case "missing":
            return f"{place} is missing. Give {_wanted(model, name)}."
        case "extra_forbidden":
            has = f"What is read here: {', '.join(known)}." if known else "Nothing is read here."
            return f"{place} is not known.{near(name, known)} {has}"
        case "value_error":
            return f"{place} {problem['ctx']['error']}"
        case "string_pattern_mismatch":
            return f"{place} must be {_wanted(model, name)}."
        case kind if kind in _SENTENCES:
            return f"{place} {_SENTENCES[kind].format_map(_plain(problem.get('ctx', {})))}."
        case _:
            return f"{place}: {problem['msg']}."


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: int(each) if isinstance(each, float) and each.is_integer() else each for key, each in values.items()}


def _wanted(model: type[BaseModel], name: str) -> str:
    field = model.model_fields.get(name)
    return (field and field.description) or "it"


def _example(model: type[BaseModel]) -> str:
    members = [f'"{name}": …' for name, field in model.model_fields.items() if field.is_required()]
    return "{" + ", ".join(members) + "}"


def _article(kind: str) -> str:
    return kind if kind == "null" else f"an {kind}" if kind[0] in "ao" else f"a {kind}"
