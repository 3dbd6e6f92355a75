"""How much text two editions share, word for word: what tells a new edition, or the same again.

Runs of five words, each as one number, kept for every file. The same text set anew shares all of
them, a revised edition most, two publications on the same subject one in a hundred; an edition that
was written anew shares no more, and only its title tells.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb import disk
from kb.library import Library
from kb.model import Edition, Page, Publication

_RUN = 5  # words
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 30  # runs; less text than that proves nothing
_ALIKE = 0.2
_SAME_WORDS = 0.75  # of two titles
_NOT_TITLE = frozenset({"auflage", "ausgabe", "stand", "neuauflage", "edition"})

Runs = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Relative:
    """An edition that is much like another one.

    `share` is how much of the one asked about stands in it word for word, `back` how much of it
    stands in the one asked about, 0 to 1; with the same title both may be small.
    """

    publication: Publication
    edition: Edition
    share: float
    back: float
    same_title: bool


class Likeness:
    """Compares the editions of a library; what it needs of each lies in `index/likeness/`."""

    def __init__(self, folder: Path, library: Library) -> None:
        self._folder = folder
        self._library = library

    def prepare(self) -> None:
        """Look at every edition that was not looked at yet; forget those that are gone."""
        held = set()
        for publication in self._library.publications():
            for edition in publication.editions:
                self._runs(publication, edition)
                held.add(edition.text_digest)
        for path in self._folder.glob("*"):
            if path.stem not in held:
                path.unlink(missing_ok=True)

    def relatives(self, publication: Publication, edition: Edition) -> Sequence[Relative]:
        """The editions of other publications that are alike, the most alike first."""
        own = self._runs(publication, edition)
        found = [
            self._relative(own, publication, other, one)
            for other in self._library.publications()
            if other.id != publication.id
            for one in other.editions
        ]
        alike = [r for r in found if r.same_title or max(r.share, r.back) >= _ALIKE]
        return sorted(alike, key=_how_much, reverse=True)

    def _relative(
        self, own: Runs, publication: Publication, other: Publication, edition: Edition
    ) -> Relative:
        theirs = self._runs(other, edition)
        common = np.intersect1d(own, theirs, assume_unique=True).size
        enough = min(own.size, theirs.size) >= _FEWEST
        return Relative(
            other,
            edition,
            share=common / own.size if enough else 0.0,
            back=common / theirs.size if enough else 0.0,
            same_title=_is_same_title(publication.title, other.title),
        )

    def _runs(self, publication: Publication, edition: Edition) -> Runs:
        path = self._folder / f"{edition.text_digest}.npy"
        with suppress(OSError, ValueError, EOFError, MemoryError, BadZipFile):  # damaged: anew
            with path.open("rb") as file:  # numpy leaves a damaged one open
                runs: Runs = np.load(file, allow_pickle=False)
            if runs.dtype == np.uint32 and runs.ndim == 1:
                return runs
        runs = runs_of(self._library.pages(publication.id, edition.label))
        with disk.writing_to(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            with disk.whole(path) as file:
                np.save(file, runs)
        return runs


def runs_of(pages: Sequence[Page]) -> Runs:
    """Every run of five words within a page as a number, each once, in order."""
    return np.unique(np.fromiter(_numbers(pages), np.uint32))


def _numbers(pages: Sequence[Page]) -> Iterator[int]:
    for page in pages:
        words = _WORD.findall(page.text.casefold())
        for start in range(len(words) - _RUN + 1):
            yield zlib.crc32(" ".join(words[start : start + _RUN]).encode())


def _is_same_title(one: str, other: str) -> bool:
    """Whether titles are alike but for years and numbers of editions."""
    words = [set(_WORD.findall(title.casefold())) - _NOT_TITLE for title in (one, other)]
    shared = len(words[0] & words[1])
    return shared > 0 and shared >= _SAME_WORDS * len(words[0] | words[1])


def _how_much(relative: Relative) -> tuple[float, bool, bool]:
    """A current edition before an older one that is as much alike."""
    return max(relative.share, relative.back), relative.same_title, relative.edition.is_current
