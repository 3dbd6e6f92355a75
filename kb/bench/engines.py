"""The engine on disk and the one on servers, loaded and asked alike: how long both take."""

import os
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count as numbers
from itertools import islice
from pathlib import Path
from typing import Protocol

from kb.bench.loading import ANALYSING, Loading
from kb.bench.synthetic import queries
from kb.evaluate.measures import Times, median_and_p95, timed
from kb.german import Analyzer, Glossary
from kb.index.engine import Engine
from kb.index.whoosh_engine import WhooshEngine
from kb.language import warm
from kb.model import ByMeaning
from kb.opensearch import OpenSearchEngine
from kb.search import Searcher
from kb.settings import OpenSearch

DISK, SERVERS = "disk", "servers"
WORDS, EVERYTHING = "words", "everything"
_WHEN = ("just started", "first time", "again")
WARMING = 300  # queries until Java has compiled what they take; each engine is asked as many

Way = tuple[str, str]  # engine, what is asked
Asked = Mapping[Way, Times]


class Search(Protocol):
    """Whatever a query is given to."""

    def __call__(self, text: str, /) -> object:
        """Find."""


@dataclass(frozen=True, slots=True)
class Engines:
    """One size of the library on both engines.

    `loaded` are seconds, see `Loading.into`. Times are (median, 95th percentile) in milliseconds,
    each query asked of both engines in turn: the ten best by words alone, or with everything on
    and as they are shown. `started`: of programs and servers that were just asked their first
    queries; `first`: of those that have answered `WARMING`; `again`: the same queries once more.
    """

    pages: int
    loaded: Mapping[str, float]
    started: Asked
    first: Asked
    again: Asked
    busy: float
    by_other_code: bool

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench engines --json` promises."""
        return {
            "pages": self.pages,
            "seconds": dict(self.loaded),
            "loaded_by_other_code": self.by_other_code,
            "pages_per_second": {which: round(self._rate(which), 1) for which in (DISK, SERVERS)},
            "just_started_ms": _rounded(self.started),
            "first_ms": _rounded(self.first),
            "again_ms": _rounded(self.again),
            "programs_at_once": round(self.busy, 1),
            "cores": os.cpu_count(),
        }

    def as_text(self) -> str:
        """The same for people."""
        code = "; LOADED BY OTHER CODE THAN THIS" if self.by_other_code else ""
        busy = f"{self.busy:.1f} programs for {os.cpu_count()} cores while asking"
        return "\n".join(
            [
                f"{self.pages} pages; {busy}{code}",
                f"  analysed in {self.loaded[ANALYSING]:.0f} s, once for both, on all cores",
                *(
                    f"  {one:8} loaded in {self.loaded[one]:.0f} s ({self._rate(one):.0f} pages/s)"
                    for one in (DISK, SERVERS)
                ),
                f"  {'milliseconds: median, p95':26}" + "".join(f"{when:>18}" for when in _WHEN),
                *(self._row(way) for way in self.first),
            ]
        )

    def _rate(self, engine: str) -> float:
        return self.pages / max(self.loaded[engine], 0.1)

    def _row(self, way: Way) -> str:
        both = (asked[way] for asked in (self.started, self.first, self.again))
        return f"  {' '.join(way):26}" + "".join(f"{m:9.0f}{p95:9.0f}" for m, p95 in both)


def measure(servers: OpenSearch, count: int, each: int, kept: Path | None = None) -> Engines:
    """Load made-up pages into both, then ask `each` queries of every kind, both in turn.

    So whatever else the machine does slows both down; `busy` is its mean load over a minute. In the
    folder `kept`, and on the servers, what is loaded stays, and is not loaded again by whoever
    measures the same there.
    """
    with tempfile.TemporaryDirectory() as name, both(servers, Path(name)) as passing:
        place = kept / f"bench-{count}" if kept else Path(name)
        engines = _kept(servers, place) if kept else passing
        loading = Loading(place, (kept or place) / "apart", count)
        loaded = loading.into(engines)
        searchers = dict(_searchers(engines, loading))
        started, _ = _asked(searchers, _texts(count, each, seed=5))
        _warm(searchers, count)
        first, again = _asked(searchers, _texts(count, each, seed=2))
        by_other_code = loading.by_other_code
    return Engines(count, loaded, started, first, again, os.getloadavg()[0], by_other_code)


@contextmanager
def both(servers: OpenSearch, folder: Path) -> Iterator[Mapping[str, Engine]]:
    """The two engines with nothing in them; what was put on the servers is deleted in the end."""
    aside = replace(servers, prefix=f"{servers.prefix}-passing-{os.getpid()}")
    served = OpenSearchEngine(aside, folder / SERVERS)
    try:
        yield {DISK: WhooshEngine(folder / DISK), SERVERS: served}
    finally:
        served.destroy()


def _kept(servers: OpenSearch, folder: Path) -> Mapping[str, Engine]:
    """The two engines with what an earlier run left in them."""
    named = replace(servers, prefix=f"{servers.prefix}-{folder.name}")
    return {
        DISK: WhooshEngine(folder / DISK),
        SERVERS: OpenSearchEngine(named, folder / SERVERS),
    }


def _searchers(engines: Mapping[str, Engine], loading: Loading) -> Iterator[tuple[Way, Search]]:
    """What is timed, with what is loaded once."""
    warm()
    loading.meaning.warm()
    analyzer, glossary = Analyzer(), Glossary.load()
    for which, engine in engines.items():
        plain, full = (
            Searcher(engine, analyzer, glossary, meaning=meaning, words=loading.words)
            for meaning in (ByMeaning.OFF, loading.meaning)
        )
        for searcher in (plain, full):
            searcher.prepare()
        yield (which, WORDS), partial(plain.rank, limit=10)
        yield (which, EVERYTHING), full.search


def _texts(count: int, each: int, *, seed: int) -> Sequence[str]:
    return [one.text for one in queries(count, each, seed)]


def _warm(searchers: Mapping[Way, Search], count: int) -> None:
    """Ask so many queries, with everything on, that nothing is compiled while others are timed."""
    full = [search for (_, asked), search in searchers.items() if asked == EVERYTHING]
    others = (text for seed in numbers(6) for text in _texts(count, 1, seed=seed))
    for text in islice(others, WARMING):
        for search in full:
            search(text)


def _asked(searchers: Mapping[Way, Search], texts: Iterable[str]) -> tuple[Asked, Asked]:
    """What each query takes for the first time, and once more."""
    first: dict[Way, list[float]] = defaultdict(list)
    again: dict[Way, list[float]] = defaultdict(list)
    chance = random.Random(1)  # noqa: S311 - an order, no secret
    for text in texts:
        ways = chance.sample(sorted(searchers), len(searchers))
        for took in (first, again):
            for way in ways:
                took[way].append(timed(partial(searchers[way], text))[1])
    return _summed(first), _summed(again)


def _summed(took: Mapping[Way, Sequence[float]]) -> Asked:
    return {way: median_and_p95(took[way]) for way in sorted(took)}


def _rounded(asked: Asked) -> dict[str, list[float]]:
    return {" ".join(way): [round(time, 1) for time in times] for way, times in asked.items()}
