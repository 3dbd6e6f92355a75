"""The vectors of all pages of a generation, and how near a question is to each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.meaning.encoder import Vectors
from kb.meaning.store import Records
from kb.model import Span

Numbers = NDArray[np.float32]

# Pages whose every chunk is compared; for the others the mean of their chunks must do.
LOOKED_AT = 100
# What is near to everything is not worth much: each chunk is marked down by its nearness to the
# few nearest of a sample of all chunks. One point nDCG@10 over six languages. After the CSLS of
# Conneau et al., ICLR 2018.
_CROWDING, _SAMPLE, _NEIGHBOURS = 0.4, 500, 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page's text and how near it is."""

    span: Span
    nearness: float


class PageVectors:
    """Rows are the pages of a generation in its order. Read-only, so safe to share.

    `parts` are the chunks of one edition after the other with the number of its pages; None where
    they have not been made yet. `complete` says that none are missing.
    """

    def __init__(self, parts: Sequence[tuple[Records | None, int]], size: int) -> None:
        self.complete = all(records is not None for records, _ in parts)
        empty = np.zeros(0, [("page", "<i4"), ("start", "<i4"), ("vector", "<f2", (size,))])
        held = [(empty if records is None else records, pages) for records, pages in parts]
        sample = _sample([records for records, _ in held], size)
        self._places: list[tuple[Records, Numbers, int, int]] = []  # of each row: its chunks
        means, crowding = [np.zeros((0, size), np.float32)], [np.zeros(0, np.float32)]
        for records, pages in held:
            borders = np.searchsorted(records["page"], np.arange(pages + 1)).tolist()
            marked_down = _crowding(records, sample)
            self._places += [(records, marked_down, a, b) for a, b in pairwise(borders)]
            means.append(_means(records["vector"], borders))
            crowding.append(_means(marked_down[:, None], borders)[:, 0])
        self._means: Vectors = np.concatenate(means)
        self._crowding: Numbers = np.concatenate(crowding)
        self._known = np.array([b > a for _, _, a, b in self._places], bool)

    def nearness(self, vector: Vectors) -> Numbers:
        """How near every page is to a vector of length 1; -1 for pages without vectors.

        Half the mean over the page's chunks, half its nearest chunk: measured best of six ways.
        Unrelated pages are at about -0.1, what answers a question at 0.1 to 0.5.
        """
        near = np.where(self._known, _along(self._means, vector) - self._crowding, -1)
        near = near.astype(np.float32)
        rows = _largest(near, LOOKED_AT)
        near[rows] = (near[rows] + self._nearest(rows, vector)) / 2
        return near

    def passage(self, row: int, vector: Vectors) -> Passage | None:
        """The stretch of a page that is nearest; None if it has no vectors."""
        records, marked_down, first, last = self._places[row]
        placed = np.flatnonzero(records["start"][first:last] >= 0) + first
        if not len(placed):
            return None
        near = _along(records["vector"][placed], vector) - marked_down[placed]
        best = records[placed[int(np.argmax(near))]]
        return Passage(Span(int(best["start"]), int(best["end"])), float(near.max()))

    def of_row(self, row: int) -> Vectors:
        """The direction of a page as a whole; all 0 if it has no vectors."""
        mean: Vectors = self._means[row]
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean

    def _nearest(self, rows: NDArray[np.intp], vector: Vectors) -> Numbers:
        """How near the nearest chunk of each of `rows` is; none of them is empty."""
        held = [self._places[row] for row in rows.tolist()]
        if not held:
            return np.zeros(0, np.float32)
        chunks = np.concatenate([records["vector"][a:b] for records, _, a, b in held])
        marked_down = np.concatenate([down[a:b] for _, down, a, b in held])
        starts = np.cumsum([0, *(b - a for _, _, a, b in held[:-1])])
        near: Numbers = np.maximum.reduceat(_along(chunks, vector) - marked_down, starts)
        return near


def _along(rows: NDArray[np.floating], vector: Vectors) -> Numbers:
    # not BLAS: its threads wait for each other longer than this takes
    along: Numbers = np.einsum("ij,j->i", rows.astype(np.float32, copy=False), vector)
    return along


def _sample(parts: Sequence[Records], size: int) -> Vectors:
    """Chunks of the whole generation at even distances."""
    step = max(1, sum(map(len, parts)) // _SAMPLE)
    taken = [records["vector"][::step].astype(np.float32) for records in parts]
    return np.concatenate([np.zeros((0, size), np.float32), *taken])


def _crowding(records: Records, sample: Vectors) -> Numbers:
    """How much each chunk is marked down; a chunk that is in the sample does not count itself."""
    down = np.zeros(len(records), np.float32)
    if len(sample) <= _NEIGHBOURS:
        return down
    for start in range(0, len(records), 2000):
        near = records["vector"][start : start + 2000].astype(np.float32) @ sample.T
        near[near > 0.999] = 0  # itself, or a running line
        largest = np.partition(near, -_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS:]
        down[start : start + 2000] = _CROWDING * largest.mean(axis=1)
    return down


def _means(values: NDArray[np.floating], borders: Sequence[int]) -> Numbers:
    """The mean of each stretch of rows, 0 where it is empty."""
    means = np.zeros((len(borders) - 1, values.shape[1]), np.float32)
    for row, (first, last) in enumerate(pairwise(borders)):
        if last > first:
            means[row] = values[first:last].mean(axis=0, dtype=np.float32)
    return means


def _largest(values: Numbers, count: int) -> NDArray[np.intp]:
    """Where the largest values are, in ascending order of place; those of -1 never."""
    rows = np.flatnonzero(values > -1)
    if len(rows) > count:
        rows = rows[np.argpartition(-values[rows], count)[:count]]
    return np.sort(rows)
