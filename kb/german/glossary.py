"""The terms of the field: found in what people type, with the words that mean the same."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import product
from pathlib import Path

from kb.errors import BadGlossaryLine
from kb.german import terms as rows
from kb.german import words
from kb.german.analyzer import Analyzer, Token
from kb.german.folding import fold
from kb.german.law import LawReference
from kb.german.law_changes import Counterpart, LawChanges
from kb.german.terms import Term
from kb.german.translations import Translations
from kb.german.words import Word

SHORT = 3  # letters up to which an abbreviation may mean something else in another case
_Place = Callable[[int], tuple[int, int]]  # where a word begins and ends
CHOICES = 8  # readings tried of a run of words that are found by several stems each


class How(StrEnum):
    """By which of its forms a term was found, the surest first."""

    NAME = "name"
    ABBREVIATION = "abbreviation"
    VARIANT = "variant"
    SYNONYM = "synonym"


@dataclass(frozen=True, slots=True)
class Found:
    """`term` stands at `start`–`end` of the text.

    `everyday`: the word is a term's name, but of everybody's vocabulary as well ("Praktikum").
    Show its card if you like, but do not search for more than what was typed.
    """

    term: Term
    start: int
    end: int
    how: How
    everyday: bool = False


@dataclass(frozen=True, slots=True)
class Expansions:
    """Other words for a term: `variants` are the same word, `synonyms` mean the same.

    None is given that holds another one, be it in a compound or inflected.
    """

    variants: tuple[str, ...]
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Trigger:
    term: Term
    how: How
    everyday: bool


class Glossary:
    """The shipped terms and the association's own. Read-only, so safe to share between threads.

    `problems` are the lines of the own glossary that could not be used; `fingerprint` changes
    whenever a term does (search results may then differ, the index does not).
    """

    def __init__(
        self, terms: Sequence[Term], analyzer: Analyzer, problems: Sequence[BadGlossaryLine] = ()
    ) -> None:
        self.terms = tuple(terms)
        self.problems = tuple(problems)
        self.fingerprint = _digest(self.terms)
        self._order = {term.id: number for number, term in enumerate(self.terms)}
        self._expansions: dict[str, Expansions] = {}
        self._analyzer = analyzer
        self._laws = {term.id: _law_tokens(term, analyzer) for term in self.terms}
        self._changes = LawChanges(self.terms)
        self._translations = Translations(self.terms)
        self._triggers = _triggers(self.terms, analyzer)
        self._reach: dict[str, int] = {}  # of a first stem: words of the longest wording
        for keys in self._triggers:
            self._reach[keys[0]] = max(len(keys), self._reach.get(keys[0], 0))

    @classmethod
    def load(cls, documents: Path | None = None, analyzer: Analyzer | None = None) -> "Glossary":
        """The shipped glossary, with `documents/glossary.tsv` over it if there is one."""
        own, problems = rows.read(documents / "glossary.tsv") if documents else ([], [])
        return cls(rows.merged(rows.shipped(), own), analyzer or Analyzer(), problems)

    def find(self, text: str, tokens: Sequence[Token] | None = None) -> list[Found]:
        """The terms in a query, in order, none overlapping: the longest wording wins.

        `tokens` are those of `text`, if the caller has them. Words meet by stem, so inflection,
        gender signs and function words between do not matter; short abbreviations keep their case.
        One wording may name several terms, which then share a place.
        """
        if tokens is not None:
            return self._find(text, tokens, lambda i: (tokens[i].start, tokens[i].end))
        written = self._analyzer.written(text)  # most of its words need no place
        return self._find(text, [*map(self._analyzer.word, written.words)], written.span)

    def _find(self, text: str, typed: Sequence[Token | Word], place: _Place) -> list[Found]:
        content = [i for i, word in enumerate(typed) if word.folded not in words.STOP_WORDS]
        runs = [content] if len(content) == len(typed) else [content, range(len(typed))]
        reach = self._reaches(typed)
        starts = [(run, at, reach[i]) for run in runs for at, i in enumerate(run) if i in reach]
        laws = cache(lambda: [r for r in self._analyzer.law_references(text) if r.law])
        taken: set[int] = set()
        found: list[Found] = []
        for length in range(max((reach for *_, reach in starts), default=0), 0, -1):
            for window in _windows(starts, length):
                triggers = self._at([typed[i].stems for i in window])
                places = [place(i) for i in window] if triggers else []
                if triggers and taken.isdisjoint(start for start, _ in places):
                    if length == 1 and typed[window[0]].folded[0].isdigit():
                        triggers = self._of_law(triggers, places[0][0], laws())
                    found += [_found(trigger, places) for trigger in triggers]
                    taken.update(start for start, _ in places if triggers)
        return sorted(_each_once(found), key=lambda f: (f.start, self._order[f.term.id]))

    def expansions(self, term: Term) -> Expansions:
        """What else to search for when a term is meant: both ways, whichever form was found."""
        if term.id not in self._expansions:  # analysed once: a term has dozens of phrases
            self._expansions[term.id] = self._expanded(term)
        return self._expansions[term.id]

    def term(self, name: str) -> Term | None:
        """The term with this headword, as `see_also` and `confusions` name it."""
        return next((term for term in self.terms if term.name == name), None)

    def counterparts(self, reference: LawReference) -> list[Counterpart]:
        """Where today's law has what the reference names, and where former law had it."""
        return self._changes.counterparts(reference)

    def by_translation(self, language: str, text: str) -> list[tuple[Term, float]]:
        """At most four terms whose translation `text` names, best first, with a score up to 1.

        `language` is one of `kb.german.terms.TRANSLATION_LANGUAGES`; others find nothing.
        """
        return self._translations.find(language, text)

    def _expanded(self, term: Term) -> Expansions:
        names = (term.name, term.abbreviation, term.expansion)
        # synonyms first: an inflected synonym among the variants is still a synonym
        phrases = dict.fromkeys(p for p in (*names, *term.synonyms, *term.variants) if p)
        kept = _plainest({phrase: self._key(phrase) for phrase in phrases})
        synonyms = tuple(phrase for phrase in term.synonyms if phrase in kept)
        return Expansions(tuple(p for p in phrases if p in kept and p not in synonyms), synonyms)

    def _of_law(
        self, triggers: Sequence[_Trigger], number: int, laws: Sequence[LawReference]
    ) -> Sequence[_Trigger]:
        """Of a number in a reference to a named law, only the terms of that law: 25a has many."""
        around = [law for law in laws if law.start <= number < law.end]
        if not around:
            return triggers
        asked = set(around[0].asked)
        return [t for t in triggers if not asked.isdisjoint(self._laws[t.term.id])]

    def _reaches(self, typed: Sequence[Token | Word]) -> Mapping[int, int]:
        """Where a wording may begin, and how many words the longest has that begins so."""
        first = self._reach.keys()
        begins = [i for i, word in enumerate(typed) if not first.isdisjoint(word.stems)]
        return {i: max(self._reach.get(stem, 0) for stem in typed[i].stems) for i in begins}

    def _at(self, stems: Sequence[Sequence[str]]) -> Sequence[_Trigger]:
        for _, keys in zip(range(CHOICES), product(*stems), strict=False):
            if triggers := self._triggers.get(keys):
                return triggers
        return ()

    def _key(self, phrase: str) -> str:
        """What inflections and cases of a phrase have in common, but "UM" and "um" have not."""
        tokens = self._analyzer.tokens(phrase)
        stems = (t.folded if t.folded in t.stems[1:] else t.stems[0] for t in _content(tokens))
        return " ".join(stems)


def _digest(terms: Sequence[Term]) -> str:
    return hashlib.sha256(repr(terms).encode("utf-8", "replace")).hexdigest()[:16]


# -- finding ---------------------------------------------------------------------------------------


def _content(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.folded not in words.STOP_WORDS]


def _windows(
    starts: Sequence[tuple[Sequence[int], int, int]], length: int
) -> Iterator[Sequence[int]]:
    for run, at, reach in starts:
        if reach >= length and at + length <= len(run):
            yield run[at : at + length]


def _found(trigger: _Trigger, places: Sequence[tuple[int, int]]) -> Found:
    return Found(trigger.term, places[0][0], places[-1][1], trigger.how, trigger.everyday)


def _each_once(found: Sequence[Found]) -> list[Found]:
    first: dict[str, Found] = {}
    for one in found:
        first.setdefault(one.term.id, one)
    return list(first.values())


def _law_tokens(term: Term, analyzer: Analyzer) -> frozenset[str]:
    references = analyzer.law_references(f"{term.law_today}; {term.law_former}")
    return frozenset(token for reference in references for token in reference.tokens)


# -- what stands for a term ------------------------------------------------------------------------


def _plainest(keys: Mapping[str, str]) -> Set[str]:
    """The phrases that hold no other: a search for "Anhörung" finds "Asylanhörung" by its parts.

    Of equal ones the first. Measured: fewer words to search for, and half a point nDCG@10.
    """
    kept: dict[str, str] = {}
    for phrase, key in sorted(keys.items(), key=lambda item: len(item[1])):
        if key and not any(key == k or (len(k) > SHORT and k in key) for k in kept.values()):
            kept[phrase] = key
    return kept.keys()


# -- what a term is found by -----------------------------------------------------------------------


def _triggers(
    terms: Sequence[Term], analyzer: Analyzer
) -> Mapping[tuple[str, ...], Sequence[_Trigger]]:
    """Runs of stems -> the terms they name, of all ways only the surest."""
    triggers: dict[tuple[str, ...], list[_Trigger]] = {}
    for term in terms:
        for how, phrase in _forms(term):
            keys = _run(analyzer.tokens(phrase))
            everyday = _is_everyday(keys)
            if keys and (not everyday or how is How.NAME):
                triggers.setdefault(keys, []).append(_Trigger(term, how, everyday))
    _add_lower_case(triggers)
    return {keys: _surest(named) for keys, named in triggers.items()}


def _forms(term: Term) -> Iterator[tuple[How, str]]:
    yield How.NAME, term.name
    yield from ((How.ABBREVIATION, a) for a in (term.abbreviation, term.expansion) if a)
    yield from ((How.VARIANT, variant) for variant in term.variants)
    yield from ((How.SYNONYM, synonym) for synonym in term.synonyms)


def _run(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The stems of a wording, without its function words if two other words remain.

    "Haftung des Vormunds" is also "Haftung Vormund", but "18 werden" is not "18".
    """
    content = _content(tokens)
    return tuple(token.stems[0] for token in (content if len(content) > 1 else tokens))


def _is_everyday(keys: tuple[str, ...]) -> bool:
    """Whether a single word is one of everybody's, a number, or too short to be sure of.

    Expanding such words does more harm than good: the research measured it.
    """
    if len(keys) != 1:
        return False
    key = keys[0]
    if key != key.lower():  # an abbreviation in its own case
        return False
    return key.isdigit() or len(key) < SHORT or key in _everyday()


def _add_lower_case(triggers: dict[tuple[str, ...], list[_Trigger]]) -> None:
    """People type "pkh": fine where only one term can be meant and it is no other word."""
    lower: dict[str, list[_Trigger]] = {}
    for keys, named in triggers.items():
        if len(keys) == 1 and keys[0] != fold(keys[0]):
            lower.setdefault(fold(keys[0]), []).extend(named)
    for key, named in lower.items():
        one = len({trigger.term.id for trigger in named}) == 1
        if one and len(key) >= SHORT and key not in words.STOP_WORDS and (key,) not in triggers:
            triggers[(key,)] = named


def _surest(named: Sequence[_Trigger]) -> Sequence[_Trigger]:
    """The triggers of the best way; in one term a synonym, once found, is no variant."""
    ways = {trigger.term.id: trigger for trigger in sorted(named, key=_in_term)}
    best = min((trigger.how for trigger in ways.values()), key=list(How).index)
    return tuple(trigger for trigger in ways.values() if trigger.how is best)


def _in_term(trigger: _Trigger) -> int:
    """Later wins: a variant may be an inflected synonym, but a name is a name."""
    return (How.VARIANT, How.SYNONYM, How.ABBREVIATION, How.NAME).index(trigger.how)


@cache
def _everyday() -> frozenset[str]:
    text = (resources.files("kb") / "data" / "everyday.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    listed = {words.read(word).stems[0] for line in lines for word in line.split()}
    return frozenset(listed | {words.stem(word) for word in words.STOP_WORDS})
