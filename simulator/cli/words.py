"""Words for what the user may have meant."""

import difflib
from collections.abc import Iterable


def known(word: str, words: Iterable[str]) -> str:
    """The end of a sentence that helps with an unknown word: the nearest known one, or all of them."""
    names = list(words)
    like = difflib.get_close_matches(word, names, n=1)
    return f" Did you mean {like[0]!r}?" if like else f" There are: {', '.join(names)}."
