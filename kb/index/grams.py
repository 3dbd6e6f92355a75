"""The table of word parts: pages scored by the 4-grams they hold, exactly and in numpy."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.german import Analyzer
from kb.index.inverted import Inverted, Tabulator, joined

Floats = NDArray[np.float32]
T = TypeVar("T", bound=np.generic)

K1 = 1.2  # BM25's saturation, for parts and for whole words


class GramTabulator:
    """Takes the words of pages, in order, apart."""

    def __init__(self) -> None:
        self._take_apart = Analyzer().grams  # the query's words are taken apart by the same
        self._counting = Tabulator()
        self._words: dict[str, NDArray[np.int32]] = {}

    def add(self, words: Iterable[str]) -> None:
        """Append a page: its row is the number of pages added before."""
        self._counting.add(joined([self._word(word) for word in words], np.int32))

    def table(self) -> Inverted:
        """The table of all pages so far."""
        return self._counting.table()

    def _word(self, word: str) -> NDArray[np.int32]:
        if (numbers := self._words.get(word)) is None:
            numbers = self._words[word] = self._counting.numbers(self._take_apart(word))
        return numbers


class GramTable:
    """A table of parts ready to be asked: BM25 with length norm `b`."""

    def __init__(self, table: Inverted, *, b: float) -> None:
        self._table = table
        self._norm = length_norm(table.lengths, b)

    def idf(self, grams: Sequence[str]) -> Floats:
        """BM25's idf of each gram, 0 for one that no page holds."""
        starts, ends = self._table.ranges(grams)
        return self._idf(ends - starts)

    def score(self, weights: Mapping[str, float]) -> Floats:
        """The BM25 score of every row for weighted grams."""
        return self.score_and_share(weights)[0]

    def score_and_share(self, weights: Mapping[str, float]) -> tuple[Floats, Floats]:
        """BM25 of every row, and what share of the grams' weighted idf mass it holds, 0 to 1."""
        starts, ends = self._table.ranges(list(weights))
        held = ends - starts
        masses = self._idf(held) * np.fromiter(weights.values(), np.float32, len(weights))
        places = list(zip(starts.tolist(), ends.tolist(), strict=True))
        # the types that are summed in: to widen three million numbers each time takes longer
        rows = _together([self._table.rows[a:z] for a, z in places], np.intp)
        counts = _together([self._table.counts[a:z] for a, z in places], np.float32)
        mass = np.repeat(masses.astype(np.float64), held)
        return (
            _sums(rows, mass * saturate(counts, self._norm.take(rows)), len(self._norm)),
            _sums(rows, mass, len(self._norm)) / np.float32(masses.sum() or 1),
        )

    def _idf(self, held: NDArray[np.int64]) -> Floats:
        return np.where(held > 0, idf(held, len(self._norm)), np.float32(0))


# -- BM25, the same for parts and for whole words --------------------------------------------------


def idf(held: NDArray[np.int64], pages: int) -> Floats:
    """Whoosh's idf, log(pages / (held + 1)) + 1, of tokens that `held` pages hold."""
    found: Floats = (np.log(max(pages, 1) / (held + 1)) + 1).astype(np.float32)
    return found


def length_norm(lengths: NDArray[np.int32], b: float) -> Floats:
    """What BM25 adds to a row's count: k1 for a row of mean length, more for longer ones."""
    mean = max(float(lengths.mean()), 1e-9) if len(lengths) else 1.0
    norm: Floats = (K1 * (1 - b + b * lengths / mean)).astype(np.float32)
    return norm


def saturate(counts: Floats, norm: Floats) -> Floats:
    """BM25's answer to how often a row holds a token: 0 to k1 + 1."""
    found: Floats = counts + norm
    np.divide(counts, found, out=found)
    found *= np.float32(K1 + 1)
    return found


def _together(arrays: Sequence[NDArray[Any]], kind: type[T]) -> NDArray[T]:
    return np.concatenate([np.zeros(0, kind), *arrays], dtype=kind)


def _sums(rows: NDArray[np.intp], values: NDArray[np.float64], size: int) -> Floats:
    """What every row gets together."""
    return np.bincount(rows, values, minlength=size).astype(np.float32)
