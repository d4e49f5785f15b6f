"""What working with a value costs, in steps, and how large a value may grow.

A step is a few microseconds of work. Sizes are looked at before a filter runs as well as after it, so that a filter
which multiplies (replace, join, a product) is stopped before it fills the memory.
"""

from liquid.exceptions import ResourceLimitError

from simulator.rendering.values import plain

VALUE_LIMIT = 8 * 1024 * 1024
ITEM_LIMIT = 500_000
INTEGER_LIMIT_BITS = 8_192
CHARACTERS_PER_STEP = 300
_ITEMS_PER_STEP = 50


def cost_before(name: str, arguments: list[object]) -> int:
    """The steps that a filter takes for its value and arguments. Raises ResourceLimitError for what is too large."""
    characters = sum(_characters(argument) for argument in arguments) + _growth(name, arguments)
    items = max(_items(argument) for argument in arguments)
    if name == "uniq":
        items **= 2
    if characters > VALUE_LIMIT or items > ITEM_LIMIT * _ITEMS_PER_STEP:
        raise ResourceLimitError(f"the result of {name} would be too large", token=None)
    return 1 + characters // CHARACTERS_PER_STEP + items // _ITEMS_PER_STEP


def cost_of(value: object) -> int:
    """The steps that a filter's result costs. Raises ResourceLimitError when it is too large."""
    return 1 + _characters(value) // CHARACTERS_PER_STEP + _items(value) // _ITEMS_PER_STEP


def deep_size(value: object) -> int:
    """Characters and members of a JSON value, all the way down."""
    size, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        size += len(each) if isinstance(each, str) else 1
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return size


def _characters(value: object) -> int:
    size = len(value) if isinstance(value, str) else 0
    digits = value.bit_length() if isinstance(value, int) else 0
    if size > VALUE_LIMIT or digits > INTEGER_LIMIT_BITS:
        raise ResourceLimitError("a value grew too large", token=None)
    return size


def _items(value: object) -> int:
    size = len(value) if isinstance(value, list | tuple | dict) else 0
    if isinstance(value, range):
        size = max(0, value.stop - value.start)
    if size > ITEM_LIMIT:
        raise ResourceLimitError("a list grew too long", token=None)
    return size


def _growth(name: str, arguments: list[object]) -> int:
    texts = [plain(argument) for argument in arguments[1:3]]
    if name == "join":
        return _items(arguments[0]) * len(texts[0] if texts else " ")
    if name == "replace" and texts:
        return plain(arguments[0]).count(texts[0]) * len(texts[1] if len(texts) > 1 else "")
    return 0
