"""The vectors of all pages of a generation, and how near a question is to each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.meaning.encoder import Vectors
from kb.meaning.store import Held, Records, page_record, vectors_of
from kb.model import Span

Numbers = NDArray[np.float32]

# Pages whose every chunk is compared; for the others the mean of their chunks must do.
LOOKED_AT = 100
_BLOCK = 256  # rows made float32 at once: they stay near the processor


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page's text and how near it is, as a cosine."""

    span: Span
    nearness: float


class PageVectors:
    """Rows are the pages of a generation in its order. Read-only, so safe to share.

    `parts` are the vectors of one edition after the other with the number of its pages; None where
    they have not been made yet. `complete` says that none are missing.
    """

    def __init__(self, parts: Sequence[tuple[Held | None, int]], size: int) -> None:
        self.complete = all(held is not None for held, _ in parts)
        unknown = page_record(size)
        self._chunks: list[Records | None] = []  # of each row: those of its page
        rows = [np.zeros(0, unknown)]
        for held, pages in parts:
            rows.append(held.pages if held else np.zeros(pages, unknown))
            cut = pairwise(held.borders.tolist()) if held else ()
            self._chunks += [held.chunks[a:b] for a, b in cut] if held else [None] * pages
        self._pages = np.concatenate(rows)
        self._known = np.array([c is not None and len(c) > 0 for c in self._chunks], bool)

    def nearness(self, vector: Vectors, looked_at: int = LOOKED_AT) -> Numbers:
        """How near every page is to a vector of length 1; -1 for pages without vectors.

        Half the mean over the page's chunks, half its nearest chunk: measured best of six ways.
        Unrelated pages are at about -0.1, what answers a question at 0.1 to 0.5.
        """
        near = np.where(self._known, _near(self._pages, vector), -1).astype(np.float32)
        for row in _largest(near, looked_at).tolist():
            chunks = self._chunks[row]
            assert chunks is not None  # a page without vectors is not looked at
            near[row] = (near[row] + _near(chunks, vector).max()) / 2
        return near

    def passage(self, row: int, vector: Vectors) -> Passage | None:
        """The sentences or heading of a page that are nearest; None if it has no vectors."""
        chunks = self._chunks[row]
        units = None if chunks is None else chunks[chunks["unit"] & (chunks["start"] >= 0)]
        if units is None or not len(units):
            return None
        near = _near(units, vector)
        at = int(np.argmax(near))
        span = Span(int(units["start"][at]), int(units["end"][at]))
        return Passage(span, float(near[at] + units["down"][at]))

    def of_row(self, row: int) -> Vectors:
        """The direction of a page as a whole; all 0 if it has no vectors."""
        mean: Vectors = vectors_of(self._pages[row : row + 1])[0]
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean


def _near(records: Records, vector: Vectors) -> Numbers:
    """How near each is to a vector of length 1, marked down."""
    along = np.empty(len(records), np.float32)
    block = np.empty((min(_BLOCK, len(records)), len(vector)), np.float32)
    for start in range(0, len(records), _BLOCK):
        rows = records["vector"][start : start + _BLOCK]
        np.copyto(block[: len(rows)], rows)
        np.dot(block[: len(rows)], vector, out=along[start : start + len(rows)])
    near: Numbers = along * records["scale"] - records["down"]
    return near


def _largest(values: Numbers, count: int) -> NDArray[np.intp]:
    """Where the largest values are, in ascending order of place; those of -1 never."""
    rows = np.flatnonzero(values > -1)
    if len(rows) > count:
        rows = rows[np.argpartition(-values[rows], count)[:count]]
    return np.sort(rows)
