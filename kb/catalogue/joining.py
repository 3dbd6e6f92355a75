"""A file that turned out to belong to a publication which is here, or not any more.

It becomes a new edition, the better file of an edition, or leaves as an edition nobody needs.

The record that was proposed for the file goes; ids and labels that people have links to stay.
Whatever moment the process dies in, every file has a record that is for the team at most, and
`settle` tells two records of one file apart.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kb.catalogue.folder import Catalogue
from kb.catalogue.trash import Trash
from kb.desk import Desk
from kb.desk.log import Deed, note
from kb.errors import ChangedMeanwhile
from kb.model import Account, Edition, Publication, Visibility


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says of the edition that a file becomes; `is_newest`: it goes in front."""

    year: int | None
    law_as_of: str
    is_newest: bool = True


class Joining:
    """Joins proposed publications to others, one change at a time, each noted in the log.

    All changes raise FolderNotWritable, and ChangedMeanwhile where a publication is gone or is no
    longer an unconfirmed one of one file.
    """

    def __init__(self, documents: Path, desk: Desk) -> None:
        self._catalogue = Catalogue(documents)
        self._trash = Trash(documents)
        self._desk = desk

    def as_edition(self, who: Account, proposed: str, target: str, details: Details) -> Edition:
        """Make the file of one publication an edition of another; returns that edition.

        The newest supersedes those that were current; any other is superseded by the one in front.
        """
        with self._desk.writing() as connection:
            found, held = self._proposed(proposed), self._found(target)
            edition = _added(held, found.editions[0], details)
            self._catalogue.save(_with_edition(held, edition, is_newest=details.is_newest))
            self._catalogue.drop(found.id)
            note(connection, who.id, Deed.JOINED, held.id, edition.label)
        return edition

    def as_better_file(
        self, who: Account, proposed: str, target: str, label: str, *, old_title: str
    ) -> Edition:
        """Put the file of one publication in the place of an edition's; returns that edition.

        The old file goes to the trash, as a publication of its own called `old_title`.
        """
        with self._desk.writing() as connection:
            self._trash.settle()
            found, held = self._proposed(proposed), self._found(target)
            old = held.edition(label)
            if old is None:
                raise ChangedMeanwhile(held.title)
            kept = self._kept(held, old, old_title)
            better = _in_place_of(old, found.editions[0])
            editions = tuple(better if e.label == label else e for e in held.editions)
            self._catalogue.save(replace(held, editions=editions))
            self._catalogue.drop(found.id)
            self._trash.withdraw(kept, successor=held.id)
            note(connection, who.id, Deed.WITHDRAWN, kept.id, kept.title)
            note(connection, who.id, Deed.REPLACED, held.id, label)
        return better

    def without_edition(self, who: Account, id: str, label: str, *, title: str) -> None:
        """Take one edition of several out; its file goes to the trash, as a publication `title`.

        What it had superseded is superseded by what superseded it, or is current again.
        """
        with self._desk.writing() as connection:
            self._trash.settle()
            held = self._found(id)
            old = held.edition(label)
            if old is None or len(held.editions) == 1:
                raise ChangedMeanwhile(held.title)
            kept = self._kept(held, old, title)
            self._catalogue.without_edition(held.id, label)
            self._trash.withdraw(kept, successor=held.id)
            note(connection, who.id, Deed.WITHDRAWN, kept.id, kept.title)

    def name_by_year(self, id: str, year: int | None) -> str:
        """The label of a file nobody but the team has seen follows its year; returns the label."""
        with self._desk.writing():
            found = self._proposed(id)
            label = found.editions[0].label
            if year is None or found.visibility is not Visibility.TEAM or label == str(year):
                return label
            self._catalogue.relabel(id, label, str(year))
        return str(year)

    def settle(self) -> None:
        """Finish what a process that died had begun: of two records of one file one goes."""
        with self._desk.writing():
            for publication in self._catalogue.doubles():
                self._catalogue.drop(publication.id)

    def _proposed(self, id: str) -> Publication:
        found = self._found(id)
        if found.confirmed or len(found.editions) != 1:
            raise ChangedMeanwhile(found.title)
        return found

    def _found(self, id: str) -> Publication:
        found = next((p for p in self._catalogue.publications()[0] if p.id == id), None)
        if found is None:
            raise ChangedMeanwhile(id)
        return found

    def _kept(self, held: Publication, old: Edition, title: str) -> Publication:
        """A record of its own for a file that is replaced: never without one, never public."""
        kept = replace(
            held,
            id=self._catalogue.free_id(f"{held.id}-{old.label}"),
            title=title,
            editions=(replace(old, superseded_by=""),),
            visibility=Visibility.TEAM,
            confirmed=False,
        )
        self._catalogue.save(kept)
        return kept


def _added(held: Publication, found: Edition, details: Details) -> Edition:
    """The file as an edition of the publication, under a label that is free there."""
    wanted = str(details.year or found.label)
    label, number = wanted, 2
    while held.edition(label):
        label, number = f"{wanted}-{number}", number + 1
    return replace(
        found,
        label=label,
        year=details.year,
        law_as_of=details.law_as_of,
        superseded_by="" if details.is_newest else _front(held),
    )


def _with_edition(held: Publication, new: Edition, *, is_newest: bool) -> Publication:
    older = tuple(
        replace(e, superseded_by=new.label) if is_newest and e.is_current else e
        for e in held.editions
    )
    return replace(held, editions=(new, *older) if is_newest else (*older, new))


def _front(held: Publication) -> str:
    return next((e.label for e in held.editions if e.is_current), held.editions[0].label)


def _in_place_of(old: Edition, new: Edition) -> Edition:
    """The same edition with another file; what people corrected page by page was about the old."""
    return replace(
        new,
        label=old.label,
        year=old.year or new.year,
        law_as_of=old.law_as_of or new.law_as_of,
        superseded_by=old.superseded_by,
        added=datetime.now(UTC).date(),
    )
