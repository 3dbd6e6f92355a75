"""What a person should look at in a document that was read, and where."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kb.clean.characters import characters
from kb.clean.columns import are_mixed
from kb.clean.quality import Quality, long_share, quality, words_in
from kb.clean.words import known
from kb.extract import PageState, RawDocument
from kb.model import Outcome, Page, Reading

# Of 61 German PDFs brochures, forms and papers have 0.91 to 1.00 of their words known, manuals with
# code and English 0.52 to 0.90; files in which spaces were lost 0.41 to 0.82.
FEW_KNOWN = 0.85
_PAGE_KNOWN = 0.7
_LONG, _VERY_LONG = 0.03, 0.06  # share of letters in long words; officialese reaches 0.04
_TELLING = 40  # words: fewer say little about a page
_MOST = 12  # pages and lines that are named
_MANY_PAGES = 8  # without any heading: a book should have some
_PICTURES = 0.1  # share of the pages: covers and photographs are no fault
_AGAIN = 5  # pages on which a paragraph returns
_RETURNS = 3  # pages on which a line returns; letters it has at least
_LONGEST_HEAD = 120
_DIGITS = re.compile(r"\d+")
_LONG_ENOUGH = 5  # words of a paragraph that returns


class Sign(StrEnum):
    """What may be wrong; each has a sentence and advice in `kb.texts`. The gravest first."""

    SCAN = "scan"  # the whole document needs text recognition
    REFUSED = "refused"
    UNREADABLE = "unreadable"  # single pages are damaged or too large
    GARBAGE = "garbage"  # single pages are set in fonts that do not say which letters they draw
    LOST_SPACES = "lost_spaces"
    FEW_KNOWN = "few_known"
    ODD_PAGES = "odd_pages"  # single pages with few known words
    PICTURES = "pictures"  # single pages are pictures
    COLUMNS = "columns"  # lines go to and fro between two columns
    NO_HEADINGS = "no_headings"
    NO_NUMBERS = "no_numbers"
    JUMPS = "jumps"  # printed numbers that do not follow each other
    REPEATED = "repeated"  # the same paragraph on many pages


GRAVE = frozenset(
    {
        Sign.SCAN,
        Sign.REFUSED,
        Sign.UNREADABLE,
        Sign.GARBAGE,
        Sign.LOST_SPACES,
        Sign.FEW_KNOWN,
        Sign.COLUMNS,
    }
)


class NumbersFrom(StrEnum):
    """Where the printed page numbers come from."""

    PEOPLE = "people"
    FILE = "file"
    PRINT = "print"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign, the PDF pages that show it (none: all of them), and an example where that helps."""

    sign: Sign
    pages: tuple[int, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class PageQuality:
    """A PDF page: its printed numbers (two of a spread), who read it, how many words are known.

    `reader` is "" for a page without text; `words_known` is 1.0 where there are no words.
    """

    pdf_page: int
    labels: tuple[str, ...]
    state: PageState
    reader: str
    words: int
    words_known: float


@dataclass(frozen=True, slots=True)
class Examination:
    """How well a document was read. `findings` are the gravest first.

    `numbers_from` says where printed numbers come from, `offset` how many PDF pages lie before
    printed page 1 if that is the same throughout, else None. `spreads` counts PDF pages that are
    two printed ones, `heads` are the lines left out most often with on how many pages.
    """

    outcome: Outcome
    quality: Quality
    pages: tuple[PageQuality, ...]
    findings: tuple[Finding, ...]
    numbers_from: NumbersFrom
    offset: int | None
    spreads: int
    heads: tuple[tuple[str, int], ...]

    @property
    def is_sound(self) -> bool:
        """Nothing that would spoil the search."""
        return not any(finding.sign in GRAVE for finding in self.findings)

    @property
    def worst(self) -> tuple[PageQuality, ...]:
        """The pages of which fewest words are known, the worst first."""
        telling = [page for page in self.pages if page.words >= _TELLING]
        return tuple(sorted(telling, key=lambda page: page.words_known)[:_MOST])


def examine(
    raw: RawDocument,
    pages: Sequence[Page],
    reading: Reading = Reading(),  # noqa: B008 - frozen
    *,
    is_german: bool = True,
) -> Examination:
    """Look at what `clean` made of a document with the same `reading`.

    Where it is not in German, words that the dictionary lacks are no sign of anything.
    """
    measured = quality(raw, pages)
    found = _pages(raw, pages)
    return Examination(
        outcome=raw.outcome,
        quality=measured,
        pages=found,
        findings=tuple(_findings(raw, pages, found, measured, reading, is_german=is_german)),
        numbers_from=_numbers_from(raw, pages, reading),
        offset=_offset(pages),
        spreads=len({page.key.pdf_page for page in pages if page.key.half}),
        heads=_heads(raw, pages),
    )


def _pages(raw: RawDocument, pages: Sequence[Page]) -> tuple[PageQuality, ...]:
    printed: dict[int, list[Page]] = {}
    for page in pages:
        printed.setdefault(page.key.pdf_page, []).append(page)
    return tuple(_page(one.number, one.state, printed.get(one.number, ())) for one in raw.pages)


def _page(number: int, state: PageState, printed: Sequence[Page]) -> PageQuality:
    words = [word for page in printed for word in words_in(page.text)]
    return PageQuality(
        number,
        tuple(page.label for page in printed if page.label),
        state,
        next((page.reader for page in printed if page.text), ""),
        len(words),
        round(sum(map(known, words)) / len(words), 4) if words else 1.0,
    )


# -- signs -----------------------------------------------------------------------------------------


def _findings(
    raw: RawDocument,
    pages: Sequence[Page],
    found: Sequence[PageQuality],
    measured: Quality,
    reading: Reading,
    *,
    is_german: bool,
) -> Iterator[Finding]:
    if raw.outcome is not Outcome.TEXT:
        yield Finding(Sign.SCAN if raw.outcome is Outcome.NEEDS_OCR else Sign.REFUSED)
        return
    yield from _unread(found)
    few_known = is_german and measured.words_known < FEW_KNOWN
    if measured.long_words > (_LONG if few_known else _VERY_LONG):
        long = [p.key.pdf_page for p in pages if long_share(p.text) > _LONG]
        yield Finding(Sign.LOST_SPACES, _distinct(long))
    elif is_german:
        yield from _unknown(found, measured)
    mixed = [] if reading.columns else _mixed(raw)
    if mixed:
        yield Finding(Sign.COLUMNS, _distinct(mixed))
    if not measured.headings and len(pages) > _MANY_PAGES:
        yield Finding(Sign.NO_HEADINGS)
    if not measured.pages_labelled and len(pages) > 1:
        yield Finding(Sign.NO_NUMBERS)
    if jumps := _jumps(pages):
        yield Finding(Sign.JUMPS, _distinct(jumps))
    yield from _repeated(pages)


def _unread(found: Sequence[PageQuality]) -> Iterator[Finding]:
    by_state: dict[PageState, list[int]] = {}
    for page in found:
        by_state.setdefault(page.state, []).append(page.pdf_page)
    broken = by_state.get(PageState.LIMIT, []) + by_state.get(PageState.UNREADABLE, [])
    if broken:
        yield Finding(Sign.UNREADABLE, _distinct(sorted(broken)))
    if garbage := by_state.get(PageState.GARBAGE):
        yield Finding(Sign.GARBAGE, _distinct(garbage))
    pictures = by_state.get(PageState.PICTURE, [])
    if len(pictures) > max(1, _PICTURES * len(found)):
        yield Finding(Sign.PICTURES, _distinct(pictures))


def _unknown(found: Sequence[PageQuality], measured: Quality) -> Iterator[Finding]:
    if measured.words >= _TELLING and measured.words_known < FEW_KNOWN:
        yield Finding(Sign.FEW_KNOWN)
        return
    odd = [p.pdf_page for p in found if p.words >= _TELLING and p.words_known < _PAGE_KNOWN]
    if odd:
        yield Finding(Sign.ODD_PAGES, _distinct(odd))


def _mixed(raw: RawDocument) -> list[int]:
    return [page.number for page in raw.pages if are_mixed(page.lines, page.width)]


def _jumps(pages: Sequence[Page]) -> list[int]:
    """Pages whose number does not follow that of the page before; from roman to 1 it may."""
    labelled = [page for page in pages if page.label.isdecimal()]
    return [
        after.key.pdf_page
        for before, after in pairwise(labelled)
        if int(after.label) - int(before.label) != after.order - before.order
    ]


def _repeated(pages: Sequence[Page]) -> Iterator[Finding]:
    held: dict[str, list[int]] = {}
    for page in pages:
        for paragraph in {p.strip() for p in page.text.split("\n\n")}:
            if len(paragraph.split()) >= _LONG_ENOUGH:
                held.setdefault(paragraph, []).append(page.key.pdf_page)
    again = max(held.items(), key=lambda item: len(item[1]), default=("", []))
    if len(again[1]) >= max(_AGAIN, len(pages) / 10):
        yield Finding(Sign.REPEATED, _distinct(again[1]), again[0][:200])


def _distinct(pages: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pages))


# -- page numbers and heads ------------------------------------------------------------------------


def _numbers_from(raw: RawDocument, pages: Sequence[Page], reading: Reading) -> NumbersFrom:
    if reading.numbers:
        return NumbersFrom.PEOPLE
    if not any(page.label for page in pages):
        return NumbersFrom.NOWHERE
    plain = [str(i + 1) for i in range(len(raw.labels))]
    is_file = len(raw.labels) == len(pages) and list(raw.labels) != plain
    return NumbersFrom.FILE if is_file else NumbersFrom.PRINT


def _offset(pages: Sequence[Page]) -> int | None:
    offsets = {page.key.pdf_page - int(page.label) for page in pages if page.label.isdecimal()}
    return offsets.pop() if len(offsets) == 1 else None


def _heads(raw: RawDocument, pages: Sequence[Page]) -> tuple[tuple[str, int], ...]:
    """Lines that stand in the file and not in the text, the same but for their numbers."""
    texts: dict[int, str] = {}
    for page in pages:
        texts[page.key.pdf_page] = texts.get(page.key.pdf_page, "") + page.text
    shown: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for one in raw.pages if pages else ():
        lines = {characters(line.text) for line in one.lines if len(line.text) < _LONGEST_HEAD}
        gone = {li for li in lines if _is_words(li) and li not in texts.get(one.number, "")}
        keys = {_DIGITS.sub("#", line): line for line in gone}
        taken.update(keys.keys())
        shown = keys | shown
    return tuple((shown[key], n) for key, n in taken.most_common(_MOST) if n >= _RETURNS)


def _is_words(line: str) -> bool:
    return sum(map(str.isalpha, line)) > _RETURNS and not line.endswith("-")
