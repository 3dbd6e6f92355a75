"""Pages that speak of the same as a page or a passage, in whatever words and publication."""

from functools import lru_cache
from itertools import accumulate

import numpy as np

from kb.index.engine import Evidence, Facet, Reader, Request
from kb.meaning import PageVectors
from kb.meaning.encoder import Vectors
from kb.model import PageKey
from kb.search.weights import Weights

_LEAST = 0.1  # nearness; below it pages only share their language
_SAME = 0.6  # cosine; less alike, the nearest page of another edition is not the same page


def similar(
    reader: Reader,
    pages: PageVectors,
    vector: Vectors,
    weights: Weights,
    *,
    limit: int,
    beside: PageKey | None = None,
) -> list[tuple[PageKey, float]]:
    """The nearest pages with their nearness, best first, older editions later.

    What other editions of the publication of `beside` have comes after everything else, what they
    have in place of that page not at all; of a page in several editions there is only the best.
    Empty for a direction of length 0.
    """
    if not vector.any():
        return []
    near = pages.nearness(vector)
    evidence = Evidence(near, near >= _LEAST)
    boosts = {(Facet.CURRENT, "no"): weights.older}
    ranking = reader.search(Request(evidence=evidence, boosts=boosts, limit=limit * 8 + 8))
    editions = _Editions(reader, pages)
    seen = [beside] if beside else []
    found: list[tuple[PageKey, float]] = []
    for key, score in sorted(ranking.rows, key=lambda row: _other_edition(row[0], beside)):
        if key != beside and not any(editions.have_in_place(key, other) for other in seen):
            seen.append(key)
            found.append((key, score))
    return found[:limit]


def _other_edition(key: PageKey, beside: PageKey | None) -> bool:
    return (
        beside is not None
        and key.publication == beside.publication
        and key.edition != beside.edition
    )


class _Editions:
    """Which page of one edition is which of another, by what they speak of: numbers have moved."""

    def __init__(self, reader: Reader, pages: PageVectors) -> None:
        starts = accumulate((entry.pages for entry in reader.entries), initial=0)
        self._rows = {
            (entry.publication, entry.edition): (start, start + entry.pages)
            for entry, start in zip(reader.entries, starts, strict=False)
        }
        self._reader = reader
        self._directions = lru_cache(pages.directions)

    def have_in_place(self, one: PageKey, other: PageKey) -> bool:
        """Whether two pages of different editions of a publication stand for each other."""
        if one.publication != other.publication or one.edition == other.edition:
            return False
        return self._is_nearest(one, other) or self._is_nearest(other, one)

    def _is_nearest(self, one: PageKey, other: PageKey) -> bool:
        """Whether `other` is what its edition has in place of `one`."""
        mine, its = self._row(one), self._row(other)
        first, last = self._rows[other.publication, other.edition]
        alike = self._directions(first, last) @ self._directions(mine, mine + 1)[0]
        return int(np.argmax(alike)) == its - first and float(alike.max()) >= _SAME

    def _row(self, key: PageKey) -> int:
        row = self._reader.row(key)
        assert row is not None  # the reader has just named it
        return row
