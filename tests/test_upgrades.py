"""A home that an earlier version made is opened by this one, and nothing people made is lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kb.desk import Desk, accounts
from kb.desk.collections import Collections
from kb.desk.log import changes
from kb.desk.steps import steps
from kb.doctor import examine
from kb.errors import NoIndex
from kb.library import Library
from kb.settings import Settings
from tests.small_library import build

# what people had made by each version; later versions have the rows of all before
MADE = {
    1: """
        INSERT INTO account (id, name, role, password, created)
          VALUES (3, 'Petra', 'staff', NULL, '2026-01-02T03:04:05+00:00');
        INSERT INTO session
          VALUES ('digest', 3, '2026-01-02T03:04:05+00:00', '2026-01-02T04:00:00+00:00');
    """,
    2: """
        INSERT INTO change (at, account, deed, subject, detail)
          VALUES ('2026-01-02T03:04:05+00:00', 3, 'added', 'handbuch', 'a.pdf');
    """,
    3: """
        INSERT INTO unanswered
          VALUES ('asked', 'known', '', 0, 1, 1, '2026-01-02', '2026-01-02', 0);
        INSERT INTO contact_check VALUES ('handbuch', '0421 1234', '2026-01-02', 3);
    """,
    4: """
        INSERT INTO collection (id, owner, title, changed)
          VALUES (1, 3, 'Modul 3', '2026-01-02T03:04:05+00:00');
        INSERT INTO piece (collection, position, kind, text) VALUES (1, 0, 'note', 'Notiz');
    """,
    5: "UPDATE account SET elsewhere = 'https://id.example 17';",
    6: "",
    7: "",
}


def _old(path: Path, version: int) -> None:
    """The file as it was when `version` was the newest, with what people had made by then."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        for number, sql in steps("sqlite")[:version]:
            connection.executescript(f"{sql}; PRAGMA user_version = {number}; {MADE[number]}")


def _schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def test_every_version_has_something_to_lose() -> None:
    """A new step of the schema needs its line above."""
    assert sorted(MADE) == [number for number, _ in steps("sqlite")]


@pytest.mark.parametrize("version", sorted(MADE))
def test_a_desk_of_every_version_becomes_the_newest(tmp_path: Path, version: int) -> None:
    """The same schema as a fresh one, with everything that was in it."""
    old, fresh = tmp_path / "old" / "desk.sqlite3", tmp_path / "fresh" / "desk.sqlite3"
    _old(old, version)
    desk = Desk(old)
    petra = accounts.named(desk, "Petra")
    with Desk(fresh).reading():
        pass
    assert _schema(old) == _schema(fresh)
    assert accounts.entries(desk)[0].account == petra
    assert accounts.add(desk, "Ali", petra.role, None).id > petra.id
    if version >= 2:
        assert "handbuch" in [change.subject for change in changes(desk)]
    if version >= 4:
        assert Collections(desk, petra.id).open(1).pieces[0].text == "Notiz"


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Settings:
    """A library with an index, of one's own."""
    settings = Settings(home=tmp_path / "home", meaning=False)
    shutil.copytree(small_home, settings.home)
    return settings


def _manifest(settings: Settings) -> Path:
    serving = (settings.index / "CURRENT").read_text("utf-8").strip()
    return settings.index / serving / "MANIFEST.json"


def test_an_index_of_older_code_serves_until_it_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the pages that were read before: no PDF is read a second time."""
    home = Settings(home=tmp_path, meaning=False)
    with monkeypatch.context() as older:
        older.setattr("kb.ingest.pipeline.fingerprint", lambda _: "of an older version")
        build(tmp_path)
    manifest = _manifest(home)
    read = {path: path.stat().st_mtime_ns for path in (home.index / "pages").iterdir()}
    library = Library(home)
    assert library.search("arzt").total == 13
    assert library.ingest().rebuilt
    assert library.search("arzt").total == 13
    assert _manifest(home) != manifest
    assert {path: path.stat().st_mtime_ns for path in (home.index / "pages").iterdir()} == read


def test_an_index_of_another_form_is_said_and_made_anew(home: Settings) -> None:
    """Nobody sees a traceback: a sentence until the next ingest, which needs no help."""
    manifest = _manifest(home)
    for path in manifest.parent.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (manifest.parent / "table").write_bytes(b"x")
    manifest.write_text('{"version": 1, "tables": ["table"]}', "utf-8")
    library = Library(home)
    with pytest.raises(NoIndex, match="Run 'kb ingest'"):
        library.search("arzt")
    assert any("kb ingest" in finding.advice for finding in examine(home))
    library.ingest()
    assert library.search("arzt").total == 13
