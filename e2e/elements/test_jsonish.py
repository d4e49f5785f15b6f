"""Attributes that mean JSON but are not JSON: half of all public templates (A2I_FACTS K, template feature 2 [O])."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Task

PARSE = "async ([name, text]) => (await import('/worker_ui/crowd/jsonish.js'))[name](text)"


@pytest.mark.parametrize(
    "text, labels",
    [
        ('["Yes", "No"]', ["Yes", "No"]),
        ("['Yes', 'No']", ["Yes", "No"]),
        ("['Yes', 'No',]", ["Yes", "No"]),
        ("[\n  'Yes',\n  \"No\"\n]", ["Yes", "No"]),
        ("['Can't say', 'Yes']", ["Can't say", "Yes"]),
        ("['It\\'s fine', 'a \"b\" c']", ["It's fine", 'a "b" c']),
        ("[Yes, No, Not sure]", ["Yes", "No", "Not sure"]),
        ("Yes, No", ["Yes", "No"]),
        ("[1, 2.5, '3']", [1, 2.5, "3"]),
        ("[True, False, None]", [True, False, None]),
        ("['5 - High', '4', '1 - Not [at] all, none']", ["5 - High", "4", "1 - Not [at] all, none"]),
        ("'Yes', 'No'", ["Yes", "No"]),
        ("'tis, not", ["'tis", "not"]),
        ("['a' // one\n, 'b' /* two */]", ["a", "b"]),
        ("[https://a.example/b, 'c // d', yes // no]", ["https://a.example/b", "c // d", "yes // no"]),
        ("", []),
        ("[]", []),
        ("'Yes'", ["Yes"]),
    ],
)
def test_a_list_of_labels_is_read_however_it_is_written(task: Task, text: str, labels: list[Any]) -> None:
    page = task.form("")
    assert page.evaluate(PARSE, ["parseList", text]) == labels


@pytest.mark.parametrize(
    "text, value",
    [
        ("{ text: 'None of the above' }", {"text": "None of the above"}),
        ("[{'label': 'noun', shortDisplayName: 'N',}]", [{"label": "noun", "shortDisplayName": "N"}]),
        ("{'a': {'b': [1, {c: null}]}}", {"a": {"b": [1, {"c": None}]}}),
        ("{x: 'a', // the \"first\"\n y: [ // two, or more\n 1 // one\n, 2 /* two */]}", {"x": "a", "y": [1, 2]}),
        ('{"a": "caf\\u00e9"}', {"a": "café"}),
        ("{'a': 'caf\\u00e9'}", {"a": "café"}),
    ],
)
def test_objects_are_read_however_they_are_written(task: Task, text: str, value: Any) -> None:
    page = task.form("")
    assert page.evaluate(PARSE, ["parseJsonish", text]) == value


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("['Yes', 'No'", "a comma or ] to go on or close the list at character 13"),
        ("{'a' 1}", "to close the text"),
        ("['Yes'] and more", "expected the end at character 9"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(task: Task, text: str, complaint: str) -> None:
    page = task.form("")
    script = f"(argument) => ({PARSE})(argument).catch((error) => error.message)"
    assert complaint in page.evaluate(script, ["parseJsonish", text])


def test_a_hostile_key_becomes_an_ordinary_one(task: Task) -> None:
    page = task.form("")
    script = (
        f"async () => {{ const read = await ({PARSE})(['parseJsonish', \"{{__proto__: {{x: "
        f'1}}}}"]); return [Object.keys(read), {{}}.x ?? null]; }}'
    )
    assert page.evaluate(script) == [["__proto__"], None]
