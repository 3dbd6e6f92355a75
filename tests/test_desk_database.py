"""The desk's file: transactions are whole or not at all, and its schema grows by itself."""

import sqlite3
from pathlib import Path

import pytest

from kb.desk import Desk
from kb.desk.database import steps
from kb.desk.log import Deed, changes, note
from kb.errors import DamagedDesk, NewerDesk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "documents" / "desk.sqlite3")


def test_a_desk_makes_itself(desk: Desk) -> None:
    """Neither folder nor file need be there; afterwards the schema is the newest."""
    with desk.reading() as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    assert version == steps()[-1][0] > 0


def test_the_steps_of_the_schema_are_numbered_without_a_gap() -> None:
    """A step that is missing or there twice would leave a table out."""
    assert [number for number, _ in steps()] == list(range(1, len(steps()) + 1))


def test_what_is_raised_undoes_a_transaction(desk: Desk) -> None:
    """Half of a change is never kept."""

    def fail() -> None:
        with desk.writing() as connection:
            note(connection, None, Deed.ADDED, "handbuch")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert changes(desk) == []


def test_the_log_tells_the_latest_first(desk: Desk) -> None:
    """By subject or all of them."""
    for subject in ("handbuch", "blatt"):
        with desk.writing() as connection:
            note(connection, None, Deed.ADDED, subject)
    assert [change.subject for change in changes(desk)] == ["blatt", "handbuch"]
    assert [change.deed for change in changes(desk, "handbuch")] == [Deed.ADDED]


def test_a_file_that_is_no_database_is_said(desk: Desk) -> None:
    """One sentence that names it; it is left as it is."""
    desk.path.parent.mkdir()
    desk.path.write_bytes(b"no database at all, and longer than a header of one hundred bytes" * 3)
    with pytest.raises(DamagedDesk, match=r"desk\.sqlite3"), desk.reading():
        pass


def test_a_file_of_a_newer_version_is_not_touched(desk: Desk) -> None:
    """An older program does not know what it may write there."""
    desk.path.parent.mkdir()
    connection = sqlite3.connect(desk.path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(NewerDesk), desk.writing():
        pass
