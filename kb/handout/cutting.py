"""Pieces for a collection, cut out of the library: a passage, some pages, a chapter."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from kb.desk.collections import Piece, PieceKind
from kb.errors import PageNotFound
from kb.index.documents import text_kinds
from kb.library import Library
from kb.model import Page, PageKey, Span
from kb.texts.citation import source

LOOKED_LIKE = frozenset({"table", "form", "figure"})  # kinds whose text alone says little
MOST_PAGES = 60  # of a chapter or a range: enough for a long one, too little for a whole handbook
_ENOUGH = 160  # characters: a passage that is shorter takes the next paragraph along
# where a sentence begins, not behind "Abs." or "bzw."; or a paragraph, or a point of a list
_SENTENCE = re.compile(
    r"(?<=\w{4}[.!?])[\"“”»)\]]*\s+(?=[„»\"(\[]*[A-ZÄÖÜ])|\n\s*\n|\n(?=[•☐□–-]\s)"
)
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


class Edge(StrEnum):
    """Where a quotation becomes longer or shorter by a sentence."""

    EARLIER = "earlier"  # one more in front
    LATER_START = "later-start"  # without its first
    EARLIER_END = "earlier-end"  # without its last
    LATER = "later"  # one more behind


def passage(library: Library, key: PageKey, at: int) -> Piece:
    """The paragraph around the offset `at`; behind a heading the one below it.

    Raises PageNotFound.
    """
    page = library.page(key)
    return _quotation(library, page, _paragraph(page, at))


def quoted(library: Library, key: PageKey, text: str) -> Piece | None:
    """The range of the page that reads like `text`, as the page has it; None if none does.

    What a reader marked on a screen has lost its line breaks. Raises PageNotFound.
    """
    page = library.page(key)
    span = _find(text, page.text)
    return _quotation(library, page, span) if span else None


def moved(library: Library, piece: Piece, edge: Edge) -> Piece | None:
    """A quotation with one sentence of its page more or less; None where that cannot be.

    It stays word for word: at least one sentence, never beyond the page. Raises PageNotFound.
    """
    assert piece.source is not None, "a quotation has a source"
    text = library.page(piece.source.first).text
    held = _find(piece.text, text)
    if held is None:
        return None
    span = _moved(text, held, edge)
    cut = text[span.start : span.end].strip()
    return None if not cut or cut == piece.text.strip() else replace(piece, text=cut)


def alike(library: Library, key: PageKey, text: str) -> Piece:
    """The paragraph of a page that shares most words with a text. Raises PageNotFound."""
    page, wanted = library.page(key), set(text.split())
    starts = [m.start() for m in _PARAGRAPH.finditer(page.text)] or [0]
    spans = [_paragraph(page, at) for at in starts]
    shared = [len(wanted.intersection(page.text[s.start : s.end].split())) for s in spans]
    return _quotation(library, page, spans[shared.index(max(shared))])


def page(library: Library, key: PageKey, at: int) -> Piece:
    """The page, named after the section that the offset `at` is in. Raises PageNotFound.

    As a picture where its text alone says little, which the trainer can change.
    """
    found = library.page(key)
    piece = _extract(library, found, found, at)
    return replace(piece, picture=not LOOKED_LIKE.isdisjoint(text_kinds(found)))


def pages(library: Library, first: PageKey, last: PageKey) -> Piece:
    """Some pages of one edition, in reading order whichever is named first. Raises PageNotFound."""
    ends = sorted([library.page(first), library.page(last)], key=lambda page: page.order)
    if first.publication != last.publication or first.edition != last.edition:
        raise PageNotFound(str(last))
    if ends[1].order - ends[0].order >= MOST_PAGES:
        ends[1] = library.pages(first.publication, first.edition)[ends[0].order + MOST_PAGES - 1]
    return _extract(library, ends[0], ends[1])


def chapter(library: Library, key: PageKey, at: int) -> Piece:
    """The pages of the section that the offset `at` is in. Raises PageNotFound."""
    page = library.page(key)
    every = library.pages(key.publication, key.edition)
    level = _level(page, at)
    begins = [
        (p.order, h.start) for p in every for h in p.headings if h.start >= 0 and h.level <= level
    ]
    first = max((b for b in begins if b <= (page.order, at)), default=(page.order, 0))
    after = min((b for b in begins if b > max(first, (page.order, at))), default=None)
    last = len(every) - 1 if after is None else after[0] - (not _text_before(every, after))
    last = min(max(first[0], last), first[0] + MOST_PAGES - 1)
    return _extract(library, every[first[0]], every[last], at=first[1])


def _quotation(library: Library, page: Page, span: Span) -> Piece:
    publication, edition = library.holding(page.key)
    place = source(publication, edition, page, at=span.start)
    return Piece(PieceKind.PASSAGE, page.text[span.start : span.end], place)


def _extract(library: Library, first: Page, last: Page, at: int = 0) -> Piece:
    publication, edition = library.holding(first.key)
    return Piece(PieceKind.PAGES, "", source(publication, edition, first, last, at))


def _paragraph(page: Page, at: int) -> Span:
    titles = {h.start for h in page.headings if h.start >= 0}
    found = [Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(page.text)]
    spans = [_without_title(span, page, titles) for span in found]
    spans = [span for span in spans if span.start < span.end] or [Span(0, len(page.text))]
    number = next((n for n, span in enumerate(spans) if span.end > at), len(spans) - 1)
    end = spans[number].end
    for following in spans[number + 1 :]:
        crosses = any(spans[number].end <= title <= following.start for title in titles)
        if end - spans[number].start >= _ENOUGH or crosses:
            break
        end = following.end
    return Span(spans[number].start, end)


def _without_title(span: Span, page: Page, titles: set[int]) -> Span:
    """A paragraph that begins with a heading's line, without that line."""
    if span.start not in titles:
        return span
    line = page.text.find("\n", span.start, span.end)
    return Span(line + 1, span.end) if line >= 0 else Span(span.end, span.end)


def _find(wanted: str, text: str) -> Span | None:
    words = wanted.split()
    if not words:
        return None
    match = re.search(r"\s*".join(map(re.escape, words)), text)
    return Span(match.start(), match.end()) if match else None


def _moved(text: str, held: Span, edge: Edge) -> Span:
    edges = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    match edge:
        case Edge.EARLIER:
            return Span(edges[max(bisect_left(edges, held.start) - 1, 0)], held.end)
        case Edge.LATER_START:
            start = edges[min(bisect_right(edges, held.start), len(edges) - 1)]
            return Span(start, held.end) if start < held.end else held
        case Edge.EARLIER_END:
            end = edges[max(bisect_left(edges, held.end) - 1, 0)]
            return Span(held.start, end) if end > held.start else held
        case Edge.LATER:
            # a quotation ends before the blanks that part it from the next sentence
            after = held.end + len(text[held.end :]) - len(text[held.end :].lstrip())
            return Span(held.start, edges[min(bisect_right(edges, after), len(edges) - 1)])


def _level(page: Page, at: int) -> int:
    """How deep the section around an offset is."""
    levels = [h.level for h in page.headings if h.start <= at]
    return levels[-1] if levels else 1


def _text_before(every: Sequence[Page], place: tuple[int, int]) -> bool:
    """Whether something of the section before stands on the page where the next one begins."""
    return bool(every[place[0]].text[: place[1]].strip())
