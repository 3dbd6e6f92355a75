"""In which order hits stand in a list, and how many of one publication."""

import numpy as np
from numpy.typing import NDArray

from kb.index.columns import Columns, Mask
from kb.index.engine import Facet, Request
from kb.index.grams import Floats

Rows = NDArray[np.intp]

# The first hits of a publication stand where their score puts them; each further one counts a tenth
# less than the one before, at most half. Where every law of the development set of statutes is a
# publication, lists with eight hits or more of one fall from 24 to 6 of 64, at .002 nDCG@10.
FREE, STEP, LEAST = 5, 0.1, 0.5


def ordered(columns: Columns, mask: Mask, scores: Floats, request: Request) -> list[int]:
    """The rows of the screen that is asked for, best first; of equals the earlier page."""
    rows = _candidates(mask, scores, request)
    keys: list[NDArray[np.generic]] = [-scores[rows]]
    if request.sort_by_year:
        keys.append(-_years(columns)[rows])  # the last key of lexsort sorts first
    best = rows[np.lexsort(keys)]
    if request.per_publication is not None:
        best = best[np.isfinite(counted(columns, best, scores, request))]
    elif not request.sort_by_year:
        best = best[np.argsort(-counted(columns, best, scores, request), kind="stable")]
    chosen: list[int] = best[request.offset : request.offset + request.limit].tolist()
    return chosen


def counted(columns: Columns, best: Rows, scores: Floats, request: Request) -> Floats:
    """What rows count for in a list, the best given first; -inf for one that is left out.

    With room for other publications; where all are of one, their order stays as it was.
    """
    place = _place_in_publication(columns, best)
    if request.per_publication is not None:
        shown: Floats = np.where(place < request.per_publication, scores[best], -np.inf)
        return shown
    further = np.maximum(place - FREE + 1, 0)
    spread: Floats = scores[best] * np.maximum(1 - STEP * further, LEAST)
    return spread


def _candidates(mask: Mask, scores: Floats, request: Request) -> Rows:
    """The rows that may be among those asked for, in reading order; to sort all takes longer."""
    rows = np.flatnonzero(mask)
    wanted = request.offset + request.limit
    if request.sort_by_year or request.per_publication is not None or wanted >= len(rows):
        return rows
    if not wanted:
        return rows[:0]
    of_rows = scores[rows]
    least = LEAST * float(np.partition(of_rows, -wanted)[-wanted])
    return rows[np.flatnonzero(of_rows >= least)]


def _place_in_publication(columns: Columns, best: Rows) -> NDArray[np.intp]:
    """How many better rows of the same publication there are."""
    publications = columns.facets[Facet.PUBLICATION].firsts(len(columns.keys))[best]
    groups = np.argsort(publications, kind="stable")
    starts = np.searchsorted(publications[groups], publications[groups])
    place = np.empty(len(best), np.intp)
    place[groups] = np.arange(len(best)) - starts
    return place


def _years(columns: Columns) -> NDArray[np.int32]:
    column = columns.facets[Facet.YEAR]
    years = np.array([*(int(v) if v.isdecimal() else 0 for v in column.values), 0], np.int32)
    found: NDArray[np.int32] = years[column.firsts(len(columns.keys))]
    return found
