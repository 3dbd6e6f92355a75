"""What a generation knows of every row besides its words: key, lengths, facet values; in numpy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kb.index.engine import Document, Facet, Field

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """Values of one facet: row `rows[i]` carries `values[codes[i]]`; a row may carry several.

    `values` is sorted, `rows` ascend.
    """

    values: NDArray[np.str_]
    rows: Rows
    codes: NDArray[np.int32]

    def having(self, accepted: Iterable[str], size: int) -> Mask:
        """The rows that carry one of the values."""
        mask = np.zeros(size, bool)
        for code in self._codes(accepted):  # a few comparisons of all are quicker than a look-up
            mask[self.rows[self.codes == code]] = True
        return mask

    def count(self, mask: Mask) -> dict[str, int]:
        """How many rows of `mask` carry each value, most frequent first."""
        held = self.codes.compress(mask.take(self.rows))  # by brackets it takes twice as long
        counts = np.bincount(held, minlength=len(self.values))
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return dict(zip(self.values[order].tolist(), counts[order].tolist(), strict=True))

    def at(self, row: int) -> tuple[str, ...]:
        """The values of one row."""
        # of another type than the rows, they would all be copied
        a, z = np.searchsorted(self.rows, np.array([row, row + 1], self.rows.dtype))
        return tuple(self.values[self.codes[a:z]].tolist())

    def firsts(self, size: int) -> NDArray[np.int32]:
        """For every row the code of its first value, -1 where it has none."""
        first = np.full(size, -1, np.int32)
        first[self.rows[::-1]] = self.codes[::-1]
        return first

    def _codes(self, values: Iterable[str]) -> list[int]:
        # one by one: there are few, and numpy cuts a longer text to the length of its own
        places = ((value, int(np.searchsorted(self.values, value))) for value in values)
        return [at for value, at in places if at < len(self.values) and self.values[at] == value]


@dataclass(frozen=True, slots=True)
class Columns:
    """One row a page. `keys` are page keys as bytes, `lengths` the number of tokens by field."""

    keys: NDArray[np.bytes_]
    lengths: Mapping[Field, NDArray[np.int32]]
    facets: Mapping[Facet, FacetColumn]

    def save(self, path: Path) -> None:
        """Write everything into one .npz file."""
        arrays: dict[str, NDArray[np.generic]] = {"keys": self.keys}
        arrays |= {f"length-{field}": lengths for field, lengths in self.lengths.items()}
        for facet, column in self.facets.items():
            for part in ("values", "rows", "codes"):
                arrays[f"{facet}-{part}"] = getattr(column, part)
        np.savez(path, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with path.open("rb") as file, np.load(file) as arrays:  # numpy leaves a damaged one open
            facets = {
                facet: FacetColumn(*(arrays[f"{facet}-{p}"] for p in ("values", "rows", "codes")))
                for facet in Facet
            }
            lengths = {field: arrays[f"length-{field}"] for field in Field}
            return cls(arrays["keys"], lengths, facets)


class Collector:
    """Collects the columns of pages, in order."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._lengths: dict[Field, list[int]] = {field: [] for field in Field}
        self._facets: dict[Facet, list[tuple[int, str]]] = {facet: [] for facet in Facet}

    def add(self, document: Document) -> None:
        """Append a page: its row is the number of pages added before."""
        row = len(self._keys)
        self._keys.append(str(document.page.key))
        for field, lengths in self._lengths.items():
            lengths.append(len(document.tokens.get(field, ())))
        for facet, pairs in self._facets.items():
            pairs.extend((row, value) for value in dict.fromkeys(document.facets.get(facet, ())))

    def columns(self) -> Columns:
        """The columns of all pages so far."""
        return Columns(
            keys=np.array([key.encode() for key in self._keys], np.bytes_),
            lengths={field: np.array(n, np.int32) for field, n in self._lengths.items()},
            facets={facet: _column(pairs) for facet, pairs in self._facets.items()},
        )


def merge(parts: Sequence[tuple[Columns, Rows]], size: int) -> Columns:
    """One set of `size` rows; with each part comes the new row of each of its rows, -1 to drop."""
    keys = np.zeros(size, np.result_type(*(part.keys for part, _ in parts)))
    lengths = {field: np.zeros(size, np.int32) for field in Field}
    for part, places in parts:
        kept = places >= 0
        keys[places[kept]] = part.keys[kept]
        for field, merged in lengths.items():
            merged[places[kept]] = part.lengths[field][kept]
    facets = {
        facet: _merge_facet([(part.facets[facet], places) for part, places in parts])
        for facet in Facet
    }
    return Columns(keys, lengths, facets)


def _column(pairs: Sequence[tuple[int, str]]) -> FacetColumn:
    values, codes = np.unique(np.array([v for _, v in pairs], np.str_), return_inverse=True)
    rows = np.array([row for row, _ in pairs], np.int32)
    return FacetColumn(values, rows, codes.astype(np.int32))


def _merge_facet(parts: Sequence[tuple[FacetColumn, Rows]]) -> FacetColumn:
    rows = np.concatenate([places[column.rows] for column, places in parts])
    texts = np.concatenate([column.values[column.codes] for column, _ in parts])
    order = np.argsort(rows, kind="stable")
    order = order[rows[order] >= 0]
    values, codes = np.unique(texts[order], return_inverse=True)
    return FacetColumn(values, rows[order].astype(np.int32), codes.astype(np.int32))
