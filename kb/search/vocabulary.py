"""The real words of the pages: what prefixes, spelling suggestions and completions draw on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.german import Analyzer, fold
from kb.model import Page
from kb.search.lines import Lines

VERSION = "2"  # changes with every change to what is kept of pages
LONG = 8  # letters from which a word may hold two slips
LONGEST_HEADING = 60  # characters that still read as a query
_WORD = re.compile(r"[^\W\d_][\w*:-]*\w")
_LINES = ("forms", "shown_as", "stems", "headings", "inside", "spelled")
_NUMBERS = ("counts", "lengths", "letters", "spelled_counts")


@dataclass(frozen=True, slots=True)
class PageVocabulary:
    """The words of some pages, by folded form and by stem, and their headings. Read-only.

    Of each word in `forms`, which are folded and sorted, the other lists hold in its place: how
    most pages write it, how often it occurs, how many letters it has, and which, a bit each.
    `stems` are pairs of stem and form, `headings` of what a heading begins with and the heading,
    `inside` of what one of its other words begins with and the heading: sorted, a tab between.
    `spelled` are pairs of form and each of its spellings, sorted; `spelled_counts` how often each
    occurs. From these it grows.
    """

    forms: Lines
    shown_as: Lines
    stems: Lines
    headings: Lines
    inside: Lines
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]
    letters: NDArray[np.uint64]
    spelled: Lines
    spelled_counts: NDArray[np.int32]

    @classmethod
    def of(cls, pages: Iterable[Page], analyzer: Analyzer) -> Self:
        """Gather the words: a second for 5,000 pages."""
        return cls._of(_gathered(pages, analyzer), {})

    def grown(self, pages: Iterable[Page], analyzer: Analyzer) -> Self:
        """With the words of further pages: what `of` gives for all of them together."""
        spelled, stems, headings = _gathered(pages, analyzer)
        spelled.update(dict(zip(self.spelled, self.spelled_counts.tolist(), strict=True)))
        stems.update(self.stems)
        headings.update(self.headings)
        letters = dict(zip(self.forms, self.letters.tolist(), strict=True))
        return self._of((spelled, stems, headings), letters)

    @classmethod
    def _of(cls, gathered: "_Gathered", letters: Mapping[str, int]) -> Self:
        """`letters` are those of forms that are known."""
        spelled, stems, headings = gathered
        pairs = sorted(spelled)
        found = list(_forms(pairs, spelled))
        forms = [form for form, *_ in found]
        return cls(
            forms=Lines.of(forms),
            shown_as=Lines.of(shown for _, shown, _ in found),
            stems=Lines.of(sorted(stems)),
            headings=Lines.of(sorted(headings)),
            inside=Lines.of(sorted(_inside(headings))),
            counts=np.array([count for *_, count in found], np.int32),
            lengths=np.array([len(form) for form in forms], np.int32),
            letters=np.array([letters.get(form) or _letters(form) for form in forms], np.uint64),
            spelled=Lines.of(pairs),
            spelled_counts=np.array([spelled[pair] for pair in pairs], np.int32),
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map what `save` wrote: takes no time and next to no memory of its own.

        Raises OSError or ValueError where it is damaged.
        """
        lines: dict[str, Any] = {name: Lines.load(folder, name) for name in _LINES}
        numbers: dict[str, Any] = {name: _mapped(folder / f"{name}.npy") for name in _NUMBERS}
        held = cls(**lines, **numbers)
        of_forms = held.forms, held.shown_as, held.counts, held.lengths, held.letters
        of_spellings = held.spelled, held.spelled_counts
        if any(len(set(map(len, same))) != 1 for same in (of_forms, of_spellings)):
            raise ValueError(f"{folder}: the lists do not belong together")
        return held

    def save(self, folder: Path) -> None:
        """Write files of numpy's into a folder that is there."""
        for name in _LINES:
            lines: Lines = getattr(self, name)
            lines.save(folder, name)
        for name in _NUMBERS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Folded words that begin so, most frequent first."""
        return self._most_frequent(self.forms.starting(prefix), limit)

    def containing(self, part: str, limit: int) -> Sequence[str]:
        """Folded words that hold a piece, most frequent first."""
        return self._most_frequent(self.forms.containing(part), limit)

    def with_stems(self, stems: Iterable[str], limit: int) -> Sequence[str]:
        """Folded words that have one of the stems, most frequent first."""
        pairs = (self.stems[at] for stem in stems for at in self.stems.starting(f"{stem}\t"))
        forms = dict.fromkeys(pair.partition("\t")[2] for pair in pairs)
        return self._most_frequent([self._place(form) for form in forms], limit)

    def nearest(self, folded: str, limit: int = 3) -> Sequence[str]:
        """Words as written that differ in a slip of the keyboard: nearest, then most frequent."""
        slips = 1 if len(folded) < LONG else 2
        alike = self._alike(folded, slips)
        near = [self.forms[at] for at in alike]
        found = process.extract(folded, near, scorer=OSA.distance, score_cutoff=slips, limit=None)
        ordered = sorted((away, -int(self.counts[alike[at]]), alike[at]) for _, away, at in found)
        return [self.shown_as[at] for *_, at in ordered[:limit]]

    def shown(self, folded: str) -> str:
        """The word as most pages write it."""
        return self.shown_as[self._place(folded)]

    def _alike(self, folded: str, slips: int) -> list[int]:
        """Where the words are that may be so near: none is missed, and few others are compared.

        A slip changes the length by one letter at most, and which letters there are by two.
        """
        alike = np.abs(self.lengths - len(folded)) <= slips
        other = np.bitwise_count(self.letters ^ np.uint64(_letters(folded)))
        found: list[int] = np.flatnonzero(alike & (other <= 2 * slips)).tolist()
        return found

    def _most_frequent(self, places: Sequence[int], limit: int) -> Sequence[str]:
        return [self.forms[at] for at in nlargest(limit, places, key=self.counts.__getitem__)]

    def _place(self, form: str) -> int:
        """Where a word is that is known to be there."""
        return self.forms.starting(form)[0]


def _mapped(path: Path) -> NDArray[Any]:
    found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return found.view(np.ndarray)


def _letters(word: str) -> int:
    """Which letters a word has, a bit each; rare ones share theirs."""
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % 64
    return letters


def _without_number(heading: str) -> str:
    """Turn "2.7 Aufwandspauschale" into "Aufwandspauschale": nobody types the number."""
    return " ".join(heading.lstrip("0123456789.) ").split())


# how often each "form\tspelling" occurs, each "stem\tform", each "folded\theading"
_Gathered = tuple[Counter[str], set[str], set[str]]


def _gathered(pages: Iterable[Page], analyzer: Analyzer) -> _Gathered:
    written: Counter[str] = Counter()
    titles: set[str] = set()
    for page in pages:
        written.update(_WORD.findall(page.text))
        titles.update(h.title for h in page.headings)
    spelled: Counter[str] = Counter()
    stems: set[str] = set()
    for word, count in written.items():
        for token in analyzer.tokens(word):
            spelled[f"{token.folded}\t{token.text}"] += count
            stems.update(f"{stem}\t{token.folded}" for stem in token.stems)
    headings = (h for h in map(_without_number, titles) if 0 < len(h) <= LONGEST_HEADING)
    return spelled, stems, {f"{fold(heading)}\t{heading}" for heading in headings}


def _inside(headings: Iterable[str]) -> set[str]:
    titles = (pair.partition("\t")[2] for pair in headings)
    return {f"{fold(word)}\t{title}" for title in titles for word in title.split()[1:]}


def _forms(pairs: Sequence[str], spelled: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """Each folded form with its most frequent spelling and how often all together occur, sorted."""
    apart = (pair.partition("\t") for pair in pairs)
    for folded, same in groupby(apart, key=itemgetter(0)):
        spellings = {text: spelled[f"{folded}\t{text}"] for _, _, text in same}
        yield folded, max(spellings, key=spellings.__getitem__), sum(spellings.values())
