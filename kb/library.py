"""The one object that the command line and the app hold: it alone knows settings and parts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Self

from kb.catalogue import Catalogue
from kb.catalogue.trash import Trash, Withdrawn
from kb.compare import Comparison, compare
from kb.currency import CurrencyNote, Successor, Successors
from kb.currency.contacts import Contact, contacts
from kb.errors import IngestRunning, KbError, PageNotFound
from kb.german import Analyzer, Glossary, Term, dictionary
from kb.german.terms import merged, shipped
from kb.index.again import asked_again
from kb.index.engine import Engine, Reader
from kb.index.once import OncePerView
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import Event, Report, problems, reconcile, understand
from kb.ingest.examining import Examined, examined, recorded_file
from kb.ingest.hiding import hide
from kb.ingest.inventory import MADE_FROM, fingerprint
from kb.ingest.recognising import named, recognise_edition
from kb.language import warm
from kb.meaning import Meaning, load
from kb.model import (
    Edition,
    Filters,
    Page,
    PageKey,
    Publication,
    Reading,
    Results,
    Span,
    Visibility,
)
from kb.search import Searcher
from kb.search.effect import Effect, effect
from kb.settings import Settings
from kb.view import Viewer, as_jpeg
from kb.vocabulary import Vocabularies


class Library:
    """The publications of one home folder that everyone may see; `seen_by` gives those of the team.

    What may not be seen is as if it were not there, for every method that answers. Safe to share
    between threads: every call opens its own view of the current generation, so one answer is
    consistent in itself, and a new generation is seen by the next call.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sees = Visibility.PUBLIC
        self._engine = _engine(settings)
        dictionary.keep_in(settings.index)
        self._analyzer = Analyzer()
        self._meaning = _meaning(settings)
        self._vocabularies = Vocabularies(settings, self._engine, self._analyzer, self._meaning)
        self._successors = Successors(self._analyzer)
        self._viewer = Viewer()
        self._publications: OncePerView[tuple[Publication, ...]] = OncePerView()

    def seen_by(self, sees: Visibility) -> Self:
        """The same library for whoever sees that much; cheap, since they share all they hold."""
        other = copy(self)
        other.sees = sees
        return other

    @property
    def state(self) -> str:
        """Changes whenever an answer could: the key of everything that is cached above.

        Different for those who see more, even while nothing is hidden.
        """
        meaning = self._meaning.state if self._meaning else ""
        glossary = self._vocabularies.now.glossary.fingerprint
        return f"{self.sees} {self._engine.current()} {glossary} {meaning}".strip()

    def is_current(self) -> bool:
        """Whether the index was made by this version of the product and is whole, as far as a look
        at it tells; else an ingest makes it anew.
        """
        made_by_us = self._engine.state()[0] == fingerprint(self._analyzer)
        return made_by_us and self.damage() is None

    def damage(self) -> KbError | None:
        """Why an older index serves than was made last, None if all is well."""
        return self._engine.damage()

    def verify(self) -> KbError | None:
        """Read every byte of the index; what is wrong with it, None if all is well."""
        return self._engine.verify()

    def warm(self) -> None:
        """Load what the first search would wait a second or two for; for a thread of its own."""
        warm()
        if self._meaning:
            self._meaning.warm()
        if self._engine.current():
            with self._engine.reader(self.sees) as reader:
                self._successors.prepare(reader)
            self._searcher.prepare()

    def know_terms(self) -> None:
        """Find what each term of the glossary finds, which the first question in another language
        that names it would wait for; for a thread of its own.

        On servers each is a long way: there, who asks first waits.
        """
        if self.settings.opensearch is None and self._engine.current():
            self._searcher.know_terms()

    def ingest(
        self, paths: Sequence[Path] = (), on_event: Callable[[Event], None] | None = None
    ) -> Report:
        """Bring the index in line with `documents/`, with `paths` copied in first.

        Belongs in a process of its own: it takes both cores. Raises FolderNotWritable,
        IngestRunning; what is wrong with a single file stands in the report.
        """
        report = self.take_in(paths, on_event)
        self.understand(on_event)
        return replace(
            report, problems=[*report.problems, *self._vocabularies.now.glossary.problems]
        )

    def take_in(
        self, paths: Sequence[Path] = (), on_event: Callable[[Event], None] | None = None
    ) -> Report:
        """The first half of `ingest`: after it the words can be searched."""
        return reconcile(self.settings, self._engine, self._analyzer, paths, on_event)

    def understand(self, on_event: Callable[[Event], None] | None = None) -> None:
        """The second half: what can be searched by its words, by its meaning too.

        Takes minutes; may be ended anywhere, also by an exception of `on_event`, and begun again.
        """
        for sees in Visibility if self._engine.current() else ():
            self.seen_by(sees)._searcher.prepare()
        if self._meaning:
            understand(self._engine, self._meaning, on_event)

    def hide(self) -> None:
        """Let nobody see from now on what the records no longer let them see; takes a moment.

        For whoever withdraws something or makes it internal: an ingest does it too, but one may
        be busy with other files. Raises FolderNotWritable.
        """
        with suppress(IngestRunning):  # about to publish; it hides when it has
            hide(self._engine, Catalogue(self.settings.documents), fingerprint(self._analyzer))

    def problems(self) -> Sequence[KbError]:
        """What is wrong with the index, what the last ingest left out, bad lines of the glossary.

        For staff: it names files.
        """
        damage = self.damage()
        return [
            *([damage] if damage else []),
            *problems.last(self.settings.index),
            *self._vocabularies.now.glossary.problems,
        ]

    def withdrawn(self) -> Mapping[str, Withdrawn]:
        """What lies in the trash, by id: for links and quotations that outlive a publication."""
        contents = Trash(self.settings.documents).contents()
        return {
            one.id: one
            for one in reversed(contents)  # of two under one id the later
            if self.sees.sees(one.publication.visibility if one.publication else Visibility.TEAM)
        }

    @asked_again
    def publications(self) -> Sequence[Publication]:
        """What can be searched, each with the editions that the index holds, by title."""
        with self._engine.reader(self.sees) as reader:
            return self._publications.of(reader, lambda: _searchable(reader))

    def published(self, publication: str, edition: str) -> tuple[Publication, Edition]:
        """What can be searched under these names; see also `holding`. Raises PageNotFound."""
        found = next((p for p in self.publications() if p.id == publication), None)
        of_it = found.edition(edition) if found else None
        if not found or not of_it:
            raise PageNotFound(f"{publication}.{edition}")
        return found, of_it

    def holding(self, key: PageKey) -> tuple[Publication, Edition]:
        """What a page belongs to. Raises PageNotFound."""
        return self.published(key.publication, key.edition)

    def search(
        self,
        text: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        limit: int = 10,
        offset: int = 0,
        grouped: bool = False,
        sort_by_year: bool = False,
        without_synonyms: Collection[str] = (),
        language: str = "",
    ) -> Results:
        """One screenful of hits; see `kb.search.Searcher.search`. Raises NoIndex."""
        return self._searcher.search(
            text,
            filters=filters,
            limit=limit,
            offset=offset,
            grouped=grouped,
            sort_by_year=sort_by_year,
            without_synonyms=frozenset(without_synonyms),
            language=language,
        )

    def keys(
        self,
        text: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        limit: int,
        language: str = "",
    ) -> Sequence[PageKey]:
        """The pages that `search` finds, best first, without their snippets. Raises NoIndex."""
        return self._searcher.keys(text, filters=filters, limit=limit, language=language)

    def effects(self, own: Sequence[Term], queries: Sequence[str]) -> Sequence[Effect]:
        """What queries find now, and with `own` in place of the association's terms."""
        glossary = Glossary(merged(shipped(), own), self._analyzer)
        now, then = self._searcher, self._searcher.with_glossary(glossary)
        return [effect(query, now.search(query), then.search(query)) for query in queries]

    def related_terms(self, text: str) -> Sequence[Term]:
        """The glossary's terms that a word may belong to, likeliest first."""
        return self._vocabularies.now.related.of(text)

    @property
    def vocabulary(self) -> str:
        """Changes whenever the glossary does."""
        return self._vocabularies.now.glossary.fingerprint

    @property
    def terms(self) -> Sequence[Term]:
        """The glossary's terms, the association's own over those that ship."""
        return self._vocabularies.now.glossary.terms

    def complete(self, prefix: str) -> Sequence[str]:
        """What the reader may be about to type, best first."""
        return self._searcher.complete(prefix)

    def similar(self, key: PageKey, *, limit: int = 5) -> Sequence[PageKey]:
        """Pages about the same, nearest first, in all publications; see `Searcher.similar`."""
        return [other for other, _ in self._searcher.similar(key, limit=limit)]

    def similar_to(
        self, text: str, *, limit: int = 5, beside: PageKey | None = None
    ) -> Sequence[PageKey]:
        """Pages about the same as a passage, nearest first; `beside` is the page it stands on."""
        found = self._searcher.similar_to(text, limit=limit, beside=beside)
        return [other for other, _ in found]

    @asked_again
    def page(self, key: PageKey) -> Page:
        """One page. Raises PageNotFound."""
        with self._engine.reader(self.sees) as reader:
            return _page(reader, key)

    @asked_again
    def pages(self, publication: str, edition: str) -> Sequence[Page]:
        """All pages of an edition in reading order; empty if there is no such edition."""
        with self._engine.reader(self.sees) as reader:
            return reader.pages(publication, edition)

    def page_count(self, publication: str, edition: str) -> int:
        """How many printed pages an edition has."""
        with self._engine.reader(self.sees) as reader:
            return next(
                (
                    e.pages
                    for e in reader.entries
                    if (e.publication, e.edition) == (publication, edition)
                ),
                0,
            )

    def marks(self, page: Page, text: str, language: str = "") -> Sequence[Span]:
        """What of the page answers the query `text`: disjoint spans in order."""
        return self._searcher.marks(page, text, language)

    def currency(self, page: Page, edition: Edition | None = None) -> Sequence[CurrencyNote]:
        """What of the page is probably no longer the law, in order; see `Currency.notes`.

        `edition` is the page's own, for callers who have it at hand: a hit does. Raises
        PageNotFound.
        """
        edition = edition or self.holding(page.key)[1]
        return self._vocabularies.now.currency.notes(page, edition)

    def outdated(self, publication: str, edition: str) -> Sequence[tuple[Page, CurrencyNote]]:
        """What of an edition is probably no longer the law, page by page; for staff."""
        pages = self.pages(publication, edition)
        return [(page, note) for page in pages for note in self.currency(page)]

    def contacts(self, publication: str, edition: str) -> Sequence[tuple[Page, Contact]]:
        """Telephone numbers, addresses and opening hours in an edition, page by page; for staff."""
        pages = self.pages(publication, edition)
        return [(page, contact) for page in pages for contact in contacts(page.text)]

    @asked_again
    def successors(self, key: PageKey) -> Sequence[Successor]:
        """Where the current edition has what stands on a page of an older one, in order.

        Empty for a page of a current edition. Raises PageNotFound.
        """
        with self._engine.reader(self.sees) as reader:
            return self._successors.of(_page(reader, key), reader)

    @asked_again
    def compare(self, old: tuple[str, str], new: tuple[str, str]) -> Comparison:
        """What one edition says otherwise than another, each as (publication, edition).

        Takes a second for a hundred pages. Raises PageNotFound if one of them is not here.
        """
        with self._engine.reader(self.sees) as reader:
            before, after = reader.pages(*old), reader.pages(*new)
        for name, pages in ((old, before), (new, after)):
            if not pages:
                raise PageNotFound(".".join(name))
        return compare(before, after, self._analyzer, self._vocabularies.now.glossary)

    def quality(self, publication: str, edition: str, reading: Reading | None = None) -> Examined:
        """How well an edition was read, or would be with another `reading`; for the team.

        See `kb.ingest.examining.examined`, also for what it raises.
        """
        self._for_team(f"{publication}.{edition}")
        return examined(self.settings, publication, edition, reading)

    def recognise(self, name: str, progress: Callable[[int, int], None] | None = None) -> Path:
        """Recognise the text of a scan, named "publication.edition" or by its file's name.

        Returns the copy that holds it; see `recognise_edition`, also for what it raises.
        """
        publication, edition = named(self.settings, name)
        return recognise_edition(self.settings, publication, edition, progress=progress)

    def image(self, key: PageKey, text: str, width: int, language: str = "") -> bytes:
        """The page as a WebP picture `width` pixels wide, with the marks of `text` on it.

        Raises PageNotFound, PageNotDrawn.
        """
        try:
            page, file = self.page(key), self.pdf(key.publication, key.edition)
        except PageNotFound:
            page, file = Page(key, ""), self._unsearched(key)
        marks = self.marks(page, text, language) if text else ()
        return self._viewer.image(file, page, marks, width)

    def photograph(self, key: PageKey, width: int) -> bytes:
        """The page without marks as JPEG, for handouts. Raises PageNotFound, PageNotDrawn."""
        return as_jpeg(self.image(key, "", width))

    def pdf(self, publication: str, edition: str) -> Path:
        """The file of an edition. Raises PageNotFound if there is no such edition or file."""
        _, found = self.published(publication, edition)
        path = self.settings.documents / found.source
        if not path.is_file():
            raise PageNotFound(f"{publication}.{edition}")
        return path

    @property
    def _searcher(self) -> Searcher:
        return self._vocabularies.now.searcher.seen_by(self.sees)

    def _unsearched(self, key: PageKey) -> Path:
        """The file of an edition without text, which only the team sees. Raises PageNotFound."""
        self._for_team(str(key))
        return recorded_file(self.settings, key)

    def _for_team(self, name: str) -> None:
        """To everyone else there is nothing of that name. Raises PageNotFound."""
        if self.sees is not Visibility.TEAM:
            raise PageNotFound(name)


def _engine(settings: Settings) -> Engine:
    if settings.opensearch is None:
        return WhooshEngine(settings.index)
    from kb.opensearch import OpenSearchEngine  # what it needs is installed only where it serves

    return OpenSearchEngine(settings.opensearch, settings.index)


def _meaning(settings: Settings) -> Meaning | None:
    encoder = load() if settings.meaning else None
    return Meaning(settings.index / "vectors", encoder, MADE_FROM) if encoder else None


def _searchable(reader: Reader) -> tuple[Publication, ...]:
    held = {(entry.publication, entry.edition) for entry in reader.entries}
    found = [
        replace(p, editions=tuple(e for e in p.editions if (p.id, e.label) in held))
        for p in reader.publications
    ]
    return tuple(sorted((p for p in found if p.editions), key=lambda p: p.title.casefold()))


def _page(reader: Reader, key: PageKey) -> Page:
    page = reader.page(key)
    if page is None:
        raise PageNotFound(str(key))
    return page
