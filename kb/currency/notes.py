"""The passages of a page that are probably no longer the law, each with what the law is today."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kb.currency.former import (
    Number,
    Where,
    Wording,
    current_names,
    named,
    numbers,
    places,
    wordings,
)
from kb.currency.sentences import says_former, sentence_at
from kb.german import Analyzer, Glossary, LawReference, Term
from kb.german.law_changes import current_law, repealed
from kb.model import Edition, Heading, Page, Span

KEPT = 5_000  # pages whose notes stay in memory
SHOWN = 3  # of a number that went to more places, so many are named
NEAR = 80  # characters around a former word in which today's explains it

_BLOCK = re.compile(r"(?:(?!\n\n).)+", re.DOTALL)
_AND = re.compile(r"[\s,;/]*(?:und|oder|sowie)?\s*")
_NUMBER = re.compile(r"(?<![\w.])(\d{1,4})\s?([a-z]?)(?!\w)")


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
    usual form ("§ 1878 BGB"), the word "aufgehoben …" of the glossary, or "" if it names no place.
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
        self._numbers = _Numbers(list(numbers(glossary.terms)), glossary)
        self._wordings = sorted(wordings(glossary.terms), key=lambda w: -len(w.keys[0]))
        self._names: dict[str, re.Pattern[str]] = {}
        self._possible = lru_cache(maxsize=100)(self._wordings_for)
        self._cached = lru_cache(maxsize=KEPT)(self._read)

    def notes(self, page: Page, edition: Edition) -> tuple[CurrencyNote, ...]:
        """The notes of a page in order, disjoint; at most one for a term in a sentence.

        An edition without Rechtsstand has that of the end of its year; without a year it counts as
        young, so that only what is sure is marked.
        """
        as_of = edition.law_as_of or (f"{edition.year}-12" if edition.year else "")
        return self._cached(page.text, page.headings, as_of, edition.year or 0)

    def _read(
        self, text: str, headings: tuple[Heading, ...], as_of: str, year: int
    ) -> tuple[CurrencyNote, ...]:
        reading = _Reading(text, headings, as_of, year)
        notes = [*self._by_number(reading), *self._by_wording(reading)]
        return tuple(_disjoint(notes, text))

    # -- numbers -----------------------------------------------------------------------------------

    def _by_number(self, reading: "_Reading") -> Iterator[CurrencyNote]:
        for block in _BLOCK.finditer(reading.text):
            if self._numbers.may_be_in(block[0]):
                yield from _joined(self._in_block(reading, block), reading.text)

    def _in_block(self, reading: "_Reading", block: re.Match[str]) -> Iterator[CurrencyNote]:
        for reference in self._analyzer.law_references(block[0]):
            span = Span(block.start() + reference.start, block.start() + reference.end)
            found = () if reference.former else self._numbers.of(reference, reading.as_of)
            if found and not reading.says_former(span, found[0].since):
                yield self._numbered(reading, span, found)

    def _numbered(self, reading: "_Reading", span: Span, found: Sequence[Number]) -> CurrencyNote:
        """Of several rules with the number those that the passage is about, if it names any."""
        if len({number.today for number in found}) > 1:
            found = [n for n in found if self._is_about(n.term, reading, span)] or found
        today = list(dict.fromkeys(place for number in found for place in number.today))[:SHOWN]
        kind = NoteKind.CHANGED if found[0].kept else NoteKind.RENUMBERED
        return CurrencyNote(span, kind, found[0].term.name, ", ".join(today), found[0].since)

    # -- words -------------------------------------------------------------------------------------

    def _by_wording(self, reading: "_Reading") -> Iterator[CurrencyNote]:
        for wording in self._possible(reading.as_of, reading.year):
            for found in wording.found(reading.text):
                if self._counts(wording, reading, found):
                    today = ", ".join(places(wording.term))
                    yield CurrencyNote(
                        found, _KINDS[wording.where], wording.term.name, today, wording.since
                    )

    def _wordings_for(self, as_of: str, year: int) -> Sequence[Wording]:
        """Those that show a change in an edition of that Rechtsstand and year, longest first."""
        return [wording for wording in self._wordings if _shows_change(wording, as_of, year)]

    def _counts(self, wording: Wording, reading: "_Reading", span: Span) -> bool:
        if reading.says_former(span, wording.since):
            return False
        if wording.where is Where.ABOUT:
            return self._is_about(wording.term, reading, span)
        return wording.where is not Where.ANYWHERE or not _explained(wording, reading.text, span)

    # -- what a passage is about -------------------------------------------------------------------

    def _is_about(self, term: Term, reading: "_Reading", span: Span) -> bool:
        """Whether the headings over a place or its sentence name the term."""
        if term.id not in self._names:
            self._names[term.id] = named(term)
        places = (*reading.titles(span.start), reading.sentence(span))
        return any(self._names[term.id].search(place) for place in places)


class _Reading:
    """One page while it is read."""

    def __init__(self, text: str, headings: tuple[Heading, ...], as_of: str, year: int) -> None:
        self.text = text
        self.as_of = as_of
        self.year = year
        self._headings = headings

    def before(self, since: str) -> bool:
        """Whether the edition gives the law before a change; unknown dates count as after."""
        return _is_before(self.as_of, since)

    def says_former(self, span: Span, since: str) -> bool:
        return says_former(self.text, span, since, written_before=self.before(since))

    def sentence(self, span: Span) -> str:
        around = sentence_at(self.text, span)
        return self.text[around.start : around.end]

    def titles(self, offset: int) -> tuple[str, ...]:
        path: list[Heading] = []
        for heading in self._headings:
            if heading.start > offset:
                break
            path = [h for h in path if h.level < heading.level] + [heading]
        return tuple(heading.title for heading in path)


class _Numbers:
    """Former paragraph numbers, by token and by range, and the numbers that are in force."""

    def __init__(self, listed: Sequence[Number], glossary: Glossary) -> None:
        self._by_token: dict[str, list[Number]] = {}
        self._ranges: list[tuple[str, int, int, Number]] = []
        for number in listed:
            for token in _exact(number.reference):
                self._by_token.setdefault(token, []).append(number)
            if (ends := _ends(number.reference)) and ends[1] < ends[2]:
                self._ranges.append((*ends, number))
        self._ranges.sort(key=lambda r: r[2] - r[1])  # the narrowest says most
        today = [r for t in glossary.terms if not repealed(t) for r in current_law(t)]
        self._in_force = {token for r in today for token in r.asked}
        self._reach: dict[str, tuple[int, int]] = {}
        for law, low, high in filter(None, map(_ends, today)):
            a, b = self._reach.get(law, (low, high))
            self._reach[law] = (min(a, low), max(b, high))
        self._written = {token.split(":")[1] for token in self._by_token}
        self._spans = [(low, high) for _, low, high, _ in self._ranges]

    def may_be_in(self, text: str) -> bool:
        """Whether any number in `text` is one of former law, whatever it counts there."""
        if "§" not in text and "rt." not in text and "aragra" not in text and "rtikel" not in text:
            return False
        return any(
            m[1] in self._written
            or m[1] + m[2] in self._written
            or any(low <= int(m[1]) <= high for low, high in self._spans)
            for m in _NUMBER.finditer(text)
        )

    def of(self, reference: LawReference, as_of: str) -> list[Number]:
        """The former rules that a reference in an edition of that Rechtsstand means, if any."""
        for token in reference.asked:
            same = [n for n in self._by_token.get(token, ()) if _covers(n.reference, reference)]
            found = [n for n in same if self._is_former(n, token, as_of)]
            if same:
                return found
        ends = _ends(reference)
        if not ends:
            return []
        law, low, high = ends
        around = [n for name, a, b, n in self._ranges if name == law and a <= low and high <= b]
        found = [n for n in around if self._is_former(n, reference.asked[-1], as_of)]
        return [replace(n, kept=False) for n in found[:1]]

    def _is_former(self, number: Number, token: str, as_of: str) -> bool:
        if _is_before(as_of, number.since):
            return True
        return not number.kept and not self._may_be_in_force(token)

    def _may_be_in_force(self, token: str) -> bool:
        """Named in today's law, or a plain number between such: it may mean something else now."""
        law, paragraph = token.split(":")[:2]
        if f"{law}:{paragraph}" in self._in_force or not paragraph.isdigit():
            return f"{law}:{paragraph}" in self._in_force
        low, high = self._reach.get(law, (1, 0))
        return low <= int(paragraph) <= high


def _shows_change(wording: Wording, as_of: str, year: int) -> bool:
    match wording.where:
        case Where.ANYWHERE:
            return True
        case Where.FUTURE:
            return 0 < year < int(wording.since[:4])
        case Where.OLDER | Where.ABOUT:
            return _is_before(as_of, wording.since)


def _is_before(as_of: str, since: str) -> bool:
    return bool(as_of and since) and as_of < since


def _exact(reference: LawReference) -> Sequence[str]:
    """The tokens of exactly what is named: "§ 41 Abs. 3" is not all of § 41."""
    detailed = [token for token in reference.asked if token.count(":") > 1]
    return detailed or reference.asked


def _covers(former: LawReference, named: LawReference) -> bool:
    """Whether `named` lies in `former`: "§ 60a Abs. 2" is more than its "Satz 4"."""
    details = former.shown.split("Satz ")[1:] if len(former.asked) else []
    return not details or f"Satz {details[0].split()[0]}" in named.shown


def _ends(reference: LawReference) -> tuple[str, int, int] | None:
    """The law and the first and last paragraph of a reference, letters aside; None without law."""
    paragraphs = [token.split(":")[1] for token in reference.asked]
    if not reference.law or not paragraphs:
        return None
    whole = [int(re.match(r"\d*", p)[0] or 0) for p in paragraphs]  # type: ignore[index]
    return reference.law, min(whole), max(whole)


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
