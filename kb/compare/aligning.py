"""Which sentence of a section became which, and the words in which the two differ."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log

from kb.compare.sections import Sentence, words
from kb.german import Analyzer
from kb.model import Span

# Likeness from which a sentence is the other one reworded; below it the marks would cover most of
# both, and reading them one after the other is easier.
LEAST = 0.45
_COMMON = 40  # sentences that hold a word: more, and it tells nothing about which belong together
_ISLAND = 2  # words in common between two differences that are marked with them


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentence `old` became sentence `new`, both as indexes; `likeness` 1.0: no word changed."""

    old: int
    new: int
    likeness: float


class Weights:
    """How much a word tells, by how few sentences of both editions hold it."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        held = Counter(word for text in texts for word in set(text))
        self._weights = {word: log(1 + len(texts) / count) for word, count in held.items()}

    def of(self, counts: Mapping[str, int]) -> float:
        """Of all words together."""
        return sum(self._weights[word] * count for word, count in counts.items())

    def likeness(self, a: Counter[str], b: Counter[str]) -> float:
        """The share of their words that two sentences have in common, 0 to 1 (Dice)."""
        both = self.of(a) + self.of(b)
        return 2 * self.of(a & b) / both if both else 0.0


def align(old: Sequence[Sentence], new: Sequence[Sentence], weights: Weights) -> list[Pair]:
    """The pairs of sentences, in order on both sides, that keep the most of the text together."""
    before, after = [Counter(s.words) for s in old], [Counter(s.words) for s in new]
    weight = [[weights.of(counts) for counts in side] for side in (before, after)]
    pairs = []
    for i, j in _candidates(before, after):
        likeness = 1.0
        if old[i].words != new[j].words:
            both = weight[0][i] + weight[1][j]
            likeness = min(2 * weights.of(before[i] & after[j]) / both, 0.99)
        if likeness >= LEAST:
            pairs.append((Pair(i, j, likeness), likeness * weight[0][i]))
    return _heaviest(pairs)


def _candidates(
    old: Sequence[Counter[str]], new: Sequence[Counter[str]]
) -> Iterator[tuple[int, int]]:
    """Those that share a telling word; of very common ones those with the same words."""
    holding: dict[str, list[int]] = defaultdict(list)
    whole: dict[frozenset[tuple[str, int]], list[int]] = defaultdict(list)
    for j, counts in enumerate(new):
        whole[frozenset(counts.items())].append(j)
        for word in counts:
            holding[word].append(j)
    for i, counts in enumerate(old):
        found = set(whole.get(frozenset(counts.items()), ()))
        for word in counts:
            if len(holding.get(word, ())) <= _COMMON:
                found.update(holding.get(word, ()))
        yield from ((i, j) for j in found)


def _heaviest(weighted: Sequence[tuple[Pair, float]]) -> list[Pair]:
    """The chain of pairs, each behind the last on both sides, whose weights sum up highest."""
    ordered = sorted(weighted, key=lambda w: (w[0].old, -w[0].new))
    # best chains so far by the new sentence they end with, ever heavier: ends, sums, chains
    ends: list[int] = []
    sums: list[float] = []
    chains: list[_Chain] = []
    for pair, weight in ordered:
        at = bisect_right(ends, pair.new - 1)
        total = weight + (sums[at - 1] if at else 0.0)
        if at and sums[at - 1] >= total:
            continue
        if at < len(ends) and ends[at] == pair.new and sums[at] >= total:
            continue
        last = at
        while last < len(ends) and sums[last] <= total:
            last += 1
        chain = _Chain(pair, chains[at - 1] if at else None)
        ends[at:last], sums[at:last], chains[at:last] = [pair.new], [total], [chain]
    return list(chains[-1].pairs())[::-1] if chains else []


@dataclass(frozen=True, slots=True)
class _Chain:
    last: Pair
    before: "_Chain | None"

    def pairs(self) -> Iterator[Pair]:
        """From the last to the first."""
        chain: _Chain | None = self
        while chain:
            yield chain.last
            chain = chain.before


def marks(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words of each text that the other does not have, in the order of both."""
    a, b = list(words(old)), list(words(new))
    matcher = SequenceMatcher(None, [w for w, _, _ in a], [w for w, _, _ in b], autojunk=False)
    blocks = _without_islands(matcher.get_opcodes(), [w for w, _, _ in a])
    return (
        tuple(Span(a[i][1], a[j - 1][2]) for i, j, _, _ in blocks if i < j),
        tuple(Span(b[i][1], b[j - 1][2]) for _, _, i, j in blocks if i < j),
    )


def _without_islands(
    opcodes: Sequence[tuple[str, int, int, int, int]], source: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """The ranges that differ; a stop word or two between two of them is not worth a gap."""
    blocks: list[tuple[int, int, int, int]] = []
    island = False
    for tag, i, j, k, m in opcodes:
        if tag == "equal":
            small = j - i <= _ISLAND and Analyzer.stop_words.issuperset(source[i:j])
            island = bool(blocks) and small
        elif island:
            first = blocks.pop()
            blocks.append((first[0], j, first[2], m))
        else:
            blocks.append((i, j, k, m))
            island = False
    return blocks
