"""A citation names publisher, title, edition, printed page and the law it rests on."""

from dataclasses import replace

import pytest

from kb.model import Edition, Heading, Page, PageKey, Publication, Source
from kb.texts.citation import cite, edition_of, place_of

EDITION = Edition("2026", "h.pdf", 2026, "2025-12")
PAGE = Page(PageKey("h", "2026", 17), "", label="12")


def test_a_citation_is_one_german_line() -> None:
    """As a trainer puts it under a quotation, whatever the language of the interface."""
    publication = Publication("h", "Handbuch", (EDITION,), publisher="Fluchtraum")
    expected = (
        "Fluchtraum: Handbuch, Ausgabe 2026, S. 12 (PDF-Seite 17) (Rechtsstand Dezember 2025)"
    )
    assert cite(publication, EDITION, PAGE) == expected


def test_what_is_unknown_is_left_out() -> None:
    """No empty publisher, no empty date."""
    edition = Edition("1", "h.pdf")
    page = replace(PAGE, key=PageKey("h", "1", 17))
    publication = Publication("h", "Handbuch", (edition,))
    assert cite(publication, edition, page) == "Handbuch, Ausgabe 1, S. 12 (PDF-Seite 17)"


def test_a_citation_names_the_section_of_the_passage() -> None:
    """The innermost heading above it."""
    page = replace(PAGE, headings=(Heading(1, "5 Hilfe"), Heading(2, "5.4 Hilfeplan", 30)))
    publication = Publication("h", "Handbuch", (EDITION,))
    assert "Abschnitt „5.4 Hilfeplan“" in cite(publication, EDITION, page, 40)
    assert "Abschnitt „5 Hilfe“" in cite(publication, EDITION, page, 3)


@pytest.mark.parametrize(
    ("labels", "pages", "place"),
    [
        (("12", "14"), (17, 19), "S. 12–14 (PDF-Seiten 17–19)"),
        (("3", "5"), (3, 5), "S. 3–5"),
        (("", ""), (1, 2), "PDF-Seiten 1–2"),
    ],
)
def test_several_pages_are_cited_from_to(
    labels: tuple[str, str], pages: tuple[int, int], place: str
) -> None:
    """Printed numbers first, the PDF's where they differ."""
    first, last = (PageKey("h", "2026", page) for page in pages)
    assert place_of(Source(first, last, labels, "Handbuch")) == place


def test_an_edition_with_another_name_than_its_year_says_both() -> None:
    """ "Ausgabe 2026" says it already."""
    first = PageKey("h", "zweite", 1)
    assert edition_of(Source(first, first, ("", ""), "H", year=2021)) == "Ausgabe zweite (2021)"
