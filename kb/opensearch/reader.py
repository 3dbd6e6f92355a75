"""Answering requests from one generation: the servers find and score, here comes the order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.index.columns import Columns, FacetColumn
from kb.index.engine import Entry, Evidence, Facet, Field, Ranking, Request
from kb.index.grams import Floats
from kb.index.ordering import counted, ordered
from kb.index.written import page_from_json
from kb.model import Page, PageKey, Publication
from kb.opensearch.asking import Asking, Hits
from kb.opensearch.manifest import Manifest, Rows
from kb.opensearch.queries import Translator, tokens
from kb.opensearch.schema import PAGE, page_ids
from kb.opensearch.server import Body, Server
from kb.opensearch.statistics import Statistics

FIRST = 200  # hits that are fetched to be put in order …
MORE = 5  # … and so many times as many where those may not be enough, …
MOST = 10_000  # … but no more
NEAR = 1_000  # pages that evidence speaks for most are fetched too
SCORED = 20_000  # pages that `scores` gives a score; the others are worth next to nothing
_PAGES = 200  # fetched at once


@dataclass(frozen=True, slots=True)
class View:
    """What somebody sees of a generation, for all readers; `index` is its name in the cluster."""

    index: str
    manifest: Manifest
    rows: Rows
    statistics: Statistics


class OpenSearchReader:
    """A view of one generation, see `kb.index.engine.Reader`.

    Totals and counts are exact. The order is, as long as the best hits are among the first
    `MOST` by words and the first `NEAR` by evidence; up to `MOST` hits in all that is always so.
    """

    def __init__(self, server: Server, view: View) -> None:
        self._server = server
        self._view = view
        self._index = view.index
        self._rows = view.rows
        self._named: list[PageKey] = []
        self._held: dict[PageKey, Body] = {}

    @property
    def generation(self) -> str:
        """The name of the generation, another one where some of it is hidden."""
        return self._view.manifest.name

    @property
    def entries(self) -> Sequence[Entry]:
        """The editions it holds."""
        return self._view.manifest.entries

    @property
    def publications(self) -> Sequence[Publication]:
        """The records of the publications it holds, as they were when it was built."""
        return self._view.manifest.publications

    def search(self, request: Request) -> Ranking:
        """Rank pages."""
        asking = self._asking(request)
        found, scores = self._candidates(asking, request)
        chosen = ordered(_columns(found), np.ones(len(found), bool), scores, request)
        keys = self._rows.keys(found.rows[chosen].tolist())
        self._named = keys
        rows = [(key, float(score)) for key, score in zip(keys, scores[chosen], strict=True)]
        return Ranking(rows, asking.total, asking.facets)

    def scores(self, request: Request) -> Floats:
        """What every page scores, 0 if it is no hit; of very many hits the best `SCORED`."""
        asking = self._asking(replace(request, facets=(), sort_by_year=False))
        found = asking.first(MOST)
        while len(found) < min(asking.total, SCORED):
            found += asking.next(MOST)
        scores = np.zeros(self._view.manifest.size, np.float32)
        scores[found.rows] = self._fused(found, asking.best, request.evidence)
        return scores

    def row(self, key: PageKey) -> int | None:
        """The place of a page in the order of `entries`, None if it is not there."""
        return self._rows.of(key)

    def page(self, key: PageKey) -> Page | None:
        """One page, or None if the generation does not hold it."""
        held = self._document(key)
        return page_from_json(held[PAGE]) if held else None

    def pages(self, publication: str, edition: str) -> Sequence[Page]:
        """All pages of an edition in reading order; empty if unknown."""
        found = self._rows.edition(publication, edition)
        keys = found.keys if found else []
        held = self._fetch(keys)
        return [page_from_json(held[key][PAGE]) for key in keys]

    def holds(self, field: Field, token: str) -> int:
        """How many pages hold a token."""
        (held,) = self._view.statistics.held([(field.value, token)]).values()
        return held

    def facet(self, key: PageKey, facet: Facet) -> tuple[str, ...]:
        """The values a page carries."""
        held = self._document(key)
        return tuple(held.get(facet.value, ())) if held else ()

    def gram_weights(self, grams: Sequence[str]) -> Sequence[float]:
        """The idf of each gram, 0.0 for one no page holds."""
        return self._view.statistics.parts(grams)

    # -- hits --

    def _asking(self, request: Request) -> Asking:
        idf = self._view.statistics.idf(tokens(request))
        translator = Translator(idf, self._view.manifest.hidden)
        query = translator.query(request, self._enough(request.evidence))
        if request.evidence is None:  # else what is multiplied is not the words alone
            query = translator.boosted(query, request.boosts)
        return Asking(self._server, self._index, self._rows, query, request)

    def _enough(self, evidence: Evidence | None) -> list[str]:
        """The pages that are hits without words; of very many the best."""
        if evidence is None:
            return []
        rows = np.flatnonzero(evidence.enough)
        return page_ids(self._rows.keys(_best(evidence.scores, rows, MOST).tolist()))

    def _candidates(self, asking: Asking, request: Request) -> tuple[Hits, Floats]:
        """The hits that may be among those asked for, in the order of rows, with their scores."""
        wanted = request.offset + request.limit
        size = min(max(FIRST, wanted), MOST)
        found = asking.first(size if request.limit else 0)
        if not request.limit:
            return found, found.words
        if request.evidence and len(found) < asking.total:
            found += self._near(asking, found, request.evidence)
        most = max(MOST, wanted)
        while len(found) < min(asking.total, most) and not self._settled(asking, found, request):
            size = min(size * MORE, MOST)
            found = _each_once(found + asking.next(size))
        found = found.at(np.argsort(found.rows))
        return found, self._fused(found, asking.best, request.evidence)

    def _near(self, asking: Asking, found: Hits, evidence: Evidence) -> Hits:
        """The hits that evidence speaks for most, besides those found by their words."""
        rows = _best(evidence.scores, np.flatnonzero(_others(evidence, found)), NEAR)
        return asking.among(page_ids(self._rows.keys(rows.tolist())))

    def _settled(self, asking: Asking, found: Hits, request: Request) -> bool:
        """Whether no further hit can come to stand among those asked for."""
        wanted = request.offset + request.limit
        if request.sort_by_year:
            return request.evidence is None and self._shown(found, request) >= wanted
        scores = self._fused(found, asking.best, request.evidence)
        best = np.argsort(-scores, kind="stable")
        counts = np.sort(counted(_columns(found), best, scores, request))[::-1]
        return len(counts) >= wanted and bool(
            counts[wanted - 1] >= self._most(asking, found, request)
        )

    def _shown(self, found: Hits, request: Request) -> int:
        """How many of some hits a list has room for."""
        if request.per_publication is None:
            return len(found)
        _, counts = np.unique(found.publications, return_counts=True)
        return int(np.minimum(counts, request.per_publication).sum())

    def _most(self, asking: Asking, found: Hits, request: Request) -> float:
        """What a page can score at most that was not fetched."""
        if request.evidence is None:
            return asking.least
        others = request.evidence.scores[_others(request.evidence, found)]
        most = asking.least / (asking.best or 1) + float(np.max(others, initial=0.0))
        return most * max([1.0, *request.boosts.values()])

    def _fused(self, found: Hits, best: float, evidence: Evidence | None) -> Floats:
        """See `kb.index.reader`: by weighted scores."""
        if evidence is None:
            return found.words
        words = found.words / np.float32(best) if best else found.words
        fused: Floats = (words + evidence.scores[found.rows]) * found.factors
        return fused

    # -- pages --

    def _document(self, key: PageKey) -> Body | None:
        """What is stored of a page; with the first of a ranking come all of it."""
        if self._rows.of(key) is None:
            return None
        if key not in self._held:
            self._held = self._fetch(self._named if key in self._named else [key])
        return self._held[key]

    def _fetch(self, keys: Sequence[PageKey]) -> dict[PageKey, Body]:
        held: dict[PageKey, Body] = {}
        for at in range(0, len(keys), _PAGES):
            some = keys[at : at + _PAGES]
            found = self._server.documents(self._index, page_ids(some))
            held |= {key: found[str(key)] for key in some}
        return held


def _best(scores: Floats, rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """The rows of the highest scores, at most so many."""
    if len(rows) <= most:
        return rows
    return rows[np.argpartition(scores[rows], -most)[-most:]]


def _others(evidence: Evidence, found: Hits) -> NDArray[np.bool_]:
    """Which rows were not fetched."""
    others = np.ones(len(evidence.scores), bool)
    others[found.rows] = False
    return others


def _each_once(found: Hits) -> Hits:
    """Pages may come by their words after they came by evidence."""
    _, first = np.unique(found.rows, return_index=True)
    return found.at(np.sort(first))


def _columns(found: Hits) -> Columns:
    """What `kb.index.ordering` looks at, for these hits alone."""
    return Columns(
        keys=np.zeros(len(found), np.bytes_),
        lengths={},
        facets={
            Facet.PUBLICATION: _column(found.publications),
            Facet.YEAR: _column(found.years.astype(np.str_)),
        },
    )


def _column(values: NDArray[np.str_]) -> FacetColumn:
    each, codes = np.unique(values, return_inverse=True)
    return FacetColumn(each, np.arange(len(values), dtype=np.int32), codes.astype(np.int32))
