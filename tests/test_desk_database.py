"""The desk: transactions are whole or not at all, and its schema grows by itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from kb.desk import Desk, tables
from kb.desk.log import Deed, changes, note
from kb.desk.steps import steps
from kb.errors import DamagedDesk, NewerDesk
from tests.postgres import NewDesk


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    return new_desk()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a desk of SQLite is kept; nothing is there yet."""
    return tmp_path / "documents" / "desk.sqlite3"


def test_a_desk_makes_itself(desk: Desk) -> None:
    """Neither folder, file nor table need be there; then all are as the statements name them."""
    with desk.reading() as connection:
        made = inspect(connection)
        for name, table in tables.desk.tables.items():
            columns = {one["name"]: one["nullable"] for one in made.get_columns(name)}
            keys = made.get_pk_constraint(name)["constrained_columns"]
            assert set(columns) == set(table.columns.keys())
            assert set(keys) == set(table.primary_key.columns.keys())
            optional = {column.name for column in table.columns if column.nullable}
            assert optional == {c for c, nullable in columns.items() if nullable} - set(keys)
        extra = set(made.get_table_names()) - set(tables.desk.tables)
    assert extra <= {"desk_version"}


def test_a_file_is_of_the_newest_version(path: Path) -> None:
    """However it was made."""
    with Desk(path).reading():
        pass
    assert _version(path) == steps("sqlite")[-1][0] > 0


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_the_steps_of_the_schema_are_numbered_without_a_gap(database: str) -> None:
    """A step that is missing or there twice would leave a table out."""
    numbers = [number for number, _ in steps(database)]
    assert numbers == list(range(1, len(numbers) + 1))


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


def test_a_file_that_is_no_database_is_said(path: Path) -> None:
    """One sentence that names it; it is left as it is."""
    desk = Desk(path)
    path.parent.mkdir()
    path.write_bytes(b"no database at all, and longer than a header of one hundred bytes" * 3)
    with pytest.raises(DamagedDesk, match=r"desk\.sqlite3"), desk.reading():
        pass


def test_a_desk_is_verified_as_it_is(path: Path) -> None:
    """One that is not there is not made, an older one not upgraded, a whole one well."""
    desk = Desk(path)
    assert desk.verify() is None
    assert not path.exists()
    _at(path, 1)
    assert desk.verify() is None
    assert _version(path) == 1


def test_damage_deep_in_a_desk_is_found(path: Path) -> None:
    """Also where no question would have met it."""
    desk = Desk(path)
    with desk.writing() as connection:
        for number in range(500):
            note(connection, None, Deed.ADDED, f"heft-{number}", "x" * 200)
    data = bytearray(path.read_bytes())
    assert len(data) > 40_000
    data[-4096:] = bytes(4096)
    path.write_bytes(data)
    assert isinstance(desk.verify(), DamagedDesk)


def test_a_file_of_a_newer_version_is_not_touched(path: Path) -> None:
    """An older program does not know what it may write there."""
    desk = Desk(path)
    _at(path, 0)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    assert isinstance(desk.verify(), NewerDesk)
    with pytest.raises(NewerDesk), desk.writing():
        pass
    assert _version(path) == 9999


def test_a_deed_of_somebody_who_is_gone_is_noted_without_them(desk: Desk) -> None:
    """A file can be read after whoever brought it has left."""
    with desk.writing() as connection:
        note(connection, 77, Deed.ADDED, "handbuch")
    assert [change.who for change in changes(desk)] == [""]


def _at(path: Path, version: int) -> None:
    """A desk as the first `version` steps leave it."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        for number, sql in steps("sqlite")[:version]:
            connection.executescript(sql)
            connection.execute(f"PRAGMA user_version = {number}")


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
