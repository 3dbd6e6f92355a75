"""One query asked in pieces: hits best first, each with its row, its score and its boost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from kb.index.engine import Facet, Request
from kb.index.grams import Floats
from kb.opensearch.manifest import Rows
from kb.opensearch.queries import Query
from kb.opensearch.schema import ISSUED, PLACE, place_of
from kb.opensearch.server import Body, Json, Server

_VALUES = 10_000  # of a facet; rarer ones are not counted


@dataclass(frozen=True, slots=True)
class Hits:
    """Some hits: the row of each, what its words score, its boost, its publication and year."""

    rows: NDArray[np.intp]
    words: Floats
    factors: Floats
    publications: NDArray[np.str_]
    years: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.rows)

    def __add__(self, other: "Hits") -> "Hits":
        return Hits(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.words, other.words]),
            np.concatenate([self.factors, other.factors]),
            np.concatenate([self.publications, other.publications]),
            np.concatenate([self.years, other.years]),
        )

    def at(self, places: NDArray[np.intp]) -> "Hits":
        """Some of them, in the order given."""
        return Hits(
            self.rows[places],
            self.words[places],
            self.factors[places],
            self.publications[places],
            self.years[places],
        )


class Asking:
    """Asks for the hits of a query, one piece after the other. `total` and `facets` come first."""

    def __init__(self, server: Server, index: str, rows: Rows, query: Query, request: Request):
        self._server = server
        self._index = index
        self._rows = rows
        self._query = query
        self._request = request
        self._after: Sequence[Json] = ()
        self.total = 0
        self.best = 0.0  # what words score at most …
        self.least = 0.0  # … and, where the best come first, at least of what was fetched
        self.facets: Mapping[Facet, Mapping[str, int]] = {}

    def first(self, size: int) -> Hits:
        """The best hits, at most 10,000; counts all of them."""
        counted = {facet.value: _counted(facet) for facet in self._request.facets}
        answer = self._ask(size, {"track_total_hits": True, "track_scores": True, "aggs": counted})
        self.total = answer["hits"]["total"]["value"]
        self.best = answer["hits"]["max_score"] or 0.0
        self.facets = {
            facet: {
                b["key"]: b["doc_count"] for b in answer["aggregations"][facet.value]["buckets"]
            }
            for facet in self._request.facets
        }
        return self._hits(answer)

    def next(self, size: int) -> Hits:
        """Those that follow, at most 10,000."""
        after = {"search_after": self._after} if self._after else {}
        return self._hits(self._ask(size, {"track_total_hits": False, **after}))

    def among(self, ids: Sequence[str]) -> Hits:
        """Those of some pages that are hits."""
        only = {"bool": {"must": [self._query], "filter": [{"ids": {"values": list(ids)}}]}}
        more = {"track_total_hits": False, "query": only}
        answer = self._server.search(self._index, self._body(len(ids), more))
        return self._read(answer["hits"]["hits"])

    def _ask(self, size: int, more: Body) -> Body:
        return self._server.search(self._index, self._body(size, more))

    def _body(self, size: int, more: Body) -> Body:
        by_year = [{ISSUED: "desc"}] if self._request.sort_by_year else []
        return {
            "query": self._query,
            "size": size,
            "sort": [*by_year, {"_score": "desc"}, {PLACE: "asc"}],
            "_source": False,
            "stored_fields": "_none_",
            "docvalue_fields": self._wanted(),
            **more,
        }

    def _wanted(self) -> list[str]:
        """Whatever boosts: only where evidence is added before the servers could multiply."""
        boosting = dict.fromkeys(facet.value for facet, _ in self._request.boosts)
        return list(boosting) if self._request.evidence else []

    def _hits(self, answer: Body) -> Hits:
        found = answer["hits"]["hits"]
        if found:
            self._after = found[-1]["sort"]
            self.least = self._after[-2]
        return self._read(found)

    def _read(self, found: Sequence[Body]) -> Hits:
        places = [place_of(one["sort"][-1]) for one in found]
        by_year = self._request.sort_by_year
        return Hits(
            rows=np.array([self._rows.at(*place) for place in places], np.intp),
            words=np.array([one["sort"][-2] for one in found], np.float32),
            factors=np.array([self._factor(one) for one in found], np.float32),
            publications=np.array([place[0] for place in places], np.str_),
            years=np.array([one["sort"][0] if by_year else 0 for one in found], np.int32),
        )

    def _factor(self, hit: Body) -> float:
        return reduce(float.__mul__, self._factors(hit), 1.0)

    def _factors(self, hit: Body) -> Iterator[float]:
        carried = hit.get("fields", {})
        for (facet, value), factor in self._request.boosts.items():
            if value in carried.get(facet.value, ()):
                yield float(factor)


def _counted(facet: Facet) -> Query:
    return {"terms": {"field": facet.value, "size": _VALUES}}
