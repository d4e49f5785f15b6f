"""What crowd-textract-analyze-document asks, checks and could be answered: `{"blocks": […]}`, camelCase [D].

A correction is written as the browser's element writes it: the words of a block's CHILD list change, words that are new
are added at the end, the block gets `text`; a blank value has no CHILD list; a missing key that is found gives new
blocks of confidence 100, one that is not found gives none [G].
"""

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.rendering.details import Document
from simulator.rendering.fields import Field, Kind
from simulator.rendering.jsonish import JsonishError, parse_jsonish, parse_list
from simulator.rendering.phrases import phrase_for, slipped

DOCUMENT_NAME = "AWS/Textract/AnalyzeDocument/Forms/V1"
Block = dict[str, Any]
_ADDED_TYPES = frozenset({"KEY_VALUE_SET", "WORD"})
_CORRECTS = 0.2
_FINDS = 0.7


def document_field(attributes: Mapping[str, str]) -> Field:
    """The field of a crowd-textract-analyze-document."""
    blocks = _blocks(_parsed(attributes.get("initial-value") or attributes.get("initialvalue")))
    there = {_plain(text) for text in readable(blocks)}
    names = [_names(key) for key in _list(attributes.get("keys"))]
    missing = [each[0] for each in names if each and each[0] and not any(_plain(name) in there for name in each)]
    detail = Document(json.dumps(blocks, ensure_ascii=False), tuple(dict.fromkeys(missing)))
    return Field(attributes["name"], Kind.BLOCKS, choices=tuple(readable(blocks)), detail=detail)


def readable(blocks: Sequence[Block]) -> dict[str, str]:
    """The pairs as readers of A2I's output find them: key to value, the words of the blocks joined."""
    known = _by_id(blocks)
    keys = [block for block in blocks if _is_key(block)]
    return {_text(key, known): " ".join(_text(value, known) for value in _values(key, known)).strip() for key in keys}


def reviewed(detail: Document) -> list[tuple[str, str, str]]:
    """What a worker reviews, in the page's order: the id of the key's block, "" if it is missing, key and value."""
    blocks = _blocks(json.loads(detail.blocks))
    known = _by_id(blocks)
    there = [
        (key["id"], _text(key, known), " ".join(_text(value, known) for value in _values(key, known)).strip())
        for key in blocks
        if _is_key(key)
    ]
    return [*there, *(("", name, "") for name in detail.missing)]


def document_problems(field: Field, value: object) -> list[str]:
    """What is wrong with reviewed blocks, as ends of sentences."""
    blocks = value.get("blocks") if isinstance(value, Mapping) else None
    if not isinstance(blocks, list) or not all(isinstance(block, Mapping) for block in blocks):
        return ['must be an object with a list "blocks" of objects']
    before = {block["id"]: block for block in _given(field)}
    problems = [problem for number, block in enumerate(blocks, 1) for problem in _problems(before, number, block)]
    ids = [block.get("id") for block in blocks]
    if len({str(each) for each in ids}) < len(ids):
        problems.append("has two blocks with the same id")
    return problems


def document_answer(field: Field, choose: random.Random) -> object:
    """Blocks after a review that a person could make: most values stand, some are corrected, missing keys searched."""
    texts = {key: slipped(text, choose) for key, text in _pairs(field).items() if text and choose.random() < _CORRECTS}
    missing = _detail(field).missing
    texts |= {key: phrase_for(_asked(key), choose) for key in missing if choose.random() < _FINDS}
    return {"blocks": corrected(field, texts)}


def document_mistaken(field: Field, true: object, choose: random.Random) -> object:
    """True blocks with one value misread."""
    blocks = true.get("blocks") if isinstance(true, Mapping) else None
    texts = {key: text for key, text in readable(blocks or []).items() if text}
    if not texts:
        return document_answer(field, choose)
    key = choose.choice(list(texts))
    return {"blocks": _corrected(json.loads(json.dumps(blocks)), {key: slipped(texts[key], choose)}, ())}


def document_spelled_out(field: Field, value: object) -> object:
    """A truth in full: an object of key and value stands for the blocks with those values."""
    if not isinstance(value, Mapping) or "blocks" in value or not all(isinstance(v, str) for v in value.values()):
        return value
    return {"blocks": corrected(field, {str(key): text for key, text in value.items()})}


def corrected(field: Field, texts: Mapping[str, str]) -> list[Block]:
    """The blocks under review with other values for some keys; keys are compared as the element compares them."""
    return _corrected(_given(field), texts, _detail(field).missing)


def _corrected(blocks: list[Block], texts: Mapping[str, str], missing: Sequence[str]) -> list[Block]:
    wanted = {_plain(key): text for key, text in texts.items()}
    known, added = _by_id(blocks), list[Block]()
    for key in [block for block in blocks if _is_key(block)]:
        text = wanted.get(_plain(_text(key, known)))
        values = _values(key, known)
        if text is not None and text != " ".join(_text(value, known) for value in values).strip():
            for at, value in enumerate(values or [_add_value(key, added)]):
                _put(value, text if at == 0 else "", known, added)
    pairs = sum(_is_key(block) for block in blocks)
    for number, name in enumerate(missing, pairs + 1):
        if _plain(name) in wanted:
            _add_pair(number, name, wanted[_plain(name)], known, added)
    return [*blocks, *added]


def _add_value(key: Block, added: list[Block]) -> Block:
    value = _key_value(f"{key['id']}-value", "VALUE")
    key["relationships"] = [*key.get("relationships", []), {"ids": [value["id"]], "type": "VALUE"}]
    added.append(value)
    return value


def _add_pair(number: int, name: str, text: str, known: Mapping[str, Block], added: list[Block]) -> None:
    key, value = _key_value(f"added-key-{number}", "KEY"), _key_value(f"added-value-{number}", "VALUE")
    added += [key, value]
    _put(key, name, known, added)
    _put(value, text, known, added)
    key["relationships"] = [{"ids": [value["id"]], "type": "VALUE"}, *key.get("relationships", [])]


def _key_value(identity: str, entity_type: str) -> Block:
    return {"blockType": "KEY_VALUE_SET", "confidence": 100, "entityTypes": [entity_type], "id": identity}


def _put(block: Block, text: str, known: Mapping[str, Block], added: list[Block]) -> None:
    words = text.split()
    old = [child for child in _related(block, "CHILD") if known.get(child, {}).get("blockType") == "WORD"]
    ids = []
    for at, word in enumerate(words):
        if at < len(old):
            known[old[at]]["text"] = word
        else:
            place = {"geometry": block["geometry"]} if "geometry" in block else {}
            identity = f"{block['id']}-word-{at + 1}"
            added.append({"blockType": "WORD", "confidence": 100, **place, "id": identity, "text": word})
        ids.append(old[at] if at < len(old) else f"{block['id']}-word-{at + 1}")
    others = [each for each in block.pop("relationships", []) if each.get("type") != "CHILD"]
    if others or ids:
        block["relationships"] = [*others, *([{"ids": ids, "type": "CHILD"}] if ids else [])]
    block["text"] = " ".join(words)


def _problems(before: Mapping[str, Block], number: int, block: Mapping[str, object]) -> list[str]:
    missing = [name for name in ("blockType", "id") if not isinstance(block.get(name), str)]
    if missing:
        return [f'has a block {number} without a text "{name}" (names begin in lower case)' for name in missing]
    old = before.get(str(block["id"]))
    if old is None and block["blockType"] not in _ADDED_TYPES:
        return [f"has a new block {number} of type {block['blockType']}; only {', '.join(sorted(_ADDED_TYPES))} can be"]
    if old is not None and old["blockType"] != block["blockType"]:
        return [f"has a block {number} whose type was {old['blockType']}, not {block['blockType']}"]
    return []


def _asked(key: str) -> Field:
    return Field(key, Kind.TEXT, title=key)


def _detail(field: Field) -> Document:
    return field.detail if isinstance(field.detail, Document) else Document("[]")


def _given(field: Field) -> list[Block]:
    blocks: list[Block] = json.loads(_detail(field).blocks)
    return blocks


def _pairs(field: Field) -> dict[str, str]:
    return readable(_given(field))


def _blocks(value: object) -> list[Block]:
    listed = value.get("blocks") if isinstance(value, Mapping) else value
    found = [block for block in listed if isinstance(block, dict)] if isinstance(listed, list) else []
    return [block for block in found if isinstance(block.get("id"), str) and isinstance(block.get("blockType"), str)]


def _by_id(blocks: Sequence[Block]) -> dict[str, Block]:
    return {str(block.get("id")): block for block in blocks}


def _is_key(block: Block) -> bool:
    return block.get("blockType") == "KEY_VALUE_SET" and "KEY" in (block.get("entityTypes") or [])


def _related(block: Block, kind: str) -> list[str]:
    lists = [each for each in block.get("relationships") or [] if isinstance(each, Mapping)]
    return [str(child) for each in lists if each.get("type") == kind for child in each.get("ids") or []]


def _values(key: Block, known: Mapping[str, Block]) -> list[Block]:
    return [known[each] for each in _related(key, "VALUE") if each in known]


def _text(block: Block, known: Mapping[str, Block]) -> str:
    words = [known[child]["text"] for child in _related(block, "CHILD") if "text" in known.get(child, {})]
    return " ".join(map(str, words)) if words else str(block.get("text") or "")


def _names(key: object) -> list[str]:
    if not isinstance(key, Mapping):
        return [str(key)]
    aliases = key.get("importantFormKeyAliases")
    found = [key.get("importantFormKey"), *(aliases if isinstance(aliases, list) else [])]
    return [str(name) for name in found if name is not None]


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(" :")


def _list(text: str | None) -> list[object]:
    try:
        return parse_list(text) if text and text.strip() != "null" else []
    except JsonishError:
        return []


def _parsed(text: str | None) -> object:
    try:
        return parse_jsonish(text) if text and text.strip() else None
    except JsonishError:
        return None
