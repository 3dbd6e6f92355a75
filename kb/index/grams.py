"""The table of word parts: which page holds which 4-gram how often, scored exactly in numpy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.german import Analyzer

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]
T = TypeVar("T", bound=np.generic)

K1 = 1.2  # BM25's saturation, for parts and for whole words
_MERGE_AT_ONCE = 4_000_000  # postings in memory while merging: about 150 MB
_PARTS = ("grams", "offsets", "rows", "counts", "lengths")


@dataclass(frozen=True, slots=True)
class GramBlock:
    """An inverted table: the postings of gram i are `offsets[i]:offsets[i + 1]` of rows and counts.

    `grams` is sorted, `rows` ascend within a gram, `counts` are clipped at 255, `lengths` is the
    number of grams of every row. Counts instead of finished scores: idf, mean length and weights
    stay free when the corpus grows.
    """

    grams: NDArray[np.str_]
    offsets: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]

    def save(self, folder: Path, name: str) -> None:
        """Write one .npy file a part, `<name>-<part>.npy`."""
        for part in _PARTS:
            np.save(folder / f"{name}-{part}.npy", getattr(self, part))

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Open a saved block; rows and counts are mapped from the disk, not read."""
        mapped = {"rows", "counts"}
        return cls(
            *(
                np.load(folder / f"{name}-{part}.npy", mmap_mode="r" if part in mapped else None)
                for part in _PARTS
            )
        )

    def ranges(self, grams: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of each gram start and end; an empty range where no page holds it."""
        if not len(self.grams) or not grams:
            return np.zeros(len(grams), np.int64), np.zeros(len(grams), np.int64)
        wanted = np.array(grams, "<U4")
        places = np.minimum(np.searchsorted(self.grams, wanted), len(self.grams) - 1)
        # a longer text was cut to four letters: it is not the gram that it begins with
        fits = np.array([len(gram) <= 4 for gram in grams])
        known = fits & (self.grams[places] == wanted)
        return self.offsets[places] * known, self.offsets[places + 1] * known


class Tabulator:
    """Counts the grams of pages, in order, into a block."""

    def __init__(self) -> None:
        self._take_apart = Analyzer().grams  # the query's words are taken apart by the same
        self._numbers: dict[str, int] = {}
        self._words: dict[str, NDArray[np.int32]] = {}
        self._grams: list[NDArray[np.int32]] = []
        self._counts: list[NDArray[np.uint8]] = []
        self._lengths: list[int] = []

    def add(self, words: Iterable[str]) -> None:
        """Append a page: its row is the number of pages added before."""
        numbers = [self._word(word) for word in words]
        grams, counts = np.unique(_joined(numbers, np.int32), return_counts=True)
        self._grams.append(grams)
        self._counts.append(np.minimum(counts, 255).astype(np.uint8))
        self._lengths.append(int(counts.sum()))

    def block(self) -> GramBlock:
        """The table of all pages so far."""
        names = np.array(sorted(self._numbers), "<U4")
        rank = np.empty(len(names), np.int32)
        rank[[self._numbers[name] for name in names.tolist()]] = np.arange(len(names))
        grams = rank[_joined(self._grams, np.int32)]
        rows = np.repeat(np.arange(len(self._grams), dtype=np.int32), [len(g) for g in self._grams])
        order = np.argsort(grams, kind="stable")
        return GramBlock(
            grams=names,
            offsets=_offsets(np.bincount(grams, minlength=len(names))),
            rows=rows[order],
            counts=_joined(self._counts, np.uint8)[order],
            lengths=np.array(self._lengths, np.int32),
        )

    def _word(self, word: str) -> NDArray[np.int32]:
        if (numbers := self._words.get(word)) is None:
            known = self._numbers
            grams = self._take_apart(word)
            numbers = np.array([known.setdefault(g, len(known)) for g in grams], np.int32)
            self._words[word] = numbers
        return numbers


def merge(blocks: Sequence[tuple[GramBlock, Rows]], size: int) -> GramBlock:
    """One block of `size` rows; with every block comes the new row of each of its rows, -1 to drop.

    The result depends only on the pages and their rows, not on how they were spread over blocks.
    """
    lengths = np.zeros(size, np.int32)
    for block, places in blocks:
        kept = places >= 0
        lengths[places[kept]] = block.lengths[kept]
    names = np.unique(np.concatenate([block.grams for block, _ in blocks]))
    slices = [_merge_range(blocks, names[a:z], size) for a, z in _ranges(blocks, names)]
    found = _joined([s[0] for s in slices], np.int64)
    held = found > 0
    return GramBlock(
        grams=names[held],
        offsets=_offsets(found[held]),
        rows=_joined([s[1] for s in slices], np.int32),
        counts=_joined([s[2] for s in slices], np.uint8),
        lengths=lengths,
    )


def without(block: GramBlock, places: Rows, size: int) -> GramBlock:
    """What `merge` of one block gives whose rows keep their order, ten times as fast."""
    lengths = np.zeros(size, np.int32)
    lengths[places[places >= 0]] = block.lengths[places >= 0]
    rows = places[block.rows]
    stays = rows >= 0
    found = np.add.reduceat(stays, block.offsets[:-1], dtype=np.int64)  # no gram is without a row
    held = found > 0
    return GramBlock(
        grams=block.grams[held],
        offsets=_offsets(found[held]),
        rows=rows[stays],
        counts=block.counts[stays],
        lengths=lengths,
    )


class GramTable:
    """One block ready to be asked: BM25 with length norm `b`."""

    def __init__(self, block: GramBlock, *, b: float) -> None:
        self._block = block
        # plain arrays: a slice of a memmap object costs ten times as much
        self._rows = block.rows.view(np.ndarray)
        self._counts = block.counts.view(np.ndarray)
        self._norm = length_norm(block.lengths, b)

    def idf(self, grams: Sequence[str]) -> Floats:
        """BM25's idf of each gram, 0 for one that no page holds."""
        starts, ends = self._block.ranges(grams)
        return self._idf(ends - starts)

    def score(self, weights: Mapping[str, float]) -> Floats:
        """The BM25 score of every row for weighted grams."""
        return self.score_and_share(weights)[0]

    def score_and_share(self, weights: Mapping[str, float]) -> tuple[Floats, Floats]:
        """BM25 of every row, and what share of the grams' weighted idf mass it holds, 0 to 1."""
        starts, ends = self._block.ranges(list(weights))
        held = ends - starts
        masses = self._idf(held) * np.fromiter(weights.values(), np.float32, len(weights))
        places = list(zip(starts.tolist(), ends.tolist(), strict=True))
        rows = _joined([self._rows[a:z] for a, z in places], np.int32)
        counts = _joined([self._counts[a:z] for a, z in places], np.uint8)
        mass = np.repeat(masses, held)
        return (
            _sums(
                rows, mass * saturate(counts.astype(np.float32), self._norm[rows]), len(self._norm)
            ),
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
    return np.float32(K1 + 1) * counts / (counts + norm)


# -- private ---------------------------------------------------------------------------------------


def _ranges(
    blocks: Sequence[tuple[GramBlock, Rows]], names: NDArray[np.str_]
) -> list[tuple[int, int]]:
    """Cut the merged grams into ranges whose postings fit in memory together."""
    sizes = np.zeros(len(names), np.int64)
    for block, _ in blocks:
        sizes[np.searchsorted(names, block.grams)] += np.diff(block.offsets)
    full = np.cumsum(sizes) // _MERGE_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(full)) + 1).tolist(), len(names)]
    return list(pairwise(cuts))


def _merge_range(
    blocks: Sequence[tuple[GramBlock, Rows]], names: NDArray[np.str_], size: int
) -> tuple[NDArray[np.int64], Rows, NDArray[np.uint8]]:
    """Postings per gram, rows and counts of a run of grams."""
    keys, counts = [], []
    for block, places in blocks:
        first, last = np.searchsorted(block.grams, names[[0, -1]]) if len(names) else (0, 0)
        last += bool(last < len(block.grams) and block.grams[last] == names[-1])
        a, z = block.offsets[first], block.offsets[last]
        rows = places[block.rows[a:z]]
        held = np.diff(block.offsets[first : last + 1])
        grams = np.repeat(np.searchsorted(names, block.grams[first:last]), held)
        keys.append((grams * size + rows)[rows >= 0])
        counts.append(block.counts[a:z][rows >= 0])
    key, count = _joined(keys, np.int64), _joined(counts, np.uint8)
    order = np.argsort(key, kind="stable")  # linear: sorted runs, one a block
    key = key[order]
    per_gram = np.bincount(key // max(size, 1), minlength=len(names))
    return per_gram, (key % max(size, 1)).astype(np.int32), count[order]


def _sums(rows: Rows, values: Floats, size: int) -> Floats:
    """What every row gets together."""
    return np.bincount(rows, values, minlength=size).astype(np.float32)


def _offsets(held: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(held, dtype=np.int64)])


def _joined(arrays: Sequence[NDArray[T]], kind: type[T]) -> NDArray[T]:
    return np.concatenate(arrays) if len(arrays) else np.zeros(0, kind)
