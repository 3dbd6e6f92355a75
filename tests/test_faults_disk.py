"""A full disk and folders that only read: what is there is searched, what is new is refused whole.

Real disks: mounted for a test where the system lets it, else these tests are skipped.
"""

import gc
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kb import cli
from kb.backup import backup
from kb.catalogue import Catalogue
from kb.catalogue.glossary_file import GlossaryFile
from kb.desk import Desk, accounts, sessions
from kb.doctor import examine
from kb.errors import FolderNotWritable
from kb.german import Term
from kb.intake import Intake
from kb.library import Library
from kb.model import PageKey, Role
from kb.settings import Settings
from kb.texts import ENGLISH, GERMAN
from tests.brought import letter
from tests.test_desk_sessions import NOW

Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts something on a folder of the test, until it ends."""
    mounted: list[Path] = []

    def mount(name: str, *options: str, source: Path | str = "tmpfs") -> Path:
        target = tmp_path / name
        target.mkdir(exist_ok=True)
        if (
            sys.platform != "linux"
            or subprocess.run(
                ["mount", *options, source, target], capture_output=True, check=False
            ).returncode
        ):
            pytest.skip("only whoever may mount disks can test a full or a read-only one")
        if target not in mounted:
            mounted.append(target)
        return target

    yield mount
    for target in reversed(mounted):
        subprocess.run(["umount", "-l", target], check=True)


class Disk:
    """A library on a disk of its own, which a test fills up to the last byte."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "home", meaning=False)
        self.library = Library(self.settings)
        self._filler = folder / "filler"

    def fill(self, leave: int = 0) -> None:
        """Take all room but `leave` bytes."""
        self._filler.unlink(missing_ok=True)
        free = shutil.disk_usage(self._filler.parent).free
        with self._filler.open("wb") as file:
            file.write(bytes(max(0, free - leave)))

    def make_room(self) -> None:
        self._filler.unlink()


@pytest.fixture
def disk(mount: Mount, small_home: Path) -> Disk:
    """Eight megabytes, with two accounts' worth of a desk."""
    folder = mount("disk", "-t", "tmpfs", "-o", "size=8m")
    shutil.copytree(small_home, folder / "home")
    return Disk(folder)


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if ".sqlite3" not in path.name)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}


def test_a_full_disk_is_searched_and_takes_nothing_half(disk: Disk) -> None:
    """Search, pages and pictures go on; whatever would write is refused in one sentence."""
    settings, desk = disk.settings, Desk(disk.settings.desk)
    staff = accounts.add(desk, "anna", Role.STAFF, None)
    token = sessions.begin(desk, staff.id, NOW)
    glossary = GlossaryFile(settings.documents, desk)
    publication = Catalogue(settings.documents).publications()[0][0]
    (settings.home / "kb.zip").write_bytes(b"the last good one")
    intake = Intake(settings)
    disk.fill()
    before = _files(settings.home)

    def upload() -> None:
        with intake.inbox.receiving("1" * 32, "a.pdf") as arrival:
            arrival.write(letter("Amsel"))
            arrival.accept()

    refused: list[Callable[[], object]] = [
        upload,
        lambda: sessions.begin(desk, staff.id, NOW),
        lambda: accounts.add(desk, "berta", Role.TRAINER, None),
        lambda: Catalogue(settings.documents).save(publication),
        lambda: glossary.save(staff, Term("", "Amsel"), seen=glossary.seen("Amsel")),
        lambda: backup(settings, settings.home / "kb.zip"),
        lambda: intake.jobs.wish(),
        lambda: disk.library.ingest([_letter(settings)]),
    ]
    for change in refused:
        with pytest.raises(FolderNotWritable) as caught:
            change()
        assert "free space" in str(caught.value)
        assert "Platz" in GERMAN.error(caught.value)
        assert "space" in ENGLISH.error(caught.value)
    fresh = Library(settings)
    assert fresh.search("arzt").total == disk.library.search("arzt").total == 13
    assert fresh.image(PageKey("handbuch", "2026", 3), "arzt", 360)
    # a session in use is not ended by a disk on which it cannot be prolonged
    assert sessions.holder(desk, token, NOW + timedelta(hours=1)) == staff
    assert {f.what for f in examine(settings) if not f.is_well} >= {"disk"}
    assert _files(settings.home) == before
    disk.make_room()
    upload()
    assert disk.library.ingest([_letter(settings)]).failed is False


def _letter(settings: Settings) -> Path:
    """A file elsewhere, to be taken in."""
    path = settings.home.parent.parent / "amsel.pdf"
    path.write_bytes(letter("Amsel"))
    return path


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh's files
@pytest.mark.parametrize("leave", [4096, 16_384, 65_536, 131_072, 262_144])
def test_wherever_the_disk_fills_up_the_old_index_answers(disk: Disk, leave: int) -> None:
    """While the file is copied in, read, recorded, built, proven or switched to."""
    disk.fill(leave)
    try:
        disk.library.ingest([_letter(disk.settings)])
    except FolderNotWritable:
        assert Library(disk.settings).search("arzt").total == 13
        assert len(list(disk.settings.index.glob("g*"))) == 1
    disk.make_room()
    assert disk.library.ingest([_letter(disk.settings)]).failed is False
    assert disk.library.search("Amsel").total >= 1
    assert not list(disk.settings.home.rglob("*.part"))
    gc.collect()  # here and not in another test


# -- folders that only read ------------------------------------------------------------------------


@pytest.fixture
def read_only(mount: Mount, small_home: Path, tmp_path: Path) -> Callable[[str], Settings]:
    """A library of which a part, "" for all, is mounted so that it can only be read."""

    def protect(part: str) -> Settings:
        shutil.copytree(small_home, tmp_path / "home")
        Desk(tmp_path / "home" / "documents" / "desk.sqlite3").verify()
        folder = tmp_path / "home" / part
        mount(str(folder.relative_to(tmp_path)), "--bind", source=folder)
        mount(str(folder.relative_to(tmp_path)), "-o", "remount,ro,bind", source=folder)
        return Settings(home=tmp_path / "home", meaning=False)

    return protect


@pytest.mark.parametrize("part", ["", "documents", "index"])
def test_folders_that_only_read_are_searched(
    read_only: Callable[[str], Settings], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By app and command; what cannot be written is named by ingest and doctor."""
    settings = read_only(part)
    library = Library(settings)
    assert library.search("arzt").total == 13
    assert library.image(PageKey("handbuch", "2026", 3), "arzt", 360)
    assert cli.main(["--home", str(settings.home), "search", "arzt"]) == cli.DONE
    closed = {"documents", "index"} if not part else {part}
    advice = {f.what: f.advice for f in examine(settings) if not f.is_well}
    assert closed <= set(advice)
    assert "damaged" not in " ".join(advice.values())
    assert all("cannot be written" in advice[name] for name in closed)
    if part != "documents":
        with pytest.raises(FolderNotWritable, match="index"):
            library.ingest()
    else:
        assert library.ingest().pages == 15
    capsys.readouterr()


def test_in_documents_that_only_read_nobody_can_sign_in_and_is_told_why(
    read_only: Callable[[str], Settings],
) -> None:
    """A sentence about the folder, not about a damage that is none."""
    settings = read_only("documents")
    with pytest.raises(FolderNotWritable, match="documents"):
        accounts.add(Desk(settings.desk), "anna", Role.STAFF, None)
    with pytest.raises(FolderNotWritable, match="documents"):
        Catalogue(settings.documents).save(Catalogue(settings.documents).publications()[0][0])
