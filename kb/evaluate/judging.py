"""A set of passages and questions with judgements, asked through the app's own search."""

import csv
import gzip
import json
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kb.evaluate.measures import DEPTH, Quality, Times, lines, mean, median_and_p95, quality, timed
from kb.evaluate.parts import MEANING, PARTS, left_out
from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Document, Engine, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.meaning import Encoder, Meaning, load
from kb.model import ByMeaning, Edition, Heading, Page, PageKey, Publication
from kb.search import Searcher

_EDITION = Edition("1", "corpus.jsonl.gz", sha256="0" * 64)
_SET = Publication("set", "", (_EDITION,))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a set came to. The index in seconds.

    `query_ms` is ranking with facets counted, of which `encoder_ms` for the question's vector;
    `marks_ms` are snippets, marks and reasons of ten hits on top, `hits_ms` the whole search once
    its words have been read from the disk. `by_type` has the nDCG@10 and number of queries of each
    type, `missed` id and text of the queries without a right passage among the first ten.
    """

    quality: Quality
    queries: int
    query_ms: Times
    encoder_ms: Times
    marks_ms: Times
    hits_ms: Times
    index_seconds: float
    by_type: Mapping[str, tuple[float, int]]
    missed: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb evaluate --json` promises."""
        times = ("query_ms", "encoder_ms", "marks_ms", "hits_ms")
        return {
            "ndcg_at_10": round(self.quality.ndcg, 4),
            "recall_at_10": round(self.quality.recall, 4),
            "hit_at_1": round(self.quality.hit, 4),
            "mrr_at_10": round(self.quality.reciprocal_rank, 4),
            "queries": self.queries,
            **{
                f"{name}_{kind}": round(value, 2)
                for name in times
                for kind, value in zip(("median", "p95"), getattr(self, name), strict=True)
            },
            "index_seconds": round(self.index_seconds, 2),
            "by_type": {
                kind: {"ndcg_at_10": round(ndcg, 4), "queries": count}
                for kind, (ndcg, count) in self.by_type.items()
            },
            "missed": dict(self.missed),
        }

    def as_text(self) -> str:
        """The same for people: figures, then a line for each type and each query missed."""
        figures = self.as_json()
        del figures["by_type"], figures["missed"]
        types = [f"{kind:20} {ndcg:.4f}  {n:4}" for kind, (ndcg, n) in self.by_type.items()]
        missed = [f"missed {name:13} {text}" for name, text in self.missed.items()]
        return "\n".join([lines(figures), *types, *missed])


@dataclass(frozen=True, slots=True)
class Ablation:
    """What a set came to with everything, under "", and without each part of the search."""

    rows: Mapping[str, Judged]

    def as_json(self) -> dict[str, object]:
        """The report of `Judged` for everything, and nDCG@10 without each part."""
        without = {name: round(row.quality.ndcg, 4) for name, row in self.rows.items() if name}
        return {**self.rows[""].as_json(), "without": without}

    def as_text(self) -> str:
        """A line for each part, with what it brings."""
        whole = self.rows[""].quality.ndcg
        table = [
            f"without {name:12} {row.quality.ndcg:.4f}  {row.quality.ndcg - whole:+.4f}"
            for name, row in self.rows.items()
            if name
        ]
        return "\n".join([self.rows[""].as_text(), *table])


def judged(
    corpus: Path,
    queries: Path,
    qrels: Path,
    *,
    by_meaning: bool = True,
    without: Collection[str] = (),
) -> Judged:
    """Index a corpus in a temporary folder, ask its queries, compare with the judgements.

    Without `by_meaning`, or without an encoder, words alone count; `without` names PARTS to leave
    out. Files: `id`, `title`, `text` and perhaps `path` as JSON lines, gzipped or not; `id`, `text`
    and perhaps `type` as JSON lines; `query-id`, `corpus-id`, `score` as a table with a header.
    """
    with _prepared(corpus, queries, qrels, by_meaning=by_meaning) as prepared:
        return prepared.measured(without)


def ablation(corpus: Path, queries: Path, qrels: Path, *, by_meaning: bool = True) -> Ablation:
    """The same with everything, and again without each part."""
    with _prepared(corpus, queries, qrels, by_meaning=by_meaning) as prepared:
        parts = [part for part in PARTS if part != MEANING or prepared.encoder]
        rows = {part: prepared.measured([part]) for part in parts}
        return Ablation({"": prepared.measured(()), **rows})


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A set that is indexed, with its questions."""

    engine: WhooshEngine
    ids: Mapping[PageKey, str]
    queries: Sequence[Mapping[str, str]]
    right: Mapping[str, frozenset[str]]
    seconds: float
    meaning: Meaning | None
    encoder: Encoder | None

    def measured(self, without: Collection[str]) -> Judged:
        meaning = None if MEANING in without else self.meaning
        searcher = Searcher(
            self.engine,
            Analyzer(),
            Glossary.load(),
            left_out(without),
            meaning=meaning or ByMeaning.OFF,
        )
        encoder = self.encoder if meaning else None
        return measure(searcher, self.ids, self.queries, self.right, self.seconds, encoder)


@contextmanager
def _prepared(corpus: Path, queries: Path, qrels: Path, *, by_meaning: bool) -> Iterator[_Prepared]:
    with tempfile.TemporaryDirectory() as folder:
        (engine, ids), seconds = timed(partial(indexed, Path(folder), corpus))
        encoder = load() if by_meaning else None
        meaning = Meaning(Path(folder) / "vectors", encoder, "") if encoder else None
        if meaning:
            understand(engine, meaning)
        yield _Prepared(engine, ids, read_rows(queries), relevant(qrels), seconds, meaning, encoder)


def indexed(folder: Path, corpus: Path) -> tuple[WhooshEngine, dict[PageKey, str]]:
    """An engine on disk that holds a corpus; and the passage's id for every page."""
    engine = WhooshEngine(folder)
    return engine, filled(engine, corpus)


def filled(engine: Engine, corpus: Path) -> dict[PageKey, str]:
    """Put a corpus into an engine, a page a passage; returns the passage's id for every page."""
    analyzer = Analyzer()
    pages = {row["id"]: _page(number, row) for number, row in enumerate(read_rows(corpus), start=1)}
    documents: Sequence[Document] = [
        document(page, _SET, _EDITION, analyzer) for page in pages.values()
    ]
    entry = Entry(_SET.id, _EDITION.label, "", len(documents))
    engine.publish(Changes([(entry, documents)], publications=(_SET,)))
    return {page.key: name for name, page in pages.items()}


def measure(
    searcher: Searcher,
    ids: Mapping[PageKey, str],
    queries: Sequence[Mapping[str, str]],
    right: Mapping[str, frozenset[str]],
    index_seconds: float = 0.0,
    encoder: Encoder | None = None,
) -> Judged:
    """Ask every query that has a judgement; each for the first time when its ranking is timed."""
    asked = [query for query in queries if right.get(query["id"])]
    searcher.prepare()
    found: dict[str, Quality] = {}
    encoding, ranking, marking, whole = [], [], [], []
    for query in asked:
        text = query["text"]
        if encoder:
            encoding.append(timed(partial(encoder.encode, [text]))[1])
        keys, seconds = timed(partial(searcher.rank, text, limit=DEPTH))
        ranking.append(seconds)
        again = timed(partial(searcher.rank, text, limit=DEPTH))[1]
        whole.append(timed(partial(searcher.search, text, limit=DEPTH))[1])
        marking.append(max(whole[-1] - again, 0.0))
        found[query["id"]] = quality([ids[key] for key in keys], right[query["id"]])
    return Judged(
        quality=mean(list(found.values())),
        queries=len(asked),
        query_ms=median_and_p95(ranking),
        encoder_ms=median_and_p95(encoding),
        marks_ms=median_and_p95(marking),
        hits_ms=median_and_p95(whole),
        index_seconds=index_seconds,
        by_type=_by_type(asked, found),
        missed={q["id"]: q["text"] for q in asked if not found[q["id"]].recall},
    )


def relevant(qrels: Path) -> dict[str, frozenset[str]]:
    """The relevant passages of every query."""
    found: dict[str, set[str]] = defaultdict(set)
    with qrels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if float(row["score"]) > 0:
                found[row["query-id"]].add(row["corpus-id"])
    return {query: frozenset(passages) for query, passages in found.items()}


def read_rows(path: Path) -> list[dict[str, str]]:
    """The objects of JSON lines, gzipped or not."""
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


def _by_type(
    queries: Sequence[Mapping[str, str]], found: Mapping[str, Quality]
) -> dict[str, tuple[float, int]]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        if query.get("type"):
            kinds[query["type"]].append(found[query["id"]].ndcg)
    return {kind: (statistics.mean(all_), len(all_)) for kind, all_ in sorted(kinds.items())}
