"""How well an edition was read, from the raw pages that an ingest kept: nothing is read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.catalogue import Catalogue
from kb.clean import Examination, clean, examine
from kb.disk import digest
from kb.errors import NotRead
from kb.extract import RawStore
from kb.model import Edition, Page, PageKey, Publication, Reading
from kb.settings import Settings


@dataclass(frozen=True, slots=True)
class Examined:
    """An edition as its record has it, its printed pages, and what they show."""

    publication: Publication
    edition: Edition
    pages: Sequence[Page]
    examination: Examination


def examined(
    settings: Settings, publication: str, edition: str, reading: Reading | None = None
) -> Examined:
    """Look at an edition as it is read, or as it would be with another `reading`.

    Also at one that cannot be searched, such as a scan. Takes some 20 ms a page. Raises
    PageNotFound without such a record, NotRead before the first ingest of its file.
    """
    catalogue = Catalogue(settings.documents)
    found, label = catalogue.edition(publication, edition)
    path = catalogue.source(label)
    raw = RawStore(settings.index / "pages").load(_digest(path))
    if raw is None:
        raise NotRead(path)
    reading = label.reading if reading is None else reading
    pages = clean(raw, publication, edition, reading, recognised=bool(label.recognised))
    looked_at = examine(raw, pages, reading, is_german=found.language == "de")
    return Examined(found, label, pages, looked_at)


def recorded_file(settings: Settings, key: PageKey) -> Path:
    """The file that a page of a recorded edition is in, searched or not. Raises PageNotFound."""
    catalogue = Catalogue(settings.documents)
    return catalogue.source(catalogue.edition(key.publication, key.edition)[1])


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except OSError as error:
        raise NotRead(path) from error
