"""The vocabulary of what a reader may see: made once, kept beside the index, mapped from there."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from kb.disk import writing_to
from kb.errors import FolderNotWritable
from kb.german import Analyzer
from kb.index.engine import Reader
from kb.model import Page
from kb.search.vocabulary import VERSION, PageVocabulary

_KEPT = 4  # newest: for the public and the team, of this generation and of the one before


class WordLists:
    """A folder of vocabularies, each named by what it was made of. Safe to share.

    They may be deleted at any time: what is missing or damaged is made again. Without a folder
    nothing is kept.
    """

    def __init__(self, folder: Path | None, analyzer: Analyzer) -> None:
        self._folder = folder
        self._analyzer = analyzer

    def of(self, reader: Reader) -> PageVocabulary:
        """The words of all pages of a reader; where they are not kept it takes a second for 3,000.

        A folder that cannot be written to is no reason to go without them.
        """
        if self._folder is None:
            return self._made(reader)
        place = self._folder / self._name(reader)
        with suppress(OSError, ValueError, EOFError):
            return PageVocabulary.load(place)
        made = self._made(reader)
        with suppress(FolderNotWritable):
            _keep(made, place)
            return PageVocabulary.load(place)
        return made

    def _made(self, reader: Reader) -> PageVocabulary:
        return PageVocabulary.of(_pages(reader), self._analyzer)

    def _name(self, reader: Reader) -> str:
        """Another one for other pages, another analyzer and other lists."""
        digest = hashlib.sha256(f"{VERSION} {self._analyzer.fingerprint}".encode())
        for entry in reader.entries:
            digest.update(f"\n{entry.publication}.{entry.edition} {entry.digest}".encode())
        return digest.hexdigest()[:32]


def _pages(reader: Reader) -> Iterator[Page]:
    for entry in reader.entries:
        yield from reader.pages(entry.publication, entry.edition)


def _keep(made: PageVocabulary, place: Path) -> None:
    """Write it whole or not at all, and remove old ones. Raises FolderNotWritable."""
    with writing_to(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(dir=place.parent, prefix="making-"))
        try:
            made.save(aside)
            shutil.rmtree(place, ignore_errors=True)  # damaged
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        kept = sorted(place.parent.iterdir(), key=lambda path: -path.stat().st_mtime_ns)
        for old in kept[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)  # whoever has mapped it keeps it
