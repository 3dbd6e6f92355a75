"""The vectors of all pages of a generation, and how near a question is to each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.meaning.encoder import Vectors
from kb.meaning.store import Records
from kb.model import Span

# Pages whose every chunk is compared; for the others the mean of their chunks must do.
LOOKED_AT = 150


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page's text and how near it is, up to 1."""

    span: Span
    nearness: float


class PageVectors:
    """Rows are the pages of a generation in its order. Read-only, so safe to share.

    `parts` are the chunks of one edition after the other with the number of its pages; None where
    they have not been made yet. `complete` says that none are missing.
    """

    def __init__(self, parts: Sequence[tuple[Records | None, int]], size: int) -> None:
        self.complete = all(records is not None for records, _ in parts)
        self._places: list[tuple[Records, int, int]] = []  # of each row: chunks first to last
        self._nothing = np.zeros(0, _no_chunk(size))
        means = [np.zeros((0, size), np.float32)]
        for records, pages in parts:
            held = self._nothing if records is None else records
            borders = np.searchsorted(held["page"], np.arange(pages + 1))
            self._places += [(held, int(a), int(b)) for a, b in pairwise(borders)]
            means.append(_means(held["vector"], borders))
        self._means: Vectors = np.concatenate(means)

    def nearness(self, vector: Vectors) -> NDArray[np.float32]:
        """How near every page is to a vector of length 1: 1 is the same, about 0 is unrelated.

        Half the mean over the page's chunks, half its nearest chunk: measured best of six ways.
        Pages without vectors get 0.
        """
        means: NDArray[np.float32] = self._means @ vector
        near = means.copy()
        rows = _largest(means, LOOKED_AT)
        near[rows] = (means[rows] + self._nearest(rows, vector)) / 2
        return near

    def passage(self, row: int, vector: Vectors) -> Passage | None:
        """The stretch of a page that is nearest; None if it has no vectors."""
        records, first, last = self._places[row]
        placed = np.flatnonzero(records["start"][first:last] >= 0) + first
        if not len(placed):
            return None
        near = records["vector"][placed].astype(np.float32) @ vector
        best = records[placed[int(np.argmax(near))]]
        return Passage(Span(int(best["start"]), int(best["end"])), float(near.max()))

    def of_row(self, row: int) -> Vectors:
        """The direction of a page as a whole; all 0 if it has no vectors."""
        mean: Vectors = self._means[row]
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean

    def _nearest(self, rows: NDArray[np.intp], vector: Vectors) -> NDArray[np.float32]:
        """The nearest chunk of each of `rows`, none of which is empty."""
        held = [self._places[row] for row in rows.tolist()]
        if not held:
            return np.zeros(0, np.float32)
        chunks = np.concatenate([records["vector"][a:b] for records, a, b in held])
        starts = np.cumsum([0, *(b - a for _, a, b in held[:-1])])
        near: NDArray[np.float32] = np.maximum.reduceat(chunks.astype(np.float32) @ vector, starts)
        return near


def _no_chunk(size: int) -> np.dtype[np.void]:
    return np.dtype([("page", "<i4"), ("start", "<i4"), ("vector", "<f2", (size,))])


def _means(vectors: NDArray[np.float16], borders: NDArray[np.intp]) -> Vectors:
    """The mean of the chunks of each page, 0 where it has none."""
    means = np.zeros((len(borders) - 1, vectors.shape[1]), np.float32)
    for row, (first, last) in enumerate(pairwise(borders)):
        if last > first:
            means[row] = vectors[first:last].mean(axis=0, dtype=np.float32)
    return means


def _largest(values: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Where the largest positive values are, in ascending order of place."""
    rows = np.flatnonzero(values > 0)
    if len(rows) > count:
        rows = rows[np.argpartition(-values[rows], count)[:count]]
    return np.sort(rows)
