"""What the glossary says about former law: its numbers, its words, its periods and amounts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from kb.german import LawReference, Term
from kb.german.law_changes import current_law, former_law, repealed
from kb.model import Span

_YEAR = r"(?:19|20)\d\d"
_BRACKET = re.compile(r"\(([^()]+)\)(?!\s*\d)")  # "(EU) 604/2013" is part of a law's name
_UNTIL = re.compile(rf"\s+(?:bis|{_YEAR}\s*[-–])\s*(?:(?P<month>\d\d?)/)?(?P<year>{_YEAR})$")
_DATED = re.compile(rf"(?:früher\s+)?(?P<word>\w[\w -]{{0,60}}?)\s*\(bis\s+(?P<year>{_YEAR})\)")
_VALUE = re.compile(
    r"(?:z\. ?B\.\s*|(?P<age>bis|ab|unter)\s+)?(?P<number>\d{1,4})\.?[\s-]*(?P<unit>[^\W\d]*)"
)
_NEW = re.compile(r"keine\b")
_ENDING = re.compile(r"(?<=\w{3})(?:e[ns]?|n)$")
_CARDINALS = (
    "", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf",
    "zwölf",
)  # fmt: skip
_UNITS = {
    "Jahr": "(?:Jahr|Lebensjahr|Geburtstag)",
    "Euro": "(?:Euro|€)",
    "Prozent": "(?:Prozent|%)",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A paragraph that the law moved or rewrote: `reference` had the rule until `since`.

    `today` are the places where the law has it now; `kept`: one of them is the same.
    """

    term: Term
    reference: LawReference
    since: str
    today: tuple[str, ...]
    kept: bool


class Where(Enum):
    """In which pages a wording shows that the law has changed since."""

    ANYWHERE = auto()  # the name of something that is called otherwise now, or is no more
    OLDER = auto()  # something new: who wrote before it began cannot have known the rules
    FUTURE = auto()  # a reform, named by those who published before its year
    ABOUT = auto()  # a word or amount of former law, where an older page is about the term


@dataclass(frozen=True, slots=True)
class Wording:
    """A word, period or amount of former law, gone since `since`.

    `pattern` finds its inflected forms where one of `keys` stands in the text.
    """

    term: Term
    keys: tuple[str, ...]
    pattern: re.Pattern[str]
    since: str
    where: Where

    def found(self, text: str) -> Iterator[Span]:
        """Every place where it stands; quick where it does not."""
        if any(key in text for key in self.keys):
            yield from (Span(*found.span()) for found in self.pattern.finditer(text))


def numbers(terms: Sequence[Term]) -> Iterator[Number]:
    """Every former reference of the glossary, a row of several one by one.

    Of "§ 1800 i.V.m. § 1631 BGB a.F." only the first: where it led to may stand unchanged.
    """
    for term in terms:
        current = current_law(term)
        kept = {token for reference in current for token in reference.asked}
        for reference in (r for r in former_law(term) if places(term) and not r.joined):
            same = not repealed(term) and not kept.isdisjoint(reference.asked)
            yield Number(term, reference, term.as_of, places(term, reference.law), same)


def places(term: Term, law: str = "") -> tuple[str, ...]:
    """Where the law has the rule now, those in `law` first; of a repealed one what the row says."""
    if repealed(term):
        return (term.law_today,)
    return tuple(r.shown for r in sorted(current_law(term), key=lambda r: r.law != law))


def wordings(terms: Sequence[Term]) -> Iterator[Wording]:
    """Every word and amount by which the glossary tells former law."""
    for term in terms:
        yield from _dated(term)
        yield from _bracketed(term)
        names = (term.name, *term.synonyms, *term.variants)
        if repealed(term):
            yield _word(term, term.name, term.as_of, Where.ANYWHERE)
            yield from (_word(term, name, term.as_of, Where.ABOUT) for name in names[1:])
        elif term.as_of and _NEW.match(term.law_former):
            yield from (_word(term, name, term.as_of, Where.OLDER) for name in names)
        elif term.as_of and term.kind == "Norm" and current_law(term):
            yield from (_word(term, name, term.as_of, Where.FUTURE) for name in names)


def current_names(term: Term) -> list[str]:
    """What the term is called in today's law and by those who know it: no former word."""
    former = (*_dated(term), *_bracketed(term))
    names = (term.name, term.abbreviation, term.expansion, *term.synonyms)
    return [n for n in names if n and not any(any(w.found(n)) for w in former)]


def named(term: Term) -> re.Pattern[str]:
    """Finds the term by its name, its variants and its synonyms."""
    names = (term.name, term.abbreviation, term.expansion, *term.synonyms, *term.variants)
    return re.compile("|".join(_written(name) for name in names if name))


def _dated(term: Term) -> Iterator[Wording]:
    """'AsylVfG (bis 2015)': a name that ended with the year, whatever else changed since."""
    for found in _DATED.finditer(term.law_former):
        yield _word(term, found["word"], _following(found["year"]), Where.ANYWHERE)


def _bracketed(term: Term) -> Iterator[Wording]:
    """'§ 1791 BGB a.F. (Bestallung)', '(4 Jahre, bis 21)': what former law said."""
    if _NEW.match(term.law_former):
        return
    names = {name.casefold() for name in (term.name, *term.synonyms, *term.variants)}
    pieces = (p for inside in _BRACKET.findall(term.law_former) for p in re.split(r"[,;|]", inside))
    for piece in map(str.strip, pieces):
        until = _UNTIL.search(piece)
        word = piece[: until.start()] if until else piece
        since = _following(until["year"], until["month"]) if until else term.as_of
        value = _VALUE.fullmatch(word)
        if value:
            yield from _amount(term, value, since)
        elif word and not re.search(_YEAR, word):
            where = Where.ANYWHERE if word.casefold() in names else Where.ABOUT
            yield _word(term, word, since, where)


def _following(year: str, month: str | None = None) -> str:
    """The month after the last one of former law."""
    if not month or int(month) >= 12:
        return f"{int(year) + 1}-01"
    return f"{year}-{int(month) + 1:02}"


def _word(term: Term, word: str, since: str, where: Where) -> Wording:
    """A noun or a run of words; its first one stands uninflected at the beginning."""
    return Wording(term, (word.split()[0],), re.compile(_written(word)), since, where)


def _written(word: str) -> str:
    parts = r"\s+".join(re.escape(part) for part in word.split())
    return rf"(?<!\w){parts}(?:e?[ns])?(?!\w)"


def _amount(term: Term, value: re.Match[str], since: str) -> Iterator[Wording]:
    """'4 Jahre' also finds 'vier Jahren' and 'Vierjahresfrist', 'bis 21' the 21st birthday."""
    unit = _ENDING.sub("", value["unit"] or ("Jahr" if value["age"] else ""))
    if not unit:
        return
    number = int(value["number"])
    written = _CARDINALS[number] if number < len(_CARDINALS) else ""
    keys = (str(number), *((written, written.capitalize()) if written else ()))
    counted = _UNITS.get(unit, re.escape(unit))
    pattern = rf"(?<!\w)(?:{'|'.join(keys)})(?:[.-]|,[–—-]+|,00)?\s*{counted}\w*"
    yield Wording(term, keys, re.compile(pattern, re.IGNORECASE), since, Where.ABOUT)
