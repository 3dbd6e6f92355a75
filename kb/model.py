"""The values that flow through the product: publication, edition, page, query result, hit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Self


class Kind(StrEnum):
    """What sort of publication it is; a facet."""

    HANDBOOK = "handbook"
    BROCHURE = "brochure"
    LEAFLET = "leaflet"
    GUIDE = "guide"
    FORM = "form"
    REPORT = "report"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may see a publication anywhere: in hits, counts, images, PDFs, exports."""

    PUBLIC = "public"
    TEAM = "team"

    def sees(self, other: "Visibility") -> bool:
        """Whether somebody who sees as much as this may see what is marked `other`."""
        return self is Visibility.TEAM or other is Visibility.PUBLIC


class Role(StrEnum):
    """What somebody who signed in may do; staff may do whatever trainers may."""

    TRAINER = "trainer"
    STAFF = "staff"

    @property
    def is_staff(self) -> bool:
        """May add and care for publications, glossary and accounts."""
        return self is Role.STAFF


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signed in; `id` is the desk's number for them, `name` what they sign in with."""

    id: int
    name: str
    role: Role


class Outcome(StrEnum):
    """What reading a file came to. Everything but TEXT leaves nothing to search."""

    TEXT = "text"
    NEEDS_OCR = "needs_ocr"
    EMPTY = "empty"
    PASSWORD = "refused:password"  # noqa: S105 - an outcome, not a secret
    NOT_A_PDF = "refused:not_a_pdf"
    DAMAGED = "refused:damaged"
    LIMIT = "refused:limit"
    LIMIT_ON_PAGE = "refused:limit_on_page"
    NO_PAGES = "refused:no_pages"

    @property
    def refused(self) -> bool:
        """No page of the file could be had."""
        return self.value.startswith("refused:")


# What sort of text a page may hold besides running text; a facet.
TEXT_KINDS = ("checklist", "case", "table", "form", "figure")


@dataclass(frozen=True, slots=True)
class Reading:
    """What people say of how a file is to be read; by default the program finds it out.

    `reader` is the one whose text is taken, "pypdf" or "pdfium". `numbers` are (PDF page, printed
    number): from there on they count up, "I" in roman and "" not at all. `spreads`: wide pages are
    two printed pages each. `columns`: the text runs in two columns that the file mixes up. `heads`:
    lines that return at the edges of pages are left out.
    """

    reader: str = ""
    numbers: tuple[tuple[int, str], ...] = ()
    spreads: bool | None = None
    columns: bool = False
    heads: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a publication.

    `label` is its short name in links ("2018"), unique within the publication; `law_as_of` the
    *Rechtsstand* as ISO year-month or "" when nobody said; `superseded_by` the label of the newer
    edition or "". `sha256` is "" until the file was seen. `text_kinds` is what people said of pages
    where the rules are wrong: (PDF page, "a" or "b" behind it for halves; kinds), or none.
    `reading` is what they said of how the file is to be read. `recognised` names the copy of a scan
    that has its text, beside `file`, which stays as it came; "" if there is none.
    """

    label: str
    file: str
    year: int | None = None
    law_as_of: str = ""
    sha256: str = ""
    added: date | None = None
    superseded_by: str = ""
    text_kinds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reading: Reading = Reading()
    recognised: str = ""

    @property
    def source(self) -> str:
        """The file its pages are read from and shown: the copy with recognised text, if any."""
        return self.recognised or self.file

    @property
    def text_digest(self) -> str:
        """64 hexadecimal digits that change with its file and with how that is read."""
        if self.reading == Reading():
            return self.sha256
        return sha256(f"{self.sha256} {self.reading}".encode()).hexdigest()

    @property
    def is_current(self) -> bool:
        """No newer edition has replaced it."""
        return not self.superseded_by


@dataclass(frozen=True, slots=True)
class Publication:
    """What a record in `documents/` says. `editions` are newest first; `id` names the record.

    `demonstration`: it came with the program, to be tried out, and leaves in one click.
    """

    id: str
    title: str
    editions: tuple[Edition, ...]
    kind: Kind = Kind.OTHER
    publisher: str = ""
    audience: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = "de"
    visibility: Visibility = Visibility.PUBLIC
    confirmed: bool = True
    demonstration: bool = False

    def edition(self, label: str) -> Edition | None:
        """The edition of that label, if there is one."""
        return next((e for e in self.editions if e.label == label), None)


_KEY = re.compile(r"([a-z0-9][a-z0-9-]{0,79})\.([a-z0-9][a-z0-9-]{0,39})\.([0-9]{1,5})([ab]?)")


@dataclass(frozen=True, slots=True, order=True)
class PageKey:
    """Where a printed page stands: publication, edition, PDF page from 1, and for spreads its half.

    `half` is "" for a whole PDF page, "a" for the left and "b" for the right half of a spread.
    As text ("handbuch.2026.17", "broschuere.2026.4b") it is the key in links, so it never changes.
    """

    publication: str
    edition: str
    pdf_page: int
    half: str = ""

    def __str__(self) -> str:
        return f"{self.publication}.{self.edition}.{self.pdf_page}{self.half}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The key that `text` spells, or None; total, since links are typed and cut by people."""
        match = _KEY.fullmatch(text)
        return cls(match[1], match[2], int(match[3]), match[4]) if match else None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on a page: `level` from 1, `start` its offset in the page's text.

    Headings inherited from an earlier page have `start` -1 and come first.
    """

    level: int
    title: str
    start: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """One printed page, cleaned: the unit of index, hit, link and handout.

    `text` keeps paragraphs apart by a blank line and lines within one by "\\n" only where they
    matter (lists, tables). `label` is the printed page number ("12", "IV") or "" if none was found.
    `headings` holds the path that leads into the page, then every heading on it, in order.
    `reader` says whose text it is: "pypdf", "pdfium" or "ocr". `order` counts the printed pages of
    the edition from 0, so the neighbours of a page are order ± 1.
    """

    key: PageKey
    text: str
    label: str = ""
    headings: tuple[Heading, ...] = ()
    reader: str = "pypdf"
    order: int = 0

    def section_at(self, offset: int) -> tuple[str, ...]:
        """The titles that lead to a place in the text, outermost first."""
        path: list[Heading] = []
        for heading in self.headings:
            if heading.start > offset:
                break
            path = [h for h in path if h.level < heading.level] + [heading]
        return tuple(h.title for h in path)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a piece of a publication stands, with all that a citation of it says.

    A copy, so that what somebody kept can be cited when its publication has changed or gone.
    `first` and `last` are its pages (the same for a passage), `labels` their printed numbers, ""
    where none was found; `section` the titles that lead to its beginning.
    """

    first: PageKey
    last: PageKey
    labels: tuple[str, str]
    title: str
    publisher: str = ""
    year: int | None = None
    law_as_of: str = ""
    section: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """Publication and edition."""
        return self.first.publication, self.first.edition


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of character offsets in some text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a page's text with its marks; `marks` are offsets into `text`, never markup.

    `start` is where the piece begins on the page; `before` and `after` say whether text was cut.
    """

    text: str
    marks: tuple[Span, ...] = ()
    start: int = 0
    before: bool = False
    after: bool = False


class Way(StrEnum):
    """How a word of the page came to match a word of the query."""

    EXACT = "exact"
    STEM = "stem"
    PART = "part"
    SYNONYM = "synonym"
    LAW = "law"
    PHRASE = "phrase"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a page is a hit: `found` on the page answers `asked` in the query, by `way`."""

    asked: str
    found: str
    way: Way


@dataclass(frozen=True, slots=True)
class Translation:
    """What `other`, in the asker's language, is in German: a term of the glossary, or a guess."""

    other: str
    german: str


class ByMeaning(StrEnum):
    """Whether a search went by meaning as well as by words, or why not."""

    YES = "yes"
    UNFINISHED = "unfinished"  # some publications have no vectors yet
    OFF = "off"  # switched off
    MISSING = "missing"  # the encoder is not installed


@dataclass(frozen=True, slots=True)
class Hit:
    """A printed page that answers a query. `score` only orders hits of the same search.

    `terms` are the glossary's terms on the page, where the asker's language is not German.
    """

    page: Page
    publication: Publication
    edition: Edition
    section: tuple[str, ...]
    snippet: Snippet
    score: float
    reasons: tuple[Reason, ...] = ()
    text_kinds: tuple[str, ...] = ()
    terms: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader narrowed the search to: facet name -> accepted values; empty is all."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.values.values())


@dataclass(frozen=True, slots=True)
class Card:
    """What the glossary says about a term in the query.

    `full` is what its abbreviation stands for, or "". `see_also` are related terms, `confusions`
    those it must not be mixed up with. `law_today` and `law_former` are references as people write
    them; `as_of` is the ISO year-month since which the law is as described, "" for long.
    `unchecked`: an expert has not confirmed it yet.
    """

    term: str
    definition: str
    abbreviation: str = ""
    full: str = ""
    see_also: tuple[str, ...] = ()
    confusions: tuple[str, ...] = ()
    law_today: str = ""
    law_former: str = ""
    as_of: str = ""
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class LawChange:
    """A paragraph in the query has another number: today's if `today`, else the former one.

    Where not `sure`, today's law uses the number asked for too, for something else.
    """

    asked: str
    other: str
    today: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one search: `hits` is one screenful, `total` counts all.

    All are the pages with any of the words, with most of the parts of one, or nearest in meaning:
    the first hits hold the most of what was asked, and nothing that might help is hidden. Facets
    count the same pages.

    `facets` maps facet name -> ((value, count), …), most frequent first. `understood` is one plain
    sentence where the query was read otherwise than typed, else "". `suggestions` are other
    spellings, best first, only where they would find something. `synonyms` are (words typed, words
    searched for besides); each of the second can be switched off. `looser` is a wider query where
    this one found nothing, "" if there is none. With `similar_only` no hit holds a word typed, only
    similar ones. `language` is the one the query was read in; where it is not German,
    `translations` are the terms in it that were searched in German, `guesses` single words of it
    with what they probably are. `not_understood`: it is in a language that cannot be read here,
    names no term and has no word that stands on the pages.
    """

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    understood: str = ""
    suggestions: Sequence[str] = ()
    cards: Sequence[Card] = ()
    law_changes: Sequence[LawChange] = ()
    synonyms: Sequence[tuple[str, str]] = ()
    looser: str = ""
    similar_only: bool = False
    language: str = "de"
    translations: Sequence[Translation] = ()
    guesses: Sequence[Translation] = ()
    by_meaning: ByMeaning = ByMeaning.OFF
    not_understood: bool = False
