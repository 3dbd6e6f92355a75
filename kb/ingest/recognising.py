"""Giving a scan its text: a copy beside the file, and a line in the record that names it."""

from pathlib import Path

from kb.catalogue import Catalogue
from kb.catalogue.files import stem
from kb.disk import digest, writing_to
from kb.errors import PageNotFound
from kb.extract import PageState, RawDocument, RawPage, RawStore, read
from kb.extract.ocr import SUFFIX, recognise
from kb.extract.process import Progress
from kb.model import Edition
from kb.settings import Settings

_WITHOUT = (PageState.PICTURE, PageState.GARBAGE)


def recognise_edition(
    settings: Settings,
    publication: str,
    edition: str,
    *,
    account: int | None = None,
    progress: Progress | None = None,
) -> Path:
    """Recognise the text of an edition's file and have it read from the copy from now on.

    Done again, it makes the copy anew. The file itself is never touched. The index follows with the
    next ingest. Takes some five seconds a page. Raises PageNotFound, RecognitionMissing,
    NotRecognised, FolderNotWritable.
    """
    catalogue = Catalogue(settings.documents)
    _, found = catalogue.edition(publication, edition)
    original = catalogue.file(found)
    raw = _raw(settings, original)
    copy = settings.documents / (found.recognised or _copy_name(catalogue, found))
    aside = copy.with_name(f".{copy.name}.new")  # what begins with a dot is no publication
    recognise(
        original,
        aside,
        scanned(raw) or [page.number for page in raw.pages],
        is_text=any(page.state is PageState.GARBAGE or page.text.strip() for page in _scans(raw)),
        progress=progress,
    )
    # here: the desk's library of databases takes as long to load as anything an ingest needs
    from kb.catalogue.rereading import Rereading
    from kb.desk import Desk

    desk = Desk.of(settings)
    # the record first: a copy that no record names would look like a new publication
    Rereading(settings.documents, desk).recognised(account, publication, edition, copy.name)
    with writing_to(settings.documents):
        aside.replace(copy)
    return copy


def named(settings: Settings, name: str) -> tuple[str, str]:
    """Publication and edition of that name, or of the file of that name. Raises PageNotFound."""
    for publication in Catalogue(settings.documents).publications()[0]:
        for edition in publication.editions:
            if name in (edition.file, f"{publication.id}.{edition.label}"):
                return publication.id, edition.label
    raise PageNotFound(name)


def scanned(raw: RawDocument) -> list[int]:
    """The PDF pages that hold no text one could search."""
    return [page.number for page in _scans(raw)]


def _scans(raw: RawDocument) -> list[RawPage]:
    return [page for page in raw.pages if page.state in _WITHOUT]


def _raw(settings: Settings, path: Path) -> RawDocument:
    """As an ingest kept it; of a file that has a copy already it kept nothing."""
    return RawStore(settings.index / "pages").load(digest(path)) or read(path)


def _copy_name(catalogue: Catalogue, edition: Edition) -> str:
    return catalogue.free_file(f"{stem(edition.file)}{SUFFIX}")
