"""What became of a place since it was kept: what a reader must know, and where it stands today."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.currency import CurrencyNote, NoteKind, Successor
from kb.errors import PageNotFound
from kb.library import Library
from kb.model import Edition, Page, Publication, Source, Visibility
from kb.texts import GERMAN, Texts


@dataclass(frozen=True, slots=True)
class Standing:
    """The pages of a place as they are now; none where it was withdrawn, or not for these eyes.

    `notices` are sentences in the language of the texts; `newer` is where the current edition has
    it.
    """

    pages: Sequence[Page] = ()
    notices: Sequence[str] = ()
    newer: Successor | None = None


class Standings:
    """Looks places up for one handout or one screen; what it read once it keeps."""

    def __init__(self, library: Library, texts: Texts = GERMAN) -> None:
        self._library = library
        self._texts = texts
        self._words = texts.standing
        self._publications = {p.id: p for p in library.publications()}
        self._editions: dict[tuple[str, str], Sequence[Page]] = {}

    def of(self, source: Source, text: str = "") -> Standing:
        """How it stands with a place, and with the `text` that was kept of it, "" for pages."""
        publication = self._publications.get(source.first.publication)
        edition = publication and publication.edition(source.first.edition)
        pages = self._pages(source) if edition else ()
        if not publication or not edition or not pages:
            return Standing(notices=[self._words.withdrawn])
        newer = None if edition.is_current else self._newer(source, pages)
        notices = list(self._notices(publication, edition, newer, pages, text))
        return Standing(pages, notices, newer)

    def file(self, source: Source) -> Path | None:
        """The PDF, if it is here."""
        try:
            return self._library.pdf(*source.name)
        except PageNotFound:
            return None

    def _pages(self, source: Source) -> Sequence[Page]:
        if source.first == source.last:
            try:
                return [self._library.page(source.first)]
            except PageNotFound:
                return ()
        if source.name not in self._editions:
            self._editions[source.name] = self._library.pages(*source.name)
        return [p for p in self._editions[source.name] if source.first <= p.key <= source.last]

    def _newer(self, source: Source, pages: Sequence[Page]) -> Successor | None:
        found = self._library.successors(pages[0].key)
        same = [s for s in found if s.section and s.section in source.section]
        return next(iter(same or found), None)

    def _notices(
        self,
        publication: Publication,
        edition: Edition,
        newer: Successor | None,
        pages: Sequence[Page],
        text: str,
    ) -> Iterator[str]:
        if publication.visibility is not Visibility.PUBLIC:
            yield self._words.internal
        if not edition.is_current:
            yield self._newer_sentence(edition, newer)
        if text and _letters(text) not in _letters("".join(page.text for page in pages)):
            yield self._words.changed
        yield from map(self._outdated_sentence, *_grouped(self._outdated(pages, edition, text)))

    def _outdated(
        self, pages: Sequence[Page], edition: Edition, text: str
    ) -> Iterator[tuple[str, CurrencyNote]]:
        """What is quoted and outdated, as it is written there; of whole pages all of it."""
        quoted = _letters(text)
        for page in pages:
            for note in self._library.currency(page, edition):
                written = page.text[note.span.start : note.span.end]
                if not quoted or _letters(written) in quoted:
                    yield " ".join(written.split()), note

    def _newer_sentence(self, edition: Edition, newer: Successor | None) -> str:
        if newer is None:
            return self._words.older_only.format(edition=edition.superseded_by)
        page = self._texts.page_place(newer.label, newer.key.pdf_page)
        place = self._words.older_place.format(edition=newer.key.edition, page=page)
        return self._words.older.format(place=place)

    def _outdated_sentence(self, written: Sequence[str], note: CurrencyNote) -> str:
        quoted = ", ".join(f"„{one}“" for one in written)
        if note.kind is NoteKind.CHANGED:
            return self._words.law_changed.format(written=quoted, today=note.today or note.term)
        if note.kind is NoteKind.RENUMBERED:
            return self._words.renumbered.format(written=quoted, today=note.today or note.term)
        renamed = "" if note.term in written else f"„{note.term}“"
        today = " – ".join(filter(None, [renamed, note.today]))
        sentence = self._words.former if today else self._words.outdated
        return sentence.format(written=quoted, today=today)


def _grouped(
    outdated: Iterable[tuple[str, CurrencyNote]],
) -> tuple[list[list[str]], list[CurrencyNote]]:
    """What is written, brought together where the same is to be said of it; and a note for each."""
    groups: dict[tuple[NoteKind, str, str], tuple[list[str], CurrencyNote]] = {}
    for written, note in outdated:
        found, _ = groups.setdefault((note.kind, note.term, note.today), ([], note))
        if written not in found:
            found.append(written)
    return [found for found, _ in groups.values()], [note for _, note in groups.values()]


def _letters(text: str) -> str:
    """What remains when lines are broken otherwise."""
    return re.sub(r"[\s\u00ad]+", "", text)
