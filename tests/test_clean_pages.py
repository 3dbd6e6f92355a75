"""Whole documents cleaned: what must hold for any of them, and pages drawn for one fact each."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.clean import clean, quality
from kb.extract import (
    Line,
    Metadata,
    OutlineEntry,
    PageState,
    RawDocument,
    RawPage,
    read,
)
from kb.model import Outcome, Page
from tests.small_pdf import Words, pdf, sheet

TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "die Vormund\x02",
        "schaft endet.",
        "• ein Punkt",
        "1 Rolle",
        "Seite 4",
        "4",
        "iv",
        "§ 42a",
        "\xad",
    ]
)
SIZES = st.sampled_from([0.0, 9.0, 12.0, 20.0])


@st.composite
def raw_lines(draw: st.DrawFn) -> Line:
    x, y = draw(st.floats(-50, 900)), draw(st.floats(-50, 900))
    width, size = draw(st.floats(0, 500)), draw(SIZES)
    return Line(draw(TEXTS), x, y, x + width, y + (size or 10), size, draw(st.booleans()))


@st.composite
def raw_documents(draw: st.DrawFn) -> RawDocument:
    count = draw(st.integers(0, 6))
    pages = tuple(
        RawPage(
            number,
            draw(st.sampled_from([0.0, 595.0, 842.0, 1190.0])),
            draw(st.sampled_from([0.0, 842.0, 595.0])),
            "\n".join(draw(st.lists(TEXTS, max_size=5))),
            tuple(draw(st.lists(raw_lines(), max_size=6))),
            reader=draw(st.sampled_from(["pypdf", "pdfium"])),
            state=draw(st.sampled_from(PageState)),
        )
        for number in range(1, count + 1)
    )
    titles = st.tuples(st.integers(1, 4), TEXTS, st.integers(1, max(count, 1)))
    outline = tuple(OutlineEntry(*entry) for entry in draw(st.lists(titles, max_size=4)))
    labels = tuple(draw(st.lists(TEXTS, min_size=count, max_size=count)))
    return RawDocument(
        "0" * 64, Outcome.TEXT, "", pages, Metadata(), outline, draw(st.sampled_from([(), labels]))
    )


@given(raw_documents())
def test_any_document_comes_out_whole(raw: RawDocument) -> None:
    """Never raises; PDF pages are there in order; headings stand in their text; no odd signs."""
    pages = clean(raw, "handbuch", "2026")
    assert sorted({page.key.pdf_page for page in pages}) == [page.number for page in raw.pages]
    assert [page.order for page in pages] == list(range(len(pages)))
    assert len({page.key for page in pages}) == len(pages)
    for page in pages:
        starts = [heading.start for heading in page.headings]
        assert starts == sorted(starts)
        assert all(-1 <= start <= len(page.text) for start in starts)
        assert "\n\n\n" not in page.text
        assert not any(sign in page.text for sign in "\r\x02\x00\xa0\ufffe")
    assert clean(raw, "handbuch", "2026") == pages
    assert 0 <= quality(raw, pages).words_known <= 1


def test_what_is_not_text_gives_no_pages() -> None:
    raw = RawDocument("0" * 64, Outcome.NEEDS_OCR, pages=(RawPage(1, pypdf="Reste"),))
    assert clean(raw, "scan", "1") == ()


def cleaned(
    tmp_path: Path, *pages: Sequence[Words], size: tuple[int, int] = (595, 842)
) -> tuple[Page, ...]:
    """Pages drawn, read and cleaned for real."""
    path = tmp_path / "test.pdf"
    path.write_bytes(pdf(*pages, size=size))
    return clean(read(path), "test", "1")


BODY = (
    "Die Vormundschaft endet von selbst, sobald der junge Mensch volljährig",
    "wird. Ein Beschluss des Gerichts ist dafür nicht nötig, doch sollte das",
    "Jugendamt rechtzeitig wissen, wie es weitergeht und wer danach hilft.",
)


def page_of(number: int, *lines: Words | str) -> list[Words]:
    """Running head, text, and a number at the foot."""
    head, foot = Words("Handbuch Vormundschaft", 70, 810, 9), Words(str(number), 290, 30, 9)
    return [head, *sheet(*lines), foot]


def test_running_heads_go_and_their_numbers_stay(tmp_path: Path) -> None:
    pages = cleaned(tmp_path, *[page_of(n, *BODY) for n in range(11, 16)])
    assert [page.label for page in pages] == ["11", "12", "13", "14", "15"]
    assert {page.text for page in pages[1:]} == {" ".join(BODY)}


def test_a_running_line_that_stands_nowhere_else_is_kept_once(tmp_path: Path) -> None:
    """The title over a table of many pages is found on its first page."""
    pages = cleaned(tmp_path, *[page_of(n, *BODY) for n in range(1, 6)])
    assert ["Handbuch Vormundschaft" in page.text for page in pages] == [True] + [False] * 4


def test_heads_that_change_with_the_chapter_go_too(tmp_path: Path) -> None:
    """They stand where the page numbers stand, a little off the number's line."""
    foots = ["1. Rolle", "1. Rolle", "2. Geld", "3. Schule", "4. Wohnen"]
    body = [Words(line, 70, 600 - 14 * n) for n, line in enumerate(BODY)]
    pages = [
        [*body, Words(foot, 70, 31.5, 9), Words(str(n), 500, 30, 9)]
        for n, foot in enumerate(foots, 1)
    ]
    pages = [[*page, Words(foot, 70, 300)] for page, foot in zip(pages, foots, strict=True)]
    for page, foot in zip(cleaned(tmp_path, *pages), foots, strict=True):
        assert page.text == " ".join(BODY) + "\n\n" + foot


def test_a_chapters_title_is_no_head_though_it_runs_over_its_pages(tmp_path: Path) -> None:
    """It stands where heads stand, in letters of its own size, its number tall beside it."""
    chapters = ["Rolle"] * 4 + ["Jugendhilfe nach 18"] * 4
    openings = {1: "1", 5: "2"}
    pages = []
    for n, chapter in enumerate(chapters, 1):
        heads = [Words(chapter, 70, 810, 9)]
        if n in openings:
            heads = [Words(openings[n], 60, 785, 60), Words(chapter, 110, 790, 24)]
        body = [Words(line, 70, 600 - 14 * i) for i, line in enumerate(BODY)]
        pages.append([*heads, *body, Words(str(n), 290, 30, 9)])
    found = cleaned(tmp_path, *pages)
    assert found[4].text == "2 Jugendhilfe nach 18\n\n" + " ".join(BODY)
    assert [page.text for page in found[1:4] + found[5:]] == [" ".join(BODY)] * 6
    assert [page.section_at(40) for page in found[3:]] == [
        ("1 Rolle",),
        *[("2 Jugendhilfe nach 18",)] * 4,
    ]


def test_thumb_indexes_go(tmp_path: Path) -> None:
    """The number of the chapter in the margin, further down with every chapter."""
    thumbs = [Words(str(n // 3 + 1), 570, 700 - 80 * (n // 3), 24) for n in range(12)]
    pages = [[*page_of(n, *BODY), thumb] for n, thumb in enumerate(thumbs, 1)]
    assert {page.text for page in cleaned(tmp_path, *pages)[1:]} == {" ".join(BODY)}


def test_a_number_in_the_text_is_no_page_number(tmp_path: Path) -> None:
    pages = cleaned(tmp_path, *[page_of(n, *BODY, Words(str(7 * n), 70, 400)) for n in range(1, 6)])
    assert pages[1].text.endswith("\n\n14")


def test_a_word_broken_by_the_end_of_a_page_is_where_it_begins(tmp_path: Path) -> None:
    """Whole on the first page, gone from the next: it is found once and marked where it begins."""
    first = page_of(1, *BODY, "Danach beginnt für alle die Nachbe-")
    second = page_of(2, "treuung durch das Jugendamt.", *BODY)
    pages = cleaned(tmp_path, first, second, *[page_of(n, *BODY) for n in (3, 4)])
    assert pages[0].text.endswith("Danach beginnt für alle die Nachbetreuung")
    assert pages[1].text.startswith("durch das Jugendamt.")


def test_paragraphs_lists_and_lines(tmp_path: Path) -> None:
    """A gap makes a paragraph, a bullet a line; other lines run on; broken words are joined."""
    lines = [
        *sheet(*BODY[:2], "Jugendamt rechtzeitig wissen, wie es weitergeht und wie die Beglei-"),
        *[Words(text, 70, 760 - 14 * n) for n, text in enumerate(("tung endet.",), 3)],
        Words(
            "Zu klären sind diese drei Fragen, bevor der Geburtstag kommt und alles eilt:", 70, 680
        ),
        Words("• Wohnung", 70, 666),
        Words("• Geld", 70, 652),
    ]
    text = cleaned(tmp_path, lines)[0].text
    assert text.endswith(
        "wie die Begleitung endet.\n\n"
        "Zu klären sind diese drei Fragen, bevor der Geburtstag kommt und alles eilt:\n"
        "• Wohnung\n• Geld"
    )


def test_two_columns_do_not_mix(tmp_path: Path) -> None:
    left = [
        Words(f"links {n} steht ein Satz über Vormünder", 60, 700 - 14 * n, 9) for n in range(8)
    ]
    right = [
        Words(f"rechts {n} steht einer über die Mündel", 320, 700 - 14 * n, 9) for n in range(8)
    ]
    text = cleaned(tmp_path, [*left, *right])[0].text
    assert text.index("links 7") < text.index("rechts 0")


def test_a_margin_note_is_no_part_of_the_sentence(tmp_path: Path) -> None:
    body = [Words(line, 160, 700 - 14 * n) for n, line in enumerate(BODY * 2)]
    text = cleaned(tmp_path, [Words("Volljährigkeit", 60, 672, 8), *body])[0].text
    assert " ".join(BODY * 2) in text
    assert "\n\nVolljährigkeit" in text or text.startswith("Volljährigkeit\n\n")


def test_rows_of_a_table_stay_lines(tmp_path: Path) -> None:
    rows = [("Schulanmeldung", "Vormund"), ("Entschuldigung", "Einrichtung"), ("Impfung", "beide")]
    cells = [
        Words(cell, 70 + 200 * column, 700 - 14 * row)
        for row, pair in enumerate(rows)
        for column, cell in enumerate(pair)
    ]
    assert cleaned(tmp_path, cells)[0].text == (
        "Schulanmeldung Vormund\nEntschuldigung Einrichtung\nImpfung beide"
    )


def test_the_first_column_of_a_narrow_table_is_no_margin_note(tmp_path: Path) -> None:
    rows = [("ABH", "Ausländerbehörde"), ("AE", "Aufenthaltserlaubnis"), ("JA", "Jugendamt")]
    cells = [
        Words(cell, x, 700 - 24 * n, 8)
        for n, row in enumerate(rows)
        for x, cell in zip((54, 104), row, strict=True)
    ]
    text = cleaned(tmp_path, cells)[0].text
    assert [line for line in text.splitlines() if line] == [" ".join(row) for row in rows]


def test_rows_of_figures_stay_lines(tmp_path: Path) -> None:
    months = ["2000 Januar 79,5 87,6", "Februar 79,5 - 87,5", "März 79,5 - 87,4"]
    page = sheet(*BODY, *(Words(row, 70, 600 - 14 * n) for n, row in enumerate(months)))
    assert cleaned(tmp_path, page)[0].text.splitlines()[-3:] == months


def test_what_a_slash_ends_goes_on(tmp_path: Path) -> None:
    """Gendered forms and addresses; a slash with a space before it is none of them."""
    lines = [
        "Die Einrichtungen und das Jugendamt beraten alle Mentoren und Mentor/",
        "innen und geben Auskunft. Die Formulare stehen unter www.bremen.de/amt/",
        "formulare bereit, ebenso beim Träger. Wer Fragen hat, fragt nach Hilfe /",
        "Unterstützung vor Ort.",
    ]
    text = cleaned(tmp_path, sheet(*lines))[0].text
    assert "Mentor/innen und" in text
    assert "www.bremen.de/amt/formulare bereit" in text
    assert "Hilfe / Unterstützung" in text


def test_a_sentence_goes_on_over_a_line_in_another_font(tmp_path: Path) -> None:
    """A path in letters of a larger box is no paragraph of its own."""
    lines = [Words(line, 70, 700 - 14 * n) for n, line in enumerate(BODY * 2)]
    lines[4] = Words(lines[4].text, 70, lines[4].y, 12.1)
    assert cleaned(tmp_path, lines)[0].text == " ".join(BODY * 2)


def test_headings_by_size(tmp_path: Path) -> None:
    """Without an outline large lines are headings; numbers say their level; a path leads on."""
    first = [Words("1 Rolle und Haltung", 70, 780, 20), *sheet("", *BODY)]
    second = [Words("1.1 Aufgaben", 70, 780, 15), *sheet("", *BODY)]
    pages = cleaned(tmp_path, first, second, sheet(*BODY))
    assert [(h.level, h.title, h.start) for h in pages[1].headings] == [
        (1, "1 Rolle und Haltung", -1),
        (2, "1.1 Aufgaben", 0),
    ]
    assert pages[2].section_at(0) == ("1 Rolle und Haltung", "1.1 Aufgaben")


def test_a_large_sentence_is_a_quotation(tmp_path: Path) -> None:
    page = [Words("Sagen Sie, was bleibt.", 70, 780, 20), *sheet("", *BODY)]
    assert cleaned(tmp_path, page)[0].headings == ()


def spread(left: int) -> list[Words]:
    half = [
        [Words(line, 60 + x, 480 - 14 * n, 9) for n, line in enumerate(BODY * 2)]
        + [Words(str(number), 200 + x, 25, 9)]
        for x, number in ((0, left), (421, left + 1))
    ]
    return [*half[0], *half[1]]


def test_a_spread_is_two_pages(tmp_path: Path) -> None:
    """Left and right half each with its own number, in reading order."""
    pages = cleaned(tmp_path, *[spread(n) for n in (2, 4, 6)], size=(842, 595))
    assert [str(page.key) for page in pages[:3]] == ["test.1.1a", "test.1.1b", "test.1.2a"]
    assert [page.label for page in pages] == ["2", "3", "4", "5", "6", "7"]
    assert pages[1].text == " ".join(BODY * 2)


def test_a_wide_page_of_one_column_is_no_spread(tmp_path: Path) -> None:
    wide = [Words(" ".join(BODY[:2]), 60, 480 - 14 * n, 10) for n in range(6)]
    pages = cleaned(tmp_path, wide, wide, wide, wide, size=(842, 595))
    assert [str(page.key) for page in pages] == ["test.1.1", "test.1.2", "test.1.3", "test.1.4"]
