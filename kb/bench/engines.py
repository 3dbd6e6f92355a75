"""The engine on disk and the one on servers, loaded and asked alike: how long both take."""

import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kb.bench.built import entries
from kb.bench.made_up import MadeUpPages
from kb.bench.synthetic import pages, publications, queries, record
from kb.evaluate.measures import Times, median_and_p95, timed
from kb.german import Analyzer, Glossary
from kb.index.engine import Changes, Document, Engine, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.language import warm
from kb.meaning import Meaning
from kb.model import ByMeaning
from kb.opensearch import OpenSearchEngine
from kb.search import Searcher
from kb.settings import OpenSearch

DISK, SERVERS = "disk", "servers"
WORDS, EVERYTHING = "words", "everything"

Way = tuple[str, str]  # engine, what is asked
Edition = tuple[Entry, Sequence[Document]]
Search = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Seconds until all pages could be found, of which for taking them apart."""

    whole: float
    analysing: float


@dataclass(frozen=True, slots=True)
class Engines:
    """One size of the library on both engines.

    Times are (median, 95th percentile) in milliseconds: the ten best by words alone, or with
    everything on and as they are shown; each query for the first time, then once more.
    """

    pages: int
    loaded: Mapping[str, Loaded]
    first: Mapping[Way, Times]
    again: Mapping[Way, Times]
    busy: float

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench engines --json` promises."""
        return {
            "pages": self.pages,
            "load_seconds": {name: round(one.whole, 1) for name, one in self.loaded.items()},
            "analysing_seconds": {
                name: round(one.analysing, 1) for name, one in self.loaded.items()
            },
            "first_ms": {" ".join(way): _rounded(times) for way, times in self.first.items()},
            "again_ms": {" ".join(way): _rounded(times) for way, times in self.again.items()},
            "programs_at_once": round(self.busy, 1),
            "cores": os.cpu_count(),
        }

    def as_text(self) -> str:
        """The same for people."""
        return "\n".join(
            [
                f"{self.pages} pages; {self.busy:.1f} programs for {os.cpu_count()} cores",
                *(
                    f"  {name:8} loaded in {one.whole:.0f} s ({self.pages / one.whole:.0f} pages/s)"
                    f", {one.analysing:.0f} s of them for analysing"
                    for name, one in self.loaded.items()
                ),
                f"  {'milliseconds: median, p95':28} {'first time':>16} {'again':>16}",
                *(
                    f"  {' '.join(way):28} {times[0]:7.0f} {times[1]:8.0f}"
                    f" {self.again[way][0]:7.0f} {self.again[way][1]:8.0f}"
                    for way, times in self.first.items()
                ),
            ]
        )


def measure(servers: OpenSearch, count: int, each: int) -> Engines:
    """Load made-up pages into both, then ask `each` queries of every kind, both in turn.

    So whatever else the machine does slows both down; `busy` is its mean load over a minute.
    """
    with tempfile.TemporaryDirectory() as name, both(servers, Path(name)) as engines:
        loaded = {which: _load(engine, count) for which, engine in engines.items()}
        meaning = Meaning(Path(name) / "vectors", MadeUpPages(), "")
        understand(engines[DISK], meaning)
        searchers = dict(_searchers(engines, meaning))
        first, again = _asked(searchers, [one.text for one in queries(count, each)])
    return Engines(count, loaded, first, again, os.getloadavg()[0])


@contextmanager
def both(servers: OpenSearch, folder: Path) -> Iterator[Mapping[str, Engine]]:
    """The two engines with nothing in them; what was put on the servers is deleted in the end."""
    aside = replace(servers, prefix=f"{servers.prefix}-bench-{os.getpid()}")
    served = OpenSearchEngine(aside, folder / SERVERS)
    try:
        yield {DISK: WhooshEngine(folder / DISK), SERVERS: served}
    finally:
        served.destroy()


def _load(engine: Engine, count: int) -> Loaded:
    analysing = 0.0

    def watched(made: Iterator[Edition]) -> Iterator[Edition]:
        nonlocal analysing
        while True:
            edition, seconds = timed(partial(next, made, None))
            analysing += seconds
            if edition is None:
                return
            yield edition

    started = time.perf_counter()
    records = [record(id) for id in publications(count)]
    engine.publish(Changes(watched(entries(pages(count), Analyzer())), publications=records))
    return Loaded(time.perf_counter() - started, analysing)


def _searchers(engines: Mapping[str, Engine], meaning: Meaning) -> Iterator[tuple[Way, Search]]:
    """What is timed, with what is loaded once."""
    warm()
    meaning.warm()
    analyzer, glossary = Analyzer(), Glossary.load()
    for which, engine in engines.items():
        plain = Searcher(engine, analyzer, glossary, meaning=ByMeaning.OFF)
        full = Searcher(engine, analyzer, glossary, meaning=meaning)
        for searcher in (plain, full):
            searcher.prepare()
            searcher.search("Vormund beim Arzt")
            searcher.search("who signs at the doctor")
        yield (which, WORDS), partial(plain.rank, limit=10)
        yield (which, EVERYTHING), full.search


def _asked(
    searchers: Mapping[Way, Search], texts: Iterable[str]
) -> tuple[dict[Way, Times], dict[Way, Times]]:
    first: dict[Way, list[float]] = defaultdict(list)
    again: dict[Way, list[float]] = defaultdict(list)
    chance = random.Random(1)  # noqa: S311 - an order, no secret
    for text in texts:
        ways = chance.sample(sorted(searchers), len(searchers))
        for took in (first, again):
            for way in ways:
                took[way].append(timed(partial(searchers[way], text))[1])
    return _summed(first), _summed(again)


def _summed(took: Mapping[Way, Sequence[float]]) -> dict[Way, Times]:
    return {way: median_and_p95(took[way]) for way in sorted(took)}


def _rounded(times: Times) -> list[float]:
    return [round(time, 1) for time in times]
