"""Our own engine on made-up pages: how long building and every kind of search take."""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import psutil

from kb.bench import built
from kb.bench.built import Built
from kb.bench.peers import peers
from kb.bench.synthetic import Asked, pages, queries
from kb.evaluate.measures import Times, median_and_p95, timed
from kb.german import Analyzer, Glossary
from kb.index.engine import Facet
from kb.language import warm
from kb.model import ByMeaning, Filters
from kb.search import Searcher

T = TypeVar("T")
_CHOSEN = Filters(
    {Facet.YEAR.value: frozenset({"2024"}), Facet.TOPIC.value: frozenset({"gesundheit", "asyl"})}
)


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
            "word_lists_seconds": round(self.built.words, 2),
            "built_by_an_earlier_run": self.built.earlier,
            "open_seconds": round(self.searched.opening, 2),
            "search_ms": {kind: _rounded(times) for kind, times in self.searched.whole.items()},
            "ranking_ms": {name: _rounded(times) for name, times in self.ranking.items()},
            "megabytes": self.searched.megabytes,
        }

    def as_text(self) -> str:
        """The same for people."""
        ranking = ((f"ranking: {name}", times) for name, times in self.ranking.items())
        rows = [*self.searched.whole.items(), *ranking]
        when = ", all by an earlier run" if self.built.earlier else ""
        return "\n".join(
            [
                f"{self.pages} pages, vectors made up; {self.searched.megabytes} MB when opened",
                f"  built in {self.built.pages:.1f} s ({self._rate:.0f} pages/s)",
                f"  one publication more in {self.built.one_more:.2f} s",
                f"  word lists gathered in {self.built.words:.1f} s{when}",
                f"  opened in {self.searched.opening:.2f} s",
                f"  {'milliseconds':20} {'median':>9} {'p95':>9}",
                *(f"  {name:20} {times[0]:9.1f} {times[1]:9.1f}" for name, times in rows),
            ]
        )


def measure(count: int, each: int, kept: Path | None = None) -> Growth:
    """Index `count` made-up pages in a temporary folder; ask `each` queries of every kind.

    In the folder `kept` they stay, and are not built again by whoever measures the same there.
    Vectors of pages are made up too, see `MadeUpPages`. Every part has a process of its own, so
    none is slowed down by what another one left in memory.
    """
    with tempfile.TemporaryDirectory() as name:
        own, beside = Path(name) / "kb", Path(name)
        folder = kept / _alone(built.name, count) if kept else own
        made = _alone(built.build, folder, count)
        searched = _alone(searches, folder, count, each)
        others = _alone(_peers, beside, count, each)
    return Growth(count, made, searched, {"kb": searched.ranking, **others})


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


def _searchers(folder: Path) -> tuple[Searcher, Searcher]:
    """With everything and by words alone, both with what is loaded once."""
    library, analyzer, glossary = built.Library.at(folder), Analyzer(), Glossary.load()
    warm()
    library.meaning.warm()
    full, plain = (
        Searcher(library.engine, analyzer, glossary, meaning=meaning, words=library.words)
        for meaning in (library.meaning, ByMeaning.OFF)
    )
    for searcher in (full, plain):
        searcher.prepare()
        searcher.know_terms()
        searcher.search("Vormund beim Arzt")
        searcher.search("Vormundschafft beim Arzt")  # a word that no page has: the dictionary
        searcher.search("who signs at the doctor")
        searcher.complete("vor")
    return full, plain


def _times(search: Callable[[str], object], asked: Iterable[Asked]) -> Times:
    return median_and_p95(_took(search, asked))


def _took(search: Callable[[str], object], asked: Iterable[Asked]) -> list[float]:
    return [timed(partial(search, one.text))[1] for one in asked]


def _rounded(times: Times) -> list[float]:
    return [round(time, 2) for time in times]
