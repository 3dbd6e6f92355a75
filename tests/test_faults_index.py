"""Damage to an index that serves: an older one answers at once, and the next ingest repairs it."""

import os
import shutil
import time
from pathlib import Path

import pytest

from kb.errors import DamagedIndex, NoIndex
from kb.index import generations as generations_module
from kb.index.generations import Generations
from kb.library import Library
from kb.model import PageKey
from kb.settings import Settings
from tests.small_pdf import pdf, sheet


@pytest.fixture(scope="module")
def two(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two generations; read only."""
    home = tmp_path_factory.mktemp("two")
    shutil.copytree(small_home, home, dirs_exist_ok=True)
    settings = Settings(home=home, meaning=False)
    (settings.documents / "neues.pdf").write_bytes(pdf(sheet("Der Notgroschen liegt bereit.")))
    Library(settings).ingest()
    return home


@pytest.fixture
def home(two: Path, tmp_path: Path) -> Path:
    """A copy, in which they share no file: what damages one leaves the other."""
    shutil.copytree(two, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def library(home: Path) -> Library:
    """Opened, as in a server that runs."""
    found = Library(Settings(home=home, meaning=False))
    assert _knows(found, "Notgroschen")
    return found


def _knows(library: Library, word: str) -> bool:
    """Whether it finds a page on which the word stands; without one it offers similar ones."""
    return any(word in hit.page.text for hit in library.search(word).hits)


def _serving(library: Library) -> Path:
    return library.settings.index / (library.settings.index / "CURRENT").read_text().strip()


def _turn(path: Path, *, every: int = 1) -> None:
    """Turn bits in place: whoever has the file open sees them too."""
    with path.open("r+b") as file:
        data = bytearray(file.read())
        for at in range(0, len(data), every):
            data[at] ^= 0xFF
        file.seek(0)
        file.write(data)


def _turn_files(library: Library, pattern: str) -> None:
    paths = list(_serving(library).glob(pattern))
    assert paths
    for path in paths:
        _turn(path)


@pytest.mark.parametrize("pattern", ["MAIN_*", "*-rows.npy"])
def test_bits_that_turn_under_a_running_server(library: Library, pattern: str) -> None:
    """The very search that trips over them is answered, from the index before; it is told."""
    _turn_files(library, pattern)
    results = library.search("wer unterschreibt beim arzt")
    assert results.hits
    assert library.page(PageKey("handbuch", "2026", 3)).text
    assert not _knows(library, "Notgroschen")
    assert isinstance(library.damage(), DamagedIndex)
    assert library.ingest().rebuilt
    assert _knows(library, "Notgroschen")
    assert library.damage() is None


def test_a_page_that_cannot_be_read_any_more(library: Library) -> None:
    """Reading on without a search: the page comes from the index before."""
    key = PageKey("handbuch", "2026", 3)
    text = library.page(key).text
    _turn_files(library, "MAIN_*_stored.col")
    assert library.page(key).text == text
    assert library.damage() is not None


def test_a_mistake_of_ours_is_no_damage(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails though every byte is right is raised, and the newest index goes on serving."""

    def fail(*_: object) -> None:
        raise RuntimeError("ours")

    serving = library.state
    monkeypatch.setattr("kb.index.reader.GenerationReader.search", fail)
    with pytest.raises(RuntimeError, match="ours"):
        library.search("arzt")
    assert (library.state, library.damage()) == (serving, None)


def test_where_all_are_damaged_it_is_said_and_repaired(library: Library) -> None:
    """No good generation: one sentence, which says what to do; doing it helps."""
    for folder in library.settings.index.glob("g*"):
        for path in folder.iterdir():
            if path.name.startswith("MAIN_") or path.suffix == ".npy":
                _turn(path)
    for asking in (library, library, Library(library.settings)):
        with pytest.raises((DamagedIndex, NoIndex)) as caught:
            asking.search("arzt")
        assert "kb ingest" in str(caught.value)
    assert library.ingest().rebuilt
    assert library.search("arzt").total == 13


def test_an_index_without_a_proof_of_its_manifest_serves(home: Path) -> None:
    """Those made before there was one."""
    index = Settings(home=home).index
    current = index / (index / "CURRENT").read_text().strip()
    (current / "MANIFEST.sha256").unlink()
    generations = Generations(index)
    assert (generations.serving().folder, generations.damage()) == (current, None)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00", b"../../etc", b"g999999", b"g000001\0", None]
)
def test_a_damaged_pointer(library: Library, content: bytes | None) -> None:
    """The newest whole index serves a running server, too, and the next ingest writes it anew."""
    pointer = library.settings.index / "CURRENT"
    if content is None:
        pointer.unlink()
    else:
        pointer.write_bytes(content)
    assert _knows(library, "Notgroschen")
    assert library.damage() is not None
    library.ingest()
    assert library.damage() is None
    assert _serving(library).is_dir()


def test_an_index_that_is_deleted_under_a_server_comes_back(library: Library) -> None:
    """Deleting it loses nothing: after the next ingest the server answers, from the new one."""
    before = library.state
    shutil.rmtree(library.settings.index)
    with pytest.raises(NoIndex):
        library.search("arzt")
    (library.settings.documents / "neues.pdf").unlink()
    Library(library.settings).ingest()  # another process
    assert library.search("arzt").total == 13
    assert not _knows(library, "Notgroschen")
    assert library.state != before


def test_no_name_is_used_again_after_the_index_was_deleted(tmp_path: Path) -> None:
    """A server that slept through it must not take the new one for the old."""
    names = set()
    for _ in range(20):
        with Generations(tmp_path).draft() as draft:
            names.add(draft.publish("f", [], []))
        shutil.rmtree(tmp_path)
    assert len(names) > 15


# -- the clock -------------------------------------------------------------------------------------


@pytest.fixture
def back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ten years ago: for time.time and for what the disk writes on new files."""
    then = time.time() - 10 * 365 * 86400
    monkeypatch.setattr(time, "time", lambda: then)
    publish = generations_module.Draft.publish

    def aged(self: generations_module.Draft, *rest: object) -> str:
        name = publish(self, *rest)  # type: ignore[arg-type]
        for path in (self.folder, *self.folder.iterdir()):
            os.utime(path, (then, then))
        return name

    monkeypatch.setattr(generations_module.Draft, "publish", aged)


@pytest.mark.usefixtures("back")
def test_the_newest_is_not_what_the_clock_says(library: Library) -> None:
    """Published while the clock is ten years back, an index serves; so it does without CURRENT."""
    (library.settings.documents / "spaet.pdf").write_bytes(
        pdf(sheet("Die Dachluke klemmt heute noch."))
    )
    library.ingest()
    assert _knows(library, "Dachluke")
    (library.settings.index / "CURRENT").unlink()
    assert _knows(Library(library.settings), "Dachluke")
    library.ingest()
    assert _knows(library, "Notgroschen")
