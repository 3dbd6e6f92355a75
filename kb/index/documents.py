"""Turn a page into what an engine indexes: tokens per field, words to take apart, facets."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.german import Analyzer, Word
from kb.index.engine import Document, Facet, Field
from kb.model import Edition, Page, Publication

# Not for people to choose: the page that lists all others, and one that lists words: a glossary in
# two languages, abbreviations, an index.
CONTENTS, LISTING = "contents", "listing"
NOT_CHOSEN = frozenset({CONTENTS, LISTING})
_PROSE = 0.2  # share of stop words; German text has .4 to .5, lists and tables of figures less
_FEW_WORDS = 30  # too few to tell


def document(
    page: Page, publication: Publication, edition: Edition, analyzer: Analyzer
) -> Document:
    """The page as the engine keeps it.

    The words of a heading count twice, in the text where it stands and as a heading; those of a
    heading inherited from an earlier page count as a heading only. A law reference in a heading
    stands among its stems: that page is about the paragraph, others only mention it.
    """
    written = analyzer.written(page.text).words
    text = list(map(analyzer.word, written))
    titles = "\n\n".join(h.title for h in page.headings)
    heading = _read(titles, analyzer)
    return Document(
        page=page,
        tokens={
            Field.STEM: _stems(text),
            Field.HEADING: [*_stems(heading), *_law(titles, analyzer)],
            Field.TITLE: _stems(_read(publication.title, analyzer)),
            Field.EXACT: [word.folded for word in text],
            Field.LAW: _law(page.text, analyzer),
        },
        words=_words(text),
        heading_words=_words(heading),
        facets=_facets(page, publication, edition, lists=_only_lists(written, text, analyzer)),
    )


def text_kinds(page: Page) -> tuple[str, ...]:
    """What sort of text the page holds, by the words and signs its makers put there.

    Of "checklist", "case", "table", "form", "figure", in this order; mostly none. A table of
    contents is CONTENTS only.
    """
    if _is_contents(page.text):
        return (CONTENTS,)
    titles = "\n".join(h.title for h in page.headings if h.start >= 0)
    return tuple(kind for kind, rule in _KINDS.items() if rule.holds(titles, page.text))


# -- facets ----------------------------------------------------------------------------------------


def _facets(
    page: Page, publication: Publication, edition: Edition, *, lists: bool
) -> Mapping[Facet, tuple[str, ...]]:
    kinds = _corrected(page, edition)
    return {
        Facet.PUBLICATION: (publication.id,),
        Facet.EDITION: (f"{publication.id}.{edition.label}",),
        Facet.CURRENT: ("yes" if edition.is_current else "no",),
        Facet.KIND: (publication.kind.value,),
        Facet.TOPIC: publication.topics,
        Facet.AUDIENCE: publication.audience,
        Facet.YEAR: (str(edition.year),) if edition.year else (),
        Facet.TEXT_KIND: (*kinds, LISTING) if lists and CONTENTS not in kinds else kinds,
        Facet.CHAPTER: _chapters(page),
        Facet.LABEL: (page.label.casefold(),) if page.label else (),
    }


def _corrected(page: Page, edition: Edition) -> tuple[str, ...]:
    said = dict(edition.text_kinds)
    number = f"{page.key.pdf_page}{page.key.half}"
    return said[number] if number in said else text_kinds(page)


def _chapters(page: Page) -> tuple[str, ...]:
    """The outermost headings the page is under: two where a chapter begins in its middle."""
    top = min((h.level for h in page.headings), default=0)
    return tuple(dict.fromkeys(h.title for h in page.headings if h.level == top))


# -- kinds of text ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    """A word in a heading, one caption, or `enough` lines of the form: one line proves little."""

    heading: re.Pattern[str]
    caption: re.Pattern[str]
    line: re.Pattern[str]
    enough: int

    def holds(self, titles: str, text: str) -> bool:
        if self.heading.search(titles) or self.caption.search(text):
            return True
        return sum(1 for _ in islice(self.line.finditer(text), self.enough)) == self.enough


def _rule(heading: str, caption: str, line: str, enough: int) -> _Rule:
    flags = re.IGNORECASE | re.MULTILINE
    compiled = [re.compile(pattern, flags) for pattern in (heading, caption, line)]
    return _Rule(compiled[0], compiled[1], compiled[2], enough)


_KINDS: Mapping[str, _Rule] = {
    "checklist": _rule(
        heading=r"\w*(?:check|prüf|pack)liste",
        caption=r"^[^\w\n]*checkliste\b.{0,60}$",
        line=r"^[ \t]*[☐□▢❏❑◻☑]",
        enough=3,
    ),
    "case": _rule(
        heading=r"\b(?:fall|praxis)-?(?:beispiel|geschichte)|\baus der praxis",
        caption=r"^[^\w\n]*(?:fall|praxis)-?beispiel\w*\b.{0,80}$|^[^\w\n]*beispiel\s*\d*:",
        line=r"^[^\w\n]*fall\s+\d+\b",
        enough=2,
    ),
    "table": _rule(
        heading=r"\btabelle|\btabellarisch|\bsynopse",
        caption=r"^[^\w\n]*tab(?:elle|\.)\s*\d",
        line=r"^\S.*?(?:\t| {3,}| \| ).*?(?:\t| {3,}| \| )\S",
        enough=3,
    ),
    "form": _rule(
        heading=r"\bformular|\bvordruck|\bvorlage|\bmuster(?:brief|schreiben|antrag|bericht|text|\b)",
        caption=r"^[^\w\n]*(?:ort,\s*datum|datum,\s*unterschrift)",
        line=r"_{5,}|(?<!\.)\.{12,}[^\S\n]*$",
        enough=3,
    ),
    "figure": _rule(
        heading=r"\b(?:abbildung|schaubild|grafik|diagramm)\b",
        caption=r"^[^\w\n]*(?:abb(?:ildung|\.)|schaubild|grafik|diagramm)\s*\d",
        line=r"^[^\w\n]*abbildung:",
        enough=1,
    ),
}


_NUMBER_AT_END = re.compile(r"[\s.…](\d{1,3})$")
_ENTRIES = 6


def _only_lists(written: Sequence[str], text: Sequence[Word], analyzer: Analyzer) -> bool:
    """Whether the words of a page make no sentences: those need words that say nothing alone."""
    words = [w for s, w in zip(written, text, strict=True) if s.isalpha() and len(s) > 1]
    said = sum(word.folded in analyzer.stop_words for word in words)
    return len(words) >= _FEW_WORDS and said < _PROSE * len(words)


def _is_contents(text: str) -> bool:
    """Lines that end in page numbers, and these ascend."""
    # the end first: to look for it behind every letter of a long line took most of an ingest
    ends = ((line, _NUMBER_AT_END.search(line[-4:])) for line in text.splitlines())
    numbers = [int(end[1]) for line, end in ends if end and any(map(str.isalpha, line))]
    return len(numbers) >= _ENTRIES and numbers == sorted(numbers) and len(set(numbers)) > 2


# -- streams ---------------------------------------------------------------------------------------


def _read(text: str, analyzer: Analyzer) -> list[Word]:
    """All its words; where they stand is asked by nobody here, and to say takes as long again."""
    return list(map(analyzer.word, analyzer.written(text).words))


def _stems(words: Iterable[Word]) -> list[str]:
    return [stem for word in words for stem in word.stems]


def _words(words: Iterable[Word]) -> list[str]:
    return [part for word in words for part in word.words]


def _law(text: str, analyzer: Analyzer) -> list[str]:
    return [token for found in analyzer.law_references(text) for token in found.tokens]
