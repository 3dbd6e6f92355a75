"""Our own engine on made-up pages: how long building and every kind of search take."""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import psutil

from kb.bench.made_up import MadeUpPages
from kb.bench.peers import peers
from kb.bench.synthetic import ONE_MORE, Asked, one_more, pages, publications, queries, record
from kb.evaluate.measures import Times, median_and_p95, timed
from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Document, Entry, Facet
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.language import warm
from kb.meaning import Meaning
from kb.model import ByMeaning, Filters, Page, Publication
from kb.search import Searcher

T = TypeVar("T")
_CHOSEN = Filters(
    {Facet.YEAR.value: frozenset({"2024"}), Facet.TOPIC.value: frozenset({"gesundheit", "asyl"})}
)


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds it took to index all pages, to add one publication, and to make their vectors up."""

    pages: float
    one_more: float
    vectors: float


@dataclass(frozen=True, slots=True)
class Searched:
    """Times of each kind of query, and of ranking by words alone; opening in seconds.

    `megabytes` belong to the process alone, without the files it has mapped.
    """

    whole: Mapping[str, Times]
    ranking: Times
    opening: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Growth:
    """One size of the library. Times are (median, 95th percentile) in milliseconds.

    `searched.whole` is everything on: synonyms, meaning, facets, ten hits with marks and reasons.
    `ranking` is finding the best ten pages by words alone, by us and by others.
    """

    pages: int
    built: Built
    searched: Searched
    ranking: Mapping[str, Times]

    @property
    def _rate(self) -> float:
        return self.pages / self.built.pages

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench --json` promises."""
        return {
            "pages": self.pages,
            "vectors": "made up",
            "build_seconds": round(self.built.pages, 2),
            "pages_per_second": round(self._rate, 1),
            "add_one_publication_seconds": round(self.built.one_more, 2),
            "open_seconds": round(self.searched.opening, 2),
            "search_ms": {kind: _rounded(times) for kind, times in self.searched.whole.items()},
            "ranking_ms": {name: _rounded(times) for name, times in self.ranking.items()},
            "megabytes": self.searched.megabytes,
        }

    def as_text(self) -> str:
        """The same for people."""
        ranking = ((f"ranking: {name}", times) for name, times in self.ranking.items())
        rows = [*self.searched.whole.items(), *ranking]
        return "\n".join(
            [
                f"{self.pages} pages, vectors made up; {self.searched.megabytes} MB when opened",
                f"  built in {self.built.pages:.1f} s ({self._rate:.0f} pages/s)",
                f"  one publication more in {self.built.one_more:.2f} s",
                f"  opened, with its word lists, in {self.searched.opening:.2f} s",
                f"  {'milliseconds':20} {'median':>9} {'p95':>9}",
                *(f"  {name:20} {times[0]:9.1f} {times[1]:9.1f}" for name, times in rows),
            ]
        )


def measure(count: int, each: int) -> Growth:
    """Index `count` made-up pages in a temporary folder; ask `each` queries of every kind.

    Vectors of pages are made up too, see `MadeUpPages`. Every part has a process of its own, so
    none is slowed down by what another one left in memory.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = _alone(build, folder, count)
        searched = _alone(searches, folder, count, each)
        others = _alone(_peers, folder, count, each)
    return Growth(count, built, searched, {"kb": searched.ranking, **others})


def build(folder: Path, count: int) -> Built:
    """Index made-up pages, and one publication more."""
    engine, analyzer = WhooshEngine(folder), Analyzer()
    whole = _publish(engine, analyzer, pages(count), publications(count))
    more = _publish(engine, analyzer, one_more(count), [ONE_MORE])
    meaning = Meaning(folder / "vectors", MadeUpPages(), "")
    return Built(whole, more, timed(partial(understand, engine, meaning))[1])


def searches(folder: Path, count: int, each: int) -> Searched:
    """Ask what was built."""
    started = time.perf_counter()
    full, plain = _searchers(folder)
    opening = time.perf_counter() - started
    asked = queries(count, each)
    words = [one for one in asked if one.kind.endswith(("word", "words"))]
    took = {kind: _took(full.search, held) for kind, held in groupby(asked, lambda a: a.kind)}
    chosen = partial(full.search, filters=_CHOSEN)
    took["facets chosen"] = _took(chosen, queries(count, each, seed=4)[: 2 * each])
    took["all"] = [milliseconds for kind in took.values() for milliseconds in kind]
    whole = {kind: median_and_p95(times) for kind, times in took.items()}
    ranking = _times(partial(plain.rank, limit=10), words)
    return Searched(whole, ranking, opening, psutil.Process().memory_full_info().uss >> 20)


def _peers(folder: Path, count: int, each: int) -> dict[str, Times]:
    words = [one for one in queries(count, each) if one.kind.endswith(("word", "words"))]
    texts = [page.text for page in pages(count)]
    return {peer: _times(search, words) for peer, search in peers(texts, folder)}


def _alone(step: Callable[..., T], *given: object) -> T:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(step, *given).result()


def _publish(
    engine: WhooshEngine, analyzer: Analyzer, made: Iterable[Page], ids: Sequence[str]
) -> float:
    """Analyse and index the pages of some publications; the seconds it took."""
    started = time.perf_counter()
    held = [publication.id for publication in _publications(engine)]
    records = [record(id) for id in (*held, *ids)]
    engine.publish(Changes(entries(made, analyzer), publications=records))
    return time.perf_counter() - started


def entries(made: Iterable[Page], analyzer: Analyzer) -> Iterator[tuple[Entry, Sequence[Document]]]:
    """One edition after the other: the pages of all would not fit into memory."""
    for id, of_one in groupby(made, lambda page: page.key.publication):
        edition = record(id).editions[0]
        documents = [document(page, record(id), edition, analyzer) for page in of_one]
        yield Entry(id, edition.label, id, len(documents)), documents


def _publications(engine: WhooshEngine) -> Sequence[Publication]:
    if not engine.current():
        return ()
    with engine.reader() as reader:
        return tuple(reader.publications)


def _searchers(folder: Path) -> tuple[Searcher, Searcher]:
    """With everything and by words alone, both with what is loaded once."""
    engine, analyzer, glossary = WhooshEngine(folder), Analyzer(), Glossary.load()
    meaning = Meaning(folder / "vectors", MadeUpPages(), "")
    warm()
    meaning.warm()
    full = Searcher(engine, analyzer, glossary, meaning=meaning)
    plain = Searcher(engine, analyzer, glossary, meaning=ByMeaning.OFF)
    for searcher in (full, plain):
        searcher.prepare()
        searcher.search("Vormund beim Arzt")
        searcher.search("who signs at the doctor")
        searcher.complete("vor")
    return full, plain


def _times(search: Callable[[str], object], asked: Iterable[Asked]) -> Times:
    return median_and_p95(_took(search, asked))


def _took(search: Callable[[str], object], asked: Iterable[Asked]) -> list[float]:
    return [timed(partial(search, one.text))[1] for one in asked]


def _rounded(times: Times) -> list[float]:
    return [round(time, 2) for time in times]
