"""The process that reads is killed, its results are damaged: the file is read as if nothing was."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kb.catalogue import Catalogue
from kb.disk import digest
from kb.errors import NotRecognised
from kb.extract import RawStore, read, starting
from kb.ingest.recognising import recognise_edition
from kb.library import Library
from kb.model import Outcome
from kb.settings import Settings
from kb.texts import ENGLISH, GERMAN
from tests.scan import needs_recognition, scan
from tests.small_pdf import pdf, sheet

_FORKING = "kb.extract.nursery"
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def _lines(number: int) -> list[str]:
    return [f"Seite {number}: Die Vormundschaft beginnt mit der Bestellung.", "Das Amt hilft."]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "heft.pdf"
    path.write_bytes(pdf(*(sheet(*_lines(number)) for number in range(1, 40))))
    return path


def _children(word: str) -> list[psutil.Process]:
    """Below this process, whose command holds a word; those nearest to it first."""
    found = psutil.Process().children(recursive=True)
    return [process for process in found if any(word in part for part in _command(process))]


def _readers() -> list[psutil.Process]:
    return [process for process in _children(_FORKING) if process.ppid() != os.getpid()]


def _forking() -> list[psutil.Process]:
    """The process that readers are forked from, once it has."""
    return [process for process in _children(_FORKING)[:1] if _readers()]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


class _Killer(threading.Thread):
    """Kills the first process that `find` gives, once it has worked for `after` seconds."""

    def __init__(self, find: Callable[[], list[psutil.Process]], after: float) -> None:
        super().__init__(daemon=True)
        self._find = find
        self._after = after
        self.killed: set[int] = set()
        self.start()

    def run(self) -> None:
        until = time.monotonic() + 60
        while not self.killed and time.monotonic() < until:
            with suppress(psutil.Error):  # on a quick machine it is done by then
                for process in self._find()[:1]:
                    time.sleep(self._after)
                    process.kill()
                    self.killed.add(process.pid)
            time.sleep(0.002)


@needs_signals
@pytest.mark.parametrize("find", [_readers, _forking])
@pytest.mark.parametrize("after", [0.0, 0.05, 0.1])
def test_a_reader_that_is_killed_loses_no_page(
    file: Path, find: Callable[[], list[psutil.Process]], after: float
) -> None:
    """At its start, while it opens, at a page; and so with the process that it was forked from."""
    if not starting.IS_FORKED:
        pytest.skip("each is started anew here")
    whole = read(file)
    killer = _Killer(find, after)
    assert read(file) == whole
    killer.join(1)
    assert killer.killed or after  # a quick machine may be done by a later moment
    assert whole.outcome is Outcome.TEXT
    assert read(file) == whole


@needs_signals
@pytest.mark.parametrize("after", [0.0, 0.3])
def test_a_reader_that_was_started_anew_and_is_killed_loses_no_page(
    file: Path, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    """As where processes are not forked; it gives the same pages."""
    whole = read(file)
    monkeypatch.setattr(starting, "IS_FORKED", False)
    killer = _Killer(lambda: _children("kb.extract.child"), after)
    assert read(file) == whole
    killer.join(1)
    assert killer.killed or after


_READS = """
import sys
from pathlib import Path
from kb.extract import read
print("begun", flush=True)
while True:
    read(Path(sys.argv[1]))
"""


@needs_signals
def test_readers_end_with_whoever_asked_for_them(file: Path) -> None:
    """Also where that is killed, in the middle of a file: no process is left behind."""
    asking = psutil.Popen([sys.executable, "-c", _READS, str(file)], stdout=subprocess.PIPE)
    assert asking.stdout.readline() == b"begun\n"
    left: list[psutil.Process] = []
    while len(left) < 2:
        left = asking.children(recursive=True)
    asking.kill()
    asking.communicate()
    _, alive = psutil.wait_procs(left, timeout=20)
    for process in alive:
        process.kill()
    assert alive == []


@needs_recognition
@needs_signals
def test_text_recognition_that_is_killed_says_so_and_can_be_asked_again(tmp_path: Path) -> None:
    """The scan is as it was, nothing half lies beside it; asked once more, it has its text."""
    settings = Settings(home=tmp_path, meaning=False)
    settings.documents.mkdir()
    (settings.documents / "scan.pdf").write_bytes(scan())
    Library(settings).ingest()
    before = sorted(path.name for path in settings.documents.iterdir())
    killer = _Killer(lambda: _children("kb.extract.ocr_child"), after=1.0)
    with pytest.raises(NotRecognised) as caught:
        recognise_edition(settings, *_only(settings))
    killer.join()
    assert "scan.pdf" in GERMAN.error(caught.value)
    assert "scan.pdf" in ENGLISH.error(caught.value)
    left = {path.name for path in settings.documents.iterdir()} - set(before)
    assert {name for name in left if "desk" not in name} == set()
    assert recognise_edition(settings, *_only(settings)).is_file()


def _only(settings: Settings) -> tuple[str, str]:
    (publication,) = Catalogue(settings.documents).publications()[0]
    return publication.id, publication.editions[0].label


# -- what was read, on the disk --------------------------------------------------------------------


def test_a_bit_of_what_was_read_is_noticed(file: Path, tmp_path: Path) -> None:
    """Wherever it turns: those pages are as if they had never been read, not a letter is wrong."""
    raw = read(file)
    store = RawStore(tmp_path / "pages")
    store.save(raw)
    (kept,) = (tmp_path / "pages").iterdir()
    data = kept.read_bytes()
    for at in range(0, len(data), max(1, len(data) // 300)):
        kept.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert store.load(raw.sha256) is None, at
    kept.write_bytes(data)
    assert store.load(raw.sha256) == raw


def test_damaged_pages_are_read_again_from_the_file(tmp_path: Path, file: Path) -> None:
    """With the next ingest, which needs them only where the index is built anew."""
    settings = Settings(home=tmp_path / "home", meaning=False)
    Library(settings).ingest([file])
    for kept in (settings.index / "pages").iterdir():
        kept.write_bytes(kept.read_bytes()[:-100])
    (settings.index / "CURRENT").write_bytes(b"nonsense")  # so that it is built anew
    report = Library(settings).ingest()
    assert (report.rebuilt, report.problems, report.pages) == (True, [], 39)
    (brought,) = settings.documents.glob("*.pdf")
    assert RawStore(settings.index / "pages").load(digest(brought)) is not None
