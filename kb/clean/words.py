"""Which words there are: those of German, and those the document itself uses unbroken."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import simplemma

WORD = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-?")


@lru_cache(maxsize=200_000)
def known(word: str) -> bool:
    """The dictionary has it, in this or the other case."""
    forms = {word, word.lower(), word.capitalize()}
    return any(simplemma.is_known(form, lang="de") for form in forms)


class Vocabulary:
    """How often each word stands unbroken in the lines of one document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for line in lines:
            words = _HYPHENATED.findall(line)
            self._counts.update(word for word in words if not word.endswith("-"))

    def count(self, word: str) -> int:
        """Occurrences in exactly this spelling."""
        return self._counts[word]
