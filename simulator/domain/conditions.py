"""HumanLoopActivationConditions: when a Textract or Rekognition call starts a human loop.

The developer guide's JSON schema (a2i-human-fallback-conditions-json-schema.md [D]): an object with an array
`Conditions`; each member is a condition with `ConditionType` and `ConditionParameters`, or `{"And": […]}` or
`{"Or": […]}` of two or more, nested at most two levels deep. Each AI service has condition types of its own, with
parameters of their own. A condition by itself in place of the object is taken too, as the guide's fourth Textract
example has it [D].
"""

from collections.abc import Callable, Mapping

from simulator.domain import json_values
from simulator.domain.errors import Invalid
from simulator.domain.sentences import CONDITIONS_INVALID

REKOGNITION = "AWS/Rekognition/DetectModerationLabels/Image/V3"
TEXTRACT = "AWS/Textract/AnalyzeDocument/Forms/V1"

_PLACE = "HumanLoopActivationConditions"
_DEEPEST = 2
_FEWEST_PARTS = 2
_HIGHEST = 100
_LEAST_SAMPLE = 0.01
_OPERATORS = ("And", "Or")
_COMPARISONS = ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")

Test = Callable[[object], str | None]
"""What is wrong with a parameter, as the end of a sentence, or None."""


def _number(least: float) -> Test:
    def test(value: object) -> str | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        fits = is_number and isinstance(value, int | float) and least <= value <= _HIGHEST
        return None if fits else f"must be a number from {least:g} to {_HIGHEST}"

    return test


def _text(value: object) -> str | None:
    return None if isinstance(value, str) and value else "must be a text"


def _texts(value: object) -> str | None:
    good = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return None if good else "must be an array of texts"


def _confidences(*prefixes: str) -> dict[str, Test]:
    return {f"{prefix}{comparison}": _number(0) for prefix in prefixes for comparison in _COMPARISONS}


_FORM_KEY: Mapping[str, Test] = {"ImportantFormKey": _text, "ImportantFormKeyAliases": _texts}
_SAMPLING: Mapping[str, Test] = {"RandomSamplingPercentage": _number(_LEAST_SAMPLE)}
_TYPES: Mapping[str, Mapping[str, tuple[Mapping[str, Test], str]]] = {
    REKOGNITION: {
        "ModerationLabelConfidenceCheck": (
            {"ModerationLabelName": _text, **_confidences("Confidence")},
            "ModerationLabelName",
        ),
        "Sampling": (_SAMPLING, "RandomSamplingPercentage"),
    },
    TEXTRACT: {
        "ImportantFormKeyConfidenceCheck": (
            {**_FORM_KEY, **_confidences("KeyValueBlockConfidence", "WordBlockConfidence")},
            "ImportantFormKey",
        ),
        "MissingImportantFormKey": (_FORM_KEY, "ImportantFormKey"),
        "Sampling": (_SAMPLING, "RandomSamplingPercentage"),
    },
}
"""Per AI service and condition type: its parameters, and the one that must be given."""


def check(text: str, source: str) -> None:
    """Refuse conditions that the AI service of a request source could not judge; `text` is JSON."""
    document = json_values.parse(text, _PLACE)
    if not isinstance(document, dict):
        raise _invalid(_PLACE, "must be a JSON object")
    if "Conditions" not in document and ("ConditionType" in document or set(document) & set(_OPERATORS)):
        _check_node(document, source, _PLACE, 0)
        return
    for member in document:
        if member != "Conditions":
            raise _invalid(_PLACE, f"has no member {member!r}; it has Conditions")
    conditions = document.get("Conditions", [])
    if not isinstance(conditions, list):
        raise _invalid("Conditions", "must be an array")
    for number, node in enumerate(conditions):
        _check_node(node, source, f"Conditions[{number}]", 0)


def _check_node(node: object, source: str, place: str, depth: int) -> None:
    if not isinstance(node, dict):
        raise _invalid(place, "must be an object")
    operator = next((name for name in _OPERATORS if name in node), None)
    if operator is None:
        _check_condition(node, source, place)
    elif len(node) > 1:
        raise _invalid(place, f"must have {operator} alone")
    else:
        _check_parts(node[operator], source, f"{place}.{operator}", depth + 1)


def _check_parts(parts: object, source: str, place: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise _invalid(place, f"is nested too deeply; at most {_DEEPEST} levels are supported")
    if not isinstance(parts, list) or len(parts) < _FEWEST_PARTS:
        raise _invalid(place, f"must be an array of at least {_FEWEST_PARTS} conditions")
    for number, part in enumerate(parts):
        _check_node(part, source, f"{place}[{number}]", depth)


def _check_condition(node: Mapping[str, object], source: str, place: str) -> None:
    kind = node.get("ConditionType")
    types = _TYPES[source]
    if not isinstance(kind, str) or kind not in types:
        raise _invalid(f"{place}.ConditionType", f"must be one of {', '.join(types)} for {source}")
    for member in node:
        if member not in {"ConditionType", "ConditionParameters"}:
            raise _invalid(place, f"has no member {member!r}; it has ConditionType and ConditionParameters")
    parameters, place = node.get("ConditionParameters", {}), f"{place}.ConditionParameters"
    if not isinstance(parameters, dict):
        raise _invalid(place, "must be an object")
    tests, wanted = types[kind]
    _check_parameters(parameters, tests, wanted, f"{place}")


def _check_parameters(parameters: Mapping[str, object], tests: Mapping[str, Test], wanted: str, place: str) -> None:
    for name, value in parameters.items():
        if name not in tests:
            raise _invalid(place, f"has no member {name!r}; it has {', '.join(tests)}")
        problem = tests[name](value)
        if problem:
            raise _invalid(f"{place}.{name}", problem)
    if wanted not in parameters:
        raise _invalid(f"{place}.{wanted}", "must be given")


def _invalid(place: str, problem: str) -> Invalid:
    return Invalid(CONDITIONS_INVALID(place=place, problem=problem))
