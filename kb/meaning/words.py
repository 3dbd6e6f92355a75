"""German words of the pages with their vectors: what a word in another language may mean."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.german import Analyzer
from kb.index.kept import Kept
from kb.meaning.encoder import Vectors
from kb.meaning.quantised import products, quantise, side_by_side
from kb.model import Page

WordRecords = NDArray[Any]  # see `word_record`

MOST_WORDS = 20_000  # of all pages, the most frequent; few questions name a rarer one
_LONGEST = 32  # letters
_SHORTEST = 4  # a shorter word means too many things
_ASKED = 12  # words of a question that are looked up
# Cosines of single words: "boy" and "Junge" .87, "sign" and "unterschrieben" .65; below, chance.
_LIKE, _UNLIKE = 0.6, 0.4
_NEAREST = 3
_PAIR = 0.5  # what two words together count: "bank account" is "Bankkonto", "the boy" only "Junge"
_WORD = re.compile(r"[^\W\d_]+")
_ANALYZER = Analyzer()
KEPT, _BYTES = 4_000_000, 600  # of words that were looked up, in all and each


def word_record(size: int) -> np.dtype[Any]:
    """A German word on disk: `vector` times `scale` has length 1; `stop`: it says nothing."""
    vector = ("vector", "i1", (size,))
    return np.dtype([("word", f"<U{_LONGEST}"), ("stop", "?"), ("scale", "<f4"), vector])


def count_record() -> np.dtype[Any]:
    """A German word of a PDF and the number of its pages that hold it."""
    return np.dtype([("word", f"<U{_LONGEST}"), ("pages", "<i4")])


@dataclass(frozen=True, slots=True)
class Meant:
    """What was typed, one word or two, and what it may be in German, surest first.

    The numbers are weights: how sure, and how many words share it; together 1 at most.
    """

    typed: str
    german: tuple[tuple[str, float], ...]


class WordVectors:
    """The German words that questions are compared with. Safe to share between threads.

    What was looked up last is remembered: most words of a question, and many pairs, are in others.
    """

    def __init__(self, records: WordRecords) -> None:
        self._words, self._stop = records["word"].copy(), records["stop"].copy()
        self._vectors = side_by_side(records)
        self._looked_up: Kept[str, Meant | None] = Kept(KEPT)

    def meant(
        self, typed: Sequence[str], encode: Callable[[Sequence[str]], Vectors]
    ) -> list[Meant]:
        """For each of what was typed the German words; those alone that mean something and that
        some German word is like. `encode` gives a row for each that is not remembered.
        """
        found = self._looked_up.all(typed, lambda new: self._look_up(new, encode(new)))
        return [one for one in found if one]

    def _look_up(
        self, typed: Sequence[str], vectors: Vectors
    ) -> Sequence[tuple[Meant | None, int]]:
        near = products(quantise(vectors), self._vectors)
        found = map(self._likest, typed, near)
        return [(one, _BYTES) for one in found]

    def _likest(self, text: str, likeness: Vectors) -> Meant | None:
        alike = np.flatnonzero(likeness >= _LIKE)
        alike = alike[np.argsort(-likeness[alike], kind="stable")][:_NEAREST]
        # "for" is nearest to "für": it says as little
        if not len(alike) or self._stop[alike[0]]:
            return None
        return Meant(text, self._weighted(text, alike.tolist(), likeness))

    def _weighted(
        self, text: str, alike: Sequence[int], likeness: Vectors
    ) -> tuple[tuple[str, float], ...]:
        sure = [(float(likeness[at]) - _UNLIKE) / (1 - _UNLIKE) for at in alike]
        share = (_PAIR if " " in text else 1.0) * sure[0] / sum(sure)
        words = self._words[alike].tolist()
        return tuple((word, own * share) for word, own in zip(words, sure, strict=True))


def typed_words(text: str) -> list[str]:
    """The words of a question, and each two side by side: German writes many as one."""
    words = _WORD.findall(text)[:_ASKED]
    return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))


def counted(pages: Iterable[Page]) -> WordRecords:
    """The German words of some pages: those a dictionary knows, so no word lists of others."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(set(_ANALYZER.written(page.text).words))
    german = sorted(word for word in counts if _is_german(word))
    records = np.zeros(len(german), count_record())
    records["word"] = german
    records["pages"] = [counts[word] for word in german]
    return records


def chosen(counts: Iterable[WordRecords]) -> list[str]:
    """The most frequent words of all, each in its most frequent spelling, in alphabetical order."""
    total: Counter[str] = Counter()
    for records in counts:
        for word, pages in records.tolist():
            total[word] += pages
    spelt: dict[str, str] = {}
    for word, _ in sorted(total.items(), key=lambda count: (-count[1], count[0])):
        spelt.setdefault(_ANALYZER.word(word).folded, word)
    return sorted(list(spelt.values())[:MOST_WORDS])


def says_nothing(word: str) -> bool:
    """Whether it is a stop word."""
    return _ANALYZER.word(word).folded in _ANALYZER.stop_words


def _is_german(word: str) -> bool:
    if not word.isalpha() or len(word) > _LONGEST:
        return False
    return says_nothing(word) or (len(word) >= _SHORTEST and _ANALYZER.known(word))
