"""Us and other engines on one judged set: how good the ten best are, beside how long they took."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kb.bench.peers import peers
from kb.evaluate.judging import indexed, read_rows, relevant
from kb.evaluate.measures import DEPTH, Times, mean, median_and_p95, quality, timed
from kb.german import Analyzer, Glossary
from kb.ingest import understand
from kb.meaning import Meaning, load
from kb.model import ByMeaning, PageKey
from kb.search import Searcher

Ranked = Callable[[str], Sequence[str]]  # a query -> ids of the best passages


@dataclass(frozen=True, slots=True)
class Measured:
    """nDCG@10 and the times of finding the ten best in milliseconds."""

    ndcg: float
    times: Times


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Each engine by its name."""

    engines: Mapping[str, Measured]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench --json` promises."""
        return {
            "judged": {
                name: {
                    "ndcg_at_10": round(one.ndcg, 4),
                    "ranking_ms": [round(time, 2) for time in one.times],
                }
                for name, one in self.engines.items()
            }
        }

    def as_text(self) -> str:
        """The same for people."""
        return "\n".join(
            [
                f"{'judged set':28} {'nDCG@10':>9} {'median ms':>10} {'p95 ms':>9}",
                *(
                    f"  {name:26} {one.ndcg:9.4f} {one.times[0]:10.2f} {one.times[1]:9.2f}"
                    for name, one in self.engines.items()
                ),
            ]
        )


def compare(corpus: Path, queries: Path, qrels: Path) -> SideBySide:
    """Ask every judged query of the set once; the files are those of `kb.evaluate.judged`.

    The passages of the corpus are encoded for search by meaning: 40 s for 1,000.
    """
    passages = read_rows(corpus)
    ids = [passage["id"] for passage in passages]
    texts = [f"{p.get('title', '')}\n{p['text']}" for p in passages]
    right = relevant(qrels)
    asked = {q["text"]: right[q["id"]] for q in read_rows(queries) if right.get(q["id"])}
    with tempfile.TemporaryDirectory() as name:
        engines = dict(_ours(Path(name), corpus))
        for peer, search in peers(texts, Path(name)):
            engines[peer] = partial(_named, search, ids)
        return SideBySide({name: _measured(rank, asked) for name, rank in engines.items()})


def _ours(folder: Path, corpus: Path) -> Mapping[str, Ranked]:
    engine, passage = indexed(folder, corpus)
    analyzer, glossary, encoder = Analyzer(), Glossary.load(), load()
    meant: dict[str, Meaning | ByMeaning] = {"kb, words": ByMeaning.OFF}
    if encoder:
        meaning = meant["kb, words and meaning"] = Meaning(folder / "vectors", encoder, "")
        understand(engine, meaning)
    found: dict[str, Ranked] = {}
    for name, by in meant.items():
        searcher = Searcher(engine, analyzer, glossary, meaning=by)
        searcher.prepare()
        searcher.search("Vormund beim Arzt")
        found[name] = partial(_keys, searcher, passage)
    return found


def _keys(searcher: Searcher, passage: Mapping[PageKey, str], query: str) -> Sequence[str]:
    return [passage[key] for key in searcher.rank(query, limit=DEPTH)]


def _named(search: Callable[[str], Sequence[int]], ids: Sequence[str], query: str) -> Sequence[str]:
    return [ids[number] for number in search(query)]


def _measured(rank: Ranked, asked: Mapping[str, frozenset[str]]) -> Measured:
    found, seconds = [], []
    for text, right in asked.items():
        ranked, took = timed(partial(rank, text))
        seconds.append(took)
        found.append(quality(ranked, right))
    return Measured(mean(found).ndcg, median_and_p95(seconds))
