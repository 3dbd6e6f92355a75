"""The passages of a page that are probably no longer the law, each with what the law is today."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from kb.currency.former import (
    Number,
    Where,
    Wording,
    current_names,
    named,
    places,
    wordings,
)
from kb.currency.numbers import FormerNumbers, is_before
from kb.currency.sentences import says_former, sentence_at
from kb.german import Analyzer, Glossary, Term
from kb.model import Edition, Page, Span

KEPT = 5_000  # pages whose notes stay in memory
LONGEST = 30_000  # characters of a page that are read; a printed one has 5,000
MOST = 100  # places of one word, or references in a paragraph, that are looked into
SHOWN = 4  # of a number that went to more places, so many are named
NEAR = 80  # characters around a former word in which today's explains it

_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_AND = re.compile(r"[\s,;/]*(?:und|oder|sowie)?\s*")


class NoteKind(StrEnum):
    """What is wrong with a passage."""

    RENUMBERED = "renumbered"  # the law has it under another number, or no longer at all
    FORMER_TERM = "former_term"  # it is called otherwise now, or is no more
    CHANGED = "changed"  # the law was changed after the edition's Rechtsstand


_KINDS = {
    Where.ANYWHERE: NoteKind.FORMER_TERM,
    Where.OLDER: NoteKind.CHANGED,
    Where.FUTURE: NoteKind.CHANGED,
    Where.ABOUT: NoteKind.CHANGED,
}


@dataclass(frozen=True, slots=True)
class CurrencyNote:
    """`span` of a page's text is probably no longer the law.

    `term` is the headword in the glossary that says why; `today` where the law has it now, in its
    usual form ("§ 1878 BGB", several parted by commas); of a repealed rule what the glossary says
    ("aufgehoben seit 1.1.2023 …"); "" if it names no paragraph.
    `since` is the ISO year-month of the change, "" if the glossary does not say.
    """

    span: Span
    kind: NoteKind
    term: str
    today: str
    since: str


class Currency:
    """Reads pages against the glossary. Read-only and safe to share between threads.

    Nothing here is certain: a note says "look it up". Left alone is what a text itself calls former
    ("a.F.", "früher", "seit 2023 nicht mehr") and, in an edition whose Rechtsstand is younger than
    the change, every number that today's law may use for something else.
    """

    def __init__(self, analyzer: Analyzer, glossary: Glossary) -> None:
        self._analyzer = analyzer
        self._glossary = glossary
        self._numbers = FormerNumbers(glossary.terms)
        self._wordings = list(wordings(glossary.terms))
        self._names: dict[str, re.Pattern[str]] = {}
        self._possible = lru_cache(maxsize=100)(self._wordings_for)
        self._cached = lru_cache(maxsize=KEPT)(self._read)

    def notes(self, page: Page, edition: Edition) -> tuple[CurrencyNote, ...]:
        """The notes of a page in order, disjoint; at most one for a term in a sentence.

        An edition without Rechtsstand has that of the end of its year; without a year it counts as
        young, so that only what is sure is marked.
        """
        as_of = edition.law_as_of or (f"{edition.year}-12" if edition.year else "")
        return self._cached(_Reading(page, as_of, edition.year or 0))

    def _read(self, reading: "_Reading") -> tuple[CurrencyNote, ...]:
        words = sorted(self._by_wording(reading), key=lambda n: (n.span.start, -n.span.end))
        return tuple(_disjoint([*self._by_number(reading), *words], reading.text))

    # -- numbers -----------------------------------------------------------------------------------

    def _by_number(self, reading: "_Reading") -> Iterator[CurrencyNote]:
        for block in _BLOCK.finditer(reading.text):
            if self._numbers.may_be_in(block[0], reading.as_of):
                yield from _joined(self._in_block(reading, block), reading.text)

    def _in_block(self, reading: "_Reading", block: re.Match[str]) -> Iterator[CurrencyNote]:
        for reference in islice(self._analyzer.law_references(block[0]), MOST):
            span = Span(block.start() + reference.start, block.start() + reference.end)
            found = () if reference.former else self._numbers.of(reference, reading.as_of)
            if found and not reading.says_former(span, found[0].since):
                yield self._numbered(reading, span, found)

    def _numbered(self, reading: "_Reading", span: Span, found: Sequence[Number]) -> CurrencyNote:
        """Of several rules with the number those that the section is about, else the sentence."""
        if len({number.today for number in found}) > 1:
            titles = reading.page.section_at(span.start)
            found = (
                [n for n in found if self._is_named(n.term, titles)]
                or [n for n in found if self._is_named(n.term, (reading.sentence(span),))]
                or found
            )
        today = list(dict.fromkeys(place for number in found for place in number.today))[:SHOWN]
        kind = NoteKind.CHANGED if found[0].kept else NoteKind.RENUMBERED
        return CurrencyNote(span, kind, found[0].term.name, ", ".join(today), found[0].since)

    # -- words -------------------------------------------------------------------------------------

    def _by_wording(self, reading: "_Reading") -> Iterator[CurrencyNote]:
        for wording in self._possible(reading.as_of, reading.year):
            for found in islice(wording.found(reading.text), MOST):
                if self._counts(wording, reading, found):
                    today = ", ".join(places(wording.term))
                    yield CurrencyNote(
                        found, _KINDS[wording.where], wording.term.name, today, wording.since
                    )

    def _wordings_for(self, as_of: str, year: int) -> Sequence[Wording]:
        """Those that show a change in an edition of that Rechtsstand and year."""
        return [wording for wording in self._wordings if _shows_change(wording, as_of, year)]

    def _counts(self, wording: Wording, reading: "_Reading", span: Span) -> bool:
        if reading.says_former(span, wording.since):
            return False
        if wording.where is Where.ABOUT:
            around = (*reading.page.section_at(span.start), *reading.beside(span))
            return self._is_named(wording.term, around)
        return wording.where is not Where.ANYWHERE or not _explained(wording, reading.text, span)

    def _is_named(self, term: Term, texts: Sequence[str]) -> bool:
        if term.id not in self._names:
            self._names[term.id] = named(term)
        return any(self._names[term.id].search(text) for text in texts)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A page, with the Rechtsstand and the year of its edition; 0 and "" where nobody said."""

    page: Page
    as_of: str
    year: int

    @property
    def text(self) -> str:
        return self.page.text[:LONGEST]

    def says_former(self, span: Span, since: str) -> bool:
        written_before = is_before(self.as_of, since)
        return says_former(self.text, span, since, written_before=written_before)

    def beside(self, span: Span) -> tuple[str, str]:
        """The sentence before and after `span`."""
        around = sentence_at(self.text, span)
        return self.text[around.start : span.start], self.text[span.end : around.end]

    def sentence(self, span: Span) -> str:
        around = sentence_at(self.text, span)
        return self.text[around.start : around.end]


def _shows_change(wording: Wording, as_of: str, year: int) -> bool:
    match wording.where:
        case Where.ANYWHERE:
            return True
        case Where.FUTURE:
            return 0 < year < int(wording.since[:4])
        case Where.OLDER | Where.ABOUT:
            return is_before(as_of, wording.since)


def _explained(wording: Wording, text: str, span: Span) -> bool:
    """Whether today's name stands beside the former one, as in a list of abbreviations."""
    around = text[max(0, span.start - NEAR) : span.start] + text[span.end : span.end + NEAR]
    return any(name in around for name in current_names(wording.term))


def _joined(notes: Iterable[CurrencyNote], text: str) -> Iterator[CurrencyNote]:
    """ "§§ 1890, 1892 BGB" that went to the same place are one note."""
    last: CurrencyNote | None = None
    for note in notes:
        if (
            last
            and last.today == note.today
            and _AND.fullmatch(text, last.span.end, note.span.start)
        ):
            last = replace(last, span=Span(last.span.start, note.span.end))
            continue
        if last:
            yield last
        last = note
    if last:
        yield last


def _disjoint(notes: Sequence[CurrencyNote], text: str) -> list[CurrencyNote]:
    """In order; a number says more than a word, and a term needs to be told once in a sentence."""
    kept: list[CurrencyNote] = []
    told: set[tuple[Span, str]] = set()
    for note in notes:
        place = (sentence_at(text, note.span), note.term)
        free = all(k.span.end <= note.span.start or note.span.end <= k.span.start for k in kept)
        if free and (place not in told or note.kind is NoteKind.RENUMBERED):
            kept.append(note)
            told.add(place)
    return sorted(kept, key=lambda note: note.span)
