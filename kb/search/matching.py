"""Where on a page stands what was asked, and by which way it was found: marks and reasons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.german import Analyzer, Token
from kb.model import Reason, Span, Way

# The rule of marks by shared parts, measured on the top ten of real queries: marked words carry
# .86 of what the page shares with the query, and one word in twenty is marked.
COVERED = 0.25  # idf mass of the asked word's parts that the word shows: enough by itself
COVERED_BY_SMALL = 0.15  # the same for a word that lies mostly inside the asked one …
INSIDE = 0.5  # … that is, with this much of its own mass
STRANGE = 7.0  # idf of a part of the word that was not asked for: about that of a middling one
SHORTEST = 5  # shorter asked words share parts with anything


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to look for on a page.

    `asked` is how it stands in the query. `sequence` holds, for one word after the other, the forms
    that answer it: stems, or exact folded forms if `way` is PHRASE. `words` are folded words whose
    parts count. `law` are canonical references. `weight` orders windows of a snippet.
    """

    asked: str
    sequence: tuple[frozenset[str], ...] = ()
    words: tuple[str, ...] = ()
    law: frozenset[str] = frozenset()
    way: Way = Way.EXACT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a page's text and what it answers, strongest first; never empty."""

    span: Span
    answers: tuple["Answer", ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`wanted[which]` is answered by `way`; `strength` is 1 or the part of the asked word shown."""

    which: int
    way: Way
    strength: float = 1.0


class Matcher:
    """Finds what is wanted on one page after another; remembers the words it has met.

    `gram_weights` gives the idf of each gram, 0 for unknown ones. Not for more than one thread.
    """

    def __init__(
        self,
        wanted: Sequence[Wanted],
        analyzer: Analyzer,
        gram_weights: Callable[[Sequence[str]], Sequence[float]],
    ) -> None:
        self.wanted = wanted
        self._analyzer = analyzer
        self._sequences = [i for i, w in enumerate(wanted) if len(w.sequence) > 1]
        self._stems = _by_stem(wanted)
        self._parts = _Parts(wanted, analyzer, gram_weights)
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Answer, ...]] = {}

    def find(self, text: str) -> list[Found]:
        """Everything on a page, in order and disjoint."""
        if not self.wanted:
            return []
        tokens = self._analyzer.tokens(text)
        found = [
            Found(Span(token.start, token.end), answers)
            for token in tokens
            if (answers := self._answers(token))
        ]
        found.extend(self._in_sequence(tokens))
        found.extend(self._law(text))
        return _disjoint(found)

    def _answers(self, token: Token) -> tuple[Answer, ...]:
        key = (token.folded, token.stems)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = tuple(sorted(self._compare(token), key=_strongest_first))
        return known

    def _compare(self, token: Token) -> Iterator[Answer]:
        seen = set()
        for stem in token.stems:
            for i in self._stems.get(stem, ()):
                if i not in seen:
                    seen.add(i)
                    yield Answer(i, _way(self.wanted[i], token))
        for i, share in self._parts.shared(token.words):
            if i not in seen:
                way = self.wanted[i].way
                yield Answer(i, Way.PART if way is Way.EXACT else way, share)

    def _in_sequence(self, tokens: Sequence[Token]) -> Iterator[Found]:
        for i in self._sequences:
            wanted = self.wanted[i]
            forms = [_forms(t, wanted.way) for t in tokens]
            length = len(wanted.sequence)
            for at in range(len(tokens) - length + 1):
                pairs = zip(wanted.sequence, forms[at : at + length], strict=True)
                if all(not asked.isdisjoint(shown) for asked, shown in pairs):
                    span = Span(tokens[at].start, tokens[at + length - 1].end)
                    yield Found(span, (Answer(i, _way_of_many(wanted)),))

    def _law(self, text: str) -> Iterator[Found]:
        asked = [(i, w.law) for i, w in enumerate(self.wanted) if w.law]
        for reference in self._analyzer.law_references(text) if asked else ():
            for i, law in asked:
                if not law.isdisjoint(reference.tokens):
                    span = Span(reference.start, reference.end)
                    yield Found(span, (Answer(i, Way.LAW),))


def spans(found: Sequence[Found]) -> list[Span]:
    """The marks: sorted, disjoint, whole written words."""
    return [f.span for f in found]


def reasons(
    text: str, found: Sequence[Found], wanted: Sequence[Wanted], *, limit: int = 8
) -> tuple[Reason, ...]:
    """Which word of the page answers which word of the query, in the query's order, best way first.

    Each spelling once; at most `limit`.
    """
    best: dict[tuple[int, str], tuple[float, Reason]] = {}
    for one in found:
        shown = " ".join(text[one.span.start : one.span.end].split())
        for answer in one.answers:
            key = (answer.which, shown.casefold())
            if key not in best:
                reason = Reason(wanted[answer.which].asked, shown, answer.way)
                best[key] = (answer.strength + _RANK[answer.way], reason)
    ordered = sorted(best.items(), key=lambda item: (item[0][0], -item[1][0]))
    distinct = dict.fromkeys(reason for _, (_, reason) in ordered)
    return tuple(distinct)[:limit]


# -- words -----------------------------------------------------------------------------------------

_RANK: Mapping[Way, float] = {
    Way.LAW: 6,
    Way.PHRASE: 5,
    Way.EXACT: 4,
    Way.STEM: 3,
    Way.PART: 2,
    Way.SYNONYM: 1,
    Way.MEANING: 0,
}


def _strongest_first(answer: Answer) -> tuple[float, int]:
    return -(_RANK[answer.way] + answer.strength), answer.which


def _by_stem(wanted: Sequence[Wanted]) -> Mapping[str, list[int]]:
    stems: dict[str, list[int]] = {}
    for i, one in enumerate(wanted):
        if len(one.sequence) == 1 and one.way is not Way.PHRASE:
            for stem in one.sequence[0]:
                stems.setdefault(stem, []).append(i)
    return stems


def _way(wanted: Wanted, token: Token) -> Way:
    if wanted.way is not Way.EXACT:
        return wanted.way
    return Way.EXACT if token.folded in wanted.words else Way.STEM


def _way_of_many(wanted: Wanted) -> Way:
    return wanted.way


def _forms(token: Token, way: Way) -> tuple[str, ...]:
    return (token.folded,) if way is Way.PHRASE else token.stems


class _Parts:
    """The 4-grams of the asked words with their idf, and how much of them a word shows."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        analyzer: Analyzer,
        gram_weights: Callable[[Sequence[str]], Sequence[float]],
    ) -> None:
        self._grams = analyzer.grams
        asked = [
            (i, analyzer.grams(word))
            for i, one in enumerate(wanted)
            for word in one.words
            if len(word) >= SHORTEST
        ]
        every = list(dict.fromkeys(gram for _, grams in asked for gram in grams))
        self._idf = dict(zip(every, gram_weights(every), strict=True))
        self._which = [i for i, _ in asked]
        self._mass = [sum(self._idf[g] for g in grams) for _, grams in asked]
        self._holders: dict[str, list[int]] = {}
        for n, (_, grams) in enumerate(asked):
            for gram in grams:
                self._holders.setdefault(gram, []).append(n)

    def shared(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """Which wanted a word of the page shows in part, and how much of it (0 to 1)."""
        best: dict[int, float] = {}
        for word in words:
            for n, share in self._shares(self._grams(word)):
                i = self._which[n]
                best[i] = max(share, best.get(i, 0.0))
        return list(best.items())

    def _shares(self, grams: Sequence[str]) -> Iterator[tuple[int, float]]:
        common: dict[int, float] = {}
        for gram in grams:
            for n in self._holders.get(gram, ()):
                common[n] = common.get(n, 0.0) + self._idf[gram]
        if not common:
            return
        own = sum(self._idf.get(gram, STRANGE) for gram in grams)
        for n, mass in common.items():
            covered = mass / self._mass[n] if self._mass[n] else 0.0
            if covered >= COVERED or (covered >= COVERED_BY_SMALL and mass / own >= INSIDE):
                yield n, min(covered, 1.0)


def _disjoint(found: Sequence[Found]) -> list[Found]:
    """In order; stretches that overlap become one with the answers of all."""
    merged: list[Found] = []
    for one in sorted(found, key=lambda f: (f.span.start, -f.span.end)):
        if merged and one.span.start < merged[-1].span.end:
            last = merged.pop()
            span = Span(last.span.start, max(last.span.end, one.span.end))
            answers = tuple(sorted({*last.answers, *one.answers}, key=_strongest_first))
            merged.append(Found(span, answers))
        else:
            merged.append(one)
    return merged
