"""The engine on disk and the one on servers on one judged set: whether they rank alike."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.bench.engines import DISK, EVERYTHING, SERVERS, WORDS, both
from kb.evaluate.judging import filled, read_rows, relevant
from kb.evaluate.measures import DEPTH, mean, quality
from kb.german import Analyzer, Glossary
from kb.ingest import understand
from kb.meaning import Meaning, load
from kb.model import ByMeaning
from kb.search import Searcher
from kb.settings import OpenSearch

Ranked = Mapping[str, Sequence[str]]  # ids of the best passages of each query


@dataclass(frozen=True, slots=True)
class Agreed:
    """nDCG@10 on disk and on servers; the mean share of passages that both have among their ten
    best; at how many queries these stand in the same order.
    """

    ndcg: tuple[float, float]
    overlap: float
    same: int
    queries: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """By words alone and with everything."""

    asked: Mapping[str, Agreed]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench engines --json` promises."""
        return {
            name: {
                "ndcg_at_10": {
                    DISK: round(one.ndcg[0], 4),
                    SERVERS: round(one.ndcg[1], 4),
                },
                "overlap_at_10": round(one.overlap, 4),
                "same_order": one.same,
                "queries": one.queries,
            }
            for name, one in self.asked.items()
        }

    def as_text(self) -> str:
        """The same for people."""
        return "\n".join(
            f"judged, {name}: nDCG@10 {one.ndcg[0]:.4f} on disk, {one.ndcg[1]:.4f} on servers; "
            f"{one.overlap:.1%} of the ten best the same, in the same order for {one.same} of "
            f"{one.queries}"
            for name, one in self.asked.items()
        )


def compare(servers: OpenSearch, corpus: Path, queries: Path, qrels: Path) -> Agreement:
    """Ask every judged query of both; the files are those of `kb.evaluate.judged`.

    The passages are encoded for search by meaning: 40 s for 1,000.
    """
    right = relevant(qrels)
    asked = {q["id"]: q["text"] for q in read_rows(queries) if right.get(q["id"])}
    meant: dict[str, Meaning | ByMeaning] = {WORDS: ByMeaning.OFF}
    with tempfile.TemporaryDirectory() as name, both(servers, Path(name)) as engines:
        for engine in engines.values():
            passages = filled(engine, corpus)
        if encoder := load():
            meaning = meant[EVERYTHING] = Meaning(Path(name) / "vectors", encoder, "")
            understand(engines[DISK], meaning)
        found: dict[str, Agreed] = {}
        for way, by in meant.items():
            ranked: dict[str, Ranked] = {}
            for which, engine in engines.items():
                searcher = Searcher(engine, Analyzer(), Glossary.load(), meaning=by)
                searcher.prepare()
                ranked[which] = {
                    id: [passages[key] for key in searcher.rank(text, limit=DEPTH)]
                    for id, text in asked.items()
                }
            found[way] = _agreed(ranked[DISK], ranked[SERVERS], right)
    return Agreement(found)


def _agreed(one: Ranked, other: Ranked, right: Mapping[str, frozenset[str]]) -> Agreed:
    shares = [_overlap(one[id], other[id]) for id in one]
    return Agreed(
        ndcg=(_ndcg(one, right), _ndcg(other, right)),
        overlap=sum(shares) / max(len(shares), 1),
        same=sum(list(one[id]) == list(other[id]) for id in one),
        queries=len(one),
    )


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Two empty lists are the same."""
    longer = max(len(one), len(other))
    return len(set(one) & set(other)) / longer if longer else 1.0


def _ndcg(ranked: Ranked, right: Mapping[str, frozenset[str]]) -> float:
    return mean([quality(found, right[id]) for id, found in ranked.items()]).ndcg
