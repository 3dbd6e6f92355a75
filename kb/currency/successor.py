"""Where the current edition has what a page of an older one says, for links that last."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log, sqrt
from threading import Lock

from kb.german import Analyzer, fold
from kb.index.engine import Reader
from kb.index.once import OncePerView
from kb.model import Page, PageKey, Publication, Span

# Likeness below which nothing was found. Of the demonstration publications, sections that are not
# about the same reach 0.26; those kept under another title begin at 0.30.
LEAST = 0.27
TITLE = 0.5  # how much likeness of the titles counts beside that of the texts
RAREST = 200  # 4-grams of a text by which those to compare it with are found
COMPARED = 30
SHORT = 60  # letters up to which a piece is but a heading or the end of a sentence

_NUMBERING = re.compile(
    r"^(?:(?i:kapitel|teil|abschnitt|anhang)\s+)?(?:\d{1,3}|[A-Z](?=[.\s]))(?:\.\d+)*\.?:?\s+"
)
_EXCERPT = re.compile(r"\s*\([^()]*\)\s*$")  # "7 Aufenthalt sichern (Auszug)"


@dataclass(frozen=True, slots=True)
class Successor:
    """What stands at `span` of the older page, the current edition has on page `key`.

    `label` is the printed number there ("" if none), `section` the title of the section there.
    """

    span: Span
    key: PageKey
    label: str
    section: str


class Successors:
    """Finds successors by title, else by likeness of text. Safe to share between threads.

    The sections of a current edition are taken apart once for a generation.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._lock = Lock()
        self._known = OncePerView[_Known]()

    def of(self, page: Page, reader: Reader) -> tuple[Successor, ...]:
        """Each section of a page of a superseded edition with its place today, in order.

        Sections without likeness to anything are left out; empty for a page of a current edition.
        """
        current = _current(reader.publications, page.key)
        if not current:
            return ()
        with self._lock:
            found = self._known.of(reader, _Known).found
            if page.key not in found:
                found[page.key] = tuple(self._find(page, self._edition(reader, current)))
            return found[page.key]

    def prepare(self, reader: Reader) -> None:
        """Do now what the first link to each older edition would wait for: 4 ms a page."""
        keys = [PageKey(p.id, e.label, 1) for p in reader.publications for e in p.editions]
        replacing = {_current(reader.publications, key) for key in keys}
        with self._lock:
            for current in sorted(filter(None, replacing)):
                self._edition(reader, current)

    def _edition(self, reader: Reader, current: tuple[str, str]) -> "_Edition":
        editions = self._known.of(reader, _Known).editions
        if current not in editions:
            editions[current] = _Edition(reader.pages(*current), self._analyzer)
        return editions[current]

    def _find(self, page: Page, edition: "_Edition") -> Iterator[Successor]:
        for piece in _pieces(page):
            best = edition.like(piece, self._analyzer)
            if best:
                found, title = best
                yield Successor(piece.span, found.page.key, found.page.label, title)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out of a view of a generation so far."""

    editions: dict[tuple[str, str], "_Edition"] = field(default_factory=dict)
    found: dict[PageKey, tuple[Successor, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of one page under its headings, mostly one; `titles` may be inherited, or empty."""

    page: Page
    titles: tuple[str, ...]
    span: Span

    @property
    def text(self) -> str:
        return self.page.text[self.span.start : self.span.end]


class _Edition:
    """The pieces of an edition by the 4-grams of their words."""

    def __init__(self, pages: Sequence[Page], analyzer: Analyzer) -> None:
        self._pieces = [piece for page in pages for piece in _pieces(page)]
        grams = [_grams(piece.text, analyzer) for piece in self._pieces]
        self._holding: dict[str, list[int]] = {}
        for row, text in enumerate(grams):
            for gram in text:
                self._holding.setdefault(gram, []).append(row)
        count = len(grams)
        self._weights = {gram: log(1 + count / len(rows)) for gram, rows in self._holding.items()}
        self._unknown = log(1 + count)
        self._vectors = [self._vector(text) for text in grams]
        self._titles = [self._vector(_grams(piece.titles[-1], analyzer)) for piece in self._pieces]
        self._named: dict[str, list[tuple[int, str]]] = {}
        for row, piece in enumerate(self._pieces):
            for title in piece.titles:
                self._named.setdefault(_name(title), []).append((row, title))

    def like(self, piece: _Piece, analyzer: Analyzer) -> tuple[_Piece, str] | None:
        """The piece most like another, with its title; one of the same title if there is any."""
        text = self._vector(_grams(piece.text, analyzer))
        title = self._vector(_grams(piece.titles[-1], analyzer))
        same = self._named.get(_name(piece.titles[0]), []) if piece.titles[0] else []
        rows = same or [
            (row, self._pieces[row].titles[-1]) for row in self._candidates(text, title)
        ]
        scored = [
            (_cosine(text, self._vectors[r]) + TITLE * _cosine(title, self._titles[r]), -r, name)
            for r, name in rows
        ]
        score, row, name = max(scored, default=(0.0, 0, ""))
        return (self._pieces[-row], name) if same or score >= LEAST else None

    def _candidates(self, text: Mapping[str, float], title: Mapping[str, float]) -> list[int]:
        """The pieces with most of the rarest grams, for comparing all of them would take long."""
        known = sorted((g for g in text.keys() & self._holding.keys()), key=lambda g: (-text[g], g))
        asked = {*known[:RAREST], *(title.keys() & self._holding.keys())}
        shared = Counter(row for gram in asked for row in self._holding[gram])
        return sorted(shared, key=lambda row: (-shared[row], row))[:COMPARED]

    def _vector(self, grams: frozenset[str]) -> Mapping[str, float]:
        weights = {gram: self._weights.get(gram, self._unknown) for gram in grams}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(a[gram] * b[gram] for gram in a.keys() & b.keys())


def _grams(text: str, analyzer: Analyzer) -> frozenset[str]:
    words = (word for token in analyzer.tokens(text) for word in token.words)
    return frozenset(
        g for word in words if word not in analyzer.stop_words for g in analyzer.grams(word)
    )


def _name(title: str) -> str:
    """A title without what editions change: numbering, "(Auszug)", case."""
    return fold(_EXCERPT.sub("", _NUMBERING.sub("", title)))


def _pieces(page: Page) -> list[_Piece]:
    """A page cut at its headings; a heading alone goes with what follows, a last line before it."""
    inherited = [h.title for h in page.headings if h.start < 0][-1:]
    cuts = [(0, tuple(inherited)), *((h.start, (h.title,)) for h in page.headings if h.start >= 0)]
    ends = [*(start for start, _ in cuts[1:]), len(page.text)]
    pieces: list[_Piece] = []
    start = 0
    titles: tuple[str, ...] = ()
    for (cut, own), end in zip(cuts, ends, strict=True):
        titles = own if cut == start else (*titles, *own)
        if len(page.text[start:end].strip()) > SHORT + sum(map(len, titles)):
            pieces.append(_Piece(page, titles or ("",), Span(start, end)))
            start, titles = end, ()
    if not pieces:
        return [_Piece(page, titles or ("",), Span(0, len(page.text)))] if page.text else []
    if start < len(page.text):
        pieces[-1] = replace(pieces[-1], span=Span(pieces[-1].span.start, len(page.text)))
    return pieces


def _current(publications: Sequence[Publication], key: PageKey) -> tuple[str, str] | None:
    """Publication and label of the edition that replaced a page's; None if none has."""
    publication = next((p for p in publications if p.id == key.publication), None)
    edition = publication.edition(key.edition) if publication else None
    seen = {key.edition}
    while publication and edition and edition.superseded_by not in {"", *seen}:
        seen.add(edition.superseded_by)
        edition = publication.edition(edition.superseded_by)
    return (key.publication, edition.label) if edition and edition.label != key.edition else None
