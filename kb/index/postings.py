"""The words of the pages: scored by row, ready to be added up, and where on a page they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from kb.index import grams
from kb.index.engine import Field
from kb.index.grams import Floats
from kb.index.inverted import Inverted, Rows, Tabulator, joined
from kb.index.kept import Kept
from kb.index.whoosh_store import Store

Places = NDArray[np.int64]

PLACE_BITS = 24  # a page has fewer words
KEPT = 48_000_000  # bytes: on 100,000 pages the words of some hundred queries


@dataclass(frozen=True, slots=True)
class Scored:
    """The rows that hold a token, each once, and what BM25 gives them."""

    rows: Rows
    scores: Floats


class WordTabulator:
    """Counts the tokens of pages, in order: those of all fields in one table."""

    def __init__(self) -> None:
        self._counting = Tabulator()

    def add(self, tokens: Mapping[Field, Sequence[str]]) -> None:
        """Append a page: its row is the number of pages added before."""
        numbers = [self._counting.numbers(_terms(f, held)) for f, held in tokens.items()]
        self._counting.add(joined(numbers, np.int32))

    def table(self) -> Inverted:
        """The table of all pages so far."""
        return self._counting.table()


class Postings:
    """The postings of the rows of one set of tables. Safe to share between threads.

    What was asked for last stays in memory.
    """

    def __init__(
        self,
        words: Inverted,
        store: Store,
        row_of: Rows,
        norms: Mapping[Field, Floats],
        *,
        kept: int = KEPT,
    ) -> None:
        """`row_of` gives the row of each of the store's document numbers, -1 for none."""
        self._words = words
        self._store = store
        self._row_of = row_of
        self._norms = norms
        self._scored: Kept[tuple[Field, str], Scored] = Kept(kept)
        self._places: Kept[str, Places] = Kept(kept // 3)

    def scored(self, asked: Sequence[tuple[Field, str]]) -> Sequence[Scored]:
        """What holds each of some tokens; empty where nothing does."""
        return self._scored.all(asked, self._score)

    def places(self, token: str) -> Places:
        """Every place of an EXACT token in ascending order: row and place in one number."""
        return self._places.get(token, lambda: self._place(token))

    def held(self, field: Field, token: str) -> int:
        """How many rows hold a token."""
        (start,), (end,) = self._words.ranges([_term(field, token)])
        return int(end - start)

    def _score(self, asked: Sequence[tuple[Field, str]]) -> Sequence[tuple[Scored, int]]:
        """All at once: most tokens have so few rows that each step for one of them is the cost."""
        starts, ends = self._words.ranges([_term(field, token) for field, token in asked])
        places = list(zip(starts.tolist(), ends.tolist(), strict=True))
        rows = [self._words.rows[a:z] for a, z in places]
        counts = [self._words.counts[a:z] for a, z in places]
        norms = [
            self._norms[field].take(held) for (field, _), held in zip(asked, rows, strict=True)
        ]
        scores = grams.saturate(np.concatenate(counts, dtype=np.float32), np.concatenate(norms))
        scores *= np.repeat(grams.idf(ends - starts, len(self._words.lengths)), ends - starts)
        borders = pairwise(accumulate(map(len, rows), initial=0))
        made = [
            Scored(held, scores[a:z].copy()) for held, (a, z) in zip(rows, borders, strict=True)
        ]
        return [(one, one.scores.nbytes) for one in made]

    def _place(self, token: str) -> tuple[Places, int]:
        found = self._store.postings(token)
        rows = np.repeat(self._row_of[found.numbers], found.counts.astype(np.intp))
        places = ((rows.astype(np.int64) << PLACE_BITS) | found.places)[rows >= 0]
        places.sort(kind="stable")  # nearly sorted already, which this kind knows to use
        return places, places.nbytes


def _term(field: Field, token: str) -> str:
    """How a token of a field is called in the table of all."""
    return f"{field} {token}"


def _terms(field: Field, tokens: Sequence[str]) -> Iterator[str]:
    return (_term(field, token) for token in tokens)
