"""Measure search quality through the same analyzer, fields and ranking as the app."""

import csv
import gzip
import json
import math
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Document, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.library import Library
from kb.meaning import Meaning, load
from kb.model import ByMeaning, Edition, Heading, Page, PageKey, Publication
from kb.search import Searcher

T = TypeVar("T")
Place = Mapping[str, str | int]  # of a section: publication, edition, pdf_page
Toc = Mapping[str, Place | Sequence[Place]]
DEPTH = 10  # ranks that count
_EDITION = Edition("1", "corpus.jsonl.gz", sha256="0" * 64)
_SET = Publication("set", "", (_EDITION,))


# -- a set with judgements -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries with binary judgements, at rank 10."""

    ndcg: float
    recall: float
    hit: float
    reciprocal_rank: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What a set came to. Times in milliseconds, the index in seconds.

    `query_ms` is ranking with facets counted, `hits_ms` the whole search with ten hits' snippets,
    marks and reasons. `by_type` has the nDCG@10 and number of queries of each type.
    """

    quality: Quality
    queries: int
    query_ms: tuple[float, float]
    hits_ms: tuple[float, float]
    index_seconds: float
    by_type: Mapping[str, tuple[float, int]]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb evaluate --json` promises."""
        return {
            "ndcg_at_10": round(self.quality.ndcg, 4),
            "recall_at_10": round(self.quality.recall, 4),
            "hit_at_1": round(self.quality.hit, 4),
            "mrr_at_10": round(self.quality.reciprocal_rank, 4),
            "queries": self.queries,
            "query_ms_median": round(self.query_ms[0], 2),
            "query_ms_p95": round(self.query_ms[1], 2),
            "hits_ms_median": round(self.hits_ms[0], 2),
            "hits_ms_p95": round(self.hits_ms[1], 2),
            "index_seconds": round(self.index_seconds, 2),
            "by_type": {
                kind: {"ndcg_at_10": round(ndcg, 4), "queries": count}
                for kind, (ndcg, count) in self.by_type.items()
            },
        }

    def as_text(self) -> str:
        """The same for people, a line each."""
        return _lines(self.as_json())


def judged(corpus: Path, queries: Path, qrels: Path, *, by_meaning: bool = True) -> Judged:
    """Index a corpus in a temporary folder, ask its queries, compare with the judgements.

    Without `by_meaning`, or without an encoder, words alone count. Files: `id`, `title`, `text` and
    perhaps `path` as JSON lines, gzipped or not; `id`, `text` and perhaps `type` as JSON lines;
    `query-id`, `corpus-id`, `score` as a table with a header.
    """
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        engine, ids = indexed(Path(folder), corpus)
        seconds = time.perf_counter() - started
        encoder = load() if by_meaning else None
        meaning = Meaning(Path(folder) / "vectors", encoder, "") if encoder else None
        if meaning:
            understand(engine, meaning)
        searcher = Searcher(engine, Analyzer(), Glossary.load(), meaning=meaning or ByMeaning.OFF)
        return measure(searcher, ids, _rows(queries), relevant(qrels), seconds)


def indexed(folder: Path, corpus: Path) -> tuple[WhooshEngine, dict[PageKey, str]]:
    """An engine that holds a corpus, a page a passage; and the passage's id for every page."""
    analyzer = Analyzer()
    pages = {row["id"]: _page(number, row) for number, row in enumerate(_rows(corpus), start=1)}
    documents: Sequence[Document] = [
        document(page, _SET, _EDITION, analyzer) for page in pages.values()
    ]
    engine = WhooshEngine(folder)
    entry = Entry(_SET.id, _EDITION.label, "", len(documents))
    engine.publish(Changes([(entry, documents)], publications=(_SET,)))
    return engine, {page.key: name for name, page in pages.items()}


def measure(
    searcher: Searcher,
    ids: Mapping[PageKey, str],
    queries: Sequence[Mapping[str, str]],
    relevant: Mapping[str, frozenset[str]],
    index_seconds: float = 0.0,
) -> Judged:
    """Ask every query that has a judgement."""
    asked = [query for query in queries if relevant.get(query["id"])]
    found: dict[str, Quality] = {}
    ranking, whole = [], []
    for query in asked:
        keys, seconds = _timed(partial(searcher.rank, query["text"], limit=DEPTH))
        ranking.append(seconds)
        whole.append(_timed(partial(searcher.search, query["text"], limit=DEPTH))[1])
        found[query["id"]] = quality([ids[key] for key in keys], relevant[query["id"]])
    return Judged(
        mean(list(found.values())),
        len(asked),
        _median_and_p95(ranking),
        _median_and_p95(whole),
        index_seconds,
        _by_type(asked, found),
    )


def quality(ranked: Sequence[str], relevant: frozenset[str]) -> Quality:
    """nDCG, recall, hit and reciprocal rank of one ranking at 10, as trec_eval defines them."""
    hits = [name in relevant for name in ranked[:DEPTH]]
    gain = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(hits, start=1) if hit)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), DEPTH) + 1))
    first = next((rank for rank, hit in enumerate(hits, start=1) if hit), 0)
    return Quality(
        gain / ideal,
        sum(hits) / len(relevant),
        float(first == 1),
        1 / first if first else 0.0,
    )


def mean(found: Sequence[Quality]) -> Quality:
    """The mean of every measure; all 0 of nothing."""
    count = max(len(found), 1)
    return Quality(
        sum(q.ndcg for q in found) / count,
        sum(q.recall for q in found) / count,
        sum(q.hit for q in found) / count,
        sum(q.reciprocal_rank for q in found) / count,
    )


def relevant(qrels: Path) -> dict[str, frozenset[str]]:
    """The relevant passages of every query."""
    found: dict[str, set[str]] = defaultdict(set)
    with qrels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if float(row["score"]) > 0:
                found[row["query-id"]].add(row["corpus-id"])
    return {query: frozenset(passages) for query, passages in found.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _page(number: int, row: Mapping[str, str]) -> Page:
    """A passage as a page: its title is a heading on it, its path a heading inherited."""
    title = row.get("title", "")
    inherited = (Heading(1, row["path"]),) if row.get("path") else ()
    own = (Heading(2, title, 0),) if title else ()
    text = f"{title}\n\n{row['text']}" if title else row["text"]
    return Page(PageKey(_SET.id, _EDITION.label, number), text, "", (*inherited, *own))


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    return call(), time.perf_counter() - started


def _median_and_p95(seconds: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(seconds) or [0.0]
    p95 = ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]
    return statistics.median(ordered) * 1000, p95 * 1000


def _by_type(
    queries: Sequence[Mapping[str, str]], found: Mapping[str, Quality]
) -> dict[str, tuple[float, int]]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        if query.get("type"):
            kinds[query["type"]].append(found[query["id"]].ndcg)
    return {kind: (statistics.mean(all_), len(all_)) for kind, all_ in sorted(kinds.items())}


# -- tasks over the publications -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """A search somebody makes, and the sections of which one should be found."""

    id: str
    role: str
    level: str
    query: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The PDF pages of a section: from its heading's to the last before the next section's."""

    publication: str
    edition: str
    first: int
    last: int

    def holds(self, key: PageKey) -> bool:
        """Whether the page belongs to the section."""
        place = (key.publication, key.edition)
        in_file = place == (self.publication, self.edition)
        return in_file and self.first <= key.pdf_page <= self.last


@dataclass(frozen=True, slots=True)
class Tasks:
    """The rank of the first right page for every task, 0 if it is not among the first ten."""

    ranks: Mapping[Task, int]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb evaluate --json` promises; `failed` are those not among the first 3."""
        groups: dict[str, list[int]] = defaultdict(list)
        for task, rank in self.ranks.items():
            groups[task.role].append(rank)
            groups[f"{task.role} {task.level}"].append(rank)
        return {
            "tasks": len(self.ranks),
            **_shares(list(self.ranks.values())),
            "failed": [task.id for task, rank in self.ranks.items() if not 1 <= rank <= 3],
            "by_role": {
                name: {"tasks": len(ranks), **_shares(ranks)}
                for name, ranks in sorted(groups.items())
            },
        }

    def as_text(self) -> str:
        """The same for people, a line each."""
        return _lines(self.as_json())


def tasks(library: Library, table: Path, toc: Path) -> Tasks:
    """Search for every task that expects a section; rank the first page of such a section.

    `table` has the columns `id`, `role`, `level`, `query`, `expected_section` ("H3.2|B1" or "-");
    a query in brackets is something to do, not a search. `toc` maps a section to its place or
    places: `publication`, `edition`, `pdf_page`. Raises NoIndex.
    """
    places = stretches(json.loads(toc.read_text(encoding="utf-8")))
    return Tasks({task: _rank(library, task, places) for task in read_tasks(table)})


def read_tasks(table: Path) -> list[Task]:
    """The tasks that are searches and expect a section."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Task(row["id"], row["role"], row["level"], row["query"], sections)
        for row in rows
        if not row["query"].startswith("(")
        and (sections := tuple(s for s in row["expected_section"].split("|") if s not in ("", "-")))
    ]


def stretches(toc: Toc) -> dict[str, list[Stretch]]:
    """Where each section is, in every edition that has it; its subsections belong to it."""
    files: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for name, value in toc.items():
        for place in [value] if isinstance(value, Mapping) else value:
            file = str(place["publication"]), str(place["edition"])
            files[file].append((int(place["pdf_page"]), name))
    found: dict[str, list[Stretch]] = defaultdict(list)
    for (publication, edition), starts in files.items():
        starts.sort(key=lambda start: start[0])  # stable: on one page the order of the table counts
        for i, (first, name) in enumerate(starts):
            later = (page for page, other in starts[i + 1 :] if not other.startswith(f"{name}."))
            last = max(first, next(later, starts[-1][0] + 1) - 1)
            found[name].append(Stretch(publication, edition, first, last))
    return found


def _rank(library: Library, task: Task, places: Mapping[str, Sequence[Stretch]]) -> int:
    right = [stretch for section in task.sections for stretch in places.get(section, ())]
    hits = library.search(task.query, limit=DEPTH).hits
    ranks = (
        rank
        for rank, hit in enumerate(hits, start=1)
        if any(stretch.holds(hit.page.key) for stretch in right)
    )
    return next(ranks, 0)


def _shares(ranks: Sequence[int]) -> dict[str, float]:
    count = max(len(ranks), 1)
    return {
        f"top_{depth}": round(sum(1 <= rank <= depth for rank in ranks) / count, 4)
        for depth in (1, 3, 10)
    }


def _lines(report: Mapping[str, object]) -> str:
    return "\n".join(f"{name:18} {value}" for name, value in report.items())
