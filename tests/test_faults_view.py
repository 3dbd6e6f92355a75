"""The process that draws pages is killed, hangs, or breaks off: at most one picture is late."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread

import psutil
import pytest
from PIL import Image

from kb.errors import PageNotDrawn
from kb.model import Page, PageKey
from kb.texts import ENGLISH, GERMAN
from kb.view import Viewer
from kb.view.worker import read_message, write_message
from tests.small_pdf import Words, pdf

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
PAGE = Page(PageKey("h", "1", 1), "Wer unterschreibt")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "heft.pdf"
    path.write_bytes(pdf([Words("Wer unterschreibt beim Arzt?", 70, 700, 30)]))
    return path


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    viewer = Viewer()
    yield viewer
    viewer.close()


def _worker(viewer: Viewer) -> "subprocess.Popen[bytes]":
    assert viewer._worker is not None
    return viewer._worker


@needs_signals
def test_killed_while_it_draws_the_picture_comes_all_the_same(viewer: Viewer, file: Path) -> None:
    """Once may be somebody else's doing: the picture is drawn by the next one."""
    viewer.image(file, PAGE, (), 180)
    first = _worker(viewer)
    os.kill(first.pid, signal.SIGSTOP)  # so that it is in the middle of the order

    def kill() -> None:
        time.sleep(0.3)
        os.kill(first.pid, signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    picture = viewer.image(file, PAGE, (), 760)
    killer.join()
    assert Image.open(BytesIO(picture)).size[0] == 760
    assert _worker(viewer).pid != first.pid


def test_an_answer_that_breaks_off_is_none() -> None:
    """Half a picture is never taken for a whole one, let alone kept."""
    whole = BytesIO()
    write_message(whole, b"+" + bytes(100))
    for length in range(len(whole.getvalue())):
        assert read_message(BytesIO(whole.getvalue()[:length])) == b""
    assert read_message(BytesIO(whole.getvalue())) == b"+" + bytes(100)


@needs_signals
def test_a_page_that_never_ends_holds_up_the_others_once(viewer: Viewer, file: Path) -> None:
    """It is given up, said to be, and not begun again for every reader who opens it."""
    viewer.image(file, PAGE, (), 180)
    viewer._seconds = 1.0
    os.kill(_worker(viewer).pid, signal.SIGSTOP)
    with pytest.raises(PageNotDrawn, match=r"heft\.pdf, PDF page 1") as caught:
        viewer.image(file, PAGE, (), 1100)
    assert "PDF-Seite 1" in GERMAN.error(caught.value)
    assert "1" in ENGLISH.error(caught.value)
    began = time.monotonic()
    with pytest.raises(PageNotDrawn):
        viewer.image(file, PAGE, (), 1100)
    assert time.monotonic() - began < 0.5
    viewer._seconds = 20.0
    assert viewer.image(file, PAGE, (), 760)


def test_without_a_process_there_is_a_sentence(
    file: Path, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that starts none any more; later it does."""

    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        with pytest.raises(PageNotDrawn):
            viewer.image(file, PAGE, (), 360)
    assert viewer.image(file, PAGE, (), 760)


@needs_signals
def test_it_ends_with_the_server_that_was_killed(file: Path) -> None:
    """Nobody is left behind to draw for nobody."""
    code = (
        "import sys, time; from pathlib import Path; from kb.view import Viewer\n"
        "from kb.model import Page, PageKey\n"
        "page, viewer = Page(PageKey('h', '1', 1), ''), Viewer()\n"
        "viewer.image(Path(sys.argv[1]), page, (), 180)\n"
        "print(viewer._worker.pid, flush=True); time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.PIPE)
    assert server.stdout is not None
    drawing = psutil.Process(int(server.stdout.readline()))
    server.kill()
    server.communicate()
    psutil.wait_procs([drawing], timeout=5)
    assert not drawing.is_running()
