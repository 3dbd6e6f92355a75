"""Reading small PDFs for real: in the child process, by both readers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from kb.clean import clean
from kb.extract import Limits, PageState, read
from kb.model import Outcome
from tests.small_pdf import Words, as_bytes, pdf, sheet, writer

SENTENCE = "Die Vormundschaft beginnt mit der Bestellung durch das Gericht."
PAGE = sheet(SENTENCE)

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts bytes into a file of an awkward name."""

    def put(data: bytes) -> Path:
        path = tmp_path / "Händ 'buch' \"neu\".pdf"
        path.write_bytes(data)
        return path

    return put


def test_both_readers_give_the_text(write: Write) -> None:
    raw = read(write(pdf(PAGE)))
    assert raw.outcome is Outcome.TEXT
    page = raw.pages[0]
    assert page.pypdf.strip() == page.pdfium == SENTENCE
    assert (page.width, page.height, page.reader) == (595, 842, "pypdf")


def test_lines_know_their_place(write: Write) -> None:
    """PDFium's lines carry position and size in points; a wide gap begins another line."""
    raw = read(write(pdf(sheet(Words("Vormund", 70, 700, 20), Words("ja", 400, 700, 20)))))
    left, right = raw.pages[0].lines
    assert (left.text, right.text) == ("Vormund", "ja")
    assert left.x0 == pytest.approx(70, abs=3)
    assert right.x0 == pytest.approx(400, abs=3)
    assert left.size == pytest.approx(24, abs=4)
    assert right.continues(left)


def test_raised_digits_are_footnotes_and_numbers_in_brackets_are_not(write: Write) -> None:
    raised = [Words("Vormund", 70, 700), Words("3", 116, 705, 7)]
    raw = read(write(pdf(sheet(*raised, Words("build(1).", 70, 600), Words("(1)", 70, 500)))))
    assert [line.text for line in raw.pages[0].lines] == ["Vormund³", "build(1).", "(1)"]


def test_a_bullet_in_white_is_not_read(write: Write) -> None:
    """Some lists are wrapped by hand: every line has a bullet, only the first ones are seen."""
    first = [
        Words("•", 70, 700),
        Words("Der Moderator weist darauf hin, dass alle Themen", 80, 700),
    ]
    second = [Words("•", 70, 686, grey=1), Words("diskutiert werden sollten.", 80, 686)]
    raw = read(write(pdf([*first, *second])))
    assert raw.pages[0].reader == "pdfium"
    assert [page.text for page in clean(raw, "test", "1")] == [
        "• Der Moderator weist darauf hin, dass alle Themen diskutiert werden sollten."
    ]


def test_metadata_outline_and_labels(write: Write) -> None:
    document = writer([PAGE, PAGE, PAGE])
    document.add_metadata({"/Title": " Handbuch\n2026 ", "/CreationDate": "D:20260401"})
    chapter = document.add_outline_item(title="1 Rolle", page_number=1)
    document.add_outline_item(title="1.1 Aufgaben", page_number=2, parent=chapter)
    document.set_page_label(0, 1, style=PageLabelStyle.UPPERCASE_ROMAN)
    document.set_page_label(2, 2, style=PageLabelStyle.DECIMAL)
    raw = read(write(as_bytes(document)))
    assert raw.metadata.title == "Handbuch 2026"
    assert raw.metadata.year == 2026
    assert [(e.level, e.title, e.page) for e in raw.outline] == [
        (1, "1 Rolle", 2),
        (2, "1.1 Aufgaben", 3),
    ]
    assert raw.labels == ("I", "II", "1")


def test_a_broken_date_costs_only_the_date(write: Write) -> None:
    document = writer([PAGE])
    document.add_metadata({"/Title": "Handbuch", "/CreationDate": "gestern"})
    raw = read(write(as_bytes(document)))
    assert (raw.metadata.title, raw.metadata.year) == ("Handbuch", None)


def test_progress_counts_pages(write: Write) -> None:
    seen: list[tuple[int, int]] = []
    read(write(pdf(PAGE, PAGE)), progress=lambda page, pages: seen.append((page, pages)))
    assert sorted(set(seen)) == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"", Outcome.NOT_A_PDF),
        (b"<html>404</html>", Outcome.NOT_A_PDF),
        (b"%PDF-1.7\n", Outcome.NOT_A_PDF),
        (pdf(PAGE)[:300], Outcome.DAMAGED),
        (pdf(), Outcome.NO_PAGES),
        (pdf([]), Outcome.EMPTY),
    ],
)
def test_files_without_text(data: bytes, outcome: Outcome, write: Write) -> None:
    """Nothing is raised; the outcome says what the file is, the reason why, in words."""
    raw = read(write(data))
    assert raw.outcome is outcome
    assert raw.reason


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    raw = read(tmp_path / "fehlt.pdf")
    assert raw.outcome is Outcome.DAMAGED
    assert "No such file" in raw.reason


def test_an_empty_password_opens_any_other_does_not(write: Write) -> None:
    """A file that only its owner may change is read; one that needs a password to open is not."""
    document = writer([PAGE])
    document.encrypt(user_password="", owner_password="eigen", algorithm="AES-256")
    assert read(write(as_bytes(document))).outcome is Outcome.TEXT
    document = writer([PAGE])
    document.encrypt(user_password="lesen", algorithm="AES-256")
    assert read(write(as_bytes(document))).outcome is Outcome.PASSWORD


def test_junk_before_the_header_is_passed_over(write: Write) -> None:
    assert read(write(b"X-Mail: 1\r\n" * 180 + pdf(PAGE))).outcome is Outcome.TEXT


def test_limits_of_pages_and_size(write: Write) -> None:
    """A file over a limit is refused with the limit in the reason; no page is kept."""
    path = write(pdf(PAGE, PAGE, PAGE))
    many = read(path, limits=Limits(pages=2))
    assert (many.outcome, many.reason, many.pages) == (Outcome.LIMIT, "more than 2 pages", ())
    assert read(path, limits=Limits(file_bytes=100)).outcome is Outcome.LIMIT


def test_a_page_with_too_much_text_is_left_out(write: Write) -> None:
    """The other pages are kept, and the reason names the gap."""
    raw = read(write(pdf(PAGE, sheet(*[SENTENCE] * 9))), limits=Limits(page_characters=200))
    assert raw.outcome is Outcome.TEXT
    assert [page.state for page in raw.pages] == [PageState.TEXT, PageState.LIMIT]
    assert "1 of 2 pages" in raw.reason


def test_a_page_out_of_time_ends_its_child_and_not_the_document(write: Write) -> None:
    """No time at all for a page: each is given up by each reader, and the reading ends.

    It is long, so that a busy machine does not look away until it is read.
    """
    page = [Words(SENTENCE, 70, 760 - 0.5 * n) for n in range(1400)]
    raw = read(write(pdf(page)), limits=Limits(page_seconds=0.0))
    assert raw.outcome is Outcome.LIMIT_ON_PAGE
    assert any("out of time" in error for error in raw.pages[0].errors)


def test_a_document_out_of_time_is_stopped(write: Write) -> None:
    raw = read(write(pdf(PAGE)), limits=Limits(open_seconds=0.0, seconds_per_page=0.0))
    assert raw.outcome is Outcome.LIMIT
    assert "seconds" in raw.reason


def test_what_kills_one_reader_leaves_the_other(write: Write) -> None:
    """A page that makes PDFium fill all memory and abort is read by pypdf, and so is the next."""
    document = writer([PAGE, PAGE])
    _add_bomb(document)
    raw = read(write(as_bytes(document)), limits=Limits(memory=1_000_000_000))
    assert raw.outcome is Outcome.TEXT
    assert [SENTENCE in page.pypdf for page in raw.pages] == [True, True]
    assert any(error.startswith("pdfium") for error in raw.pages[0].errors)
    assert raw.pages[1].pdfium == SENTENCE


def _add_bomb(document: PdfWriter) -> None:
    """The first page draws a form that draws ten, nine levels deep: 10^9 pieces of text."""
    inner = None
    for level in range(10):
        form = DecodedStreamObject()
        form.set_data(b"/F Do " * 10 if level else b"BT /F1 9 Tf (x) Tj ET")
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = document.pages[0].mediabox
        fonts = document.pages[0]["/Resources"]
        assert isinstance(fonts, DictionaryObject)
        resources = DictionaryObject({NameObject("/Font"): fonts["/Font"]})
        if inner is not None:
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/F"): inner})
        form[NameObject("/Resources")] = resources
        inner = document._add_object(form)
    assert inner is not None
    page = document.pages[0]
    outermost = page["/Resources"]
    assert isinstance(outermost, DictionaryObject)
    outermost[NameObject("/XObject")] = DictionaryObject({NameObject("/F"): inner})
    content = page["/Contents"].get_object()
    assert isinstance(content, DecodedStreamObject)
    content.set_data(content.get_data() + b"\n/F Do")
