"""One file's way from the inbox into `documents/`: known? readable? a record, then its place."""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kb import extract
from kb.catalogue import Catalogue
from kb.desk import Desk
from kb.disk import digest, lock
from kb.errors import DamagedDesk, IngestRunning, NewerDesk
from kb.extract import RawDocument, RawStore
from kb.ingest.reading import first_look
from kb.intake.inbox import move
from kb.model import Outcome, Publication, Visibility
from kb.settings import Settings

_MOST_TRIES = 10  # the power may fail thrice while a good file is read
_PATIENCE = 0.2  # seconds between two looks whether another ingest is done


@dataclass(frozen=True, slots=True)
class Admitted:
    """The file lies in `documents/` under a record; without text nothing of it is searched yet."""

    publication: str
    edition: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """The same bytes are in `documents/` already, under that name."""

    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of it can be read; it stays where it is."""

    outcome: Outcome


class Admission:
    """Takes in files for the team only, until a person has confirmed what they are.

    Each step can be done again after a death in the middle: the record is written first, so that
    no other ingest ever proposes one that everybody may see, and names the file's digest, by which
    the next attempt finds it. Of several homes with the same `documents/` and desk each may try.
    """

    def __init__(self, settings: Settings) -> None:
        self._catalogue = Catalogue(settings.documents)
        self._store = RawStore(settings.index / "pages")
        self._lock = settings.index / "ingest.lock"
        self._desk = Desk.of(settings)

    def admit(
        self, path: Path, name: str, sha256: str, progress: Callable[[int, int], None]
    ) -> Admitted | Known | Refused | None:
        """What became of a file in the inbox, None where another home has taken it in meanwhile.

        Raises FolderNotWritable, ReaderUnavailable, DeskAway.
        """
        try:
            if known := self._known(path, sha256):
                return known
            raw = self._store.load(sha256) or extract.read(path, progress=progress)
            if raw.outcome not in (Outcome.TEXT, Outcome.NEEDS_OCR):
                return Refused(raw.outcome) if path.exists() else None
            return self._placed(path, name, raw)
        except FileNotFoundError:
            if path.exists():  # it was about another file
                raise
        return None

    def outcome(self, sha256: str) -> Outcome:
        """What reading a file came to that has been admitted."""
        raw = self._store.load(sha256)
        return raw.outcome if raw else Outcome.TEXT

    def _placed(self, path: Path, name: str, raw: RawDocument) -> Admitted | Known:
        while True:
            try:
                with lock(self._lock):  # nobody sweeps what was read before the file is in place
                    self._store.save(raw)
                    return self._place(path, name, raw)
            except IngestRunning:
                time.sleep(_PATIENCE)

    def _place(self, path: Path, name: str, raw: RawDocument) -> Admitted | Known:
        with ExitStack() as stack:
            with suppress(DamagedDesk, NewerDesk):
                stack.enter_context(self._desk.writing())  # other homes wait, if there are any
            if known := self._known(path, raw.sha256):
                return known
            publication = self._catalogue.recorded(raw.sha256) or self._proposed(name, raw)
            edition = next(e for e in publication.editions if e.sha256 == raw.sha256)
            move(path, self._catalogue.file(edition))
            return Admitted(publication.id, edition.label, raw.outcome)

    def _proposed(self, name: str, raw: RawDocument) -> Publication:
        """A record for it, written, with a file name that is still free."""
        file = self._catalogue.free_file(name)
        found = self._catalogue.propose(Path(file), first_look(raw))
        edition = replace(found.editions[0], sha256=raw.sha256)
        found = replace(found, editions=(edition,), visibility=Visibility.TEAM)
        self._catalogue.save(found)
        return found

    def _known(self, path: Path, sha256: str) -> Known | None:
        """The file is dropped if its bytes are there already. Raises FileNotFoundError."""
        size = path.stat().st_size
        for held in self._catalogue.pdfs():
            if held.stat().st_size == size and digest(held) == sha256:
                path.unlink(missing_ok=True)
                return Known(held)
        return None


def is_hopeless(tries: int) -> bool:
    """Whoever reads this file dies each time."""
    return tries >= _MOST_TRIES
