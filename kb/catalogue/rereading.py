"""What people and programs say of how a file is to be read, written into its record."""

from dataclasses import replace
from pathlib import Path

from kb.catalogue.folder import Catalogue
from kb.desk import Desk
from kb.desk.log import Deed, note
from kb.model import Edition, Publication, Reading


class Rereading:
    """Changes one edition's reading, each change in the log. Raises FolderNotWritable.

    Safe between processes: what is written is read anew within the transaction that notes it. The
    index follows with the next ingest.
    """

    def __init__(self, documents: Path, desk: Desk) -> None:
        self._catalogue = Catalogue(documents)
        self._desk = desk

    def read_as(self, account: int | None, id: str, label: str, reading: Reading) -> None:
        """Have an edition read that way from now on. Raises PageNotFound if it is gone."""
        with self._desk.writing() as connection:
            publication, edition = self._catalogue.edition(id, label)
            if edition.reading != reading:
                self._save(publication, replace(edition, reading=reading))
                note(connection, account, Deed.REREAD, id, label)

    def recognised(self, account: int | None, id: str, label: str, copy: str) -> None:
        """Have an edition read from a copy with recognised text. Raises PageNotFound."""
        with self._desk.writing() as connection:
            publication, edition = self._catalogue.edition(id, label)
            self._save(publication, replace(edition, recognised=copy))
            note(connection, account, Deed.RECOGNISED, id, label)

    def _save(self, publication: Publication, changed: Edition) -> None:
        editions = [changed if e.label == changed.label else e for e in publication.editions]
        self._catalogue.save(replace(publication, editions=tuple(editions)))
