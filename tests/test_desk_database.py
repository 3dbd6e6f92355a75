"""The desk's file: transactions are whole or not at all, and its schema grows by itself."""

import sqlite3
from contextlib import closing
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


def test_a_desk_is_verified_as_it_is(desk: Desk) -> None:
    """One that is not there is not made, an older one not upgraded, a whole one well."""
    assert desk.verify() is None
    assert not desk.path.exists()
    _at(desk.path, 1)
    assert desk.verify() is None
    assert _version(desk.path) == 1


def test_damage_deep_in_a_desk_is_found(desk: Desk) -> None:
    """Also where no question would have met it."""
    with desk.writing() as connection:
        for number in range(500):
            note(connection, None, Deed.ADDED, f"heft-{number}", "x" * 200)
    data = bytearray(desk.path.read_bytes())
    assert len(data) > 40_000
    data[-4096:] = bytes(4096)
    desk.path.write_bytes(data)
    assert isinstance(desk.verify(), DamagedDesk)


def test_a_file_of_a_newer_version_is_not_touched(desk: Desk) -> None:
    """An older program does not know what it may write there."""
    _at(desk.path, 0)
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    assert isinstance(desk.verify(), NewerDesk)
    with pytest.raises(NewerDesk), desk.writing():
        pass
    assert _version(desk.path) == 9999


def test_a_deed_of_somebody_who_is_gone_is_noted_without_them(desk: Desk) -> None:
    """A file can be read after whoever brought it has left."""
    with desk.writing() as connection:
        note(connection, 77, Deed.ADDED, "handbuch")
    assert [change.who for change in changes(desk)] == [""]


def _at(path: Path, version: int) -> None:
    """A desk as the first `version` steps leave it."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        for number, sql in steps()[:version]:
            connection.executescript(sql)
            connection.execute(f"PRAGMA user_version = {number}")


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
