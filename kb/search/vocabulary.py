"""The real words of the pages: what prefixes, spelling suggestions and completions draw on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.german import Analyzer, fold
from kb.model import Page
from kb.search.lines import Lines

VERSION = "1"  # changes with every change to what is kept of pages
LONG = 8  # letters from which a word may hold two slips
LONGEST_HEADING = 60  # characters that still read as a query
_WORD = re.compile(r"[^\W\d_][\w*:-]*\w")
_LINES = ("forms", "shown_as", "stems", "headings", "inside")
_NUMBERS = ("counts", "lengths", "letters")


@dataclass(frozen=True, slots=True)
class PageVocabulary:
    """The words of some pages, by folded form and by stem, and their headings. Read-only.

    Of each word in `forms`, which are folded and sorted, the other lists hold in its place: how
    most pages write it, how often it occurs, how many letters it has, and which, a bit each.
    `stems` are pairs of stem and form, `headings` of what a heading begins with and the heading,
    `inside` of what one of its other words begins with and the heading: sorted, a tab between.
    """

    forms: Lines
    shown_as: Lines
    stems: Lines
    headings: Lines
    inside: Lines
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]
    letters: NDArray[np.uint64]

    @classmethod
    def of(cls, pages: Iterable[Page], analyzer: Analyzer) -> Self:
        """Gather the words: a second for 3,000 pages."""
        written: Counter[str] = Counter()
        titles: set[str] = set()
        for page in pages:
            written.update(_WORD.findall(page.text))
            titles.update(h.title for h in page.headings)
        found = list(_forms(written, analyzer))
        forms = [form for form, *_ in found]
        headings = [h for h in map(_without_number, titles) if 0 < len(h) <= LONGEST_HEADING]
        return cls(
            forms=Lines.of(forms),
            shown_as=Lines.of(shown for _, shown, _ in found),
            stems=Lines.of(sorted(_pairs_of_stems(written, analyzer))),
            headings=Lines.of(sorted({f"{fold(heading)}\t{heading}" for heading in headings})),
            inside=Lines.of(
                sorted({f"{fold(word)}\t{h}" for h in headings for word in h.split()[1:]})
            ),
            counts=np.array([count for *_, count in found], np.int32),
            lengths=np.array([len(form) for form in forms], np.int32),
            letters=np.array([_letters(form) for form in forms], np.uint64),
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map what `save` wrote: takes no time and next to no memory of its own.

        Raises OSError or ValueError where it is damaged.
        """
        forms, shown_as, stems, headings, inside = (Lines.load(folder, n) for n in _LINES)
        counts, lengths, letters = (_mapped(folder / f"{name}.npy") for name in _NUMBERS)
        if len({len(one) for one in (forms, shown_as, counts, lengths, letters)}) != 1:
            raise ValueError(f"{folder}: the lists do not belong together")
        return cls(forms, shown_as, stems, headings, inside, counts, lengths, letters)

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


def _forms(written: Mapping[str, int], analyzer: Analyzer) -> Iterator[tuple[str, str, int]]:
    """Each folded form with its most frequent spelling and how often all together occur, sorted."""
    tokens = sorted(
        (token.folded, token.text, count)
        for word, count in written.items()
        for token in analyzer.tokens(word)
    )
    for folded, same in groupby(tokens, key=lambda token: token[0]):
        spellings: Counter[str] = Counter()
        for _, text, count in same:
            spellings[text] += count
        yield folded, spellings.most_common(1)[0][0], spellings.total()


def _pairs_of_stems(written: Iterable[str], analyzer: Analyzer) -> set[str]:
    return {
        f"{stem}\t{token.folded}"
        for word in written
        for token in analyzer.tokens(word)
        for stem in token.stems
    }
