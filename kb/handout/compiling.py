"""A collection, looked up in the library as it is now: what is quoted, and what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kb.desk.collections import Piece, PieceKind
from kb.errors import PageNotDrawn
from kb.handout.content import Extract, Handout, Heading, Look, Note, Part, Quotation
from kb.handout.standing import Standings
from kb.library import Library
from kb.model import PageKey, Source
from kb.texts import handout as words

PICTURE_WIDTH = 1400  # pixels: 170 per inch on a sheet with margins


def compile_handout(
    title: str,
    pieces: Iterable[Piece],
    library: Library,
    made: date | None = None,
    accent: str = "",
) -> Handout:
    """The handout of some pieces, in order; `accent`: a colour that can be read on white, or "".

    What the library does not show (withdrawn, or not for these eyes) is quoted as it was kept and
    says so; pages of which nothing was kept then become a note.
    """
    compiling = _Compiling(library)
    parts = [part for piece in pieces for part in compiling.parts(piece)]
    look = Look(library.settings.logo, accent) if accent else Look(library.settings.logo)
    return Handout(title, library.settings.association, made or date.today(), parts, look)


class _Compiling:
    """Pieces become parts; each edition is read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._standings = Standings(library)

    def parts(self, piece: Piece) -> Iterator[Part]:
        """What a piece says; nothing for a heading or note that was left empty."""
        if piece.source is not None and piece.kind is PieceKind.PASSAGE:
            yield self._quotation(piece.text, piece.source)
        elif piece.source is not None:
            yield self._extract(piece, piece.source)
        elif piece.text.strip():
            yield (Heading if piece.kind is PieceKind.HEADING else Note)(piece.text)

    def _quotation(self, text: str, source: Source) -> Quotation:
        found = self._standings.of(source, text)
        return Quotation(text, source, found.notices, found.pages, self._standings.file(source))

    def _extract(self, piece: Piece, source: Source) -> Part:
        found, file = self._standings.of(source), self._standings.file(source)
        if not found.pages or file is None:
            return Quotation(piece.text, source, found.notices)
        notices, pictures = list(found.notices), list[bytes]()
        if piece.picture:
            try:
                pictures = self._pictures([page.key for page in found.pages])
            except PageNotDrawn:
                notices.append(words.NO_PICTURE)
        return Extract(source, found.pages, file, pictures, notices)

    def _pictures(self, keys: Sequence[PageKey]) -> list[bytes]:
        return [self._library.photograph(key, PICTURE_WIDTH) for key in keys]
