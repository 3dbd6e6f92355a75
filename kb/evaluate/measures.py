"""How good a ranking is, and how long it took."""

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Times = tuple[float, float]  # median and 95th percentile, in milliseconds
DEPTH = 10  # ranks that count


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries with binary judgements, at rank 10."""

    ndcg: float
    recall: float
    hit: float
    reciprocal_rank: float


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


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and the seconds it took."""
    started = time.perf_counter()
    return call(), time.perf_counter() - started


def median_and_p95(seconds: Sequence[float]) -> Times:
    """Of no seconds both are 0."""
    ordered = sorted(seconds) or [0.0]
    p95 = ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]
    return statistics.median(ordered) * 1000, p95 * 1000


def lines(report: Mapping[str, object]) -> str:
    """A report for people, a line each."""
    return "\n".join(f"{name:20} {value}" for name, value in report.items())
