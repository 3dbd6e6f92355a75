"""A publication that goes to the trash leaves every answer, and comes back as it was."""

from pathlib import Path

import pytest

from kb.catalogue.care import Care
from kb.desk import Desk, accounts
from kb.errors import PageNotFound
from kb.library import Library
from kb.model import Account, PageKey, Role, Visibility
from kb.settings import Settings
from tests.small_library import copied

KEY = PageKey("handbuch", "2026", 4)


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    return copied(small_home, tmp_path / "home")


@pytest.fixture
def library(home: Path) -> Library:
    return Library(Settings(home=home, meaning=False))


@pytest.fixture
def care(home: Path) -> Care:
    return Care(home / "documents", Desk(home / "documents" / "desk.sqlite3"))


@pytest.fixture
def ada(home: Path) -> Account:
    return accounts.add(Desk(home / "documents" / "desk.sqlite3"), "Ada", Role.STAFF, None)


def test_nothing_of_a_withdrawn_publication_is_found(
    library: Library, care: Care, ada: Account
) -> None:
    """No hit, page or file; the files are no new publications either."""
    assert library.search("Arzt").total
    care.withdraw(ada, ["handbuch"], successor="blatt")
    report = library.ingest()
    assert report.removed == ["handbuch.2026"]
    assert (report.proposed, report.problems) == ([], [])
    assert library.search("Arzt Vormund Clearing").total == 0
    for ask in (library.page, lambda key: library.pdf(key.publication, key.edition)):
        with pytest.raises(PageNotFound):
            ask(KEY)
    assert library.withdrawn()["handbuch"].successor == "blatt"


def test_a_restored_publication_is_found_as_before(
    library: Library, care: Care, ada: Account
) -> None:
    """The same pages under the same keys."""
    before = [(hit.page, hit.score) for hit in library.search("Arzt").hits]
    care.withdraw(ada, ["handbuch"])
    library.ingest()
    care.restore(ada, "handbuch")
    library.ingest()
    assert [(hit.page, hit.score) for hit in library.search("Arzt").hits] == before
    assert library.withdrawn() == {}


def test_the_trash_of_the_team_is_the_teams(
    home: Path, library: Library, care: Care, ada: Account
) -> None:
    """Not even the title of an internal publication is told to others."""
    record = home / "documents" / "handbuch.toml"
    record.write_text('visibility = "team"\n' + record.read_text("utf-8"), "utf-8")
    care.withdraw(ada, ["handbuch"])
    assert library.withdrawn() == {}
    assert set(library.seen_by(Visibility.TEAM).withdrawn()) == {"handbuch"}
