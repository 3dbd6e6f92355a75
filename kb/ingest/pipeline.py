"""The pipeline: records and PDFs → raw pages → pages → documents → the next generation."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

from kb.catalogue import Catalogue
from kb.disk import lock
from kb.errors import FolderNotWritable, KbError, NoIndex, UnreadablePdf
from kb.extract import RawStore
from kb.german import Analyzer
from kb.german.dictionary import missing_in, opened
from kb.index.engine import Changes, Document, Engine, Entry
from kb.ingest.bringing import bring
from kb.ingest.events import Event, Progress, Stage
from kb.ingest.hiding import hide
from kb.ingest.inventory import Item, fingerprint, take_stock
from kb.ingest.preparing import prepared
from kb.ingest.problems import remember
from kb.ingest.reading import expect, first_look, read_all
from kb.ingest.report import Report
from kb.language import warm
from kb.model import Outcome, Publication, Visibility
from kb.settings import Settings

Listener = Callable[[Event], None]
Name = tuple[str, str]  # publication, edition


def reconcile(
    settings: Settings,
    engine: Engine,
    analyzer: Analyzer,
    paths: Sequence[Path] = (),
    listener: Listener | None = None,
) -> Report:
    """Make the index hold exactly what `documents/` says, with `paths` copied in first.

    Idempotent; may be killed anywhere and started again. `listener` is called from several
    threads, one at a time. Raises FolderNotWritable and IngestRunning; whatever is wrong with
    single files and records stands in the report, and the rest goes on.
    """
    started = time.monotonic()
    catalogue, store = Catalogue(settings.documents), RawStore(settings.index / "pages")
    with lock(settings.index / "ingest.lock"):
        expect(settings.documents, settings.index / "CURRENT")
        mark = fingerprint(analyzer)
        engine.verify()  # nothing damaged is ever handed on to the next generation
        hidden = hide(engine, catalogue, mark)
        problems = bring(paths, catalogue)
        before = _before(engine, mark)
        stock = take_stock(catalogue, before.publications)
        unread = [(item.path, item.edition.sha256) for item in stock.items if before.lacks(item)]
        with _loading_beside(stock.strays):
            unreadable = read_all([*unread, *stock.strays], store, listener)
        found = _proposed(stock.strays, catalogue, store, problems)
        items = [i for i in (*stock.items, *found) if unreadable.get(i.path) is None]
        # in the order of the index: what comes in order need not be sorted
        fresh = sorted(filter(before.lacks, items), key=lambda item: item.name)
        gone = [name for name in before.digests if name not in {item.name for item in items}]
        problems += [*stock.problems, *filter(None, unreadable.values())]

        if before.rebuild or fresh or _publications(items) != before.publications:
            changes = Changes(
                add=_documents(fresh, store, analyzer, listener, problems),
                remove=gone,
                publications=_publications(items),
                fingerprint=before.fingerprint,
                rebuild=before.rebuild,
            )
            engine.publish(changes)
            hidden += hide(engine, catalogue, mark)  # what was withdrawn in the meantime
        store.sweep({item.edition.sha256 for item in stock.items} | {s for _, s in stock.strays})
        remember(settings.index, problems)
    return Report(
        generation=engine.current(),
        added=[_text(item.name) for item in fresh if item.name not in before.digests],
        replaced=[_text(item.name) for item in fresh if before.differs(item)],
        removed=[_text(name) for name in (*hidden, *gone)],
        proposed=[item.publication.id for item in found],
        internal=list(dict.fromkeys(_internal(items))),
        rebuilt=before.rebuild,
        problems=problems,
        editions=len(items),
        pages=sum(entry.pages for entry in engine.state()[1]),
        seconds=time.monotonic() - started,
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What the index holds when an ingest begins; with `rebuild` nothing of it can be kept."""

    fingerprint: str
    digests: Mapping[Name, str]
    publications: Sequence[Publication]
    rebuild: bool

    def lacks(self, item: Item) -> bool:
        """Its pages must be written."""
        return self.rebuild or self.digests.get(item.name) != item.digest

    def differs(self, item: Item) -> bool:
        """It is there, made from something else."""
        return item.name in self.digests and self.digests[item.name] != item.digest


def _before(engine: Engine, fingerprint: str) -> _Before:
    held, entries = engine.state()
    try:
        with engine.reader(Visibility.TEAM) as reader:
            publications = tuple(reader.publications)
    except NoIndex:
        publications = ()
    return _Before(
        fingerprint=fingerprint,
        digests={(e.publication, e.edition): e.digest for e in entries},
        publications=publications,
        rebuild=held != fingerprint or engine.damage() is not None,
    )


@contextmanager
def _loading_beside(strays: Sequence[object]) -> Iterator[None]:
    """Load what new publications need while they are read.

    That is what tells their language: as long as twenty pages, most of it unpacking, which needs no
    lock of Python's. And before the first ingest of all the German dictionary, which does.
    """
    loading: list[Thread | BaseProcess] = []
    if strays:
        loading.append(Thread(target=warm, name="language", daemon=True))
        if folder := missing_in():
            loading.append(get_context("spawn").Process(target=opened, args=(folder,), daemon=True))
    for one in loading:
        one.start()
    yield
    for one in loading:
        one.join()


def _proposed(
    strays: Sequence[tuple[Path, str]],
    catalogue: Catalogue,
    store: RawStore,
    problems: list[KbError],
) -> list[Item]:
    """Write a record for every PDF without one that has text, or pictures of text.

    Where `documents/` cannot be written they are searched all the same; that is one problem.
    """
    items: list[Item] = []
    unwritten: FolderNotWritable | None = None
    for path, sha256 in strays:
        raw = store.load(sha256)
        if raw is None or raw.outcome not in (Outcome.TEXT, Outcome.NEEDS_OCR):
            continue
        taken = {item.publication.id for item in items}
        publication = catalogue.propose(path, first_look(raw), taken)
        edition = replace(publication.editions[0], sha256=sha256)
        items.append(Item(publication, edition, path))
        try:
            catalogue.save(publication)
        except FolderNotWritable as error:
            unwritten = error
    problems += [unwritten] if unwritten else []
    return items


def _documents(
    items: Sequence[Item],
    store: RawStore,
    analyzer: Analyzer,
    listener: Listener | None,
    problems: list[KbError],
) -> Iterator[tuple[Entry, Sequence[Document]]]:
    """Clean and analyse one edition after the other.

    A document that our own code trips over is left out and tried again next time: it must not
    keep the others out. Raises what it tripped over where that is every one of them: the old
    index is better than none.
    """
    progress = Progress(Stage.INDEXING, len(items), listener)
    failures: list[Exception] = []
    for item, documents in prepared(items, store, analyzer, progress):
        if isinstance(documents, Exception):
            reason = f"{type(documents).__name__}: {documents}"
            problems.append(UnreadablePdf(item.path, reason))
            failures.append(documents)
            yield Entry(*item.name, digest=""), ()
        else:
            yield Entry(*item.name, digest=item.digest), documents
            progress.finish(item.path.name, len(documents))
    if failures and len(failures) == len(items) > 1:
        raise failures[0]


def _publications(items: Sequence[Item]) -> tuple[Publication, ...]:
    """The records of what is searched, each with the editions that are."""
    editions: dict[str, list[Item]] = {}
    for item in items:
        editions.setdefault(item.publication.id, []).append(item)
    return tuple(
        replace(held[0].publication, editions=tuple(item.edition for item in held))
        for _, held in sorted(editions.items())
    )


def _internal(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if item.publication.visibility is Visibility.TEAM:
            yield item.publication.id


def _text(name: Name) -> str:
    return ".".join(name)
