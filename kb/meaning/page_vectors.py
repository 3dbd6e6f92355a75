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
        measure = _Measure(vector)
        near = np.where(self._known, measure.near(self._pages), np.float32(-1))
        for row in _largest(near, looked_at).tolist():
            chunks = self._chunks[row]
            assert chunks is not None  # a page without vectors is not looked at
            near[row] = (near[row] + measure.near(chunks).max()) / 2
        return near

    def passage(self, row: int, vector: Vectors) -> Passage | None:
        """The sentences of a page that are nearest; None if it has no vectors."""
        chunks = self._chunks[row]
        said = None if chunks is None else chunks[chunks["sentence"]]
        if said is None or not len(said):
            return None
        near = _Measure(vector).near(said)
        at = int(np.argmax(near))
        span = Span(int(said["start"][at]), int(said["end"][at]))
        return Passage(span, float(near[at] + said["down"][at]))

    def directions(self, first: int, last: int) -> Vectors:
        """What the pages from `first` to before `last` speak of as a whole: a row of length 1 each,
        all 0 for a page without vectors.
        """
        means = vectors_of(self._pages[first:last])
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        directions: Vectors = means / np.maximum(lengths, 1e-9)
        return directions


class _Measure:
    """How near chunks or pages are to a vector of length 1, marked down."""

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector
        self._block = np.empty((_BLOCK, len(vector)), np.float32)  # to fetch memory once

    def near(self, records: Records) -> Numbers:
        """A number for each."""
        along = np.empty(len(records), np.float32)
        vectors = records["vector"]
        for start in range(0, len(records), _BLOCK):
            block = self._block[: min(_BLOCK, len(records) - start)]
            np.copyto(block, vectors[start : start + _BLOCK])
            np.dot(block, self._vector, out=along[start : start + _BLOCK])
        along *= records["scale"]
        along -= records["down"]
        return along


def _largest(values: Numbers, count: int) -> NDArray[np.intp]:
    """Where the largest values are, in ascending order of place; those of -1 never."""
    rows = np.flatnonzero(values > -1)
    if len(rows) > count:
        rows = rows[np.argpartition(-values[rows], count)[:count]]
    return np.sort(rows)
