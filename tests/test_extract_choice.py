"""Which reader's text is taken."""

from dataclasses import replace

import pytest

from kb.extract import Line, RawPage
from kb.extract.choice import choose, is_garbage, lost_spaces

GOOD = "Das Familiengericht bestellt einen Vormund, wenn die Eltern nicht sorgen können. " * 4
GLUED = GOOD.replace(" ", "")


def page(number: int, pypdf: str, pdfium: str) -> RawPage:
    return RawPage(number, 595, 842, pypdf, (Line(pdfium, 70, 700, 500, 712, 12),))


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (GOOD, False),
        (GLUED, True),
        ("Haftpflichtversicherung zahlt", False),  # too few letters to tell
        ("", False),
    ],
)
def test_lost_spaces(text: str, lost: bool) -> None:
    assert lost_spaces(text) is lost


@pytest.mark.parametrize(
    ("text", "garbage"),
    [
        ("/g18/g152/g3/g87 /g22/g44", True),
        ("\x01\x02\x03\x04\x05\x06 \x0e\x0f", True),
        ("\ue001\ue002\ue003", True),
        (GOOD, False),
        ("§ 42a /A1 und/oder", False),
        ("For\x02mat und Hacka\x02thon", False),
        ("", False),
    ],
)
def test_garbage(text: str, garbage: bool) -> None:
    """Fonts that map their glyphs to nothing leave glyph names or codes; U+0002 is a hyphen."""
    assert is_garbage(text) is garbage


def test_sound_text_stays_pypdfs() -> None:
    assert [p.reader for p in choose([page(1, GOOD, GOOD)])] == ["pypdf"]


def test_one_bad_page_switches_alone() -> None:
    pages = [page(n, GLUED if n == 3 else GOOD, GOOD) for n in range(1, 11)]
    assert [p.number for p in choose(pages) if p.reader == "pdfium"] == [3]


def test_more_than_a_fifth_of_bad_pages_switches_the_document() -> None:
    pages = [page(n, GLUED if n <= 3 else GOOD, GOOD) for n in range(1, 11)]
    assert {p.reader for p in choose(pages)} == {"pdfium"}


def test_pdfium_must_do_better() -> None:
    """Where both run words together, they are that long."""
    assert [
        p.reader for p in choose([*[page(n, GOOD, GOOD) for n in range(9)], page(9, GLUED, GLUED)])
    ] == ["pypdf"] * 10


def test_a_page_that_pypdf_could_not_read_is_pdfiums() -> None:
    assert choose([page(1, "", GOOD)])[0].reader == "pdfium"


def test_a_page_of_a_switched_document_that_pdfium_could_not_read_stays_pypdfs() -> None:
    pages = [page(1, GLUED, GOOD), replace(page(2, GOOD, ""), lines=())]
    assert [p.reader for p in choose(pages)] == ["pdfium", "pypdf"]
