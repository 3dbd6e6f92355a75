"""Which words there are: those of German, and those the document itself uses unbroken."""

import re
from collections import Counter
from collections.abc import Iterable

from kb.german import Analyzer

WORD = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-?")


# whether the dictionary has a word, in this or the other case
known = Analyzer().known


def unknown_words(text: str) -> int:
    """How many words of three letters and more the dictionary lacks."""
    return sum(not known(word) for word in WORD.findall(text) if len(word) > 2)


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
