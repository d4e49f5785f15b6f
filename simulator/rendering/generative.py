"""What crowd-text-ranking and crowd-question-answer-generation ask, check and could be answered (A2I_FACTS K.10).

Their attributes are documented [D]; the form of their answers nobody publishes, so it is a guess [G], the same here as
in the browser: `{"dimensions": [{"name", "ranks"}]}`, ranks in the order of the responses, and `{"questionAnswers":
[{"question", "answer", "tags", "references": [{"startOffset", "endOffset"}]}]}`.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence

from simulator.rendering.fields import Field, Kind, Questions, Ranking
from simulator.rendering.jsonish import JsonishError, parse_jsonish, parse_list

Bounds = tuple[int, int | None]
_SENTENCE = re.compile(r"\S[^.!?]*[.!?]*")
_OPENINGS = ("What does the text say about", "Where does the text mention", "How does the text describe")
_USUAL_COUNT = 2


def ranking_field(attributes: Mapping[str, str]) -> Field:
    """The field of a crowd-text-ranking."""
    dimensions = [_dimension(item) for item in _list(attributes.get("ordinal-ranking-dimensions"))]
    detail = Ranking(tuple(dimensions), len(_list(attributes.get("responses"))))
    return Field(attributes["name"], Kind.RANKING, required=bool(dimensions and detail.responses), detail=detail)


def questions_field(attributes: Mapping[str, str]) -> Field:
    """The field of a crowd-question-answer-generation."""
    detail = Questions(
        text=attributes.get("text", ""),
        count=_bounds(attributes, "min-questions", "max-questions"),
        question_words=_bounds(attributes, "question-min-words", "question-max-words"),
        answer_words=_bounds(attributes, "answer-min-words", "answer-max-words"),
        tags=tuple(str(tag) for tag in _list(attributes.get("question-tags"))),
        custom_tags=attributes.get("allow-custom-question-tags", "false") != "false",
    )
    return Field(attributes["name"], Kind.QUESTIONS, required=detail.count[0] > 0, detail=detail)


def ranking_problems(field: Field, value: object) -> list[str]:
    """What is wrong with a ranking, as ends of sentences."""
    given = value.get("dimensions") if isinstance(value, Mapping) else None
    if not isinstance(given, list) or not all(isinstance(item, Mapping) for item in given):
        return ['must be an object with a list "dimensions"']
    detail = field.detail if isinstance(field.detail, Ranking) else Ranking((), 0)
    by_name = {item.get("name"): item.get("ranks") for item in given}
    return [problem for dimension in detail.dimensions for problem in _ranks(dimension, detail.responses, by_name)]


def questions_problems(field: Field, value: object) -> list[str]:
    """What is wrong with questions and answers, as ends of sentences."""
    pairs = value.get("questionAnswers") if isinstance(value, Mapping) else None
    if not isinstance(pairs, list) or not all(isinstance(pair, Mapping) for pair in pairs):
        return ['must be an object with a list "questionAnswers"']
    detail = field.detail
    if not isinstance(detail, Questions):
        return []
    least, most = detail.count
    if len(pairs) < least or (most is not None and len(pairs) > most):
        return [f"has {len(pairs)} questions; {_range(detail.count)} are wanted"]
    return [problem for number, pair in enumerate(pairs, 1) for problem in _pair(detail, number, pair)]


def ranking_answer(field: Field, choose: random.Random) -> object:
    """A ranking that a person could give."""
    if not isinstance(field.detail, Ranking) or not field.required:
        return None
    ranked = []
    for name, may_tie in field.detail.dimensions:
        ranks = list(range(1, field.detail.responses + 1))
        choose.shuffle(ranks)
        ranked.append({"name": name, "ranks": [choose.choice(ranks) for _ in ranks] if may_tie else ranks})
    return {"dimensions": ranked}


def questions_answer(field: Field, choose: random.Random) -> object:
    """Questions and answers that a person could give: each answer begins a sentence of the text."""
    detail = field.detail
    if not isinstance(detail, Questions):
        return None
    least, most = detail.count
    count = choose.randint(max(least, 1), max(least, 1, min(most or _USUAL_COUNT, _USUAL_COUNT)))
    return {"questionAnswers": [_written(detail, choose) for _ in range(count)]}


def _written(detail: Questions, choose: random.Random) -> dict[str, object]:
    found = [match for match in _SENTENCE.finditer(detail.text) if match[0].strip()]
    match = choose.choice(found) if found else None
    words = match[0].split() if match else ["the", "text"]
    topic = max(words, key=len).strip(".,;:!?")
    question = [*choose.choice(_OPENINGS).split(), f"{topic}?"]
    references = [{"startOffset": match.start(), "endOffset": match.start() + len(match[0].rstrip())}] if match else []
    return {
        "question": " ".join(_fitted(question, detail.question_words)),
        "answer": " ".join(_fitted(words, detail.answer_words)),
        "tags": [choose.choice(detail.tags)] if detail.tags else [],
        "references": references,
    }


def _fitted(words: Sequence[str], bounds: Bounds) -> list[str]:
    least, most = bounds
    repeated = [words[index % len(words)] for index in range(max(least, len(words)))]
    return repeated[-most:] if most is not None and most < len(repeated) else repeated


def _ranks(dimension: tuple[str, bool], responses: int, by_name: Mapping[object, object]) -> Iterator[str]:
    name, may_tie = dimension
    ranks = by_name.get(name)
    if not isinstance(ranks, list) or len(ranks) != responses:
        yield f'needs {responses} ranks on "{name}"'
    elif not all(isinstance(rank, int) and not isinstance(rank, bool) and 1 <= rank <= responses for rank in ranks):
        yield f'has a rank on "{name}" that is no whole number from 1 to {responses}'
    elif not may_tie and len(set(ranks)) < len(ranks):
        yield f'has two responses with the same rank on "{name}"'


def _pair(detail: Questions, number: int, pair: Mapping[str, object]) -> Iterator[str]:
    for member, bounds in (("question", detail.question_words), ("answer", detail.answer_words)):
        text = pair.get(member)
        words = len(text.split()) if isinstance(text, str) else 0
        least, most = bounds
        if words < least or (most is not None and words > most):
            yield f"has {words} words in {member} {number}; {_range(bounds)} are wanted"
    tags = pair.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        yield f"has tags on question {number} that are no texts"
    elif not detail.custom_tags and not set(tags) <= set(detail.tags):
        yield f"has a tag on question {number} that is not on offer"
    references = pair.get("references", [])
    if not isinstance(references, list) or not all(_refers(detail.text, reference) for reference in references):
        yield f"has a reference of question {number} that is no stretch of the text"


def _refers(text: str, reference: object) -> bool:
    if not isinstance(reference, Mapping):
        return False
    start, end = reference.get("startOffset"), reference.get("endOffset")
    length = len(text.encode("utf-16-le")) // 2
    is_address = text.startswith(("http://", "https://", "s3://"))
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end and (is_address or end <= length)


def _range(bounds: Bounds) -> str:
    least, most = bounds
    return f"{least} or more" if most is None else f"{least} to {most}"


def _bounds(attributes: Mapping[str, str], least: str, most: str) -> Bounds:
    low, high = _whole(attributes.get(least)), _whole(attributes.get(most))
    return (1 if low is None else low), high


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else None


def _dimension(item: object) -> tuple[str, bool]:
    if isinstance(item, dict):
        return str(item.get("name", "")), item.get("allowTie") is True
    return str(item), False


def _list(text: str | None) -> list[object]:
    try:
        value = parse_jsonish(text) if text and text.lstrip().startswith("[") else parse_list(text)
    except JsonishError:
        return []
    return (
        [item if isinstance(item, dict | str) else json.dumps(item) for item in value]
        if isinstance(value, list)
        else []
    )
