"""A file becomes an edition of what is here, or takes the place of one; links stay."""

from dataclasses import replace
from pathlib import Path

import pytest

from kb.catalogue import Catalogue
from kb.catalogue.joining import Details, Joining
from kb.catalogue.trash import Trash
from kb.desk import Desk, accounts
from kb.desk.log import Deed, changes
from kb.errors import ChangedMeanwhile
from kb.model import Account, Edition, Publication, Role, Visibility


class Shelf:
    """A folder with a handbook, and a file that waits to be said what it is."""

    def __init__(self, documents: Path) -> None:
        self.documents = documents
        self.desk = Desk(documents / "desk.sqlite3")
        self.who: Account = accounts.add(self.desk, "Petra", Role.STAFF, None)
        self.joining = Joining(documents, self.desk)
        self.catalogue = Catalogue(documents)
        self.put("handbuch", "2024", sha256="a" * 64, confirmed=True)
        self.put("heft-neu3", "1", sha256="b" * 64, confirmed=False)

    def put(self, id: str, label: str, *, sha256: str, confirmed: bool) -> None:
        (self.documents / f"{id}.pdf").write_bytes(f"%PDF-{id}".encode())
        edition = Edition(
            label, f"{id}.pdf", year=int(label) if len(label) == 4 else None, sha256=sha256
        )
        visibility = Visibility.PUBLIC if confirmed else Visibility.TEAM
        self.catalogue.save(
            Publication(id, id, (edition,), confirmed=confirmed, visibility=visibility)
        )

    def editions(self, id: str = "handbuch") -> dict[str, str]:
        """Label -> label of the edition that supersedes it."""
        found, problems = self.catalogue.publications()
        assert problems == []
        return {e.label: e.superseded_by for p in found if p.id == id for e in p.editions}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """That folder."""
    return Shelf(tmp_path)


def test_a_newer_edition_stands_in_front(shelf: Shelf) -> None:
    """The one before says so; the record proposed for the file is gone."""
    new = shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", Details(2026, "2026-03"))
    assert (new.label, new.law_as_of, new.file) == ("2026", "2026-03", "heft-neu3.pdf")
    assert shelf.editions() == {"2026": "", "2024": "2026"}
    assert list(shelf.documents.glob("*.toml")) == [shelf.documents / "handbuch.toml"]
    change, account = changes(shelf.desk)
    assert account.deed is Deed.ACCOUNT_ADDED
    assert (change.deed, change.subject, change.who) == (Deed.JOINED, "handbuch", "Petra")


def test_an_older_edition_stands_behind(shelf: Shelf) -> None:
    """Somebody found the brochure of 2018 in a drawer."""
    details = Details(2018, "", is_newest=False)
    shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", details)
    assert shelf.editions() == {"2024": "", "2018": "2024"}


def test_a_label_that_is_taken_gets_a_number(shelf: Shelf) -> None:
    """Labels are part of links, so none ever means another file."""
    new = shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", Details(2024, ""))
    assert new.label == "2024-2"


def test_a_better_file_takes_the_place_of_the_old(shelf: Shelf) -> None:
    """Under the same id and label; the old file is in the trash and can come back."""
    shelf.joining.as_better_file(
        shelf.who, "heft-neu3", "handbuch", "2024", old_title="handbuch (ersetzt)"
    )
    found = next(p for p in shelf.catalogue.publications()[0] if p.id == "handbuch")
    (edition,) = found.editions
    assert (edition.label, edition.year, edition.file) == ("2024", 2024, "heft-neu3.pdf")
    assert edition.sha256 == "b" * 64
    assert sorted(p.name for p in shelf.documents.glob("*.pdf")) == ["heft-neu3.pdf"]
    (old,) = Trash(shelf.documents).contents()
    assert old.title == "handbuch (ersetzt)"
    assert [name for name, _ in old.files] == ["handbuch.pdf"]
    deeds = [change.deed for change in changes(shelf.desk)]
    assert deeds == [Deed.REPLACED, Deed.WITHDRAWN, Deed.ACCOUNT_ADDED]


def test_an_edition_nobody_needs_goes_to_the_trash(shelf: Shelf) -> None:
    """The one before it is current again; out of the trash it can become an edition once more."""
    shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", Details(2026, ""))
    shelf.joining.without_edition(shelf.who, "handbuch", "2026", title="handbuch 2026")
    assert shelf.editions() == {"2024": ""}
    (gone,) = Trash(shelf.documents).contents()
    assert (gone.title, gone.successor) == ("handbuch 2026", "handbuch")
    assert [name for name, _ in gone.files] == ["heft-neu3.pdf"]
    assert not (shelf.documents / "heft-neu3.pdf").exists()
    back = Trash(shelf.documents).restore(gone.name)
    shelf.joining.as_edition(shelf.who, back, "handbuch", Details(2026, ""))
    assert shelf.editions() == {"2026": "", "2024": "2026"}


def test_an_edition_in_the_middle_leaves_no_gap(shelf: Shelf) -> None:
    """The one before it is superseded by the one behind it."""
    shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", Details(2025, ""))
    shelf.put("neuestes", "1", sha256="c" * 64, confirmed=False)
    shelf.joining.as_edition(shelf.who, "neuestes", "handbuch", Details(2026, ""))
    shelf.joining.without_edition(shelf.who, "handbuch", "2025", title="handbuch 2025")
    assert shelf.editions() == {"2026": "", "2024": "2026"}


def test_the_only_edition_is_the_publication(shelf: Shelf) -> None:
    """It is withdrawn with it, or not at all; nor is one that is gone taken out twice."""
    for label in ("2024", "1999"):
        with pytest.raises(ChangedMeanwhile):
            shelf.joining.without_edition(shelf.who, "handbuch", label, title="x")
    assert shelf.editions() == {"2024": ""}
    assert Trash(shelf.documents).contents() == []


def test_what_has_been_confirmed_is_no_file_to_be_joined(shelf: Shelf) -> None:
    """Two people work on the same list; the second one is told."""
    shelf.put("heft-neu3", "1", sha256="b" * 64, confirmed=True)
    with pytest.raises(ChangedMeanwhile):
        shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", Details(2026, ""))
    with pytest.raises(ChangedMeanwhile):
        shelf.joining.as_edition(shelf.who, "gone", "handbuch", Details(2026, ""))


def test_of_two_records_of_one_file_the_proposed_one_goes(shelf: Shelf) -> None:
    """The process died after the edition was written and before its own record went."""
    found = next(p for p in shelf.catalogue.publications()[0] if p.id == "handbuch")
    held = Edition("2026", "heft-neu3.pdf", year=2026, sha256="b" * 64)
    shelf.catalogue.save(replace(found, editions=(held, *found.editions)))
    shelf.joining.settle()
    assert sorted(p.stem for p in shelf.documents.glob("*.toml")) == ["handbuch"]


def test_a_label_that_only_the_team_knows_follows_the_year(shelf: Shelf) -> None:
    """Not one that everybody may have a link to."""
    assert shelf.joining.name_by_year("heft-neu3", 2025) == "2025"
    assert shelf.editions("heft-neu3") == {"2025": ""}
    found = next(p for p in shelf.catalogue.publications()[0] if p.id == "heft-neu3")
    shelf.catalogue.save(replace(found, visibility=Visibility.PUBLIC))
    assert shelf.joining.name_by_year("heft-neu3", 2023) == "2025"
    assert shelf.joining.name_by_year("heft-neu3", None) == "2025"


def test_what_people_wrote_between_editions_stays_there(shelf: Shelf) -> None:
    """A comment belongs to what comes after it, also when an edition gets another line."""
    path = shelf.documents / "handbuch.toml"
    older = '\n# die alte Auflage\n[[editions]]\nlabel = "2018"\nfile = "alt.pdf"\n'
    path.write_text(path.read_text("utf-8") + older + 'superseded_by = "2024"\n', "utf-8")
    (shelf.documents / "alt.pdf").write_bytes(b"%PDF-")
    shelf.joining.as_edition(shelf.who, "heft-neu3", "handbuch", Details(2026, ""))
    assert shelf.editions() == {"2026": "", "2024": "2026", "2018": "2024"}
    text = path.read_text("utf-8")
    assert 'superseded_by = "2026"\n\n# die alte Auflage\n[[editions]]' in text
    assert 'superseded_by = "2024"\n\n[[editions]]\nlabel = "2026"' in text
