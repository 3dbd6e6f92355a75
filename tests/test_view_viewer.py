"""Page images: marked, cropped, limited; and the app survives whatever a PDF does to the worker."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kb.errors import PageNotDrawn
from kb.model import Page, PageKey, Span
from kb.view import Viewer
from tests.small_pdf import WIDE, Words, as_bytes, pdf, writer

TEXT = "Beim Arzt unterschreibt der Vormund"
YELLOW = (255, 224, 102)


@pytest.fixture(scope="module")
def viewer() -> Iterator[Viewer]:
    viewer = Viewer()
    yield viewer
    viewer.close()


def _page(text: str = TEXT, half: str = "") -> Page:
    return Page(PageKey("h", "1", 1, half), text)


def _file(folder: Path, *lines: Words, size: tuple[int, int] = (595, 842), turn: int = 0) -> Path:
    document = writer([list(lines) or [Words(TEXT, 70, 700, 20)]], size)
    document.pages[0].rotate(turn)
    path = folder / "größe '1'.pdf"
    path.write_bytes(as_bytes(document))
    return path


def _picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _marked(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of everything in the marker's colour, in percent of the picture."""
    mask = Image.new("1", picture.size)
    mask.putdata([pixel == YELLOW for pixel in picture.get_flattened_data()])
    box = mask.getbbox()
    if box is None:
        return None
    wide, high = picture.size
    return box[0] * 100 // wide, box[1] * 100 // high, box[2] * 100 // wide, box[3] * 100 // high


def test_the_mark_lies_on_its_word(viewer: Viewer, tmp_path: Path) -> None:
    """The yellow box is where the word is drawn: at 20 points "Arzt" begins 53 points further."""
    picture = _picture(viewer.image(_file(tmp_path), _page(), [Span(5, 9)], 760))
    left, top, right, bottom = _marked(picture) or (0, 0, 0, 0)
    assert (18 <= left <= 21, 24 <= right <= 28) == (True, True)
    assert (14 <= top <= 16, 16 <= bottom <= 19) == (True, True)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_is_marked_too(viewer: Viewer, tmp_path: Path, turn: int) -> None:
    """The mark turns with the page, and covers ink: dark pixels lie inside its box."""
    picture = _picture(viewer.image(_file(tmp_path, turn=turn), _page(), [Span(5, 9)], 760))
    box = _marked(picture)
    assert box is not None
    wide, high = picture.size
    area = (box[0] * wide / 100, box[1] * high / 100, box[2] * wide / 100, box[3] * high / 100)
    assert picture.convert("L").crop(area).histogram()[:60] != [0] * 60


def test_a_half_of_a_spread_is_cut_out(viewer: Viewer, tmp_path: Path) -> None:
    """Only the right half is drawn, as wide as asked for, with the mark of the right page."""
    lines = (Words("Links Arzt", 60, 400, 20), Words("Rechts Geld", 500, 400, 20))
    path = _file(tmp_path, *lines, size=WIDE)
    right = _picture(viewer.image(path, _page("Rechts Geld", "b"), [Span(7, 11)], 760))
    assert right.size[0] == 760
    assert right.size[1] == pytest.approx(760 / 421 * 595, abs=2)
    assert (_marked(right) or (0,))[0] > 30


def test_no_width_makes_a_huge_picture(viewer: Viewer, tmp_path: Path) -> None:
    """Whatever the URL asks for and however long the page is."""
    path = _file(tmp_path, size=(100, 14000))
    picture = _picture(viewer.image(path, _page(), (), 99999))
    assert max(picture.size) <= 4000


def test_pages_of_text_stay_sharp(viewer: Viewer, tmp_path: Path) -> None:
    """A page of text is stored without loss; VP8L is the lossless form of WebP."""
    assert viewer.image(_file(tmp_path), _page(), (), 1100)[12:16] == b"VP8L"


def test_a_broken_file_is_one_clear_error(viewer: Viewer, tmp_path: Path) -> None:
    """And the next picture is drawn."""
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(PageNotDrawn, match=r"broken\.pdf, PDF page 1"):
        viewer.image(path, _page(), (), 760)
    assert viewer.image(_file(tmp_path), _page(), (), 760)


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """A killed worker costs at most the picture it was at."""
    viewer = Viewer()
    viewer.image(_file(tmp_path), _page(), (), 360)
    assert viewer._worker is not None
    os.kill(viewer._worker.pid, signal.SIGTERM)
    viewer._worker.wait()
    assert viewer.image(_file(tmp_path), _page(), (), 760)
    viewer.close()


def test_a_page_that_never_ends_is_given_up(tmp_path: Path) -> None:
    """The time limit ends the worker; the error says so."""
    viewer = Viewer(seconds=0.001)  # less than starting takes
    with pytest.raises(PageNotDrawn, match="too much time"):
        viewer.image(_file(tmp_path), _page(), (), 360)
    viewer.close()


def test_a_changed_file_is_drawn_anew(viewer: Viewer, tmp_path: Path) -> None:
    """Kept pictures belong to the file they were drawn from."""
    path = _file(tmp_path)
    before = viewer.image(path, _page(), (), 360)
    path.write_bytes(pdf([Words("Anders", 70, 700, 40)]))
    assert viewer.image(path, _page(), (), 360) != before
