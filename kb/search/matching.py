"""Where on a page stands what was asked, and by which way it was found: marks and reasons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.german import Analyzer, Token, Word, Written
from kb.model import Reason, Span, Way
from kb.search.touching import Touching

# When a word of the page shows enough of an asked one to be marked. Parts are those of the stems:
# endings ("-ungen") would make everybody relatives. Begun from the rule measured in the retrieval
# research, tightened on the demonstration publications, where all parts are frequent.
COVERED = 0.5  # of the idf mass of the asked word's parts: enough by itself
COVERED_BY_SMALL = 0.15  # the same for a word that lies mostly inside the asked one …
INSIDE = 0.45  # … that is, with this much of its own mass
COVERED_BY_SYNONYM = 0.6  # a synonym was not typed: only its compounds answer for it
STRANGE = 7.0  # idf of a part that is not asked for, or that no page holds
SHORTEST = 5  # shorter asked words share parts with anything
RUN = 3  # parts in a row that must be shared, one less at a word's end: "omm" is no relation
SMALL = 6  # letters of a stem that must be in the other whole: "acht" makes no night of "machte"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to look for on a page.

    `asked` is how it stands in the query. `sequence` holds, for one word after the other, the forms
    that answer it: stems, or exact folded forms if `way` is PHRASE. `folded` is the asked word
    itself; parts of `stems` count. `law` are canonical references. `weight` orders windows of a
    snippet.
    """

    asked: str
    sequence: tuple[frozenset[str], ...] = ()
    folded: str = ""
    stems: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class _Met:
    answers: tuple[Answer, ...]
    starts: tuple[int, ...]


class Matcher:
    """Finds what is wanted on pages. Read-only, so safe to share between threads.

    `gram_weights` gives the idf of each gram, 0 for unknown ones.
    """

    def __init__(
        self,
        wanted: Sequence[Wanted],
        analyzer: Analyzer,
        gram_weights: Callable[[Sequence[str]], Sequence[float]],
    ) -> None:
        self.wanted = wanted
        self._analyzer = analyzer
        self._stems = _by_first_form(wanted, [w.way is not Way.PHRASE for w in wanted])
        self._exact = _by_first_form(wanted, [w.way is Way.PHRASE for w in wanted])
        self._parts = _Parts(wanted, analyzer, gram_weights)
        self._touching = Touching(self._parts.asked, {*self._stems, *self._exact})

    def find(self, texts: Sequence[str]) -> list[list[Found]]:
        """Everything on each of some pages, in order; a phrase and the words in it overlap.

        The more pages at once, the less each takes: equal words are looked at once.
        """
        if not self.wanted:
            return [[] for _ in texts]
        pages = [self._analyzer.written(text) for text in texts]
        met = self._met([*{word for page in pages for word in page.words}])
        return [
            sorted([*self._words(page, met), *self._law(text)], key=_in_order)
            for text, page in zip(texts, pages, strict=True)
        ]

    def _words(self, page: Written, met: Mapping[str, "_Met"]) -> Iterator[Found]:
        for at in [at for at, word in enumerate(page.words) if word in met]:
            here = met[page.words[at]]
            if here.answers:
                yield Found(Span(*page.span(at)), here.answers)
            for i in here.starts:
                wanted = self.wanted[i]
                last = min(at + len(wanted.sequence), len(page))
                run = [page.token(n) for n in range(at, last)]
                if _answers_all(wanted, run):
                    yield Found(Span(run[0].start, run[-1].end), (Answer(i, wanted.way),))

    def _met(self, written: Sequence[str]) -> Mapping[str, "_Met"]:
        """The words that answer something, or with which something begins: few do."""
        words = list(map(self._analyzer.word, written))
        forms = [(word.folded, *word.stems) if self._exact else word.stems for word in words]
        met = ((written[at], self._meet(words[at])) for at in self._touching.of(forms))
        return {word: one for word, one in met if one.answers or one.starts}

    def _meet(self, word: Word) -> "_Met":
        """What a word answers by itself, and which phrases and rows of words begin with it."""
        exact = self._exact.get(word.folded, ())
        by_stem = dict.fromkeys(i for stem in word.stems for i in self._stems.get(stem, ()))
        rows = [i for i in by_stem if len(self.wanted[i].sequence) > 1]
        return _Met(tuple(sorted(self._compare(word), key=_strongest_first)), (*rows, *exact))

    def _compare(self, token: Word) -> Iterator[Answer]:
        seen = set()
        for stem in token.stems:
            for i in self._stems.get(stem, ()):
                if i not in seen and len(self.wanted[i].sequence) == 1:
                    seen.add(i)
                    yield Answer(i, _way(self.wanted[i], token))
        for i, share in self._parts.shared(token.stems):
            if i not in seen:
                way = self.wanted[i].way
                yield Answer(i, Way.PART if way is Way.EXACT else way, share)

    def _law(self, text: str) -> Iterator[Found]:
        asked = [(i, w.law) for i, w in enumerate(self.wanted) if w.law]
        for reference in self._analyzer.law_references(text) if asked else ():
            for i, law in asked:
                if not law.isdisjoint(reference.tokens):
                    span = Span(reference.start, reference.end)
                    yield Found(span, (Answer(i, Way.LAW),))


def spans(found: Sequence[Found]) -> list[Span]:
    """The marks of what was found, in its order: sorted, disjoint, whole written words."""
    merged: list[Span] = []
    for one in found:
        if merged and one.span.start < merged[-1].end:
            last = merged.pop()
            merged.append(Span(last.start, max(last.end, one.span.end)))
        else:
            merged.append(one.span)
    return merged


def reasons(
    text: str, found: Sequence[Found], wanted: Sequence[Wanted], *, each: int = 3
) -> tuple[Reason, ...]:
    """Which word of the page answers which word of the query, in the query's order, best way first.

    Every spelling once; of each word of the query at most `each`.
    """
    best: dict[str, dict[str, tuple[float, Reason]]] = {one.asked: {} for one in wanted}
    for one in found:
        shown = " ".join(text[one.span.start : one.span.end].split())
        for answer in one.answers:
            asked = wanted[answer.which].asked
            rank = -_RANK[answer.way] - answer.strength
            best[asked].setdefault(shown.casefold(), (rank, Reason(asked, shown, answer.way)))
    return tuple(
        reason
        for answers in best.values()
        for _, reason in sorted(answers.values(), key=lambda ranked: ranked[0])[:each]
    )


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


def _in_order(found: Found) -> tuple[int, int]:
    return found.span.start, -found.span.end


def _strongest_first(answer: Answer) -> tuple[float, int]:
    return -(_RANK[answer.way] + answer.strength), answer.which


def _by_first_form(wanted: Sequence[Wanted], which: Sequence[bool]) -> Mapping[str, list[int]]:
    first: dict[str, list[int]] = {}
    for i, (one, counts) in enumerate(zip(wanted, which, strict=True)):
        for form in one.sequence[0] if counts and one.sequence else ():
            first.setdefault(form, []).append(i)
    return first


def _answers_all(wanted: Wanted, run: Sequence[Token]) -> bool:
    return len(run) == len(wanted.sequence) and all(
        not asked.isdisjoint(_forms(token, wanted.way))
        for asked, token in zip(wanted.sequence, run, strict=True)
    )


def _way(wanted: Wanted, token: Word) -> Way:
    if wanted.way is not Way.EXACT:
        return wanted.way
    return Way.EXACT if token.folded == wanted.folded else Way.STEM


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
            (i, analyzer.grams(stem))
            for i, one in enumerate(wanted)
            for stem in one.stems
            if len(one.folded) >= SHORTEST
        ]
        every = list(dict.fromkeys(gram for _, grams in asked for gram in grams))
        known = zip(every, gram_weights(every), strict=True)
        self._idf = {gram: weight or STRANGE for gram, weight in known}
        self._asked = asked
        self._enough = [
            COVERED_BY_SYNONYM if wanted[i].way is Way.SYNONYM else COVERED for i, _ in asked
        ]
        self._small = [len(grams) <= SMALL - 1 for _, grams in asked]
        self._mass = [sum(self._idf[gram] for gram in grams) for _, grams in asked]
        self._holders: dict[str, list[int]] = {}
        for n, (_, grams) in enumerate(asked):
            for gram in grams:
                self._holders.setdefault(gram, []).append(n)
        self.asked = frozenset(every)

    def shared(self, stems: Sequence[str]) -> list[tuple[int, float]]:
        """Which wanted a word of the page shows in part, and how much of it (0 to 1)."""
        best: dict[int, float] = {}
        for stem in stems:
            for n, share in self._shares(self._grams(stem)):
                i = self._asked[n][0]
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
            covered = mass / self._mass[n]
            small = covered >= COVERED_BY_SMALL and mass / own >= INSIDE
            enough = covered >= self._enough[n] or (small and self._enough[n] == COVERED)
            if enough and _in_a_row(self._asked[n][1], grams, whole=self._small[n]):
                yield n, covered


def _in_a_row(asked: Sequence[str], shown: Sequence[str], *, whole: bool) -> bool:
    """Whether a piece of the asked word, or the whole, stands in the other: not just letters."""
    here = set(shown)
    if whole:
        return all(gram in here for gram in asked if "_" not in gram)
    run = 0
    for gram in asked:
        run = run + 1 if gram in here else 0
        at_an_end = gram[-1] == "_" or asked[0] in here
        if run >= (RUN - 1 if at_an_end else RUN):
            return True
    return False
