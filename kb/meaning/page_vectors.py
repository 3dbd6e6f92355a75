"""The vectors of all pages of a generation, and how near a question is to each page."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from kb.meaning.encoder import Vectors
from kb.meaning.quantised import Numbers, Records, largest, products, quantise, side_by_side
from kb.meaning.store import Held, chunk_record, page_record
from kb.model import Span

# Pages whose every chunk is compared; for the others the mean of their chunks must do.
LOOKED_AT = 100


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
        self._size = size
        self._chunks_of = [(held.chunks, held.borders) if held else None for held, _ in parts]
        self._starts = list(accumulate((pages for _, pages in parts), initial=0))
        rows = [held.pages if held else np.zeros(pages, unknown) for held, pages in parts]
        known = [np.diff(h.borders) > 0 if h else np.zeros(pages, bool) for h, pages in parts]
        means = np.concatenate([np.zeros(0, unknown), *rows])
        self._pages, self._down = side_by_side(means), means["down"].copy()
        self._known = np.concatenate([np.zeros(0, bool), *known])

    def nearness(self, vector: Vectors, looked_at: int = LOOKED_AT) -> Numbers:
        """How near every page is to a vector of length 1; -1 for pages without vectors.

        Half the mean over the page's chunks, half its nearest chunk: measured best of six ways.
        Unrelated pages are at about -0.1, what answers a question at 0.1 to 0.5.
        """
        asked = quantise(vector[None])
        near = np.where(self._known, products(asked, self._pages)[0] - self._down, np.float32(-1))
        rows = _nearest(near, looked_at)
        chunks = [self._chunks(row) for row in rows.tolist()]
        near[rows] = (near[rows] + largest(asked, chunks)) / 2
        return near

    def passage(self, row: int, vector: Vectors) -> Passage | None:
        """The sentences of a page that are nearest; None if it has no vectors."""
        chunks = self._chunks(row)
        said = chunks[chunks["sentence"]]
        if not len(said):
            return None
        near = products(quantise(vector[None]), side_by_side(said))[0] - said["down"]
        at = int(np.argmax(near))
        span = Span(int(said["start"][at]), int(said["end"][at]))
        return Passage(span, float(near[at] + said["down"][at]))

    def directions(self, first: int, last: int) -> Vectors:
        """What the pages from `first` to before `last` speak of as a whole: a row of length 1 each,
        all 0 for a page without vectors.
        """
        means = self._pages.vector[first:last] * self._pages.scale[first:last, None]
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        directions: Vectors = (means / np.maximum(lengths, 1e-9)).astype(np.float32, copy=False)
        return directions

    def _chunks(self, row: int) -> Records:
        """Those of a page; none where they have not been made."""
        at = bisect_right(self._starts, row) - 1
        held, page = self._chunks_of[at], row - self._starts[at]
        if held is None:
            return np.zeros(0, chunk_record(self._size))
        chunks, borders = held
        return chunks[borders[page] : borders[page + 1]]


def _nearest(values: Numbers, count: int) -> NDArray[np.intp]:
    """Where the largest values are, in ascending order of place; those of -1 never."""
    rows = np.flatnonzero(values > -1)
    if len(rows) > count:
        rows = rows[np.argpartition(-values[rows], count)[:count]]
    return np.sort(rows)
