"""A collection, looked up in the library as it is now: what is quoted, and what became of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from kb.currency import CurrencyNote
from kb.desk.collections import Piece, PieceKind
from kb.errors import PageNotDrawn, PageNotFound
from kb.handout.content import Extract, Handout, Heading, Note, Part, Quotation
from kb.library import Library
from kb.model import Edition, Page, Publication, Source, Visibility
from kb.texts import handout as words
from kb.texts.citation import place_of

PICTURE_WIDTH = 1400  # pixels: 170 per inch on a sheet with margins


def compile_handout(
    title: str, pieces: Iterable[Piece], library: Library, made: date | None = None
) -> Handout:
    """The handout of some pieces, in order.

    What the library does not show (withdrawn, or not for these eyes) is quoted as it was kept and
    says so; pages of which nothing was kept then become a note.
    """
    parts = [part for piece in pieces for part in _parts(piece, library)]
    return Handout(title, library.settings.association, made or date.today(), parts)


def _parts(piece: Piece, library: Library) -> Iterator[Part]:
    if piece.kind is PieceKind.HEADING:
        yield Heading(piece.text)
    elif piece.kind is PieceKind.NOTE or piece.source is None:
        yield Note(piece.text)
    elif piece.kind is PieceKind.PASSAGE:
        yield _quotation(piece.text, piece.source, library)
    else:
        yield _extract(piece, piece.source, library)


def _quotation(text: str, source: Source, library: Library) -> Quotation:
    pages = _pages(source, library)
    notices = list(_notices(source, pages, library, text))
    return Quotation(text, source, notices, pages, _file(source, library))


def _extract(piece: Piece, source: Source, library: Library) -> Part:
    pages, file = _pages(source, library), _file(source, library)
    notices = list(_notices(source, pages, library))
    if not pages or file is None:
        return Quotation(piece.text, source, notices)
    pictures: Sequence[bytes] = ()
    if piece.picture:
        try:
            pictures = [library.photograph(page.key, PICTURE_WIDTH) for page in pages]
        except PageNotDrawn:
            notices.append(words.NO_PICTURE)
    return Extract(source, pages, file, pictures, notices)


def _pages(source: Source, library: Library) -> Sequence[Page]:
    every = library.pages(*source.name)
    return [page for page in every if source.first <= page.key <= source.last]


def _file(source: Source, library: Library) -> Path | None:
    try:
        return library.pdf(*source.name)
    except PageNotFound:
        return None


# -- what a reader must know -----------------------------------------------------------------------


def _notices(
    source: Source, pages: Sequence[Page], library: Library, text: str = ""
) -> Iterator[str]:
    if not pages:
        yield words.WITHDRAWN
        return
    publication, edition = _published(source, library)
    if publication.visibility is not Visibility.PUBLIC:
        yield words.INTERNAL
    if not edition.is_current:
        yield _newer(source, edition, pages, library)
    if text and _letters(text) not in _letters("".join(page.text for page in pages)):
        yield words.CHANGED
    yield from dict.fromkeys(_outdated(pages, edition, library, text))


def _published(source: Source, library: Library) -> tuple[Publication, Edition]:
    publication = next(p for p in library.publications() if p.id == source.first.publication)
    edition = publication.edition(source.first.edition)
    assert edition is not None, "its pages were found"
    return publication, edition


def _newer(source: Source, edition: Edition, pages: Sequence[Page], library: Library) -> str:
    found = library.successors(pages[0].key)
    if not found:
        return words.OLDER_ONLY.format(edition=edition.superseded_by)
    same = [s for s in found if s.section and s.section in source.section] or found
    place = Source(same[0].key, same[0].key, (same[0].label, same[0].label), source.title)
    return words.OLDER.format(place=f"Ausgabe {place.first.edition}, {place_of(place)}")


def _outdated(
    pages: Sequence[Page], edition: Edition, library: Library, text: str
) -> Iterator[str]:
    """The notes on what is quoted; of whole pages all of them."""
    quoted = _letters(text)
    for page in pages:
        for note in library.currency(page, edition):
            written = page.text[note.span.start : note.span.end]
            if not quoted or _letters(written) in quoted:
                yield _outdated_sentence(" ".join(written.split()), note)


def _outdated_sentence(written: str, note: CurrencyNote) -> str:
    if note.today:
        return words.RENUMBERED.format(written=written, today=note.today)
    return words.FORMER.format(written=written)


def _letters(text: str) -> str:
    """What remains when lines are broken otherwise."""
    return re.sub(r"[\s\u00ad]+", "", text)
