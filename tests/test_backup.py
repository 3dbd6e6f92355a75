"""A backup holds everything people made, proves itself whole, and comes back into an empty home."""

import json
import shutil
import zipfile
from pathlib import Path
from threading import Event, Thread

import pytest

from kb.backup import backup, restore
from kb.desk import Desk, accounts
from kb.desk.collections import Collections, Piece, PieceKind
from kb.errors import BadBackup, FolderNotEmpty
from kb.library import Library
from kb.model import Role
from kb.settings import Settings


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Settings:
    """A library with an account and a collection."""
    settings = Settings(home=tmp_path / "home")
    shutil.copytree(small_home / "documents", settings.documents)
    for file in settings.documents.glob("desk.sqlite3*"):
        file.unlink()
    accounts.add(Desk(settings.desk), "anna", Role.TRAINER, None)
    Collections(Desk(settings.desk), 1).create("Modul 3", [Piece(PieceKind.NOTE, "Notiz")])
    (settings.documents / ".secret").write_text("geheim", "utf-8")
    return settings


def _other(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "other")


def test_a_restored_home_is_searched_as_the_first(home: Settings, tmp_path: Path) -> None:
    """The drill: back up, restore elsewhere, ingest, search, open the collection."""
    saved = backup(home, tmp_path / "kb.zip")
    other = _other(tmp_path)
    assert restore(tmp_path / "kb.zip", other) == saved
    library = Library(other)
    assert library.ingest().failed is False
    assert library.search("arzt").total == 13
    titles = [one.title for one in Collections(Desk(other.desk), 1).all()]
    assert titles == ["Modul 3"]


def test_keys_are_not_copied(home: Settings, tmp_path: Path) -> None:
    """A stolen backup signs nobody in."""
    backup(home, tmp_path / "kb.zip")
    with zipfile.ZipFile(tmp_path / "kb.zip") as archive:
        names = archive.namelist()
    assert ".secret" not in names
    assert "desk.sqlite3" in names
    assert "handbuch.toml" in names


def test_a_backup_is_made_while_people_work(home: Settings, tmp_path: Path) -> None:
    """The desk in it is that of one moment, whatever is written meanwhile."""
    mine, stop = Collections(Desk(home.desk), 1), Event()

    def work() -> None:
        while not stop.is_set():
            mine.add(1, Piece(PieceKind.NOTE, "noch eine"))

    worker = Thread(target=work)
    worker.start()
    try:
        backup(home, tmp_path / "kb.zip")
    finally:
        stop.set()
        worker.join()
    other = _other(tmp_path)
    restore(tmp_path / "kb.zip", other)
    assert Collections(Desk(other.desk), 1).open(1).pieces[0].text == "Notiz"


def test_a_damaged_backup_changes_nothing(home: Settings, tmp_path: Path) -> None:
    """Not a ZIP, cut off, a bit turned, a manifest of tomorrow, no file at all."""
    good = tmp_path / "kb.zip"
    backup(home, good)
    data = good.read_bytes()
    at = data.index(b"%PDF") + 100
    turned = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    for bad in (b"", b"no zip", data[: len(data) // 2], turned):
        file = tmp_path / "bad.zip"
        file.write_bytes(bad)
        with pytest.raises(BadBackup):
            restore(file, _other(tmp_path))
        assert not _other(tmp_path).documents.exists()
    with pytest.raises(BadBackup):
        restore(tmp_path / "none.zip", _other(tmp_path))


@pytest.mark.parametrize("name", ["../outside.toml", "/outside.toml", "C:\\outside.toml"])
def test_a_backup_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    """Whatever the names in it are."""
    file = tmp_path / "kb.zip"
    entry = {"sha256": "0" * 64, "size": 1}
    manifest = {"format": 1, "version": "", "made": "2026-11-23T00:00:00", "files": {name: entry}}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
        archive.writestr("MANIFEST.json", json.dumps(manifest))
    with pytest.raises(BadBackup):
        restore(file, _other(tmp_path))
    assert not list(tmp_path.glob("outside*"))


def test_a_home_in_use_is_not_written_over(home: Settings, tmp_path: Path) -> None:
    """Restoring is for an empty home."""
    backup(home, tmp_path / "kb.zip")
    with pytest.raises(FolderNotEmpty):
        restore(tmp_path / "kb.zip", home)


def test_an_older_backup_is_replaced_only_by_a_whole_one(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can lie in the folder that is saved; it does not save itself."""
    monkeypatch.chdir(home.documents)
    file = Path("kb.zip")
    backup(home, file)
    first = zipfile.ZipFile(file).namelist()
    backup(home, file)
    assert zipfile.ZipFile(file).namelist() == first
    assert not list(home.documents.glob(".*.part"))
