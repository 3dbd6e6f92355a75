"""What a person should look at in a document: each sign on a document that shows it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb.clean import Examination, NumbersFrom, Sign, clean, examine
from kb.extract import Line, PageState, RawDocument, RawPage, read
from kb.model import Outcome, Page, Reading
from tests.small_pdf import Words, pdf, sheet

DOCUMENTS = Path(__file__).parent.parent / "documents"
GERMAN = "Der Vormund besucht den jungen Menschen jeden Monat und spricht mit dem Jugendamt. " * 4


def line(text: str, x: float, y: float, width: float = 200) -> Line:
    return Line(text, x, y, x + width, y + 12, 12)


def document(*texts: str, outcome: Outcome = Outcome.TEXT) -> RawDocument:
    """A page for each text, set line by line."""
    return RawDocument("0" * 64, outcome, pages=tuple(_page(n, t) for n, t in enumerate(texts, 1)))


def _page(number: int, text: str) -> RawPage:
    lines = tuple(line(part, 60, 760 - 14 * i, 400) for i, part in enumerate(text.splitlines()))
    state = PageState.TEXT if text else PageState.EMPTY
    return RawPage(number, 595, 842, text, lines, reader="pdfium", state=state)


AS_FOUND = Reading()


def examined(raw: RawDocument, reading: Reading = AS_FOUND) -> Examination:
    return examine(raw, clean(raw, "heft", "2026", reading), reading)


def signs(examination: Examination) -> list[Sign]:
    return [finding.sign for finding in examination.findings]


def numbered(count: int) -> list[str]:
    return [f"{n} Kapitel\n{GERMAN}\n{n}" for n in range(1, count + 1)]


def test_a_sound_document_is_sound() -> None:
    """The demonstration handbook: two lists of abbreviations are named, nothing is grave."""
    raw = read(DOCUMENTS / "handbuch-2026.pdf")
    found = examined(raw)
    assert found.is_sound
    assert [(f.sign, f.pages) for f in found.findings] == [(Sign.ODD_PAGES, (5, 43))]
    assert (found.numbers_from, found.offset) == (NumbersFrom.FILE, 5)
    assert found.worst[0].pdf_page in (5, 43)
    assert found.quality.pages == len(found.pages) == 44


def test_a_scan_is_said_to_be_one() -> None:
    """Whatever else could be said of it does not matter."""
    found = examined(document("", outcome=Outcome.NEEDS_OCR))
    assert signs(found) == [Sign.SCAN]
    assert not found.is_sound


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (GERMAN.replace(" ", ""), Sign.LOST_SPACES),
        ("xyzqq wvrtz plmkn bvcxy " * 20, Sign.FEW_KNOWN),
        ("DerVormundbesuchtdenjungenMenschen und xyzqq wvrtz " * 10, Sign.LOST_SPACES),
    ],
)
def test_text_that_is_no_text(text: str, sign: Sign) -> None:
    """Lost spaces tell by long words, the rest by words no dictionary has."""
    assert sign in signs(examined(document(text)))
    assert not examined(document(text)).is_sound


def test_another_language_is_no_fault() -> None:
    """The dictionary is German."""
    raw = document("The guardian visits the young person every month and speaks to them. " * 5)
    pages = clean(raw, "heft", "2026")
    assert Sign.FEW_KNOWN in [f.sign for f in examine(raw, pages).findings]
    assert examine(raw, pages, is_german=False).is_sound


@pytest.mark.parametrize(
    ("state", "sign"),
    [
        (PageState.PICTURE, Sign.PICTURES),
        (PageState.GARBAGE, Sign.GARBAGE),
        (PageState.LIMIT, Sign.UNREADABLE),
        (PageState.UNREADABLE, Sign.UNREADABLE),
    ],
)
def test_pages_that_gave_nothing_are_named(state: PageState, sign: Sign) -> None:
    """By their PDF page."""
    raw = document(GERMAN, "", "", GERMAN)
    pages = tuple(
        replace(page, state=state) if page.number in (2, 3) else page for page in raw.pages
    )
    found = examined(replace(raw, pages=pages))
    assert {f.sign: f.pages for f in found.findings}[sign] == (2, 3)


def columns(order: Sequence[tuple[int, int]]) -> RawPage:
    """Twelve long lines in each of two columns, in the given order of (column, row)."""
    lines = tuple(
        line(f"links und rechts Zeile {row} Spalte {column}", 50 + 260 * column, 760 - 15 * row)
        for column, row in order
    )
    text = "\n".join(li.text for li in lines)
    return RawPage(1, 595, 842, text, lines, reader="pdfium")


def test_columns_that_the_file_mixes_up_are_seen_and_put_right() -> None:
    """Row by row they are mixed; one after the other they are not."""
    mixed = columns([(c, r) for r in range(12) for c in range(2)])
    raw = RawDocument("0" * 64, Outcome.TEXT, pages=(mixed,))
    assert Sign.COLUMNS in signs(examined(raw))
    sound = columns([(c, r) for c in range(2) for r in range(12)])
    assert Sign.COLUMNS not in signs(examined(replace(raw, pages=(sound,))))
    (page,) = clean(raw, "heft", "2026", Reading(columns=True))
    assert page.text.rindex("Spalte 0") < page.text.index("Spalte 1")
    assert Sign.COLUMNS not in signs(examined(raw, Reading(columns=True)))


def test_the_numbers_people_set_are_counted_on() -> None:
    """From the page they named, and back as far as there are numbers."""
    raw = document(*([GERMAN] * 6))
    reading = Reading(numbers=((3, "1"),))
    pages = clean(raw, "heft", "2026", reading)
    assert [page.label for page in pages] == ["", "", "1", "2", "3", "4"]
    found = examine(raw, pages, reading)
    assert (found.numbers_from, found.offset) == (NumbersFrom.PEOPLE, 2)


def test_numbers_that_jump_are_named() -> None:
    """They may be right; somebody should look."""
    reading = Reading(numbers=((1, "1"), (4, "10")))
    assert {f.sign: f.pages for f in examined(document(*numbered(6)), reading).findings}[
        Sign.JUMPS
    ] == (4,)


def test_heads_are_left_out_unless_people_want_them() -> None:
    """A line at the edge of every page; which ones is told."""
    texts = [f"Handbuch für Vormunde\n{GERMAN} {n}\n{n}" for n in range(1, 7)]
    raw = document(*texts)
    found = examined(raw)
    assert ("Handbuch für Vormunde", 5) in found.heads or (
        "Handbuch für Vormunde",
        6,
    ) in found.heads
    kept = clean(raw, "heft", "2026", Reading(heads=False))
    assert all("Handbuch für Vormunde" in page.text for page in kept)


@pytest.mark.parametrize(("spreads", "pages"), [(None, 4), (False, 2), (True, 4)])
def test_spreads_are_cut_or_not(tmp_path: Path, spreads: bool | None, pages: int) -> None:
    """Found out, or as people say."""
    halves = [
        sheet(
            *[Words(f"Das Jugendamt berät alle Vormunde {i}", 60, 500 - 20 * i) for i in range(6)],
            *[Words(f"Das Gericht führt die Aufsicht {i}", 480, 500 - 20 * i) for i in range(6)],
            Words(str(left), 60, 30),
            Words(str(left + 1), 780, 30),
        )
        for left in (2, 4)
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(*halves, size=(842, 595)))
    assert len(clean(read(path), "heft", "2026", Reading(spreads=spreads))) == pages


@pytest.mark.parametrize("reader", ["pypdf", "pdfium"])
def test_people_choose_the_reader(reader: str) -> None:
    """Every page with text is taken from it; both readings were kept."""
    raw = read(DOCUMENTS / "handbuch-2018.pdf")
    found: Sequence[Page] = clean(raw, "heft", "2018", Reading(reader=reader))
    assert {page.reader for page in found} == {reader}
