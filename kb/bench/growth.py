"""Our own engine on made-up pages: how long building and every kind of search take."""

import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np
import psutil

from kb.bench.peers import peers
from kb.bench.synthetic import Asked, one_more, pages, queries
from kb.evaluate.measures import Times, median_and_p95, timed
from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Document, Entry, Facet
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.meaning import Meaning
from kb.meaning.encoder import Part, Vectors
from kb.model import ByMeaning, Edition, Filters, Page, Publication
from kb.search import Searcher

_EVERY_YEAR = Filters({Facet.YEAR.value: frozenset({"2026"})})


@dataclass(frozen=True, slots=True)
class Growth:
    """One size of the library. Times are (median, 95th percentile) in milliseconds.

    `whole` is everything on: synonyms, meaning, facets, ten hits with marks and reasons. `ranking`
    is finding the best ten pages by words alone, by us and by others. `megabytes` is the memory of
    this process.
    """

    pages: int
    build_seconds: float
    add_seconds: float
    whole: Mapping[str, Times]
    ranking: Mapping[str, Times]
    megabytes: int

    @property
    def _rate(self) -> float:
        return self.pages / self.build_seconds

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench --json` promises."""
        return {
            "pages": self.pages,
            "build_seconds": round(self.build_seconds, 2),
            "pages_per_second": round(self._rate, 1),
            "add_one_publication_seconds": round(self.add_seconds, 2),
            "search_ms": {kind: _rounded(times) for kind, times in self.whole.items()},
            "ranking_ms": {name: _rounded(times) for name, times in self.ranking.items()},
            "megabytes": self.megabytes,
        }

    def as_text(self) -> str:
        """The same for people."""
        rows = [*self.whole.items(), *((f"ranking: {n}", t) for n, t in self.ranking.items())]
        return "\n".join(
            [
                f"{self.pages} pages, {self.megabytes} MB",
                f"  built in {self.build_seconds:.1f} s ({self._rate:.0f} pages/s)",
                f"  one publication more in {self.add_seconds:.2f} s",
                f"  {'milliseconds':20} {'median':>9} {'p95':>9}",
                *(f"  {name:20} {times[0]:9.1f} {times[1]:9.1f}" for name, times in rows),
            ]
        )


def measure(count: int, each: int) -> Growth:
    """Index `count` made-up pages in a temporary folder; ask `each` queries of every kind.

    Vectors are made up too: real ones take minutes per thousand pages, and a search by meaning
    takes as long with any. What the encoder takes for a question, `kb evaluate` tells.
    """
    asked = queries(count, each)
    words = [one for one in asked if one.kind.endswith(("word", "words"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine, analyzer = WhooshEngine(folder), Analyzer()
        build = _publish(engine, analyzer, pages(count))
        add = _publish(engine, analyzer, one_more(count))
        full, plain = _searchers(engine, analyzer, folder)
        whole = {kind: _whole(full, of_kind) for kind, of_kind in groupby(asked, _kind)}
        whole["facet chosen"] = _whole(full, words[:each], _EVERY_YEAR)
        whole["all"] = _whole(full, queries(count, each, seed=3))
        ranking = {"kb": _times(partial(plain.rank, limit=10), words)}
        texts = [page.text for page in pages(count)]
        for peer, search in peers(texts, folder):
            ranking[peer] = _times(search, words)
        megabytes = psutil.Process().memory_info().rss >> 20
        return Growth(count, build, add, whole, ranking, megabytes)


def _publish(engine: WhooshEngine, analyzer: Analyzer, made: Iterable[Page]) -> float:
    """Analyse and index; the seconds it took."""
    started = time.perf_counter()
    with_editions = [(key, list(of_one)) for key, of_one in groupby(made, _publication)]
    before = _publications(engine)
    publications = [*before, *(_record(id) for id, _ in with_editions)]
    entries = _entries(with_editions, analyzer)
    engine.publish(Changes(entries, publications=publications))
    return time.perf_counter() - started


def _entries(
    made: Iterable[tuple[str, Sequence[Page]]], analyzer: Analyzer
) -> Iterator[tuple[Entry, Sequence[Document]]]:
    for id, of_one in made:
        record = _record(id)
        documents = [document(page, record, record.editions[0], analyzer) for page in of_one]
        yield Entry(id, "2026", id, len(documents)), documents


def _publications(engine: WhooshEngine) -> Sequence[Publication]:
    if not engine.current():
        return ()
    with engine.reader() as reader:
        return tuple(reader.publications)


def _record(id: str) -> Publication:
    edition = Edition("2026", f"{id}.pdf", 2026, "2026-01", sha256=id.rjust(64, "0"))
    return Publication(id, f"Handbuch {id}", (edition,), topics=("alltag",))


def _searchers(engine: WhooshEngine, analyzer: Analyzer, folder: Path) -> tuple[Searcher, Searcher]:
    """With everything and by words alone, both with what is loaded once."""
    glossary, meaning = Glossary.load(), Meaning(folder / "vectors", _Noise(), "")
    understand(engine, meaning)
    full = Searcher(engine, analyzer, glossary, meaning=meaning)
    plain = Searcher(engine, analyzer, glossary, meaning=ByMeaning.OFF)
    for searcher in (full, plain):
        searcher.search("Vormund beim Arzt")
        searcher.complete("vor")
    return full, plain


def _whole(
    searcher: Searcher,
    asked: Iterable[Asked],
    filters: Filters = Filters(),  # noqa: B008 - frozen
) -> Times:
    return _times(partial(searcher.search, filters=filters), asked)


def _times(search: Callable[[str], object], asked: Iterable[Asked]) -> Times:
    return median_and_p95([timed(partial(search, one.text))[1] for one in asked])


def _kind(asked: Asked) -> str:
    return asked.kind


def _publication(page: Page) -> str:
    return page.key.publication


def _rounded(times: Times) -> list[float]:
    return [round(time, 2) for time in times]


class _Noise:
    """An encoder whose vectors mean nothing and cost nothing."""

    name = "noise"
    languages: Collection[str] = ("de", "en")
    size = 512

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._rows(len(texts))

    def encode_parts(self, text: str, parts: Sequence[Part]) -> Vectors:
        return self._rows(len(parts))

    def _rows(self, count: int) -> Vectors:
        rows = np.random.default_rng(count).standard_normal((count, self.size), np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
