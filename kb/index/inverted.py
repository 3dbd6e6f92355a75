"""An inverted table on disk: which row holds which word, or part of a word, how often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Digests = NDArray[np.uint64]
T = TypeVar("T", bound=np.generic)

_MERGE_AT_ONCE = 4_000_000  # postings in memory while merging: about 150 MB
_COUNT_BITS, _ROW_BITS = 8, 24  # of a posting while sorted: 16 million rows, 4 billion terms
_PARTS = ("digests", "offsets", "rows", "counts", "lengths")


@dataclass(frozen=True, slots=True)
class Inverted:
    """The postings of term i are `offsets[i]:offsets[i + 1]` of rows and counts.

    Of the terms there are only `digests`, sorted: numbers are merged and looked up many times as
    fast as texts. `rows` ascend within a term, `counts` are clipped at 255, `lengths` is the number
    of terms of every row. Counts instead of finished scores: idf, mean length and weights stay free
    when the corpus grows.
    """

    digests: Digests
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
        """Open a saved table; rows and counts are mapped from the disk, not read."""
        mapped = {"rows", "counts"}
        parts = (
            np.load(folder / f"{name}-{part}.npy", mmap_mode="r" if part in mapped else None)
            for part in _PARTS
        )
        # plain arrays: a slice of a memmap object costs ten times as much
        return cls(*(part.view(np.ndarray) for part in parts))

    def ranges(self, terms: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of each term start and end; an empty range where no row holds it."""
        if not len(self.digests) or not terms:
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.int64)
        wanted = np.array([digest(term) for term in terms], np.uint64)
        places = np.minimum(np.searchsorted(self.digests, wanted), len(self.digests) - 1)
        known = self.digests[places] == wanted
        return self.offsets[places] * known, self.offsets[places + 1] * known


@lru_cache(maxsize=200_000)
def digest(term: str) -> int:
    """64 bits: among a million terms, two are the same once in forty million tables."""
    # a PDF may give half of a surrogate pair
    found = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(found, "little")


class Tabulator:
    """Counts the terms of rows, in order, into a table."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms: list[NDArray[np.int32]] = []
        self._counts: list[NDArray[np.uint8]] = []
        self._lengths: list[int] = []

    def numbers(self, terms: Iterable[str]) -> NDArray[np.int32]:
        """The numbers by which `add` takes them."""
        known = self._numbers
        return np.array([known.setdefault(term, len(known)) for term in terms], np.int32)

    def add(self, numbers: NDArray[np.int32]) -> None:
        """Append a row with these terms: its number is that of the rows added before."""
        terms, counts = np.unique(numbers, return_counts=True)
        self._terms.append(terms)
        self._counts.append(np.minimum(counts, 255).astype(np.uint8))
        self._lengths.append(int(counts.sum()))

    def table(self) -> Inverted:
        """The table of all rows so far."""
        digests = np.array([digest(term) for term in self._numbers], np.uint64)
        order = np.argsort(digests)
        rank = np.empty(len(digests), np.uint64)
        rank[order] = np.arange(len(digests), dtype=np.uint64)
        # term, row and count in one number, sorted in place: an index of the order would take as
        # much memory as all there is to sort
        postings = rank[joined(self._terms, np.int32)]
        postings <<= np.uint64(_ROW_BITS)
        held = [len(terms) for terms in self._terms]
        postings |= np.repeat(np.arange(len(held), dtype=np.uint32), held)
        postings <<= np.uint64(_COUNT_BITS)
        postings |= joined(self._counts, np.uint8)
        postings.sort()
        counts = postings.astype(np.uint8)
        postings >>= np.uint64(_COUNT_BITS)
        rows = postings.astype(np.int32)  # of the terms a few bits are left
        rows &= (1 << _ROW_BITS) - 1
        postings >>= np.uint64(_ROW_BITS)
        per_term = np.bincount(postings.view(np.int64), minlength=len(digests))
        lengths = np.array(self._lengths, np.int32)
        return Inverted(digests[order], offsets_of(per_term), rows, counts, lengths)


def merge(tables: Sequence[tuple[Inverted, Rows]], size: int) -> Inverted:
    """One table of `size` rows; with every table comes the new number of each of its rows, -1 to
    drop it.

    The result depends only on the rows and their numbers, not on how they were spread over tables.
    """
    if len(tables) == 1 and bool((np.diff(tables[0][1], prepend=-1) > 0).all()):
        return moved(*tables[0], size)
    lengths = np.zeros(size, np.int32)
    for table, places in tables:
        kept = places >= 0
        lengths[places[kept]] = table.lengths[kept]
    digests = np.unique(np.concatenate([table.digests for table, _ in tables]))
    slices = [_merge_range(tables, digests[a:z], size) for a, z in _ranges(tables, digests)]
    found = joined([s[0] for s in slices], np.int64)
    held = found > 0
    return Inverted(
        digests=digests[held],
        offsets=offsets_of(found[held]),
        rows=joined([s[1] for s in slices], np.int32),
        counts=joined([s[2] for s in slices], np.uint8),
        lengths=lengths,
    )


def moved(table: Inverted, places: Rows, size: int) -> Inverted:
    """What `merge` of one table gives whose rows keep their order, and all of which stay."""
    lengths = np.zeros(size, np.int32)
    lengths[places] = table.lengths
    rows = table.rows if len(places) == size else places[table.rows]
    return Inverted(table.digests, table.offsets, rows, table.counts, lengths)


def without(table: Inverted, places: Rows, size: int) -> Inverted:
    """What `merge` of one table gives whose rows keep their order, ten times as fast."""
    lengths = np.zeros(size, np.int32)
    lengths[places[places >= 0]] = table.lengths[places >= 0]
    rows = places[table.rows]
    stays = rows >= 0
    found = np.add.reduceat(stays, table.offsets[:-1], dtype=np.int64)  # no term is without a row
    held = found > 0
    return Inverted(
        digests=table.digests[held],
        offsets=offsets_of(found[held]),
        rows=rows[stays],
        counts=table.counts[stays],
        lengths=lengths,
    )


def joined(arrays: Sequence[NDArray[T]], kind: type[T]) -> NDArray[T]:
    """One after the other."""
    return np.concatenate(arrays) if len(arrays) else np.zeros(0, kind)


def offsets_of(held: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the postings of each term begin that has so many, and where the last ones end."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(held, dtype=np.int64)])


# -- private ---------------------------------------------------------------------------------------


def _ranges(tables: Sequence[tuple[Inverted, Rows]], digests: Digests) -> list[tuple[int, int]]:
    """Cut the merged terms into ranges whose postings fit in memory together."""
    sizes = np.zeros(len(digests), np.int64)
    for table, _ in tables:
        sizes[np.searchsorted(digests, table.digests)] += np.diff(table.offsets)
    full = np.cumsum(sizes) // _MERGE_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(full)) + 1).tolist(), len(digests)]
    return list(pairwise(cuts))


def _merge_range(
    tables: Sequence[tuple[Inverted, Rows]], digests: Digests, size: int
) -> tuple[NDArray[np.int64], Rows, NDArray[np.uint8]]:
    """Postings per term, rows and counts of a run of terms."""
    keys, counts = [], []
    for table, places in tables:
        first, last = np.searchsorted(table.digests, digests[[0, -1]]) if len(digests) else (0, 0)
        last += bool(last < len(table.digests) and table.digests[last] == digests[-1])
        a, z = table.offsets[first], table.offsets[last]
        rows = places[table.rows[a:z]]
        held = np.diff(table.offsets[first : last + 1])
        terms = np.repeat(np.searchsorted(digests, table.digests[first:last]), held)
        keys.append((terms * size + rows)[rows >= 0])
        counts.append(table.counts[a:z][rows >= 0])
    key, count = joined(keys, np.int64), joined(counts, np.uint8)
    order = np.argsort(key, kind="stable")  # linear: sorted runs, one a table
    key = key[order]
    per_term = np.bincount(key // max(size, 1), minlength=len(digests))
    return per_term, (key % max(size, 1)).astype(np.int32), count[order]
