"""Pages that speak of the same as a page or a passage, in whatever words and publication."""

import numpy as np

from kb.index.engine import Evidence, Facet, Reader, Request
from kb.meaning import PageVectors
from kb.meaning.encoder import Vectors
from kb.model import PageKey
from kb.search.weights import Weights

_LEAST = 0.1  # nearness; below it pages only share their language
_SAME = 0.97  # of directions: the same page in another edition


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

    Of pages that are the same in several editions only the best is there, and none that is the
    same as `beside`. Empty for a direction of length 0.
    """
    if not vector.any():
        return []
    near = pages.nearness(vector)
    evidence = Evidence(near, near >= _LEAST)
    boosts = {(Facet.CURRENT, "no"): weights.older}
    ranking = reader.search(Request(evidence=evidence, boosts=boosts, limit=limit * 4 + 8))
    own = reader.row(beside) if beside else None
    seen = [] if own is None else [pages.of_row(own)]
    found: list[tuple[PageKey, float]] = []
    for key, score in ranking.rows:
        direction = pages.of_row(_row(reader, key))
        if key != beside and not any(float(np.dot(direction, other)) > _SAME for other in seen):
            found.append((key, score))
            seen.append(direction)
    return found[:limit]


def _row(reader: Reader, key: PageKey) -> int:
    row = reader.row(key)
    assert row is not None  # the reader has just named it
    return row
