"""The real words of the pages: what prefixes, spelling suggestions and completions draw on."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.german import Analyzer
from kb.model import Page

LONG = 8  # letters from which a word may hold two slips
_WORD = re.compile(r"[^\W\d_][\w*:-]*\w")


@dataclass(frozen=True, slots=True)
class Form:
    """A word as written most often, and how often all its spellings together occur."""

    shown: str
    count: int


class PageVocabulary:
    """The words of some pages, by folded form and by stem, and their headings."""

    def __init__(self, pages: Iterable[Page], analyzer: Analyzer) -> None:
        written: Counter[str] = Counter()
        headings: dict[str, None] = {}
        for page in pages:
            written.update(_WORD.findall(page.text))
            headings.update(dict.fromkeys(h.title for h in page.headings))
        self._forms, self._stems = _forms(written, analyzer)
        self._sorted = sorted(self._forms)
        self._lengths = np.array([len(word) for word in self._sorted], np.int32)
        self._letters = np.array([_letters(word) for word in self._sorted], np.uint64)
        self.headings: Sequence[str] = tuple(headings)

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Folded words that begin so, most frequent first."""
        first = bisect_left(self._sorted, prefix)
        last = bisect_left(self._sorted, prefix + "\U0010ffff")
        return nlargest(limit, self._sorted[first:last], key=self._count)

    def containing(self, part: str, limit: int) -> Sequence[str]:
        """Folded words that hold a piece, most frequent first."""
        return nlargest(limit, (word for word in self._sorted if part in word), key=self._count)

    def with_stems(self, stems: Iterable[str], limit: int) -> Sequence[str]:
        """Folded words that have one of the stems, most frequent first."""
        forms = dict.fromkeys(form for stem in stems for form in self._stems.get(stem, ()))
        return nlargest(limit, forms, key=self._count)

    def nearest(self, folded: str, limit: int = 3) -> Sequence[str]:
        """Words as written that differ in a slip of the keyboard: nearest, then most frequent."""
        slips = 1 if len(folded) < LONG else 2
        near = [self._sorted[i] for i in self._alike(folded, slips)]
        found = process.extract(folded, near, scorer=OSA.distance, score_cutoff=slips, limit=None)
        ordered = sorted(found, key=lambda hit: (hit[1], -self._count(hit[0])))
        return [self.shown(word) for word, *_ in ordered[:limit]]

    def _alike(self, folded: str, slips: int) -> list[int]:
        """Where the words are that may be so near: none is missed, and few others are compared.

        A slip changes the length by one letter at most, and which letters there are by two.
        """
        alike = np.abs(self._lengths - len(folded)) <= slips
        other = np.bitwise_count(self._letters ^ np.uint64(_letters(folded)))
        found: list[int] = np.flatnonzero(alike & (other <= 2 * slips)).tolist()
        return found

    def shown(self, folded: str) -> str:
        """The word as most pages write it."""
        return self._forms[folded].shown

    def _count(self, folded: str) -> int:
        return self._forms[folded].count


def _letters(word: str) -> int:
    """Which letters a word has, a bit each; rare ones share theirs."""
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % 64
    return letters


def _forms(
    written: Mapping[str, int], analyzer: Analyzer
) -> tuple[dict[str, Form], dict[str, list[str]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    stems: dict[str, dict[str, None]] = defaultdict(dict)
    for word, count in written.items():
        for token in analyzer.tokens(word):
            counts[token.folded][token.text] += count
            for stem in token.stems:
                stems[stem][token.folded] = None
    forms = {
        folded: Form(spellings.most_common(1)[0][0], spellings.total())
        for folded, spellings in counts.items()
    }
    return forms, {stem: list(folded) for stem, folded in stems.items()}
