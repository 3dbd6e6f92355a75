"""Changes that people make to publications in the app, each in the log with the files it moves."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from kb import disk
from kb.catalogue.editing import Difference, differences
from kb.catalogue.folder import Catalogue
from kb.catalogue.trash import Trash, Withdrawn
from kb.desk import Desk
from kb.desk.log import Deed, latest, note
from kb.errors import ChangedMeanwhile, KbError
from kb.model import Account, Publication


class Care:
    """Edits, withdraws, restores and deletes the publications of one folder.

    Safe between threads and processes: changes are made one at a time, within the transaction that
    notes them. The index follows with the next ingest. All changes raise FolderNotWritable.
    """

    def __init__(self, documents: Path, desk: Desk) -> None:
        self._documents = documents
        self._desk = desk
        self._catalogue = Catalogue(documents)
        self._trash = Trash(documents)

    def publications(self) -> tuple[Sequence[Publication], Sequence[KbError]]:
        """All records by title, and what is wrong with those left out."""
        found, problems = self._catalogue.publications()
        return sorted(found, key=lambda p: p.title.casefold()), problems

    def seen(self, id: str) -> str:
        """The state of a record somebody begins to edit; "" if there is none."""
        path = self._documents / f"{id}.toml"
        return disk.digest(path) if path.is_file() else ""

    def save(self, who: Account, publication: Publication, seen: str) -> Sequence[Difference]:
        """Write a record; returns what changed, nothing if it says that already.

        Raises ChangedMeanwhile if the record is no longer in the state that was `seen`.
        """
        with self._desk.writing() as connection:
            old = self._known().get(publication.id)
            if old is None or self.seen(publication.id) != seen:
                raise ChangedMeanwhile(publication.title)
            changed = differences(old, publication)
            if changed:
                self._catalogue.save(publication)
                note(connection, who.id, _deed(old, publication), publication.id, _told(changed))
        return changed

    def save_many(
        self, who: Account, ids: Sequence[str], change: Callable[[Publication], Publication]
    ) -> Sequence[str]:
        """Change several records alike; returns the ids of those that differ now."""
        done = []
        with self._desk.writing() as connection:
            for id, old in self._known().items():
                new = change(old) if id in ids else old
                if changed := differences(old, new):
                    self._catalogue.save(new)
                    note(connection, who.id, _deed(old, new), id, _told(changed))
                    done.append(id)
        return done

    def withdraw(self, who: Account, ids: Sequence[str], *, successor: str = "") -> Sequence[str]:
        """Move publications to the trash; returns the ids of those moved."""
        done = []
        with self._desk.writing() as connection:
            self._trash.settle()
            for id, publication in self._known().items():
                if id in ids:
                    self._trash.withdraw(publication, successor=successor)
                    note(connection, who.id, Deed.WITHDRAWN, id, publication.title)
                    done.append(id)
        return done

    def demonstration(self) -> Sequence[Publication]:
        """The publications that came with the program."""
        return [one for one in self.publications()[0] if one.demonstration]

    def trash(self) -> Sequence[tuple[Withdrawn, str]]:
        """What was withdrawn, the latest first, and who did it; "" where that is not known."""
        who = dict(latest(self._desk, Deed.WITHDRAWN))
        # of two under one id the log's latest line is about the later
        return [(one, who.pop(one.id, "")) for one in self._trash.contents()]

    def restore(self, who: Account, name: str) -> str:
        """Bring a publication back; returns its id. Raises NotInTrash."""
        with self._desk.writing() as connection:
            self._trash.settle()
            id = self._trash.restore(name)
            note(connection, who.id, Deed.RESTORED, id)
        return id

    def delete(self, who: Account, name: str) -> None:
        """Remove a publication from the trash for good. Raises NotInTrash."""
        with self._desk.writing() as connection:
            self._trash.settle()
            gone = next((one for one in self._trash.contents() if one.name == name), None)
            self._trash.delete(name)
            if gone:
                note(connection, who.id, Deed.DELETED, gone.id, gone.title)

    def settle(self) -> None:
        """Finish what a process that died had begun."""
        with self._desk.writing():
            self._trash.settle()

    def _known(self) -> Mapping[str, Publication]:
        return {publication.id: publication for publication in self._catalogue.publications()[0]}


def told(detail: str) -> Sequence[Difference]:
    """The differences that a line of the log names; none in a line of another kind."""
    try:
        return [Difference(**one) for one in json.loads(detail)]
    except (ValueError, TypeError):
        return []


def _told(changed: Sequence[Difference]) -> str:
    return json.dumps([asdict(one) for one in changed], ensure_ascii=False)


def _deed(old: Publication, new: Publication) -> Deed:
    return Deed.CONFIRMED if new.confirmed and not old.confirmed else Deed.EDITED
